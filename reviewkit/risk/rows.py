"""The rows of a sheet: each is a point of the list or a new one, and those that are merged become one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from msgspec import Struct

from reviewkit.check import Risk
from reviewkit.model import Filled, Worksheet
from reviewkit.risk.form import ACTIONS, NEW_MARK, Column
from reviewkit.risk.values import HIGHEST, LOWEST, TEN, Action, Entry, Fault, Point

_DASHES = re.compile(r"[‐‑‒–—]")
_GIVEN: tuple[Column, ...] = ("chosen", "probability", "consequence", "action", "wording", "with", "causes", "course")


def normal(words: str) -> str:
    """Words as they are compared: in lower case, with single spaces and plain hyphens."""
    return _DASHES.sub("-", " ".join(words.casefold().split()))


class Row(Struct, frozen=True):
    """A row of a sheet by its number in the file, with its cells by column."""

    index: int
    cells: Mapping[Column, Filled]

    def text(self, name: Column) -> str:
        """What stands in a column; nothing where there is no such cell."""
        cell = self.cells.get(name)
        return cell.text if cell is not None else ""


class Filling(Struct):
    """A row that somebody has filled in, read so far as it stands by itself."""

    row: Row
    number: int
    action: Action
    probability: int
    consequence: int
    merged: frozenset[int]


class Rows:
    """The filled rows of one worksheet, and what is wrong in them."""

    def __init__(
        self, worksheet: Worksheet, columns: Mapping[Column, int], risks: Mapping[int, Risk], language: str
    ) -> None:
        self.worksheet = worksheet
        self.columns = columns
        self.risks = risks
        self.language = language
        self.faults: list[Fault] = []
        self.filled: list[Filling] = []
        self._seen: dict[int, int] = {}

    def fail(self, row: Row, name: Column, message: str) -> None:
        """Note a fault in a cell."""
        self.faults.append(Fault(self.worksheet.path, self.worksheet.name, self.cell(row, name), message))

    def cell(self, row: Row, name: Column) -> str:
        """The name of a cell («F7»)."""
        return f"{letters(self.columns.get(name, 0))}{row.index}"

    def take(self, row: Row) -> None:
        """Read a row, unless nobody has written anything in it."""
        number = self._number(row)
        given = any(row.text(name) for name in _GIVEN) or (number == 0 and row.text("name"))
        if number is None or not given:
            return
        before = len(self.faults)
        action = self._action(row, number)
        merged = self._merged(row, number, action)
        values = [self._value(row, name) for name in ("probability", "consequence")]
        self._check_values(row, action, values)
        if number == 0 and not row.text("name"):
            self.fail(row, "name", "et nytt punkt må ha et kortnavn")
        if action == "reworded" and not row.text("wording"):
            self.fail(row, "wording", "skriv den nye ordlyden til punktet som er omformulert")
        if len(self.faults) == before:
            self.filled.append(Filling(row, number, action, values[0] or 0, values[1] or 0, merged))

    def _number(self, row: Row) -> int | None:
        """The number of a point, 0 for a new one; None where it is a fault, or a row that means nothing."""
        text = row.text("number")
        if not text or normal(text).startswith(NEW_MARK):
            return 0
        number = whole(row.cells["number"])
        if number is None or number not in self.risks:
            said = "nye punkter skrives nederst, uten nummer"
            self.fail(row, "number", f"«{text[:60]}» er ikke et nummer i listen (1–{max(self.risks)}); {said}")
            return None
        if number in self._seen:
            self.fail(row, "number", f"punkt {number} står også på rad {self._seen[number]}; behold den ene")
            return None
        self._seen[number] = row.index
        return number

    def _action(self, row: Row, number: int) -> Action:
        said = normal(row.text("action"))
        found = next((name for name, norms in ACTIONS.items() if said in (norms.nb, norms.nn)), None)
        if said and found is None:
            allowed = ", ".join(norms.nb for norms in ACTIONS.values())
            self.fail(row, "action", f"står «{row.text('action')[:60]}»; velg {allowed}, eller la cellen være tom")
        elif (found == "new") != (number == 0) and found is not None:
            what = f"punkt {number} står i listen, og er ikke nytt" if number else "et nytt punkt kan bare være «nytt»"
            self.fail(row, "action", what)
        if number == 0:
            return "new"
        return found or ("merged" if row.text("with") else "reworded" if row.text("wording") else "kept")

    def _merged(self, row: Row, number: int, action: Action) -> frozenset[int]:
        """The numbers that a point is merged with, its own among them."""
        text = row.text("with")
        if not text and action == "merged":
            self.fail(row, "with", "skriv numrene punktet er slått sammen med")
        if not text:
            return frozenset()
        numbers = [part for part in re.split(r"[\s,;+&]+|og", text) if part]
        if isinstance(row.cells["with"].value, float) or not all(part.isdecimal() for part in numbers):
            self.fail(row, "with", f"står «{text[:60]}»; skriv numrene med «og» imellom, som 4 og 7")
            return frozenset()
        found = {int(part) for part in numbers if len(part) < 6} | {number}
        unknown = sorted(found.difference(self.risks, {number}))
        if action != "merged":
            self.fail(row, "with", "bare et punkt fra listen som er «slått sammen», kan ha numre her")
        elif unknown or len(found) < 2:
            self.fail(row, "with", f"«{text[:60]}» må være numre på andre punkter i listen (1–{max(self.risks)})")
        return frozenset(found)

    def _value(self, row: Row, name: Column) -> int | None:
        text = row.text(name)
        if not text:
            return None
        value = whole(row.cells[name])
        if value is None or not LOWEST <= value <= HIGHEST:
            self.fail(row, name, f"står «{text[:60]}»; skriv et helt tall fra {LOWEST} til {HIGHEST}")
            return -1
        return value

    def _check_values(self, row: Row, action: Action, values: list[int | None]) -> None:
        """A point that is chosen has both values; one that is dropped has neither."""
        chosen = bool(row.text("chosen")) or any(value is not None for value in values)
        if action == "dropped" and chosen:
            self.fail(row, "action", "et punkt som er tatt bort, kan ikke være valgt eller ha verdier")
        elif chosen:
            for name, value in zip(("probability", "consequence"), values, strict=True):
                if value is None:
                    said = f"punktet er valgt, men verdien mangler; skriv et helt tall fra {LOWEST} til {HIGHEST}"
                    self.fail(row, cast(Column, name), said)


def whole(cell: Filled) -> int | None:
    """The whole number in a cell, also where it is written as text or with a point; None where there is none."""
    if isinstance(cell.value, float):
        return int(cell.value) if cell.value.is_integer() and abs(cell.value) < 1e6 else None
    if isinstance(cell.value, int):
        return cell.value
    text = cell.text.removesuffix(".")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def letters(place: int) -> str:
    """The letters of a column by its place from 0: A, B … Z, AA."""
    label = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        label = chr(ord("A") + rest) + label
    return label


def entries_of(rows: Rows) -> Iterator[Entry]:
    """What the rows say, point by point, merged points as one; more than ten points of the list are a fault."""
    sets = _sets(rows.filled)
    chosen = 0
    new: set[str] = set()
    done: set[frozenset[int]] = set()
    for filling in rows.filled:
        members = next((found for found in sets if filling.number in found), None)
        if members is None:
            entry = _entry(rows, filling)
            if entry.point.new and entry.point.key in new:
                rows.fail(filling.row, "name", f"det nye punktet «{entry.point.name[:60]}» står to ganger")
            new.add(entry.point.key)
        elif members in done:
            continue
        else:
            done.add(members)
            entry = _merged_entry(rows, members)
        chosen += entry.scored and not entry.point.new
        if entry.scored and not entry.point.new and chosen == TEN + 1:
            said = f"dette er punkt {chosen} fra listen; velg {TEN} (nye punkter kommer i tillegg)"
            rows.fail(filling.row, "chosen" if "chosen" in rows.columns else "probability", said)
        yield entry


def _sets(filled: list[Filling]) -> list[frozenset[int]]:
    """The points that are merged, also by way of others, as sets of numbers."""
    sets: list[frozenset[int]] = []
    for filling in filled:
        if filling.merged:
            joined = filling.merged.union(*(found for found in sets if found & filling.merged))
            sets = [found for found in sets if not found & joined] + [joined]
    return sets


def _entry(rows: Rows, filling: Filling) -> Entry:
    row = filling.row
    risk = rows.risks.get(filling.number)
    wording = row.text("wording")
    if risk is None:
        point = Point((), row.text("name"), wording or row.text("text"), own=True)
    else:
        text = wording or risk.text.by(rows.language)
        point = Point((risk.number,), risk.name.by(rows.language), text, own=bool(wording))
    return _valued(point, filling)


def _merged_entry(rows: Rows, members: frozenset[int]) -> Entry:
    """The entry of merged points: the values stand on one of their rows, whose name it bears."""
    numbers = tuple(sorted(members))
    fillings = [filling for filling in rows.filled if filling.number in members]
    scored = [filling for filling in fillings if filling.probability]
    for filling in scored[1:]:
        said = f"punktet er slått sammen; verdiene står alt på rad {scored[0].row.index}"
        rows.fail(filling.row, "probability", said)
    for filling in fillings:
        if filling.action == "dropped":
            rows.fail(filling.row, "action", "punktet er både tatt bort og slått sammen med et annet; velg det ene")
    main = (scored or fillings)[0]
    wording = next((text for filling in (main, *fillings) if (text := filling.row.text("wording"))), "")
    text = wording or " ".join(rows.risks[number].text.by(rows.language) for number in numbers)
    point = Point(numbers, rows.risks[main.number].name.by(rows.language), text, own=bool(wording))
    main.action = "merged"
    return _valued(point, main)


def _valued(point: Point, filling: Filling) -> Entry:
    row = filling.row
    return Entry(
        point, filling.action, filling.probability, filling.consequence, row.text("causes"), row.text("course")
    )
