"""The blocks of a report as paragraphs, tables and fields of Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from reviewkit.report.documents.docx_parts import (
    Element,
    content_control,
    el,
    field_end,
    field_start,
    paragraph,
    run,
    shade,
)
from reviewkit.report.documents.docx_styles import DEEP, MUTED, PALE, Numbering, Styles
from reviewkit.report.documents.docx_tables import Tables
from reviewkit.report.documents.printed import (
    REGIONS,
    Heading,
    Item,
    beside,
    ids_of,
    visible,
)
from reviewkit.report.documents.tree import (
    Bars,
    Document,
    Facts,
    Field,
    Grid,
    Line,
    Listing,
    Paragraph,
    Part,
    Passage,
    Quotation,
    Section,
    Table,
    Text,
)
from reviewkit.report.documents.wording import Wording

Written = list[Element]
ROLES = {"": "Normal", "lead": "Reviewkit Lead", "note": "Reviewkit Note", "good": "Reviewkit Good"}
LINES = {"error": "single", "warning": "dash", "info": "dash", "good": "dotted", "": "dash"}
KEPT_LINES = 3
LONGEST_ALIAS = 60
TOC_LEVELS = 3


class Blocks:
    """Writes the blocks of one document; `relate` gives the id of a relation to an address outside it."""

    def __init__(
        self, document: Document, wording: Wording, styles: Styles, lists: Numbering, relate: Callable[[str], str]
    ) -> None:
        self._document, self._wording, self._styles = document, wording, styles
        self._lists, self._relate = lists, relate
        self._bookmarks = {name: (n, _bookmark(n, name)) for n, name in enumerate(ids_of(document.sections), 1)}
        self._fields = 0
        tables = Tables(styles, wording, self._line)
        self._writers: dict[type, Callable[[Any, int], Written]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Listing: self._listing,
            Quotation: self._quotation,
            Facts: self._facts,
            Table: tables.table,
            Bars: tables.bars,
            Grid: tables.grid,
            Passage: self._passage,
            Field: self._field,
        }

    def write(self, item: Item, width: int) -> Written:
        """A block, in a text that is `width` broad (in twentieths of a point); the last element is a paragraph."""
        return self._writers[type(item)](item, width)

    def front(self, width: int) -> Written:
        """What a report begins with: its title, its facts, and what it contains."""
        document = self._document
        made = [self._p("Title", [run(visible(document.title))])]
        if document.subtitle:
            made.append(self._p("Subtitle", [run(visible(document.subtitle))]))
        return [*made, *self._facts(document.head, width), *self._contents()]

    def _p(self, style: str, content: Sequence[Element], *parts: Element) -> Element:
        return paragraph(self._styles(style), content, *parts)

    def _contents(self) -> Written:
        entries = [entry for entry in self._document.contents if entry.id in self._bookmarks]
        if not entries:
            return []
        levels = dict(_levels(self._document.sections, 1))
        deepest = max(min(levels[entry.id], TOC_LEVELS) for entry in entries)
        made = [self._p("TOC Heading", [run(self._wording("print.contents"))])]
        for number, entry in enumerate(entries):
            link = el("hyperlink", run(visible(entry.title)), anchor=self._bookmarks[entry.id][1], history=1)
            before = field_start(f'TOC \\n \\h \\z \\o "1-{deepest}"') if number == 0 else []
            after = [field_end()] if number == len(entries) - 1 else []
            made.append(self._p(f"toc {min(levels[entry.id], TOC_LEVELS)}", [*before, link, *after]))
        about = el("docPartObj", el("docPartGallery", val="Table of Contents"), el("docPartUnique"))
        return [el("sdt", el("sdtPr", about), el("sdtContent", *made)), self._space()]

    def _space(self) -> Element:
        return self._p("Reviewkit Space", [])

    def _heading(self, heading: Heading, _width: int) -> Written:
        section = heading.section
        number, name = self._bookmarks[section.id]
        badge = []
        if section.tone:
            word = f"\u00a0{self._wording(f'print.tone.{section.tone}')}\u00a0"
            look = (shade(PALE[section.tone]), el("color", val=DEEP[section.tone]), el("sz", val=17))
            badge = [run("  "), run(word, *look)]
        start, end = el("bookmarkStart", id=number, name=name), el("bookmarkEnd", id=number)
        return [self._p(f"heading {heading.level}", [start, *self._line(section.title), end, *badge])]

    def _paragraph(self, block: Paragraph, _width: int) -> Written:
        return [self._p(ROLES.get(block.role, "Reviewkit Caution"), self._line(block.line))]

    def _listing(self, block: Listing, _width: int) -> Written:
        if not block.items:
            return []
        number = self._lists.start(ordered=block.ordered)[0]
        made = [self._p("Reviewkit List", self._line(line), deepcopy(number)) for line in block.items[:-1]]
        return [*made, self._p("Reviewkit List", self._line(block.items[-1]), number, el("spacing", after=160))]

    def _quotation(self, block: Quotation, _width: int) -> Written:
        words = self._p("Quote", [run(visible(block.text, breaks=True), *self._spoken(block.lang))])
        return [words, self._p("Reviewkit Place", self._line(block.place))] if block.place else [words]

    def _facts(self, block: Facts, _width: int) -> Written:
        return [
            self._p("Reviewkit Fact", [run(f"{visible(name)}\t", el("color", val=MUTED)), *self._line(line)])
            for name, line in block.rows
        ]

    def _passage(self, block: Passage, _width: int) -> Written:
        made = [self._p("caption", [run(visible(block.title))])]
        for number, line in enumerate(block.lines):
            content = [run(f"{line.number}\t", el("color", val=MUTED))]
            for part in line.parts:
                content += self._part(part, block)
            made.append(self._p("Reviewkit Routine", content, *([el("keepNext")] if number < KEPT_LINES else [])))
        return [*made, self._space()]

    def _part(self, part: Part, passage: Passage) -> Written:
        spoken = self._spoken(passage.lang)
        if not part.tone and not part.marks:
            return [run(visible(part.text), *spoken)]
        tone = part.tone or "info"
        line = el("u", val=LINES[part.tone], color=DEEP[tone])
        made = [run(visible(part.text), shade(PALE[tone]), line, *spoken)]
        raised = (el("vertAlign", val="superscript"), el("color", val=DEEP[tone]), el("b"))
        for number, mark in enumerate(part.marks):
            shown = run(f"{', ' if number else ''}{visible(mark)}", *map(deepcopy, raised))
            made.append(self._linked(shown, passage.targets.get(mark, "")))
        return made

    def _field(self, block: Field, _width: int) -> Written:
        self._fields += 1
        known = visible(block.value, breaks=True)
        if known:
            content = run(known)
        else:
            placeholder = el("rStyle", val=self._styles("Placeholder Text"))
            content = run(self._wording("print.placeholder"), placeholder)
        label = visible(block.label)[:LONGEST_ALIAS]
        control = content_control(self._fields, block.id[:LONGEST_ALIAS], label, content, empty=not known)
        return [
            self._p("Reviewkit Label", [run(visible(block.label))]),
            self._p("Reviewkit Field", [control]),
            *(self._p("Reviewkit Field", []) for _ in range(block.lines - 1 - known.count("\n"))),
            self._space(),
        ]

    def _line(self, line: Line) -> Written:
        return [self._text(text) for text in line]

    def _text(self, text: Text) -> Element:
        parts = self._spoken(text.lang)
        if text.style == "strong":
            parts.append(el("b"))
        linked = bool(text.file) or text.target in self._bookmarks
        if linked or text.style == "code":
            parts.append(el("rStyle", val=self._styles("Hyperlink" if linked else "Reviewkit Code")))
        shown = run(visible(text.text), *parts)
        if text.file:
            link = el("hyperlink", shown, history=1)
            link.set(_R_ID, self._relate(beside(text.file, "docx")))
            return link
        return self._linked(shown, text.target)

    def _linked(self, shown: Element, target: str) -> Element:
        if target not in self._bookmarks:
            return shown
        return el("hyperlink", shown, anchor=self._bookmarks[target][1], history=1)

    def _spoken(self, lang: str) -> Written:
        return [el("lang", val=f"{lang}-{REGIONS[lang]}")] if lang and lang != self._document.lang else []


_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _bookmark(number: int, name: str) -> str:
    """A name that Word takes: short, without hyphens, and no other's."""
    return f"r{number}_{re.sub(r'[^0-9A-Za-z]', '_', name)}"[:40]


def _levels(sections: Any, level: int) -> list[tuple[str, int]]:
    found = []
    for section in sections:
        found.append((section.id, level))
        found += _levels([block for block in section.blocks if isinstance(block, Section)], level + 1)
    return found
