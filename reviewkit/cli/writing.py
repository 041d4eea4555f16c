"""Files that are replaced only when all of them is written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece beside its place and then put it there; raises OSError where it cannot be written.

    Whatever stops the writing, what stood there before stands there still.
    """
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_new(target: Path, content: bytes) -> bool:
    """Write a file where there is none, whole or not at all; False, and nothing touched, where something stands there.

    Raises OSError where it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        try:
            target.hardlink_to(name)  # fails where there is anything at all by that name, a broken link too
        except FileExistsError:
            return False
        except OSError:
            return _written_apart(target, content)
        return True
    finally:
        Path(name).unlink(missing_ok=True)


def _written_apart(target: Path, content: bytes) -> bool:
    """The same on a file system without hard links: the name is taken first, and given back if the writing stops."""
    try:
        stream = target.open("xb")
    except FileExistsError:
        return False
    try:
        with stream:
            stream.write(content)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return True
