"""Which routines of a collection are versions of one another: by file name, by id, or as their metadata says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec import Struct

_NORM_OF_NAME = re.compile(r"[._-](nn|nb)\Z")


class Candidate(Struct, frozen=True):
    """A routine that may have a twin: its path, and what its metadata says: id, norm, and the id of its twin."""

    path: str
    id: str
    norm: str
    twin: str = ""


class Paired(Struct, frozen=True):
    """Pairs of paths, bokmål first, in order; the paths without a twin; and twins that are named but are not there."""

    pairs: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]
    missing: tuple[tuple[str, str], ...] = ()


def paired(candidates: Sequence[Candidate]) -> Paired:
    """The pairs among some routines: what the metadata says counts first, then names of files, then ids."""
    ordered = sorted(candidates, key=lambda item: item.path)
    by_id = {item.id: item for item in reversed(ordered) if item.id}
    twin: dict[str, Candidate] = {}
    missing = []
    for item in ordered:
        other = by_id.get(item.twin) if item.twin else None
        if item.twin and (other is None or other is item):
            missing.append((item.path, item.twin))
        elif other is not None and not twin.keys() & {item.path, other.path}:
            twin[item.path], twin[other.path] = other, item
    for stem_of in (_name_stem, _id_stem):
        groups: dict[tuple[str, str], list[Candidate]] = {}
        for item in ordered:
            stem = stem_of(item)
            if item.path not in twin and stem:
                groups.setdefault((_folder(item), stem), []).append(item)
        for group in groups.values():
            if len(group) == 2 and len({_norm(item) for item in group}) == 2:
                one, other = group
                twin[one.path], twin[other.path] = other, one
    pairs = {_in_order(item, twin[item.path]) for item in ordered if item.path in twin}
    return Paired(tuple(sorted(pairs)), tuple(item.path for item in ordered if item.path not in twin), tuple(missing))


def _in_order(one: Candidate, other: Candidate) -> tuple[str, str]:
    """The two paths, bokmål first."""
    first, second = sorted((one, other), key=lambda item: (_norm(item) == "nn", item.path))
    return first.path, second.path


def _folder(item: Candidate) -> str:
    return str(PurePosixPath(item.path).parent)


def _stem(item: Candidate) -> str:
    return PurePosixPath(item.path).stem


def _norm(item: Candidate) -> str:
    """The norm by the metadata; where it says nothing, by the name of the file."""
    named = _NORM_OF_NAME.search(_stem(item).lower())
    return item.norm or (named[1] if named else "nb")


def _name_stem(item: Candidate) -> str:
    return _NORM_OF_NAME.sub("", _stem(item).lower())


def _id_stem(item: Candidate) -> str:
    return _NORM_OF_NAME.sub("", item.id)
