"""The lexicon: all concepts as one automaton that finds them in a single pass."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reviewkit.language.entries import ENDINGS, Pattern, shadow


class Hit(NamedTuple):
    """A concept found in a statement: offsets into the statement's words."""

    start: int
    end: int
    concept: str


_KEPT = 20_000
"""How many statements' hits are kept at most."""

_SPACES = re.compile(" {2,}")

Slot = tuple[frozenset[str], tuple[str, ...], bool]
"""What may stand in one place: single words, what is no single whole word (phrases, stems), and whether it may lack."""

Slots = tuple[Slot, ...]

Ending = frozenset[str] | None
"""What may follow a stem; nothing: anything."""

Simple = tuple[str, Ending, frozenset[str]]
"""A rule of one slot: concept, ending, and its forms where capitals count."""

Words = frozenset[str] | None
"""The words that may stand next to a gate; nothing: any word, or none."""

Rule = tuple[str, Ending, Slots, int, bool, Words, Words]
"""A rule of several slots: concept, ending of the last, slots, gate, whether the first may be a compound's tail, and
the words that may stand before and after the gate."""

Entry = tuple[tuple[Simple, ...], tuple[Rule, ...]]
"""The rules of one phrase, of one slot and of several."""

Table = tuple[tuple[str, ...], tuple[Entry, ...]]
"""A compiled lexicon in plain values: what the automaton looks for, and the rules of each."""


def compile_patterns(patterns: Iterable[Pattern]) -> Table:
    """The table of some patterns, to be kept and searched with."""
    simple: dict[str, list[Simple]] = {}
    rules: dict[str, list[Rule]] = {}
    for pattern in patterns:
        ending = None if pattern.ending == "*" else ENDINGS[pattern.ending]
        phrases = [_sought(pattern, choice) for choice in pattern.slots[pattern.gate]]
        if len(pattern.slots) == 1:
            one = (pattern.concept, ending, frozenset(pattern.slots[0]) if pattern.cased else frozenset())
            for phrase in phrases:
                simple.setdefault(phrase, []).append(one)
        else:
            rule = _rule(pattern, ending)
            for phrase in phrases:
                rules.setdefault(phrase, []).append(rule)
    every = tuple(dict.fromkeys([*simple, *rules]))
    return every, tuple((tuple(simple.get(phrase, ())), tuple(rules.get(phrase, ()))) for phrase in every)


def _rule(pattern: Pattern, ending: Ending) -> Rule:
    slots, gate = pattern.slots, pattern.gate
    follow = slots[gate + 1 :]
    stems = bool(pattern.ending) and all("" in slot for slot in follow[:-1])
    before = None if pattern.open_left else _neighbours(slots[:gate][::-1], -1)
    after = None if stems else _neighbours(follow, 0)
    return pattern.concept, ending, _slots(pattern), gate, pattern.open_left, before, after


def _slots(pattern: Pattern) -> Slots:
    last = len(pattern.slots) - 1
    found = []
    for number, slot in enumerate(pattern.slots):
        partial = (number == last and bool(pattern.ending)) or (number == 0 and pattern.open_left)
        whole = frozenset(choice for choice in slot if choice and " " not in choice and not partial)
        found.append((whole, tuple(choice for choice in slot if choice and choice not in whole), "" in slot))
    return tuple(found)


