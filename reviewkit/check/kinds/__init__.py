"""The closed set of kinds: one pure function each, `(rule, facts) -> matches`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from reviewkit.check.kinds.deadline import find_passed
from reviewkit.check.kinds.detail import find_details, statement_at
from reviewkit.check.kinds.frame import find_frames, has_candidates
from reviewkit.check.kinds.law import citations_in_text, find_outside, find_references, judged_on
from reviewkit.check.kinds.link import find_links
from reviewkit.check.kinds.match import Ask, Facts, Match
from reviewkit.check.kinds.metadata import CHOICES, DATES, KNOWN, find_faults
from reviewkit.check.kinds.private import masked, private_spans
from reviewkit.check.kinds.readability import find_hard_text
from reviewkit.check.kinds.requires import find_lacking
from reviewkit.check.kinds.standing import Standing, find_left, find_met
from reviewkit.check.specs import (
    DeadlineRule,
    DetailRule,
    FrameRule,
    LawRule,
    LinkRule,
    MetadataRule,
    OutsideRule,
    ReadabilityRule,
    RequiresRule,
    Rule,
    SuppressionRule,
    frames_of,
)

__all__ = [
    "CHOICES",
    "DATES",
    "KNOWN",
    "Ask",
    "Facts",
    "Match",
    "Standing",
    "citations_in_text",
    "find",
    "find_left",
    "find_met",
    "judged_on",
    "looks_at",
    "masked",
    "private_spans",
    "statement_at",
]


def looks_at(rule: Rule, facts: Facts) -> bool:
    """Whether a rule has anything to look at in a routine: a rule of frames, a statement where one of them may fit."""
    frames = frames_of(rule)
    return not frames or any(has_candidates(frame, facts.reading) for frame in frames)


def find(rule: Rule, facts: Facts) -> Iterator[Match]:
    """Every match of a rule in a routine."""
    match rule:
        case FrameRule():
            return find_frames(rule, facts)
        case RequiresRule():
            return find_lacking(rule, facts)
        case DetailRule():
            return find_details(rule, facts)
        case MetadataRule():
            return find_faults(rule, facts)
        case DeadlineRule():
            return find_passed(rule, facts)
        case LawRule():
            return find_references(rule, facts)
        case OutsideRule():
            return find_outside(rule, facts)
        case LinkRule():
            return find_links(rule, facts)
        case ReadabilityRule():
            return find_hard_text(rule, facts)
        case SuppressionRule():
            return iter(())
        case _:
            assert_never(rule)
