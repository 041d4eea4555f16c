"""Block tokens of markdown-it to pieces of text that know their exact place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from reviewkit.model import InputError, Source
from reviewkit.parse.directives import open_comments

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_NESTING = 60
MAX_COLUMNS = 200
_FAR = 1 << 62

_CONTAINERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_ATX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*#{1,6}(?:[ \t]+|\Z)")
_ATX_TAIL = re.compile(r"(?:^|[ \t]+)#+[ \t]*\Z")
_DIVIDED = re.compile(r"\w-\Z")
_PIPE = re.compile(r"(?<!\\)\|")


class Text(Struct, frozen=True):
    """Words of one block on one line, with the way back: `anchors` are (offset here, offset in the source)."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()

    def source_offset(self, offset: int) -> int:
        """Where a character of `text` stands in the source."""
        here, there = self.anchors[max(0, bisect_right(self.anchors, (offset, _FAR)) - 1)]
        return there + offset - here


def make_parser() -> MarkdownIt:
    """CommonMark with tables, blocks only: inline markup is read where it is needed."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.disable(["inline", "text_join"])
    return parser


def block_tokens(parser: MarkdownIt, source: Source, body_offset: int) -> tuple[list[Token], dict[str, str]]:
    """The block tokens of a body, and the addresses of its link definitions by label in lower case.

    Raises InputError where the nesting is deeper than a routine can need, since what lies below would not be read, and
    where a table is wider.
    """
    body = open_comments(source.text[body_offset:])
    if body.count("|") > MAX_COLUMNS and any(line.count("|") > MAX_COLUMNS for line in body.splitlines()):
        raise InputError(f"en linje har flere enn {MAX_COLUMNS} tabellkolonner; del opp tabellen", source.path)
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(body, env)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        message = f"listene eller sitatene ligger dypere enn {MAX_NESTING} nivåer; del opp teksten"
        raise InputError(message, source.path)
    references = {label.lower(): entry["href"] for label, entry in env.get("references", {}).items()}
    return tokens, references


class Places:
    """Gives every block's text its place: the k-th content line is the tail of the k-th source line."""

    def __init__(self, source: Source, first_line: int) -> None:
        self._source = source
        self._text = source.text
        self._first_line = first_line

    def span(self, line: int) -> tuple[int, int]:
        """Offsets of a 0-based body line in the source, without its ending."""
        return self._source.line_span(self._first_line + line + 1)

    def paragraph(self, token: Token) -> Text:
        """The text of a paragraph or setext heading: its lines joined with a space each."""
        parts: list[str] = []
        anchors: list[tuple[int, int]] = []
        breaks: list[int] = []
        length = 0
        first = token.map[0] if token.map else 0
        for number, content in enumerate(token.content.split("\n")):
            start, end = self.span(first + number)
            words = content.strip(" \t")
            line = self._text[start:end]
            place = start + len(line.rstrip()) - len(words.rstrip())
            anchors.append((length, max(start, place)))
            if content.endswith("  ") or words.endswith("\\"):
                breaks.append(length + len(words))
            gap = "" if _DIVIDED.search(words) else " "
            parts.append(words + gap)
            length += len(words) + len(gap)
        return Text("".join(parts).rstrip(), tuple(anchors), tuple(breaks))

    def heading(self, token: Token) -> Text:
        """The text of a heading without its marks."""
        if token.markup in ("=", "-"):
            return self.paragraph(token)
        start, end = self.span(token.map[0] if token.map else 0)
        line = self._text[start:end]
        opening = _ATX.match(line)
        left = opening.end() if opening else 0
        tail = _ATX_TAIL.search(line, left)
        words = line[left : tail.start() if tail else len(line)].rstrip()
        return Text(words, ((0, start + left),))

    def cells(self, line: int) -> list[Text]:
        """The cells of a table row, in order, split at the pipes that are not escaped."""
        start, end = self.span(line)
        row = self._text[start:end]
        opening = _CONTAINERS.match(row)
        left = opening.end() if opening else 0
        right = len(row.rstrip())
        bounds = [left, *(match.start() + 1 for match in _PIPE.finditer(row, left, right)), right + 1]
        spans = [(a, b - 1) for a, b in pairwise(bounds)]
        if spans and not row[spans[0][0] : spans[0][1]].strip():
            spans.pop(0)
        return [self._cell(row, start, a, b) for a, b in spans]

    @staticmethod
    def _cell(row: str, start: int, left: int, right: int) -> Text:
        raw = row[left:right]
        lead = len(raw) - len(raw.lstrip())
        return Text(raw.strip(), ((0, start + left + lead),))

    def fence_lines(self, token: Token) -> Iterator[tuple[int, str]]:
        """Start and words of every line inside a fence or a block of HTML or code."""
        first = token.map[0] if token.map else 0
        skip = 1 if token.type == "fence" else 0
        for number, content in enumerate(token.content.split("\n")):
            words = content.strip()
            if words:
                _, end = self.span(first + skip + number)
                yield end - len(content.lstrip()), words
