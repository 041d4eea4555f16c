"""A Markdown body to its blocks, and each block's words with their exact places in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from msgspec import Struct
from pyromark import Markdown, Options

from reviewkit.model import InputError, Source
from reviewkit.parse.directives import open_comments

MAX_NESTING = 60
MAX_COLUMNS = 200
_FAR = 1 << 62

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_STAND_IN = ","
"""One byte that means nothing to Markdown in the place of every letter of several, so that bytes are code points."""

_REFERENCE = re.compile(r"\[(?P<label>[^\]]+)\]:\s*(?:<(?P<angled>[^>]*)>|(?P<url>\S*))")
_QUOTE_MARK = re.compile(r"[ \t]*>[ \t]?")
_ATX = re.compile(r"#{1,6}[ \t]*")
_ATX_TAIL = re.compile(r"(?:^|[ \t]+)#+[ \t]*\Z")
_FENCE = re.compile(r"[`~]{3,}[ \t]*(?P<info>.*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DIVIDED = re.compile(r"\w-\Z")
_PIPE = re.compile(r"(?<!\\)\|")

BlockKind = Literal["list", "item", "quote", "heading", "paragraph", "table", "head", "row", "fence", "code", "html"]

_OPENING: Mapping[str, BlockKind] = {
    "List": "list", "Item": "item", "BlockQuote": "quote", "Table": "table", "TableHead": "head", "TableRow": "row",
    "Heading": "heading", "Paragraph": "paragraph", "CodeBlock": "code", "HtmlBlock": "html",
}  # fmt: skip
"""The parser's names of the blocks that matter here."""

_NESTING = frozenset(["list", "item", "quote", "table"])
_INLINE = frozenset(["heading", "paragraph", "head", "row"])
_VERBATIM = frozenset(["code", "html"])


class Block(Struct):
    """A block from offset to offset of the source; what holds other blocks comes twice, the second time `closing`.

    `level` is a heading's level, `info` what follows the marks of a fence, `pieces` the offsets of the text inside a
    fence, a block of code or HTML, and `quotes` in how many quotations the block stands.
    """

    kind: BlockKind
    start: int
    end: int
    closing: bool = False
    level: int = 0
    info: str = ""
    quotes: int = 0
    pieces: list[tuple[int, int]] = []


class Text(Struct, frozen=True):
    """Words of one block on one line, with the way back: `anchors` are (offset here, offset in the source)."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()

    def source_offset(self, offset: int) -> int:
        """Where a character of `text` stands in the source."""
        here, there = self.anchors[max(0, bisect_right(self.anchors, (offset, _FAR)) - 1)]
        return there + offset - here


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    return Markdown(options=Options.ENABLE_TABLES)


def read_blocks(source: Source, body_offset: int) -> tuple[list[Block], dict[str, str]]:
    """The blocks of a body in order, and the addresses of its link definitions by label in lower case.

    Raises InputError where the nesting is deeper than a routine can need, and where a table is wider.
    """
    body = open_comments(source.text[body_offset:])
    if body.count("|") > MAX_COLUMNS and any(line.count("|") > MAX_COLUMNS for line in body.splitlines()):
        raise InputError(f"en linje har flere enn {MAX_COLUMNS} tabellkolonner; del opp tabellen", source.path)
    plain = _NON_ASCII.sub(_STAND_IN, body)
    blocks = list(_Walk(source.text, body_offset).read(_parser().events_with_range(plain), source.path))
    return blocks, _references(plain, body) if "]:" in body else {}


def _references(plain: str, body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _parser().reference_definitions(plain).values():
        match = _REFERENCE.search(body, entry["span"]["start"], entry["span"]["end"])
        if match:
            found.setdefault(match["label"].lower(), match["angled"] or match["url"] or "")
    return found


class _Walk:
    """Turns the parser's events into blocks: what stands in a line is left out, but for where it begins and ends."""

    def __init__(self, text: str, offset: int) -> None:
        self._text = text
        self._offset = offset
        self._quotes = 0
        self._run: Block | None = None

    def read(self, events: Any, path: str) -> Iterator[Block]:
        """The blocks, in order; the words of an item of a tight list are a paragraph like any other."""
        depth = 0
        leaf: Block | None = None
        for event, span in events:
            name, tag = next(iter(event.items())) if type(event) is dict else (event, "")
            boundary = name in ("Start", "End")
            kind = _OPENING.get(tag if type(tag) is str else next(iter(tag))) if boundary else None
            if kind is None and name != "Rule":
                self._inside(leaf, span["start"] + self._offset, span["end"] + self._offset)
                continue
            if self._run is not None:
                yield self._run
                self._run = None
            if kind is None:
                continue
            block = self._block(kind, tag, span, closing=name == "End")
            if kind not in _NESTING:
                leaf = None if block.closing else block
                if block.closing:
                    continue
            else:
                depth += -1 if block.closing else 1
                if depth >= MAX_NESTING:
                    message = f"listene eller sitatene ligger dypere enn {MAX_NESTING} nivåer; del opp teksten"
                    raise InputError(message, path)
            yield block
        if self._run is not None:
            yield self._run

    def _inside(self, leaf: Block | None, start: int, end: int) -> None:
        """Something in a line: a piece of verbatim text, or the words of an item without a paragraph."""
        if leaf is not None:
            if leaf.kind in _VERBATIM or leaf.kind == "fence":
                leaf.pieces.append((start, end))
        elif self._run is None:
            self._run = Block("paragraph", start, end, quotes=self._quotes)
        else:
            self._run.end = max(self._run.end, end)

    def _block(self, kind: BlockKind, tag: Any, span: Any, closing: bool) -> Block:
        start, end = span["start"] + self._offset, span["end"] + self._offset
        if kind == "quote":
            self._quotes += -1 if closing else 1
        block = Block(kind, start, end, closing, quotes=self._quotes, pieces=[])
        if closing:
            return block
        if kind == "heading":
            block.level = int(tag["Heading"]["level"][1])
        elif kind == "code" and type(tag["CodeBlock"]) is dict:
            block.kind = "fence"
            opening = _FENCE.match(self._text, start)
            block.info = opening["info"] if opening else ""
        return block


