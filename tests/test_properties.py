"""What holds of every routine, whoever wrote it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.check import Catalogue, masked, private_spans
from reviewkit.check.kinds.private import MASK
from reviewkit.check.specs import frames_of
from reviewkit.language import Reading, bits
from reviewkit.model import Finding, InputError, Source, Statement
from reviewkit.parse import parse
from reviewkit.report import FORMATS, renderer
from reviewkit.review import Options, review
from tests import strategies
from tests.build import TODAY, parsed, review_text, routine_text

OPTIONS = Options(TODAY)
LANGUAGE_RULES = ("MAN001", "MAN002", "MAN003", "MAN005")


def known(catalogue: Catalogue, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some rules that the catalogue has."""
    return tuple(spec.code for spec in catalogue.checks if spec.code in codes)


def place(finding: Finding) -> tuple[str, int, int, int, int]:
    return finding.rule, finding.line, finding.column, finding.end_line, finding.end_column


def offset(source: Source, line: int, column: int) -> int:
    return source.line_starts[line - 1] + column - 1


@given(strategies.ANY_TEXT)
@example("---\nid: \x85\n---\n")
@example("a\x0b\n b\x0c\n")
@example("- \x1c\n\n\x1f- a")
@example("|\n-|\n|")
@example("> \ta\n>\n> - \tb")
@example("![[\\](<>&#0;")
def test_parsing_never_raises(text: str) -> None:
    """Any text is a routine; only nesting too deep to read is refused."""
    with suppress(InputError):
        parse(Source("rutine.md", text))


@given(strategies.ANY_TEXT)
def test_reviewing_never_raises(catalogue: Catalogue, text: str) -> None:
    """Whatever the text, there is a review of it in every format."""
    result = review_text(text, catalogue)
    assert result.routines == 1
    assert all(renderer(name)(result).endswith("\n") for name in FORMATS if renderer(name)(result))


@given(strategies.ANY_TEXT)
def test_every_statement_lies_in_the_file(text: str) -> None:
    routine = parsed(text)
    previous = -1
    for number, statement in enumerate(routine.statements):
        assert number == statement.index
        assert 0 <= statement.start < statement.end <= len(text)
        assert previous <= statement.start
        previous = statement.start


@given(strategies.BODIES)
def test_the_words_of_a_statement_stand_in_its_slice(body: str) -> None:
    """No word is moved or made up: each stands, in order, in the piece of source that the statement points at."""
    text = routine_text(body)
    for statement in parsed(text).statements:
        assert _words_in_order(statement, text[statement.start : statement.end])


def _words_in_order(statement: Statement, slice_: str) -> bool:
    rest = slice_
    for word in re.findall(r"\w+", statement.text):
        before, found, rest = rest.partition(word)
        if not found:
            return False
        del before
    return True


@given(strategies.BODIES)
def test_every_letter_of_a_paragraph_belongs_to_a_statement(body: str) -> None:
    """Nothing that a reader sees is skipped: what lies outside every statement is marks and spaces only."""
    routine = parsed(body)
    covered = [False] * len(body)
    for statement in routine.statements:
        covered[statement.start : statement.end] = [True] * (statement.end - statement.start)
    left = "".join(character for character, taken in zip(body, covered, strict=True) if not taken)
    left = re.sub(r"```(?:melding(?: sikker)?|text)?", "", left)
    assert re.sub(r"[^\w]|\d", "", left).replace("x", "") == ""


@given(strategies.BODIES)
def test_a_finding_stands_on_its_excerpt(catalogue: Catalogue, body: str) -> None:
    """The slice between the positions is the excerpt, but for what is masked."""
    text = routine_text(body)
    source = Source("rutine.md", text)
    for finding in review_text(text, catalogue).findings:
        start, end = offset(source, finding.line, finding.column), offset(source, finding.end_line, finding.end_column)
        assert 0 <= start <= end <= len(text)
        shown = finding.excerpt
        slice_ = text[start:end]
        assert len(slice_) == len(shown)
        assert all(mine in (its, MASK) for mine, its in zip(shown, slice_, strict=True))


@given(strategies.BODIES, strategies.BODIES, strategies.FILLER)
def test_lines_put_before_a_section_move_its_findings(
    catalogue: Catalogue, introduction: str, section: str, filler: list[str]
) -> None:
    """k silent lines before a section move its findings by k, change no other, and no fingerprint."""
    head = routine_text(introduction + "\n")
    tail = f"## Egen del\n\n{section}"
    cut = head.count("\n")
    silent = "".join(line + "\n" for line in [*filler, ""])
    count = silent.count("\n")
    before = review_text(head + tail, catalogue).findings
    after = review_text(head + silent + tail, catalogue).findings
    moved = [_moved(finding, count, cut) for finding in before]
    assert moved == list(after)


def _moved(finding: Finding, count: int, cut: int) -> Finding:
    if finding.line <= cut:
        related = finding.related
        return replace(
            finding, related=tuple(replace(other, line=other.line + count * (other.line > cut)) for other in related)
        )
    related = tuple(replace(other, line=other.line + count * (other.line > cut)) for other in finding.related)
    return replace(finding, line=finding.line + count, end_line=finding.end_line + count, related=related)


