"""Bokmål and nynorsk versions of one routine held up against each other: what stands in one of them only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from reviewkit.model import Language, Problem
from reviewkit.review.twin_align import Pairs, aligned
from reviewkit.review.twin_norms import SAID_ALIKE, neutral, overlap, same_words, stems
from reviewkit.review.twin_reading import Part, Trait, TraitKind, Version
from reviewkit.review.twin_sections import answering_sections

DifferenceKind = Literal[
    "section", "level", "order", "metadata", "phone", "date", "clock", "deadline", "amount", "email", "link", "anchor",
    "law", "message", "lines", "table", "rows", "list", "items", "met", "finding", "moved",
]  # fmt: skip

_OWN = frozenset({"id", "tittel", "spraak", "tvilling"})
"""Keys that each version has its own value of."""
_GROUPS: dict[TraitKind, DifferenceKind] = {"message": "lines", "table": "rows", "list": "items"}
_ROUTINE_WIDE = frozenset({"met", "finding"})
"""Traits for which it is enough that they stand somewhere."""
_LEAST_GROUP = 0.15
_DENIALS = stems("ikke aldri ingen unngå")


class Spot(Struct, frozen=True):
    """A place in one version: its line, the heading it stands under, and its words."""

    line: int
    heading: str
    words: str


class Difference(Struct, frozen=True):
    """Something that the versions do not share: what kind, its name, and where it stands, or should, in each.

    `name` is a rule's code, a key, or a fact in its one way of writing. A spot is nothing where that version lacks
    it; then `beside` is the line in it where the matching part begins. `sizes` are rows, items or lines, or levels.
    """

    kind: DifferenceKind
    name: str
    first: Spot | None
    second: Spot | None
    beside: int = 0
    sizes: tuple[int, int] = (0, 0)


class Twins(Struct, frozen=True):
    """Two versions, and all that they do not share, in the order of the first version's lines."""

    first: str
    second: str
    differences: tuple[Difference, ...]
    whole: bool = True


def compare(first: Version, second: Version) -> Twins:
    """What stands in one of two versions only, part by part; the same whichever way it is asked, but for the order."""
    pairs, moved = answering_sections(first.parts, second.parts)
    found = [*_metadata(first, second), *_headings(first.parts, second.parts, pairs, moved)]
    found += _traits(first.parts, second.parts, sorted([*pairs, *moved]))
    whole = first.whole and second.whole
    kept = [item for item in found if whole or item.kind not in ("finding", "met", "law")]
    return Twins(first.path, second.path, tuple(sorted(kept, key=_in_order)), whole)


def _in_order(item: Difference) -> tuple[int, str, str, int]:
    line = item.first.line if item.first is not None else item.beside
    return line, item.kind, item.name, item.second.line if item.second is not None else 0


def _metadata(first: Version, second: Version) -> Iterator[Difference]:
    for key in dict.fromkeys((*first.metadata, *second.metadata)):
        one, other = first.metadata.get(key), second.metadata.get(key)
        if key in _OWN or (one and other and _agree(one[0], other[0])):
            continue
        spots = [Spot(found[1], "", ", ".join(found[0])) if found else None for found in (one, other)]
        yield Difference("metadata", key, spots[0], spots[1], beside=1)


