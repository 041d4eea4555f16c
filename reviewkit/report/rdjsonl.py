"""The review as diagnostics for reviewdog, one JSON object a line (rdjsonl).

reviewdog reads strictly, stops at a line of 64 KiB and puts the messages into comments as Markdown: only fields that
every version knows are written, the texts are cut well below, and nothing in them is read as markup. The format has no
place for tallies; what was not reviewed is a diagnostic of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reviewkit.model import Finding, Review, Severity
from reviewkit.report.harmless import clean, inert, one_line
from reviewkit.report.words import WORDS, of_stale, see_also

_LIMIT = 4_000
_SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(review: Review) -> str:
    """A line for each finding, unreadable file and routine that was not reviewed; nothing at all where all is well."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in _diagnostics(review))


def _diagnostics(review: Review) -> Iterator[dict[str, Any]]:
    words = WORDS[review.language]
    for problem in review.problems:
        place = {"start": {"line": problem.line}} if problem.line else None
        yield _diagnostic(f"{words.problems}: {_safe(problem.message)}", problem.path, place, "ERROR")
    for finding in review.findings:
        also = see_also(finding, review.language)
        message = f"{_safe(finding.message)}{f' ({also})' if also else ''}\n{words.instead}: {_safe(finding.remedy)}"
        severity = _SEVERITY[finding.severity]
        yield _diagnostic(message, finding.path, _range(finding), severity) | {"code": {"value": finding.rule}}
    for entry in review.stale:
        told = _safe(of_stale(entry, review.language))
        place = {"start": {"line": entry.line}}
        yield _diagnostic(told, entry.path, place, "ERROR") | {"code": {"value": "reviewkit-baseline"}}
    for item in review.not_reviewed:
        yield _diagnostic(f"{words.not_reviewed}: {_safe(item.reason)}", item.path, None, "INFO")


def _diagnostic(message: str, path: str, place: dict[str, Any] | None, severity: str) -> dict[str, Any]:
    location: dict[str, Any] = {"path": clean(path)}
    if place is not None:
        location["range"] = place
    return {"message": message, "location": location, "severity": severity, "source": {"name": "reviewkit"}}


def _range(finding: Finding) -> dict[str, dict[str, int]]:
    """The place of a finding; columns are UTF-8 bytes from 1, the end exclusive."""
    return {
        "start": {"line": finding.line, "column": finding.byte_column},
        "end": {"line": finding.end_line, "column": finding.end_byte_column},
    }


def _safe(text: str) -> str:
    return inert(one_line(text, _LIMIT))
