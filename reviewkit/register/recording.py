"""A run to the events that record it: what is new, unchanged, changed, gone, back, or was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from reviewkit.model import Finding, Review
from reviewkit.register.events import (
    ChangedFinding,
    Event,
    FindingsFound,
    FindingsGone,
    FindingsSeen,
    GoneFinding,
    NewFinding,
    RunRecorded,
)
from reviewkit.register.matching import Matched, match
from reviewkit.register.values import Evidence, RoutineSeen, Sighting, State, Tracked
from reviewkit.review import Portrait

_AT_ONCE = 1_000
_SHOWN = 2_000
_Item = TypeVar("_Item")


class Looked(Struct, frozen=True):
    """What a run looked at: the review, the portraits of its routines, and the paths that were missing or unreadable.

    `missing` are the paths of known routines that the run should have met and that are no longer there.
    """

    review: Review
    portraits: tuple[Portrait, ...]
    version: str
    revision: str = ""
    missing: frozenset[str] = frozenset()


def recorded(state: State, looked: Looked) -> list[Event]:
    """The events of a run after a state; findings of one kind come in parts, so that no entry grows without bound."""
    review = looked.review
    routines = {portrait.path: portrait for portrait in looked.portraits}
    seen = [_sighting(finding, routines[finding.path]) for finding in review.findings if finding.path in routines]
    lost = {item.seen.routine for item in state.findings.values() if item.seen.path in looked.missing}
    ids = {portrait.id for portrait in looked.portraits}
    matched = match(state, seen, ids | lost, [rule.code for rule in review.rules])
    number = len(state.runs) + 1
    run = RunRecorded(
        number, date.fromisoformat(review.today), review.catalogue, looked.version,
        tuple(RoutineSeen(item.id, item.path, item.digest, item.owner) for item in looked.portraits),
        tuple(rule.code for rule in review.rules), looked.revision,
    )  # fmt: skip
    by_id = {portrait.id: portrait for portrait in looked.portraits}
    return [run, *_known_again(state, matched, number, by_id), *_new(state, matched, number)]


def _sighting(finding: Finding, routine: Portrait) -> Sighting:
    return Sighting(
        fingerprint=finding.fingerprint, rule=finding.rule, severity=finding.severity, routine=routine.id,
        path=finding.path, line=finding.line, section=finding.section, text=" ".join(finding.excerpt.split()),
        message=finding.message, owner=routine.owner, title=routine.title, version=routine.digest,
    )  # fmt: skip


def _new(state: State, matched: Matched, run: int) -> Iterator[Event]:
    first = state.next_number
    found = [NewFinding(first + place, sighting, follows) for place, (sighting, follows) in enumerate(matched.new)]
    for part in _parts(found):
        yield FindingsFound(run, part)


def _known_again(state: State, matched: Matched, run: int, routines: dict[str, Portrait]) -> Iterator[Event]:
    numbers: dict[str, list[int]] = {"unchanged": [], "returned": [], "unseen": []}
    anew: dict[str, list[ChangedFinding]] = {"moved": [], "changed": []}
    gone: list[GoneFinding] = []
    for number, (result, sighting) in sorted(matched.known.items()):
        before = state.findings[number].seen
        if result == "gone":
            gone.append(GoneFinding(number, _evidence(state.findings[number], routines, run)))
        elif sighting is not None and (result == "changed" or _elsewhere(before, sighting)) and result != "returned":
            anew["changed" if result == "changed" else "moved"].append(ChangedFinding(number, sighting))
        else:
            numbers[result].append(number)
    for name, known in numbers.items():
        for part in _parts(known):
            yield FindingsSeen(run, **{name: part})  # type: ignore[arg-type]
    for name, items in anew.items():
        for items_part in _parts(items):
            yield FindingsSeen(run, **{name: items_part})  # type: ignore[arg-type]
    for gone_part in _parts(gone):
        yield FindingsGone(run, gone_part)


def _elsewhere(before: Sighting, now: Sighting) -> bool:
    """Whether a finding with the same words stands elsewhere, or the routine has got a new version."""
    return (before.path, before.line, before.section, before.fingerprint, before.version) != (
        now.path, now.line, now.section, now.fingerprint, now.version,
    )  # fmt: skip


def _evidence(finding: Tracked, routines: dict[str, Portrait], run: int) -> Evidence:
    """What stood there, what stands there now, and in which revisions."""
    seen = finding.seen
    now = routines.get(seen.routine)
    return Evidence(
        before=seen.text or seen.message,
        after=_part(now, seen.section) if now is not None else "",
        digest_before=seen.version,
        digest_after=now.digest if now is not None else "",
        run=run,
    )


def _part(routine: Portrait, section: Sequence[str]) -> str:
    """The text under the innermost heading of a place that still is there; the beginning of the routine else."""
    lines = routine.text.splitlines()
    for heading in reversed(section):
        for place, line in enumerate(lines):
            if line.startswith("#") and heading and heading in line:
                return _shown(lines[place:], line)
    return _shown(lines, "")


def _shown(lines: Sequence[str], heading: str) -> str:
    level = len(heading) - len(heading.lstrip("#"))
    body = []
    for place, line in enumerate(lines):
        if place and level and line.startswith("#") and len(line) - len(line.lstrip("#")) <= level:
            break
        body.append(line)
    return "\n".join(body).strip()[:_SHOWN]


def _parts(items: Iterable[_Item]) -> Iterator[tuple[_Item, ...]]:
    rest = iter(items)
    while part := tuple(islice(rest, _AT_ONCE)):
        yield part
