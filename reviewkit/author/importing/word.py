"""Word documents to the structure: python-docx opens the package, and its body is read element by element."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from msgspec import Struct

from reviewkit.author.importing.cells import flat, table_of
from reviewkit.author.importing.nesting import Item, nested
from reviewkit.author.importing.tree import (
    MAX_BLOCKS,
    MAX_COLUMNS,
    MAX_DEPTH,
    Block,
    Heading,
    Lost,
    Paragraph,
    Quote,
    Read,
    Runs,
    Table,
    text_of,
    words,
)
from reviewkit.author.importing.word_parts import lost_parts
from reviewkit.author.importing.word_runs import REMOVED, THROUGH, Words, deleted
from reviewkit.author.importing.word_styles import Shape, Styles
from reviewkit.model import InputError


def read_word(data: bytes, path: str) -> Read:
    """The structure of a Word document; raises InputError where python-docx cannot open it or it is out of bounds."""
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        part = document.part
        title = document.core_properties.title or ""
    except Exception:  # the package is untrusted, and a damaged one can fail anywhere in the library
        said = "kan ikke åpnes som Word-dokument; åpne den i Word og lagre den på nytt som .docx"
        raise InputError(said, path) from None
    styles, numbering = (_root(part, kind) for kind in ("styles", "numbering"))
    reader = _Reader(part, Styles(styles, numbering), path)
    blocks = reader.read(body)
    return Read(blocks, (*reader.lost, *lost_parts(part)), (title,) if title.strip() else ())


def _root(part: Any, kind: str) -> Any:
    found = next((link.target_part for link in part.rels.values()
                  if not link.is_external and link.reltype.endswith("/" + kind)), None)  # fmt: skip
    return getattr(found, "element", None)


class _Boxed(Struct, frozen=True):
    """A paragraph in a frame, or in a style for quotations, beside which others of its kind may stand."""

    block: Paragraph
    template: bool


class _Reader:
    def __init__(self, part: Any, styles: Styles, path: str) -> None:
        self.lost: list[Lost] = []
        self._part = part
        self._styles = styles
        self._path = path
        self._count = 0

    def read(self, parent: Any, depth: int = 0) -> tuple[Block, ...]:
        """The blocks below an element."""
        if depth > MAX_DEPTH:
            raise InputError(f"tabeller eller bokser ligger dypere enn {MAX_DEPTH} nivåer; del opp", self._path)
        return nested(self._framed(self._pieces(parent, depth)))

    def _pieces(self, parent: Any, depth: int) -> Iterator[Block | Item | _Boxed]:
        for child in parent.iterchildren():
            self._bounded()
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, depth)
            elif child.tag in THROUGH:
                yield from self._pieces(child, depth)
            elif child.tag in REMOVED:
                self.lost += deleted(child)
            elif child.tag == qn("w:altChunk"):
                self.lost.append(Lost("object", "", "altChunk"))

    def _bounded(self) -> None:
        self._count += 1
        if self._count > MAX_BLOCKS:
            raise InputError(f"har flere enn {MAX_BLOCKS} avsnitt og celler; del opp dokumentet", self._path)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block | Item | _Boxed]:
        shape = self._styles.shape(element)
        inside = Words(self._styles, shape, self._target)
        runs = inside.read(element)
        self.lost += inside.lost
        if shape.contents and words(runs):
            self.lost.append(Lost("contents", words(runs)))
        elif words(runs):
            yield from self._shaped(shape, runs)
        for box in inside.boxes:
            framed = self.read(box, depth + 1)
            if text_of(framed):
                self.lost.append(Lost("textbox", text_of(framed)))
                yield Quote(framed, box=True)

    @staticmethod
    def _shaped(shape: Shape, runs: Runs) -> Iterator[Block | Item | _Boxed]:
        if shape.title or shape.heading > 0:
            yield Heading(1 if shape.title else shape.heading, runs, shape.title)
        elif shape.box or shape.quote or shape.template:
            yield _Boxed(Paragraph(runs), shape.template)
        elif shape.list_level >= 0 or shape.continues:
            yield Item(
                shape.list_id, max(0, shape.list_level), shape.ordered, shape.first, Paragraph(runs), shape.continues
            )
        else:
            yield Paragraph(runs)

    @staticmethod
    def _framed(pieces: Iterator[Block | Item | _Boxed]) -> Iterator[Block | Item]:
        """Paragraphs in one frame after each other are one box."""
        held: list[Block] = []
        for piece in pieces:
            if isinstance(piece, _Boxed):
                held.append(piece.block)
                continue
            if held:
                yield Quote(tuple(held), box=True)
                held = []
            yield piece
        if held:
            yield Quote(tuple(held), box=True)

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        rows = [self._row(row, depth) for row in _rows(element)]
        rows = [row for row in rows if row]
        merged = element.find(f".//{qn('w:gridSpan')}") is not None or element.find(f".//{qn('w:vMerge')}") is not None
        if not rows:
            return
        if len(rows) == 1 and len(rows[0]) == 1:
            inside = rows[0][0]
            if any(isinstance(block, Heading | Table) for block in inside):
                yield from inside
            elif text_of(inside):
                yield Quote(inside, box=True)
            return
        if merged:
            self.lost.append(Lost("merged", words(flat(rows[0][0]))))
        yield from table_of(rows, self.lost)

    def _row(self, row: Any, depth: int) -> list[tuple[Block, ...]]:
        cells: list[tuple[Block, ...]] = []
        for cell in _through(row, "w:tc"):
            self._bounded()
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            width = span.get(qn("w:val"), "1") if span is not None else "1"
            cells.append(self.read(cell, depth + 1))
            cells += [()] * (min(int(width), MAX_COLUMNS) - 1 if width.isdigit() and len(width) < 6 else 0)
            if len(cells) > MAX_COLUMNS:
                raise InputError(f"en tabell har flere enn {MAX_COLUMNS} kolonner; del opp tabellen", self._path)
        return cells

    def _target(self, element: Any) -> str:
        """Where a hyperlink leads to outside the document, or nothing."""
        link = self._part.rels.get(element.get(qn("r:id"), ""))
        if link is None or not link.is_external:
            return ""
        anchor = element.get(qn("w:anchor"))
        return f"{link.target_ref}#{anchor}" if anchor and "#" not in link.target_ref else link.target_ref


def _rows(table: Any) -> Iterator[Any]:
    return _through(table, "w:tr")


def _through(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, those inside controls and insertions too."""
    for child in parent.iterchildren():
        if child.tag == qn(tag):
            yield child
        elif child.tag in THROUGH:
            yield from _through(child, tag)
