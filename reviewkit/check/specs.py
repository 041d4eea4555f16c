"""The shape of a check: what all checks have in common, and what each of the closed set of kinds adds."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from reviewkit.model import Domain, Severity

ActorName = Literal["nks", "user", "office", "other", "nobody"]
Polarity = Literal["told", "forbidden", "own", "any"]
Where = Literal["text", "template", "heading"]
Reach = Literal["section", "own-section", "routine"]
DetailName = Literal[
    "national-id", "account", "private-phone", "private-email", "opening-hours", "phone", "address", "on-call-number"
]

Concepts = tuple[str, ...]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """What is read from a file of the catalogue: an unknown key is an error."""


class Texts(_Strict, frozen=True, kw_only=True):
    """One text in the three languages of the product."""

    nb: str
    nn: str
    en: str


class Paste(_Strict, frozen=True, kw_only=True):
    """A sentence ready to put into a routine, in each written norm."""

    nb: str
    nn: str


class RiskPoint(_Strict, frozen=True, kw_only=True):
    """One of the 51 risk points of report 4/2022, and how a breach bears on it."""

    point: int
    direction: Literal["utløser", "berører", "motvirker"]


class Norms(_Strict, frozen=True, kw_only=True):
    """Words that there are in both written norms of Norwegian."""

    nb: str
    nn: str

    def by(self, language: str) -> str:
        """The words in nynorsk where that is the language, else in bokmål."""
        return self.nn if language == "nn" else self.nb


class Risk(_Strict, frozen=True, kw_only=True):
    """What report 4/2022, appendix 2, says of a risk point: its group, number, short name and text."""

    group: Norms
    number: int
    name: Norms
    text: Norms


class Frame(_Strict, frozen=True, kw_only=True):
    """What stands together in a clause: act, object, actor, polarity; see docs/CHECK-FORMAT.md."""

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


class Ring(_Strict, frozen=True, kw_only=True):
    """Routines that hand over to each other by a metadata key, none of which has a statement that one frame fits."""

    key: str
    broken_by: tuple[Frame, ...]


class BareTemplate(_Strict, frozen=True, kw_only=True):
    """A message template in a routine with this flag, of which no line fits one of the frames."""

    flag: str
    needs: tuple[Frame, ...]


class FrameRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="frame"):
    """Every statement that one of the frames fits is a finding; a ring of routines and a bare template are too."""

    frames: tuple[Frame, ...]
    ring: Ring | None = None
    bare_template: BareTemplate | None = None


class RequiresRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="requires"):
    """A requires B within reach: where a trigger stands, each group of companions must be met by a statement.

    With reach `section` (its h2 and the introduction) or `own-section` (its h2 alone) each trigger without its
    companions is a finding; with reach `routine` the routine is one. With `expect: met` it is the other way round:
    each trigger that has its companions is shown, with the place of the companion beside it.
    """

    companion: tuple[tuple[Frame, ...], ...]
    trigger: tuple[Frame, ...] = ()
    trigger_always: bool = False
    trigger_flag: str = ""
    trigger_values: str = ""
    trigger_template: bool = False
    reach: Reach = "section"
    expect: Literal["lacking", "met"] = "lacking"


class DetailRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="detail"):
    """Details that have a form of their own: numbers, addresses, opening hours."""

    details: tuple[DetailName, ...]


class MetadataRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="metadata"):
    """The front matter has the required keys, with allowed values."""


class DeadlineRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="deadline"):
    """A date in the front matter has not passed."""

    key: str


class LawRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="law"):
    """References to laws, in the text and under these metadata keys, lead to what is in force."""

    keys: Concepts


class OutsideRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="outside-mandate"):
    """A metadata key names sections of a law that do not give NKS the task; «17..40» is a range."""

    key: str
    law: str
    sections: str
    chapters: tuple[int, ...] = ()


class LinkRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="link"):
    """Relative links and anchors lead somewhere, and these metadata keys name routines that there are."""

    keys: Concepts


class SuppressionRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="suppression"):
    """Exceptions in the text are well formed, have a reason, have not expired, and are used."""


class ReadabilityRule(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="readability"):
    """Text meant for the user is no harder to read than a limit: words in a sentence, or LIX of a section.

    `sections` are concepts of headings and labels under which text is meant for the user; quoted lines are too.
    """

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


class CheckSpec(_Strict, frozen=True, kw_only=True):
    """A check as the machine sees it; the page for people lies beside it in the same file."""

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


class Example(Struct, frozen=True):
    """A fenced example of a page: its verdict, norm, text, place, and the lines where findings are expected."""

    verdict: Literal["flagged", "ok"]
    norm: Literal["nb", "nn"]
    lines: tuple[int, ...]
    text: str
    page_line: int


class Page(Struct, frozen=True):
    """A check's page for people: its prose (without front matter) and its examples."""

    path: str
    prose: str
    examples: tuple[Example, ...]
