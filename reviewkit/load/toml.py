"""TOML files: their tables, and where the keys stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from reviewkit.load.shown import shown_words
from reviewkit.model import CatalogueError
from reviewkit.model.settings import Key

MAX_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_bytes_of(path: Path, shown: str) -> bytes:
    """What a file holds; raises CatalogueError where it is no plain file, cannot be read, or is far too large."""
    try:
        if not path.is_file():
            raise CatalogueError("er ikke en vanlig fil; slett den eller rett lenken", shown)
        if path.stat().st_size > MAX_BYTES:
            raise CatalogueError(f"er større enn {MAX_BYTES // 1_000_000} MB; er det riktig fil?", shown)
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"kan ikke leses ({error.strerror}); kontroller filen", shown) from None


def parse_toml(data: bytes, shown: str) -> tuple[dict[str, Any], dict[Key, int]]:
    """The document as tables, and the lines of its keys; raises CatalogueError with the line where it is no TOML."""
    import tomllib

    from reviewkit.load.places import find_lines

    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
        return tomllib.loads(text), find_lines(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueError("er ikke UTF-8; lagre filen på nytt som UTF-8", shown, line) from None
    except RecursionError:
        raise CatalogueError("har lister eller tabeller i for mange nivåer; skriv den enklere", shown) from None
    except ValueError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1 if place else 0
        column = f", tegn {place[2]}" if place and place[2] else ""
        detail = shown_words(_PLACE.sub("", str(error)))
        raise CatalogueError(f"er ikke gyldig TOML{column} ({detail}); rett linjen", shown, line) from None
