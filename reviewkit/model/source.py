"""A routine's text as it was read, and the way from offsets to lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

_LINE_END = re.compile(r"\r\n?|\n")


class Source(Struct, frozen=True, dict=True):
    """One routine as text: `path` relative with `/`, `text` decoded, without its byte order mark."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset in code points of the first character of every line; a lone CR, CRLF and LF each end a line."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def locate(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column, in code points, of an offset into `text`."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def byte_column(self, line: int, column: int) -> int:
        """The 1-based column in UTF-8 bytes of a column in code points."""
        start = self.line_starts[line - 1]
        before = self.text[start : start + column - 1]
        return column if before.isascii() else len(before.encode("utf-8", "surrogatepass")) + 1

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end offsets of a 1-based line, its line ending left out."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end
