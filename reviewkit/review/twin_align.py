"""Two sequences laid side by side: what answers to what, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_Left = TypeVar("_Left")
_Right = TypeVar("_Right")
_MOST = 40_000
"""With more pairs than this to weigh, what has the same number is taken to answer to each other."""

Pairs = list[tuple[int, int]]


def aligned(
    left: Sequence[_Left], right: Sequence[_Right], score: Callable[[_Left, _Right], float], least: float
) -> Pairs:
    """The pairs of places, both rising, that give the highest sum of scores; none scores under `least`."""
    if len(left) * len(right) > _MOST:
        return [(place, place) for place in range(min(len(left), len(right)))]
    gains = [[score(one, other) - least for other in right] for one in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row in range(len(left) - 1, -1, -1):
        for column in range(len(right) - 1, -1, -1):
            gain = gains[row][column]
            taken = best[row + 1][column + 1] + gain if gain >= 0 else -1.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], taken)
    return _way(gains, best)


def _way(gains: list[list[float]], best: list[list[float]]) -> Pairs:
    found: Pairs = []
    row = column = 0
    while row < len(gains) and column < len(gains[row]):
        gain = gains[row][column]
        if gain >= 0 and best[row][column] == best[row + 1][column + 1] + gain:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def matched(
    left: Sequence[int], right: Sequence[int], score: Callable[[int, int], float], least: float
) -> Pairs:  # fmt: skip
    """Pairs in any order among what is left over, the best first; each once."""
    if len(left) * len(right) > _MOST:
        return []
    weighed = sorted(((score(one, other), -one, -other) for one in left for other in right), reverse=True)
    taken: tuple[set[int], set[int]] = set(), set()
    found: Pairs = []
    for value, one, other in weighed:
        if value >= least and -one not in taken[0] and -other not in taken[1]:
            taken[0].add(-one)
            taken[1].add(-other)
            found.append((-one, -other))
    return sorted(found)
