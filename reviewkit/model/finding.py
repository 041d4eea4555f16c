"""The finding, and the review that gathers findings."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

Severity = Literal["error", "warning", "info"]
Language = Literal["nb", "nn", "en"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the gravest to the mildest."""


class Related(Struct, frozen=True):
    """Another place that explains a finding."""

    path: str
    line: int
    message: str


class Finding(Struct, frozen=True):
    """One breach in one place: what, where, why, and what to write instead.

    Lines and columns are 1-based, columns in code points, the end column exclusive; the byte columns are the same
    places in UTF-8 bytes of their lines.
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
    byte_column: int = 0
    end_byte_column: int = 0


class Suppressed(Struct, frozen=True):
    """A finding that the routine's author has excepted, with the reason given and its expiry date."""

    finding: Finding
    reason: str
    expires: str = ""


class Problem(Struct, frozen=True):
    """Input that could not be reviewed: an error, not a finding."""

    path: str
    line: int
    message: str


class NotReviewed(Struct, frozen=True):
    """A routine, or a part of the review of one, that was left out, and why."""

    path: str
    reason: str


class Rule(Struct, frozen=True):
    """A rule that a run applied, as its readers need it; `page` is its page in Markdown, where it was asked for."""

    code: str
    slug: str
    title: str
    severity: Severity
    basis: tuple[str, ...]
    source: tuple[str, ...]
    page: str = ""


class Stale(Struct, frozen=True):
    """An entry of a baseline that nothing in the run answers to any longer: how many, and its line in the file."""

    path: str
    line: int
    rule: str
    routine: str
    excerpt: str
    count: int


class Review(Struct, frozen=True):
    """Everything one run has to say: findings in order, what was hidden, and what was not reviewed.

    `baselined` are findings known from a baseline, `unchanged` those that stood before the change under review;
    `stale` are entries of the baseline to be pruned. `rules` are the rules that were applied, by code, and
    `reviewed` the paths of the routines they were applied to; `excluded` counts those that the
    configuration leaves out.
    """

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
    baselined: tuple[Finding, ...] = ()
    unchanged: tuple[Finding, ...] = ()
    stale: tuple[Stale, ...] = ()
    rules: tuple[Rule, ...] = ()
    reviewed: tuple[str, ...] = ()
    excluded: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)
