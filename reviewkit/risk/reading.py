"""A group's sheet from the cells of a file: what was chosen, scored and changed, and every cell that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct

from reviewkit.check import Norms, Risk
from reviewkit.model import Filled, Worksheet
from reviewkit.risk.form import BY_WORDS, CHOSEN, COLUMNS, HEADS, KIND_WORDS, NEEDED, Column
from reviewkit.risk.rows import Row, Rows, entries_of, normal
from reviewkit.risk.values import TEN, Fault, Kind, Sheet

Value = TypeVar("Value")
_HEAD_WITHIN = 30
_LONGEST = 10_000
_TYPED: tuple[Column, ...] = ("probability", "consequence")


class Reading(Struct, frozen=True):
    """A sheet as it was read, with its faults; no sheet where there is no form, or nobody has filled it in."""

    sheet: Sheet | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    form: bool = True


def read_sheet(
    worksheet: Worksheet, risks: Mapping[int, Risk], language: str, kind: Kind = "local", plenum: bool = False
) -> Reading:
    """What a worksheet says; a cell that is wrong is a fault with its place, and the others are still read.

    `kind` is what the sheet is where it does not say; with `plenum` it is the plenum's whatever it says. Formulas are
    faults, since they are not worked out.
    """
    heads = _heads(worksheet)
    if heads is None:
        return Reading(None, form=False)
    line, columns = heads
    faults = [_fault(worksheet, f"A{line + 1}", f"kolonnen «{COLUMNS[name].nb}» mangler")
              for name in NEEDED if name not in columns]  # fmt: skip
    if faults:
        return Reading(None, tuple(faults))
    rows = Rows(worksheet, columns, risks, language)
    told = _head_values(worksheet, line, rows.faults)
    _read_rows(rows, line)
    entries = entries_of(rows)
    if not rows.filled and not rows.faults:
        return Reading(None)
    sheet = Sheet(
        _group_name(worksheet, told["group"]),
        _worded(KIND_WORDS, told["kind"], kind),
        plenum or _worded(BY_WORDS, told["by"], False),
        worksheet.path,
        worksheet.name,
        tuple(entries),
    )
    return Reading(sheet, tuple(rows.faults), tuple(_notes(sheet)))


def _heads(worksheet: Worksheet) -> tuple[int, dict[Column, int]] | None:
    """The row of the heads (from 0) and the place of each column; None where the sheet is no form."""
    known = {_head(words): name for name, norms in COLUMNS.items() for words in (norms.nb, norms.nn)}
    for line, row in enumerate(worksheet.rows[:_HEAD_WITHIN]):
        found: dict[Column, int] = {}
        for place, cell in enumerate(row):
            name = known.get(_head(cell.text))
            if name is not None:
                found.setdefault(name, place)
        if "number" in found and len(found) >= 3:
            return line, found
    return None


def _head(words: str) -> str:
    return normal(re.sub(r"[(,].*", "", words, flags=re.DOTALL))


def _head_values(worksheet: Worksheet, line: int, faults: list[Fault]) -> dict[str, str]:
    """What stands above the heads: the group's name, the kind of workshop, and who has filled it in."""
    told = dict.fromkeys(HEADS, "")
    allowed: dict[str, Iterable[Norms]] = {"kind": KIND_WORDS.values(), "by": BY_WORDS.values()}
    for number, row in enumerate(worksheet.rows[:line], start=1):
        label = normal(row[0].text).rstrip(":") if row else ""
        name = next((key for key, norms in HEADS.items() if label in (normal(norms.nb), normal(norms.nn))), "")
        if not name or len(row) < 2:
            continue
        told[name] = row[1].text[:200]
        words = [norms.nb for norms in allowed.get(name, ())]
        if row[1].formula:
            faults.append(_fault(worksheet, f"B{number}", "en formel regnes ikke ut; skriv teksten selv"))
        elif words and told[name] and normal(told[name]) not in words:
            faults.append(_fault(worksheet, f"B{number}", f"står «{told[name][:60]}»; skriv {' eller '.join(words)}"))
    return told


def _read_rows(rows: Rows, line: int) -> None:
    """Every row below the heads that somebody has filled in; a chosen number beyond ten is a fault."""
    for index, cells in enumerate(rows.worksheet.rows[line + 1 :], start=line + 2):
        row = Row(index, {name: cells[place] for name, place in rows.columns.items() if place < len(cells)})
        wrong = [name for name, cell in row.cells.items() if not _sound(rows, row, name, cell)]
        if not wrong:
            rows.take(row)


def _sound(rows: Rows, row: Row, name: Column, cell: Filled) -> bool:
    """Whether a cell can be read at all; what cannot is a fault."""
    from_text = rows.worksheet.name == "" and isinstance(cell.value, str)
    if cell.formula or (from_text and name in _TYPED and cell.text.startswith("=")):
        rows.fail(row, name, "en formel regnes ikke ut; skriv verdien selv")
    elif cell.odd:
        rows.fail(row, name, f"står «{cell.text[:60]}», som verken er tekst eller et tall; skriv verdien selv")
    elif len(cell.text) > _LONGEST:
        rows.fail(row, name, f"teksten er på {len(cell.text)} tegn; kort den ned til høyst {_LONGEST}")
    elif name == "chosen" and cell.text and normal(cell.text) != CHOSEN:
        rows.fail(row, name, f"står «{cell.text[:60]}»; skriv x, eller la cellen være tom")
    else:
        return True
    return False


def _fault(worksheet: Worksheet, cell: str, message: str) -> Fault:
    return Fault(worksheet.path, worksheet.name, cell, message)


def _group_name(worksheet: Worksheet, told: str) -> str:
    return told or worksheet.name or re.sub(r".*[/\\]|\.[^.]*$", "", worksheet.path)


def _worded(words: Mapping[Value, Norms], told: str, otherwise: Value) -> Value:
    return next((value for value, norms in words.items() if normal(told) in (norms.nb, norms.nn)), otherwise)


def _notes(sheet: Sheet) -> Iterable[str]:
    chosen = sum(entry.scored and not entry.point.new for entry in sheet.entries)
    if 0 < chosen < TEN:
        yield f"«{sheet.group}» har gitt verdier til {chosen} punkter fra listen; rapporten ber om {TEN}"
