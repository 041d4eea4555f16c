"""The follow-up report: what was promised, how it stands now, how it is judged, and whether it is enough.

The form is that of Kommunerevisjonen's follow-up of report 2/2019: «meldt tiltak – status på oppfølgingstidspunkt –
vurdering», with measures and decisions assessed apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewkit.register.values import Measure, State, Status, Tracked
from reviewkit.report.documents.outcomes import outcomes
from reviewkit.report.documents.tree import (
    Bar,
    Bars,
    Block,
    Document,
    Entry,
    Facts,
    Field,
    Line,
    Listing,
    Paragraph,
    Quotation,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.version import __version__

GRADES = ("done", "mainly", "partly", "not", "seems-done", "none")
SORTS = ("measure", "decision")


def follow_up_report(state: State, today: date, wording: Wording) -> Document:
    """The report of a register on a day; grades and evidence are those that people have entered."""
    chapters = ("summary", "method", "measures", "indicators", "outcomes", "without", "accepted", "people", "replies")
    return Document(
        name="oppfolging",
        title=wording("follow.title"),
        subtitle=wording("follow.subtitle"),
        lang=wording.language,
        day=today.isoformat(),
        head=_head(state, today, wording),
        contents=tuple(Entry(f"oppfolging-{name}", wording(f"follow.{name}")) for name in chapters),
        sections=Sections(lambda: _sections(state, today, wording)),
        status=wording(f"stage.{state.stage}"),
    )


def _head(state: State, today: date, wording: Wording) -> Facts:
    rows: list[tuple[str, Line]] = [(wording("scope.day"), plain(wording.date(today)))]
    if state.runs:
        first, last = state.runs[0], state.runs[-1]
        rows.append((wording("follow.first-run"), plain(_run_words(first.day, len(first.routines), wording))))
        rows.append((wording("follow.last-run"), plain(_run_words(last.day, len(last.routines), wording))))
        rows.append((wording("scope.catalogue"), (Text(last.catalogue[:16], "code"),)))
    rows.append((wording("scope.version"), plain(f"reviewkit {__version__}")))
    return Facts(tuple(rows))


def _run_words(day: date, routines: int, wording: Wording) -> str:
    return f"{wording.date(day)}, {wording.count('count.routines', routines)}"


def _sections(state: State, today: date, wording: Wording) -> Iterator[Section]:
    yield _summary(state, today, wording)
    yield _method(state, wording)
    yield _measures(state, today, wording)
    yield _indicators(state, wording)
    yield from outcomes(state, today, wording)


def _grade(measure: Measure) -> str:
    return measure.grade or "none"


def _summary(state: State, today: date, wording: Wording) -> Section:
    measures = list(state.measures.values())
    grades = [_grade(measure) for measure in measures]
    late = [measure for measure in measures if measure.overdue(today)]
    back = [item for item in state.findings.values() if item.follows]
    lead = wording(
        "follow.lead", measures=wording.count("follow.count", len(measures)),
        done=wording.number(sum(grade in ("done", "mainly", "seems-done") for grade in grades)),
        partly=wording.number(grades.count("partly")),
        without=wording.number(grades.count("not") + grades.count("none")),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(plain(lead), "lead")]
    said = [wording.count("follow.late", len(late)), wording.count("follow.returned", len(back))]
    said.append(wording.count("follow.closed", sum(item.state == "closed" for item in state.findings.values())))
    blocks.append(Listing(tuple(plain(words) for words in said)))
    if measures:
        blocks.append(_totals(measures, wording))
    blocks.append(Paragraph(plain(wording("follow.caution")), "caution"))
    return Section("oppfolging-summary", plain(wording("follow.summary")), tuple(blocks))


def _totals(measures: list[Measure], wording: Wording) -> Bars:
    """Measures and decisions by grade."""
    bars = tuple(
        Bar(
            wording(f"grade.{grade}"),
            tuple(sum(item.sort == sort and _grade(item) == grade for item in measures) for sort in SORTS),
        )
        for grade in GRADES
    )
    most = max(bars, key=lambda bar: sum(bar.values))
    return Bars(
        wording("follow.totals"),
        wording("follow.totals.said", most=most.label, number=wording.number(sum(most.values))),
        wording("follow.grade"),
        tuple(wording(f"follow.sort.{sort}") for sort in SORTS),
        bars,
    )


def _method(state: State, wording: Wording) -> Section:
    rows = tuple(
        (
            plain(wording.number(run.number)),
            plain(wording.date(run.day)),
            plain(run.revision or "–"),
            plain(wording.number(len(run.routines))),
            plain(wording.number(len(run.rules))),
            (Text(run.catalogue, "code"),),
        )
        for run in state.runs
    )
    columns = tuple(
        wording(f"follow.run.{name}") for name in ("number", "day", "revision", "routines", "rules", "catalogue")
    )
    said = tuple(plain(wording(f"follow.method.{name}")) for name in ("form", "grades", "evidence", "enough"))
    blocks: tuple[Block, ...] = (Listing(said), Table(wording("follow.runs"), columns, rows))
    return Section("oppfolging-method", plain(wording("follow.method")), blocks)


def _measures(state: State, today: date, wording: Wording) -> Section:
    """The measures by the unit that is to carry them out."""
    owners = sorted({measure.owner for measure in state.measures.values()})
    parts = tuple(
        Section(
            f"enhet-{number}",
            plain(owner),
            tuple(_measure(state, item, today, wording) for item in state.measures.values() if item.owner == owner),
        )
        for number, owner in enumerate(owners, start=1)
    )
    none: tuple[Block, ...] = () if parts else (Paragraph(plain(wording("follow.no-measures"))),)
    return Section("oppfolging-measures", plain(wording("follow.measures")), (*none, *parts))


def _measure(state: State, measure: Measure, today: date, wording: Wording) -> Section:
    key = f"tiltak-{measure.number}"
    deadline = wording.date(measure.deadline)
    late = f" ({wording('ledger.overdue')})" if measure.overdue(today) else ""
    promised: tuple[Block, ...] = (
        Paragraph(plain(measure.text)),
        Facts(
            (
                (wording("follow.deadline"), plain(deadline + late)),
                (wording("follow.about"), _about(state, measure, wording)),
            )
        ),
    )
    parts = (
        (f"follow.part.{measure.sort}", promised),
        ("follow.part.status", tuple(_statuses(state, measure, wording))),
        ("follow.part.judged", (_judged(measure, wording),)),
        ("follow.part.enough", _enough(measure, wording)),
    )  # fmt: skip
    sections = tuple(
        Section(f"{key}-{place}", plain(wording(name)), blocks) for place, (name, blocks) in enumerate(parts)
    )
    title = plain(wording(f"follow.title.{measure.sort}", number=measure.number))
    return Section(key, title, sections)


def _judged(measure: Measure, wording: Wording) -> Paragraph:
    return Paragraph(plain(wording(f"grade.{_grade(measure)}")), "good" if measure.grade == "done" else "")


def _about(state: State, measure: Measure, wording: Wording) -> Line:
    parts: list[Text] = []
    for number in measure.findings:
        item = state.findings[number]
        parts += [Text("; ")] if parts else []
        rule = item.seen.rule or wording("ledger.no-rule")
        parts.append(
            Text(f"{wording('finding.number', number=number)} ({rule}, {wording(f'state.{item.state}').lower()})")
        )
    return tuple(parts)


def _statuses(state: State, measure: Measure, wording: Wording) -> Iterator[Block]:
    """What was reported, by whom, and what the runs show of the text."""
    for status in measure.statuses:
        source = f"{wording('follow.according', source=status.according_to)} " if status.according_to else ""
        yield Paragraph((Text(f"{wording.date(status.day)}: ", "strong"), Text(f"{source}{status.evidence}")))
    if not measure.statuses:
        yield Paragraph(plain(wording("follow.no-status")))
    for number in measure.findings:
        yield from _text_now(state.findings[number], wording)


def _text_now(item: Tracked, wording: Wording) -> Iterator[Block]:
    """The old and the new text of a finding that is closed, or that it still stands."""
    if item.evidence is None:
        yield Paragraph(plain(wording("follow.still", number=item.number, result=wording(f"result.{item.result}"))))
        return
    revision = wording("follow.revision", digest=item.evidence.digest_before[:12])
    yield Quotation(item.evidence.before, "", plain(f"{wording('card.before')}, {revision}"))
    after = wording("follow.revision", digest=item.evidence.digest_after[:12]) if item.evidence.digest_after else ""
    words = item.evidence.after or wording("card.nothing")
    yield Quotation(" ".join(words.split()), "", plain(", ".join(filter(None, (wording("card.after"), after)))))


def _enough(measure: Measure, wording: Wording) -> tuple[Block, ...]:
    """Whether the measure is enough: a question of its own, often left open."""
    said = measure.statuses[-1].enough if measure.statuses else "open"
    return (
        Paragraph(plain(wording(f"follow.enough.{said}"))),
        Field(f"nok-{measure.number}", wording("follow.enough.field"), 2),
    )


def _indicators(state: State, wording: Wording) -> Section:
    rows = tuple(
        _indicator(measure, status, wording)
        for measure in state.measures.values()
        for status in measure.statuses
        if status.indicator is not None
    )
    columns = tuple(wording(f"indicator.{name}") for name in ("measure", "name", "baseline", "target", "now", "caveat"))
    block: Block = (
        Table(wording("follow.indicators.table"), columns, rows)
        if rows
        else Paragraph(plain(wording("follow.no-indicators")))
    )
    return Section("oppfolging-indicators", plain(wording("follow.indicators")), (block,))


def _indicator(measure: Measure, status: Status, wording: Wording) -> tuple[Line, ...]:
    shown = status.indicator
    values = (shown.name, shown.baseline, shown.target, shown.now, shown.caveat) if shown else ()
    return (plain(f"{measure.number} ({wording.date(status.day)})"), *(plain(value or "–") for value in values))
