"""The register's findings as JSON, CSV or a spreadsheet: words of people are never formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from reviewkit.model import Language, UsageError
from reviewkit.register.values import State, Tracked
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import clean

SCHEMA = "reviewkit.register/1"
_COLUMNS = (
    "number", "state", "result", "rule", "severity", "routine", "path", "line", "section", "text", "owner", "source",
    "follows", "verdict", "reason", "note", "accepted_until", "measures", "deadlines", "grades", "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_000


def exported(state: State, form: str, today: date, language: Language) -> bytes:
    """The findings in a format (json, csv or xlsx), a row each."""
    rows = [_row(item, state, today) for item in state.findings.values()]
    if form == "json":
        document = {"schema": SCHEMA, "day": today.isoformat(), "stage": state.stage, "findings": rows}
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    wording = Wording(language)
    heads = [wording(f"export.{name}") for name in _COLUMNS]
    if form == "csv":
        return _csv(heads, rows)
    return _xlsx(heads, rows, today)


def _row(item: Tracked, state: State, today: date) -> dict[str, Any]:
    seen, last = item.seen, item.judgements[-1] if item.judgements else None
    measures = [measure for measure in state.measures.values() if item.number in measure.findings]
    accepted = item.acceptance.until if item.acceptance is not None else None
    return {
        "number": item.number,
        "state": item.effective(today),
        "result": item.result,
        "rule": seen.rule,
        "severity": seen.severity,
        "routine": seen.routine,
        "path": seen.path,
        "line": seen.line,
        "section": " > ".join(seen.section),
        "text": seen.text,
        "owner": seen.owner,
        "source": item.source,
        "follows": item.follows or "",
        "verdict": last.verdict if last else "",
        "reason": last.reason if last else "",
        "note": last.note if last else "",
        "accepted_until": accepted.isoformat() if accepted else "",
        "measures": "; ".join(measure.text for measure in measures),
        "deadlines": "; ".join(measure.deadline.isoformat() for measure in measures),
        "grades": "; ".join(measure.grade or "" for measure in measures),
        "fingerprint": seen.fingerprint,
    }


def _csv(heads: list[str], rows: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_harmless(value) for value in row.values()] for row in rows)
    return ("\ufeff" + stream.getvalue()).encode("utf-8", "replace")


def _harmless(value: Any) -> Any:
    """A value that no spreadsheet reads as a formula."""
    text = clean(" ".join(value.split())) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _xlsx(heads: list[str], rows: list[dict[str, Any]], today: date) -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise UsageError(
            "regneark trenger pakken «openpyxl»; installer med: pip install 'reviewkit[register]'"
        ) from None
    book = Workbook()
    sheet: Any = book.active
    sheet.append(heads)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(_cells(row), start=1):
            cell = sheet.cell(place, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    day = datetime(today.year, today.month, today.day)  # noqa: DTZ001 (spreadsheets know no zones)
    book.properties.created = book.properties.modified = day
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(row: dict[str, Any]) -> Iterator[Any]:
    for value in row.values():
        yield clean(value)[:_LONGEST] if isinstance(value, str) else value
