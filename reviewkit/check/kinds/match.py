"""What a kind is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewkit.language import Reading
from reviewkit.model import Routine, Statement


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a kind may look at: the routine, the reading of its language, and today's date."""

    routine: Routine
    reading: Reading
    today: date


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a rule points at: offsets into the source, and the words that gave it.

    `variant` chooses among the check's messages, `details` fills their placeholders; `related` are offsets of
    other places that explain the match.
    """

    start: int
    end: int
    statement: Statement | None = None
    words: str = ""
    variant: str = ""
    details: tuple[tuple[str, str], ...] = ()
    related: tuple[int, ...] = ()


def at_statement(statement: Statement, words: str) -> Match:
    """A match on a whole statement."""
    return Match(statement.start, statement.end, statement, words)


def at_document(variant: str = "", **details: str) -> Match:
    """A match on the routine as a whole, at its first line, without words of its own."""
    return Match(0, 0, None, variant=variant, details=tuple(details.items()))


def at_line(routine: Routine, line: int, variant: str = "", **details: str) -> Match:
    """A match on a whole line of the source."""
    start, end = routine.source.line_span(line)
    return Match(start, end, None, variant=variant, details=tuple(details.items()))
