"""The reviewers' notes: a TOML file beside the routines."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from reviewkit.load.shown import shown_words
from reviewkit.load.toml import parse_toml, read_bytes_of
from reviewkit.model import CatalogueError, UsageError
from reviewkit.model.notes import Notes
from reviewkit.model.settings import Key

_AT = re.compile(r" - at `\$(?P<place>[^`]*)`$")
_FIELD = re.compile(r"unknown field `([^`]*)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


def read_notes(path: Path) -> tuple[Notes, dict[Key, int]]:
    """The notes in a file, and the lines of its keys; raises UsageError where there is no such file.

    Raises CatalogueError with the line where it is no TOML, or says what notes do not say.
    """
    shown = path.as_posix()
    if not path.exists():
        raise UsageError("notatfilen finnes ikke; kontroller stien etter --notes", shown)
    table, lines = parse_toml(read_bytes_of(path, shown), shown)
    try:
        return msgspec.convert(table, Notes), lines
    except msgspec.ValidationError as error:
        place = _AT.search(str(error))
        key = _key(place["place"]) if place else ()
        if key == ("priorities",):
            key = next(((*key, code) for code, given in table["priorities"].items() if not _names(given)), key)
        lengths = range(len(key), -1, -1)
        line = next((found for length in lengths if (found := lines.get(key[:length]))), 0) or _unknown(
            str(error), lines
        )
        detail = shown_words(_AT.sub("", str(error)))
        message = f"kan ikke forstås ({detail}); se docs/REPORTS.md for hva et notat kan si"
        raise CatalogueError(message, shown, line) from None


def _names(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)


def _unknown(said: str, lines: dict[Key, int]) -> int:
    """The line of a key that notes do not know."""
    name = _FIELD.search(said)
    return next((line for key, line in lines.items() if name and key[-1:] == (name[1],)), 0)


def _key(place: str) -> Key:
    """The way to a value as the lines know it; a place in any item of a list is that of the list."""
    steps: list[str | int] = []
    for name, index in _STEP.findall(place):
        if index == "...":
            break
        steps.append(int(index) if index else name)
    return tuple(steps)
