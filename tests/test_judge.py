"""The second judge: what it mutes is counted, what it raises says so, and it never raises a prohibition."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from reviewkit.check import Catalogue, Judge
from reviewkit.check.judge import make_table
from reviewkit.language import Reading
from reviewkit.load import catalogue_root
from reviewkit.model import Review, Source
from reviewkit.parse import parse
from reviewkit.review import Options, review
from tests.build import TODAY, routine_text
from training.phrases import read_phrases

PHRASES = sorted((Path(__file__).parent / "corpus" / "phrases").glob("*.tsv"))
TOLD = "Foreslå at bruker ber kreditor om utsettelse."


def table(mute_below: float, raise_above: float, **weights: int) -> dict[str, object]:
    """A judge of MAN002 that goes by a few words only."""
    return make_table(
        ["MAN002"], [0], {f"w:{word}": {0: weight} for word, weight in weights.items()}, mute_below, raise_above
    )


def reviewed(catalogue: Catalogue, judge: Judge | None, body: str, second_judge: bool = True) -> Review:
    changed = replace(catalogue, judge=judge)
    options = Options(TODAY, select=("MAN002",), second_judge=second_judge)
    return review([Source("r.md", routine_text(body))], changed, options)


def test_an_unlikely_finding_is_muted_and_counted(catalogue: Catalogue) -> None:
    judge = Judge(table(0.4, 1.0, kreditor=-900))
    result = reviewed(catalogue, judge, TOLD)
    assert ([item.rule for item in result.findings], [item.rule for item in result.muted]) == ([], ["MAN002"])


def test_a_probable_breach_is_a_warning_that_names_its_words(catalogue: Catalogue) -> None:
    judge = Judge(table(0.0, 0.6, gråstein=900))
    (finding,) = reviewed(catalogue, judge, "Vi ser på gråstein hver dag.").findings
    assert (finding.rule, finding.severity) == ("MAN002", "warning")
    assert finding.message.startswith("Trolig, ikke sikkert (ordene som veide mest: gråstein):")


def test_without_it_the_rules_stand_alone(catalogue: Catalogue) -> None:
    for judge, second in ((Judge(table(1.0, 0.0, utsettelse=900)), False), (None, True)):
        result = reviewed(catalogue, judge, f"{TOLD}\n\nVi ser på gråstein.", second)
        assert ([item.excerpt for item in result.findings], result.muted) == ([TOLD], ())


@pytest.mark.parametrize("body", ["Vi skal aldri se på gråstein.", "Dette gjør vi ikke:\n\n- ser på gråstein hver dag"])
def test_a_prohibition_is_never_raised_for_the_mandate(body: str, catalogue: Catalogue) -> None:
    assert reviewed(catalogue, Judge(table(0.0, 0.6, gråstein=900)), body).findings == ()


def test_a_heading_and_a_lead_in_are_never_raised(catalogue: Catalogue) -> None:
    body = "## Mer om gråstein i hagen\n\nHer er det om gråstein i hagen:\n\n- noe\n"
    assert reviewed(catalogue, Judge(table(0.0, 0.6, gråstein=900)), body).findings == ()


def test_the_state_s_part_is_never_raised(catalogue: Catalogue) -> None:
    text = routine_text("Vi ser på gråstein hver dag.", forvaltning="statlig")
    changed = replace(catalogue, judge=Judge(table(0.0, 0.6, gråstein=900)))
    assert review([Source("r.md", text)], changed, Options(TODAY, select=("MAN",))).findings == ()


def test_the_shipped_weights_are_small_and_readable() -> None:
    path = catalogue_root() / "judge" / "weights.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.stat().st_size < 2_000_000
    assert all(line.startswith("#") or line.count("\t") == 1 for line in lines)


def test_the_same_statement_gets_the_same_word_every_time(catalogue: Catalogue) -> None:
    judge = catalogue.judge
    assert judge is not None
    first, second = (parse(Source("r.md", routine_text(TOLD))) for _ in range(2))
    given = [judge.judge(item.statements[0], Reading(item, catalogue.lexicon)) for item in (first, second)]
    assert given[0] == given[1]


@pytest.mark.parametrize("path", PHRASES, ids=lambda path: path.stem)
def test_phrases_are_well_formed_and_name_rules_that_there_are(path: Path, catalogue: Catalogue) -> None:
    codes = {spec.code for spec in catalogue.checks}
    phrases = list(read_phrases(path))
    assert len(phrases) > 100
    assert {code for phrase in phrases for code in phrase.rules} <= codes
    assert {phrase.norm for phrase in phrases} == {"nb", "nn"}
