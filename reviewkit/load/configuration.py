"""The project's configuration: which file holds it, and its text and tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from reviewkit.load.shown import shown_words
from reviewkit.load.toml import parse_toml, read_bytes_of
from reviewkit.model import CatalogueError, UsageError
from reviewkit.model.settings import Configuration, Key, Settings

OWN, SHARED = "reviewkit.toml", "pyproject.toml"
_TABLE = ("tool", "reviewkit")


class _Document(Struct, frozen=True):
    """A file that configures reviewkit: where it lies, how it is shown, its table, and the lines of its keys."""

    path: Path
    shown: str
    table: dict[str, Any]
    lines: dict[Key, int]


def read_configuration(start: Path, given: Path | None = None) -> Configuration:
    """The configuration for a run that starts in a folder: the nearest one upwards, the one given, or the defaults.

    The search ends at the root of the repository (the folder with `.git`) or of the file system. Raises UsageError
    where the file given cannot be used, CatalogueError with file and line where a file is broken.
    """
    here = Path(os.path.abspath(start))
    document = _given(Path(here, given), here) if given is not None else _nearest(here)
    if document is None:
        return Configuration(settings=Settings(), folder=str(here), start=str(here))
    from reviewkit.load.validation import read_settings

    folder = os.path.realpath(document.path.parent)
    origin = os.path.realpath(here)
    return Configuration(
        settings=read_settings(document.table, document.lines, document.shown, folder, origin),
        folder=folder,
        start=origin,
        file=document.shown,
        lines={_settings_key(key): line for key, line in document.lines.items()},
    )


def _given(path: Path, here: Path) -> _Document:
    shown = _shown(path, here)
    if not os.path.exists(path):
        raise UsageError("konfigurasjonsfilen finnes ikke; kontroller stien etter --config", shown)
    document = _read(path, here)
    if document is None:
        raise UsageError("har ingen [tool.reviewkit]; legg den til, eller oppgi en annen fil", shown)
    return document


def _nearest(here: Path) -> _Document | None:
    for folder in (here, *here.parents):
        found = list(_in_folder(folder, here))
        if len(found) == 2:
            message = f"[{'.'.join(_TABLE)}] står her, men mappen har {OWN} også; behold bare den ene"
            raise CatalogueError(message, found[1].shown, found[1].lines.get((), 0))
        if found:
            return found[0]
        if os.path.lexists(folder / ".git"):
            return None
    return None


def _in_folder(folder: Path, here: Path) -> Iterator[_Document]:
    for name in (OWN, SHARED):
        path = folder / name
        if os.path.lexists(path) and (document := _read(path, here)) is not None:
            yield document


def _read(path: Path, here: Path) -> _Document | None:
    """The configuration in a file; none where a pyproject.toml has no table for reviewkit."""
    shown = _shown(path, here)
    data = read_bytes_of(path, shown)
    shared = path.name == SHARED
    if shared and b"reviewkit" not in data and b"\\" not in data:  # most projects: nothing to read, and no reader
        return None
    table, lines = parse_toml(data, shown)
    if not shared:
        return _Document(path, shown, table, lines)
    tool = table.get("tool")
    if not isinstance(tool, dict) or "reviewkit" not in tool:
        return None
    if not isinstance(tool["reviewkit"], dict):
        raise CatalogueError("«tool.reviewkit» skal være en tabell; skriv [tool.reviewkit]", shown, lines[_TABLE])
    own = {key[2:]: line for key, line in lines.items() if key[:2] == _TABLE}
    return _Document(path, shown, tool["reviewkit"], own)


def _settings_key(key: Key) -> Key:
    """A key of the file as Settings names it: `fail-on` is fail_on, and codes are in capital letters."""
    named = tuple(part.replace("-", "_") if index == 0 and isinstance(part, str) else part
                  for index, part in enumerate(key))  # fmt: skip
    coded = len(named) > 1 and named[-2] in ("severity", "limits") and isinstance(named[-1], str)
    return (*named[:-1], str(named[-1]).upper()) if coded else named


def _shown(path: Path, here: Path) -> str:
    """A path relative to the working directory where there is a way, with `/` and fit for a terminal."""
    try:
        relative = os.path.relpath(path, here)
    except ValueError:
        relative = str(path)
    shown = os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "replace")
    return shown_words(shown, len(shown))
