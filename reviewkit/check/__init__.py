"""The catalogue of rules, the kinds of rule, and what they find in a routine."""

from reviewkit.check.catalogue import Catalogue, load_catalogue, load_page
from reviewkit.check.judge import Judge
from reviewkit.check.kinds import Ask, Facts, Match, find, looks_at, masked, private_spans, statement_at
from reviewkit.check.specs import CheckSpec, Example, FrameRule, Page, Texts

__all__ = [
    "Ask",
    "Catalogue",
    "CheckSpec",
    "Example",
    "Facts",
    "FrameRule",
    "Judge",
    "Match",
    "Page",
    "Texts",
    "find",
    "load_catalogue",
    "load_page",
    "looks_at",
    "masked",
    "private_spans",
    "statement_at",
]
