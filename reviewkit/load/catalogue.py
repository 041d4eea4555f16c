"""The catalogue's files, and its compiled form in the user's cache."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewkit.model import CatalogueError

_CHECKSUM = 16
_KEPT = 4
_SUFFIXES = (".md", ".yaml", ".tsv")
_COMPILER = (
    "language/entries.py",
    "language/lexicon.py",
    "check/specs.py",
    "check/compile.py",
    "check/register.py",
    "check/judge.py",
)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file of the catalogue: its path below the catalogue's root, with `/`, and its text."""

    path: str
    text: str


def catalogue_root() -> Path:
    """The folder of checks: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "checks"
    return inside if inside.is_dir() else package.parent / "checks"


def read_catalogue(root: Path) -> list[CatalogueFile]:
    """Every Markdown, YAML and TSV file below the root, in the order of their paths; README is left out."""
    try:
        paths = sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES and path.name != "README.md")
        files = [CatalogueFile(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"katalogen kan ikke leses: {error}", str(root)) from None
    if not any(file.path.endswith(".md") for file in files):
        raise CatalogueError("fant ingen regler i mappen; installer reviewkit på nytt", str(root))
    return files


def digest(files: list[CatalogueFile], version: str) -> str:
    """Sixteen hexadecimal digits that change with the version, any file of the catalogue, and the compiling code."""
    hasher = hashlib.blake2b(version.encode(), digest_size=8)
    package = Path(__file__).resolve().parent.parent
    for name in _COMPILER:
        hasher.update((package / name).read_bytes())
    for file in files:
        hasher.update(f"\0{file.path}\0{file.text}".encode())
    return hasher.hexdigest()


def _cache_file(key: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return (
        Path(base, "reviewkit", f"catalogue-{sys.implementation.cache_tag}-{key}.bin") if os.path.isabs(base) else None
    )


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECKSUM).digest()


def read_compiled(key: str) -> Mapping[str, Any] | None:
    """The compiled catalogue that belongs to a digest; nothing where there is none, or it is damaged."""
    path = _cache_file(key)
    try:
        data = path.read_bytes() if path is not None else b""
    except OSError:
        return None
    if len(data) <= _CHECKSUM or data[:_CHECKSUM] != _checksum(data[_CHECKSUM:]):
        return None
    content = marshal.loads(data[_CHECKSUM:])
    return content if isinstance(content, dict) and content.get("digest") == key else None


def write_compiled(key: str, content: Mapping[str, Any]) -> None:
    """Keep the compiled catalogue for the next run; a cache that cannot be written is no error."""
    path = _cache_file(key)
    if path is None:
        return
    payload = marshal.dumps(dict(content))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".catalogue-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_checksum(payload) + payload)
        os.replace(name, path)
        for old in sorted(path.parent.glob("catalogue-*.bin"), key=lambda item: item.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
