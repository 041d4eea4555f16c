"""Risk workshops by report 4/2022: the groups' sheets read and ranked, and the ranking beside findings and checks."""

from reviewkit.risk.findings import Touch, touches, uncovered
from reviewkit.risk.form import COLUMNS, Form, column_names, form_rows
from reviewkit.risk.ranking import competition_ranks, matrix, rank, side_by_side
from reviewkit.risk.reading import Reading, read_sheet
from reviewkit.risk.settling import Gathered, gather
from reviewkit.risk.values import (
    BYS,
    KINDS,
    TOP,
    Agreement,
    By,
    Change,
    Entry,
    Fault,
    Kind,
    Point,
    Ranked,
    Ranking,
    Sheet,
    Spread,
    View,
)

__all__ = [
    "BYS",
    "COLUMNS",
    "KINDS",
    "TOP",
    "Agreement",
    "By",
    "Change",
    "Entry",
    "Fault",
    "Form",
    "Gathered",
    "Kind",
    "Point",
    "Ranked",
    "Ranking",
    "Reading",
    "Sheet",
    "Spread",
    "Touch",
    "View",
    "column_names",
    "competition_ranks",
    "form_rows",
    "gather",
    "matrix",
    "rank",
    "read_sheet",
    "side_by_side",
    "touches",
    "uncovered",
]
