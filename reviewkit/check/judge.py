"""The second judge: a linear model over the features of a statement, trained on labelled routines.

It mutes findings that it holds for unlikely, and may raise statements that no frame fits; what it does is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reviewkit.language import (
    ACTING_FEATURES,
    INHERITED_FEATURES,
    Reading,
    acting_features,
    features,
    governing,
    governing_features,
    own_features,
    shown_feature,
)
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError, Statement

PATH = "judge/weights.tsv"
_SCALE = 100
"""Weights are kept as whole hundredths."""

_LANE = 24
"""Bits that a rule's weight takes up in the one whole number that holds the weights of a feature."""

_MIDDLE = 1 << (_LANE - 1)
_TELLING = 3
_KEPT = 4_000
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
        self._size = _LANE // 8 * len(self._rules)
        names: Sequence[str] = table["names"].split("\n") if table["names"] else ()
        self._places = dict(zip(names, range(0, len(names) * self._size, self._size), strict=True))
        self._records: bytes = table["weights"]
        self._weights: dict[str, int] = {}
        self._zero = packed((place, _MIDDLE) for place in range(len(self._rules)))
        self._tops = self._zero
        self._most = self._most_from_actors()
        self._limits: dict[int, int] = {}
        self._governing: dict[tuple[str, str, tuple[str, ...]], tuple[int, int]] = {}
        self._own: dict[tuple[str, tuple[str, ...], str, bool], tuple[int, int]] = {}
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
            names, weight = self._without_actors(statement, reading)
            acting = set(acting_features(statement, reading))
            known = self._probabilities(names + len(acting), weight + self._weight_of(acting))
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def may_raise(self, statement: Statement, reading: Reading) -> bool:
        """Whether some rule could reach the limit for raising, whoever acts in the statement; often it is plain that
        none can, and then its clauses need not be cut."""
        names, weight = self._without_actors(statement, reading)
        limit = self._limits.get(names)
        if limit is None:
            limit = self._limits[names] = self._limit(names + 1)
        return bool((weight + limit) & self._tops)

    def _limit(self, names: int) -> int:
        """What makes the top bit of a rule's lane tell, when added, whether the rule may reach the limit for raising.

        A statement has one feature of what it inherits, and any of the features of who acts; the more features, the
        less each weighs.
        """
        length = math.sqrt(names) * _SCALE
        asked = math.log(self.raise_above / (1 - self.raise_above))
        limits = []
        for place, bias in enumerate(self._biases):
            above = asked - bias / _SCALE
            needed = math.floor(above * length) - self._most[place] if above > 0 else -_MIDDLE // 2
            limits.append((place, _MIDDLE - needed))
        return packed(limits)

    def _without_actors(self, statement: Statement, reading: Reading) -> tuple[int, int]:
        """How many features a statement has but for those of who acts, and their weights in one number."""
        names, weight = self._own_weight(statement, reading)
        for name, other in governing(statement):
            key = name, other.text, other.hosts
            known = self._governing.get(key)
            if known is None:
                found = set(governing_features(name, other, reading))
                if len(self._governing) >= _KEPT:
                    self._governing.clear()
                known = self._governing[key] = len(found), self._weight_of(found)
            names += known[0]
            weight += known[1]
        return names, weight

    def _own_weight(self, statement: Statement, reading: Reading) -> tuple[int, int]:
        """The number and the weight of the features of a statement's own words, kept for the next time they come."""
        key = statement.text, statement.hosts, statement.kind, statement.quoted
        known = self._own.get(key)
        if known is None:
            found = set(own_features(statement, reading))
            if len(self._own) >= _KEPT:
                self._own.clear()
            known = self._own[key] = len(found), self._weight_of(found)
        return known

    def _weight_of(self, names: set[str]) -> int:
        places, weights = self._places, self._weights
        return sum([weights[name] if name in weights else self._weight(name) for name in names if name in places])

    def _probabilities(self, names: int, weight: int) -> dict[str, float]:
        length = math.sqrt(max(1, names)) * _SCALE
        return {
            rule: _probability(total / length + bias / _SCALE)
            for rule, total, bias in zip(self._rules, self._lanes(weight), self._biases, strict=True)
        }

    def _most_from_actors(self) -> list[int]:
        """For each rule the most that features of who acts, and of what is inherited, can add to its weight."""
        acting, inherited = (
            [self._lanes(self._weight(name)) for name in names if name in self._places]
            for names in (ACTING_FEATURES, INHERITED_FEATURES)
        )
        return [
            sum(max(0, lanes[place]) for lanes in acting) + max((0, *(lanes[place] for lanes in inherited)))
            for place in range(len(self._rules))
        ]

    def _lanes(self, weight: int) -> list[int]:
        """The whole numbers, one a rule, that were packed into one."""
        data = (weight + self._zero).to_bytes(_LANE // 8 * len(self._rules) + 1, "little", signed=True)
        step = _LANE // 8
        return [
            int.from_bytes(data[at : at + step], "little") - _MIDDLE for at in range(0, step * len(self._rules), step)
        ]

    def explain(self, statement: Statement, reading: Reading, rule: str) -> tuple[str, ...]:
        """The words of a statement that weighed most for a rule, the heaviest first."""
        number = self._rules.index(rule)
        weighed: dict[str, int] = {}
        for name in sorted(set(features(statement, reading))):
            words = shown_feature(name, statement)
            weight = self._lanes(self._weight(name))[number] if name in self._places else 0
            if words and weight > 0:
                weighed[words] = max(weighed.get(words, 0), weight)
        return tuple(sorted(weighed, key=lambda words: (-weighed[words], words))[:_TELLING])

    def _weight(self, name: str) -> int:
        """The weights of a feature that is known, all rules' in one number; read once."""
        at = self._places[name]
        found = self._weights[name] = int.from_bytes(self._records[at : at + self._size], "little", signed=True)
        return found


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
    rows = dict(_rows((line for line in lines if not line.startswith("#")), numbers))
    biases = [int(bias) for bias in head["biases"].split(" ")]
    return make_table(rules, biases, rows, float(head["mute-below"]), float(head["raise-above"]))


def make_table(
    rules: Sequence[str], biases: Sequence[int], rows: Mapping[str, Mapping[int, int]], mute_below: float,
    raise_above: float,
) -> dict[str, Any]:  # fmt: skip
    """The model in plain values; `rows` are weights in hundredths by feature and number of rule."""
    size = _LANE // 8 * len(rules)
    return {
        "rules": list(rules),
        "biases": list(biases),
        "mute_below": mute_below,
        "raise_above": raise_above,
        "names": "\n".join(rows),
        "weights": b"".join(packed(row.items()).to_bytes(size, "little", signed=True) for row in rows.values()),
    }


def _rows(lines: Iterable[str], numbers: Mapping[str, int]) -> Iterator[tuple[str, dict[int, int]]]:
    for line in lines:
        name, _, listed = line.partition("\t")
        pairs = (item.split("=") for item in listed.split(" "))
        yield name, {numbers[rule]: int(weight) for rule, weight in pairs}


def packed(weights: Iterable[tuple[int, int]]) -> int:
    """The weights of one feature, as number of rule and weight, in one whole number with a lane for each rule."""
    return sum(weight << (_LANE * rule) for rule, weight in weights)
