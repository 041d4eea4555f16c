"""The ranking: the plenum's values where there are any, else the groups' means, in order of risk with ties shared.

Report 4/2022, section 2.2: «RISIKO = SANNSYNN × KONSEKVENS»; appendix 5, part 2: the values are added. All values are
fractions, so that a tie is a tie.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import mean, pstdev

from reviewkit.check import Risk
from reviewkit.risk.values import (
    HIGHEST,
    LOWEST,
    TOP,
    Agreement,
    Basis,
    By,
    Change,
    Entry,
    Kind,
    Point,
    Ranked,
    Ranking,
    Sheet,
    Spread,
    View,
)


def rank(sheets: Sequence[Sheet], kind: Kind, by: By, risks: Mapping[int, Risk], language: str) -> Ranking:
    """The ranking of one kind of workshop; sheets of the other kind are left out.

    What the plenum has dropped, or merged into another point, is not ranked by itself.
    """
    own = [sheet for sheet in sheets if sheet.kind == kind]
    plenum = next((sheet for sheet in own if sheet.plenum), None)
    groups = [sheet for sheet in own if not sheet.plenum]
    groups.sort(key=lambda sheet: (sheet.group.casefold(), sheet.path, sheet.name))
    agreed = {entry.point.key: entry for entry in plenum.entries} if plenum is not None else {}
    said: dict[str, list[tuple[Sheet, Entry]]] = {}
    for sheet in groups:
        for entry in sheet.entries:
            if entry.scored:
                said.setdefault(entry.point.key, []).append((sheet, entry))
    scored: dict[str, list[tuple[Sheet, Entry]]] = {key: [] for key, entry in agreed.items() if entry.scored} | said
    gone = _gone(agreed.values())
    found = [
        _judged(agreed.get(key), entries, by, risks, language) for key, entries in scored.items() if key not in gone
    ]
    ranked = tuple(_in_order(found))
    changes = _changes([*groups, *([plenum] if plenum is not None else [])])
    names = tuple(sheet.group for sheet in groups)
    return Ranking(kind, by, names, plenum is not None, ranked, tuple(_top(ranked)), tuple(changes))


def competition_ranks(values: Sequence[Fraction | int]) -> list[int]:
    """The rank of each value: 1 for the highest; those that are equal share one, and the next is counted past them.

    As in the table of chapter 3: «Punkt som fekk same poengsum har lik rangering».
    """
    first: dict[Fraction | int, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, place)
    return [first[value] for value in values]


def matrix(ranking: Ranking) -> dict[tuple[int, int], list[Ranked]]:
    """The points by probability and consequence; means stand in the nearest cell, halves in the higher."""
    cells: dict[tuple[int, int], list[Ranked]] = {
        (probability, consequence): []
        for probability in range(LOWEST, HIGHEST + 1)
        for consequence in range(LOWEST, HIGHEST + 1)
    }
    for item in ranking.ranked:
        cells[_nearest(item.probability), _nearest(item.consequence)].append(item)
    return cells


def side_by_side(rankings: Sequence[Ranking]) -> list[tuple[Point, tuple[int | None, ...]]]:
    """Every point with its rank in each ranking, in the order of the first of them; None where it was not ranked."""
    points: dict[str, Point] = {}
    ranks = []
    for ranking in rankings:
        ranks.append({item.point.key: item.rank for item in ranking.ranked})
        for item in ranking.ranked:
            points.setdefault(item.point.key, item.point)
    return [(point, tuple(found.get(key) for found in ranks)) for key, point in points.items()]


def _gone(agreed: Iterable[Entry]) -> set[str]:
    """The keys of points that the plenum has dropped or merged into others."""
    gone: set[str] = set()
    for entry in agreed:
        if entry.action == "dropped":
            gone.add(entry.point.key)
        elif len(entry.point.numbers) > 1:
            gone.update(str(number) for number in entry.point.numbers)
    return gone


def _judged(
    agreed: Entry | None, said: Sequence[tuple[Sheet, Entry]], by: By, risks: Mapping[int, Risk], language: str
) -> Ranked:
    """A point with its values, before it has a rank."""
    views = tuple(View(sheet.group, entry.probability, entry.consequence, entry.causes, entry.course)
                  for sheet, entry in said)  # fmt: skip
    agreement = _agreement(views, by) if views else None
    if agreed is not None and agreed.scored:
        values = Fraction(agreed.probability), Fraction(agreed.consequence)
        basis: Basis = "plenum"
        if agreed.causes or agreed.course:
            views = (*views, View("", agreed.probability, agreed.consequence, agreed.causes, agreed.course))
    else:
        assert agreement is not None
        values = agreement.means
        basis = "group" if len(views) == 1 else "mean"
    point = agreed.point if agreed is not None else _listed(said[0][1].point, risks, language)
    return Ranked(0, point, *values, _risk(*values, by), basis, agreement, views)


def _listed(point: Point, risks: Mapping[int, Risk], language: str) -> Point:
    """A point in the list's own words, since a group alone does not change them; merged and new ones as they came."""
    risk = risks.get(point.numbers[0]) if len(point.numbers) == 1 else None
    return point if risk is None else Point(point.numbers, risk.name.by(language), risk.text.by(language))


def _risk(probability: Fraction, consequence: Fraction, by: By) -> Fraction:
    return probability * consequence if by == "product" else probability + consequence


def _agreement(views: Sequence[View], by: By) -> Agreement:
    probabilities = [view.probability for view in views]
    consequences = [view.consequence for view in views]
    risks = [int(_risk(Fraction(view.probability), Fraction(view.consequence), by)) for view in views]
    means = mean(map(Fraction, probabilities)), mean(map(Fraction, consequences))
    return Agreement(len(views), _spread(probabilities), _spread(consequences), _spread(risks), means)


def _spread(values: Sequence[int]) -> Spread:
    return Spread(min(values), max(values), pstdev(values))


def _in_order(found: Iterable[Ranked]) -> Iterable[Ranked]:
    """The points by risk, each with its rank; those that share one in the order of the list, new ones last."""
    ordered = sorted(found, key=lambda item: (-item.risk, item.point.new, item.point.numbers, item.point.key))
    ranks = competition_ranks([item.risk for item in ordered])
    for place, item in zip(ranks, ordered, strict=True):
        yield Ranked(
            place, item.point, item.probability, item.consequence, item.risk, item.basis, item.agreement, item.views
        )


def _top(ranked: Sequence[Ranked]) -> Iterable[Ranked]:
    """The points whose causes are to be described: three of the list, with all that share the third place.

    New points come in addition where they rank as high (appendix 5, part 2).
    """
    listed = [item for item in ranked if not item.point.new]
    last = listed[min(TOP, len(listed)) - 1].risk if listed else Fraction(0)
    return (item for item in ranked if item.risk >= last)


def _nearest(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def _changes(sheets: Iterable[Sheet]) -> Iterable[Change]:
    """What the groups and the plenum did with the list, point by point."""
    found = [
        Change(entry.action, entry.point, sheet.group, sheet.plenum)
        for sheet in sheets
        for entry in sheet.entries
        if entry.action != "kept"
    ]
    order = ("new", "merged", "reworded", "dropped")
    return sorted(found, key=lambda item: (order.index(item.action), item.point.numbers, item.point.key, item.plenum))
