"""The lexicon: all concepts at once, found in one pass over the words of a statement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from reviewkit.language.entries import shadow
from reviewkit.language.pieces import Pieces
from reviewkit.language.table import HEAD, Ending, Phrase, Rule, Simple, Slots, Table


class Hit(NamedTuple):
    """A concept found in a statement: offsets into the statement's words."""

    start: int
    end: int
    concept: str


_KEPT = 4_000
"""How many statements' hits are kept at most."""

_LEARNT = 100_000
"""How many words are kept at most."""

_SPACES = re.compile(" {2,}")
_SELDOM = 8
"""How often a phrase is met before its rules are sorted."""


class _Rules:
    """The rules of several slots that one phrase is the gate of: read when the phrase is met for the first time, and
    sorted by the words that may stand beside it when it has been met a few times."""

    __slots__ = ("_after", "_always", "_before", "_met", "_numbers", "_pieces", "_rules")

    def __init__(self, pieces: Pieces, numbers: Sequence[int]) -> None:
        self._pieces = pieces
        self._numbers = numbers
        self._rules: list[Rule] = []
        self._met = 0
        self._always: list[Rule] = []
        self._after: dict[str, list[Rule]] = {}
        self._before: dict[str, list[Rule]] = {}

    def beside(self, precedes: str, follows: str) -> Iterable[Rule]:
        """The rules that may hold between two words."""
        if not self._met:
            self._rules = [self._pieces[number] for number in self._numbers]
        self._met += 1
        if self._met <= _SELDOM:
            return [
                rule
                for rule in self._rules
                if (rule[6] is None or follows in rule[6]) and (rule[5] is None or precedes in rule[5])
            ]
        if self._met == _SELDOM + 1:
            self._sort()
        after = [rule for rule in self._after.get(follows, ()) if rule[5] is None or precedes in rule[5]]
        return (*self._always, *after, *self._before.get(precedes, ()))

    def _sort(self) -> None:
        for rule in self._rules:
            before, after = rule[5], rule[6]
            if after is not None:
                for word in after:
                    self._after.setdefault(word, []).append(rule)
            elif before is not None:
                for word in before:
                    self._before.setdefault(word, []).append(rule)
            else:
                self._always.append(rule)


class _Entry(NamedTuple):
    """What may begin at a word: where in it, the words that must still be compared, and the rules.

    Where nothing is left to compare, `concepts` stand there whatever follows, and `close` and `stop` are where the
    phrase and its last word end; `simple` are then only the rules where capitals count.
    """

    offset: int
    phrase: str
    concepts: tuple[str, ...]
    simple: tuple[Simple, ...]
    rules: _Rules | None
    close: int = 0
    stop: int = 0


