"""Routines put in their place: nothing that stood there is ever lost."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Literal

from reviewkit.cli.writing import write_whole
from reviewkit.load.committed import is_committed
from reviewkit.model import InputError

Put = Literal["written", "replaced", "unchanged"]


def put(target: Path, data: bytes, force: bool) -> tuple[Put, Path | None]:
    """Write a routine whole or not at all: what became of it, and where the old one is kept, if that was needed.

    Raises InputError where another routine stands there already and `force` is not given, or where a link or a folder
    does; OSError where it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise InputError(f"{target.as_posix()} er en lenke eller en mappe; ta den bort først")
    if not target.exists():
        write_whole(target, [data])
        return "written", None
    old = target.read_bytes()
    if old == data:
        return "unchanged", None
    if not force:
        raise InputError(f"rutinen {target.as_posix()} finnes, og er en annen; bruk --force for å skrive over den")
    backup = None if is_committed(target, old) else _kept(target, old)
    write_whole(target, [data])
    return "replaced", backup


def _kept(target: Path, old: bytes) -> Path:
    """A copy of the old routine beside it, under the first name that is free."""
    for number in count(1):
        backup = target.with_name(f"{target.name}.bak" + (f".{number}" if number > 1 else ""))
        try:
            with backup.open("xb") as stream:
                stream.write(old)
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError:
            continue
        return backup
    raise AssertionError("unreachable")
