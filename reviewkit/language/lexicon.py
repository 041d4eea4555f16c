"""The lexicon: concepts written by lemma, compiled to one automaton that finds them all in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from reviewkit.model import CatalogueError

_NOUN = (
    "en a et er ene ar ane or one n r ne t s ens as ets ers enes anes ns rs nes ts eren erens eret inga ingar ingane"
    " ar arar arane aren arens ren rens rene rar rane ere eres erne ernes ste sten te ten i ie ien ia iar iane"
)
_VERB = (
    "e er et a ar t te de d dd dde es as ast est s ende ande ede ete je ja jer st tes des ter"
    " ing inga ingen inger ingar ingane ingene ings"
)
_ADJECTIVE = "t e ere est este are ast aste ne n a"

ENDINGS: Mapping[str, frozenset[str]] = {
    "": frozenset([""]),
    "n": frozenset(["", *_NOUN.split()]),
    "v": frozenset(["", *_VERB.split()]),
    "a": frozenset(["", *_ADJECTIVE.split()]),
}
"""What may follow a stem, by class, in either norm; `*` (anything) is not listed."""

_GROUP = re.compile(r"\(([^()]*)\)")
_MAX_ALTERNATIVES = 400
_COMMON = frozenset(
    "bruker brukeren brukar brukaren kan kunne skal må bør vil du vi de dei det den han hun hen er har få får med til om av på"
    " for fra frå som at å og i en ei ein et eit ikke ikkje at hos ved selv sjølv nav vedkommende først fyrst være ber be gi"
    " gir si sier ta tar sende sender nav-kontoret kontoret veileder saken saka situasjonen innringer hvis dersom når".split()
)
"""Words too frequent to look for first, where an entry has another word to look for."""


class Hit(NamedTuple):
    """A concept found in a statement: offsets into the statement's words."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of the lexicon: word slots, each with its alternatives (an empty one makes it optional).

    `gate` is the slot that the automaton looks for; the others are then compared around it. `ending` is a class of
    ENDINGS or `*`, and holds for the last slot; `cased` entries keep their capitals.
    """

    concept: str
    slots: tuple[tuple[str, ...], ...]
    gate: int
    ending: str = ""
    open_left: bool = False
    cased: bool = False


def read_entry(entry: str, concept: str) -> Pattern:
    """The pattern that one entry of the lexicon stands for; raises CatalogueError where it cannot be read."""
    written = entry.strip()
    cased, open_left = written.startswith("="), written.startswith("*")
    written = written.lstrip("=*").strip()
    ending = ""
    if written.endswith("*"):
        written, ending = written[:-1], "*"
    elif len(written) > 2 and written[-2] == "/" and written[-1] in ENDINGS:
        written, ending = written[:-2], written[-1]
    if not written or any(mark in written for mark in "*[]{}"):
        raise CatalogueError(f"konseptet {concept}: kan ikke lese «{entry}»")
    slots = tuple(_slot(part if cased else part.lower()) for part in _outside_groups(written))
    gate = max(range(len(slots)), key=lambda number: _selectivity(slots[number]))
    if min(len(choice) for choice in slots[gate]) < 2 or any(len(slot) > _MAX_ALTERNATIVES for slot in slots):
        raise CatalogueError(f"konseptet {concept}: «{entry}» er for kort eller har for mange varianter")
    return Pattern(concept, slots, gate, ending, open_left, cased)


def _outside_groups(written: str) -> list[str]:
    """The parts of an entry between spaces that stand outside parentheses; adjoining plain words are one part."""
    parts: list[str] = []
    depth, part = 0, ""
    for character in written + " ":
        depth += (character == "(") - (character == ")")
        if character != " " or depth:
            part += character
        elif part:
            if parts and "(" not in part and "(" not in parts[-1]:
                parts[-1] += " " + part
            else:
                parts.append(part)
            part = ""
    return parts


def _slot(part: str) -> tuple[str, ...]:
    pieces = _GROUP.split(part)
    choices = [piece.split("|") if number % 2 else [piece] for number, piece in enumerate(pieces)]
    return tuple(dict.fromkeys(" ".join("".join(choice).split()) for choice in product(*choices)))


def _selectivity(slot: tuple[str, ...]) -> tuple[bool, bool, int]:
    """How well a slot tells its entry from ordinary text: not optional, no common word, long alternatives."""
    return "" not in slot, not any(choice.lower() in _COMMON for choice in slot), min(map(len, slot))


class Lexicon:
    """All concepts at once: finds every one of them in a text in a single pass."""

    def __init__(self, patterns: Iterable[Pattern], hides: Mapping[str, tuple[str, ...]]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        by_phrase: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for choice in pattern.slots[pattern.gate]:
                by_phrase.setdefault(choice.lower(), []).append(pattern)
        self._rules = list(by_phrase.values())
        self._automaton = AhoCorasick(list(by_phrase), matchkind=MatchKind.Standard)
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[Hit]:
        """Every concept in a text, in the order of the places where it was recognised."""
        lowered = lower(text)
        hits: list[Hit] = []
        size = len(lowered)
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            inside = start > 0 and lowered[start - 1].isalnum()
            stop = end
            while stop < size and lowered[stop].isalnum():
                stop += 1
            for pattern in self._rules[number]:
                if inside and not (pattern.open_left and pattern.gate == 0):
                    continue
                if len(pattern.slots) > 1:
                    span = _around(pattern, lowered, start, end)
                    if span is not None:
                        hits.append(Hit(*span, pattern.concept))
                elif stop == end or pattern.ending == "*" or lowered[end:stop] in ENDINGS[pattern.ending]:
                    if not pattern.cased or text[start:end] in pattern.slots[0]:
                        hits.append(Hit(start, stop, pattern.concept))
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


def lower(text: str) -> str:
    """Lower case with every character in its place, also where Unicode's lower case is longer."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _around(pattern: Pattern, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a pattern of several slots begins and ends, once its gate stands at a place; nothing where it does not."""
    last = len(pattern.slots) - 1
    if pattern.gate < last:
        right = _forward(pattern, text, end, pattern.gate + 1)
    else:
        right = _word_end(pattern, text, end)
    if right is None or (pattern.gate < last and end < len(text) and text[end].isalnum()):
        return None
    left = _backward(pattern, text, start, pattern.gate - 1)
    return None if left is None else (left, right)


