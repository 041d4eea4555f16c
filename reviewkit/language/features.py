"""What a statistical judge looks at in a statement: its words, its concepts, who acts, and what governs it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reviewkit.language.clauses import ACTORS
from reviewkit.language.entries import shadow
from reviewkit.language.reading import Reading
from reviewkit.model import Statement

_STEM, _LONG_STEM, _TAIL = 5, 7, 5
"""Letters kept of a word's beginning and end, so that inflections and compounds of both norms meet."""

ACTING_FEATURES = tuple(f"a:{actor}{sign}" for actor in (*sorted(ACTORS), "x") for sign in "+-")
INHERITED_FEATURES = tuple(f"i:{actor}{sign}" for actor in (*sorted(ACTORS), None) for sign in "+-")
"""Every feature of who acts in a clause, of which a statement may have several, and of what it inherits: it has one."""

_LONG_WORD = 8
_PAIRED = 6


def features(statement: Statement, reading: Reading) -> Iterator[str]:
    """The features of a statement, each with a prefix that tells its kind; some may come twice.

    `w:` word, `p:` beginning, `s:` end, `b:` neighbours, `k:` concept, `a:` actor and polarity, `i:` what is inherited,
    `g:`, `col:`, `r:`, `h:` words (with `k` concepts) of the lead-in, column, row and heading.
    """
    yield from own_features(statement, reading)
    yield from acting_features(statement, reading)
    for name, other in governing(statement):
        yield from governing_features(name, other, reading)


def own_features(statement: Statement, reading: Reading) -> Iterator[str]:
    """What a statement's own words tell, without asking who acts."""
    yield from _words(shadow(statement.text).split())
    for concept in reading.concepts(statement):
        yield f"k:{concept}"
    yield f"kind:{statement.kind}"
    if statement.quoted:
        yield "quoted"


def acting_features(statement: Statement, reading: Reading) -> Iterator[str]:
    """Who acts in a statement's clauses, and what it inherits: dear to find out, so asked last."""
    for clause in reading.clauses(statement):
        if clause.counts:
            yield f"a:{reading.acting(clause) or 'x'}{'-' if clause.denied else '+'}"
    above = reading.inherited(statement)
    yield f"i:{above.actor}{'-' if above.denied else '+'}"


def governing(statement: Statement) -> Iterator[tuple[str, Statement]]:
    """The statements that govern one, with the prefixes of their features."""
    if statement.governor is not None:
        yield "g", statement.governor
    if statement.column is not None:
        yield "col", statement.column
    if statement.row is not None:
        yield "r", statement.row
    heading = statement.section.heading
    if heading is not None and heading is not statement:
        yield "h", heading


def governing_features(name: str, other: Statement, reading: Reading) -> Iterator[str]:
    """The words and concepts of a statement that governs another."""
    for word in shadow(other.text).split():
        yield f"{name}:{word[:_LONG_STEM]}"
    for concept in reading.concepts(other):
        yield f"{name}k:{concept}"


def _words(words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"w:{word}"
        if len(word) > _STEM:
            yield f"p:{word[:_STEM]}"
        if len(word) > _LONG_WORD:
            yield f"p:{word[:_LONG_STEM]}"
            yield f"s:{word[-_TAIL:]}"
    for one, other in pairwise(words):
        yield f"b:{one[:_PAIRED]}_{other[:_PAIRED]}"


def shown(feature: str, statement: Statement) -> str:
    """The words of a statement that a feature stands for; empty where it stands for none of them."""
    kind, _, value = feature.partition(":")
    words = shadow(statement.text).split()
    match kind:
        case "w":
            return value if value in words else ""
        case "p":
            return next((word for word in words if word.startswith(value)), "")
        case "s":
            return next((word for word in words if word.endswith(value)), "")
        case "b":
            one, _, other = value.partition("_")
            pairs = pairwise(words)
            return next((f"{a} {b}" for a, b in pairs if a.startswith(one) and b.startswith(other)), "")
        case _:
            return ""
