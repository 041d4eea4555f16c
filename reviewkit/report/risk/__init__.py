"""Risk workshops as files: the form to fill in, and the ranking as text, JSON, CSV and XLSX."""

from reviewkit.report.risk.form import FORM_FORMATS, FormFormat, form_csv, form_workbook
from reviewkit.report.risk.json import render as ranking_json
from reviewkit.report.risk.sheets import ranking_csv, ranking_workbook
from reviewkit.report.risk.tables import Result
from reviewkit.report.risk.text import render as ranking_text

__all__ = [
    "FORM_FORMATS",
    "FormFormat",
    "Result",
    "form_csv",
    "form_workbook",
    "ranking_csv",
    "ranking_json",
    "ranking_text",
    "ranking_workbook",
]
