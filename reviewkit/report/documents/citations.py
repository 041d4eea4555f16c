"""Law references in the routines: which provisions are named, how often, and how they stand in the register."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct, field

from reviewkit.check import Law
from reviewkit.dossier import Dossier, Reviewed
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import norm_of
from reviewkit.report.documents.tree import Block, Line, Listing, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording

_PLACES = 5


class _Use(Struct):
    """A provision as the routines name it, and where."""

    law: str
    name: str
    section: str
    fault: str
    places: list[tuple[Reviewed, int, str]] = field(default_factory=list)


def citations(dossier: Dossier, wording: Wording) -> Section:
    """Every law and section that is named, with how it stands; those that are wrong first."""
    uses = _uses(dossier)
    laws = {law.id: law for law in dossier.catalogue.register.laws}
    rows = tuple(
        (
            (references(dossier, (f"{use.name} § {use.section}" if use.section else use.name,), wording),),
            plain(_standing(use, laws.get(use.law), wording)),
            plain(wording.number(len(use.places))),
            _where(use, wording),
        )
        for use in sorted(uses, key=lambda use: (not use.fault, use.name, _number(use.section)))
    )
    columns = tuple(wording(f"citations.{name}") for name in ("law", "standing", "count", "where"))
    blocks: tuple[Block, ...] = (
        Paragraph(plain(wording("citations.lead", laws=wording.number(len(laws))))),
        Table(wording("citations.table"), columns, rows, wide=True)
        if rows
        else Paragraph(plain(wording("citations.none"))),
        *_faultless(uses, wording),
        *_coming(dossier, wording),
    )
    return Section("lovhenvisninger", plain(wording("citations.title")), blocks)


def _faultless(uses: list[_Use], wording: Wording) -> tuple[Block, ...]:
    """That nothing is wrong with the references, where nothing is."""
    return (Paragraph(plain(wording("citations.all-good"))),) if uses and not any(use.fault for use in uses) else ()


def _coming(dossier: Dossier, wording: Wording) -> tuple[Block, ...]:
    """The laws of the register that are adopted, and not in force on the day of the report."""
    day = date.fromisoformat(dossier.review.today)
    coming = [law for law in dossier.catalogue.register.laws if not law.applies(day) and not law.ended(day)]
    if not coming:
        return ()
    items = tuple(
        (
            Text(law.title, lang="" if wording.language == "nb" else "nb"),
            Text(f" ({law.id}): "),
            Text(
                wording("citations.not-in-force-from", date=wording.date(law.in_force))
                if law.in_force
                else wording("citations.not-in-force")
            ),
        )
        for law in coming
    )
    return Paragraph(plain(wording("citations.coming"))), Listing(items)


def _uses(dossier: Dossier) -> list[_Use]:
    found: dict[tuple[str, str, str, str], _Use] = {}
    for routine in dossier.routines:
        for cited in routine.portrait.cited:
            for section in cited.sections or ("",):
                key = (cited.law, cited.name, section, cited.fault)
                use = found.setdefault(key, _Use(cited.law, cited.name, section, cited.fault))
                use.places.append((routine, cited.place.line, cited.key))
    return list(found.values())


def _number(section: str) -> tuple[tuple[int, ...], str]:
    """The order of a section in its law: by chapter where it is numbered so, then by number, then by letter."""
    return tuple(int(digits) for digits in re.findall(r"[0-9]{1,9}", section)), section


def _standing(use: _Use, law: Law | None, wording: Wording) -> str:
    """How a reference stands on the day of the report, and from which day."""
    if use.fault == "repealed-law" and law is not None and law.repealed_from:
        return wording("citations.repealed-from", date=wording.date(law.repealed_from))
    if use.fault == "not-in-force" and law is not None:
        return (
            wording("citations.not-in-force-from", date=wording.date(law.in_force))
            if law.in_force
            else wording("citations.not-in-force")
        )
    if use.fault:
        return wording(f"citations.{use.fault}")
    if law is not None and not law.sections and use.section:
        return wording("citations.untested")
    return wording("citations.in-force")


def _where(use: _Use, wording: Wording) -> Line:
    parts: list[Text] = []
    for routine, line, key in use.places[:_PLACES]:
        parts += [Text("; ")] if parts else []
        parts += [
            Text(routine.portrait.title, lang=norm_of(routine)),
            Text(", "),
            Text(key, "code") if key else Text(wording("citations.text")),
            Text(f", {wording('place.line', line=line)}"),
        ]
    if len(use.places) > _PLACES:
        parts.append(Text("; " + wording.count("count.more", len(use.places) - _PLACES)))
    return tuple(parts)
