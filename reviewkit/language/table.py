"""The lexicon as a table in plain values: what each word may begin, compiled once and read piece by piece.

Phrases and rules are kept as bytes until their word is met, so that a run on one short routine does
not pay for the whole lexicon.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from typing import TypedDict

from reviewkit.language.entries import ENDINGS, Pattern, shadow
from reviewkit.language.pieces import pack

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

Phrase = tuple[str, tuple[Simple, ...], tuple[int, ...]]
"""What one phrase stands for: its words, with a space behind where a word must end, the simple rules, and numbers of
others."""


HEAD = 2
"""Letters of a phrase's second word by which two words are first looked up."""


class Table(TypedDict):
    """A compiled lexicon.

    `words` are the one word or the first two of phrases, `stems` those of phrases that end within that word, and
    `heads` the first word and two letters of the second of phrases of two or more; a line each. `phrases` holds a list
    of phrases for every word, then for every stem, and at last those that may begin inside a word; `rules` the rules of
    several slots.
    """

    words: str
    stems: str
    heads: str
    phrases: bytes
    phrase_ends: bytes
    rules: bytes
    rule_ends: bytes


def compile_patterns(patterns: Iterable[Pattern]) -> Table:
    """The table of some patterns, to be kept and searched with."""
    simple: dict[str, list[Simple]] = {}
    numbers: dict[str, list[int]] = {}
    rules: list[Rule] = []
    for pattern in patterns:
        ending = None if pattern.ending == "*" else ENDINGS[pattern.ending]
        phrases = [_sought(pattern, choice) for choice in pattern.slots[pattern.gate]]
        if len(pattern.slots) == 1:
            one = (pattern.concept, ending, frozenset(pattern.slots[0]) if pattern.cased else frozenset())
            for phrase in phrases:
                simple.setdefault(phrase, []).append(one)
        else:
            for phrase in phrases:
                numbers.setdefault(phrase, []).append(len(rules))
            rules.append(_rule(pattern, ending))
    words: dict[str, list[Phrase]] = {}
    stems: dict[str, list[Phrase]] = {}
    tails: list[Phrase] = []
    heads: set[str] = set()
    for phrase in dict.fromkeys(chain(simple, numbers)):
        written = phrase.removeprefix(" ")
        item = (written, tuple(simple.get(phrase, ())), tuple(numbers.get(phrase, ())))
        first, *others = written.split(" ")
        if written == phrase:
            tails.append(item)
            continue
        whole = len(others) > 1 or written.endswith(" ")
        head = f"{first} {others[0]}" if others and others[0] else first
        (words if whole else stems).setdefault(head, []).append(item)
        if head != first:
            heads.add(head[: len(first) + 1 + HEAD])
    listed, listed_ends = pack([*words.values(), *stems.values(), tails])
    ruling, ruling_ends = pack(rules)
    return {
        "words": "\n".join(words),
        "stems": "\n".join(stems),
        "heads": "\n".join(sorted(heads)),
        "phrases": listed,
        "phrase_ends": listed_ends,
        "rules": ruling,
        "rule_ends": ruling_ends,
    }


def _rule(pattern: Pattern, ending: Ending) -> Rule:
    slots, gate = pattern.slots, pattern.gate
    follow = slots[gate + 1 :]
    stems = bool(pattern.ending) and all("" in slot for slot in follow[:-1])
    before = None if pattern.open_left else _neighbours(slots[:gate][::-1], -1)
    after = None if stems else _neighbours(follow, 0)
    found = _slots(pattern)
    shared = {whole: whole for whole, _, _ in found}  # a set that is there already is kept once
    before, after = (shared.get(words, words) if words is not None else None for words in (before, after))
    return pattern.concept, ending, found, gate, pattern.open_left, before, after


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