def _neighbours(slots: Iterable[tuple[str, ...]], edge: int) -> frozenset[str] | None:
    """The words that may stand nearest; nothing where there need be no word."""
    words: set[str] = set()
    for slot in slots:
        words.update(sys.intern(choice.split(" ")[edge]) for choice in slot if choice)
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
        self._known: dict[str, dict[str, list[Hit]]] = {}
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Every concept in a text as start, end and concept, in the order of the places where it was recognised."""
        sought, places = _closed_up(f" {shadow(text)}  ")
        phrases, table = self._phrases, self._rules
        hits: list[tuple[int, int, str]] = []
        found = hits.append
        for number, start, end in self._automaton.find_matches_as_indexes(sought, overlapping=True):
            phrase = phrases[number]
            simple, rules = table[number]
            first = start + 1 if phrase[0] == " " else start
            stop = close = end - 1 if phrase[-1] == " " else end
            while sought[stop].isalnum():
                stop += 1
            rest = sought[close:stop]
            for concept, ending, cased in simple:
                if (ending is None or rest in ending) and (
                    not cased or _as_written(text, places, first, close) in cased
                ):
                    found((first, stop, concept))
            if not rules:
                continue
            follows = sought[stop + 1 : sought.find(" ", stop + 1)]
            precedes = sought[sought.rfind(" ", 0, first - 1) + 1 : first - 1]
            for concept, ending, slots, gate, open_left, before, after in rules:
                if (after is not None and follows not in after) or (before is not None and precedes not in before):
                    continue
                if gate < len(slots) - 1:
                    right = _forward(slots, ending, sought, close, gate + 1)
                else:
                    right = stop if ending is None or rest in ending else None
                if right is not None:
                    left = _backward(slots, open_left, sought, first, gate - 1)
                    if left is not None:
                        found((left, right, concept))
        return [(_place(places, start), _place(places, end - 1) + 1, concept) for start, end, concept in hits]

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """The hits of one statement by concept, those inside a phrase of another meaning left out.

        Statements come again, in stock phrases and pasted passages, so the last ones are kept.
        """
        known = self._known.get(text)
        if known is None:
            known = {}
            for hit in self._visible([Hit(*found) for found in dict.fromkeys(self.find(text))]):
                known.setdefault(hit.concept, []).append(hit)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[text] = known
        return known

    def _visible(self, hits: list[Hit]) -> list[Hit]:
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


Gaps = tuple[list[int], list[int]]
"""Where the text was closed up: offsets in the closed text, and how much was taken out up to each."""


def _closed_up(text: str) -> tuple[str, Gaps]:
    """The text with one space for several, so that a phrase goes across a comma or a quotation mark."""
    parts: list[str] = []
    at, taken, done, length = [0], [0], 0, 0
    for match in _SPACES.finditer(text):
        parts.append(text[done : match.start() + 1])
        length += match.start() + 1 - done
        at.append(length)
        taken.append(taken[-1] + match.end() - match.start() - 1)
        done = match.end()
    return "".join((*parts, text[done:], " ")), (at, taken)


def _place(places: Gaps, offset: int) -> int:
    """Where a character of the closed text stands in the statement's words."""
    return offset + places[1][bisect_right(places[0], offset) - 1] - 1


def _as_written(text: str, places: Gaps, start: int, end: int) -> str:
    return text[_place(places, start) : _place(places, end - 1) + 1]


def _word_end(endings: frozenset[str] | None, text: str, end: int) -> int | None:
    stop = end
    while text[stop].isalnum():
        stop += 1
    return stop if endings is None or text[end:stop] in endings else None


def _forward(slots: Slots, ending: Ending, text: str, place: int, number: int) -> int | None:
    """Where the slots from a number on end, when they follow a place; nothing where they do not."""
    if number == len(slots):
        return place
    whole, others, optional = slots[number]
    found: int | None = None
    if text[place] == " ":
        stop = text.find(" ", place + 1)
        if whole and text[place + 1 : stop] in whole:
            found = _forward(slots, ending, text, stop, number + 1)
        for choice in others if found is None else ():
            if text.startswith(choice, place + 1):
                after = place + 1 + len(choice)
                if number == len(slots) - 1:
                    found = _word_end(ending, text, after)
                elif not text[after].isalnum():
                    found = _forward(slots, ending, text, after, number + 1)
                if found is not None:
                    break
    if found is None and optional:
        found = _forward(slots, ending, text, place, number + 1)
    return found


def _backward(slots: Slots, open_left: bool, text: str, place: int, number: int) -> int | None:
    """Where the slots down from a number begin, when they stand before a place; nothing where they do not."""
    if number < 0:
        return place
    whole, others, optional = slots[number]
    found: int | None = None
    if text[place - 1] == " ":
        start = text.rfind(" ", 0, place - 1) + 1
        if whole and text[start : place - 1] in whole:
            found = _backward(slots, open_left, text, start, number - 1)
        for choice in others if found is None else ():
            if text.endswith(choice, 0, place - 1):
                before = place - 1 - len(choice)
                if not text[before - 1].isalnum() or (number == 0 and open_left):
                    found = _backward(slots, open_left, text, before, number - 1)
                if found is not None:
                    break
    if found is None and optional:
        found = _backward(slots, open_left, text, place, number - 1)
    return found
