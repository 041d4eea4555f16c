"""A report as data for the template that sets it: every word visible, every link to a place that is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reviewkit.report.documents.printed import (
    FIRST_OF_GRID,
    REGIONS,
    Heading,
    Item,
    beside,
    cells_of,
    day_of,
    ids_of,
    in_words,
    listed,
    shares,
    spreads,
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
    Passage,
    Quotation,
    Table,
    Text,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line

SHORT_TITLE, SHORT_LABEL = 90, 48
"""How much of a title stands at the top of a page, and of a name beside its bar."""

LONG_WORD = re.compile(r"[^\s\u200b]{25,}")

Data = dict[str, Any]


class Writer:
    """Makes data of a document: every word visible, every link to a place that is there."""

    def __init__(self, document: Document, wording: Wording) -> None:
        self._document = listed(document)
        self._wording = wording
        self._ids = frozenset(ids_of(self._document.sections))
        self._listed = frozenset(entry.id for entry in document.contents)
        self._kinds: dict[type, tuple[str, Callable[[Any], Data]]] = {
            Heading: ("heading", self._heading),
            Paragraph: ("paragraph", lambda it: {"line": self._line(it.line), "role": it.role}),
            Listing: ("list", lambda it: {"items": [self._line(line) for line in it.items], "ordered": it.ordered}),
            Quotation: ("quote", self._quotation),
            Facts: ("facts", lambda it: {"rows": self._facts(it)}),
            Table: ("table", self._table),
            Bars: ("bars", self._bars),
            Grid: ("grid", self._grid),
            Passage: ("passage", self._passage),
            Field: ("field", self._field),
        }

    def document(self) -> Data:
        document, wording, day = self._document, self._wording, day_of(self._document)
        return {
            "name": visible(document.title),
            "title": words(document.title),
            "short": one_line(document.title, SHORT_TITLE),
            "subtitle": words(document.subtitle),
            "status": words(document.status),
            "lang": document.lang,
            "region": REGIONS[document.lang],
            "day": [day.year, day.month, day.day],
            "head": self._facts(document.head),
            "contents": wording("print.contents") if self._listed & self._ids else "",
            "page": wording("print.page", page="\0", pages="\1").replace("\1", "\0").split("\0"),
            "tones": {tone: wording(f"print.tone.{tone}") for tone in ("error", "warning", "info", "good")},
            "spreads": [
                {"wide": spread.wide, "items": [self._item(item) for item in spread.items]}
                for spread in spreads(document, wording)
            ],
        }

    def _item(self, item: Item) -> Data:
        kind, write = self._kinds[type(item)]
        return {"kind": kind, **write(item)}

    def _heading(self, heading: Heading) -> Data:
        section = heading.section
        return {
            "id": section.id,
            "level": heading.level,
            "listed": section.id in self._listed,
            "tone": section.tone,
            "line": self._line(section.title),
        }

    def _line(self, line: Line) -> list[Data]:
        return [self._run(text) for text in line]

    def _run(self, text: Text) -> Data:
        run: Data = {"text": words(text.text), "style": text.style, "lang": self._foreign(text.lang)}
        if text.file:
            run["url"] = beside(text.file, "pdf")
        elif text.target in self._ids:
            run["target"] = text.target
        return run

    def _foreign(self, lang: str) -> str:
        return lang if lang != self._document.lang else ""

    def _facts(self, facts: Facts) -> list[Data]:
        return [{"name": words(name), "line": self._line(line)} for name, line in facts.rows]

    def _quotation(self, quotation: Quotation) -> Data:
        text = words(quotation.text, breaks=True)
        return {"text": text, "lang": self._foreign(quotation.lang), "place": self._line(quotation.place)}

    def _table(self, table: Table) -> Data:
        return {
            "caption": words(table.caption),
            "head": [words(name) for name in table.head],
            "shares": shares([table.head, *map(cells_of, table.rows)]),
            "rows": [[self._line(line) for line in row] for row in table.rows],
        }

    def _bars(self, bars: Bars) -> Data:
        return {
            "caption": words(bars.caption),
            "description": words(bars.description),
            "alt": in_words(bars, self._wording),
            "label": words(bars.label),
            "series": [words(name) for name in bars.series],
            "bars": [
                {
                    "label": words(bar.label),
                    "short": words(one_line(bar.label, SHORT_LABEL)),
                    "values": list(bar.values),
                    "figures": [self._wording.number(value) for value in bar.values],
                    "sum": self._wording.number(sum(bar.values)),
                }
                for bar in bars.bars
            ],
        }

    def _grid(self, grid: Grid) -> Data:
        return {
            "caption": words(grid.caption),
            "description": words(grid.description),
            "head": [words(name) for name in (grid.corner, *grid.columns)],
            "shares": shares(
                [(grid.corner, *grid.columns), *((n, *(c.text for c in row)) for n, row in grid.rows)], FIRST_OF_GRID
            ),
            "rows": [
                {"name": words(name), "cells": [{"text": words(it.text), "weight": it.weight} for it in cells]}
                for name, cells in grid.rows
            ],
        }

    def _passage(self, passage: Passage) -> Data:
        links = {mark: target for mark, target in passage.targets.items() if target in self._ids}
        return {
            "title": words(passage.title),
            "lang": self._foreign(passage.lang),
            "lines": [
                {
                    "number": line.number,
                    "parts": [
                        {
                            "text": words(part.text),
                            "tone": part.tone,
                            "marks": [{"text": words(mark), "target": links.get(mark, "")} for mark in part.marks],
                        }
                        for part in line.parts
                    ],
                }
                for line in passage.lines
            ],
        }

    def _field(self, field: Field) -> Data:
        return {"label": words(field.label), "lines": field.lines, "value": words(field.value, breaks=True)}


def words(text: str, *, breaks: bool = False) -> str:
    """Words as they are set: visible, and long ones with places where a line may break."""
    return LONG_WORD.sub(lambda long: re.sub(r"(.{12})(?=.)", "\\1\u200b", long[0]), visible(text, breaks=breaks))
