"""How good the catalogue is: its own examples, and labelled routines by others."""

from reviewkit.measure.corpus import Evaluation, Label, Miss, Score, evaluate, read_labels, rows
from reviewkit.measure.examples import ALONE, TODAY, Failure, failing_examples, routine_of
from reviewkit.measure.impact import Impact, impact

__all__ = [
    "ALONE",
    "TODAY",
    "Evaluation",
    "Failure",
    "Impact",
    "Label",
    "Miss",
    "Score",
    "evaluate",
    "failing_examples",
    "impact",
    "read_labels",
    "routine_of",
    "rows",
]
