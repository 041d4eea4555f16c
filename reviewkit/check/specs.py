"""The shape of a check: what all checks have in common, and what each of the closed set of kinds adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reviewkit.model import Domain, Severity

ActorName = Literal["nks", "user", "office", "other", "nobody"]
Polarity = Literal["told", "forbidden", "own", "any"]
Where = Literal["text", "template", "heading"]
Reach = Literal["section", "own-section", "routine"]
DetailName = Literal[
    "national-id", "account", "private-phone", "private-email", "opening-hours", "phone", "address", "on-call-number"
]

Concepts = tuple[str, ...]

_STRICT = {"extra": "forbid"}
"""Read by pydantic when the catalogue is compiled: an unknown key is an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One text in the three languages of the product."""

    __pydantic_config__ = _STRICT

    nb: str
    nn: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A sentence ready to put into a routine, in each written norm."""

    __pydantic_config__ = _STRICT

    nb: str
    nn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """One of the 51 risk points of report 4/2022, and how a breach bears on it."""

    __pydantic_config__ = _STRICT

    point: int
    direction: Literal["utløser", "berører", "motvirker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What report 4/2022, appendix 2, says of a risk point: its group, number, short name and text."""

    group: str
    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands together in a clause: act, object, actor, polarity; see docs/CHECK-FORMAT.md."""

    __pydantic_config__ = _STRICT

    act: Concepts = ()
    object: Concepts = ()
    also: tuple[Concepts, ...] = ()
    unless: Concepts = ()
    unless_above: Concepts = ()
    unless_after: Concepts = ()
    actor: tuple[ActorName, ...] = ("nks", "nobody")
    polarity: Polarity = "told"
    where: tuple[Where, ...] = ("text",)
    scope: Literal["clause", "statement"] = "clause"
    domain: tuple[Domain, ...] = ("kommunal",)
    inherit: bool = True
    conditions: Literal["none", "before", "object", "any"] = "none"

    @property
    def anchors(self) -> Concepts:
        """The concepts of which one must stand in a statement for the frame to look at it at all."""
        return self.object or self.act


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Routines that hand over to each other by a metadata key, none of which has a statement that one frame fits."""

    __pydantic_config__ = _STRICT

    key: str
    broken_by: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BareTemplate:
    """A message template in a routine with this flag, of which no line fits one of the frames."""

    __pydantic_config__ = _STRICT

    flag: str
    needs: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRule:
    """Every statement that one of the frames fits is a finding; a ring of routines and a bare template are too."""

    __pydantic_config__ = _STRICT

    kind: Literal["frame"]
    frames: tuple[Frame, ...]
    ring: Ring | None = None
    bare_template: BareTemplate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiresRule:
    """A requires B within reach: where a trigger stands, each group of companions must be met by a statement.

    With reach `section` (its h2 and the introduction) or `own-section` (its h2 alone) each trigger without its
    companions is a finding; with reach `routine` the routine is one. With `expect: met` it is the other way round:
    each trigger that has its companions is shown, with the place of the companion beside it.
    """

    __pydantic_config__ = _STRICT

    kind: Literal["requires"]
    companion: tuple[tuple[Frame, ...], ...]
    trigger: tuple[Frame, ...] = ()
    trigger_always: bool = False
    trigger_flag: str = ""
    trigger_values: str = ""
    trigger_template: bool = False
    reach: Reach = "section"
    expect: Literal["lacking", "met"] = "lacking"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRule:
    """Details that have a form of their own: numbers, addresses, opening hours."""

    __pydantic_config__ = _STRICT

    kind: Literal["detail"]
    details: tuple[DetailName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRule:
    """The front matter has the required keys, with allowed values."""

    __pydantic_config__ = _STRICT

    kind: Literal["metadata"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """A date in the front matter has not passed."""

    __pydantic_config__ = _STRICT

    kind: Literal["deadline"]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRule:
    """References to laws, in the text and under these metadata keys, lead to what is in force."""

    __pydantic_config__ = _STRICT

    kind: Literal["law"]
    keys: Concepts


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRule:
    """A metadata key names sections of a law that do not give NKS the task; «17..40» is a range."""

    __pydantic_config__ = _STRICT

    kind: Literal["outside-mandate"]
    key: str
    law: str
    sections: str
    chapters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """Relative links and anchors lead somewhere, and these metadata keys name routines that there are."""

    __pydantic_config__ = _STRICT

    kind: Literal["link"]
    keys: Concepts


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionRule:
    """Exceptions in the text are well formed, have a reason, have not expired, and are used."""

    __pydantic_config__ = _STRICT

    kind: Literal["suppression"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadabilityRule:
    """Text meant for the user is no harder to read than a limit: words in a sentence, or LIX of a section.

    `sections` are concepts of headings and labels under which text is meant for the user; quoted lines are too.
    """

    __pydantic_config__ = _STRICT

    kind: Literal["readability"]
    measure: Literal["sentence", "lix"]
    limit: int
    least_words: int = 0
    sections: Concepts = ()


def frames_of(rule: Rule) -> tuple[Frame, ...]:
    """All frames of a rule, triggers and companions among them."""
    match rule:
        case FrameRule():
            breaking = rule.ring.broken_by if rule.ring else ()
            return (*rule.frames, *breaking, *(rule.bare_template.needs if rule.bare_template else ()))
        case RequiresRule():
            return (*rule.trigger, *(frame for group in rule.companion for frame in group))
        case _:
            return ()


def concepts_of(rule: Rule) -> set[str]:
    """Every concept that a rule asks for."""
    named = set(rule.sections) if isinstance(rule, ReadabilityRule) else set()
    for frame in frames_of(rule):
        named.update(frame.act, frame.object, frame.unless, frame.unless_above, frame.unless_after)
        named.update(concept for group in frame.also for concept in group)
    return named


Rule = (
    FrameRule
    | RequiresRule
    | DetailRule
    | MetadataRule
    | DeadlineRule
    | LawRule
    | OutsideRule
    | LinkRule
    | SuppressionRule
    | ReadabilityRule
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSpec:
    """A check as the machine sees it; the page for people lies beside it in the same file."""

    __pydantic_config__ = _STRICT

    code: str
    slug: str
    title: str
    severity: Severity
    applies_to: Literal["kommunal", "all"]
    rule: Rule
    message: Texts
    remedy: Texts
    basis: tuple[str, ...]
    source: tuple[str, ...]
    paste: Paste | None = None
    variants: dict[str, Texts] = field(default_factory=dict)
    risk_points: tuple[RiskPoint, ...] = ()
    audience: tuple[Literal["owner", "supervisor", "directorate", "lawyer"], ...] = ("owner",)
    suppressible: bool = True
    any_language: bool = False
    exempt_types: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced example of a page: its verdict, norm, text, place, and the lines where findings are expected."""

    verdict: Literal["flagged", "ok"]
    norm: Literal["nb", "nn"]
    lines: tuple[int, ...]
    text: str
    page_line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A check's page for people: its prose (without front matter) and its examples."""

    path: str
    prose: str
    examples: tuple[Example, ...]
