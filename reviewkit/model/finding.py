"""The finding, and the review that gathers findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["error", "warning", "info"]
Language = Literal["nb", "nn", "en"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the gravest to the mildest."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach in one place: what, where, why, and what to write instead.

    Lines and columns are 1-based, columns in code points, the end column exclusive.
    """

    rule: str
    slug: str
    severity: Severity
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    section: tuple[str, ...]
    excerpt: str
    message: str
    remedy: str
    basis: tuple[str, ...]
    source: tuple[str, ...]
    risk_points: tuple[int, ...]
    audience: tuple[str, ...]
    related: tuple[Related, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that the routine's author has excepted, with the reason given and its expiry date."""

    finding: Finding
    reason: str
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Input that could not be reviewed: an error, not a finding."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class NotReviewed:
    """A routine, or a part of the review of one, that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything one run has to say: findings in order, what was hidden, and what was not reviewed."""

    catalogue: str
    today: str
    language: Language
    routines: int
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    muted: tuple[Finding, ...] = ()
    not_reviewed: tuple[NotReviewed, ...] = ()
    problems: tuple[Problem, ...] = ()
    deselected: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)
