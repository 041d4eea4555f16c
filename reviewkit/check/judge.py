"""The second judge: a linear model over the features of a statement, trained on labelled routines.

It mutes findings that it holds for unlikely, and may raise statements that no frame fits; what it does is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reviewkit.language import Reading, features, shown_feature
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError, Statement

PATH = "judge/weights.tsv"
_SCALE = 100
"""Weights are kept as whole hundredths."""

_LANE = 24
"""Bits that a rule's weight takes up in the one whole number that holds the weights of a feature."""

_TELLING = 3
_KEPT = 20_000
"""How many statements' probabilities are kept at most."""


Key = tuple[str, str, bool, tuple[str, ...], str | None, bool]
"""All that the features of a statement rest on: its words, kind and quotation, and what governs it."""


def _key(statement: Statement, reading: Reading) -> Key:
    above = reading.inherited(statement)
    governing = (statement.governor, statement.column, statement.row, statement.section.heading)
    words = tuple("" if other is None or other is statement else other.text for other in governing)
    return statement.text, statement.kind, statement.quoted, words, above.actor, above.denied


class Judge:
    """The trained model: for every feature the rules it speaks for or against."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._rules: Sequence[str] = table["rules"]
        self._biases: Sequence[int] = table["biases"]
        self._weights: Mapping[str, int] = table["weights"]
        self._zero = sum(1 << (_LANE * place + _LANE - 1) for place in range(len(self._rules)))
        self._known: dict[Key, dict[str, float]] = {}
        self.mute_below: float = table["mute_below"]
        self.raise_above: float = table["raise_above"]

    @property
    def rules(self) -> frozenset[str]:
        """The codes it was trained for."""
        return frozenset(self._rules)

    def judge(self, statement: Statement, reading: Reading) -> dict[str, float]:
        """The probability of every rule it knows for a statement.

        Statements come again, in stock phrases and pasted passages, so the last ones are kept.
        """
        key = _key(statement, reading)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[key] = self._weigh(statement, reading)
        return known

    def _weigh(self, statement: Statement, reading: Reading) -> dict[str, float]:
        names = set(features(statement, reading))
        length = math.sqrt(max(1, len(names))) * _SCALE
        sums = self._lanes(sum(map(self._weights.get, names & self._weights.keys())))  # type: ignore[arg-type]
        return {
            rule: _probability(total / length + bias / _SCALE)
            for rule, total, bias in zip(self._rules, sums, self._biases, strict=True)
        }

    def _lanes(self, packed: int) -> list[int]:
        """The whole numbers, one a rule, that were packed into one."""
        data = (packed + self._zero).to_bytes(_LANE // 8 * len(self._rules) + 1, "little", signed=True)
        middle = 1 << (_LANE - 1)
        step = _LANE // 8
        return [
            int.from_bytes(data[at : at + step], "little") - middle for at in range(0, step * len(self._rules), step)
        ]

    def explain(self, statement: Statement, reading: Reading, rule: str) -> tuple[str, ...]:
        """The words of a statement that weighed most for a rule, the heaviest first."""
        number = self._rules.index(rule)
        weighed: dict[str, int] = {}
        for name in sorted(set(features(statement, reading))):
            words = shown_feature(name, statement)
            weight = self._weight(name, number)
            if words and weight > 0:
                weighed[words] = max(weighed.get(words, 0), weight)
        return tuple(sorted(weighed, key=lambda words: (-weighed[words], words))[:_TELLING])

    def _weight(self, name: str, rule: int) -> int:
        return self._lanes(self._weights.get(name, 0))[rule]


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def compile_judge(files: Iterable[CatalogueFile]) -> dict[str, Any] | None:
    """The model in plain values, from its file of weights; nothing where the catalogue has none."""
    file = next((file for file in files if file.path == PATH), None)
    if file is None:
        return None
    try:
        return _read(file.text.splitlines())
    except (ValueError, IndexError, KeyError) as error:
        raise CatalogueError(f"vektene kan ikke leses ({error}); tren dommeren på nytt", file.path) from None


def _read(lines: Sequence[str]) -> dict[str, Any]:
    head = dict(line[2:].split("\t", 1) for line in lines if line.startswith("# ") and "\t" in line)
    rules = head["rules"].split(" ")
    numbers = {rule: number for number, rule in enumerate(rules)}
    weights = dict(_rows((line for line in lines if not line.startswith("#")), numbers))
    return {
        "rules": rules,
        "biases": [int(bias) for bias in head["biases"].split(" ")],
        "mute_below": float(head["mute-below"]),
        "raise_above": float(head["raise-above"]),
        "weights": weights,
    }


def _rows(lines: Iterable[str], numbers: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for line in lines:
        name, _, listed = line.partition("\t")
        pairs = (item.split("=") for item in listed.split(" "))
        yield name, sum(int(weight) << (_LANE * numbers[rule]) for rule, weight in pairs)
