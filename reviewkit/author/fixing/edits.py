"""Edits of a text by offsets, and fixes made of them: all outside an edit stays as it was, to the byte."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Edit(Struct, frozen=True, order=True):
    """New words for a stretch of a text, from offset to offset in code points; empty where words are only put in."""

    start: int
    end: int
    new: str


class Fix(Struct, frozen=True):
    """One fix: the rule it is for (empty for typography), a key for its title, its 1-based line, and its edits.

    A `safe` one changes no meaning; the others change what the routine says, and need consent one by one. `found` is
    the fingerprint of the finding that it settles.
    """

    rule: str
    key: str
    line: int
    edits: tuple[Edit, ...]
    safe: bool = False
    found: str = ""
    detail: str = ""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with some edits carried out; of two that overlap the first counts."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        if edit.start < position:
            continue
        parts += [text[position : edit.start], edit.new]
        position = edit.end
    return "".join([*parts, text[position:]])
