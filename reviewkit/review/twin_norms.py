"""What bokmål and nynorsk have in common: words folded so that the two norms' forms of one word are often alike."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_]{3,}")
_FOLDS = (("hv", "kv"), ("kj", "k"), ("gj", "g"), ("øy", "o"), ("ei", "e"), ("au", "o"), ("æ", "e"), ("ø", "o"),
          ("å", "a"), ("tj", "t"), ("sj", "s"), ("bm", "m"))  # fmt: skip
_PREFIX = 5
"""So much of a word is the same in most of its forms."""
SAID_ALIKE = 0.5
"""Statements that overlap so much are taken to say the same."""

_SAME_TEXT = 0.6
_SO_MUCH = 200


def folded(text: str) -> str:
    """A text in which the two norms' spellings of the same sounds are one."""
    text = " ".join(text.casefold().split())
    for written, fold in _FOLDS:
        text = text.replace(written, fold)
    return text


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text, folded."""
    return frozenset(word[:_PREFIX] for word in _WORD.findall(folded(text)))


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """How much two sets have in common, from 0 to 1."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def likeness(left: str, right: str) -> float:
    """How alike two short folded texts are letter by letter, from 0 to 1."""
    if left == right:
        return 1.0
    one, other = sorted((left[:_SO_MUCH], right[:_SO_MUCH]))  # the matcher answers by the order it is given
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def same_words(left: str, right: str) -> bool:
    """Whether two values may well be each other in the other norm."""
    return likeness(folded(left), folded(right)) >= _SAME_TEXT


def neutral(name: str) -> str:
    """A file name, id or address without its mark of a norm («x.nn.md», «x-nn», «/nn/»)."""
    name = re.sub(r"[._-](?:nn|nb)(?=\.|$)", "", name.lower())
    return re.sub(r"/(?:nn|nb|no|nb-no|nn-no|bokmal|nynorsk)(?=/|$)", "", name)
