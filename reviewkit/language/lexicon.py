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


class _Rule(NamedTuple):
    """A pattern as the search uses it: `before` and `after` are the words that may stand next to the gate."""

    concept: str
    endings: frozenset[str] | None
    cased: frozenset[str]
    before: frozenset[str] | None
    after: frozenset[str] | None
    pattern: Pattern | None


def _rule(pattern: Pattern) -> _Rule:
    slots, gate = pattern.slots, pattern.gate
    after = slots[gate + 1 :]
    return _Rule(
        pattern.concept,
        None if pattern.ending == "*" else ENDINGS[pattern.ending],
        frozenset(slots[0]) if pattern.cased else frozenset(),
        None if pattern.open_left else _neighbours(slots[:gate][::-1], -1),
        None if pattern.ending and _reaches_last(after) else _neighbours(after, 0),
        pattern if len(slots) > 1 else None,
    )


def _reaches_last(slots: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the last slot, whose words may have endings, can stand right after the gate."""
    return all("" in slot or len(slot) == 0 for slot in slots[:-1])


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
    """All concepts at once: finds every one of them in a text in a single pass."""

    def __init__(self, patterns: Iterable[Pattern], hides: Mapping[str, tuple[str, ...]]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        by_phrase: dict[str, list[_Rule]] = {}
        for pattern in patterns:
            rule = _rule(pattern)
            for choice in pattern.slots[pattern.gate]:
                by_phrase.setdefault(_sought(pattern, choice), []).append(rule)
        self._rules = [(phrase[0] == " ", phrase[-1] == " ", rules) for phrase, rules in by_phrase.items()]
        self._automaton = AhoCorasick(list(by_phrase), matchkind=MatchKind.Standard)
        self._hides = {concept: frozenset(hidden) for concept, hidden in hides.items()}

    def find(self, text: str) -> list[Hit]:
        """Every concept in a text, in the order of the places where it was recognised."""
        sought = f" {shadow(text)}  "
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(sought, overlapping=True):
            spaced, closed, rules = self._rules[number]
            first = start + spaced
            stop = end = end - closed
            rest = ""
            if not closed:
                while sought[stop].isalnum():
                    stop += 1
                rest = sought[end:stop]
            for concept, endings, cased, before, after, pattern in rules:
                if pattern is None:
                    if closed or endings is None or rest in endings:
                        if not cased or text[first - 1 : end - 1] in cased:
                            hits.append(Hit(first - 1, stop - 1, concept))
                elif (after is None or sought[stop + 1 : sought.find(" ", stop + 1)] in after) and (
                    before is None or sought[sought.rfind(" ", 0, first - 1) + 1 : first - 1] in before
                ):
                    if closed or endings is None or rest in endings:
                        span = _around(pattern, sought, first, end, stop)
                        if span is not None:
                            hits.append(Hit(span[0] - 1, span[1] - 1, concept))
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


def _around(pattern: Pattern, text: str, start: int, end: int, stop: int) -> tuple[int, int] | None:
    """Where a pattern of several slots begins and ends, once its gate stands at a place; nothing where it does not."""
    right = stop if pattern.gate == len(pattern.slots) - 1 else _forward(pattern, text, end, pattern.gate + 1)
    if right is None:
        return None
    left = _backward(pattern, text, start, pattern.gate - 1)
    return None if left is None else (left, right)


def _word_end(pattern: Pattern, text: str, end: int) -> int | None:
    stop = end
    while text[stop].isalnum():
        stop += 1
    fits = stop == end or pattern.ending == "*" or text[end:stop] in ENDINGS[pattern.ending]
    return stop if fits else None


def _forward(pattern: Pattern, text: str, place: int, number: int) -> int | None:
    if number == len(pattern.slots):
        return place
    for choice in pattern.slots[number]:
        if not choice:
            found = _forward(pattern, text, place, number + 1)
        elif text[place] == " " and text.startswith(choice, place + 1):
            stop = place + 1 + len(choice)
            if number == len(pattern.slots) - 1:
                found = _word_end(pattern, text, stop)
            elif text[stop].isalnum():
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
        elif text[place - 1] == " " and text.endswith(choice, 0, place - 1):
            start = place - 1 - len(choice)
            if text[start - 1].isalnum() and not (number == 0 and pattern.open_left):
                continue
            found = _backward(pattern, text, start, number - 1)
        else:
            continue
        if found is not None:
            return found
    return None
