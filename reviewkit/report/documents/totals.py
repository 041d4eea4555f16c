"""Totals by county, municipality, office and owner, with the share that was reviewed.

The county governors' joint reports give their figures so, with the share of the counties that took part.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from reviewkit.dossier import Dossier
from reviewkit.model import Finding
from reviewkit.report.documents.pieces import counted
from reviewkit.report.documents.tree import Block, Line, Paragraph, Table, plain, strong
from reviewkit.report.documents.wording import Wording
from reviewkit.review import Portrait

_Place = tuple[str, str, str, str]
"""County, municipality, office and owner; empty where unsaid."""


class _Total(Struct):
    known: int = 0
    reviewed: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: _Total) -> None:
        """Take another total in."""
        self.known += other.known
        self.reviewed += other.reviewed
        self.findings += other.findings


def totals(dossier: Dossier, wording: Wording) -> Iterator[Block]:
    """The table, where the routines belong to more than one; and what it does not count."""
    found = _totals(dossier)
    if len(found) < 2:
        return
    counties = sorted({place[0] for place in found})
    rows: list[tuple[Line, ...]] = []
    for county in counties:
        inside = {place: total for place, total in found.items() if place[0] == county}
        if len(counties) > 1:
            whole = _Total()
            for total in inside.values():
                whole.add(total)
            rows.append(
                (strong(county or wording("totals.no-county")), plain(""), plain(""), *_figures(whole, wording))
            )
        rows += [_row(place, total, wording) for place, total in sorted(inside.items())]
    names = ("place", "office", "owner", "known", "reviewed", "share", "findings")
    columns = tuple(wording(f"totals.{name}") for name in names)
    yield Table(wording("totals.table"), columns, tuple(rows), wide=True)
    yield Paragraph(plain(wording("totals.note")), "note")


def _totals(dossier: Dossier) -> dict[_Place, _Total]:
    found: dict[_Place, _Total] = {}
    for routine in dossier.routines:
        total = found.setdefault(_place(routine.portrait), _Total())
        total.add(_Total(1, 1, [item.finding for item in routine.findings]))
    for portrait in dossier.retired:
        found.setdefault(_place(portrait), _Total()).add(_Total(1))
    return found


def _place(portrait: Portrait) -> _Place:
    return portrait.county, portrait.municipality, portrait.office, " ".join(portrait.owner.split())


def _row(place: _Place, total: _Total, wording: Wording) -> tuple[Line, ...]:
    county, municipality, office, owner = place
    where = municipality or county or wording("totals.no-county")
    return plain(where), plain(office or "–"), plain(owner or wording("owner.unnamed")), *_figures(total, wording)


def _figures(total: _Total, wording: Wording) -> tuple[Line, ...]:
    share = wording.percent(total.reviewed / total.known) if total.known else "–"
    figures = (wording.number(total.known), wording.number(total.reviewed), share, counted(total.findings, wording))
    return tuple(plain(words) for words in figures)
