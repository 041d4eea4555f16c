"""One entry of the lexicon as it is written, and as a pattern that can be looked for."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from itertools import product

from msgspec import Struct

from reviewkit.model import CatalogueError

_NOUN = (
    "en e a et er ene ar ane or one n r ne t s ens as ets ers enes anes ns rs nes ts eren erens eret inga ingar ingane"
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
_MAX_JOINED = 36
_SHORT = 3
_COMMON = frozenset(
    """
    alle alltid andre at av barn be ber bli blir blitt bruk bruke bruker brukeren brukar brukaren da dag de deg dei
    den der dersom det dette din du dykk eg ei ein eit eller en er et etter fra frå først fyrst for få får før gi
    gir gje gjev ha har han hen henne hva hvem hvis hvor hun ho i ikke ikkje informer innen innan jeg kan kom
    kommune kommunen kontakt kontakte kontoret kunne kva la lag lage legg legge les lese man med melding men mer
    meir mye må nav nav-kontoret navkontoret ned no noe noko når nå og også om opp oss over på penger pengar
    registrer ring ringe ringer ringjer saken saka samtalen se seg sei seier selv send sende sender sett sette si
    sier sig sin sitt situasjonen sjølv skal skriv skrive skulle som spør svar svarer svarar så søke søkje søknad
    søknaden ta tak tar tek telefon telefonen til under ut uten utan ved vedtak vedtaket veileder veilederen
    vedkommende vi videre vidare vil vis vise viser vært være ved vere økonomisk åpne å innringer dekke hjelp hjelpe
    gå går gjør gjer gjennom inn mot per fordi bør blei vart ble vert rett innen dager arbeid spørsmål krav
    """.split()
)
"""Words too frequent to look for first, where an entry has another word to look for."""


class Pattern(Struct, frozen=True):
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
    read = (choice if cased else " ".join(shadow(choice).split()) for choice in written)
    return tuple(dict.fromkeys(map(sys.intern, read)))


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
            return (*slots[:left], joined, *slots[left + 2 :])
    return tuple(slots)


def _selectivity(slot: tuple[str, ...]) -> tuple[bool, bool, int]:
    """How well a slot tells its entry from ordinary text: not optional, no common word, long alternatives."""
    shortest = min(map(len, slot))
    return shortest > 1, not any(choice.lower() in _COMMON for choice in slot) and shortest > _SHORT, shortest


def shadow(text: str) -> str:
    """Lower case with a space for every punctuation mark, each character in its place."""
    return _PUNCTUATION.sub(" ", lower(text))


def lower(text: str) -> str:
    """Lower case with every character in its place, also where Unicode's lower case is longer."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
