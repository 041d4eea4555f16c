"""What can go wrong, as values that name the place and the remedy.

ReviewkitError
├── InputError      a routine cannot be read or is refused; the others are still reviewed
├── CatalogueError  a check, a concept, the law register, the configuration or a baseline is broken; nothing is reviewed
└── UsageError      the call makes no sense (an unknown code, a bad date)
"""

from __future__ import annotations


class ReviewkitError(Exception):
    """An error for people: what, where, and what to do; never shown as a traceback."""

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return place + self.message


class InputError(ReviewkitError):
    """A routine that cannot be read as text, or that is refused because of its size or shape."""


class CatalogueError(ReviewkitError):
    """A broken check, concept or configuration: an error, never a finding."""


class UsageError(ReviewkitError):
    """A call that cannot be carried out as it was written."""
