"""The lexicon: concepts written by lemma, compiled to one automaton that finds them all in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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

_PUNCTUATION = re.compile(r"[^\w\s§]|_")
_GROUP = re.compile(r"\(([^()]*)\)")
_MAX_ALTERNATIVES = 400
_MAX_JOINED = 150
_SHORT = 3
_COMMON = frozenset(
    """
    alle alltid andre at av barn be ber bli blir blitt bruk bruke bruker brukeren brukar brukaren da dag de deg dei den der
    dersom det dette din du dykk eg ei ein eit eller en er et etter fra frå først fyrst for få får før gi gir gje gjev ha har
    han hen henne hva hvem hvis hvor hun ho i ikke ikkje informer innen innan jeg kan kom kommune kommunen kontakt kontakte
    kontoret kunne kva la lag lage legg legge les lese man med melding men mer meir mye må nav nav-kontoret navkontoret ned
    no noe noko når nå og også om opp oss over på penger pengar registrer ring ringe ringer ringjer saken saka samtalen se
    seg sei seier selv send sende sender sett sette si sier sig sin sitt situasjonen sjølv skal skriv skrive skulle som spør
    svar svarer svarar så søke søkje søknad søknaden ta tak tar tek telefon telefonen til under ut uten utan ved vedtak vedtaket
    veileder veilederen vedkommende vi videre vidare vil vis vise viser vært være ved vere økonomisk åpne å innringer dekke
    hjelp hjelpe gå går gjør gjer gjennom inn mot per fordi bør blei vart ble vert rett innen dager arbeid spørsmål krav
    """.split()
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
    slots = _widen_gate([_slot(part, cased) for part in _outside_groups(written)])
    gate = _best_gate(slots)
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


def _slot(part: str, cased: bool) -> tuple[str, ...]:
    pieces = _GROUP.split(part)
    choices = [piece.split("|") if number % 2 else [piece] for number, piece in enumerate(pieces)]
    written = (" ".join("".join(choice).split()) for choice in product(*choices))
    return tuple(dict.fromkeys(choice if cased else " ".join(shadow(choice).split()) for choice in written))


def _best_gate(slots: tuple[tuple[str, ...], ...]) -> int:
    return max(range(len(slots)), key=lambda number: _selectivity(slots[number]))


def _widen_gate(slots: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The slots, with the best gate joined to its neighbour where it is a common word by itself."""
    gate = _best_gate(tuple(slots))
    if _selectivity(slots[gate])[1]:
        return tuple(slots)
    for left in (gate, gate - 1):
        pair = slots[left : left + 2] if left >= 0 else []
        if len(pair) == 2 and "" not in pair[0] and "" not in pair[1] and len(pair[0]) * len(pair[1]) <= _MAX_JOINED:
            joined = tuple(f"{one} {two}" for one, two in product(*pair))
            return tuple([*slots[:left], joined, *slots[left + 2 :]])
    return tuple(slots)


def _selectivity(slot: tuple[str, ...]) -> tuple[bool, bool, int]:
    """How well a slot tells its entry from ordinary text: not optional, no common word, long alternatives."""
    shortest = min(map(len, slot))
    return shortest > 1, not any(choice.lower() in _COMMON for choice in slot) and shortest > _SHORT, shortest


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
"""A pattern as the search uses it, in plain values that can be kept in a file: concept, endings (nothing: any), forms
with capitals, words that may stand before and after the gate, all slots (nothing where there is one), gate, open left."""

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
    """All concepts at once: finds every one of them in a text in a single pass.

    `hides` says which concepts a phrase of another meaning covers; `anchors` are the concepts that some check begins
    with, which can be sought alone.
    """

    def __init__(self, table: Table, hides: Mapping[str, Iterable[str]], anchors: frozenset[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        phrases, self._rules = table
        self._phrases = phrases
        self._anchoring = [tuple(rule for rule in rules if rule[0] in anchors) for rules in self._rules]
        self._automaton = AhoCorasick(phrases, matchkind=MatchKind.Standard)
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[Hit]:
        """Every concept in a text, in the order of the places where it was recognised."""
        return self._search(text, self._rules)

    def find_anchors(self, text: str) -> list[Hit]:
        """Only the concepts that some check begins with."""
        return self._search(text, self._anchoring)

    def _search(self, text: str, table: Sequence[tuple[Rule, ...]]) -> list[Hit]:
        sought = f" {shadow(text)}  "
        phrases = self._phrases
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(sought, overlapping=True):
            rules = table[number]
            if not rules:
                continue
            phrase = phrases[number]
            first = start + 1 if phrase[0] == " " else start
            closed = phrase[-1] == " "
            stop = end = end - 1 if closed else end
            rest = ""
            if not closed:
                while sought[stop].isalnum():
                    stop += 1
                rest = sought[end:stop]
            for concept, endings, cased, before, after, slots, gate, open_left in rules:
                if not closed and endings is not None and rest not in endings:
                    continue
                if slots is None:
                    if not cased or text[first - 1 : end - 1] in cased:
                        hits.append(Hit(first - 1, stop - 1, concept))
                elif (after is None or sought[stop + 1 : sought.find(" ", stop + 1)] in after) and (
                    before is None or sought[sought.rfind(" ", 0, first - 1) + 1 : first - 1] in before
                ):
                    right = stop if gate == len(slots) - 1 else _forward(slots, endings, sought, end, gate + 1)
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


def shadow(text: str) -> str:
    """Lower case with a space for every punctuation mark, each character in its place."""
    return _PUNCTUATION.sub(" ", lower(text))


def lower(text: str) -> str:
    """Lower case with every character in its place, also where Unicode's lower case is longer."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


Slots = tuple[tuple[str, ...], ...]


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
