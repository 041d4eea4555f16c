"""What a rule looks at and leaves: statements that touch it and are no breach, and those that meet its demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from reviewkit.check.kinds.frame import fits_anywhere, matching
from reviewkit.check.kinds.match import Facts
from reviewkit.check.kinds.requires import find_companions, is_triggered
from reviewkit.check.specs import ActorName, Frame, FrameRule, Polarity, RequiresRule, Rule
from reviewkit.model import Statement

Standing = Literal["other-actor", "opposite"]
"""Why a statement that touches a rule is left: somebody else acts, or it says the opposite."""

_OTHERS: frozenset[ActorName] = frozenset(["office", "other"])
_TURNED: dict[Polarity, Polarity] = {"told": "forbidden", "forbidden": "told"}


def find_left(rule: Rule, facts: Facts) -> Iterator[tuple[Statement, Standing]]:
    """The statements in which what a rule is about is done by others, or where the text says the opposite of a breach.

    In the order of the text, each once; none that the rule finds.
    """
    frames = rule.frames if isinstance(rule, FrameRule) else rule.trigger if isinstance(rule, RequiresRule) else ()
    found: dict[int, tuple[Statement, Standing]] = {}
    breaches = {statement.index for frame in frames for statement, _ in matching(frame, facts.reading)}
    for frame in frames:
        for wider, standing in _wider(frame):
            for statement, _ in matching(wider, facts.reading):
                if statement.index not in breaches:
                    found.setdefault(statement.index, (statement, standing))
    yield from (found[index] for index in sorted(found))


def _wider(frame: Frame) -> Iterator[tuple[Frame, Standing]]:
    """The frame where others act than NKS, and the frame with its polarity turned."""
    if "nks" in frame.actor and not _OTHERS & set(frame.actor):
        yield replace(frame, actor=tuple(sorted(_OTHERS))), "other-actor"
    if frame.polarity in _TURNED:
        yield replace(frame, polarity=_TURNED[frame.polarity]), "opposite"


def find_met(rule: Rule, facts: Facts) -> Iterator[Statement]:
    """The statements that meet what a rule demands, where it demands it; each once, in the order of the text."""
    if not isinstance(rule, RequiresRule) or rule.expect == "met":
        return
    found: dict[int, Statement] = {}
    if rule.reach != "routine":
        found = {statement.index: statement for statement in find_companions(rule, facts)}
    elif is_triggered(rule, facts) and all(fits_anywhere(group, facts) for group in rule.companion):
        for group in rule.companion:
            fitting = {item.index: item for frame in group for item, _ in matching(frame, facts.reading)}
            first = fitting[min(fitting)]
            found.setdefault(first.index, first)
    yield from (found[index] for index in sorted(found))
