"""What a kind is given, and what it gives back."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check.register import Register
from reviewkit.language import Reading
from reviewkit.model import Routine, Severity, Statement


class Facts(Struct, frozen=True):
    """Everything a kind may look at: the routine, the reading of its language, the law register, and today's date."""

    routine: Routine
    reading: Reading
    register: Register
    today: date


class Ask(Struct, frozen=True, array_like=True):
    """What only the whole collection can answer; the match is a finding where the answer is no.

    - `routine`: is there a routine with this id?
    - `link`: does this relative link or anchor lead somewhere?
    - `unique`: has no other routine this id?
    - `open`: does no ring of hand-overs go through this routine to this id, or does a routine in it break it?
    - `first`: has this been said before in the run?
    """

    kind: Literal["routine", "link", "unique", "open", "first"]
    value: str


class Match(Struct, frozen=True):
    """A place that a rule points at: offsets into the source, and the words that gave it.

    `variant` chooses among the check's messages, `details` fills their placeholders; `related` are offsets of
    other places that explain the match. `severity` is the check's own unless it is given here; a match that `asks` is
    a finding only where the collection says so. `weighed` are the words on which the second judge raised it; a match
    of a rule has none.
    """

    start: int
    end: int
    statement: Statement | None = None
    words: str = ""
    variant: str = ""
    details: tuple[tuple[str, str], ...] = ()
    related: tuple[int, ...] = ()
    severity: Severity | None = None
    asks: Ask | None = None
    weighed: tuple[str, ...] | None = None

    def asking(self, ask: Ask) -> Match:
        """The same match, as a question to the collection."""
        return replace(self, asks=ask)

    def telling(self, **details: str) -> Match:
        """The same match with more for its message to tell."""
        return replace(self, details=(*self.details, *details.items()))


def at_statement(statement: Statement, words: str) -> Match:
    """A match on a whole statement."""
    return Match(statement.start, statement.end, statement, words)


def at_document(variant: str = "", **details: str) -> Match:
    """A match on the routine as a whole, at its first line, without words of its own."""
    return Match(0, 0, None, variant=variant, details=tuple(details.items()))


def at_line(routine: Routine, line: int, variant: str = "", words: str = "", **details: str) -> Match:
    """A match on a whole line of the source."""
    start, end = routine.source.line_span(line)
    return Match(start, end, None, words, variant=variant, details=tuple(details.items()))
