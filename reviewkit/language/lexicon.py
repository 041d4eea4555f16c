"""The lexicon: all concepts as one automaton that finds them in a single pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reviewkit.language.entries import ENDINGS, Pattern, shadow


class Hit(NamedTuple):
    """A concept found in a statement: offsets into the statement's words."""

    start: int
    end: int
    concept: str


Slots = tuple[tuple[str, ...], ...]

Rule = tuple[
    str,
    frozenset[str] | None,
    frozenset[str],
    frozenset[str] | None,
    frozenset[str] | None,
    tuple[tuple[str, ...], ...] | None,
    int,
    bool,
]
"""A pattern as the search uses it, in plain values that can be kept in a file.

Concept, endings (nothing: any), forms with capitals, words that may stand before and after the gate, all slots (nothing
where there is only one), gate, open to the left.
"""

Table = tuple[tuple[str, ...], tuple[tuple[Rule, ...], ...]]
"""What the automaton looks for, and the rules that begin with each: a compiled lexicon."""


def compile_patterns(patterns: Iterable[Pattern]) -> Table:
    """The table of some patterns, to be kept and searched with."""
    by_phrase: dict[str, list[Rule]] = {}
    for pattern in patterns:
        rule = _rule(pattern)
        for choice in pattern.slots[pattern.gate]:
            by_phrase.setdefault(_sought(pattern, choice), []).append(rule)
    return tuple(by_phrase), tuple(tuple(rules) for rules in by_phrase.values())


def _rule(pattern: Pattern) -> Rule:
    slots, gate = pattern.slots, pattern.gate
    after = slots[gate + 1 :]
    return (
        pattern.concept,
        None if pattern.ending == "*" else ENDINGS[pattern.ending],
        frozenset(slots[0]) if pattern.cased else frozenset(),
        None if pattern.open_left else _neighbours(slots[:gate][::-1], -1),
        None if pattern.ending and all("" in slot for slot in after[:-1]) else _neighbours(after, 0),
        slots if len(slots) > 1 else None,
        gate,
        pattern.open_left,
    )


def _neighbours(slots: Iterable[tuple[str, ...]], edge: int) -> frozenset[str] | None:
    """The words that may stand nearest; nothing where there need be no word."""
    words: set[str] = set()
    for slot in slots:
        words.update(choice.split(" ")[edge] for choice in slot if choice)
        if "" not in slot:
            return frozenset(words)
    return None


def _sought(pattern: Pattern, choice: str) -> str:
    """What the automaton looks for: the words with a space on each side where a word must begin or end."""
    left = "" if pattern.open_left and pattern.gate == 0 else " "
    last = pattern.gate == len(pattern.slots) - 1
    return left + shadow(choice) + ("" if last and pattern.ending else " ")


class Lexicon:
    """All concepts at once; `hides` says which concepts a phrase of another meaning covers."""

    def __init__(self, table: Table, hides: Mapping[str, Iterable[str]]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._phrases, self._rules = table
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard)
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[Hit]:
        """Every concept in a text, in the order of the places where it was recognised."""
        sought = f" {shadow(text)}  "
        phrases, table = self._phrases, self._rules
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(sought, overlapping=True):
            phrase = phrases[number]
            first = start + 1 if phrase[0] == " " else start
            closed = phrase[-1] == " "
            close = end - 1 if closed else end
            stop = close
            rest = ""
            if not closed:
                while sought[stop].isalnum():
                    stop += 1
                rest = sought[close:stop]
            for concept, endings, cased, before, after, slots, gate, open_left in table[number]:
                if not closed and endings is not None and rest not in endings:
                    continue
                if slots is None:
                    if not cased or text[first - 1 : close - 1] in cased:
                        hits.append(Hit(first - 1, stop - 1, concept))
                elif (after is None or sought[stop + 1 : sought.find(" ", stop + 1)] in after) and (
                    before is None or sought[sought.rfind(" ", 0, first - 1) + 1 : first - 1] in before
                ):
                    right = stop if gate == len(slots) - 1 else _forward(slots, endings, sought, close, gate + 1)
                    if right is not None:
                        left = _backward(slots, open_left, sought, first, gate - 1)
                        if left is not None:
                            hits.append(Hit(left - 1, right - 1, concept))
        return hits

    def visible(self, hits: list[Hit]) -> list[Hit]:
        """The hits of one statement without those that lie inside a phrase that means something else."""
        shields = [hit for hit in hits if hit.concept in self._hides]
        if not shields:
            return hits
        return [
            hit
            for hit in hits
            if not any(
                shield.start <= hit.start and hit.end <= shield.end and hit.concept in self._hides[shield.concept]
                for shield in shields
            )
        ]


def _word_end(endings: frozenset[str] | None, text: str, end: int) -> int | None:
    stop = end
    while text[stop].isalnum():
        stop += 1
    return stop if endings is None or text[end:stop] in endings else None


def _forward(slots: Slots, endings: frozenset[str] | None, text: str, place: int, number: int) -> int | None:
    """Where the slots from a number on end, when they follow a place; nothing where they do not."""
    if number == len(slots):
        return place
    for choice in slots[number]:
        if not choice:
            found = _forward(slots, endings, text, place, number + 1)
        elif text[place] == " " and text.startswith(choice, place + 1):
            stop = place + 1 + len(choice)
            if number == len(slots) - 1:
                found = _word_end(endings, text, stop)
            elif text[stop].isalnum():
                continue
            else:
                found = _forward(slots, endings, text, stop, number + 1)
        else:
            continue
        if found is not None:
            return found
    return None


def _backward(slots: Slots, open_left: bool, text: str, place: int, number: int) -> int | None:
    """Where the slots down from a number begin, when they stand before a place; nothing where they do not."""
    if number < 0:
        return place
    for choice in slots[number]:
        if not choice:
            found = _backward(slots, open_left, text, place, number - 1)
        elif text[place - 1] == " " and text.endswith(choice, 0, place - 1):
            start = place - 1 - len(choice)
            if text[start - 1].isalnum() and not (number == 0 and open_left):
                continue
            found = _backward(slots, open_left, text, start, number - 1)
        else:
            continue
        if found is not None:
            return found
    return None
