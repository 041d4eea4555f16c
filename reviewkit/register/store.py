"""The log in a database: SQLite in a file, or PostgreSQL for a team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from reviewkit.register.address import WRITING, Address
from reviewkit.register.chain import GENESIS, Entry, chained
from reviewkit.register.events import Event
from reviewkit.register.migrating import migrate
from reviewkit.register.schema import ENTRIES


class HeadMovedError(Exception):
    """Somebody else has written to the log since it was read."""


class Store:
    """The log of one register; made and migrated when it is opened, and otherwise only read and added to.

    `place` is a file, or a URL (`postgresql://user@host/database`); `backup` is the copy that was taken where it was
    migrated. Raises UsageError where it cannot be opened, is newer than this version, or belongs to something else.
    """

    def __init__(self, place: str) -> None:
        self._address = Address(place)
        self.place = self._address.shown
        self._reading = self._address.engine()
        self._writing = self._reading.execution_options(**{WRITING: True})
        with self._told():
            self.backup: Path | None = migrate(self._reading, self._writing, self._address)

    def close(self) -> None:
        """Let the database go."""
        self._reading.dispose()

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a number, in their order; all of them after 0, even one that bears no honest number."""
        chosen = sa.select(*_COLUMNS).order_by(ENTRIES.c.number)
        if after:
            chosen = chosen.where(ENTRIES.c.number > after)
        with self._told(), self._reading.connect() as connection:
            return [Entry(*row) for row in connection.execute(chosen)]

    def append(self, events: Sequence[Event], head: int, previous: str, at: str, by: str) -> list[Entry]:
        """Write some events after the entry `head`, all or none; raises HeadMovedError where others came first."""
        entries = chained(events, head, previous or GENESIS, at, by)
        rows = [_row(entry) for entry in entries]
        try:
            with self._told(), self._writing.begin() as connection:
                if _head(connection) != head:
                    raise HeadMovedError
                connection.execute(sa.insert(ENTRIES), rows)
        except IntegrityError:
            raise HeadMovedError from None
        return entries

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into an error for people."""
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise self._address.told(error) from None


_COLUMNS = (
    ENTRIES.c.number, ENTRIES.c.at, ENTRIES.c.by_role, ENTRIES.c.event, ENTRIES.c.previous, ENTRIES.c.hash,
)  # fmt: skip


def _row(entry: Entry) -> dict[str, Any]:
    kind = entry.event.partition('"kind":"')[2].partition('"')[0]
    return {
        "number": entry.number, "at": entry.at, "by_role": entry.by, "kind": kind, "event": entry.event,
        "previous": entry.previous, "hash": entry.hash,
    }  # fmt: skip


def _head(connection: Connection) -> int:
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(ENTRIES.c.number), 0))).scalar_one())
