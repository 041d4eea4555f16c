"""The events of the register: a closed set, in the words of those who did them. The log holds nothing else."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from reviewkit.model import Stage
from reviewkit.register.values import (
    Acceptance,
    Evidence,
    Reason,
    Reply,
    RoutineSeen,
    Sighting,
    Sort,
    SourceKind,
    Status,
    Verdict,
)


class _Event(Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    """What all events share."""


class RunRecorded(_Event, frozen=True, tag="run"):
    """A run was recorded; what it saw follows in events of their own."""

    run: int
    day: date
    catalogue: str
    version: str
    routines: tuple[RoutineSeen, ...]
    rules: tuple[str, ...]
    revision: str = ""


class NewFinding(Struct, frozen=True, omit_defaults=True):
    """A finding that got a number; `follows` is the closed one that it is a return of."""

    number: int
    seen: Sighting
    follows: int = 0


class FindingsFound(_Event, frozen=True, tag="found"):
    """A run saw findings for the first time."""

    run: int
    findings: tuple[NewFinding, ...]


class ChangedFinding(Struct, frozen=True, omit_defaults=True):
    """A known finding as it stands now."""

    number: int
    seen: Sighting


class FindingsSeen(_Event, frozen=True, tag="seen"):
    """A run saw known findings: with the same words (in a new place where `moved` says so), changed, or back again."""

    run: int
    unchanged: tuple[int, ...] = ()
    moved: tuple[ChangedFinding, ...] = ()
    changed: tuple[ChangedFinding, ...] = ()
    returned: tuple[ChangedFinding, ...] = ()
    unseen: tuple[int, ...] = ()


class GoneFinding(Struct, frozen=True, omit_defaults=True):
    """A known finding that is not there any longer, with what stands in its place."""

    number: int
    evidence: Evidence


class FindingsGone(_Event, frozen=True, tag="gone"):
    """A run looked where known findings were, and saw them no more."""

    run: int
    findings: tuple[GoneFinding, ...]


class FindingAdded(_Event, frozen=True, tag="added"):
    """People saw what no rule found."""

    number: int
    seen: Sighting
    source: SourceKind


class Assessed(_Event, frozen=True, tag="assessed"):
    """People gave a verdict on some findings."""

    numbers: tuple[int, ...]
    verdict: Verdict
    reason: Reason = ""
    note: str = ""


class MeasurePromised(_Event, frozen=True, tag="measure"):
    """A measure was promised, or a council decided one."""

    measure: int
    numbers: tuple[int, ...]
    text: str
    owner: str
    deadline: date
    sort: Sort = "measure"


class StatusReported(_Event, frozen=True, tag="status"):
    """How far a measure has come."""

    measure: int
    status: Status


class DeviationAccepted(_Event, frozen=True, tag="accepted"):
    """Somebody decided to live with some findings for a time."""

    numbers: tuple[int, ...]
    acceptance: Acceptance


class FactReplied(_Event, frozen=True, tag="replied"):
    """Somebody answered some facts."""

    numbers: tuple[int, ...]
    reply: Reply


class StageReached(_Event, frozen=True, tag="stage"):
    """The report went on to its next stage."""

    stage: Stage


Event = (
    RunRecorded
    | FindingsFound
    | FindingsSeen
    | FindingsGone
    | FindingAdded
    | Assessed
    | MeasurePromised
    | StatusReported
    | DeviationAccepted
    | FactReplied
    | StageReached
)


def numbers_of(event: Event) -> frozenset[int]:
    """The findings that an event of people touches; a run touches none in this sense, since it undoes no verdict."""
    match event:
        case Assessed() | DeviationAccepted() | FactReplied() | MeasurePromised():
            return frozenset(event.numbers)
        case FindingAdded():
            return frozenset([event.number])
        case _:
            return frozenset()
