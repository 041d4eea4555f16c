"""How good the rules are: the report's own examples, and floors under the figures on labelled routines."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.check import Catalogue
from reviewkit.load import read_routine
from reviewkit.measure import TODAY, evaluate
from reviewkit.review import Options, review

HERE = Path(__file__).parent
FLOORS = {
    "src": (0.97, 0.96), "set-a": (0.97, 0.96), "set-b": (0.97, 0.96), "set-c": (0.97, 0.96),
    "E": (0.95, 0.96), "F": (0.95, 0.96), "G": (0.93, 0.95), "H": (0.92, 0.94),
}  # fmt: skip
"""Precision and recall under which a change has made the rules worse; `docs/QUALITY.md` has the figures themselves."""


def lines_of(name: str, rule: str, catalogue: Catalogue) -> list[int]:
    """The lines on which a rule finds something in one of the report's excerpts."""
    found = review([read_routine(HERE / "r5" / name)], catalogue, Options(TODAY, select=(rule,))).findings
    return [finding.line for finding in found]


def line_with(name: str, words: str) -> int:
    """The line of an excerpt that holds some words."""
    lines = (HERE / "r5" / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_the_crisis_routine_has_its_reminder(catalogue: Catalogue) -> None:
    """R5 3.4: the routine names organisations and says that the responsibility cannot be delegated."""
    assert lines_of("krisehenvendelse.md", "MAN001", catalogue) == []


def test_the_families_routine_fails_at_each_organisation(catalogue: Catalogue) -> None:
    """R5 3.4: links to voluntary actors, and no reminder."""
    names = ("Aktivitetskort, ", "Blå Kors", "Coop-dugnaden", "Ferie for alle", "Feriesentralen", "Ungfritid")
    expected = [line_with("barnefamilier.md", f"- {name}") for name in names]
    assert [line for line in lines_of("barnefamilier.md", "MAN001", catalogue) if line >= expected[0]] == expected


def test_the_debt_routine_fails_at_the_advice_only(catalogue: Catalogue) -> None:
    """R5 3.4: tips on bank and creditor go too far; the national number and the office's service do not."""
    assert lines_of("okonomi.md", "MAN002", catalogue) == [line_with("okonomi.md", "Gi tips")]


@pytest.mark.parametrize(("corpus", "precision", "recall"), [(name, *floor) for name, floor in FLOORS.items()])
def test_the_rules_are_no_worse_than_their_floor(
    corpus: str, precision: float, recall: float, catalogue: Catalogue
) -> None:
    """Over all rules together, on routines by several authors."""
    total = evaluate(HERE / "corpus" / corpus, catalogue, Options(TODAY)).total
    assert total.precision >= precision
    assert total.recall >= recall
