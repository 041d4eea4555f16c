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
            state.stage = "draft" if state.stage == "final" else state.stage
        case FindingsFound():
            for new in event.findings:
                state.findings[new.number] = Tracked(
                    new.number, new.seen, event.run, event.run, follows=new.follows, last=told.number,
                    catalogue=state.runs[-1].catalogue,
                )  # fmt: skip
        case FindingsSeen():
            _see(state, told, event)
        case FindingsGone():
            for gone in event.findings:
                finding = state.findings[gone.number]
                _result(finding, "gone", event.run)
                finding.evidence = gone.evidence
                finding.last = told.number
        case StageReached():
            state.stage = event.stage
        case _:
            _by_people(state, told, event)


def _see(state: State, told: Told, event: FindingsSeen) -> None:
    for number in event.unchanged:
        _result(state.findings[number], "unchanged", event.run)
    for number in event.unseen:
        _result(state.findings[number], "unseen", event.run)
    anew: tuple[tuple[RunResult, tuple[ChangedFinding, ...]], ...] = (
        ("unchanged", event.moved),
        ("changed", event.changed),
        ("returned", event.returned),
    )
    for result, items in anew:
        for item in items:
            finding = state.findings[item.number]
            if result != "unchanged":
                finding.last = told.number
            if result == "changed":
                finding.earlier, finding.earlier_run = finding.seen, finding.last_run
            _result(finding, result, event.run)
            finding.seen = item.seen
    for number in (*event.unchanged, *(item.number for _, items in anew for item in items)):
        state.findings[number].catalogue = state.runs[-1].catalogue


def _result(finding: Tracked, result: RunResult, run: int) -> None:
    finding.state = after(finding.state, result).state
    finding.result = result
    if result == "unseen":
        return
    finding.present = result != "gone"
    if finding.present:
        finding.last_run = run
        finding.evidence = None
    if result == "changed":
        finding.acceptance = None


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
