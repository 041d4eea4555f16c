"""What a change of the catalogue changes: which findings appear, disappear and change severity, before it is merged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.check import Catalogue, load_catalogue
from reviewkit.measure import Impact, impact
from reviewkit.model import InputError, Source
from reviewkit.report.impact import as_json, as_text
from reviewkit.review import Options, review
from tests.build import TODAY, routine_text
from tests.conftest import Run

CHECKS = Path(__file__).parent.parent / "checks"
ADVICE = "- Foreslå at bruker ber kreditor om utsettelse.\n- Spør bruker om inntekt og gjeld.\n"
SOURCES = [Source("a.md", routine_text(f"# Gjeld\n\n{ADVICE}")), Source("b.md", routine_text("# Åpningstid\n\nNi.\n"))]


def without(catalogue: Catalogue, *codes: str) -> Catalogue:
    return replace(catalogue, checks=tuple(spec for spec in catalogue.checks if spec.code not in codes))


def regraded(catalogue: Catalogue, code: str) -> Catalogue:
    checks = tuple(replace(spec, severity="info") if spec.code == code else spec for spec in catalogue.checks)
    return replace(catalogue, checks=checks)


def test_the_same_catalogue_changes_nothing(catalogue: Catalogue) -> None:
    found = impact(SOURCES, catalogue, catalogue, TODAY)
    assert (found.appeared, found.disappeared, found.regraded) == ((), (), ())
    assert found.kept > 0
    assert found.routines == len(SOURCES)


def test_a_rule_that_is_new_makes_its_findings_appear_and_one_that_goes_makes_them_disappear(
    catalogue: Catalogue,
) -> None:
    smaller = without(catalogue, "MAN002")
    assert {item.rule for item in impact(SOURCES, smaller, catalogue, TODAY).appeared} == {"MAN002"}
    gone = impact(SOURCES, catalogue, smaller, TODAY)
    assert {item.rule for item in gone.disappeared} == {"MAN002"}
    assert gone.appeared == ()


def test_a_finding_whose_severity_alone_changes_is_neither_new_nor_gone(catalogue: Catalogue) -> None:
    found = impact(SOURCES, catalogue, regraded(catalogue, "MAN003"), TODAY)
    assert [(item.rule, item.severity) for item in found.regraded] == [("MAN003", "info")]
    assert (found.appeared, found.disappeared) == ((), ())


@settings(max_examples=8)
@given(st.sets(st.sampled_from(["MAN002", "MAN003", "FOR005"])), st.sets(st.sampled_from(["MAN002", "FOR005"])))
def test_every_finding_of_both_catalogues_is_counted_once_also_where_two_files_have_one_id(
    first: set[str], second: set[str]
) -> None:
    whole = _catalogue()
    old, new = without(whole, *first), without(whole, *second)
    found = impact(SOURCES, old, new, TODAY)
    options = Options(TODAY)
    assert found.kept + len(found.disappeared) == len(review(SOURCES, old, options).findings)
    assert found.kept + len(found.appeared) == len(review(SOURCES, new, options).findings)


_catalogue = cache(load_catalogue)


def test_a_routine_that_cannot_be_read_changes_nothing(catalogue: Catalogue) -> None:
    found = impact([*SOURCES, InputError("er ikke UTF-8", "c.md")], catalogue, catalogue, TODAY)
    assert found.appeared == found.disappeared == ()


def empty() -> Impact:
    return Impact("a" * 32, "b" * 32, 1, (), (), (), 1)


def test_the_text_reads_well_for_none_one_and_many_in_three_languages(catalogue: Catalogue) -> None:
    none = empty()
    one = impact(SOURCES[:1], without(catalogue, "MAN003"), catalogue, TODAY)
    assert "1 rutine. Katalog aaaaaaaaaaaaaaaa → bbbbbbbbbbbbbbbb" in as_text(none, "nb")
    assert "0 funn kommer til, 0 blir borte, 0 får annen alvorlighet og 1 er det samme." in as_text(none, "nb")
    assert "0 funn kjem til, 0 blir borte, 0 får ei anna alvorsgrad og 1 er det same." in as_text(none, "nn")
    assert "0 findings appear, 0 disappear, 0 change severity and 1 stays the same." in as_text(none, "en")
    assert "1 finding appears, 0 disappear" in as_text(one, "en")
    assert "\nAppear: MAN003 1\n  MAN003 error " in as_text(one, "en")
    assert "\nKjem til: MAN003 1\n  MAN003 feil " in as_text(one, "nn")


def test_words_of_a_routine_drive_no_terminal(catalogue: Catalogue) -> None:
    text = routine_text("# Gjeld\n\n- Foreslå at bruker ber kreditor \u202e\u009b31m om utsettelse.\n")
    found = impact([Source("a\u001b[2J.md", text)], without(catalogue, "MAN002"), catalogue, TODAY)
    assert found.appeared
    said = as_text(found, "nb")
    assert all(character.isprintable() or character == "\n" for character in said)


def test_the_document_for_programs_is_the_one_that_is_described(catalogue: Catalogue) -> None:
    document = json.loads(as_json(impact(SOURCES, without(catalogue, "MAN002"), catalogue, TODAY)))
    assert set(document) == {
        "schema", "old", "new", "routines", "kept", "appeared", "disappeared", "regraded",
    }  # fmt: skip
    assert document["schema"] == "reviewkit.impact/1"
    said = (CHECKS.parent / "docs" / "CHECK-FORMAT.md").read_text(encoding="utf-8")
    for key in (*document, *document["appeared"][0]):
        assert f"`{key}`" in said, key


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogue in which MAN003 is a warning."""
    folder = tmp_path_factory.mktemp("ny") / "checks"
    shutil.copytree(CHECKS, folder)
    page = next(folder.glob("mandat/MAN003*.md"))
    text = page.read_text(encoding="utf-8")
    assert "severity: error" in text
    page.write_text(text.replace("severity: error", "severity: warning", 1), encoding="utf-8")
    return folder


