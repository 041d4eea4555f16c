"""Open documents, and the way between an editor's positions and offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lsprotocol import types
from msgspec import Struct

from reviewkit.model import Source

Encoding = types.PositionEncodingKind

_SURROGATES = re.compile("[\ud800-\udfff]")
_BEYOND = 0xFFFF
_BOM = "\ufeff"


class Document(Struct, frozen=True):
    """An open document: its address, version and language, and its text as a source whose path is as `check` shows it.

    The source has no byte order mark; `shift` is 1 where the document has one. What is no character is replaced.
    """

    uri: str
    version: int
    language: str
    source: Source
    encoding: Encoding
    shift: int = 0

    @property
    def text(self) -> str:
        """The text that is reviewed."""
        return self.source.text

    def position(self, offset: int) -> types.Position:
        """The editor's position of an offset."""
        line, column = self.source.locate(max(0, min(offset, len(self.text))))
        return self.at(line, column)

    def at(self, line: int, column: int) -> types.Position:
        """The editor's position of a 1-based line and column in code points; never beyond the line's last character."""
        line = max(1, min(line, len(self.source.line_starts)))
        start, end = self.source.line_span(line)
        before = self.text[start : min(end, start + max(0, column - 1))]
        shift = _units(_BOM, self.encoding) * self.shift if line == 1 else 0
        return types.Position(line - 1, _units(before, self.encoding) + shift)

    def range(self, start: int, end: int) -> types.Range:
        """The editor's range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def line(self, number: int) -> types.Range:
        """The editor's range of a 1-based line."""
        number = max(1, min(number, len(self.source.line_starts)))
        return self.range(*self.source.line_span(number))

    def offset(self, position: types.Position) -> int:
        """The offset of an editor's position; one that lies outside the text is moved to the nearest place in it."""
        if position.line < 0:
            return 0
        if position.line >= len(self.source.line_starts):
            return len(self.text)
        start, end = self.source.line_span(position.line + 1)
        wanted = position.character - (_units(_BOM, self.encoding) * self.shift if position.line == 0 else 0)
        if self.encoding == Encoding.Utf32 or self.text[start:end].isascii():
            return start + max(0, min(wanted, end - start))
        units = 0
        for place in range(start, end):
            if units >= wanted:
                return place
            units += _units(self.text[place], self.encoding)
        return end


def opened(uri: str, path: str, version: int, language: str, text: str, encoding: Encoding) -> Document:
    """A document as an editor has it now."""
    clean = _SURROGATES.sub("\ufffd", text)
    shift = int(clean.startswith(_BOM))
    return Document(uri, version, language, Source(path, clean[shift:]), encoding, shift)


def changed(document: Document, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Document:
    """A document after some changes, each of the text that the one before it left."""
    for change in changes:
        new = _SURROGATES.sub("\ufffd", change.text)
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = (document.offset(place) for place in (change.range.start, change.range.end))
            mark = _BOM * document.shift
            new = mark + document.text[:start] + new + document.text[max(start, end) :]
        document = opened(document.uri, document.source.path, version, document.language, new, document.encoding)
    return document


def _units(words: str, encoding: Encoding) -> int:
    if encoding == Encoding.Utf32 or words.isascii():
        return len(words)
    if encoding == Encoding.Utf8:
        return len(words.encode("utf-8", "surrogatepass"))
    return len(words) + sum(ord(character) > _BEYOND for character in words)
