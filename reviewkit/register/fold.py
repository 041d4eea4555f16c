"""The events to the register as it stands: a fold, the only way to a state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct

from reviewkit.register.events import (
    Assessed,
    ChangedFinding,
    DeviationAccepted,
    Event,
    FactReplied,
    FindingAdded,
    FindingsFound,
    FindingsGone,
    FindingsSeen,
    MeasurePromised,
    RunRecorded,
    StageReached,
    StatusReported,
)
from reviewkit.register.states import after
from reviewkit.register.values import Judgement, Measure, Run, RunResult, State, Tracked


class Told(Struct, frozen=True):
    """An event with its number in the log, when it was, and by which role."""

    number: int
    at: str
    by: str
    event: Event


def fold(told: Iterable[Told], state: State | None = None) -> State:
    """The state after some events; a state that is given is carried on."""
    state = state or State()
    for item in told:
        _apply(state, item)
        state.head = item.number
    return state


def _apply(state: State, told: Told) -> None:
    event = told.event
    match event:
        case RunRecorded():
            state.runs.append(
                Run(event.run, event.day, event.catalogue, event.version, event.routines, event.rules, event.revision)
            )
            state.stage = "draft"
        case FindingsFound():
            for new in event.findings:
                state.findings[new.number] = Tracked(
                    new.number, new.seen, event.run, event.run, follows=new.follows, last=told.number,
                    catalogue=state.runs[-1].catalogue,
                )  # fmt: skip
        case FindingsSeen():
            _see(state, event)
            for item in event.changed:  # whoever judged the words that stood there, is to see the new ones first
                state.findings[item.number].last = told.number
        case FindingsGone():
            for gone in event.findings:
                _result(state.findings[gone.number], "gone", event.run)
                state.findings[gone.number].evidence = gone.evidence
        case StageReached():
            state.stage = event.stage
        case _:
            _by_people(state, told, event)


def _see(state: State, event: FindingsSeen) -> None:
    for result, numbers in (("unchanged", event.unchanged), ("returned", event.returned), ("unseen", event.unseen)):
        for number in numbers:
            _result(state.findings[number], result, event.run)  # type: ignore[arg-type]
    moved: tuple[tuple[RunResult, tuple[ChangedFinding, ...]], ...] = (
        ("unchanged", event.moved),
        ("changed", event.changed),
    )
    for kind, items in moved:
        for item in items:
            _result(state.findings[item.number], kind, event.run)
            state.findings[item.number].seen = item.seen


def _result(finding: Tracked, result: RunResult, run: int) -> None:
    finding.state = after(finding.state, result).state
    finding.result = result
    if result == "changed":
        finding.acceptance = None
    if result != "unseen":
        finding.present = result != "gone"
    if finding.present and result != "unseen":
        finding.last_run = run


def _by_people(
    state: State, told: Told,
    event: FindingAdded | Assessed | MeasurePromised | StatusReported | DeviationAccepted | FactReplied,
) -> None:  # fmt: skip
    match event:
        case FindingAdded():
            run = state.runs[-1].number if state.runs else 0
            state.findings[event.number] = Tracked(event.number, event.seen, run, run, source=event.source)
        case Assessed():
            for number in event.numbers:
                finding = state.findings[number]
                finding.state = event.verdict
                said = Judgement(event.verdict, event.reason, event.note, told.by, told.at, finding.catalogue)
                finding.judgements.append(said)
                finding.acceptance = None
        case MeasurePromised():
            measure = Measure(event.measure, event.sort, event.numbers, event.text, event.owner, event.deadline)
            state.measures[event.measure] = measure
        case StatusReported():
            state.measures[event.measure].statuses.append(event.status)
        case DeviationAccepted():
            for number in event.numbers:
                state.findings[number].state = "accepted"
                state.findings[number].acceptance = event.acceptance
        case FactReplied():
            for number in event.numbers:
                state.findings[number].replies.append(event.reply)
        case _:
            assert_never(event)
    for number in getattr(event, "numbers", ()) or ([event.number] if isinstance(event, FindingAdded) else ()):
        state.findings[number].last = told.number
