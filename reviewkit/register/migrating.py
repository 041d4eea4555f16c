"""From an older register to this version's: after a backup, and never from a newer one."""

from __future__ import annotations

import json
from itertools import chain, count
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from reviewkit.model import UsageError

_FOLDER = Path(__file__).parent / "migrations"
_VERSIONS = "register_version"
_LOG = "register_entry"


def migrate(engine: Engine, place: str) -> None:
    """Bring a register to the newest form; a new one is made, an older one is migrated after a backup beside it.

    Raises UsageError where it is newer than this version of reviewkit, or is a database of something else.
    """
    with engine.connect() as connection:
        current = _revision(connection)
        tables = set(sa.inspect(connection).get_table_names())
    known = [script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()]
    newest = known[0]
    if current == newest:
        return
    if current is not None and current not in known:
        said = f"registeret har skjemaet {current}, som er nyere enn dette programmet ({newest}) kjenner"
        raise UsageError(f"{said}; oppgrader reviewkit", place)
    if current is None and tables - {_VERSIONS} and engine.dialect.name == "sqlite":
        raise UsageError("filen er en database for noe annet; velg en annen fil", place)
    with engine.begin() as connection:
        if current is not None:
            _back_up(connection, place, current)
        command.upgrade(_configured(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table": _VERSIONS}).get_current_revision()


def _configured(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def _back_up(connection: Connection, place: str, revision: str) -> Path:
    """Write every entry to a file, one a line as JSON, before anything is changed; gives the file."""
    target = Path(place) if "://" not in place else Path("reviewkit-register")
    names = (f"{target.name}.backup-{revision}{number}.jsonl" for number in chain([""], (f"-{n}" for n in count(2))))
    copy = next(path for name in names if not (path := target.with_name(name)).exists())
    rows = connection.execute(sa.text(f"SELECT * FROM {_LOG} ORDER BY number"))
    with copy.open("x", encoding="utf-8", newline="\n") as stream:
        for row in rows.mappings():
            stream.write(json.dumps(dict(row), ensure_ascii=False, sort_keys=True) + "\n")
    return copy
