"""A run to the events that record it: what is new, unchanged, changed, gone, back, or was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import masked, private_spans
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
from reviewkit.register.matching import Ground, Matched, match
from reviewkit.register.values import Evidence, RoutineSeen, Sighting, State, Tracked
from reviewkit.review import Portrait

_AT_ONCE = 1_000
_SHOWN = 2_000
_Item = TypeVar("_Item")


class Looked(Struct, frozen=True):
    """What a run looked at: the review, the portraits of its routines, and what was missing.

    `missing` are the paths of known routines that the run should have met and that are no longer there; `asked` are
    the rules that were asked of the routine at a path, where they are fewer than those of the review.
    """

    review: Review
    portraits: tuple[Portrait, ...]
    version: str
    revision: str = ""
    missing: frozenset[str] = frozenset()
    asked: Mapping[str, frozenset[str]] = {}


def recorded(state: State, looked: Looked) -> list[Event]:
    """The events of a run after a state; findings of one kind come in parts, so that no entry grows without bound."""
    review = looked.review
    portraits = {portrait.path: portrait for portrait in looked.portraits}
    ground = _ground(state, looked)
    matched = match(
        state,
        _sightings(review.findings, portraits),
        ground,
        _sightings((*(item.finding for item in review.suppressed), *review.muted, *review.baselined), portraits),
    )
    number = len(state.runs) + 1
    run = RunRecorded(
        number, date.fromisoformat(review.today), review.catalogue, looked.version,
        tuple(RoutineSeen(item.id, nameless(item.path), item.digest, item.owner) for item in looked.portraits),
        tuple(rule.code for rule in review.rules), nameless(" ".join(looked.revision.split())),
    )  # fmt: skip
    by_id = {portrait.id: portrait for portrait in looked.portraits}
    now = {old: by_id[new] for old, new in ground.renamed.items()} | by_id
    return [run, *_known_again(state, matched, number, now), *_new(state, matched, number)]


@lru_cache(4_096)
def nameless(text: str) -> str:
    """A text without personal data."""
    return masked(text, private_spans(text))


def _ground(state: State, looked: Looked) -> Ground:
    """Where a run looked: in its routines for the rules asked of them, and where routines are withdrawn, for all.

    A routine with a new id at the path of one that is nowhere else is the same routine. Where the catalogue is another
    and the routine as it was, a rule has changed and no text: that is nothing gone.
    """
    review = looked.review
    digests = {portrait.id: portrait.digest for portrait in looked.portraits}
    at_path = {nameless(portrait.path): portrait.id for portrait in looked.portraits}
    before = {item.seen.routine for item in state.findings.values()}
    renamed = {
        item.seen.routine: new
        for item in state.findings.values()
        if item.seen.routine not in digests and (new := at_path.get(item.seen.path)) and new not in before
    }
    withdrawn = looked.missing | ({nameless(item.path) for item in review.not_reviewed} - at_path.keys())
    asked = frozenset(rule.code for rule in review.rules)
    fewer = {at_path[nameless(path)]: codes for path, codes in looked.asked.items() if nameless(path) in at_path}
    same_rules = {
        run.number for run in state.runs if (run.catalogue, run.version) == (review.catalogue, looked.version)
    }

    def looked_for(item: Tracked) -> bool:
        routine = renamed.get(item.seen.routine, item.seen.routine)
        if routine not in digests:
            return item.seen.path in withdrawn
        another_text = digests[routine] != item.seen.version
        return item.seen.rule in fewer.get(routine, asked) and (another_text or item.last_run in same_rules)

    return Ground(looked_for, renamed)


def _sightings(findings: Iterable[Finding], routines: Mapping[str, Portrait]) -> list[Sighting]:
    return [_sighting(finding, routines[finding.path]) for finding in findings if finding.path in routines]


def _sighting(finding: Finding, routine: Portrait) -> Sighting:
    return Sighting(
        fingerprint=finding.fingerprint, rule=finding.rule, severity=finding.severity, routine=routine.id,
        path=nameless(finding.path), line=finding.line, section=finding.section, text=" ".join(finding.excerpt.split()),
        message=finding.message, owner=routine.owner, title=routine.title, version=routine.digest,
    )  # fmt: skip


def _new(state: State, matched: Matched, run: int) -> Iterator[Event]:
    first = state.next_number
    found = [NewFinding(first + place, sighting, follows) for place, (sighting, follows) in enumerate(matched.new)]
    for part in _parts(found):
        yield FindingsFound(run, part)


def _known_again(state: State, matched: Matched, run: int, routines: dict[str, Portrait]) -> Iterator[Event]:
    numbers: dict[str, list[int]] = {"unchanged": [], "unseen": []}
    anew: dict[str, list[ChangedFinding]] = {"moved": [], "changed": [], "returned": []}
    gone: list[GoneFinding] = []
    for number, (result, sighting) in sorted(matched.known.items()):
        finding = state.findings[number]
        if result == "gone":
            gone.append(GoneFinding(number, _evidence(finding, routines, run)))
        elif sighting is None:
            if finding.state != "closed":
                numbers[result].append(number)
        elif result != "unchanged":
            anew[result].append(ChangedFinding(number, sighting))
        elif _elsewhere(finding.seen, sighting):
            anew["moved"].append(ChangedFinding(number, sighting))
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
    """Whether a finding with the same words stands elsewhere, in a new version of the routine, or weighs otherwise."""
    return replace(before, message="", title="", owner="") != replace(now, message="", title="", owner="")


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
    for heading in filter(None, reversed(section)):
        found = [place for place, line in enumerate(lines) if line.startswith("#") and heading in line]
        exact = [place for place in found if lines[place].strip("# ") == heading]
        for place in (exact or found)[:1]:
            return _shown(lines[place:], lines[place])
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
