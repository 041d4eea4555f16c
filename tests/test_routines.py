"""The sample routines: some are exemplary, and in the others exactly what was put there is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewkit.check import Catalogue
from reviewkit.load import read_routine
from reviewkit.model import Review
from reviewkit.parse import parse
from reviewkit.review import Options, review
from tests.build import ROOT, TODAY

EXPECTED = (ROOT / "tests" / "expected" / "routines.txt").read_text(encoding="utf-8").splitlines()
ROUTINES = sorted((ROOT / "routines").glob("*.md"))
WITH_FINDINGS = {re.split(r"[ :]", line)[1] for line in EXPECTED}
each_routine = pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def whole(catalogue: Catalogue) -> Review:
    """The review of all the sample routines with the whole catalogue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        sources = [read_routine(path.relative_to(ROOT)) for path in ROUTINES]
    return review(sources, catalogue, Options(TODAY))


@each_routine
def test_routine_has_the_findings_it_was_written_with(path: Path, whole: Review) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = sorted(f"{item.rule} {item.path}:{item.line}" for item in whole.findings if item.path == name)
    assert [line for line in EXPECTED if f" {name}:" in line] == found


def test_the_expectation_names_only_routines_that_exist(whole: Review) -> None:
    assert set() == WITH_FINDINGS - {path.relative_to(ROOT).as_posix() for path in ROUTINES}
    assert sorted(EXPECTED) == EXPECTED


def test_all_are_reviewed(whole: Review) -> None:
    assert (len(ROUTINES), (), ()) == (whole.routines, whole.problems, whole.not_reviewed)


def test_at_least_five_are_exemplary() -> None:
    """An author sees what good looks like: no finding at all."""
    assert len(ROUTINES) - len(WITH_FINDINGS) >= 5


@each_routine
def test_routine_is_named_by_its_id(path: Path) -> None:
    assert path.stem == parse(read_routine(path)).id


def test_a_routine_is_handed_over_to_one_that_exists() -> None:
    names = {path.stem for path in ROUTINES}
    given = {name for path in ROUTINES for name in parse(read_routine(path)).metadata.strings("videre_til")}
    assert set() == given - names


@each_routine
def test_relative_links_lead_to_a_routine(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).is_file()] == []


@pytest.mark.parametrize("norm", ["nb", "nn"])
def test_both_norms_are_there_with_and_without_findings(norm: str) -> None:
    mine = {
        path.relative_to(ROOT).as_posix()
        for path in ROUTINES
        if parse(read_routine(path)).metadata.text("spraak") == norm
    }
    assert mine & WITH_FINDINGS
    assert mine - WITH_FINDINGS
