"""The routines of a run as they are found and hashed, before any of them is read as text."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from reviewkit.load import Located, decode, find_routines, read_bytes, read_stream
from reviewkit.model import InputError, Source

STREAM = "-"
NOTHING = "Fant ingen rutiner (.md) på stiene. Kontroller stiene, eller oppgi en fil."
"""What is said, with exit code 3, where a command met no routine."""

_DIGEST = 16


class Item(Struct, frozen=True):
    """A routine of the run: where its file lies, how it is shown, and the digest of what it holds.

    `given` is the routine itself, or why there is none, where it does not come from a file that can be read again.
    """

    path: str
    shown: str
    digest: bytes
    given: Source | InputError | None = None

    def read(self) -> tuple[Source | InputError, bytes]:
        """The routine as text, or why it cannot be read, and the digest of what was read now."""
        if self.given is not None:
            return self.given, self.digest
        try:
            data = read_bytes(self.path, self.shown)
            return decode(data, self.shown), digest_of(data)
        except InputError as error:
            return error, b""


class Found(Struct):
    """All routines of a run, and how many were left out by the configuration.

    `changed` says that a routine was another when it was read than when it was hashed.
    """

    items: list[Item]
    excluded: int = 0
    changed: bool = False


def digest_of(data: bytes) -> bytes:
    """Sixteen bytes that tell two contents apart."""
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def find(paths: Iterable[str], excluded: Callable[[str], bool]) -> Found:
    """The routines on some paths; `-` is standard input. A file that is named outright is never excluded."""
    paths = list(paths)
    found = Found([given_item(read_input())] if STREAM in paths else [])
    named = set(paths)
    for place in find_routines(path for path in paths if path != STREAM):
        if isinstance(place, InputError):
            found.items.append(given_item(place))
        elif place.path not in named and excluded(place.shown):
            found.excluded += 1
        else:
            found.items.append(_hashed(place))
    return found


def given_item(source: Source | InputError) -> Item:
    """A routine, or an error in its place, that is in hand already."""
    said = source.text if isinstance(source, Source) else f"\0{source.line}\0{source.message}"
    return Item("", source.path, digest_of(said.encode("utf-8", "surrogatepass")), source)


def given_items(sources: Iterable[Source | InputError]) -> Iterator[Item]:
    """Several such."""
    return (given_item(source) for source in sources)


def read_input() -> Source | InputError:
    """The routine on standard input, or why it cannot be read."""
    try:
        return read_stream(sys.stdin.buffer.read())
    except InputError as error:
        return error


def _hashed(place: Located) -> Item:
    try:
        return Item(place.path, place.shown, digest_of(read_bytes(place.path, place.shown)))
    except InputError as error:
        return given_item(error)
