"""Routines that have moved between two versions: a routine without an id is known by its path alone."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from reviewkit.load.routines import front_matter_id
from reviewkit.model import Source

ALIKE = 0.5
"""The share of lines that two texts must have in common to be versions of one routine; what git asks for too."""


def renamed(before: Sequence[Source], after: Sequence[Source]) -> dict[str, str]:
    """Old path → new path of the routines that moved: by their text, else by their id, else by most lines in common.

    Only a path that is gone and one that is new are paired, each once, and the same pairs come whatever the order.
    """
    old_paths, new_paths = {source.path for source in before}, {source.path for source in after}
    gone = {source.path: source for source in before if source.path not in new_paths}
    new = {source.path: source for source in after if source.path not in old_paths}
    pairs: dict[str, str] = {}
    for find in (_same(_words), _same(_id), _similar):
        for old, path in find(list(gone.values()), list(new.values())):
            if old in gone and path in new:
                pairs[old] = path
                del gone[old], new[path]
    return dict(sorted(pairs.items()))


def _words(source: Source) -> str:
    """The text with one kind of line end, whatever git or an editor made of it."""
    return "\n".join(source.text.splitlines())


def _id(source: Source) -> str:
    return front_matter_id(source.text)


_Pairs = Iterator[tuple[str, str]]


def _same(key: Callable[[Source], str]) -> Callable[[list[Source], list[Source]], _Pairs]:
    """The pairs that have a key in common, those that kept the name of their file first."""

    def pairs(gone: list[Source], new: list[Source]) -> _Pairs:
        by_key: dict[str, list[str]] = {}
        for source in new:
            by_key.setdefault(key(source), []).append(source.path)
        found = [(source.path, path) for source in gone if key(source) for path in by_key.get(key(source), ())]
        yield from sorted(found, key=_by_name)

    return pairs


def _similar(gone: list[Source], new: list[Source]) -> _Pairs:
    """The pairs that are alike, best first; routines with ids of their own are never taken for one another."""
    before, after = ([(source.path, _id(source), _lines(source)) for source in each] for each in (gone, new))
    found = []
    for old, old_id, old_lines in before:
        for path, new_id, new_lines in after:
            if not (old_id and new_id) and (ratio := _ratio(old_lines, new_lines)) >= ALIKE:
                found.append((-ratio, _by_name((old, path)), (old, path)))
    yield from (pair for *_, pair in sorted(found))


def _lines(source: Source) -> Counter[str]:
    return Counter(stripped for line in source.text.splitlines() if (stripped := line.strip()))


def _ratio(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _by_name(pair: tuple[str, str]) -> tuple[bool, str, str]:
    old, new = pair
    return posixpath.basename(old) != posixpath.basename(new), old, new
