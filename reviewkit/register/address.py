"""Where the log is: a file, or an address of a database; how it is reached, and what went wrong in words for people."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from reviewkit.model import UsageError

WRITING = "writing"
"""The execution option of an engine that takes the write lock as soon as it begins."""

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_WAIT = 20
_SECRET = ("password", "sslpassword")
_CHECK = "kontroller adressen, brukeren og rettighetene"

_SQLITE = {
    sqlite3.SQLITE_BUSY: "er opptatt av andre; prøv igjen om litt",
    sqlite3.SQLITE_LOCKED: "er opptatt av andre; prøv igjen om litt",
    sqlite3.SQLITE_FULL: "det er ikke plass på disken, og ingenting er ført inn; gi plass, og prøv igjen",
    sqlite3.SQLITE_IOERR: "disken kan ikke skrives eller leses, og ingenting er ført inn; gi plass, og prøv igjen",
    sqlite3.SQLITE_READONLY: "kan ikke skrives til; kontroller rettighetene til filen og mappen",
    sqlite3.SQLITE_CANTOPEN: "kan ikke åpnes; kontroller rettighetene til filen og mappen",
    sqlite3.SQLITE_NOTADB: "er ikke et register; velg en annen fil",
    sqlite3.SQLITE_CORRUPT: "er skadet; hent registeret fra en sikkerhetskopi",
}
_POSTGRESQL = {
    "42501": "brukeren mangler en rettighet; gi den rettighetene som står i docs/REGISTER.md",
    "53100": "det er ikke plass på disken, og ingenting er ført inn; gi plass, og prøv igjen",
    "55P03": "er opptatt av andre; prøv igjen om litt",
}


class Address:
    """A file or an address as it was given; `shown` is what may be said of it, without any password.

    Raises UsageError where it is neither, or where the file cannot lie there.
    """

    def __init__(self, place: str) -> None:
        self.url = _url(place)
        self.local = self.url.get_backend_name() == "sqlite"
        self.file = Path(str(self.url.database)) if self.local else None
        self.shown = str(self.file) if self.file else _without_secrets(self.url)
        if self.file is not None:
            _refuse_place(self.file)

    def engine(self) -> Engine:
        """An engine; raises UsageError where its driver is missing or an option is wrong."""
        return _sqlite(self.url) if self.local else _postgresql(self.url, self.shown)

    def told(self, error: SQLAlchemyError) -> UsageError:
        """What the database says as an error for people: without the statement, its values and any password."""
        cause = error.orig if isinstance(error, DBAPIError) else None
        code = getattr(cause, "sqlite_errorcode", None)
        known = _SQLITE.get(code & 0xFF) if code else _POSTGRESQL.get(str(getattr(cause, "sqlstate", "")))
        if known is not None:
            return UsageError(known, self.shown)
        said = " ".join(str(cause or type(error).__name__).split())
        for secret in _secrets(self.url):
            said = said.replace(secret, "***")
        return UsageError(f"registeret kan ikke brukes ({said[:200]}); {_CHECK}", self.shown)


def _url(place: str) -> sa.URL:
    if "://" not in place:
        return sa.URL.create("sqlite", database=str(Path(place).absolute()))
    dialect = None
    try:
        url = make_url(place)
        dialect = _DIALECTS.get(url.drivername.partition("+")[0])
    except (ArgumentError, NoSuchModuleError, ValueError):
        pass
    if dialect is None or (dialect == "sqlite" and url.database in (None, "", ":memory:")):
        raise UsageError("registeret ligger i en fil (SQLite) eller på en adresse som postgresql://bruker@vert/base")
    if dialect == "sqlite":
        return sa.URL.create("sqlite", database=str(Path(str(url.database)).absolute()))
    return url.set(drivername=dialect)


def _refuse_place(file: Path) -> None:
    if not file.parent.is_dir():
        raise UsageError("mappen registeret skal ligge i, finnes ikke; lag den først", file.parent.as_posix())
    if file.is_dir():
        raise UsageError("er en mappe; oppgi en fil i den, for eksempel reviewkit-register.sqlite", file.as_posix())


def _secrets(url: sa.URL) -> list[str]:
    """The passwords of an address, longest first."""
    found = [str(url.password or "")]
    for name in _SECRET:
        value = url.query.get(name, ())
        found += [value] if isinstance(value, str) else value
    return sorted(filter(None, found), key=len, reverse=True)


def _without_secrets(url: sa.URL) -> str:
    """An address without its password and options, which may hold one."""
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def _sqlite(url: sa.URL) -> Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _WAIT}, poolclass=NullPool)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(url: sa.URL, shown: str) -> Engine:
    timeout = {} if "connect_timeout" in url.query else {"connect_timeout": _WAIT}
    try:
        engine = sa.create_engine(url, isolation_level="READ COMMITTED", connect_args=timeout, poolclass=NullPool)
    except ImportError as error:
        said = f"PostgreSQL trenger pakken «{error.name}», som mangler"
        raise UsageError(f"{said}; installer med: pip install 'reviewkit[postgresql]'") from None
    except (SQLAlchemyError, TypeError, ValueError):
        raise UsageError(f"adressen kan ikke brukes; {_CHECK}", shown) from None

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITING):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}s'")

    return engine
