"""The review and the portraits to a dossier: who owns what, numbers for the findings, names that are safe anywhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import TypeVar

from reviewkit.check import Catalogue
from reviewkit.dossier.values import Dossier, Known, Numbered, Owner, Reviewed
from reviewkit.model import SEVERITIES, Finding, Review
from reviewkit.review import Portrait

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "đ": "d", "ŧ": "t", "ß": "ss"})
_LONGEST = 50


def compile_dossier(
    review: Review, portraits: Iterable[Portrait], catalogue: Catalogue, known: Known | None = None
) -> Dossier:
    """The dossier of a review; the portraits are those of the routines that were reviewed, in any order."""
    portraits = sorted(portraits, key=lambda portrait: portrait.path)
    findings = _by_path(review.findings, _path)
    suppressed = _by_path(review.suppressed, lambda item: item.finding.path)
    muted = _by_path(review.muted, _path)
    numbers = count(1)
    keys = Keys()
    routines = tuple(
        Reviewed(
            portrait,
            tuple(Numbered(next(numbers), finding) for finding in findings.get(portrait.path, ())),
            suppressed.get(portrait.path, ()),
            muted.get(portrait.path, ()),
            keys.new(portrait.id),
        )
        for portrait in portraits
    )
    return Dossier(review, routines, _owners(routines), catalogue, known or Known())


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
    names = sorted({" ".join(routine.portrait.owner.split()) for routine in routines})
    keys = Keys()
    return tuple(
        Owner(
            name,
            keys.new(name),
            tuple(sorted((item for item in routines if " ".join(item.portrait.owner.split()) == name), key=weight)),
        )
        for name in names
    )


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
