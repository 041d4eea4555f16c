"""Which of the two written norms a text is in, by the small words that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from reviewkit.author.importing.knowledge import SECOND_NORM
from reviewkit.author.importing.tree import Block, Heading, text_of, words

_WORD = re.compile(r"[^\W\d_]+")
_NB = frozenset(
    "ikke jeg fra en de hva hvordan hvem hvor hvis hvilke hvilken være noen noe mer selv bare brukeren gjør gjøre gir "
    "søke søknad søknaden veiledning tjeneste tjenester kommunen opplysninger får blir uten et dem også mye alle dere "
    "henvendelsen spørre ringer tilbake når deretter arbeidsdager".split()
)
_NN = frozenset(
    "ikkje eg frå ein dei kva korleis kven kvar viss kva vere vera nokon nokre noko meir sjølv berre brukaren brukarar "
    "gjer gjere gjev søkje søkja søknad rettleiing teneste tenester kommunen opplysningar vert utan eit òg mykje de "
    "førespurnaden spørje ringjer ringje tilbake når deretter arbeidsdagar dykk hjå".split()
)
_ONLY_NB, _ONLY_NN = _NB - _NN, _NN - _NB
_LEAST = 3
_TIMES = 3


def norm_of(blocks: Sequence[Block]) -> Literal["nb", "nn"] | None:
    """The norm of a text, the section in the other norm (Sidemål) left out; nothing where that is not plain."""
    found = _WORD.findall(text_of(_own(blocks)).lower())
    nb = sum(word in _ONLY_NB for word in found)
    nn = sum(word in _ONLY_NN for word in found)
    if nb >= _LEAST and nb >= _TIMES * nn:
        return "nb"
    return "nn" if nn >= _LEAST and nn >= _TIMES * nb else None


def _own(blocks: Sequence[Block]) -> list[Block]:
    own: list[Block] = []
    aside = 0
    for block in blocks:
        if isinstance(block, Heading) and (not aside or block.level <= aside):
            aside = block.level if SECOND_NORM.match(words(block.runs)) else 0
        if not aside:
            own.append(block)
    return own
