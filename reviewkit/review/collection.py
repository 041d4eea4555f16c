"""What only all routines together can answer: ids, links, rings of hand-overs, and what is said once."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct, field

from reviewkit.check import Ask
from reviewkit.model import Routine, Statement
from reviewkit.review.findings import Found

_STREAM = "<"
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
EXPLICIT_ANCHOR = re.compile(r"<a\s+(?:id|name)=[\"']([^\"']+)[\"']|\{#([\w-]+)\}")


class Files(Protocol):
    """What the disk knows beside the routines of a run."""

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder, by its path from the working directory."""

    def ids_beside(self, path: str) -> frozenset[str]:
        """The ids of the routines in the folder of a routine."""


class Outline(Struct, frozen=True, array_like=True):
    """What other routines may ask of one: its path, its id, and its anchors."""

    path: str
    id: str
    anchors: frozenset[str]


def slug_of(heading: Statement) -> str:
    """How a heading is named in an anchor, but for the number of one that comes again."""
    return _NOT_IN_SLUG.sub("", heading.text.lower()).replace(" ", "-")


def outline(routine: Routine) -> Outline:
    """What others may ask of a routine: anchors are named as on the usual code hosts, and as written out."""
    anchors: Counter[str] = Counter()
    found: set[str] = set()
    for statement in routine.statements:
        if statement.kind == "heading" and statement.section.heading is statement:
            slug = slug_of(statement)
            found.add(f"{slug}-{anchors[slug]}" if anchors[slug] else slug)
            anchors[slug] += 1
    if "<a" in routine.source.text or "{#" in routine.source.text:
        found.update(first or second for first, second in EXPLICIT_ANCHOR.findall(routine.source.text))
    return Outline(routine.source.path, routine.id, frozenset(found))


class Collection(Struct):
    """All outlines of a run and all that was asked; `files` is nothing where there is no disk to look at."""

    outlines: Iterable[Outline]
    files: Files | None = None
    _by_path: dict[str, Outline] = field(default_factory=dict)
    _ids: Counter[str] = field(default_factory=Counter)
    _edges: dict[str, set[str]] = field(default_factory=dict)
    _said: set[Ask] = field(default_factory=set)

    def __post_init__(self) -> None:
        for item in self.outlines:
            self._by_path[posixpath.normpath(item.path)] = item
            self._ids[item.id] += 1

    def hear(self, outline: Outline, found: Iterable[Found]) -> None:
        """Take in the hand-overs of one routine; all must be heard before the first answer."""
        for item in found:
            if item.ask is not None and item.ask.kind == "open":
                self._edges.setdefault(outline.id, set()).add(item.ask.value)

    def settle(self, outline: Outline, found: Iterable[Found]) -> Iterator[Found]:
        """The findings of one routine that stand when the collection has answered."""
        for item in found:
            if item.ask is None or not self._answer(item.ask, outline):
                yield item

    def _answer(self, ask: Ask, outline: Outline) -> bool:
        match ask.kind:
            case "routine":
                return self._known(ask.value, outline)
            case "link":
                return self._leads(ask.value, outline)
            case "unique":
                return self._ids[ask.value] < 2
            case "open":
                return not self._returns(ask.value, outline.id)
            case "first":
                said = ask in self._said
                self._said.add(ask)
                return said

    def _known(self, routine_id: str, outline: Outline) -> bool:
        if routine_id in self._ids or outline.path.startswith(_STREAM) or self.files is None:
            return True
        return routine_id in self.files.ids_beside(outline.path)

    def _leads(self, target: str, outline: Outline) -> bool:
        from urllib.parse import unquote

        path, _, anchor = unquote(target).partition("#")
        path = path.partition("?")[0]
        if not path:
            return not anchor or anchor.lower() in outline.anchors or anchor in outline.anchors
        if outline.path.startswith(_STREAM):
            return True
        full = posixpath.normpath(posixpath.join(posixpath.dirname(outline.path), path))
        other = self._by_path.get(full)
        if other is None:
            return self.files is None or self.files.exists(full)
        return not anchor or anchor.lower() in other.anchors or anchor in other.anchors

    def _returns(self, start: str, home: str) -> bool:
        """Whether hand-overs lead from one routine back to another, with nobody on the way who takes the call on."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here == home:
                return True
            if here not in seen:
                seen.add(here)
                waiting.extend(self._edges.get(here, ()))
        return False
