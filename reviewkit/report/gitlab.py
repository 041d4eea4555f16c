"""The review as a GitLab Code Quality report."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from reviewkit.model import Finding, Language, Review, Severity
from reviewkit.report.words import of_stale

_SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}
_WORDS: dict[Language, dict[str, str]] = {
    "nb": {"instead": "Gjør slik", "not_reviewed": "Ikke gjennomgått", "problem": "Kunne ikke leses"},
    "nn": {"instead": "Gjer slik", "not_reviewed": "Ikkje gjennomgått", "problem": "Kunne ikkje lesast"},
    "en": {"instead": "Do this", "not_reviewed": "Not reviewed", "problem": "Could not be read"},
}
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def render(review: Review) -> str:
    """The review as a JSON array of Code Quality issues, with a line break at its end.

    What could not be read is an issue of severity critical, and what was left out one of severity info, since the
    format has no other place for them. Findings that were suppressed, baselined or muted have no place in it at all.
    """
    words = _WORDS[review.language]
    issues = [_finding(finding, words) for finding in review.findings]
    issues += [
        _issue("reviewkit-problem", "critical", item.path, max(item.line, 1), f"{words['problem']}: {item.message}")
        for item in review.problems
    ]
    issues += [
        _issue("reviewkit-not-reviewed", "info", item.path, 1, f"{words['not_reviewed']}: {item.reason}")
        for item in review.not_reviewed
    ]
    issues += [
        _issue("reviewkit-baseline", "major", item.path, item.line, of_stale(item, review.language))
        for item in review.stale
    ]
    _make_unique(issues)
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding, words: dict[str, str]) -> dict[str, Any]:
    """The code and the remedy stand in the description, the only text that a merge request shows."""
    told = f"{finding.rule}: {finding.message}"
    if finding.remedy:
        told += f" {words['instead']}: {finding.remedy}"
    issue = _issue(finding.rule, _SEVERITY[finding.severity], finding.path, finding.line, told)
    issue["location"]["lines"]["end"] = finding.end_line
    return {**issue, "fingerprint": finding.fingerprint}


def _issue(name: str, severity: str, path: str, line: int, description: str) -> dict[str, Any]:
    identity = "\x1e".join((name, path, description)).encode("utf-8", "replace")
    return {
        "description": _clean(" ".join(description.split())),
        "check_name": name,
        "fingerprint": hashlib.blake2b(identity, digest_size=8).hexdigest(),
        "severity": severity,
        "location": {"path": _clean(path), "lines": {"begin": line, "end": line}},
    }


def _make_unique(issues: list[dict[str, Any]]) -> None:
    """Number the fingerprints that recur: of issues with the same one, GitLab shows only the first."""
    taken: set[str] = set()
    for issue in issues:
        fingerprint = _clean(issue["fingerprint"])
        number, unique = 1, fingerprint
        while unique in taken:
            number += 1
            unique = f"{fingerprint}-{number}"
        taken.add(unique)
        issue["fingerprint"] = unique


def _clean(text: str) -> str:
    """Words without control characters, lone surrogates and marks that turn the direction of the text."""
    return _UNSAFE.sub("�", text)
