"""The review and the portraits to a dossier: who owns what, numbers for the findings, names that are safe anywhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import TypeVar

from msgspec.structs import replace

from reviewkit.check import Catalogue, masked, private_spans
from reviewkit.dossier.values import Dossier, Known, Numbered, Owner, Reviewed
from reviewkit.model import SEVERITIES, Finding, Review
from reviewkit.review import Portrait

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "đ": "d", "ŧ": "t", "ß": "ss"})
_LONGEST = 50


def compile_dossier(
    review: Review, portraits: Iterable[Portrait], catalogue: Catalogue, known: Known | None = None
) -> Dossier:
    """The dossier of a review; the portraits are those of its routines, in any order."""
    everything = sorted(portraits, key=lambda portrait: portrait.path)
    portraits = [portrait for portrait in everything if portrait.reviewed]
    findings = _by_path(review.findings, _path)
    suppressed = _by_path(review.suppressed, lambda item: item.finding.path)
    muted = _by_path(review.muted, _path)
    numbers = count(1)
    keys = Keys()
    routines = tuple(
        Reviewed(
            portrait,
            tuple(Numbered(next(numbers), finding) for finding in findings.pop(portrait.path, ())),
            suppressed.pop(portrait.path, ()),
            muted.pop(portrait.path, ()),
            keys.new(portrait.id),
        )
        for portrait in portraits
    )
    return Dossier(
        review,
        routines,
        _owners(routines),
        catalogue,
        _without_personal_data(known or Known()),
        tuple(portrait for portrait in everything if not portrait.reviewed),
    )


def _without_personal_data(known: Known) -> Known:
    """What the reviewers wrote, masked as the routines are."""
    notes = known.notes
    replies = tuple(replace(item, sender=_masked(item.sender), text=_masked(item.text)) for item in notes.replies)
    safe = replace(notes, authority=_masked(notes.authority), case=_masked(notes.case), replies=replies)
    return replace(known, notes=safe)


def _masked(words: str) -> str:
    return masked(words, private_spans(words))


_Item = TypeVar("_Item")


def _by_path(items: Iterable[_Item], path_of: Callable[[_Item], str]) -> dict[str, tuple[_Item, ...]]:
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(path_of(item), []).append(item)
    return {path: tuple(group) for path, group in found.items()}


def _path(finding: Finding) -> str:
    return finding.path


def _owners(routines: Sequence[Reviewed]) -> tuple[Owner, ...]:
    """The owners by name, each with its routines, the gravest first."""
    keys = Keys()
    return tuple(
        Owner(name, keys.new(name), tuple(sorted(owned, key=weight)))
        for name, owned in sorted(_by_owner(routines), key=itemgetter(0))
    )


def _by_owner(routines: Sequence[Reviewed]) -> Iterator[tuple[str, list[Reviewed]]]:
    """Each owner with its routines: names that only case and spaces part are one, as they are written most often."""
    owned: dict[str, list[Reviewed]] = {}
    written: dict[str, Counter[str]] = {}
    for routine in routines:
        name = " ".join(unicodedata.normalize("NFC", routine.portrait.owner).split())
        alike = name.casefold()
        owned.setdefault(alike, []).append(routine)
        written.setdefault(alike, Counter())[name] += 1
    for alike, names in written.items():
        yield min(names, key=lambda name: (-names[name], name)), owned[alike]


def weight(routine: Reviewed) -> tuple[int, ...]:
    """The order of routines by how much must change: most errors first, then warnings, then remarks."""
    return tuple(-sum(item.finding.severity == severity for item in routine.findings) for severity in SEVERITIES)


class Keys:
    """Names for ids and files: small letters, digits and hyphens, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, words: str) -> str:
        """A key that tells what the words say, as far as that is safe; an ending where another has it already."""
        plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
        key = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())[:_LONGEST].strip("-")
        if not key or key in self._taken:
            digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
            key = f"{key}-{digest}" if key else digest
        unique = key
        number = 2
        while unique in self._taken:
            unique, number = f"{key}-{number}", number + 1
        self._taken.add(unique)
        return unique
