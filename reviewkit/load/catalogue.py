"""The catalogue's files, and its compiled form in the user's cache."""

from __future__ import annotations

import hashlib
import marshal
import mmap
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from reviewkit.model import CatalogueError

_HEAD = 12
"""Bytes of the checksum, and of the length of what is read at once."""

_LONG = 4_096
_ASIDE = "\0aside"
_KEPT = 4
_SUFFIXES = (".md", ".yaml", ".tsv")
_COMPILER = (
    "language/entries.py",
    "language/table.py",
    "language/pieces.py",
    "check/specs.py",
    "check/guidance.py",
    "check/compile.py",
    "check/compile_guidance.py",
    "check/register.py",
    "check/judge.py",
)


class CatalogueFile(Struct, frozen=True):
    """One file of the catalogue: its path below its root with `/`, its bytes, and the number of its root.

    Root 0 is the catalogue that comes with reviewkit; a project's own folders of checks are numbered from 1.
    """

    path: str
    data: bytes
    root: int = 0

    @property
    def text(self) -> str:
        """The file as text; raises CatalogueError where it is not UTF-8."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise CatalogueError("er ikke UTF-8; lagre filen på nytt som UTF-8", self.path, line) from None


def catalogue_root() -> Path:
    """The folder of checks: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "checks"
    return inside if inside.is_dir() else package.parent / "checks"


def read_catalogue(*roots: Path) -> list[CatalogueFile]:
    """Every Markdown, YAML and TSV file below some roots, in the order of their paths; README is left out.

    Raises CatalogueError where a root cannot be read, or the first has no check in it.
    """
    files: list[CatalogueFile] = []
    for number, root in enumerate(roots):
        try:
            found = sorted(_catalogue_paths(str(root)))
            prefix = "" if number == 0 else root.as_posix().rstrip("/") + "/"
            files += (CatalogueFile(_named(path, prefix), _bytes(full), number) for path, full in found)
        except OSError as error:
            raise CatalogueError(f"katalogen kan ikke leses: {error.strerror}", str(root)) from None
    if not any(file.path.endswith(".md") for file in files):
        raise CatalogueError("fant ingen regler i mappen; installer reviewkit på nytt", str(roots[0]))
    return files


def _catalogue_paths(root: str, below: str = "") -> Iterator[tuple[str, str]]:
    with os.scandir(os.path.join(root, below) if below else root) as entries:
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir():
                yield from _catalogue_paths(root, path)
            elif entry.name.endswith(_SUFFIXES) and entry.name != "README.md":
                yield path, entry.path


def _named(path: str, prefix: str) -> str:
    """Pages of a project's own folder are named from the working directory; shared files keep their place."""
    return prefix + path if path.endswith(".md") else path


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def digest(files: list[CatalogueFile], version: str) -> str:
    """Sixteen hexadecimal digits that change with the version, any file of the catalogue, and the compiling code."""
    hasher = hashlib.sha256(version.encode())
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in _COMPILER:
        hasher.update(_bytes(os.path.join(package, name)))
    for file in files:
        hasher.update(f"\0{file.root}\0{file.path}\0{len(file.data)}\0".encode())
        hasher.update(file.data)
    return hasher.hexdigest()[:16]


def code_digest() -> bytes:
    """What tells two states of the program apart, also where they bear the same version."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    hasher = hashlib.sha256()
    for folder, folders, files in os.walk(package):
        folders.sort()
        for name in sorted(files):
            if name.endswith(".py"):
                hasher.update(f"\0{name}\0".encode() + _bytes(os.path.join(folder, name)))
    return hasher.digest()


def digest_of(text: str) -> str:
    """Sixteen hexadecimal digits that tell two texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cache_file(key: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return (
        Path(base, "reviewkit", f"catalogue-{sys.implementation.cache_tag}-{key}.bin") if os.path.isabs(base) else None
    )


def read_compiled(key: str) -> Mapping[str, Any] | None:
    """The compiled catalogue that belongs to a digest; nothing where there is none, or it is damaged.

    Long byte strings in it are views of the file, which are read where they are looked into.
    """
    path = _cache_file(key)
    try:
        with open(path or "", "rb") as stream:
            data = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    if len(data) <= _HEAD or data[:4] != zlib.crc32(data[4:]).to_bytes(4, "little"):
        return None
    start = _HEAD + int.from_bytes(data[4:_HEAD], "little")
    content = _with_views(marshal.loads(data[_HEAD:start]), data[start:])
    return content if isinstance(content, dict) and content.get("digest") == key else None


def write_compiled(key: str, content: Mapping[str, Any]) -> None:
    """Keep the compiled catalogue for the next run; a cache that cannot be written is no error."""
    path = _cache_file(key)
    if path is None:
        return
    import tempfile

    aside: list[bytes] = []
    plain = marshal.dumps(_put_aside(dict(content), aside))
    payload = b"".join((len(plain).to_bytes(_HEAD - 4, "little"), plain, *aside))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".catalogue-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(zlib.crc32(payload).to_bytes(4, "little") + payload)
        os.replace(name, path)
        for old in sorted(path.parent.glob("catalogue-*.bin"), key=lambda item: item.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _put_aside(value: Any, aside: list[bytes]) -> Any:
    """A value in which every long byte string is written as its place among those put aside."""
    if isinstance(value, dict):
        return {name: _put_aside(inner, aside) for name, inner in value.items()}
    if isinstance(value, bytes) and len(value) >= _LONG:
        start = sum(map(len, aside))
        aside += [value, bytes(-len(value) % 8)]
        return (_ASIDE, start, start + len(value))
    return value


def _with_views(value: Any, data: memoryview) -> Any:
    if isinstance(value, dict):
        return {name: _with_views(inner, data) for name, inner in value.items()}
    if isinstance(value, tuple) and value[:1] == (_ASIDE,):
        return data[value[1] : value[2]]
    return value
