"""The register's findings as JSON, CSV or a spreadsheet: words of people are never formulas."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from reviewkit.model import Language, UsageError
from reviewkit.register.values import Measure, State, Tracked
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import clean, no_formula

SCHEMA = "reviewkit.register/1"
_COLUMNS = (
    "number", "state", "result", "rule", "severity", "routine", "title", "path", "line", "section", "text", "owner",
    "source", "follows", "verdict", "reason", "note", "recommendation", "decision", "decided_by", "consent_by",
    "accepted_until", "measures", "deadlines", "grades", "replies", "fingerprint",
)  # fmt: skip
_LONGEST = 32_000


def exported(
    state: State, form: str, today: date, language: Language, chosen: Iterable[Tracked] | None = None
) -> bytes:
    """The findings (all, or those chosen) in a format (json, csv or xlsx), a row each; JSON has the measures too."""
    promised: defaultdict[int, list[Measure]] = defaultdict(list)
    for measure in state.measures.values():
        for number in measure.findings:
            promised[number].append(measure)
    items = state.findings.values() if chosen is None else chosen
    rows = [_row(item, promised[item.number], today) for item in items]
    if form == "json":
        return as_json(state, today, findings=rows, measures=[_told(item, today) for item in state.measures.values()])
    wording = Wording(language)
    rows = [_in_words(row, promised[row["number"]], wording) for row in rows]
    heads = [wording(f"export.{name}") for name in _COLUMNS]
    if form == "csv":
        return _csv(heads, rows)
    return _xlsx(heads, rows, today)


def as_json(state: State, today: date, **parts: Sequence[Any]) -> bytes:
    """A document of the register for programs, with the parts that are asked for."""
    document = {"schema": SCHEMA, "day": today.isoformat(), "stage": state.stage, **parts}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def measures_as_json(state: State, today: date, overdue: bool = False) -> bytes:
    """The measures, or those whose deadline has passed, for programs."""
    chosen = [item for item in state.measures.values() if not overdue or item.overdue(today)]
    return as_json(state, today, measures=[_told(item, today) for item in chosen])


def _told(measure: Measure, today: date) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(measure)
    return told | {"grade": measure.grade or "", "overdue": measure.overdue(today)}


def _in_words(row: dict[str, Any], measures: Sequence[Measure], wording: Wording) -> dict[str, Any]:
    """A row with words in place of codes."""
    named = {
        "state": f"state.{row['state']}",
        "result": f"result.{row['result']}",
        "severity": f"severity.{row['severity']}",
        "source": f"source.{row['source']}",
        "verdict": f"state.{row['verdict']}",
        "reason": f"reason.{row['reason']}",
    }
    said = {name: wording(key) for name, key in named.items() if row[name]}
    grades = [wording(f"grade.{measure.grade or 'none'}") for measure in measures]
    return row | said | {"grades": "; ".join(grades)}


def _row(item: Tracked, measures: Sequence[Measure], today: date) -> dict[str, Any]:
    seen, last = item.seen, item.judgements[-1] if item.judgements else None
    accepted = item.acceptance
    until = accepted.until if accepted else None
    return {
        "number": item.number,
        "state": item.effective(today),
        "result": item.result,
        "rule": seen.rule,
        "severity": seen.severity,
        "routine": seen.routine,
        "title": seen.title,
        "path": seen.path,
        "line": seen.line,
        "section": " > ".join(seen.section),
        "text": seen.text,
        "owner": seen.owner,
        "source": item.source,
        "follows": item.follows or None,
        "verdict": last.verdict if last else "",
        "reason": last.reason if last else "",
        "note": last.note if last else "",
        "recommendation": accepted.recommendation if accepted else "",
        "decision": accepted.decision if accepted else "",
        "decided_by": accepted.decided_by if accepted else "",
        "consent_by": accepted.consent_by if accepted else "",
        "accepted_until": until.isoformat() if until else "",
        "measures": "; ".join(measure.text for measure in measures),
        "deadlines": "; ".join(measure.deadline.isoformat() for measure in measures),
        "grades": "; ".join(measure.grade or "" for measure in measures),
        "replies": "; ".join(f"{reply.day.isoformat()} {reply.sender}: {reply.text}" for reply in item.replies),
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
    return no_formula(clean(" ".join(value.split()))) if isinstance(value, str) else value


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
