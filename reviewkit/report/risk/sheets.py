"""The ranking for a spreadsheet: CSV with the ranking, and a workbook with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Language
from reviewkit.report.risk.cells import FONT, csv_of, heightened, new_workbook, printed, put, saved
from reviewkit.report.risk.tables import Flat, Result, other_tables, ranking_table
from reviewkit.risk.rows import letters

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDEST = 60


def ranking_csv(result: Result, language: Language) -> bytes:
    """The points in order, one a row."""
    table = ranking_table(result, language)
    return csv_of([table.head, *table.rows], "." if language == "en" else ",")


def ranking_workbook(result: Result, language: Language) -> bytes:
    """A sheet for each table; raises UsageError where openpyxl is missing."""
    book = new_workbook()
    for table in (ranking_table(result, language), *other_tables(result, language)):
        _sheet(book, table)
    return saved(book)


def _sheet(book: Workbook, table: Flat) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(table.name)
    for number, row in enumerate((table.head, *table.rows), start=1):
        for column, value in enumerate(row, start=1):
            put(sheet, number, column, value)
            sheet.cell(number, column).alignment = Alignment(wrap_text=True, horizontal="left", vertical="top")
    widths = [_width(table, column) for column in range(len(table.head))]
    for column, width in enumerate(widths, start=1):
        head = sheet.cell(1, column)
        head.font, head.fill = Font(name=FONT, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3A5F")
        sheet.column_dimensions[letters(column - 1)].width = width
    heightened(sheet, widths)
    sheet.freeze_panes = "A2"
    printed(sheet, landscape=True)


def _width(table: Flat, column: int) -> int:
    """As wide as the words of a column, within limits; the heads may take two lines."""
    longest = max((len(str(row[column])) for row in table.rows), default=0)
    return min(_WIDEST, max(10, longest + 2, len(table.head[column]) // 2 + 5))