def _word_end(pattern: Pattern, text: str, end: int) -> int | None:
    stop = end
    while stop < len(text) and text[stop].isalnum():
        stop += 1
    fits = stop == end or pattern.ending == "*" or text[end:stop] in ENDINGS[pattern.ending]
    return stop if fits else None


def _forward(pattern: Pattern, text: str, place: int, number: int) -> int | None:
    if number == len(pattern.slots):
        return place
    for choice in pattern.slots[number]:
        if not choice:
            found = _forward(pattern, text, place, number + 1)
        elif text.startswith(choice, place + 1) and text[place] in " /":
            stop = place + 1 + len(choice)
            if number == len(pattern.slots) - 1:
                found = _word_end(pattern, text, stop)
            elif stop < len(text) and text[stop].isalnum():
                continue
            else:
                found = _forward(pattern, text, stop, number + 1)
        else:
            continue
        if found is not None:
            return found
    return None


def _backward(pattern: Pattern, text: str, place: int, number: int) -> int | None:
    if number < 0:
        return place
    for choice in pattern.slots[number]:
        if not choice:
            found = _backward(pattern, text, place, number - 1)
        elif place and text[place - 1] in " /" and text.endswith(choice, 0, place - 1):
            start = place - 1 - len(choice)
            if start and text[start - 1].isalnum() and not (number == 0 and pattern.open_left):
                continue
            found = _backward(pattern, text, start, number - 1)
        else:
            continue
        if found is not None:
            return found
    return None