class Lexicon:
    """All concepts at once; `hides` says which concepts a phrase of another meaning covers.

    `kept` is for those who read more from a statement's words with it: what they found, by all that it rests on.
    """

    def __init__(self, table: Table, hides: Mapping[str, Iterable[str]]) -> None:
        words, stems = table["words"].splitlines(), table["stems"].splitlines()
        self._words = dict(zip(words, range(len(words)), strict=True))
        self._stems = dict(zip(stems, range(len(words), len(words) + len(stems)), strict=True))
        self._heads = frozenset(table["heads"].splitlines())
        self._phrases = Pieces(table["phrases"], table["phrase_ends"])
        self._rules = Pieces(table["rules"], table["rule_ends"])
        self._tails: list[tuple[str, Phrase]] | None = None
        self._learnt: dict[str, tuple[_Entry, ...]] = {}
        self._known: dict[str, dict[str, list[Hit]]] = {}
        self.kept: dict[tuple[str, tuple[str, ...], str, bool], list[Any]] = {}
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Every concept in a text as start, end and concept, in the order of the words where it was recognised."""
        sought, places = _closed_up(f" {shadow(text)}  ")
        hits: list[tuple[int, int, str]] = []
        for position, entries in self._beginnings(sought):
            for offset, phrase, concepts, simple, rules, close, stop in entries:
                first = position + offset
                if phrase:
                    if not sought.startswith(phrase, first):
                        continue
                    stop = close = first + len(phrase) - (phrase[-1] == " ")  # noqa: PLW2901
                    while sought[stop].isalnum():
                        stop += 1  # noqa: PLW2901
                else:
                    close, stop = position + close, position + stop  # noqa: PLW2901
                    for concept in concepts:
                        hits.append((first, stop, concept))  # noqa: PERF401
                for concept, endings, cased in simple:
                    if (endings is None or sought[close:stop] in endings) and (
                        not cased or _as_written(text, places, first, close) in cased
                    ):
                        hits.append((first, stop, concept))
                if rules is not None:
                    _around(rules, sought, first, close, stop, hits)
        if len(places[0]) == 1:
            return [(start - 1, end - 1, concept) for start, end, concept in hits]
        shift = _shifts(places, len(sought))
        return [(start + shift[start], end + shift[end - 1], concept) for start, end, concept in hits]

    def _beginnings(self, sought: str) -> Iterator[tuple[int, tuple[_Entry, ...]]]:
        """Every place where a word begins at which some phrase may begin, with what may."""
        learnt, heads = self._learnt, self._heads
        words = sought[1:].split(" ")
        position = 1
        for word, follows in pairwise(words):
            entries = learnt.get(word)
            if entries is None:
                entries = self._learn(word, self._in_word(word))
            if entries:
                yield position, entries
            two = f"{word} {follows}"
            if two[: len(word) + 1 + HEAD] in heads or two[: len(word) + 2] in heads:
                entries = learnt.get(two)
                if entries is None:
                    entries = self._learn(two, self._written(two, len(word) + 2))
                if entries:
                    yield position, entries
            position += len(word) + 1

    def _learn(self, words: str, entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
        """What may begin at a word, or at two in a row, kept for the next time."""
        if len(self._learnt) >= _LEARNT:
            self._learnt.clear()
        found = self._learnt[words] = tuple(entries)
        return found

    def _in_word(self, word: str) -> Iterator[_Entry]:
        yield from self._written(word, 1)
        if self._tails is None:
            self._tails = [(phrase[0].partition(" ")[0], phrase) for phrase in self._phrases[len(self._phrases) - 1]]
        for first, phrase in self._tails:
            if first in word:
                places = (place for place in range(len(word)) if word.startswith(first, place))
                yield from self._entries(word, ((place, phrase) for place in places))

    def _written(self, words: str, least: int) -> Iterator[_Entry]:
        """What begins with these words as they are, or with their beginning of at least so many letters."""
        if words in self._words:
            yield from self._entries(words, ((0, phrase) for phrase in self._phrases[self._words[words]]))
        for length in range(least, len(words) + 1):
            stem = self._stems.get(words[:length])
            if stem is not None:
                yield from self._entries(words, ((0, phrase) for phrase in self._phrases[stem]))

    def _entries(self, words: str, phrases: Iterable[tuple[int, Phrase]]) -> Iterator[_Entry]:
        """Entries for phrases at places in some words, settled as far as the words themselves settle them."""
        text = words + " "
        for offset, (phrase, simple, numbers) in phrases:
            rules = _Rules(self._rules, numbers) if numbers else None
            if not text.startswith(phrase, offset):
                yield _Entry(offset, phrase, (), simple, rules)
                continue
            stop = close = offset + len(phrase) - (phrase[-1] == " ")
            while text[stop].isalnum():
                stop += 1
            fitting = [rule for rule in simple if rule[1] is None or text[close:stop] in rule[1]]
            concepts = tuple(concept for concept, _, cased in fitting if not cased)
            cased = tuple(rule for rule in fitting if rule[2])
            if concepts or cased or rules is not None:
                yield _Entry(offset, "", concepts, cased, rules, close, stop)

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


def _around(rules: _Rules, sought: str, first: int, close: int, stop: int, hits: list[tuple[int, int, str]]) -> None:
    """Add the hits of the rules whose gate stands at a place, where their other slots stand around it."""
    ending = sought[close:stop]
    follows = sought[stop + 1 : sought.find(" ", stop + 1)]
    precedes = sought[sought.rfind(" ", 0, first - 1) + 1 : first - 1]
    for concept, endings, slots, gate, open_left, _, _ in rules.beside(precedes, follows):
        if gate < len(slots) - 1:
            right = _forward(slots, endings, sought, close, gate + 1)
        else:
            right = stop if endings is None or ending in endings else None
        if right is not None:
            left = _backward(slots, open_left, sought, first, gate - 1) if gate else first
            if left is not None:
                hits.append((left, right, concept))


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


def _shifts(places: Gaps, length: int) -> list[int]:
    """For every character of the closed text, how far from it it stands in the statement's words."""
    shifts: list[int] = []
    for at, following, taken in zip(places[0], [*places[0][1:], length], places[1], strict=True):
        shifts += [taken - 1] * (following - at)
    return shifts


def _as_written(text: str, places: Gaps, start: int, end: int) -> str:
    return text[_place(places, start) : _place(places, end - 1) + 1]


def _word_end(endings: frozenset[str] | None, text: str, end: int) -> int | None:
    stop = end
    while text[stop].isalnum():
        stop += 1
    return stop if endings is None or text[end:stop] in endings else None


def _forward(slots: Slots, ending: Ending, text: str, place: int, number: int) -> int | None:
    """Where the slots from a number on end, when they follow a place; nothing where they do not."""
    while number < len(slots) and not (slots[number][1] or slots[number][2]):  # one word, and no choice to come back to
        stop = text.find(" ", place + 1)
        if text[place] != " " or text[place + 1 : stop] not in slots[number][0]:
            return None
        place, number = stop, number + 1
    if number == len(slots):
        return place
    whole, others, optional = slots[number]
    found: int | None = None
    if text[place] == " ":
        stop = text.find(" ", place + 1)
        if whole and text[place + 1 : stop] in whole:
            found = _forward(slots, ending, text, stop, number + 1)
        for choice in others if found is None and text.startswith(others, place + 1) else ():
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
    while number >= 0 and not (slots[number][1] or slots[number][2]):
        start = text.rfind(" ", 0, place - 1) + 1
        if text[place - 1] != " " or text[start : place - 1] not in slots[number][0]:
            return None
        place, number = start, number - 1
    if number < 0:
        return place
    whole, others, optional = slots[number]
    found: int | None = None
    if text[place - 1] == " ":
        start = text.rfind(" ", 0, place - 1) + 1
        if whole and text[start : place - 1] in whole:
            found = _backward(slots, open_left, text, start, number - 1)
        for choice in others if found is None and text.endswith(others, 0, place - 1) else ():
            if text.endswith(choice, 0, place - 1):
                before = place - 1 - len(choice)
                if not text[before - 1].isalnum() or (number == 0 and open_left):
                    found = _backward(slots, open_left, text, before, number - 1)
                if found is not None:
                    break
    if found is None and optional:
        found = _backward(slots, open_left, text, place, number - 1)
    return found