@pytest.fixture
def routines(in_folder: Path) -> Path:
    (in_folder / "routines").mkdir()
    for source in SOURCES:
        (in_folder / "routines" / source.path).write_text(source.text, encoding="utf-8")
    return in_folder


def test_two_folders_are_compared(run: Run, routines: Path, changed: Path) -> None:
    outcome = run("checks", "impact", str(CHECKS), str(changed), "--lang", "en")
    assert outcome.code == 0, outcome.both
    assert "Change severity: MAN003 1" in outcome.out
    assert "warning" in outcome.out


@pytest.mark.skipif(shutil.which("git") is None, reason="git er ikke installert")
def test_a_revision_is_compared_with_what_lies_in_the_work_tree(
    run: Run, routines: Path, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    shutil.copytree(CHECKS, routines / "checks")
    who = ("-c", "user.name=Prøve", "-c", "user.email=prove@example.invalid")
    for arguments in (("init", "--quiet"), ("add", "checks"), (*who, "commit", "--quiet", "-m", "reglene")):
        subprocess.run(["git", *arguments], check=True, cwd=routines)
    outcome = run("checks", "impact", "HEAD", str(changed), "--format", "json")
    assert outcome.code == 0, outcome.both
    document = json.loads(outcome.out)
    assert [item["rule"] for item in document["regraded"]] == ["MAN003"]
    assert document["appeared"] == document["disappeared"] == []
    nowhere = run("checks", "impact", "HEAD", "ukjent\u001b[2J")
    assert nowhere.code == 2
    assert "verken en mappe med regler eller en revisjon" in nowhere.err
    assert "\u001b" not in nowhere.err


def test_what_is_neither_a_folder_nor_a_revision_is_named(run: Run, routines: Path) -> None:
    outcome = run("checks", "impact", str(CHECKS), "ukjent")
    assert outcome.code == 2
    assert "«ukjent» er verken en mappe med regler eller en revisjon i git" in outcome.err
    assert "--diff" not in outcome.err


def test_a_folder_without_rules_is_named(run: Run, routines: Path) -> None:
    (routines / "tom").mkdir()
    outcome = run("checks", "impact", "tom", str(CHECKS))
    assert outcome.code == 2
    assert "tom: er ingen regelkatalog" in outcome.err


def test_a_broken_rule_is_named_with_the_catalogue_it_stands_in(run: Run, routines: Path, changed: Path) -> None:
    shutil.copytree(changed, routines / "ny")
    next((routines / "ny").glob("mandat/MAN003*.md")).write_text("ingen regel\n", encoding="utf-8")
    outcome = run("checks", "impact", str(CHECKS), "ny")
    assert outcome.code == 2
    assert outcome.err.startswith("Feil: ny/mandat/MAN003")
    assert "Traceback" not in outcome.both


def test_no_routines_is_said_and_has_a_code_of_its_own(run: Run, routines: Path) -> None:
    (routines / "tom").mkdir()
    outcome = run("checks", "impact", str(CHECKS), str(CHECKS), "tom")
    assert outcome.code == 3
    assert "Fant ingen rutiner" in outcome.err


def test_a_routine_that_cannot_be_read_is_named_and_the_others_are_compared(run: Run, routines: Path) -> None:
    (routines / "routines" / "c.md").write_bytes(b"\xff\xfe\x00")
    outcome = run("checks", "impact", str(CHECKS), str(CHECKS))
    assert outcome.code == 2
    assert "routines/c.md" in outcome.err
    assert "2 rutiner" in outcome.out
