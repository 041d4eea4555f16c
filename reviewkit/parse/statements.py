"""Blocks to statements: sentences, items and cells with their headings, lead-ins and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from reviewkit.model import INTRODUCTION, Domain, Routine, Section, Statement, StatementKind
from reviewkit.parse.blocks import Block, Places, Text, blank_comments
from reviewkit.parse.inline import host, is_relative, plain
from reviewkit.parse.sentences import split_sentences

PSEUDO_LEVEL = 7
"""The level of a bold line that stands for a heading."""

_ATTRIBUTE = re.compile(r"\s*\{\s*forvaltning\s*=\s*[\"']?(\w+)[\"']?\s*\}\s*\Z")
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>[^*_][^*]{0,110})\1\s*(?P<colon>:?)\s*\Z")
_PSEUDO_ITEM = re.compile(r"(?:[•·‣▪◦●–—]\s*|-(?=\w))(?=\S)")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STATE_PART = re.compile(r"\b(?:statlege?|statlige?|staten|nav stat)\b", re.IGNORECASE)
_CLOSED = (".", "!", "…")
"""What ends a sentence that a list below it does not belong to; a question may be answered by its list."""


class StatementBuilder:
    """Walks the blocks of one routine and adds statements to it."""

    def __init__(self, routine: Routine, places: Places, references: dict[str, str]) -> None:
        self._statements = routine.statements
        self._places = places
        self._references = references
        self._mixed = routine.administration == "felles"
        domain: Domain = "statlig" if routine.administration == "statlig" else "kommunal"
        self._section = Section(0, INTRODUCTION, domain)
        self._units = INTRODUCTION
        self._lists: list[Statement | None] = []
        self._items: list[Statement | None] = []
        self._quotes = 0
        self._lead: Statement | None = None
        self._headers: list[Statement | None] = []
        self._above: Statement | None = None

    def build(self, blocks: Sequence[Block]) -> None:
        """Read all blocks, in order."""
        for block in blocks:
            match block.kind:
                case "paragraph":
                    self._words(block)
                case "heading":
                    self._heading(self._places.heading(block), block.level)
                case "list" if block.closing:
                    self._lists.pop()
                    self._lead = None
                case "list":
                    self._open_list()
                case "item" if block.closing:
                    self._items.pop()
                    self._lead = None
                case "item":
                    self._items.append(None)
                case "quote":
                    self._quotes += -1 if block.closing else 1
                case "table":
                    self._headers = []
                    self._above = self._governor()
                    self._lead = None if block.closing else self._lead
                case "head":
                    cells = self._places.cells(block)
                    self._headers = [
                        self._add("heading", cell, 0, len(cell.text), governor=self._above) for cell in cells
                    ]
                case "row":
                    self._row(self._places.cells(block), self._headers, self._above)
                case "fence" | "code" | "html":
                    self._verbatim(block)

    def _open_list(self) -> None:
        lead = self._lead
        if lead is None or lead.text.endswith(_CLOSED):
            lead = self._items[-1] if self._items else None
        self._lists.append(lead)
        self._lead = None

    def _words(self, block: Block) -> None:
        text = self._places.paragraph(block)
        if "<!--" in text.text:
            text = replace(text, text=blank_comments(text.text))
        bold = None if self._items or self._quotes else _BOLD_LINE.match(text.text)
        if bold and (bold["colon"] or not bold["words"].rstrip().endswith((".", "!"))):
            self._heading(text, PSEUDO_LEVEL)
            return
        self._paragraph(text)

    def _heading(self, text: Text, level: int) -> None:
        parent = self._section
        while parent.parent is not None and parent.level >= level:
            parent = parent.parent
        if level == 2:
            self._units += 1
        words = text.text
        domain = parent.domain
        attribute = _ATTRIBUTE.search(words)
        if attribute:
            words = words[: attribute.start()]
            if self._mixed and attribute[1] in ("statlig", "kommunal"):
                domain = "statlig" if attribute[1] == "statlig" else "kommunal"
        section = Section(level, self._units, domain, parent)
        self._section = section
        section.heading = self._add("heading", Text(words, text.anchors), 0, len(words))
        self._lead = section.heading if level == PSEUDO_LEVEL else None

    def _paragraph(self, text: Text) -> None:
        """A paragraph, or a paragraph whose lines are bullets that Markdown does not know."""
        starts = [here for here, _ in text.anchors if _PSEUDO_ITEM.match(text.text, here)]
        if not starts or self._items:
            self._sentences(text, text.breaks, 0, len(text.text))
            return
        if starts[0]:
            self._sentences(text, text.breaks, 0, starts[0])
        lead = self._lead
        for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True):
            bullet = _PSEUDO_ITEM.match(text.text, start)
            self._items.append(None)
            self._lists.append(lead)
            self._sentences(text, (), bullet.end() if bullet else start, end)
            self._items.pop()
            self._lists.pop()
        self._lead = None

    def _sentences(self, text: Text, breaks: tuple[int, ...], start: int, end: int) -> None:
        kind: StatementKind = "item" if self._items else "sentence"
        governor = self._governor()
        last = None
        words = text.text[start:end]
        if "<br" in words:
            breaks = (*breaks, *(match.end() for match in _LINE_BREAK.finditer(text.text)))
        inner = tuple(at - start for at in breaks if start < at < end)
        for left, right in split_sentences(words, inner):
            last = self._add(kind, text, start + left, start + right, governor=governor) or last
        if last is None:
            return
        if self._items and self._items[-1] is None:
            self._items[-1] = last
        self._lead = last

    def _governor(self) -> Statement | None:
        if self._items:
            return self._items[-1] or self._lists[-1]
        lead = self._lead
        return lead if lead is not None and lead.text.endswith(":") else None

    @staticmethod
    def _leads(words: str, governor: Statement | None) -> bool:
        """A lead-in under a lead-in begins anew: chains of them mean nothing, and could be as long as the text."""
        return words.endswith(":") and governor is not None and governor.kind == "sentence"

    def _add(
        self, kind: StatementKind, text: Text, left: int, right: int, *,
        governor: Statement | None = None, domain: Domain | None = None,
    ) -> Statement | None:  # fmt: skip
        words, targets = plain(text.text[left:right], self._references)
        if not words and not targets:
            return None
        start, end = text.source_offset(left), text.source_offset(max(left, right - 1)) + 1
        if kind == "sentence" and self._leads(words, governor):
            governor = None
        statement = Statement(
            len(self._statements), kind, start, end, words, self._section, domain or self._section.domain,
            governor, None, None, self._quotes > 0,
        )  # fmt: skip
        if targets:
            statement.hosts = tuple(map(host, targets))
            statement.links = tuple(filter(is_relative, targets))
        self._statements.append(statement)
        return statement

    def _head(self, cells: list[Text]) -> None:
        governor = self._above
        self._headers = [self._add("heading", cell, 0, len(cell.text), governor=governor) for cell in cells]

    def _row(self, cells: list[Text], headers: list[Statement | None], governor: Statement | None) -> None:
        label: Statement | None = None
        for number, cell in enumerate(cells[: len(headers)]):
            column = headers[number]
            state = self._mixed and any(head and _STATE_PART.search(head.text) for head in (column, label))
            breaks = tuple(match.end() for match in _LINE_BREAK.finditer(cell.text)) if "<br" in cell.text else ()
            for left, right in split_sentences(cell.text, breaks):
                added = self._add("cell", cell, left, right, governor=governor, domain="statlig" if state else None)
                if added is None:
                    continue
                added.column, added.row = column, label
            if number == 0 and self._statements and cell.text:
                label = self._statements[-1]

    def _verbatim(self, block: Block) -> None:
        """A fence, a block of code or HTML: template lines where it is a message, else words like any others."""
        info = block.info.split()
        template = bool(info) and info[0] == "melding"
        governor = self._governor()
        for start, words in self._places.verbatim_lines(block):
            text = Text(words, ((0, start),))
            added = self._add("template" if template else "sentence", text, 0, len(text.text), governor=governor)
            if added is not None:
                added.fence = " ".join(info[:2]) if template else ""
                added.quoted = True
        self._lead = None
