"""The follow-up report: what was promised, how it stands now, how it is judged, and whether it is enough.

The form is that of Kommunerevisjonen's follow-up of report 2/2019: «meldt tiltak – status på oppfølgingstidspunkt –
vurdering», unit by unit and theme by theme, with measures and decisions assessed apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reviewkit.register.values import Measure, Sort, State, Status
from reviewkit.report.documents.outcomes import outcomes
from reviewkit.report.documents.promised import GRADES, SORTS, entries, grade_of, name_of, owners_of, promised
from reviewkit.report.documents.reservations import closed, conclusion, replies, reservations
from reviewkit.report.documents.tree import (
    Bar,
    Bars,
    Block,
    Document,
    Entry,
    Facts,
    Line,
    Listing,
    Paragraph,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.version import __version__

_BEFORE = ("summary", "method")
_AFTER = ("indicators", "outcomes", "without", "accepted", "people", "replies", "reservations", "conclusion")


def follow_up_report(state: State, today: date, wording: Wording) -> Document:
    """The report of a register on a day; grades and evidence are those that people have entered."""
    before, after = (
        [Entry(f"oppfolging-{name}", wording(f"follow.{name}")) for name in names] for names in (_BEFORE, _AFTER)
    )
    return Document(
        name="oppfolging",
        title=wording("follow.title"),
        subtitle=wording("follow.subtitle"),
        lang=wording.language,
        day=today.isoformat(),
        head=_head(state, today, wording),
        contents=(*before, *entries(state, wording), *after),
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
    yield from promised(state, today, wording)
    yield _indicators(state, wording)
    yield from outcomes(state, today, wording)
    yield replies(state, wording)
    yield reservations(state, wording)
    yield conclusion(wording)


def _summary(state: State, today: date, wording: Wording) -> Section:
    measures = list(state.measures.values())
    lead = " ".join(filter(None, (_said(measures, sort, wording) for sort in SORTS)))
    blocks: list[Block] = [Paragraph(plain(lead or wording("follow.no-measures")), "lead")]
    blocks.append(Listing(tuple(plain(words) for words in _points(state, today, wording))))
    if measures:
        blocks += [_totals(measures, wording), _by_unit(state, today, wording)]
    blocks.append(Paragraph(plain(wording("follow.caution")), "caution"))
    return Section("oppfolging-summary", plain(wording("follow.summary")), tuple(blocks))


def _said(measures: list[Measure], sort: Sort, wording: Wording) -> str:
    """How many measures or decisions there are, and how many have each grade, in a sentence; nothing for none."""
    own = [item for item in measures if item.sort == sort]
    return wording.count(f"follow.lead.{sort}", len(own), grades=_graded(own, sort, wording)) if own else ""


def _graded(measures: list[Measure], sort: Sort, wording: Wording) -> str:
    """How many have each grade, in words («1 iverksatt og 2 delvis iverksatt»)."""
    grades = Counter(map(grade_of, measures))
    return wording.listed(
        [wording.count(f"follow.said.{sort}.{grade}", grades[grade]) for grade in GRADES if grades[grade]]
    )


def _points(state: State, today: date, wording: Wording) -> Iterator[str]:
    """Deadlines that were missed, what came back, and what closed the findings that are closed."""
    late = sum(measure.overdue(today) for measure in state.measures.values())
    back = sum(bool(item.follows) for item in state.findings.values())
    yield wording.count("follow.late", late) if late else wording("follow.no-late")
    yield wording.count("follow.returned", back) if back else wording("follow.no-back")
    last = len(state.runs)
    new = sum(item.first_run == last > 1 and not item.follows and not item.source for item in state.findings.values())
    if new:
        yield wording.count("follow.new", new)
    for name, items in closed(state).items():
        if items:
            yield wording.count(f"follow.closed.{name}", len(items))


def _totals(measures: list[Measure], wording: Wording) -> Bars:
    """Measures and decisions by grade."""
    counts = Counter((item.sort, grade_of(item)) for item in measures)
    series = tuple(wording(f"follow.sort.{sort}") for sort in SORTS)
    met = [grade for grade in GRADES if any(counts[sort, grade] for sort in SORTS)]
    bars = tuple(Bar(wording(f"total.{grade}"), tuple(counts[sort, grade] for sort in SORTS)) for grade in met)
    return Bars(wording("follow.totals"), wording("follow.totals.said"), wording("follow.grade"), series, bars)


def _by_unit(state: State, today: date, wording: Wording) -> Table:
    """Measures and decisions by the unit that is to carry them out."""
    rows: list[tuple[Line, ...]] = []
    for owner in owners_of(state):
        for sort in SORTS:
            own = [item for item in state.measures.values() if item.owner == owner and item.sort == sort]
            if own:
                late = sum(item.overdue(today) for item in own)
                cells = (wording(f"follow.sort.{sort}"), wording.number(len(own)), _graded(own, sort, wording))
                rows.append((plain(owner), *map(plain, cells), plain(wording.number(late))))
    columns = tuple(wording(f"follow.unit.{name}") for name in ("name", "sort", "count", "grades", "late"))
    return Table(wording("follow.units"), columns, tuple(rows))


def _method(state: State, wording: Wording) -> Section:
    rows = tuple(
        (
            plain(wording.number(run.number)),
            plain(wording.date(run.day)),
            plain(run.revision or "–"),
            plain(wording.number(len(run.routines))),
            plain(wording.number(len(run.rules))),
            (Text(run.catalogue[:16], "code"),),
        )
        for run in state.runs
    )
    columns = tuple(
        wording(f"follow.run.{name}") for name in ("number", "day", "revision", "routines", "rules", "catalogue")
    )
    said = tuple(plain(wording(f"follow.method.{name}")) for name in ("form", "grades", "evidence", "enough", "facts"))
    runs: Block = Table(wording("follow.runs"), columns, rows) if rows else Paragraph(plain(wording("follow.no-runs")))
    return Section("oppfolging-method", plain(wording("follow.method")), (Listing(said), runs))


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
    name = f"{name_of(measure, wording)} ({wording.date(status.day)})"
    return (plain(name), *(plain(value or "–") for value in values))
