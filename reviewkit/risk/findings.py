"""The ranking beside the review: which risks show in which routines, and which no check looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from reviewkit.check import CheckSpec
from reviewkit.model import Finding
from reviewkit.risk.values import Ranked, Ranking


class Touch(Struct, frozen=True):
    """A ranked point with the checks that bear on it, and how many findings each routine has; `top` if it is among
    the points whose causes are described."""

    item: Ranked
    checks: tuple[str, ...]
    routines: tuple[tuple[str, int], ...]
    top: bool


def touches(ranking: Ranking, findings: Sequence[Finding], checks: Sequence[CheckSpec]) -> list[Touch]:
    """Each point of the ranking with its checks and findings; a merged point has those of all its numbers."""
    top = {item.point.key for item in ranking.top}
    return [
        Touch(item, _checks_on(item, checks), _routines_of(item, findings), item.point.key in top)
        for item in ranking.ranked
    ]


def uncovered(touched: Iterable[Touch]) -> list[Touch]:
    """The top points that no check bears on: no finding can show them, whatever the routines say."""
    return [item for item in touched if item.top and not item.checks]


def _checks_on(item: Ranked, checks: Iterable[CheckSpec]) -> tuple[str, ...]:
    numbers = set(item.point.numbers)
    return tuple(spec.code for spec in checks if any(risk.point in numbers for risk in spec.risk_points))


def _routines_of(item: Ranked, findings: Iterable[Finding]) -> tuple[tuple[str, int], ...]:
    numbers = set(item.point.numbers)
    counts = Counter(finding.path for finding in findings if numbers.intersection(finding.risk_points))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
