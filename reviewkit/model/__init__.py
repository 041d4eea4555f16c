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
    Severity,
    Suppressed,
)
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

__all__ = [
    "INTRODUCTION",
    "SEVERITIES",
    "CatalogueError",
    "Directive",
    "Domain",
    "Fault",
    "Field",
    "Finding",
    "InputError",
    "Language",
    "Metadata",
    "NotReviewed",
    "Problem",
    "Related",
    "Review",
    "ReviewkitError",
    "Routine",
    "Scalar",
    "Section",
    "Severity",
    "Source",
    "Statement",
    "StatementKind",
    "Suppressed",
    "UsageError",
]
