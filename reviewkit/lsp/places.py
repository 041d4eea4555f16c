"""Where things are: go to what is named, links, folds and headings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types

from reviewkit.lsp.documents import Document
from reviewkit.lsp.projects import Project
from reviewkit.model import InputError, Routine, Statement
from reviewkit.parse import parse


def read(document: Document) -> Routine | None:
    """A document as a routine; nothing where it cannot be read as one."""
    try:
        return parse(document.source)
    except InputError:
        return None


def definition(document: Document, position: types.Position, project: Project) -> types.Location | None:
    """Where a routine's id under `videre_til`, or a relative link, leads; nothing where it leads nowhere."""
    offset = document.offset(position)
    for start, end, target in _targets(document, project):
        if start <= offset <= end:
            return types.Location(target.partition("#")[0], types.Range(types.Position(0, 0), types.Position(0, 0)))
    return None


def links(document: Document, project: Project) -> list[types.DocumentLink]:
    """Every relative link and every id of another routine, with the file it leads to."""
    return [
        types.DocumentLink(document.range(start, end), target) for start, end, target in _targets(document, project)
    ]


def _targets(document: Document, project: Project) -> Iterator[tuple[int, int, str]]:
    routine = read(document)
    if routine is None:
        return
    ids = project.ids()
    for line, value in routine.metadata.items("videre_til"):
        if value in ids:
            start, end = document.source.line_span(line)
            place = document.text.find(value, start, end)
            if place >= 0:
                yield place, place + len(value), Path(project.file(ids[value])).as_uri()
    for statement in routine.statements:
        yield from _links(document, statement, project)


def _links(document: Document, statement: Statement, project: Project) -> Iterator[tuple[int, int, str]]:
    position = statement.start
    for link in statement.links:
        path, _, anchor = unquote(link).partition("#")
        path = path.partition("?")[0]
        place = document.text.find(f"({link}", position, statement.end)
        if not path or place < 0 or "\0" in path:
            continue
        position = place + 1
        beside = os.path.join(os.path.dirname(project.file(document.source.path)), path)
        full = os.path.normpath(beside)
        if os.path.exists(full):
            fragment = f"#{anchor}" if anchor.isascii() and anchor.replace("-", "").isalnum() else ""
            yield position, position + len(link), Path(full).as_uri() + fragment


def folds(document: Document) -> list[types.FoldingRange]:
    """The front matter, every section with its parts, and every template."""
    routine = read(document)
    if routine is None:
        return []
    found = []
    if routine.metadata.present and routine.metadata.body_line > 1:
        found.append(_fold(1, routine.metadata.body_line, types.FoldingRangeKind.Region))
    found += [
        _fold(first, last, types.FoldingRangeKind.Region)
        for first, last in ((_line(document, item.start), last) for item, last in _sections(document, routine))
        if last > first
    ]
    found += _templates(document, routine)
    return found


def _fold(first: int, last: int, kind: types.FoldingRangeKind) -> types.FoldingRange:
    return types.FoldingRange(start_line=first - 1, end_line=last - 1, kind=kind)


def _line(document: Document, offset: int) -> int:
    return document.source.locate(offset)[0]


def _headings(routine: Routine) -> list[Statement]:
    return [item for item in routine.statements if item.kind == "heading" and item.section.heading is item]


def _sections(document: Document, routine: Routine) -> list[tuple[Statement, int]]:
    """Every heading with the last line of what stands under it."""
    headings = _headings(routine)
    end = _line(document, len(document.text.rstrip()))
    found: list[tuple[Statement, int]] = []
    open_: list[tuple[Statement, int]] = []
    lasts: dict[int, int] = {}
    for heading in headings:
        line = _line(document, heading.start)
        while open_ and open_[-1][0].section.level >= heading.section.level:
            lasts[open_.pop()[0].index] = line - 1
        open_.append((heading, line))
    found += [(heading, lasts.get(heading.index, end)) for heading in headings]
    return found


def _templates(document: Document, routine: Routine) -> Iterator[types.FoldingRange]:
    """Runs of lines of a message, with the fences around them."""
    first = last = 0
    for item in [*routine.statements, None]:
        if item is not None and item.kind == "template":
            line = _line(document, item.start)
            first, last = first or line, _line(document, item.end)
        elif first:
            lines = len(document.source.line_starts)
            yield _fold(first - 1, min(last + 1, lines), types.FoldingRangeKind.Region)
            first = last = 0


def symbols(document: Document) -> list[types.DocumentSymbol]:
    """The headings, each with those below it."""
    routine = read(document)
    if routine is None:
        return []
    top: list[types.DocumentSymbol] = []
    above: list[tuple[int, list[types.DocumentSymbol]]] = [(0, top)]
    for heading, last in _sections(document, routine):
        place = document.range(heading.start, heading.end)
        end = document.position(document.source.line_span(max(last, place.end.line + 1))[1])
        whole = types.Range(place.start, max(end, place.end))
        children: list[types.DocumentSymbol] = []
        symbol = types.DocumentSymbol(heading.text or "–", types.SymbolKind.String, whole, place, children=children)
        while above[-1][0] >= heading.section.level:
            above.pop()
        above[-1][1].append(symbol)
        above.append((heading.section.level, children))
    return top
