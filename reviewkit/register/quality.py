"""How good each check is by the verdicts of people: upheld of those assessed, by the catalogue that found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from reviewkit.register.values import State


class Upheld(Struct, frozen=True):
    """Of a rule's findings by one catalogue: how many people upheld and rejected, and how many wait for a lawyer."""

    rule: str
    catalogue: str
    upheld: int
    rejected: int
    legal: int

    @property
    def precision(self) -> float | None:
        """Upheld of those that were upheld or rejected; None where there are none."""
        settled = self.upheld + self.rejected
        return self.upheld / settled if settled else None


def upheld(state: State) -> tuple[Upheld, ...]:
    """The figures by rule and catalogue, in the order of rules and runs, without what people saw themselves.

    The latest verdict counts, also where the finding is closed since.
    """
    order = {run.catalogue: place for place, run in reversed(list(enumerate(state.runs)))}
    counts: Counter[tuple[str, str, str]] = Counter()
    for item in state.findings.values():
        if item.judgements and not item.source:
            last = item.judgements[-1]
            counts[item.seen.rule, last.catalogue, last.verdict] += 1
    keys = sorted({key[:2] for key in counts}, key=lambda key: (key[0], order.get(key[1], -1)))
    verdicts = ("upheld", "rejected", "legal")
    return tuple(Upheld(rule, digest, *(counts[rule, digest, name] for name in verdicts)) for rule, digest in keys)


def of_rule(figures: Iterable[Upheld], rule: str) -> tuple[Upheld, ...]:
    """The figures of one rule."""
    return tuple(item for item in figures if item.rule == rule)
