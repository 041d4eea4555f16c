"""The workshop's form as a file: XLSX with choices that guide whoever fills it in, and CSV with the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from reviewkit.check import Norms, Risk
from reviewkit.report.risk.cells import FONT, csv_of, heightened, new_workbook, printed, put, saved
from reviewkit.report.risk.guide import GUIDE
from reviewkit.risk import COLUMNS, Form, form_rows
from reviewkit.risk.form import ACTIONS, BY_WORDS, CHOSEN, HEADS, KIND_WORDS, Column
from reviewkit.risk.rows import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FormFormat = Literal["xlsx", "csv"]
FORM_FORMATS: tuple[FormFormat, ...] = get_args(FormFormat)

_HEAD_ROW = 5
_GUIDE_WIDTH = 84
_WIDTHS: Mapping[Column, int] = {
    "number": 13, "theme": 18, "name": 24, "text": 46, "chosen": 8, "probability": 18, "consequence": 18,
    "action": 14, "wording": 32, "with": 13, "causes": 34, "course": 34,
}  # fmt: skip
_DARK, _LIGHT, _OPEN = "FF1F3A5F", "FFE8EDF3", "FFFFFBE6"
_SAID = {
    "score": Norms(
        nb="Skriv et helt tall fra 1 (lav) til 5 (høy).", nn="Skriv eit heilt tal frå 1 (lågt) til 5 (høgt)."
    ),
    "choice": Norms(nb="Velg fra listen, eller la cellen være tom.", nn="Vel frå lista, eller la cella vere tom."),
    "title": Norms(nb="Ikke gyldig", nn="Ikkje gyldig"),
}


def form_csv(form: Form, risks: Sequence[Risk], language: str) -> bytes:
    """One form as CSV."""
    return csv_of(form_rows(form, risks, language))


def form_workbook(forms: Sequence[Form], risks: Sequence[Risk], language: str) -> bytes:
    """A workbook with the guide and a sheet for each form; raises UsageError where openpyxl is missing."""
    book = new_workbook()
    _guide_sheet(book, language)
    for form in forms:
        _form_sheet(book, form, risks, language)
    book.active = 1
    return saved(book)


def _guide_sheet(book: Workbook, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("Rettleiing" if language == "nn" else "Veiledning")
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    for row, (heading, words) in enumerate(GUIDE, start=1):
        put(sheet, row, 1, words.by(language))
        cell = sheet.cell(row, 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=FONT, bold=heading, size=14 if row == 1 else 11, color=_DARK if heading else None)
    heightened(sheet, [_GUIDE_WIDTH], 20)
    printed(sheet, landscape=False)


def _form_sheet(book: Workbook, form: Form, risks: Sequence[Risk], language: str) -> None:
    sheet = book.create_sheet(form.group or "Skjema")
    rows = form_rows(form, risks, language)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                put(sheet, number, column, value)
    _styled(sheet, len(rows))
    _guarded(sheet, len(rows), language)
    sheet.freeze_panes = f"D{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    heightened(sheet, list(_WIDTHS.values()))
    printed(sheet, landscape=True, paper=8)


def _styled(sheet: Worksheet, last: int) -> None:
    """Colours that part what is given from what is to be filled in, and cells whose words are read whole."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Border(*(Side(style="thin", color="FFB8C2CC"),) * 4)
    given, head, light = (PatternFill("solid", fgColor=colour) for colour in (_OPEN, _DARK, _LIGHT))
    for row in range(1, len(HEADS) + 1):
        sheet.cell(row, 1).font = Font(name=FONT, bold=True)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        for column in (2, 3):
            sheet.cell(row, column).fill, sheet.cell(row, column).border = given, line
    for column, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[letters(column - 1)].width = _WIDTHS[name]
        for row in range(_HEAD_ROW, last + 1):
            cell = sheet.cell(row, column)
            new = sheet.cell(row, 1).data_type != "n"
            cell.border = line
            cell.alignment = Alignment(
                wrap_text=True, horizontal="left", vertical="center" if row == _HEAD_ROW else "top"
            )
            if row == _HEAD_ROW:
                cell.fill, cell.font = head, Font(name=FONT, bold=True, color="FFFFFFFF")
            else:
                cell.fill = given if column > 4 or (new and column in (3, 4)) else light
            if name == "with" and row > _HEAD_ROW:
                cell.number_format = "@"


def _guarded(sheet: Worksheet, last: int, language: str) -> None:
    """What may stand in a cell, with words for the one who writes something else."""
    from openpyxl.worksheet.datavalidation import DataValidation

    def guard(rule: DataValidation, where: str, said: str) -> None:
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = _SAID["title"].by(language), _SAID[said].by(language)
        sheet.add_data_validation(rule)
        rule.add(where)

    def choices(words: Sequence[str]) -> DataValidation:
        return DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)

    place = {name: letters(column) for column, name in enumerate(COLUMNS)}
    for name in ("probability", "consequence"):
        score = DataValidation(type="whole", operator="between", formula1="1", formula2="5", allow_blank=True)
        score.showInputMessage, score.prompt = True, _SAID["score"].by(language)
        guard(score, _column(place[name], last), "score")
    guard(choices([CHOSEN]), _column(place["chosen"], last), "choice")
    guard(choices([words.by(language) for words in ACTIONS.values()]), _column(place["action"], last), "choice")
    guard(choices([words.by(language) for words in KIND_WORDS.values()]), "B2", "choice")
    guard(choices([words.by(language) for words in BY_WORDS.values()]), "B3", "choice")


def _column(letter: str, last: int) -> str:
    return f"{letter}{_HEAD_ROW + 1}:{letter}{last}"