@given(st.lists(strategies.BODIES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(catalogue: Catalogue, bodies: list[str], random: object) -> None:
    sources = [Source(f"mappe/{number}.md", routine_text(body)) for number, body in enumerate(bodies)]
    shuffled = list(sources)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = review(sources, catalogue, OPTIONS), review(shuffled, catalogue, OPTIONS)
    assert [renderer(name)(one) for name in FORMATS] == [renderer(name)(other) for name in FORMATS]


@given(strategies.BODIES, strategies.BODIES)
def test_one_file_does_not_colour_another(catalogue: Catalogue, one: str, other: str) -> None:
    sources = [Source("en.md", routine_text(one)), Source("to.md", routine_text(other, id="annen"))]
    apart = [finding for source in sources for finding in review([source], catalogue, OPTIONS).findings]
    assert apart == list(review(sources, catalogue, OPTIONS).findings)


@given(strategies.BODIES)
def test_the_language_of_messages_changes_no_finding(catalogue: Catalogue, body: str) -> None:
    text = routine_text(body)
    found = [review_text(text, catalogue, language=language).findings for language in ("nb", "nn", "en")]
    places = [[(*place(item), item.fingerprint) for item in findings] for findings in found]
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("code", ["MAN007", "BOR001"])
def test_selecting_a_rule_raises_no_more_than_it_has_among_all(code: str, catalogue: Catalogue) -> None:
    """The second judge raises only what no rule has found, whether that rule was selected or not."""
    text = routine_text("Foreslå at bruker ber kreditor om utsettelse.\n\nHjelp bruker med å sette opp et budsjett.\n")
    everything = review_text(text, catalogue).findings
    alone = review_text(text, catalogue, code).findings
    assert [finding for finding in everything if finding.rule == code] == list(alone)


@given(strategies.BODIES)
def test_selecting_a_rule_gives_the_findings_it_has_among_all(catalogue: Catalogue, body: str) -> None:
    text = routine_text(body)
    everything = review_text(text, catalogue).findings
    for code in {finding.rule for finding in everything}:
        alone = review_text(text, catalogue, code).findings
        assert [finding for finding in everything if finding.rule == code] == list(alone)


@given(strategies.BODIES)
def test_fingerprints_are_unique_in_a_review(catalogue: Catalogue, body: str) -> None:
    prints = [finding.fingerprint for finding in review_text(routine_text(body), catalogue).findings]
    assert len(set(prints)) == len(prints)


ORGANISATION_SENTENCES = st.sampled_from(
    [
        "Frelsesarmeen deler ut mat.",
        "Bruker kan få hjelp hos Frelsesarmeen.",
        "Si at Frelsesarmeen har matutdeling på onsdager.",
        "Be bruker kontakte Frelsesarmeen.",
        "Tips om Frelsesarmeen og om Frelsesarmeen sin butikk.",
        "Brukaren kan få klede hos Frelsesarmeen.",
        "[Frelsesarmeen](https://www.frelsesarmeen.no)",
    ]
)


@given(st.lists(ORGANISATION_SENTENCES, min_size=1, max_size=5), st.booleans())
def test_a_planted_organisation_is_found_once_a_statement(catalogue: Catalogue, drawn: list[str], items: bool) -> None:
    """n statements that offer an organisation give n findings, whether by name, by link or by both."""
    body = "".join(f"- {text}\n" for text in drawn) if items else "\n\n".join(drawn) + "\n"
    source = Source("r.md", routine_text(f"## Tilbud\n\n{body}"))
    found = review([source], catalogue, Options(TODAY, select=("MAN001",), second_judge=False)).findings
    assert len(drawn) == len(found)


@given(st.data(), strategies.NORMS)
def test_a_prohibition_is_never_a_finding(catalogue: Catalogue, data: st.DataObject, norm: str) -> None:
    """What NKS is told not to do is the opposite of a breach, as a sentence and as an item."""
    chosen = known(catalogue, LANGUAGE_RULES)
    drawn = data.draw(st.lists(strategies.prohibitions(norm), min_size=1, max_size=3))
    text = routine_text("\n\n".join(drawn) + "\n", spraak=norm)
    assert [(item.rule, item.excerpt) for item in review_text(text, catalogue, *chosen).findings] == []


@given(strategies.BODIES)
def test_a_state_routine_never_has_a_mandate_finding(catalogue: Catalogue, body: str) -> None:
    """On state services individual guidance is lawful."""
    found = review_text(routine_text(body, forvaltning="statlig", tjenester="[]"), catalogue).findings
    assert [finding for finding in found if finding.rule.startswith(("MAN", "BOR"))] == []


@given(strategies.BODIES)
def test_the_part_of_the_state_never_has_a_mandate_finding(catalogue: Catalogue, body: str) -> None:
    body = re.sub(r"(?m)^(>? ?)#{1,2} ", r"\1### ", body)
    text = routine_text(f"## Statens del {{forvaltning=statlig}}\n\n{body}", forvaltning="felles")
    found = review_text(text, catalogue).findings
    assert [finding for finding in found if finding.rule.startswith(("MAN", "BOR"))] == []


@given(strategies.BODIES)
def test_a_retired_routine_has_no_findings_and_is_named(catalogue: Catalogue, body: str) -> None:
    result = review_text(routine_text(body, status="utgått"), catalogue)
    assert (result.findings, [item.path for item in result.not_reviewed]) == ((), ["rutine.md"])


@given(strategies.BODIES)
def test_a_sami_routine_is_only_reviewed_for_what_needs_no_language(catalogue: Catalogue, body: str) -> None:
    """The rules that read Norwegian stay silent, and the report says so."""
    result = review_text(routine_text(body, spraak="se"), catalogue)
    silent = {spec.code for spec in catalogue.checks if not spec.any_language}
    assert [finding for finding in result.findings if finding.rule in silent] == []
    assert [item.path for item in result.not_reviewed] == ["rutine.md"]


@given(strategies.BODIES)
def test_what_the_anchors_point_at_is_all_that_the_lexicon_would_find(catalogue: Catalogue, body: str) -> None:
    """The fast way in misses no statement: each concept that a check begins with is found where it stands."""
    reading = Reading(parsed(routine_text(body)), catalogue.lexicon)
    begun = {concept for check in catalogue.checks for frame in frames_of(check.rule) for concept in frame.anchors}
    missed = [
        (statement.text, concept)
        for statement in reading.routine.statements
        for concept in reading.concepts(statement) & begun
        if statement.index not in bits(reading.having([concept]))
    ]
    assert missed == []


# Masking


def mask(text: str) -> str:
    """A text as it is shown."""
    return masked(text, private_spans(text))


@given(strategies.IDENTITY_NUMBERS, strategies.IDENTITY_FORMATS)
def test_masking_hides_every_valid_identity_number(number: str, form: str) -> None:
    shown = mask(f"Se {form.format(number[:6], number[6:])} her.")
    assert re.findall(r"\d", shown) == []
    assert shown.count(MASK) == 11


@given(strategies.IDENTITY_NUMBERS, strategies.IDENTITY_FORMATS, strategies.BLOCKS)
def test_no_report_shows_an_identity_number(catalogue: Catalogue, number: str, form: str, block: str) -> None:
    """It is found, its place is exact, and its digits are in no format, wherever in the routine it stands."""
    written = form.format(number[:6], number[6:])
    body = f"# Sak {written}\n\n{block}\n\n- Vurder om det haster for {written}\n\n## Sak\n\n{block}\n"
    result = review_text(routine_text(body, tittel=f"Sak {written}"), catalogue)
    assert {"TAU003"} <= {finding.rule for finding in result.findings}
    for render in map(renderer, FORMATS):
        digits = re.sub(r"[ \u00a0-]", "", render(result))
        assert number not in digits


@given(st.text(max_size=80))
def test_masking_keeps_the_length_and_all_that_is_not_masked(text: str) -> None:
    shown = mask(text)
    assert len(text) == len(shown)
    assert all(mine in (its, MASK) for mine, its in zip(shown, text, strict=True))


@given(strategies.IDENTITY_NUMBERS, st.integers(0, 10))
def test_a_number_that_fails_its_checksum_is_left_alone(number: str, position: int) -> None:
    wrong = number[:position] + str((int(number[position]) + 1) % 10) + number[position + 1 :]
    assume(mask(number) != number)
    assert wrong == mask(wrong)


@given(strategies.ACCOUNTS)
def test_masking_hides_account_numbers(digits: str) -> None:
    assume(len(set(digits)) > 2)
    assert re.findall(r"\d", mask(f"Konto {digits[:4]}.{digits[4:6]}.{digits[6:]}")) == []
    assert re.findall(r"\d", mask(f"kontonummer {digits}")) == []


MADE_UP = "01015010033"
"""Nobody's number, with valid check digits."""


@pytest.mark.parametrize(
    "form",
    [
        "Fnr.{0}{1}", "fnr:{0}{1}", "{0}  {1}", "{0}\u202f{1}", "{0}\u2009{1}", "{0}–{1}",
        "{0}\u2011{1}", "{0} - {1}", "{0}.{1}",
        "{0}/{1}", "{0}\t{1}", "{0}\n{1}", "{0}&nbsp;{1}", "{0}\u00ad{1}", "**{0}** {1}", "{2} {3} {4} {1}",
        "{2}.{3}.{4} {1}",
        "{0} {5} {6}",
    ],
)  # fmt: skip
def test_a_number_is_found_and_masked_however_it_is_set(form: str, catalogue: Catalogue) -> None:
    """People and programs part the digits in many ways; a reader joins them again in all."""
    day, number = MADE_UP[:6], MADE_UP[6:]
    written = form.format(day, number, day[:2], day[2:4], day[4:], number[:3], number[3:])
    result = review_text(routine_text(f"Vurder om det haster for {written} i dag.\n"), catalogue, "TAU003", "MAN006")
    shown = [MADE_UP in re.sub(r"\D", "", finding.excerpt + finding.message) for finding in result.findings]
    assert ("TAU003" in {finding.rule for finding in result.findings}, any(shown)) == (True, False)
