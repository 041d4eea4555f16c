"""Exceptions in the text: what they hide, what they never hide, and what is said of every malformed form."""

from __future__ import annotations

from datetime import date

import pytest

from reviewkit.check import Catalogue
from reviewkit.model import Review, Source
from reviewkit.review import Options, review
from tests.build import TODAY, WELL_FOUNDED, routine_text

BREACH = "Foreslå at bruker ber kreditor om utsettelse."


def reviewed(catalogue: Catalogue, body: str, never: frozenset[str] = frozenset(), day: date = TODAY) -> Review:
    text = routine_text(f"# Prøve\n\n{WELL_FOUNDED['nb']}\n{body}\n")
    return review([Source("r.md", text)], catalogue, Options(day, select=("MAN002", "FOR007"), never_suppress=never))


def rules(result: Review) -> list[str]:
    return sorted(finding.rule for finding in result.findings)


def test_an_exception_with_a_reason_hides_the_next_statement_and_is_counted(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f'<!-- reviewkit: tillat MAN002 "avklart med jurist" til 2027-06-30 -->\n\n{BREACH}')
    assert rules(result) == []
    assert [(item.finding.rule, item.reason, item.expires) for item in result.suppressed] == [
        ("MAN002", "avklart med jurist", "2027-06-30")
    ]


def test_it_covers_the_next_statement_only(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f'<!-- reviewkit: tillat MAN002 "avklart" -->\n\n{BREACH}\n\n{BREACH}')
    assert rules(result) == ["MAN002"]


def test_before_a_heading_it_covers_what_stands_below_it_and_no_more(catalogue: Catalogue) -> None:
    body = (
        f'<!-- reviewkit: tillat MAN002 "avklart" -->\n## Ett\n\n{BREACH}\n\n### Under\n\n{BREACH}\n\n## To\n\n{BREACH}'
    )
    result = reviewed(catalogue, body)
    assert (rules(result), len(result.suppressed)) == (["MAN002"], 2)


def test_before_a_table_it_covers_the_table(catalogue: Catalogue) -> None:
    table = f"| Tema | Tiltak |\n|---|---|\n| Lån | {BREACH} |\n| Kort | {BREACH} |"
    result = reviewed(catalogue, f'<!-- reviewkit: tillat MAN002 "avklart" -->\n\n{table}\n\n{BREACH}')
    assert (rules(result), len(result.suppressed)) == (["MAN002"], 2)


def test_first_of_all_it_covers_the_routine_and_its_metadata(catalogue: Catalogue) -> None:
    text = routine_text('<!-- reviewkit: tillat FOR004 "ny utgave kommer" -->\n# Prøve\n', revideres_innen="2026-11-30")
    result = review([Source("r.md", text)], catalogue, Options(TODAY, select=("FOR004", "FOR007")))
    assert (rules(result), [item.finding.rule for item in result.suppressed]) == ([], ["FOR004"])


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- reviewkit: tillat MAN002 -->",
        '<!-- reviewkit: tillat MAN002 "" -->',
        '<!-- reviewkit: tillat MAN002 " 1 . " -->',
        '<!-- reviewkit: tillat MAN999 "avklart" -->',
        '<!-- reviewkit: tillat man002 "avklart" -->',
        '<!-- reviewkit: tillat MAN002,MAN003 "avklart" -->',
        '<!-- reviewkit: tillat MAN002 "avklart" til 30.06.2027 -->',
        '<!-- reviewkit: tillat MAN002 "avklart" til 2027-02-30 -->',
        '<!-- reviewkit: tillat MAN002 "avklart" til 2026-11-30 -->',
        '<!-- reviewkit: tillat MAN002 "avklart" til -->',
        '<!-- reviewkit: tillat MAN002 "avklart" fordi -->',
        '<!-- reviewkit: tillat "avklart" -->',
        '<!-- reviewkit: tillat MAN002 avklart -->',
        '<!-- reviewkit tillat MAN002 "avklart" -->',
        '<!-- reviewkit: forby MAN002 "avklart" -->',
        "<!-- reviewkit -->",
        '<!-- reviewkit: tillat MAN002 "avklart"',
    ],
)  # fmt: skip
def test_a_malformed_exception_hides_nothing_and_is_a_finding(comment: str, catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f"{comment}\n\n{BREACH}")
    assert (rules(result), result.suppressed) == (["FOR007", "MAN002"], ())


def test_a_comment_without_an_end_hides_no_text_below_it(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f"<!-- en kommentar uten slutt\n\n{BREACH}\n\n## Mer\n\n{BREACH}")
    assert rules(result) == ["MAN002", "MAN002"]


def test_its_last_day_counts(catalogue: Catalogue) -> None:
    comment = '<!-- reviewkit: tillat MAN002 "avklart" til 2026-12-31 -->'
    assert rules(reviewed(catalogue, f"{comment}\n\n{BREACH}", day=date(2026, 12, 31))) == []
    assert rules(reviewed(catalogue, f"{comment}\n\n{BREACH}", day=date(2027, 1, 1))) == ["FOR007", "MAN002"]


def test_an_exception_that_hides_nothing_is_a_finding(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, '<!-- reviewkit: tillat MAN002 "avklart" -->\n\nVi setter over til Nav-kontoret.')
    assert rules(result) == ["FOR007"]


def test_an_exception_from_a_rule_that_was_not_asked_is_not_called_unused(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, '<!-- reviewkit: tillat TIL003 "avklart" -->\n\nVi setter over til Nav-kontoret.')
    assert rules(result) == []


def test_mandate_rules_can_be_marked_as_never_excepted(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f'<!-- reviewkit: tillat MAN002 "avklart" -->\n\n{BREACH}', frozenset(["MAN002"]))
    assert rules(result) == ["FOR007", "MAN002"]


def test_personal_data_and_exceptions_themselves_are_never_excepted(catalogue: Catalogue) -> None:
    never = {spec.code for spec in catalogue.checks if not spec.suppressible}
    assert never == {"TAU003", "FOR007"}


def test_an_exception_shown_as_code_is_text(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, f'`<!-- reviewkit: tillat MAN002 "avklart" -->`\n\n{BREACH}')
    assert rules(result) == ["MAN002"]


def test_a_suppressed_finding_keeps_its_fingerprint(catalogue: Catalogue) -> None:
    plain = reviewed(catalogue, BREACH).findings[0]
    excepted = reviewed(catalogue, f'<!-- reviewkit: tillat MAN002 "avklart" -->\n\n{BREACH}').suppressed[0]
    assert excepted.finding.fingerprint == plain.fingerprint