def _agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two values are each other in the other norm, whatever the order of a list."""
    lefts, rights = sorted(map(neutral, left)), sorted(map(neutral, right))
    if lefts == rights:
        return True
    if any(character.isdigit() for text in (*lefts, *rights) for character in text):
        return False
    return len(lefts) == len(rights) and all(same_words(*pair) for pair in zip(lefts, rights, strict=True))


def _headings(first: Sequence[Part], second: Sequence[Part], pairs: Pairs, moved: Pairs) -> Iterator[Difference]:
    answers = sorted([*pairs, *moved])
    for one, other in answers:
        left, right = first[one], second[other]
        spots = Spot(left.line, left.heading, left.heading), Spot(right.line, right.heading, right.heading)
        if (one, other) in moved:
            yield Difference("order", left.heading, *spots)
        if left.level != right.level:
            yield Difference("level", left.heading, *spots, sizes=(left.level, right.level))
    for parts, there, own in ((first, second, answers), (second, first, [(other, one) for one, other in answers])):
        for part, beside in _unanswered(parts, there, sorted(own)):
            spot = Spot(part.line, part.heading, part.heading)
            yield Difference(
                "section", part.heading, spot if parts is first else None, spot if parts is second else None, beside
            )


def _unanswered(parts: Sequence[Part], there: Sequence[Part], answers: Pairs) -> Iterator[tuple[Part, int]]:
    """The parts without an answer, each with the line there of the part that answers to the last one above it."""
    answering = dict(answers)
    beside = there[0].line
    for number, part in enumerate(parts):
        if number in answering:
            beside = there[answering[number]].line
        else:
            yield part, beside


class _Loose(Struct, frozen=True):
    """A trait that the answering part lacks, with its own part and the line where that part begins."""

    trait: Trait
    heading: str
    beside: int


def _traits(first: Sequence[Part], second: Sequence[Part], pairs: Pairs) -> Iterator[Difference]:
    """What stands in one of two answering parts only; what stands in another part of the other version has moved."""
    anchors = {str(other): str(one) for one, other in pairs}
    loose: tuple[list[_Loose], list[_Loose]] = ([], [])
    for one, other in pairs:
        left, right = first[one], second[other]
        yield from _groups(left, right)
        lefts, rights = _by_key(left.traits, {}), _by_key(right.traits, anchors)
        loose[0].extend(
            _Loose(trait, left.heading, right.line)
            for key, trait in lefts.items()
            if key not in rights and not _said_alike(trait, right)
        )
        loose[1].extend(
            _Loose(trait, right.heading, left.line)
            for key, trait in rights.items() if key not in lefts and not _said_alike(trait, left)
        )  # fmt: skip
    everywhere = [
        {key for part in parts for key in _by_key(part.traits, names)}
        for parts, names in ((first, {}), (second, anchors))
    ]
    yield from _settled(loose, everywhere, anchors)


def _said_alike(trait: Trait, part: Part) -> bool:
    """Whether what a rule saw stands in the other version too, in words that the rule only knows in one norm.

    What denies it, or leaves it to others, is not the same.
    """
    if trait.kind not in _ROUTINE_WIDE:
        return False
    denied = trait.words & _DENIALS
    if any(rule == trait.key and overlap(trait.words, words) >= SAID_ALIKE for rule, words in part.left):
        return False
    return any(overlap(trait.words, words) >= SAID_ALIKE and words & _DENIALS == denied for words in part.said)


def _by_key(traits: Sequence[Trait], anchors: Mapping[str, str]) -> dict[tuple[str, str], Trait]:
    """The first trait of every kind and key; a place in the second version is named by the part it answers to."""
    found: dict[tuple[str, str], Trait] = {}
    for trait in traits:
        if trait.kind not in _GROUPS:
            found.setdefault(_key(trait, anchors), trait)
    return found


def _key(trait: Trait, anchors: Mapping[str, str]) -> tuple[str, str]:
    key = anchors.get(trait.key, trait.key) if trait.kind == "anchor" else trait.key
    return trait.kind, key


def _settled(
    loose: tuple[list[_Loose], list[_Loose]], everywhere: list[set[tuple[str, str]]], anchors: Mapping[str, str]
) -> Iterator[Difference]:
    waiting = {(_key(item.trait, anchors)): item for item in reversed(loose[1])}
    for item in loose[0]:
        key = _key(item.trait, {})
        other = waiting.get(key)
        if key in everywhere[1]:
            if other is not None and key[0] not in _ROUTINE_WIDE:
                yield Difference("moved", _name(item.trait), _spot(item), _spot(other))
            continue
        yield Difference(item.trait.kind, _name(item.trait), _spot(item), None, item.beside)
    for item in loose[1]:
        if _key(item.trait, anchors) not in everywhere[0]:
            yield Difference(item.trait.kind, _name(item.trait), None, _spot(item), item.beside)


def _name(trait: Trait) -> str:
    return trait.shown if trait.masked else trait.key


def _spot(item: _Loose) -> Spot:
    return Spot(item.trait.line, item.heading, item.trait.shown)


def _groups(left: Part, right: Part) -> Iterator[Difference]:
    """Lists, tables and messages of two answering parts: those that stand in one only, and those of other sizes."""
    for kind, sized in _GROUPS.items():
        ones = [trait for trait in left.traits if trait.kind == kind]
        others = [trait for trait in right.traits if trait.kind == kind]
        least = _LEAST_GROUP if len(ones) != len(others) else 0.0
        pairs = aligned(ones, others, _alike, least)
        if len(ones) == len(others) and len(pairs) < len(ones):
            pairs = [(number, number) for number in range(len(ones))]
        for one, other in pairs:
            if ones[one].size != others[other].size or ones[one].key != others[other].key:
                spots = [Spot(trait.line, part.heading, trait.shown)
                         for trait, part in ((ones[one], left), (others[other], right))]  # fmt: skip
                sizes = ones[one].size, others[other].size
                yield Difference(sized, ones[one].key, spots[0], spots[1], sizes=sizes)
        for number, trait in enumerate(ones):
            if number not in {one for one, _ in pairs}:
                yield Difference(kind, trait.key, Spot(trait.line, left.heading, trait.shown), None, right.line)
        for number, trait in enumerate(others):
            if number not in {other for _, other in pairs}:
                yield Difference(kind, trait.key, None, Spot(trait.line, right.heading, trait.shown), left.line)


def _alike(left: Trait, right: Trait) -> float:
    return overlap(left.words, right.words) + (0.2 if left.size == right.size else 0.0)


class Comparison(Struct, frozen=True):
    """All that one run has to say of twins: pairs, routines without a twin, twins named but not found, problems.

    `missing` are paths with the id of the twin that their metadata names.
    """

    today: str
    language: Language
    catalogue: str
    pairs: tuple[Twins, ...]
    alone: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def differences(self) -> int:
        """How many differences there are in all pairs."""
        return sum(len(pair.differences) for pair in self.pairs)
