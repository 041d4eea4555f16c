"""Markdown, however ugly, to the structure; the same parser reads it as when a routine is reviewed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pyromark import Markdown, Options

from reviewkit.author.importing.tree import (
    HARD,
    MAX_BLOCKS,
    MAX_DEPTH,
    SOFT,
    Block,
    Code,
    Heading,
    Listing,
    Lost,
    Paragraph,
    Quote,
    Read,
    Run,
    Runs,
    Table,
    Template,
    clean,
    words,
)
from reviewkit.model import InputError
from reviewkit.parse.frontmatter import read_front_matter

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_DIRECTIVE = re.compile(r"\s*reviewkit\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_COUNTED = ("Paragraph", "Item", "TableCell", "BlockQuote")
_CLOSING = re.compile(r"---[ \t]*\Z")

Pages = Callable[[str], tuple[tuple[Block, ...], tuple[Lost, ...]]]
"""Reads HTML that stands in Markdown."""


def read_markdown(text: str, path: str, pages: Pages) -> Read:
    """The structure of a Markdown file, its front matter aside; raises InputError where it is nested too deep."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata = read_front_matter(text)
    front = text[: metadata.body_offset] if metadata.present else ""
    lines = [line.rstrip() for line in front.splitlines()[1:]]
    if lines and _CLOSING.match(lines[-1]):
        lines.pop()
    kept = "".join(f"{line}\n" for line in lines)
    title = metadata.text("tittel") or ""
    body = _opened(text[metadata.body_offset :].replace("\0", " "))
    builder = _Builder(path, pages)
    blocks = builder.read(body)
    return Read(blocks, tuple(builder.lost), (title,) if title else (), kept, glued=True)


