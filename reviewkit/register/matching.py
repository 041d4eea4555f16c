"""Which finding of a run is which in the register: by identity, then by rule, routine and words, then by likeness."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence

from msgspec import Struct, field

from reviewkit.register.states import after
from reviewkit.register.values import RunResult, Sighting, State, Tracked

_ALIKE = 0.5
"""How much of the words must be the same where the heading is another too."""
_SAME_HEADING = 0.3


class Ground(Struct, frozen=True):
    """What a run went over: `looked` says whether it looked where a finding was, for what the finding says.

    `renamed` gives the new id of routines that have got one.
    """

    looked: Callable[[Tracked], bool]
    renamed: Mapping[str, str] = {}

    def routine(self, item: Sighting) -> str:
        """The id that a finding's routine has now."""
        return self.renamed.get(item.routine, item.routine)


class Matched(Struct):
    """What a run says: of each known finding its result and how it looks now, and the findings that are new.

    `new` has with each sighting the closed finding that it is a return of, or 0.
    """

    known: dict[int, tuple[RunResult, Sighting | None]] = field(default_factory=dict)
    new: list[tuple[Sighting, int]] = field(default_factory=list)


def match(state: State, seen: Sequence[Sighting], ground: Ground, hidden: Sequence[Sighting] = ()) -> Matched:
    """Match what a run saw with what is known; what was not looked at is unseen, never gone.

    `hidden` is what the run saw and did not raise (an author's exception, a baseline): it keeps what is known alive,
    and is never new.
    """
    succeeded = {item.follows for item in state.findings.values() if item.follows}
    known = [item for item in state.findings.values() if not item.source and item.number not in succeeded]
    matched = Matched()
    present, absent = [item for item in known if item.present], [item for item in known if not item.present]
    keys = _keys(ground)
    rest = list(seen)
    for key in keys:
        present, rest = _pair(present, rest, key, matched)
    for key in keys:
        present, hidden = _pair(present, hidden, key, matched)
    for key in keys:
        absent, rest = _pair(absent, rest, key, matched)
    present, rest = _pair_alike(present, rest, ground, matched)
    for item in (*present, *absent):
        over = item.present or item.state not in ("rejected", "closed")
        matched.known[item.number] = ("gone" if over and ground.looked(item) else "unseen", None)
    matched.new += [(sighting, 0) for sighting in rest]
    return matched


def plain_words(text: str) -> str:
    """Words as they are compared: in small letters, with single spaces."""
    return " ".join(text.casefold().split())


def _keys(ground: Ground) -> Sequence[Callable[[Sighting], Hashable]]:
    """What two sightings of one finding have in common, from the surest; the message parts equals (a key, a date)."""

    def words(item: Sighting) -> tuple[Hashable, ...]:
        return item.rule, ground.routine(item), plain_words(item.text or item.message)

    return (
        lambda item: (*words(item), item.section, item.message, item.path),
        lambda item: (*words(item), item.section, item.message),
        lambda item: item.fingerprint,
        lambda item: (*words(item), item.message),
        words,
    )


def _pair(
    waiting: Sequence[Tracked], seen: Sequence[Sighting], key: Callable[[Sighting], Hashable], matched: Matched
) -> tuple[list[Tracked], list[Sighting]]:
    """Pair findings and sightings of one key in their order; gives those of both that are left."""
    if not waiting or not seen:
        return list(waiting), list(seen)
    by_key: defaultdict[Hashable, deque[Tracked]] = defaultdict(deque)
    for item in waiting:
        by_key[key(item.seen)].append(item)
    left: list[Sighting] = []
    taken: set[int] = set()
    for sighting in seen:
        queue = by_key.get(key(sighting))
        if not queue:
            left.append(sighting)
            continue
        item = queue.popleft()
        taken.add(item.number)
        said: RunResult = "unchanged" if item.present else "returned"
        if after(item.state, said).successor:
            matched.known[item.number] = ("unseen", None)
            matched.new.append((sighting, item.number))
        else:
            matched.known[item.number] = (said, sighting)
    return [item for item in waiting if item.number not in taken], left


def _pair_alike(
    waiting: Sequence[Tracked], seen: Sequence[Sighting], ground: Ground, matched: Matched
) -> tuple[list[Tracked], list[Sighting]]:
    """Pair what is left by how alike the words are, of one rule in one routine: the text has changed."""
    groups: defaultdict[Hashable, list[tuple[int, Sighting]]] = defaultdict(list)
    for place, sighting in enumerate(seen):
        groups[sighting.rule, ground.routine(sighting)].append((place, sighting))
    bags = [_bag(sighting) for sighting in seen]
    scored = []
    for item in waiting:
        bag = _bag(item.seen)
        for place, sighting in groups.get((item.seen.rule, ground.routine(item.seen)), ()):
            score = _likeness(bag, bags[place], item.seen.section == sighting.section)
            if score is not None:
                scored.append((-score, item.number, place))
    numbers: set[int] = set()
    places: set[int] = set()
    for _, number, place in sorted(scored):
        if number not in numbers and place not in places:
            numbers.add(number)
            places.add(place)
            matched.known[number] = ("changed", seen[place])
    left = [sighting for place, sighting in enumerate(seen) if place not in places]
    return [item for item in waiting if item.number not in numbers], left


def _bag(item: Sighting) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (item.text or item.message).casefold()))


def _likeness(before: frozenset[str], now: frozenset[str], same_heading: bool) -> float | None:
    """How alike two sightings are by their words; None where they are two different findings."""
    shared = 2 * len(before & now) / max(1, len(before) + len(now))
    if same_heading:
        return shared + _SAME_HEADING
    return shared if shared >= _ALIKE else None
