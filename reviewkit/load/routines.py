"""Paths to sources: which files are routines, and their text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reviewkit.model import InputError, Source

MAX_BYTES = 1_000_000
"""A routine larger than this is refused: it is no routine, and reading it would take the time of all the others."""

SUFFIXES = (".md", ".markdown")
"""How the name of a routine ends."""

_BOM = "\ufeff"
_FRONT_MATTER = 16_000
_ID = re.compile(r"^id:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


class Located(NamedTuple):
    """A routine's file: its path as it is opened, and as it is shown."""

    path: str
    shown: str


def find_routines(paths: Iterable[str]) -> Iterator[Located | InputError]:
    """The Markdown files under some paths, each once, in the order of their names; errors for what cannot be opened.

    A file named outright is taken whatever its suffix. Hidden folders and links to folders are not followed.
    """
    seen: set[str] = set()
    real_folders: dict[str, str] = {}
    for given in paths:
        for found in _below(given):
            if isinstance(found, InputError):
                yield found
            elif (key := _identity(found.path, real_folders)) not in seen:
                seen.add(key)
                yield found


def _below(given: str) -> Iterator[Located | InputError]:
    try:
        if os.path.isdir(given):
            yield from _walk(given, shown_path(Path(given)), os.path.join(os.path.realpath(given), ""))
        elif os.path.isfile(given):
            yield Located(given, shown_path(Path(given)))
        else:
            yield _missing(Path(given))
    except (OSError, ValueError):
        yield _missing(Path(given))


def _identity(path: str, real_folders: dict[str, str]) -> str:
    """What tells whether two paths lead to one file."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in real_folders:
        real_folders[folder] = os.path.realpath(folder)
    return os.path.join(real_folders[folder], name)


def _missing(path: Path) -> InputError:
    return InputError(_why_missing(path), shown_path(path))


def _why_missing(path: Path) -> str:
    try:
        if path.is_symlink():
            return "lenken peker i ring eller til en fil som ikke finnes; rett eller slett lenken"
        path.stat()
    except PermissionError:
        return "mangler lesetilgang; gi leserettighet til mappen"
    except OSError:
        return "filen eller mappen finnes ikke; kontroller stien"
    return "er ikke en vanlig fil; oppgi en Markdown-fil eller en mappe"


def _walk(folder: str, shown: str, top: str) -> Iterator[Located | InputError]:
    """The routines in a folder and then in those below it; `top` is where links may not lead out of."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        yield InputError("kan ikke lese mappen; gi leserettighet til den", shown)
        return
    for entry in entries:
        if not entry.name.lower().endswith(SUFFIXES) or entry.is_dir(follow_symlinks=False):
            continue
        name = _readable(entry.name) if shown == "." else f"{shown}/{_readable(entry.name)}"
        if entry.is_symlink() and not _inside(entry.path, top):
            yield InputError("lenken peker ut av mappen; oppgi filen selv hvis den skal gjennomgås", name)
        else:
            yield Located(entry.path, name) if os.path.isfile(entry.path) else _missing(Path(entry.path))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            name = _readable(entry.name) if shown == "." else f"{shown}/{_readable(entry.name)}"
            yield from _walk(entry.path, name, top)


def _inside(path: str, top: str) -> bool:
    return os.path.realpath(path).startswith(top) or not os.path.exists(path)


def _readable(name: str) -> str:
    """A file's name with what is no UTF-8 in it replaced."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")


def read_routine(path: Path) -> Source:
    """The text of a routine; raises InputError where it is too large, unreadable, or not UTF-8 (with the byte)."""
    shown = shown_path(path)
    return decode(read_bytes(str(path), shown), shown)


def read_bytes(path: str, shown: str) -> bytes:
    """The bytes of a routine; raises InputError where it is too large or unreadable."""
    try:
        with open(path, "rb", buffering=0) as stream:
            data = stream.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise InputError(too_large(os.fstat(stream.fileno()).st_size), shown)
    except PermissionError:
        raise InputError("mangler lesetilgang til filen; gi leserettighet", shown) from None
    except OSError as error:
        raise InputError(f"kan ikke leses ({error.strerror}); kontroller filen", shown) from None
    return data


def read_stream(data: bytes, path: str = "<stdin>") -> Source:
    """The routine that came on standard input."""
    if len(data) > MAX_BYTES:
        raise InputError(too_large(len(data)), path)
    return decode(data, path)


def decode(data: bytes, path: str) -> Source:
    """Bytes as UTF-8, the byte order mark left out; raises InputError naming the byte where they are not."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"er ikke UTF-8 (byte {error.start}, linje {line}); lagre filen på nytt som UTF-8"
        raise InputError(message, path, line) from None
    return Source(path, text.removeprefix(_BOM))


def front_matter_id(text: str) -> str:
    """The id in the front matter of a routine that has not been parsed, or nothing."""
    front = text[:_FRONT_MATTER].removeprefix(_BOM)
    match = _ID.search(front.split("\n---", 1)[0]) if front.startswith("---") else None
    return match[1] if match else ""


class Disk:
    """What lies on disk beside the routines of a run: asked only where a link or an id leads out of it.

    `reviewed` are paths of routines that the run knows itself, as they are shown: their ids are not asked for.
    """

    def __init__(self, reviewed: Iterable[str] = ()) -> None:
        self._reviewed = frozenset(reviewed)
        self._ids: dict[str, frozenset[str]] = {}

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at a path from the working directory."""
        try:
            return Path(path).exists()
        except (OSError, ValueError):
            return False

    def ids_beside(self, path: str) -> frozenset[str]:
        """The ids in the front matter of the routines in the folder of a routine, but for those of the run."""
        folder = os.path.dirname(path)
        if folder not in self._ids:
            self._ids[folder] = frozenset(self._read_ids(folder))
        return self._ids[folder]

    def _read_ids(self, folder: str) -> Iterator[str]:
        try:
            for name in sorted(os.listdir(folder or ".")):
                path = f"{folder}/{name}" if folder else name
                if not name.lower().endswith(SUFFIXES) or path in self._reviewed or not os.path.isfile(path):
                    continue
                with open(path, "rb") as stream:
                    found = front_matter_id(stream.read(_FRONT_MATTER).decode("utf-8", "replace"))
                if found:
                    yield found
        except OSError:
            return


def too_large(size: int) -> str:
    """Why a file of so many bytes is refused."""
    return f"er for stor ({size / 1e6:.1f} MB; grensen er {MAX_BYTES / 1e6:.0f} MB); del opp rutinen"


def shown_path(path: Path) -> str:
    """A path relative to the working directory where it lies below it, with `/`; what is no UTF-8 in it is replaced."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        relative = ".."
    shown = path.as_posix() if relative.startswith("..") else Path(relative).as_posix()
    return os.fsencode(shown).decode("utf-8", "replace")