class _Builder:
    """Puts the parser's events together; what is open stands on a stack."""

    def __init__(self, path: str, pages: Pages) -> None:
        self.lost: list[Lost] = []
        self._path = path
        self._pages = pages
        self._stack: list[list[Any]] = [[]]
        self._runs: list[Run] | None = None
        self._bold = self._italic = 0
        self._link: list[str] = []
        self._image: list[str] | None = None
        self._verbatim: list[str] | None = None
        self._info: str | None = None
        self._starts: list[int | None] = []
        self._rows: list[list[Runs]] = []

    def read(self, body: str) -> tuple[Block, ...]:
        parser = Markdown(options=Options.ENABLE_TABLES)
        blocks = 0
        for event, _ in parser.events_with_range(body.encode("utf-8", "replace").decode("utf-8")):
            name, tag = _parts(event)
            blocks += name == "Start" and tag in _COUNTED
            if blocks > MAX_BLOCKS:
                raise InputError(f"har flere enn {MAX_BLOCKS} avsnitt; del opp rutinen", self._path)
            kind, given = _parts(tag)
            if name == "Start":
                self._start(kind, given)
            elif name == "End":
                self._end(kind, given)
            else:
                self._inside(name, kind)
        self._close_loose()
        return tuple(self._stack[0])

    def _start(self, kind: str, given: Any) -> None:
        if kind in ("Heading", "Paragraph", "TableCell"):
            self._close_loose()
            self._runs = []
        elif kind in ("List", "Item", "BlockQuote"):
            self._close_loose()
            self._stack.append([])
            if kind == "List":
                self._starts.append(given)
            if len(self._stack) > MAX_DEPTH:
                raise InputError(f"lister eller sitater ligger dypere enn {MAX_DEPTH} nivåer; del opp", self._path)
        elif kind in ("CodeBlock", "HtmlBlock"):
            self._close_loose()
            self._verbatim = []
            self._info = given.get("Fenced", "") if isinstance(given, dict) else None
        elif kind == "Table":
            self._close_loose()
            self._rows = []
        elif kind in ("TableHead", "TableRow"):
            self._rows.append([])
        elif kind == "Strong":
            self._bold += 1
        elif kind == "Emphasis":
            self._italic += 1
        elif kind == "Link":
            self._link.append(given["dest_url"])
        elif kind == "Image":
            self._image = []
            self.lost.append(Lost("image", "", given["dest_url"]))

    def _end(self, kind: str, given: Any) -> None:
        match kind:
            case "Heading":
                self._stack[-1].append(Heading(int(given[1]), self._taken()))
            case "Paragraph":
                self._add_paragraph(self._taken())
            case "TableCell":
                self._rows[-1].append(self._taken())
            case "Table":
                self._stack[-1].append(Table(tuple(tuple(row) for row in self._rows)))
            case "Item" | "BlockQuote":
                self._close_loose()
                blocks = tuple(self._stack.pop())
                self._stack[-1].append(blocks if kind == "Item" else Quote(blocks))
            case "List":
                items = tuple(self._stack.pop())
                start = self._starts.pop()
                self._stack[-1].append(Listing(start is not None, items, start or 1))
            case "CodeBlock":
                self._stack[-1].append(self._fence())
            case "HtmlBlock":
                self._html("".join(self._verbatim or ()))
                self._verbatim = None
            case "Strong":
                self._bold -= 1
            case "Emphasis":
                self._italic -= 1
            case "Link":
                self._link.pop()
            case "Image":
                lost = self.lost.pop()
                self.lost.append(Lost("image", " ".join("".join(self._image or ()).split()), lost.detail))
                self._image = None

    def _inside(self, name: str, text: str) -> None:
        if self._verbatim is not None:
            self._verbatim.append(text)
        elif name in ("Text", "Code"):
            self._add(text)
        elif name == "SoftBreak":
            self._add(SOFT)
        elif name == "HardBreak":
            self._add(HARD)
        elif name in ("InlineHtml", "Html"):
            self._inline_html(text)
        elif name == "Rule":
            self._close_loose()

    def _add(self, text: str, raw: bool = False) -> None:
        if self._image is not None:
            self._image.append(text)
            return
        if self._runs is None:
            self._runs = []
        link = self._link[-1] if self._link else ""
        self._runs.append(Run(text if raw else clean(text), self._bold > 0, self._italic > 0, link, raw))

    def _inline_html(self, text: str) -> None:
        comment = _COMMENT.fullmatch(text)
        if comment:
            if _DIRECTIVE.match(comment[1]):
                self._add(text.replace("\n", " "), raw=True)
            else:
                self.lost.append(Lost("comment", " ".join(comment[1].split())))
        elif _BREAK.fullmatch(text):
            self._add(HARD)
        elif _BOLD_TAG.fullmatch(text):
            self._bold = max(0, self._bold + (-1 if text.startswith("</") else 1))
        else:
            self._lost_tag(text)

    def _lost_tag(self, text: str) -> None:
        """A tag among words: its words stand beside it, but what it shows or hides is asked of the reader of HTML."""
        blocks, lost = self._pages(text) if not text.startswith("</") else ((), ())
        self.lost += lost
        for block in blocks:
            if isinstance(block, Paragraph):
                self._add(words(block.runs))

    def _taken(self) -> Runs:
        runs, self._runs = tuple(self._runs or ()), None
        self._bold = self._italic = 0
        return runs

    def _close_loose(self) -> None:
        """Words of an item of a tight list, which have no paragraph of their own."""
        if self._runs is not None and len(self._stack) > 1:
            self._add_paragraph(self._taken())

    def _add_paragraph(self, runs: Runs) -> None:
        if runs:
            self._stack[-1].append(Paragraph(runs))

    def _fence(self) -> Block:
        text = "".join(self._verbatim or ())
        self._verbatim = None
        lines = tuple(clean(line).rstrip() if line.strip() else "" for line in text.removesuffix("\n").split("\n"))
        if self._info is None:  # only indented: words that somebody has moved in, in a routine
            return Paragraph((Run(HARD.join(lines)),))
        info = " ".join(clean(self._info).split()).replace("`", "'")
        return Template(lines, info) if info.split()[:1] == ["melding"] else Code(lines, info)

    def _html(self, text: str) -> None:
        rest = "".join(self._without_comments(text))
        if rest.strip():
            blocks, lost = self._pages(rest)
            self._stack[-1].extend(blocks)
            self.lost += lost

    def _without_comments(self, text: str) -> Iterator[str]:
        at = 0
        for comment in _COMMENT.finditer(text):
            yield text[at : comment.start()]
            at = comment.end()
            if _DIRECTIVE.match(comment[1]):
                self._stack[-1].append(Paragraph((Run(" ".join(comment.group().split()), raw=True),)))
            elif comment[1].strip():
                self.lost.append(Lost("comment", " ".join(comment[1].split())))
        yield text[at:]


def _parts(event: Any) -> tuple[str, Any]:
    """The name of an event or tag, and what it holds."""
    if isinstance(event, dict):
        name, held = next(iter(event.items()))
        return str(name), held
    return event if isinstance(event, str) else "", None


def _opened(body: str) -> str:
    """The text with the marks of comments that never end made harmless, as a review reads it."""
    last = body.rfind("-->")
    return body[: last + 1] + body[last + 1 :].replace("<!--", "(!--")
