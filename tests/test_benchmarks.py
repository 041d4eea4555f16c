"""The benchmarks' routines and word lists are what the figures say they are; no test here measures time."""

import json
import random
import tomllib
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.corpus import KINDS, SIZES, labelled_passages, routines, varied, write_corpus
from benchmarks.peers import found, lexicon_phrases, thinned, write_configs
from reviewkit.model import Source
from reviewkit.parse import parse


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_routines_however_many_are_made(kind):
    assert list(routines(kind, 4)) == list(islice(routines(kind, 12), 4))


@pytest.mark.parametrize("kind", KINDS)
def test_a_routine_has_its_size_and_front_matter_that_can_be_read(kind):
    for number, text in enumerate(routines(kind, 6)):
        assert SIZES[0] - 400 <= len(text.encode()) <= SIZES[1] + 1
        routine = parse(Source(f"{number}.md", text))
        assert f"\nid: rutine-{number}\n" in text
        assert len(routine.statements) > 5


def test_varied_routines_seldom_say_a_thing_twice_and_stock_routines_often_do(tmp_path):
    figures = {kind: write_corpus(tmp_path / kind, kind, 30) for kind in KINDS}
    share = {kind: made["distinct_sentences"] / made["sentences"] for kind, made in figures.items()}
    assert share["varied"] > 0.8
    assert share["stock"] < 0.5
    for kind, made in figures.items():
        written = sorted((tmp_path / kind).iterdir())
        assert (len(written), sum(path.stat().st_size for path in written)) == (30, made["bytes"])


def test_a_section_keeps_its_blocks_when_its_words_change():
    section = "## Krav 2\n\n- Si fra, og noter 25.\n\n| Hva | Hvem |\n| --- | --- |\n| Mat | Kari |\n\n"
    section += "```melding\nRing 12.\n```\n"
    changed = varied(section, "nb", ["ellers ikke"], random.Random(1)).splitlines()
    kept = [line for line in changed if not line or line.startswith(("```", "| ---"))]
    assert kept == ["", "", "| --- | --- |", "", "```melding", "```"]
    assert [line[:2] for line in changed if line] == ["##", "- ", "| ", "| ", "| ", "``", changed[-2][:2], "``"]
    assert "\n".join(changed) != section.rstrip("\n")
    assert all(line.count("|") == 3 for line in changed if line.startswith("|"))


def test_numbers_of_sections_in_law_stay_true():
    changed = varied("Se § 18 og nr. 4711.\n", "nb", [], random.Random(2))
    assert "§ 18" in changed
    assert "4711" not in changed


def test_each_norm_has_passages_of_its_own():
    passages = labelled_passages()
    assert all("spraak: nn" in front for front in passages["nn"].fronts)
    assert all("spraak: nn" not in front for front in passages["nb"].fronts)
    assert min(len(chosen.sections) for chosen in passages.values()) > 50


def test_peers_get_the_words_that_the_table_says(tmp_path):
    phrases = {"creditor": ["banken", "den banken"], "risk": ["strøm", "gjeld"]}
    words = write_configs(tmp_path, phrases, 2)
    assert words == {"lexicon": 4, "single": 3, "phrases": 2, "concepts": 2}
    assert (tmp_path / "codespell.txt").read_text(encoding="utf-8").splitlines()[0] == "banken->bankenx"
    typos = tomllib.loads((tmp_path / "typos.toml").read_text(encoding="utf-8"))
    assert sorted(typos["default"]["extend-words"]) == ["banken", "gjeld", "strøm"]
    rules = json.loads((tmp_path / "prh.yml").read_text(encoding="utf-8"))["rules"]
    assert [rule["patterns"] for rule in rules] == [["banken"], ["strøm"]]


def test_phrases_are_taken_evenly_and_never_more_than_asked_for():
    phrases = {str(name): [f"{name} {number}" for number in range(10)] for name in range(10)}
    for most in (1, 7, 30, 99, 100, 1000):
        assert 0 < sum(map(len, thinned(phrases, most).values())) <= most
    assert thinned(phrases, 100) == phrases


def test_the_lexicon_gives_plain_phrases_only():
    phrases = [phrase for chosen in lexicon_phrases().values() for phrase in chosen]
    assert len(phrases) > 10_000
    assert not [phrase for phrase in phrases if not phrase.replace(" ", "").isalnum()]


def test_a_peer_that_is_not_installed_is_named(tmp_path):
    words = {"lexicon": 1, "single": 1, "phrases": 1, "concepts": 1}
    peers, absent = found(tmp_path, tmp_path, Path("routines"), words)
    assert peers == []
    assert absent == ["codespell", "typos", "textlint", "proselint", "rumdl", "markdownlint-cli2"]
