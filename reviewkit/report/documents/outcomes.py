"""How the findings stand at the follow-up: returned, late, without a measure, accepted, seen by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reviewkit.register.values import HumanState, State, Tracked
from reviewkit.report.documents.promised import name_of
from reviewkit.report.documents.reservations import finding_name
from reviewkit.report.documents.tree import Block, Line, Paragraph, Section, Table, plain
from reviewkit.report.documents.wording import Wording

_STATES: tuple[HumanState, ...] = ("open", "upheld", "legal", "accepted", "rejected", "closed")


def outcomes(state: State, today: date, wording: Wording) -> Iterator[Section]:
    """The sections on findings."""
    yield _outcomes(state, today, wording)
    yield _without(state, wording)
    yield _accepted(state, today, wording)
    yield _people(state, wording)


def _section(name: str, wording: Wording, *blocks: Block) -> Section:
    return Section(f"oppfolging-{name}", plain(wording(f"follow.{name}")), blocks)


def _table(name: str, columns: tuple[str, ...], rows: list[tuple[Line, ...]], wording: Wording) -> Block:
    """A table, or that there is nothing to show in it."""
    if not rows:
        return Paragraph(plain(wording(f"follow.no-{name}")))
    return Table(wording(f"follow.{name}.table"), tuple(wording(column) for column in columns), tuple(rows))


def _outcomes(state: State, today: date, wording: Wording) -> Section:
    """The findings by state, those that came back, and the deadlines that were missed."""
    counts = Counter(item.effective(today) for item in state.findings.values())
    rows: list[tuple[Line, ...]] = [
        (plain(wording(f"state.{name}")), plain(wording.number(counts[name]))) for name in _STATES if counts[name]
    ]
    back: list[tuple[Line, ...]] = [
        (finding_name(item, wording), plain(wording("follow.follows", number=item.follows)), _words(item))
        for item in state.findings.values()
        if item.follows
    ]
    late: list[tuple[Line, ...]] = [
        (plain(name_of(item, wording)), plain(item.text), plain(item.owner), plain(wording.date(item.deadline)))
        for item in state.measures.values()
        if item.overdue(today)
    ]
    return _section(
        "outcomes", wording,
        _table("states", ("card.state", "owner.findings"), rows, wording),
        _table("back", ("process.finding", "follow.before", "owner.stock.text"), back, wording),
        _table("late", ("indicator.measure", "follow.late.what", "owner.owner", "follow.deadline"), late, wording),
    )  # fmt: skip


def _words(item: Tracked) -> Line:
    return plain(item.seen.text or item.seen.message or "–")


def _without(state: State, wording: Wording) -> Section:
    """What stands and has no measure."""
    with_measure = {number for measure in state.measures.values() for number in measure.findings}
    rows: list[tuple[Line, ...]] = [
        (finding_name(item, wording), plain(item.seen.owner or "–"), _words(item))
        for item in state.findings.values()
        if item.state in ("upheld", "legal") and item.number not in with_measure
    ]
    return _section(
        "without", wording, _table("unmeasured", ("process.finding", "owner.owner", "owner.stock.text"), rows, wording)
    )


def _accepted(state: State, today: date, wording: Wording) -> Section:
    """Accepted deviations, with recommendation and decision apart."""
    rows: list[tuple[Line, ...]] = []
    for item in state.findings.values():
        said = item.acceptance
        if said is not None:
            until = wording.date(said.until) if said.until else wording("exceptions.open")
            expired = f" ({wording('follow.expired')})" if said.until and said.until < today else ""
            consent = said.consent_by or "–"
            rows.append(
                (finding_name(item, wording), plain(said.recommendation), plain(said.decision), plain(said.decided_by),
                 plain(consent), plain(until + expired))
            )  # fmt: skip
    columns = tuple(f"accepted.{name}" for name in ("finding", "recommendation", "decision", "by", "consent", "until"))
    return _section("accepted", wording, _table("deviations", columns, rows, wording))


def _people(state: State, wording: Wording) -> Section:
    """What people saw and no rule found: apart from the findings in text."""
    rows: list[tuple[Line, ...]] = [
        (
            finding_name(item, wording),
            plain(wording(f"source.{item.source}")),
            plain(item.seen.path or "–"),
            _words(item),
        )
        for item in state.findings.values()
        if item.source
    ]
    columns = ("process.finding", "export.source", "appendix.place", "owner.stock.text")
    return _section(
        "people",
        wording,
        Paragraph(plain(wording("follow.people.note")), "note"),
        _table("seen", columns, rows, wording),
    )