class Places:
    """Gives every block's text its place in the source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text

    def _lines(self, start: int, end: int, quotes: int) -> Iterator[tuple[int, str]]:
        """Offset and text of every line from offset to offset, without its line ending and the marks of quotations."""
        first, last = self._source.locate(start)[0], self._source.locate(max(start, end - 1))[0]
        for line in range(first, last + 1):
            left, right = self._source.line_span(line)
            if line == first:
                left = start
            else:
                for _ in range(quotes):
                    mark = _QUOTE_MARK.match(self._text, left, right)
                    left = mark.end() if mark else left
            yield left, self._text[left : min(right, end)]

    def paragraph(self, block: Block, lines: int | None = None) -> Text:
        """The text of a paragraph: its lines (the first `lines` of them) joined with a space each."""
        parts: list[str] = []
        anchors: list[tuple[int, int]] = []
        breaks: list[int] = []
        length = 0
        for number, (start, line) in enumerate(self._lines(block.start, block.end, block.quotes)):
            if number == lines:
                break
            words = line.strip(" \t")
            anchors.append((length, start + len(line) - len(line.lstrip(" \t"))))
            if line.endswith("  ") or words.endswith("\\"):
                breaks.append(length + len(words))
            gap = "" if _DIVIDED.search(words) else " "
            parts.append(words + gap)
            length += len(words) + len(gap)
        return Text("".join(parts).rstrip(), tuple(anchors), tuple(breaks))

    def heading(self, block: Block) -> Text:
        """The text of a heading without its marks."""
        opening = _ATX.match(self._text, block.start)
        if opening is None:
            lines = list(self._lines(block.start, block.end, 0))
            return self.paragraph(block, len(lines) - 1)
        _, end = self._source.line_span(self._source.locate(block.start)[0])
        line = self._text[opening.end() : end]
        tail = _ATX_TAIL.search(line)
        return Text((line[: tail.start()] if tail else line).rstrip(), ((0, opening.end()),))

    def cells(self, block: Block) -> list[Text]:
        """The cells of a table row, in order, split at the pipes that are not escaped."""
        start = block.start
        _, end = self._source.line_span(self._source.locate(start)[0])
        row = self._text[start:end]
        right = len(row.rstrip())
        bounds = [0, *(match.start() + 1 for match in _PIPE.finditer(row, 0, right)), right + 1]
        spans = [(a, b - 1) for a, b in pairwise(bounds)]
        if spans and not row[spans[0][0] : spans[0][1]].strip():
            spans.pop(0)
        return [self._cell(row, start, a, b) for a, b in spans]

    @staticmethod
    def _cell(row: str, start: int, left: int, right: int) -> Text:
        raw = row[left:right]
        lead = len(raw) - len(raw.lstrip())
        return Text(raw.strip(), ((0, start + left + lead),))

    def verbatim_lines(self, block: Block) -> Iterator[tuple[int, str]]:
        """Start and words of every line inside a fence or a block of HTML or code; comments in HTML are left out."""
        whole = self._text[block.start : block.end]
        shown = blank_comments(whole) if block.kind == "html" else whole
        for start, end in block.pieces:
            at = start
            for line in shown[start - block.start : end - block.start].splitlines(keepends=True):
                words = line.strip()
                if words:
                    yield at + len(line) - len(line.lstrip()), words
                at += len(line)


def blank_comments(text: str) -> str:
    """The text with a space for every character of an HTML comment, line ends kept."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), text)
