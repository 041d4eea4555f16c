"""Which sections of two versions answer to each other, in order and out of it."""

from __future__ import annotations

from collections.abc import Sequence

from reviewkit.review.twin_align import Pairs, aligned, matched
from reviewkit.review.twin_norms import SAID_ALIKE, folded, likeness, overlap
from reviewkit.review.twin_reading import Part

_LEAST = 0.45
_LEAST_MOVED = 0.75


def answering_sections(first: Sequence[Part], second: Sequence[Part]) -> tuple[Pairs, Pairs]:
    """The parts that answer to each other in order, and those that do in another order; the first ones always do."""
    scores = _Scores(first, second)
    kept = aligned(range(1, len(first)), range(1, len(second)), scores.of, _LEAST)
    pairs = [(0, 0), *((one + 1, other + 1) for one, other in kept)]
    ones, others = {one for one, _ in pairs}, {other for _, other in pairs}
    left = [number for number in range(len(first)) if number not in ones]
    right = [number for number in range(len(second)) if number not in others]
    return pairs, matched(left, right, scores.anywhere, _LEAST_MOVED)


class _Scores:
    """How well two parts answer to each other: by heading, words, facts and level."""

    def __init__(self, first: Sequence[Part], second: Sequence[Part]) -> None:
        self._first, self._second = first, second
        self._facts = [[frozenset(f"{item.kind} {item.key}" for item in part.traits) for part in parts]
                       for parts in (first, second)]  # fmt: skip
        self._names = [[folded(part.heading) for part in parts] for parts in (first, second)]

    def of(self, one: int, other: int) -> float:
        left, right = self._first[one], self._second[other]
        name = likeness(self._names[0][one], self._names[1][other])
        body = [overlap(left.words, right.words)] if left.words and right.words else []
        facts = (self._facts[0][one], self._facts[1][other])
        body += [overlap(*facts)] if all(facts) else []
        score = max(name, 0.4 * name + 0.6 * sum(body) / len(body)) if body else name
        return min(1.0, score + (0.1 if left.level == right.level else -0.1))

    def anywhere(self, one: int, other: int) -> float:
        """The same where the order says nothing: the words below the headings must then be alike too."""
        left, right = self._first[one].words, self._second[other].words
        return self.of(one, other) if not (left or right) or overlap(left, right) >= SAID_ALIKE else 0.0
