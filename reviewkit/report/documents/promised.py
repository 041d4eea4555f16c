"""What was promised, unit by unit and theme by theme: the measure, how it stands, how it is judged, whether enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reviewkit.register.values import Indicator, Measure, Sort, State, Status, Tracked
from reviewkit.report.documents.pieces import families_of, family_name
from reviewkit.report.documents.tree import Block, Entry, Facts, Field, Line, Paragraph, Quotation, Section, Text, plain
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line

GRADES = ("done", "mainly", "partly", "not", "seems-done", "none")
SORTS: tuple[Sort, ...] = ("measure", "decision")
_QUOTED = 600
_TITLE = 80
_HEADING = re.compile(r"^#+ +(.*?)[ #]*$", re.MULTILINE)
_INDICATOR = ("baseline", "target", "now", "caveat")


def grade_of(measure: Measure) -> str:
    """The latest grade of a measure; `none` where nobody has given one."""
    return measure.grade or "none"


def name_of(measure: Measure, wording: Wording) -> str:
    """How a measure or decision is called («Tiltak 3»)."""
    return wording(f"follow.title.{measure.sort}", number=measure.number)


def owners_of(state: State) -> list[str]:
    """The units that are to carry something out."""
    return sorted({measure.owner for measure in state.measures.values()}, key=str.casefold)


def entries(state: State, wording: Wording) -> Iterator[Entry]:
    """The lines of the table of contents, one for each unit."""
    for number, owner in enumerate(owners_of(state), start=1):
        yield Entry(f"enhet-{number}", wording("follow.unit", unit=owner))


def promised(state: State, today: date, wording: Wording) -> Iterator[Section]:
    """A section for each unit, with a part for each theme."""
    for number, owner in enumerate(owners_of(state), start=1):
        themes: dict[str, list[Measure]] = {}
        for measure in state.measures.values():
            if measure.owner == owner:
                themes.setdefault(_theme(state, measure), []).append(measure)
        parts = tuple(
            Section(
                f"enhet-{number}-tema-{place}",
                plain(family_name(theme, wording) if theme else wording("follow.no-theme")),
                tuple(_measure(state, item, today, wording) for item in themes[theme]),
            )
            for place, theme in enumerate(_in_order(themes), start=1)
        )
        yield Section(f"enhet-{number}", plain(wording("follow.unit", unit=owner)), parts)


def _theme(state: State, measure: Measure) -> str:
    """The family of rules that a measure belongs to, by its first finding of a rule."""
    return next((rule[:3] for number in measure.findings if (rule := state.findings[number].seen.rule)), "")


def _in_order(themes: Iterable[str]) -> list[str]:
    named = [theme for theme in themes if theme]
    return families_of(named) + ([""] if "" in themes else [])


def _measure(state: State, measure: Measure, today: date, wording: Wording) -> Section:
    key = f"tiltak-{measure.number}"
    late = f" ({wording('ledger.overdue')})" if measure.overdue(today) else ""
    rows = (
        (wording("follow.deadline"), plain(wording.date(measure.deadline) + late)),
        (wording("follow.about"), _about(state, measure, today, wording)),
    )
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        (f"follow.part.{measure.sort}", (Paragraph(plain(measure.text)), Facts(rows))),
        ("follow.part.status", tuple(_statuses(state, measure, wording))),
        ("follow.part.judged", (_judged(measure, wording),)),
        ("follow.part.enough", _enough(measure, wording)),
    )
    sections = tuple(
        Section(f"{key}-{place}", plain(wording(name)), blocks) for place, (name, blocks) in enumerate(parts)
    )
    title = f"{name_of(measure, wording)}: {one_line(measure.text, _TITLE)}"
    return Section(key, plain(title), sections)


def _about(state: State, measure: Measure, today: date, wording: Wording) -> Line:
    said = []
    for number in measure.findings:
        item = state.findings[number]
        rule = item.seen.rule or wording("ledger.no-rule")
        standing = wording(f"state.{item.effective(today)}").lower()
        said.append(f"{wording('finding.number', number=number)} ({rule}, {standing})")
    return plain("; ".join(said))


def _statuses(state: State, measure: Measure, wording: Wording) -> Iterator[Block]:
    """What was reported, by whom, and what the runs show of the text."""
    for status in measure.statuses:
        grade = wording(f"judged.{measure.sort}.{status.grade}.short")
        source = f"{wording('follow.according', source=status.according_to)} " if status.according_to else ""
        when = Text(f"{wording.date(status.day)} ({grade}): ", "strong")
        yield Paragraph((when, Text(f"{source}{status.evidence}")))
        if status.indicator is not None:
            yield Facts(tuple(_indicator(status.indicator, wording)))
    if not measure.statuses:
        yield Paragraph(plain(wording("follow.no-status")))
    for number in measure.findings:
        yield from _text_now(state, state.findings[number], wording)


def _indicator(shown: Indicator, wording: Wording) -> Iterator[tuple[str, Line]]:
    yield wording("indicator.name"), plain(shown.name)
    for name in _INDICATOR:
        value = getattr(shown, name)
        if value:
            yield wording(f"indicator.{name}"), plain(value)


def _text_now(state: State, item: Tracked, wording: Wording) -> Iterator[Block]:
    """The old and the new text of a finding that is closed, or that it still stands."""
    if item.source:
        yield Paragraph(plain(wording("follow.by-people", number=item.number)))
        return
    if item.evidence is None:
        yield Paragraph(plain(wording("follow.still", number=item.number, result=wording(f"result.{item.result}"))))
        if item.seen.text:
            yield Quotation(_shortened(item.seen.text), "", plain(wording("card.after")))
        return
    revision = wording("follow.revision", digest=item.evidence.digest_before[:12])
    place = f"{wording('finding.number', number=item.number)}, {wording('card.before').lower()}, {revision}"
    yield Quotation(item.evidence.before, "", plain(place))
    after = wording("follow.revision", digest=item.evidence.digest_after[:12]) if item.evidence.digest_after else ""
    words = _shortened(item.evidence.after) or wording("card.nothing")
    yield Quotation(words, "", plain(", ".join(filter(None, (wording("card.after"), after)))))
    heir = next((other.number for other in state.findings.values() if other.follows == item.number), 0)
    if heir:
        yield Paragraph(plain(wording("follow.heir", number=item.number, heir=heir)), "caution")


def _shortened(text: str) -> str:
    line = " ".join(_HEADING.sub(r"\1:", text).split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED].rpartition(' ')[0]} …"


def _judged(measure: Measure, wording: Wording) -> Paragraph:
    """The grade in Kommunerevisjonen's words; on whose word it rests, where it rests on a word."""
    said = wording(f"judged.{measure.sort}.{grade_of(measure)}")
    last: Status | None = measure.statuses[-1] if measure.statuses else None
    if last is not None and last.according_to:
        said = wording("follow.based", source=last.according_to, judged=said)
    return Paragraph(plain(said[:1].upper() + said[1:]), "good" if measure.grade == "done" else "")


def _enough(measure: Measure, wording: Wording) -> tuple[Block, ...]:
    """Whether the measure is enough: a question of its own, often left open."""
    said = measure.statuses[-1].enough if measure.statuses else "open"
    return (
        Paragraph(plain(wording(f"follow.enough.{said}"))),
        Field(f"nok-{measure.number}", wording("follow.enough.field"), 2),
    )
