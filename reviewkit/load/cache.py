"""Results of earlier runs, kept by key in one file of the user's cache: never needed, never trusted blindly."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

SCHEMA = 1
MAX_BYTES = 256_000_000
"""More than this is never kept: what was used longest ago goes first."""

_CHECKSUM = 4
_AT_ONCE = 500
_WAIT = 2.0
"""Seconds to wait for another run that writes; after that nothing is kept, and nothing is lost."""

_MAKE = """
CREATE TABLE kept (key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL)
WITHOUT ROWID
"""


def cache_folder() -> Path | None:
    """The folder of the user's cache that is reviewkit's; nothing where the user has none."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base, "reviewkit") if os.path.isabs(base) else None


class Cache:
    """Values by key, each with a checksum; whatever is wrong with the file is a note, and the cache stays empty.

    `day` is a whole number that grows by one a day; what was used on the latest days is kept longest.
    """

    def __init__(self, path: Path | None, day: int, limit: int = MAX_BYTES) -> None:
        self.notes: list[str] = []
        self._path = path
        self._day = day
        self._limit = limit
        self._connection: sqlite3.Connection | None = None
        if path is not None:
            self._open(path)

    def get(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The values that are kept for some keys; what is damaged is left out."""
        found: dict[bytes, bytes] = {}
        old: list[bytes] = []
        if self._connection is None:
            return found
        try:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, used, value FROM kept WHERE key IN ({marks})"
                for key, used, value in self._connection.execute(query, some):
                    if _sound(value):
                        found[key] = value[_CHECKSUM:]
                        if used != self._day:
                            old.append(key)
            if old:
                with self._connection:
                    marked = ((self._day, key) for key in old)
                    self._connection.executemany("UPDATE kept SET used = ? WHERE key = ?", marked)
        except (sqlite3.Error, TypeError, ValueError) as error:
            self._give_up(error)
        return found

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep some values, and drop the oldest where there are too many."""
        if self._connection is None:
            return
        try:
            with self._connection:
                rows = ((key, self._day, len(value), _sealed(value)) for key, value in values)
                self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                self._shrink(self._connection)
        except (sqlite3.Error, TypeError, ValueError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _shrink(self, connection: sqlite3.Connection) -> None:
        (size,) = connection.execute("SELECT total(size) FROM kept").fetchone()
        if size <= self._limit:
            return
        dropped = []
        for key, length in connection.execute("SELECT key, size FROM kept ORDER BY used, key"):
            if size <= self._limit * 3 // 4:
                break
            dropped.append((key,))
            size -= length
        connection.executemany("DELETE FROM kept WHERE key = ?", dropped)

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connection = sqlite3.connect(path, timeout=_WAIT)
            connection.text_factory = bytes  # text that is no text is a damage like any other
            connection.execute("PRAGMA synchronous = OFF")
            if not _made(connection):
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    if not _made(connection):
                        connection.execute("DROP TABLE IF EXISTS kept")
                        connection.execute(_MAKE)
                        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        except (sqlite3.Error, OSError, ValueError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Say what is wrong, do without, and take a damaged file away, so that the next run begins anew."""
        self.close()
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            self.notes.append("hurtiglageret er opptatt av en annen kjøring; resultatene er ikke lagret")
            return
        self.notes.append(f"hurtiglageret er sett bort fra: {error} ({self._path})")
        damaged = isinstance(error, (sqlite3.DatabaseError, ValueError, TypeError))
        if self._path is not None and damaged and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self._path.unlink()


def _made(connection: sqlite3.Connection) -> bool:
    """Whether the file has this version's table, with its columns."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    columns = [row[1] for row in connection.execute("PRAGMA table_info(kept)")]
    return bool(schema == SCHEMA) and columns == [b"key", b"used", b"size", b"value"]


def _sealed(value: bytes) -> bytes:
    return zlib.crc32(value).to_bytes(_CHECKSUM, "little") + value


def _sound(value: object) -> bool:
    return isinstance(value, bytes) and value[:_CHECKSUM] == zlib.crc32(value[_CHECKSUM:]).to_bytes(_CHECKSUM, "little")
