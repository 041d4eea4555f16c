"""What the register knows: findings with their lives, runs, measures and replies, as the events tell them."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from msgspec import Struct, field

from reviewkit.model import Severity, Stage

HumanState = Literal["open", "upheld", "rejected", "legal", "accepted", "closed"]
STATES: tuple[HumanState, ...] = get_args(HumanState)
RunResult = Literal["unchanged", "changed", "gone", "returned", "unseen"]
Verdict = Literal["upheld", "rejected", "legal"]
Reason = Literal[
    "", "within-guidance", "case-preparation", "reading-disputed", "not-about-users", "text-misread", "other"
]
"""Why a verdict was given: within the duty of guidance, case preparation, a disputed reading of the law …"""

SourceKind = Literal["call", "conversation", "statistics", "case"]
"""Where people saw what no rule found."""

Grade = Literal["done", "mainly", "partly", "not", "seems-done"]
"""How far a measure was carried out, as Kommunerevisjonen grades it: iverksatt, i hovedsak, delvis, ikke, synes."""

Sort = Literal["measure", "decision"]
"""A measure that the unit promised itself, or a decision of a council: the two are assessed apart."""


class Sighting(Struct, frozen=True, omit_defaults=True):
    """A finding as one run saw it; `text` is its words, masked."""

    fingerprint: str
    rule: str
    severity: Severity
    routine: str
    path: str
    line: int
    section: tuple[str, ...]
    text: str
    message: str = ""
    owner: str = ""
    title: str = ""
    version: str = ""


class RoutineSeen(Struct, frozen=True, omit_defaults=True):
    """A routine that a run reviewed: its id, path, digest and owner."""

    id: str
    path: str
    digest: str
    owner: str = ""


class Evidence(Struct, frozen=True, omit_defaults=True):
    """On what a finding was closed: the text before and after, and the revisions they stand in."""

    before: str
    after: str
    digest_before: str
    digest_after: str
    run: int


class Acceptance(Struct, frozen=True, omit_defaults=True):
    """An accepted deviation: what was recommended, what was decided, by whom, until when, and who consented."""

    recommendation: str
    decision: str
    decided_by: str
    until: date | None = None
    consent_by: str = ""


class Reply(Struct, frozen=True, omit_defaults=True):
    """A dated reply to a fact."""

    day: date
    sender: str
    text: str


class Indicator(Struct, frozen=True, omit_defaults=True):
    """A figure that tells of a measure: baseline, target and now, and what it cannot tell."""

    name: str
    baseline: str = ""
    target: str = ""
    now: str = ""
    caveat: str = ""


class Status(Struct, frozen=True, omit_defaults=True):
    """How far a measure has come on a day: the grade, the evidence, according to whom, and whether it is enough."""

    day: date
    grade: Grade
    evidence: str
    according_to: str = ""
    indicator: Indicator | None = None
    enough: Literal["open", "yes", "no"] = "open"


class Measure(Struct):
    """A promised measure or decision on some findings, with its statuses in order."""

    number: int
    sort: Sort
    findings: tuple[int, ...]
    text: str
    owner: str
    deadline: date
    statuses: list[Status] = field(default_factory=list)

    @property
    def grade(self) -> Grade | None:
        """The latest grade, if any was given."""
        return self.statuses[-1].grade if self.statuses else None

    def overdue(self, today: date) -> bool:
        """Whether its deadline has passed without its being carried out."""
        return self.deadline < today and self.grade not in ("done", "seems-done")


class Judgement(Struct, frozen=True, omit_defaults=True):
    """A verdict: what, why, by which role, on which version of the check."""

    verdict: Verdict
    reason: Reason
    note: str
    by: str
    at: str
    catalogue: str


class Tracked(Struct):
    """One finding over time; `result` is what the last run said of it, `last` the entry that last touched it.

    `follows` is the closed finding that it is a return of; `source` is set where people saw it and no rule found it.
    `earlier` is how it looked before its words last changed, `catalogue` the catalogue that last raised it.
    """

    number: int
    seen: Sighting
    first_run: int
    last_run: int
    state: HumanState = "open"
    result: RunResult | Literal["new"] = "new"
    present: bool = True
    follows: int = 0
    last: int = 0
    source: SourceKind | Literal[""] = ""
    judgements: list[Judgement] = field(default_factory=list)
    acceptance: Acceptance | None = None
    evidence: Evidence | None = None
    replies: list[Reply] = field(default_factory=list)
    catalogue: str = ""
    earlier: Sighting | None = None
    earlier_run: int = 0

    def effective(self, today: date) -> HumanState:
        """Its state on a day: an accepted deviation whose time is out is open again."""
        accepted = self.acceptance
        if self.state == "accepted" and accepted is not None and accepted.until and accepted.until < today:
            return "open"
        return self.state


class Run(Struct, frozen=True, omit_defaults=True):
    """A recorded run: its day, catalogue, version and revision, the routines it went over, and the rules."""

    number: int
    day: date
    catalogue: str
    version: str
    routines: tuple[RoutineSeen, ...]
    rules: tuple[str, ...]
    revision: str = ""


class State(Struct):
    """The register as it stands after an entry."""

    head: int = 0
    findings: dict[int, Tracked] = field(default_factory=dict)
    measures: dict[int, Measure] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    stage: Stage = "draft"

    def revision(self, run: int) -> str:
        """What the version of the routines was called in a run; nothing where it had no name."""
        return self.runs[run - 1].revision if 0 < run <= len(self.runs) else ""

    @property
    def next_number(self) -> int:
        """The number of the next finding: none is ever used twice."""
        return max(self.findings, default=0) + 1
