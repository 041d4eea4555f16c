"""The tables and figures of a report as tables of Word, each with a caption and with words for those who hear it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewkit.report.documents.docx_parts import Element, Sheet, el, paragraph, run, shade, table
from reviewkit.report.documents.docx_styles import ACCENT, HAIR, SERIES, WEIGHTS, Styles
from reviewkit.report.documents.printed import FIRST_OF_GRID, PAGE_COLUMNS, cells_of, in_words, shares, visible
from reviewkit.report.documents.tree import Bars, Grid, Line, Table
from reviewkit.report.documents.wording import Wording

Written = list[Element]
BAR = "\u2002"
LONGEST_BAR = 28
BAR_SHARE = 0.34


class Tables:
    """Writes tables, bars and grids in a text that is `width` broad; `line` writes the words of a cell."""

    def __init__(self, styles: Styles, wording: Wording, line: Callable[[Line], Written]) -> None:
        self._styles, self._wording, self._line = styles, wording, line

    def _p(self, style: str, content: Sequence[Element], *parts: Element) -> Element:
        return paragraph(self._styles(style), content, *parts)

    def table(self, block: Table, width: int) -> Written:
        style = "Reviewkit Cell" if len(block.head) <= PAGE_COLUMNS else "Reviewkit Small Cell"
        rows = [[([self._p(style, self._line(line))], "") for line in row] for row in block.rows]
        parts = shares([block.head, *map(cells_of, block.rows)])
        return self._sheet(block.caption, "", _widths(parts, width), [self._head(block.head, style), *rows])

    def bars(self, block: Bars, width: int) -> Written:
        most = max((sum(bar.values) for bar in block.bars), default=0) or 1
        rows = [
            [
                ([self._p("Reviewkit Cell", [run(visible(bar.label))])], ""),
                *(([self._figure(value)], "") for value in bar.values),
                ([self._p("Reviewkit Cell", _bar(bar.values, most))], ""),
            ]
            for bar in block.bars
        ]
        names = (block.label, *block.series, self._wording("print.chart"))
        bar, figure = int(width * BAR_SHARE), min(1250, int(width * 0.4 / max(1, len(block.series))))
        widths = [width - bar - figure * len(block.series), *(figure for _ in block.series), bar]
        head = self._head(names, "Reviewkit Cell", right=range(1, len(block.series) + 1))
        for number in range(len(block.series) if len(block.series) > 1 else 0):
            swatch = run(BAR * 2, shade(SERIES[number % len(SERIES)]))
            head[number + 1][0][0].extend([run(" "), swatch])
        made = self._sheet(block.caption, in_words(block, self._wording), widths, [head, *rows])
        return self._described(made, block.description)

    def _figure(self, value: int) -> Element:
        return self._p(
            "Reviewkit Cell", [run(self._wording.number(value))], el("jc", val="right"), el("ind", right=113)
        )

    def grid(self, block: Grid, width: int) -> Written:
        style = "Reviewkit Cell" if len(block.columns) < PAGE_COLUMNS else "Reviewkit Small Cell"
        head = self._head((block.corner, *block.columns), style, middle=range(1, len(block.columns) + 1))
        rows = [head]
        for name, cells in block.rows:
            row = [([self._p(style, [run(visible(name), el("b"))])], "")]
            for cell in cells:
                white = [el("color", val="FFFFFF")] if cell.weight == len(WEIGHTS) - 1 else []
                content = [run(visible(cell.text), *white)]
                row.append(([self._p(style, content, el("jc", val="center"))], WEIGHTS[cell.weight]))
            rows.append(row)
        parts = shares(
            [(block.corner, *block.columns), *((n, *(it.text for it in row)) for n, row in block.rows)], FIRST_OF_GRID
        )
        made = self._sheet(block.caption, block.description, _widths(parts, width), rows)
        return self._described(made, block.description)

    def _described(self, made: Written, description: str) -> Written:
        if description:
            made.insert(1, self._p("Reviewkit Note", [run(visible(description))], el("keepNext")))
        return made

    def _head(
        self, names: Sequence[str], style: str, right: Sequence[int] = (), middle: Sequence[int] = ()
    ) -> list[tuple[Written, str]]:
        cells: list[tuple[Written, str]] = []
        for number, name in enumerate(names):
            side = "right" if number in right else "center" if number in middle else ""
            look = [el("jc", val=side)] if side else []
            content = [run(visible(name), el("b"), el("color", val=ACCENT))]
            cells.append(([self._p(style, content, el("keepNext"), *look)], ""))
        return cells

    def _sheet(
        self, caption: str, description: str, widths: list[int], rows: Sequence[Sequence[tuple[Written, str]]]
    ) -> Written:
        shown = visible(caption)
        made = table(Sheet(shown, description, tuple(widths), rows), HAIR, ACCENT)
        above = [self._p("caption", [run(shown)])] if shown else []
        return [*above, made, self._p("Reviewkit Space", [])]


def _widths(parts: Sequence[float], width: int) -> list[int]:
    widths = [int(part * width) for part in parts]
    return [width - sum(widths[1:]), *widths[1:]]


def _bar(values: Sequence[int], most: int) -> Written:
    """Coloured spaces, which are seen and not read out; what is not nothing is seen."""
    lengths = [max(1, round(value / most * LONGEST_BAR)) if value else 0 for value in values]
    return [run(BAR * length, shade(SERIES[number % len(SERIES)])) for number, length in enumerate(lengths) if length]
