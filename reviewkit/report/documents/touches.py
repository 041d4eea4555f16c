"""The statements that touch a provision: findings, exceptions, what was muted, what is left, and what names it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from reviewkit.check import sections_of
from reviewkit.dossier import Dossier, Reviewed
from reviewkit.report.documents.pieces import norm_of, place_line
from reviewkit.report.documents.tree import Line, Text, plain
from reviewkit.report.documents.wording import Wording


class Touch(Struct, frozen=True):
    """A statement that touches a provision: what it is, by which rule, where, and what stands there."""

    kind: str
    rule: str
    routine: Reviewed
    line: int
    place: Line
    text: str
    why: Line


def provisions_by_rule(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """What each rule rests on: its provisions under their laws' own names, or its sources where there is no statute."""
    register, day = dossier.catalogue.register, date.fromisoformat(dossier.review.today)
    found: dict[str, tuple[str, ...]] = {}
    for spec in dossier.specs.values():
        names = []
        for basis in spec.basis:
            judged = [register.judge(citation, day) for citation in register.reader.read(basis)]
            own = [
                f"{one.law.nb} § {section}"
                for one in judged
                if one.law
                for section in sections_of(one.citation, one.law)
            ]
            names += own or [basis]
        found[spec.code] = tuple(dict.fromkeys(names)) or spec.source
    return found


def by_provision(dossier: Dossier, provisions: dict[str, tuple[str, ...]], wording: Wording) -> dict[str, list[Touch]]:
    """Every statement that touches a provision, in the order of the routines and lines."""
    found: dict[str, list[Touch]] = {name: [] for names in provisions.values() for name in names}
    for routine in dossier.routines:
        touches = [(name, touch) for touch in _touches(routine, wording) for name in provisions[touch.rule]]
        touches += ((name, touch) for name, touch in _citing(routine, wording) if name in found)
        for name, touch in sorted(touches, key=lambda item: (item[1].line, item[1].rule)):
            found[name].append(touch)
    return dict(sorted(found.items(), key=lambda item: _in_law(item[0])))


def _in_law(name: str) -> tuple[bool, str, int, str]:
    """Provisions by law and section number; what is no provision at the end."""
    law, mark, section = name.partition(" § ")
    number = "".join(letter for letter in section.split(" ")[0].split("-")[-1] if letter.isdigit())
    return not mark, law.casefold(), int(number or 0), section


def _touches(routine: Reviewed, wording: Wording) -> Iterator[Touch]:
    why: Line
    for item in routine.findings:
        found = item.finding
        yield _touch("finding", found.rule, routine, found.line, place_line(found, routine, wording), found.excerpt,
                     plain(wording("finding.number", number=item.number)))  # fmt: skip
    for held in routine.suppressed:
        found = held.finding
        until = wording.date(held.expires) if held.expires else wording("exceptions.open")
        why = (Text(held.reason, lang=norm_of(routine)), Text(f" ({wording('exceptions.until').lower()}: {until})"))
        yield _touch(
            "excepted", found.rule, routine, found.line, place_line(found, routine, wording), found.excerpt, why
        )
    for found in routine.muted:
        why = plain(wording("touch.muted.why"))
        yield _touch("muted", found.rule, routine, found.line, place_line(found, routine, wording), found.excerpt, why)
    for left in routine.portrait.left:
        why = plain(wording(f"standing.{left.standing}"))
        place = plain(wording("place.line", line=left.place.line))
        yield _touch("left", left.rule, routine, left.place.line, place, left.place.text, why)


def _citing(routine: Reviewed, wording: Wording) -> Iterator[tuple[str, Touch]]:
    """Where a routine names a provision itself."""
    for cited in routine.portrait.cited:
        for section in cited.sections:
            where = wording("touch.cited.why", key=cited.key) if cited.key else wording("touch.cited.text")
            place = plain(wording("place.line", line=cited.place.line))
            text = cited.place.text.removeprefix("- ") if cited.key else cited.place.text
            touch = _touch("cited", "", routine, cited.place.line, place, text, plain(where))
            yield f"{cited.name} § {section}", touch


def _touch(kind: str, rule: str, routine: Reviewed, line: int, place: Line, text: str, why: Line) -> Touch:
    return Touch(kind, rule, routine, line, place, " ".join(text.split()), why)
