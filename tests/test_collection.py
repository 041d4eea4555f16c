"""What only the whole collection knows: links and anchors, unique ids, rings of hand-overs, and what is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.check import Catalogue
from reviewkit.load import Disk
from reviewkit.model import Source
from reviewkit.review import Options, review
from tests.build import TODAY, routine_text


def found(catalogue: Catalogue, rule: str, files: Disk | None = None, **bodies: str) -> list[tuple[str, int]]:
    sources = [Source(f"{name}.md", text) for name, text in bodies.items()]
    return [
        (item.path, item.line) for item in review(sources, catalogue, Options(TODAY, select=(rule,)), files).findings
    ]


def routine(name: str, body: str = "Tekst.\n", **changes: str) -> str:
    return routine_text(body, id=name, **changes)


def test_an_id_that_two_routines_have_is_said_of_both(catalogue: Catalogue) -> None:
    assert found(catalogue, "FOR001", a=routine("lik"), b=routine("lik"), c=routine("egen")) == [
        ("a.md", 2),
        ("b.md", 2),
    ]


def test_a_ring_in_which_nobody_takes_the_call_on_is_found_at_every_routine_in_it(catalogue: Catalogue) -> None:
    ring = {name: routine(name, videre_til=f"[{after}]") for name, after in (("a", "b"), ("b", "c"), ("c", "a"))}
    assert [path for path, _ in found(catalogue, "TIL004", **ring)] == ["a.md", "b.md", "c.md"]


@pytest.mark.parametrize(
    "ending", ["Vi setter samtalen over til Nav-kontoret.\n", "Vi sender melding til Nav-kontoret.\n"]
)
def test_a_ring_is_broken_where_one_routine_takes_the_call_on(ending: str, catalogue: Catalogue) -> None:
    ring = {"a": routine("a", videre_til="[b]"), "b": routine("b", ending, videre_til="[a]")}
    assert found(catalogue, "TIL004", **ring) == []


def test_a_chain_without_a_ring_is_no_finding(catalogue: Catalogue) -> None:
    assert found(catalogue, "TIL004", a=routine("a", videre_til="[b]"), b=routine("b")) == []


def test_anchors_are_looked_for_in_the_routine_and_in_its_neighbours(catalogue: Catalogue) -> None:
    one = routine(
        "en", "## Når det haster\n\n[Her](#når-det-haster), [der](to.md#kontakt) og [borte](to.md#finnes-ikke).\n"
    )
    other = routine("to", "## Kontakt\n\n[Ingen](#ingen)\n")
    line = one.count("\n", 0, one.index("[Her]")) + 1
    assert found(catalogue, "FOR006", en=one, to=other) == [("en.md", line), ("to.md", other.count("\n"))]


def test_files_beside_are_asked_of_the_disk(catalogue: Catalogue, in_folder: Path) -> None:
    (in_folder / "finnes.md").write_text(routine("nabo"), encoding="utf-8")
    body = "[Ja](finnes.md) og videre.\n\n[Nei](finnes-ikke.md)\n"
    text = routine("en", body, videre_til="[nabo, borte]")
    lines = text.splitlines()
    expected = [
        ("en.md", lines.index("videre_til: [nabo, borte]") + 1),
        ("en.md", lines.index("[Nei](finnes-ikke.md)") + 1),
    ]
    assert found(catalogue, "FOR006", Disk(), en=text) == expected


def test_a_retired_routine_is_still_one_that_can_be_pointed_to(catalogue: Catalogue) -> None:
    assert found(catalogue, "FOR006", a=routine("a", videre_til="[b]"), b=routine("b", status="utgått")) == []


def test_a_law_that_the_register_lacks_is_said_once_and_only_as_information(catalogue: Catalogue) -> None:
    body = "Se tolkeloven § 6.\n\nSe tolkeloven § 7.\n"
    sources = [Source("a.md", routine("a", body)), Source("b.md", routine("b", body))]
    findings = review(sources, catalogue, Options(TODAY, select=("FOR002",))).findings
    assert [(item.path, item.severity) for item in findings] == [("a.md", "info")]
