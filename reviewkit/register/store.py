"""The log in a database: SQLite in a file, or PostgreSQL for a team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from reviewkit.model import UsageError
from reviewkit.register.chain import GENESIS, Entry, chained
from reviewkit.register.events import Event
from reviewkit.register.migrating import migrate
from reviewkit.register.schema import ENTRIES

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_WAIT = 20


class HeadMovedError(Exception):
    """Somebody else has written to the log since it was read."""


class Store:
    """The log of one register; made and migrated when it is opened.

    `place` is a file, or a URL (`postgresql://user@host/database`). Raises UsageError where it cannot be opened, is
    newer than this version, or belongs to something else.
    """

    def __init__(self, place: str) -> None:
        url = _url(place)
        local = url.get_backend_name() == "sqlite"
        self.place = str(url.database) if local else url.render_as_string(hide_password=True)
        self._engine = _engine(url)
        with self._told():
            migrate(self._engine, self.place)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries after a number, in their order."""
        chosen = sa.select(*_COLUMNS).where(ENTRIES.c.number > after).order_by(ENTRIES.c.number)
        with self._told(), self._engine.connect() as connection:
            return [Entry(*row) for row in connection.execute(chosen)]

    def append(self, events: Sequence[Event], head: int, previous: str, at: str, by: str) -> list[Entry]:
        """Write some events after the entry `head`, all or none; raises HeadMovedError where others came first."""
        entries = chained(events, head, previous or GENESIS, at, by)
        rows = [_row(entry) for entry in entries]
        try:
            with self._told(), self._engine.begin() as connection:
                if _head(connection) != head:
                    raise HeadMovedError
                connection.execute(sa.insert(ENTRIES), rows)
        except IntegrityError:
            raise HeadMovedError from None
        return entries

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into an error for people, without the address's password."""
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise UsageError(
                f"registeret kan ikke brukes ({_said(error)}); kontroller stedet og rettighetene", self.place
            ) from None


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


def _said(error: SQLAlchemyError) -> str:
    """What went wrong in a line, in the database's own words, without the statement and the connection string."""
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig is not None else type(error).__name__
    return " ".join(said.split())[:200]


def _url(place: str) -> sa.URL:
    if "://" not in place:
        return sa.URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
        dialect = _DIALECTS.get(url.get_backend_name())
    except (ArgumentError, NoSuchModuleError):
        dialect = None
    if dialect is None:
        raise UsageError("registeret ligger i en fil (SQLite) eller på en adresse som postgresql://bruker@vert/base")
    return url.set(drivername=dialect)


def _engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, isolation_level="SERIALIZABLE", pool_pre_ping=True)
    folder = Path(str(url.database)).parent
    if not folder.is_dir():
        raise UsageError("mappen registeret skal ligge i, finnes ikke; lag den først", folder.as_posix())
    engine = sa.create_engine(url, connect_args={"timeout": _WAIT})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
