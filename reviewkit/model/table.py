"""Tables that people have filled in, as they stand in a file: cells in rows, before anyone has read them."""

from __future__ import annotations

from msgspec import Struct


class Filled(Struct, frozen=True):
    """A cell: its words or number, and whether a formula stands there (which is never worked out).

    What is neither text nor number (a date, a truth value, an error) is text with `odd` set.
    """

    value: str | int | float = ""
    formula: bool = False
    odd: bool = False

    @property
    def text(self) -> str:
        """What stands there, in words."""
        return str(self.value).strip()


class Worksheet(Struct, frozen=True):
    """One sheet of a workbook, or a CSV file (whose sheet has no name); `path` is shown to people."""

    path: str
    name: str
    rows: tuple[tuple[Filled, ...], ...]
