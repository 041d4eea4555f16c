"""What a risk workshop leaves behind: points, sheets, values, and the ranking that comes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct

Kind = Literal["local", "national"]
By = Literal["product", "sum"]
Action = Literal["kept", "reworded", "merged", "dropped", "new"]
Basis = Literal["plenum", "group", "mean"]
"""Whose a value is: agreed in plenum, the only group's, or a mean that is computed and agreed by nobody."""

KINDS: tuple[Kind, ...] = get_args(Kind)
BYS: tuple[By, ...] = get_args(By)
TEN = 10
"""How many points a workshop chooses (report 4/2022, section 2.2)."""

TOP = 3
"""How many points get their causes described (report 4/2022, appendix 5, part 2)."""

LOWEST, HIGHEST = 1, 5


class Point(Struct, frozen=True):
    """A risk point: one of the list, several that are merged, or a new one without a number.

    `text` is the wording that holds, `own` whether the workshop has put it in its own words.
    """

    numbers: tuple[int, ...]
    name: str
    text: str = ""
    own: bool = False

    @property
    def new(self) -> bool:
        """Whether it stands outside the list."""
        return not self.numbers

    @property
    def key(self) -> str:
        """What two groups must share to have spoken of the same point."""
        return self.label if self.numbers else f"ny: {' '.join(self.name.casefold().split())}"

    @property
    def label(self) -> str:
        """Its number, «4+7» where it is merged, nothing where it is new."""
        return "+".join(map(str, self.numbers))

    @property
    def title(self) -> str:
        """Number and name, as people speak of it."""
        return f"{self.label}. {self.name}" if self.numbers else self.name


class Entry(Struct, frozen=True):
    """What a sheet says of a point: what was done with it, its two values where it was scored, and why it fails."""

    point: Point
    action: Action
    probability: int = 0
    consequence: int = 0
    causes: str = ""
    course: str = ""

    @property
    def scored(self) -> bool:
        """Whether the point is among those that were chosen and given values."""
        return self.probability > 0


class Sheet(Struct, frozen=True):
    """One group's sheet, or the plenum's, as it was read."""

    group: str
    kind: Kind
    plenum: bool
    path: str
    name: str
    entries: tuple[Entry, ...]


class Fault(Struct, frozen=True):
    """What is wrong in a sheet: where it stands, and what should have stood there."""

    path: str
    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        sheet = f", ark «{self.sheet}»" if self.sheet else ""
        cell = f", celle {self.cell}" if self.cell else ""
        return f"{self.path}{sheet}{cell}: {self.message}"


class View(Struct, frozen=True):
    """What one group, or the plenum, meant of a point."""

    group: str
    probability: int
    consequence: int
    causes: str
    course: str


class Spread(Struct, frozen=True):
    """How far the groups stand from each other: the lowest, the highest, and the standard deviation among them."""

    low: int
    high: int
    deviation: float


class Agreement(Struct, frozen=True):
    """How many groups gave a point values, how far apart these are, and their means."""

    groups: int
    probability: Spread
    consequence: Spread
    risk: Spread
    means: tuple[Fraction, Fraction]

    @property
    def distance(self) -> int:
        """The widest range among probability and consequence: 0 where all said the same."""
        return max(self.probability.high - self.probability.low, self.consequence.high - self.consequence.low)


class Ranked(Struct, frozen=True):
    """A point in its place: its values, whose they are, and what each group meant."""

    rank: int
    point: Point
    probability: Fraction
    consequence: Fraction
    risk: Fraction
    basis: Basis
    agreement: Agreement | None
    views: tuple[View, ...]


class Change(Struct, frozen=True):
    """What a group or the plenum did with the list: reworded, merged, dropped or added a point."""

    action: Action
    point: Point
    group: str
    plenum: bool


class Ranking(Struct, frozen=True):
    """The points of one kind of workshop in order of risk, those whose causes are to be described, and the changes."""

    kind: Kind
    by: By
    groups: tuple[str, ...]
    plenum: bool
    ranked: tuple[Ranked, ...]
    top: tuple[Ranked, ...]
    changes: tuple[Change, ...]
