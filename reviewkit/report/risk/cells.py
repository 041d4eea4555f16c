"""Cells that are only ever read: no words that people wrote become a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from reviewkit.model import UsageError
from reviewkit.report.harmless import no_formula

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float
MISSING = "XLSX trenger pakken «openpyxl», som mangler; installer med: pip install 'reviewkit[risk]', eller velg csv"
FONT = "Calibri"
LONGEST = 32_767
_LINE, _LETTER, _TALLEST = 15, 1.1, 409
_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MADE = (2000, 1, 1, 0, 0, 0)
_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def new_workbook() -> Workbook:
    """An empty workbook; raises UsageError where openpyxl is missing."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise UsageError(MISSING) from None
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """Write a cell: a number as a number, words as words whatever they begin with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("�", value)[:LONGEST]
        if cell.value:
            cell.data_type = "s"
    else:
        cell.value = value


def heightened(sheet: Worksheet, widths: Sequence[float], lowest: float = 15) -> None:
    """Make each row as high as its words need in columns of these widths, since no program does it for a new file."""
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        lines = max((_lines(value, width) for value, width in zip(row, widths, strict=False)), default=1)
        sheet.row_dimensions[number].height = min(_TALLEST, max(lowest, _LINE * lines))


def _lines(value: object, width: float) -> int:
    words = value if isinstance(value, str) else ""
    return sum(max(1, math.ceil(len(part) * _LETTER / width)) for part in words.split("\n"))


def printed(sheet: Worksheet, landscape: bool, paper: Literal[8, 9] = 9) -> None:
    """Let a sheet be printed as wide as the page, on A4 (9) or A3 (8)."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook, the same each time: no file in it has a time of its own."""
    written, settled = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/core.xml":
                data = _DATE.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            part = zipfile.ZipInfo(name, _MADE)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, data)
    return settled.getvalue()


def csv_of(rows: Iterable[Iterable[Value]], decimal: str = ",") -> bytes:
    """Rows as CSV for a Norwegian spreadsheet: semicolons, UTF-8 with its mark, no words that begin like a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_tame(value, decimal) for value in row])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _tame(value: Value, decimal: str) -> str:
    if isinstance(value, str):
        return no_formula(_ILLEGAL.sub("�", value))
    return str(value).replace(".", decimal)
