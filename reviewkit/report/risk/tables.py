"""A ranking as plain tables, which CSV, XLSX and text are made of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from reviewkit.model import Language
from reviewkit.report.risk.words import word
from reviewkit.risk import Kind, Ranked, Ranking, Spread, Touch, matrix, side_by_side

Value = str | int | float


class Result(Struct, frozen=True):
    """What a ranking is shown from: one for each kind of workshop, remarks, and the findings where routines were read.

    `touched` is by kind; it is empty where no routines were given.
    """

    rankings: tuple[Ranking, ...]
    notes: tuple[str, ...] = ()
    touched: dict[Kind, tuple[Touch, ...]] = {}


class Flat(Struct, frozen=True):
    """A table: its name (short enough for a sheet), its heads, its rows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def number(value: Fraction | float) -> int | float:
    """A value as a number: whole where it is whole, else with two decimals."""
    return int(value) if value == int(value) else round(float(value), 2)


def ranking_table(result: Result, language: Language) -> Flat:
    """Every point of every ranking, with its values and how far the groups stand from each other."""
    by = result.rankings[0].by
    spreads = [
        f"{word(name, language)}, {word(what, language)}"
        for name in ("probability", "consequence", by)
        for what in ("low", "high", "deviation")
    ]
    names = ("workshop", "rank", "number", "name", "text", "probability", "consequence", by, "basis", "groups")
    rows = tuple(_row(item, ranking, language) for ranking in result.rankings for item in ranking.ranked)
    return Flat(word("ranking", language), (*(word(name, language) for name in names), *spreads), rows)


def _row(item: Ranked, ranking: Ranking, language: Language) -> tuple[Value, ...]:
    agreed = item.agreement
    spreads: list[Value] = [""] * 9
    if agreed is not None:
        spreads = [*_spread(agreed.probability), *_spread(agreed.consequence), *_spread(agreed.risk)]
    return (
        word(ranking.kind, language),
        item.rank,
        label(item, language),
        item.point.name,
        item.point.text,
        number(item.probability),
        number(item.consequence),
        number(item.risk),
        word(item.basis, language),
        agreed.groups if agreed is not None else 0,
        *spreads,
    )


def _spread(spread: Spread) -> tuple[Value, Value, Value]:
    return spread.low, spread.high, number(spread.deviation)


def label(item: Ranked, language: Language) -> str | int:
    """The number of a point as a cell: a number where it is one."""
    if item.point.new:
        return word("new", language)
    return item.point.numbers[0] if len(item.point.numbers) == 1 else item.point.label


def other_tables(result: Result, language: Language) -> Iterator[Flat]:
    """The tables beside the ranking: matrix, causes, changes, routines, side by side; empty ones are left out."""
    for ranking in result.rankings:
        kind = f" {word(ranking.kind, language)}" if len(result.rankings) > 1 else ""
        yield _matrix(ranking, kind, language)
        yield _causes(ranking, kind, language)
        if ranking.changes:
            yield _changes(ranking, kind, language)
        if ranking.kind in result.touched:
            yield _routines(result.touched[ranking.kind], kind, language)
    if len(result.rankings) > 1:
        yield beside_table(result, language)


def beside_table(result: Result, language: Language) -> Flat:
    """The rankings beside each other, a dash where a point was not ranked, as in the report's table."""
    head = (
        *(word(name, language) for name in ("number", "name")),
        *(word(item.kind, language) for item in result.rankings),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (point.label or word("new", language), point.name, *(place or "-" for place in ranks))
        for point, ranks in side_by_side(result.rankings)
    )
    return Flat(word("beside", language), head, rows)


def _matrix(ranking: Ranking, kind: str, language: Language) -> Flat:
    cells = matrix(ranking)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            probability,
            *(", ".join(str(label(item, language)) for item in cells[probability, consequence])
              for consequence in range(1, 6)),
        )
        for probability in range(5, 0, -1)
    )  # fmt: skip
    corner = f"{word('probability', language)} \\ {word('consequence', language)}"
    return Flat(word("matrix", language) + kind, (corner, "1", "2", "3", "4", "5"), rows)


def _causes(ranking: Ranking, kind: str, language: Language) -> Flat:
    """The form for the causes of the top points, with what the groups have written, and a row to fill in."""
    rows: list[tuple[Value, ...]] = []
    for item in ranking.top:
        point = (item.rank, label(item, language), item.point.name)
        told = [view for view in item.views if view.causes or view.course]
        rows += [(*point, view.group or word("in plenum", language), view.causes, view.course) for view in told]
        if not any(not view.group for view in told):
            rows.append((*point, word("in plenum", language), "", ""))
    names = ("rank", "number", "name", "who", "causes", "course")
    return Flat(word("top", language) + kind, tuple(word(name, language) for name in names), tuple(rows))


def _changes(ranking: Ranking, kind: str, language: Language) -> Flat:
    rows = tuple(
        (
            word(change.action, language),
            change.point.label,
            change.point.name,
            change.point.text if change.point.own else "",
            word("in plenum", language) if change.plenum else change.group,
        )
        for change in ranking.changes
    )
    names = ("action", "number", "name", "text", "who")
    return Flat(word("changes", language) + kind, tuple(word(name, language) for name in names), rows)


def _routines(touched: tuple[Touch, ...], kind: str, language: Language) -> Flat:
    rows: list[tuple[Value, ...]] = []
    for touch in touched:
        point = (touch.item.rank, label(touch.item, language), touch.item.point.name)
        checks = ", ".join(touch.checks) or word("uncovered", language)
        rows += [(*point, checks, path, count) for path, count in touch.routines]
        if not touch.routines:
            rows.append((*point, checks, word("not shown", language) if touch.checks else "", 0))
    names = ("rank", "number", "name", "checks", "routine", "findings")
    return Flat(word("routines", language) + kind, tuple(word(name, language) for name in names), tuple(rows))
