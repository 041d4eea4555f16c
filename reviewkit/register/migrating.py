"""From an older register to this version's: after a backup, and never from a newer one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from itertools import chain, count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from reviewkit.model import UsageError
from reviewkit.register.address import Address
from reviewkit.register.schema import ENTRIES, REVISIONS, VERSION

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_384_610
"""The number of the advisory lock that one migration at a time holds in PostgreSQL."""


def migrate(reading: Engine, writing: Engine, address: Address) -> Path | None:
    """Bring a register to the newest form, and give the backup: a new one is made, an older one is first copied.

    One that is up to date is only read. Raises UsageError where it is newer than this version of reviewkit, is a
    database of something else, or cannot be copied.
    """
    with reading.connect() as connection:
        if not _older(connection, address):
            return None
    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if not _older(connection, address):
            return None
        current = _revision(connection)
        copy = _back_up(connection, address, current) if current is not None else None
        _upgrade(connection)
        return copy


def _older(connection: Connection, address: Address) -> bool:
    """Whether a register is to be made or migrated; raises UsageError where it is not for this version to touch."""
    current, newest = _revision(connection), REVISIONS[-1]
    if current is not None and current not in REVISIONS:
        said = f"registeret har skjemaet {current}, som er nyere enn dette programmet ({newest}) kjenner"
        raise UsageError(f"{said}; oppgrader reviewkit", address.shown)
    if current is None and set(sa.inspect(connection).get_table_names()) - {VERSION.name}:
        hint = "velg en annen fil" if address.local else "lag en egen base eller et eget skjema til registeret"
        raise UsageError(f"er en database for noe annet; {hint}", address.shown)
    return current != newest


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION.name):
        return None
    return connection.execute(sa.select(VERSION.c.version_num)).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up(connection: Connection, address: Address, revision: str) -> Path:
    """Copy the register before anything is changed: a file as a file, else every entry as JSON, one a line."""
    base, suffix = (address.file, "sqlite") if address.file else (Path("reviewkit-register"), "jsonl")
    names = (f"{base.name}.backup-{revision}{extra}.{suffix}" for extra in chain([""], (f"-{n}" for n in count(2))))
    copy = next(path for name in names if not (path := base.with_name(name)).exists())
    try:
        if address.file:
            _copy_file(address.file, copy)
        else:
            _copy_rows(connection, copy)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        said = f"sikkerhetskopien kan ikke skrives ({error}), og registeret er ikke endret"
        raise UsageError(f"{said}; gi plass og rettigheter i mappen", copy.as_posix()) from None
    return copy


def _copy_file(file: Path, copy: Path) -> None:
    """Copy by SQLite itself, while this process holds the write lock, so that the copy is whole."""
    copy.touch(exist_ok=False)
    shutil.copymode(file, copy)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _copy_rows(connection: Connection, copy: Path) -> None:
    rows = connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number))
    with copy.open("x", encoding="utf-8", newline="\n") as stream:
        for row in rows.mappings():
            stream.write(json.dumps(dict(row), ensure_ascii=False, sort_keys=True) + "\n")
