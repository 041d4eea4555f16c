"""Which finding of a run is which in the register: by fingerprint, then by rule, routine and words, then by place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct, field

from reviewkit.register.states import after
from reviewkit.register.values import RunResult, Sighting, State, Tracked


class Matched(Struct):
    """What a run says: of each known finding its result and how it looks now, and the findings that are new.

    `new` has with each sighting the closed finding that it is a return of, or 0.
    """

    known: dict[int, tuple[RunResult, Sighting | None]] = field(default_factory=dict)
    new: list[tuple[Sighting, int]] = field(default_factory=list)


def match(state: State, seen: Sequence[Sighting], routines: Iterable[str], rules: Iterable[str]) -> Matched:
    """Match what a run saw with what is known; `routines` and `rules` are those that the run looked at.

    A routine that should have been there and is not was looked at too. What was not looked at is unseen, never gone.
    """
    succeeded = {item.follows for item in state.findings.values() if item.follows}
    known = [item for item in state.findings.values() if not item.source and item.number not in succeeded]
    matched = Matched()
    waiting, rest = list(known), list(seen)
    for key in (_identity, _words):
        waiting, rest = _pair(waiting, rest, key, matched, _same)
    present = [item for item in waiting if item.present]
    _, rest = _pair(present, rest, _place, matched, _changed)
    looked, asked = frozenset(routines), frozenset(rules)
    for item in known:
        if item.number not in matched.known:
            inside = item.seen.rule in asked and item.seen.routine in looked
            matched.known[item.number] = ("gone" if inside and item.present else "unseen", None)
    matched.new += [(sighting, 0) for sighting in rest]
    return matched


def _identity(item: Sighting) -> Hashable:
    return item.fingerprint


def _words(item: Sighting) -> Hashable:
    return item.rule, item.routine, " ".join(item.text.casefold().split())


def _place(item: Sighting) -> Hashable:
    return item.rule, item.routine, item.section


def _pair(
    waiting: Sequence[Tracked], seen: Sequence[Sighting], key: Callable[[Sighting], Hashable], matched: Matched,
    result: Callable[[Tracked], RunResult],
) -> tuple[list[Tracked], list[Sighting]]:  # fmt: skip
    """Pair findings and sightings of one key in their order; gives those of both that are left."""
    by_key: dict[Hashable, deque[Tracked]] = {}
    for item in waiting:
        by_key.setdefault(key(item.seen), deque()).append(item)
    left: list[Sighting] = []
    taken: set[int] = set()
    for sighting in seen:
        queue = by_key.get(key(sighting))
        if not queue:
            left.append(sighting)
            continue
        item = queue.popleft()
        taken.add(item.number)
        said = result(item)
        if after(item.state, said).successor:
            matched.known[item.number] = ("unseen", None)
            matched.new.append((sighting, item.number))
        else:
            matched.known[item.number] = (said, sighting)
    return [item for item in waiting if item.number not in taken], left


def _same(item: Tracked) -> RunResult:
    return "unchanged" if item.present else "returned"


def _changed(_: Tracked) -> RunResult:
    return "changed"
