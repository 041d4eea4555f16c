"""The catalogue of rules, the kinds of rule, and what they find in a routine."""

from reviewkit.check.catalogue import Catalogue, load_catalogue, load_page
from reviewkit.check.judge import Judge
from reviewkit.check.kinds import (
    CHOICES,
    DATES,
    KNOWN,
    Ask,
    Facts,
    Match,
    Standing,
    citations_in_text,
    find,
    find_left,
    find_met,
    judged_on,
    looks_at,
    masked,
    private_spans,
    statement_at,
)
from reviewkit.check.register import Law, sections_of
from reviewkit.check.specs import CheckSpec, Example, FrameRule, Norms, Page, Risk, Texts

__all__ = [
    "CHOICES",
    "DATES",
    "KNOWN",
    "Ask",
    "Catalogue",
    "CheckSpec",
    "Example",
    "Facts",
    "FrameRule",
    "Judge",
    "Law",
    "Match",
    "Norms",
    "Page",
    "Risk",
    "Standing",
    "Texts",
    "citations_in_text",
    "find",
    "find_left",
    "find_met",
    "judged_on",
    "load_catalogue",
    "load_page",
    "looks_at",
    "masked",
    "private_spans",
    "sections_of",
    "statement_at",
]
