"""What a run makes of a finding: a table of every human state with every result of a run."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from reviewkit.register.values import HumanState, RunResult


class Step(Struct, frozen=True):
    """The state that a finding has afterwards; with `successor`, a new finding that refers to it takes its place."""

    state: HumanState
    successor: bool = False


TABLE: Mapping[tuple[HumanState, RunResult], Step] = {
    ("open", "unchanged"): Step("open"),
    ("open", "changed"): Step("open"),
    ("open", "gone"): Step("closed"),
    ("open", "returned"): Step("open"),
    ("open", "unseen"): Step("open"),
    ("upheld", "unchanged"): Step("upheld"),
    ("upheld", "changed"): Step("open"),
    ("upheld", "gone"): Step("closed"),
    ("upheld", "returned"): Step("upheld"),
    ("upheld", "unseen"): Step("upheld"),
    ("rejected", "unchanged"): Step("rejected"),
    ("rejected", "changed"): Step("open"),
    ("rejected", "gone"): Step("rejected"),
    ("rejected", "returned"): Step("rejected"),
    ("rejected", "unseen"): Step("rejected"),
    ("legal", "unchanged"): Step("legal"),
    ("legal", "changed"): Step("open"),
    ("legal", "gone"): Step("closed"),
    ("legal", "returned"): Step("legal"),
    ("legal", "unseen"): Step("legal"),
    ("accepted", "unchanged"): Step("accepted"),
    ("accepted", "changed"): Step("open"),
    ("accepted", "gone"): Step("closed"),
    ("accepted", "returned"): Step("accepted"),
    ("accepted", "unseen"): Step("accepted"),
    ("closed", "unchanged"): Step("closed", successor=True),
    ("closed", "changed"): Step("closed", successor=True),
    ("closed", "gone"): Step("closed"),
    ("closed", "returned"): Step("closed", successor=True),
    ("closed", "unseen"): Step("closed"),
}
"""A verdict stands until the text changes; a finding closes when the text is gone, and a closed one never reopens.

What was rejected stays so when the text goes and comes back unchanged: the verdict was on the text.
"""


def after(state: HumanState, result: RunResult) -> Step:
    """What a finding becomes when a run says this of it."""
    return TABLE[state, result]
