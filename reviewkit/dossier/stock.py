"""Sentences that are pasted alike into many routines: a stock phrase is no guidance."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reviewkit.dossier.values import Numbered, Reviewed

_MANY = 3
"""In fewer routines, a sentence may be alike for a reason of its own."""


class Stock(Struct, frozen=True):
    """A sentence as it is first written, every place where it stands (routine and line), and the findings on it."""

    text: str
    norm: str
    places: tuple[tuple[Reviewed, int], ...]
    findings: tuple[Numbered, ...]


def find_stock(routines: Iterable[Reviewed], many: int = _MANY) -> tuple[Stock, ...]:
    """The sentences that stand alike in at least so many routines, the most widespread first."""
    written: dict[str, str] = {}
    norms: dict[str, str] = {}
    places: dict[str, dict[str, tuple[Reviewed, int]]] = {}
    for routine in routines:
        for line, text in routine.portrait.sentences:
            alike = " ".join(text.casefold().split())
            written.setdefault(alike, text)
            norms.setdefault(alike, routine.portrait.norm)
            places.setdefault(alike, {}).setdefault(routine.key, (routine, line))
    found = [
        Stock(written[alike], norms[alike], tuple(standing.values()), tuple(_on(standing.values())))
        for alike, standing in places.items()
        if len(standing) >= many
    ]
    return tuple(sorted(found, key=lambda item: (-len(item.places), item.text)))


def _on(places: Iterable[tuple[Reviewed, int]]) -> Iterable[Numbered]:
    for routine, line in places:
        for item in routine.findings:
            if (
                item.finding.column
                and item.finding.line <= line <= item.finding.end_line
                and item.finding.end_column > 1
            ):
                yield item
