"""All sheets of a workshop together: each group once, under a name of its own, and at most one plenum of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.risk.reading import Reading
from reviewkit.risk.values import KINDS, Fault, Kind, Sheet


class Gathered(Struct, frozen=True):
    """The sheets that count, in an order that does not depend on how they were given, and what is wrong with them."""

    sheets: tuple[Sheet, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    def kinds(self) -> list[Kind]:
        """The kinds of workshop that there are sheets of."""
        found = {sheet.kind for sheet in self.sheets}
        return [kind for kind in KINDS if kind in found]


def gather(readings: Sequence[Reading]) -> Gathered:
    """The sheets of all files; a sheet that is given twice and a second plenum are faults."""
    faults = [fault for reading in readings for fault in reading.faults]
    notes = sorted({note for reading in readings for note in reading.notes})
    sheets = sorted(
        (reading.sheet for reading in readings if reading.sheet is not None),
        key=lambda sheet: (sheet.kind, not sheet.plenum, sheet.group.casefold(), sheet.path, sheet.name),
    )
    faults += _twice(sheets)
    for kind in KINDS:
        for sheet in [sheet for sheet in sheets if sheet.kind == kind and sheet.plenum][1:]:
            faults.append(_fault(sheet, "det er to skjemaer fra plenum; behold det som gjelder"))
    return Gathered(tuple(_named(sheets)), tuple(faults), tuple(notes))


def _twice(sheets: Iterable[Sheet]) -> Iterable[Fault]:
    """Faults for the same sheet given twice, by its place or by a group's name with the very same answers."""
    seen: dict[object, tuple[int, Sheet]] = {}
    for number, sheet in enumerate(sheets):
        for key in ((sheet.path, sheet.name), (sheet.kind, sheet.plenum, sheet.group.casefold(), sheet.entries)):
            first, other = seen.setdefault(key, (number, sheet))
            if first != number:
                place = f"{other.path}, ark «{other.name}»" if other.name else other.path
                yield _fault(sheet, f"skjemaet fra «{sheet.group}» er det samme som i {place}; oppgi det én gang")
                break


def _named(sheets: Sequence[Sheet]) -> Iterable[Sheet]:
    """The sheets with groups of the same name told apart by their files."""
    names = Counter((sheet.kind, sheet.plenum, sheet.group.casefold()) for sheet in sheets)
    for sheet in sheets:
        shared = names[sheet.kind, sheet.plenum, sheet.group.casefold()] > 1
        place = f"{sheet.path}: {sheet.name}" if sheet.name else sheet.path
        yield replace(sheet, group=f"{sheet.group} ({place})") if shared else sheet


def _fault(sheet: Sheet, message: str) -> Fault:
    return Fault(sheet.path, sheet.name, "", message)
