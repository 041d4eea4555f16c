"""The review as JSON: a contract with its own version, apart from the values inside the house."""

from __future__ import annotations

import json
from typing import Any

from reviewkit.model import SEVERITIES, Finding, Review
from reviewkit.version import __version__

SCHEMA = "reviewkit.findings/1"


def render(review: Review) -> str:
    """The review as one JSON document (schema reviewkit.findings/1), with a line break at its end."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "reviewkit", "version": __version__, "catalogue": review.catalogue},
        "run": {
            "today": review.today,
            "language": review.language,
            "routines": review.routines,
            "not_reviewed": [{"path": item.path, "reason": item.reason} for item in review.not_reviewed],
            "excluded": review.excluded,
        },
        "summary": {
            **{severity: review.count(severity) for severity in SEVERITIES},
            "suppressed": len(review.suppressed),
            "baselined": len(review.baselined),
            "unchanged": len(review.unchanged),
            "stale": len(review.stale),
            "muted": len(review.muted),
        },
        "findings": [_finding(finding) for finding in review.findings],
        "suppressed": [
            {**_finding(item.finding), "reason": item.reason, "expires": item.expires or None}
            for item in review.suppressed
        ],
        "muted": [_finding(finding) for finding in review.muted],
        "baselined": [_finding(finding) for finding in review.baselined],
        "stale": [
            {
                "path": item.path,
                "line": item.line,
                "rule": item.rule,
                "routine": item.routine,
                "excerpt": item.excerpt,
                "count": item.count,
            }
            for item in review.stale
        ],
        "errors": [{"path": item.path, "line": item.line or None, "message": item.message} for item in review.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "slug": finding.slug,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "section": list(finding.section),
        "excerpt": finding.excerpt,
        "message": finding.message,
        "remedy": finding.remedy,
        "basis": list(finding.basis),
        "source": list(finding.source),
        "risk_points": list(finding.risk_points),
        "audience": list(finding.audience),
        "related": [{"path": item.path, "line": item.line, "message": item.message} for item in finding.related],
        "fingerprint": finding.fingerprint,
    }
