"""Paths to sources: which files are routines, and their text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewkit.model import InputError, Source

MAX_BYTES = 1_000_000
"""A routine larger than this is refused: it is no routine, and reading it would take the time of all the others."""

_SUFFIXES = (".md", ".markdown")
_BOM = "\ufeff"
_FRONT_MATTER = 16_000
_ID = re.compile(r"^id:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


def find_routines(paths: Iterable[str]) -> Iterator[Path | InputError]:
    """The Markdown files under some paths, each once, in the order of their names; errors for what cannot be opened.

    A file named outright is taken whatever its suffix. Hidden folders and links to folders are not followed.
    """
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        candidates: Iterable[Path | InputError]
        try:
            candidates = _walk(path) if path.is_dir() else (path,) if path.is_file() else (_missing(path),)
        except OSError:
            candidates = (_missing(path),)
        for found in candidates:
            if isinstance(found, InputError):
                yield found
            elif (key := os.path.realpath(found)) not in seen:
                seen.add(key)
                yield found


def _missing(path: Path) -> InputError:
    return InputError(_why_missing(path), _shown(path))


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


def _walk(folder: Path) -> Iterator[Path | InputError]:
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.lower().endswith(_SUFFIXES) or name.startswith("."):
                continue
            if path.is_symlink() and not _inside(path, folder):
                yield InputError("lenken peker ut av mappen; oppgi filen selv hvis den skal gjennomgås", _shown(path))
            else:
                yield path if path.is_file() else _missing(path)
        for error in errors:
            yield InputError("kan ikke lese mappen; gi leserettighet til den", _shown(Path(error.filename)))
        errors.clear()
    for error in errors:
        yield InputError("kan ikke lese mappen; gi leserettighet til den", _shown(Path(error.filename)))


def _inside(path: Path, folder: Path) -> bool:
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), "")) or not path.exists()


def read_routine(path: Path) -> Source:
    """The text of a routine; raises InputError where it is too large, unreadable, or not UTF-8 (with the byte)."""
    shown = _shown(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(_too_large(size), shown)
        data = path.read_bytes()
    except PermissionError:
        raise InputError("mangler lesetilgang til filen; gi leserettighet", shown) from None
    except OSError as error:
        raise InputError(f"kan ikke leses ({error.strerror}); kontroller filen", shown) from None
    return decode(data, shown)


def read_stream(data: bytes, path: str = "<stdin>") -> Source:
    """The routine that came on standard input."""
    if len(data) > MAX_BYTES:
        raise InputError(_too_large(len(data)), path)
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


class Disk:
    """What lies on disk beside the routines of a run: asked only where a link or an id leads out of it."""

    def __init__(self) -> None:
        self._ids: dict[str, frozenset[str]] = {}

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at a path from the working directory."""
        try:
            return Path(path).exists()
        except (OSError, ValueError):
            return False

    def ids_beside(self, path: str) -> frozenset[str]:
        """The ids in the front matter of the routines in the folder of a routine."""
        folder = os.path.dirname(path)
        if folder not in self._ids:
            self._ids[folder] = frozenset(self._read_ids(Path(folder or ".")))
        return self._ids[folder]

    @staticmethod
    def _read_ids(folder: Path) -> Iterator[str]:
        try:
            names = sorted(item for item in folder.iterdir() if item.suffix.lower() in _SUFFIXES and item.is_file())
            for path in names:
                with path.open("rb") as stream:
                    front = stream.read(_FRONT_MATTER).decode("utf-8", "replace").removeprefix(_BOM)
                match = _ID.search(front.split("\n---", 1)[0]) if front.startswith("---") else None
                if match:
                    yield match[1]
        except OSError:
            return


def _too_large(size: int) -> str:
    return f"er for stor ({size / 1e6:.1f} MB; grensen er {MAX_BYTES / 1e6:.0f} MB); del opp rutinen"


def _shown(path: Path) -> str:
    """A path relative to the working directory where it lies below it, with `/`; what is no UTF-8 in it is replaced."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        relative = ".."
    shown = path.as_posix() if relative.startswith("..") else Path(relative).as_posix()
    return os.fsencode(shown).decode("utf-8", "replace")
