"""What a change caused: the findings of the later version that did not stand in the earlier one, each counted once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.check import Catalogue
from reviewkit.model import Finding, InputError, Review, Severity, Source, Suppressed
from reviewkit.review import Options, review
from reviewkit.review.changes import caused
from reviewkit.review.findings import with_fingerprints
from tests.build import TODAY, WELL_FOUNDED, routine_text

BREACH = "Vurder om det haster før du ringer vakttelefonen.\n"
"""A sentence with one MAN006 finding."""

ALLOWED = f'<!-- reviewkit: tillat MAN006 "avtalt med Nav-kontoret" -->\n{BREACH}'


def of(catalogue: Catalogue, *select: str, **texts: str) -> Review:
    return review([Source(f"{name}.md", text) for name, text in texts.items()], catalogue, Options(TODAY, "nb", select))


def change(catalogue: Catalogue, before: str, after: str, *select: str, **changes: str | None) -> Review:
    """What a change of a body caused, and perhaps of the front matter after it."""
    return caused(
        of(catalogue, *select, rutine=routine_text(before)),
        of(catalogue, *select, rutine=routine_text(after, **changes)),
    )


def lines(review: Review) -> list[int]:
    return [finding.line for finding in review.findings]


def line_of(body: str, words: str, occurrence: int = 1) -> int:
    """The line, in a whole routine, of an occurrence of some words in its body."""
    found = [number for number, line in enumerate(routine_text(body).splitlines(), 1) if words in line]
    return found[occurrence - 1]


def made(*items: tuple[str, Severity]) -> list[Finding]:
    """Findings of one routine by their words and severities, a line apart, with true fingerprints."""
    findings = [
        Finding(
            "MAN006", "haster", severity, "rutine.md", line, 1, line, 9, ("Innledning",), words, "Melding", "Slik",
            (), ("Kilde",), (), (),
        )
        for line, (words, severity) in enumerate(items, 1)
    ]  # fmt: skip
    return list(with_fingerprints(findings, "proverutine"))


def with_findings(findings: list[Finding], hidden: list[Finding] | None = None) -> Review:
    suppressed = tuple(Suppressed(finding, "avtalt") for finding in hidden or [])
    return Review("katalog", "2026-12-01", "nb", 1, findings=tuple(findings), suppressed=suppressed)


# What stood before


def test_the_same_text_under_moved_lines_causes_nothing(catalogue: Catalogue) -> None:
    result = change(catalogue, BREACH, f"Et nytt avsnitt.\n\n{BREACH}", "MAN006")
    assert ([], 1) == (list(result.findings), len(result.unchanged))


def test_a_new_breach_is_caused_and_the_old_one_beside_it_is_not(catalogue: Catalogue) -> None:
    after = f"{BREACH}\nVurder om saken haster før du setter over.\n"
    result = change(catalogue, BREACH, after, "MAN006")
    assert ([line_of(after, "saken haster")], 1) == (lines(result), len(result.unchanged))


def test_deleting_a_reminder_causes_a_finding_on_a_sentence_that_nobody_touched(catalogue: Catalogue) -> None:
    reminder = WELL_FOUNDED["nb"]
    kept = "Bruker kan ringe i morgen.\n"
    result = change(catalogue, f"{reminder}\n{kept}", kept, "FOR005")
    assert ["FOR005"] == [finding.rule for finding in result.findings]


def test_another_kind_of_line_end_causes_nothing(catalogue: Catalogue) -> None:
    text = routine_text(f"{BREACH}\n- Vurder om det haster\n")
    before = of(catalogue, rutine=text)
    result = caused(before, of(catalogue, rutine=text.replace("\n", "\r\n")))
    assert before.findings
    assert ([], len(before.findings)) == (list(result.findings), len(result.unchanged))


def test_a_heading_in_other_words_does_not_cause_what_stands_below_it(catalogue: Catalogue) -> None:
    result = change(catalogue, f"## Haster\n\n{BREACH}", f"## Når det haster\n\n{BREACH}", "MAN006")
    assert ([], 1) == (list(result.findings), len(result.unchanged))


def test_giving_a_routine_an_id_does_not_cause_what_already_stood(catalogue: Catalogue) -> None:
    before = of(catalogue, "MAN006", rutine=routine_text(BREACH, id=None))
    result = caused(before, of(catalogue, "MAN006", rutine=routine_text(BREACH, id="ny")))
    assert ([], 1) == (list(result.findings), len(result.unchanged))


def test_one_key_put_right_does_not_hide_that_another_was_taken_away(catalogue: Catalogue) -> None:
    before = of(catalogue, "FOR001", rutine=routine_text(BREACH, eier=None))
    after = of(catalogue, "FOR001", rutine=routine_text(BREACH, status=None))
    assert [finding.message for finding in after.findings] == [item.message for item in caused(before, after).findings]
    assert after.findings


def test_a_copy_of_a_routine_with_its_id_causes_the_findings_of_the_copy(catalogue: Catalogue) -> None:
    text = routine_text(BREACH)
    result = caused(of(catalogue, "MAN006", b=text), of(catalogue, "MAN006", a=text, b=text))
    assert (["a.md"], ["b.md"]) == (
        [finding.path for finding in result.findings],
        [finding.path for finding in result.unchanged],
    )


def test_a_routine_with_an_id_is_known_under_a_path_that_nobody_mapped(catalogue: Catalogue) -> None:
    text = routine_text(BREACH)
    result = caused(of(catalogue, "MAN006", gammel=text), of(catalogue, "MAN006", ny=text))
    assert ([], 1) == (list(result.findings), len(result.unchanged))


def test_a_routine_without_an_id_is_known_under_its_new_path(catalogue: Catalogue) -> None:
    text = routine_text(BREACH, id=None)
    before, after = of(catalogue, "MAN006", gammel=text), of(catalogue, "MAN006", ny=text)
    assert (after.findings, after.findings) == (
        caused(before, after).findings,
        caused(before, after, {"gammel.md": "ny.md"}).unchanged,
    )


@pytest.mark.parametrize("id_", ["fast", None])
def test_a_link_that_a_move_broke_is_caused_by_the_move(id_: str | None, catalogue: Catalogue) -> None:
    class Only:
        """A disk with nothing but the neighbour of the routine before it moved."""

        def exists(self, path: str) -> bool:
            return path == "nabo.md"

        def ids_beside(self, path: str) -> frozenset[str]:
            return frozenset()

    text = routine_text("Se [naboen](nabo.md).\n", id=id_)
    before, after = (
        review([Source(path, text)], catalogue, Options(TODAY, select=("FOR006",)), Only())
        for path in ("rutine.md", "ny/rutine.md")
    )
    result = caused(before, after, {"rutine.md": "ny/rutine.md"})
    assert ["FOR006"] == [finding.rule for finding in result.findings]


# Equals


def test_of_equals_with_one_taken_away_none_is_caused(catalogue: Catalogue) -> None:
    result = change(catalogue, f"{BREACH}\n" * 3, f"{BREACH}\n" * 2, "MAN006")
    assert ([], 2) == (list(result.findings), len(result.unchanged))


def test_of_equals_with_one_added_the_added_one_is_caused(catalogue: Catalogue) -> None:
    other = "Vurder om saken haster før du setter over.\n"
    before = f"{other}\n{BREACH}\n"
    after = f"{BREACH}\n{before}"
    result = change(catalogue, before, after, "MAN006")
    assert ([line_of(after, "ringer vakttelefonen")], 2) == (lines(result), len(result.unchanged))


def test_more_equals_than_are_aligned_are_still_counted() -> None:
    before, after = made(*[("like ord", "error")] * 400), made(*[("like ord", "error")] * 402)
    result = caused(with_findings(before), with_findings(after))
    assert (2, 400) == (len(result.findings), len(result.unchanged))


words = st.lists(st.sampled_from("abc"), max_size=8)


@given(words, words)
def test_as_many_of_each_kind_are_caused_as_there_are_more_of(before: list[str], after: list[str]) -> None:
    old, new = made(*((word, "error") for word in before)), made(*((word, "error") for word in after))
    result = caused(with_findings(old), with_findings(new))
    assert Counter(after) - Counter(before) == Counter(finding.excerpt for finding in result.findings)
    assert sorted(new, key=lambda item: item.line) == sorted(
        (*result.findings, *result.unchanged), key=lambda item: item.line
    )


@given(words)
def test_a_change_that_changes_nothing_causes_nothing(given_words: list[str]) -> None:
    findings = made(*((word, "warning") for word in given_words))
    result = caused(with_findings(findings), with_findings(findings))
    assert ((), tuple(findings)) == (result.findings, result.unchanged)


# What was hidden, and what grew graver


def test_taking_an_exception_away_causes_what_it_held_back(catalogue: Catalogue) -> None:
    result = change(catalogue, ALLOWED, BREACH, "MAN006")
    assert [line_of(BREACH, "haster")] == lines(result)


def test_moving_an_exception_from_one_equal_to_another_causes_the_one_it_left() -> None:
    first, second = made(("like ord", "error"), ("like ord", "error"))
    result = caused(with_findings([second], [first]), with_findings([first], [second]))
    assert ((first,), ()) == (result.findings, result.unchanged)


def test_a_new_exception_leaves_what_stands_unchanged() -> None:
    first, second = made(("like ord", "error"), ("like ord", "error"))
    result = caused(with_findings([first, second]), with_findings([second], [first]))
    assert ((), (second,)) == (result.findings, result.unchanged)


def test_a_muted_finding_that_stands_afterwards_is_caused() -> None:
    (finding,) = made(("ord", "warning"))
    before = Review("katalog", "2026-12-01", "nb", 1, muted=(finding,))
    assert (finding,) == caused(before, with_findings([finding])).findings


def test_a_graver_finding_is_caused_and_a_milder_one_is_not() -> None:
    mild, grave = with_findings(made(("ord", "info"))), with_findings(made(("ord", "error")))
    assert grave.findings == caused(mild, grave).findings
    assert mild.findings == caused(grave, mild).unchanged


# What is kept


def test_what_could_not_be_read_afterwards_is_still_said(catalogue: Catalogue) -> None:
    error = InputError("er ikke UTF-8", "b.md")
    options = Options(TODAY)
    after = review([Source("a.md", routine_text(BREACH, status="utgått")), error], catalogue, options)
    result = caused(after, after)
    assert (after.problems, after.not_reviewed, 1, 1) == (
        result.problems,
        result.not_reviewed,
        len(result.problems),
        len(result.not_reviewed),
    )


def test_what_could_not_be_read_before_counts_as_caused(catalogue: Catalogue) -> None:
    before = review([InputError("er ikke UTF-8", "rutine.md")], catalogue, Options(TODAY, select=("MAN006",)))
    after = of(catalogue, "MAN006", rutine=routine_text(BREACH))
    assert after.findings == caused(before, after).findings
