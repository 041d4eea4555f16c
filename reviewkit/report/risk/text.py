"""The ranking for the screen: the points in order, the matrix, what is left to describe, and what shows in routines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reviewkit.model import Language
from reviewkit.report.harmless import clean, one_line
from reviewkit.report.risk.tables import Result, beside_table, label, number
from reviewkit.report.risk.words import word
from reviewkit.risk import Ranked, Ranking, Spread, Touch, matrix, uncovered

_NAME = 52
_CELL = 14


def render(result: Result, language: Language) -> str:
    """The rankings one after the other; words that people wrote can drive no terminal."""
    lines: list[str] = []
    for ranking in result.rankings:
        lines += [*_ranking(ranking, language), "", *_matrix(ranking, language)]
        touched = result.touched.get(ranking.kind)
        if touched is not None:
            lines += ["", *_touched(touched, language)]
        lines.append("")
    if len(result.rankings) > 1:
        beside = beside_table(result, language)
        rows = [[one_line(str(cell), _NAME) for cell in row] for row in beside.rows]
        lines += [beside.name, *_aligned([list(beside.head), *rows]), ""]
    return "\n".join(lines)


def _ranking(ranking: Ranking, language: Language) -> Iterator[str]:
    names = ("rank", "name", "probability", "consequence", ranking.by, "groups", "basis")
    rows = [[word(name, language) for name in names]]
    rows += [_row(item, language) for item in ranking.ranked]
    yield f"{word('ranking', language)} ({word(ranking.kind, language)})"
    yield from _aligned(rows)


def _row(item: Ranked, language: Language) -> list[str]:
    agreement = item.agreement
    spreads = (agreement.probability, agreement.consequence) if agreement is not None else (None, None)
    return [
        str(item.rank),
        one_line(item.point.title, _NAME),
        _value(item.probability, spreads[0], language),
        _value(item.consequence, spreads[1], language),
        written(number(item.risk), language),
        str(agreement.groups if agreement is not None else 0),
        word(item.basis, language),
    ]


def _value(value: Fraction, spread: Spread | None, language: Language) -> str:
    """A value, with the lowest and the highest that the groups gave where they differ."""
    said = written(number(value), language)
    return f"{said} [{spread.low}–{spread.high}]" if spread is not None and spread.low != spread.high else said


def written(value: float, language: Language) -> str:
    """A number as it is written in a language."""
    return str(value) if language == "en" else str(value).replace(".", ",")


def _matrix(ranking: Ranking, language: Language) -> Iterator[str]:
    cells = matrix(ranking)
    corner = f"{word('probability', language)} \\ {word('consequence', language)}"
    yield word("matrix", language)
    rows = [[corner, *map(str, range(1, 6))]]
    for probability in range(5, 0, -1):
        found = ([str(label(item, language)) for item in cells[probability, place]] for place in range(1, 6))
        rows.append([str(probability), *(one_line(", ".join(numbers) or "·", _CELL) for numbers in found)])
    yield from _aligned(rows)


def _touched(touched: Sequence[Touch], language: Language) -> Iterator[str]:
    yield word("routines", language)
    for touch in touched:
        if not touch.top:
            continue
        yield f"{touch.item.rank}. {one_line(touch.item.point.title, _NAME)}: {', '.join(touch.checks) or '–'}"
        yield from (f"   {clean(path)}: {count}" for path, count in touch.routines)
        if touch.checks and not touch.routines:
            yield f"   {word('not shown', language)}"
    for touch in uncovered(touched):
        yield f"! {word('uncovered', language)}: {one_line(touch.item.point.title, _NAME)}"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
