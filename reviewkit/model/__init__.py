"""The values that flow through the house, and its errors."""

from reviewkit.model.errors import CatalogueError, InputError, ReviewkitError, UsageError
from reviewkit.model.finding import (
    SEVERITIES,
    Finding,
    Language,
    NotReviewed,
    Problem,
    Related,
    Review,
    Rule,
    Severity,
    Stale,
    Suppressed,
)
from reviewkit.model.notes import Notes, Reply, Stage
from reviewkit.model.routine import (
    INTRODUCTION,
    Directive,
    Domain,
    Fault,
    Field,
    Metadata,
    Routine,
    Scalar,
    Section,
    Statement,
    StatementKind,
)
from reviewkit.model.source import Source
from reviewkit.model.table import Filled, Worksheet

__all__ = [
    "INTRODUCTION",
    "SEVERITIES",
    "CatalogueError",
    "Directive",
    "Domain",
    "Fault",
    "Field",
    "Filled",
    "Finding",
    "InputError",
    "Language",
    "Metadata",
    "NotReviewed",
    "Notes",
    "Problem",
    "Related",
    "Reply",
    "Review",
    "ReviewkitError",
    "Routine",
    "Rule",
    "Scalar",
    "Section",
    "Severity",
    "Source",
    "Stage",
    "Stale",
    "Statement",
    "StatementKind",
    "Suppressed",
    "UsageError",
    "Worksheet",
]
