"""A PostgreSQL of the tests' own: made, started and stopped by them, on a socket in a folder of its own."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

PASSWORD = "hemmelig-passord"
_OWNER = "tester"
_SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=20 -c shared_buffers=16MB"


class MissingError(Exception):
    """There is no PostgreSQL to start here."""


class Server:
    """A server that listens on a socket only, with a password asked of everyone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = itertools.count(1)

    def url(self, database: str, user: str = _OWNER, password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@/{database}?host={self.folder}"

    def engine(self, database: str) -> sa.Engine:
        url = sa.make_url(self.url(database)).set(drivername="postgresql+psycopg")
        return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def database(self) -> str:
        """The name of a new, empty database."""
        name = f"register_{next(self._names)}"
        with self.engine("postgres").connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        return name


@contextmanager
def server() -> Iterator[Server]:
    """A server while it is needed; raises MissingError, with the reason, where there is none to start."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if user is not None:
            os.chown(folder, *pwd.getpwnam(user)[2:4])
        data, secret = folder / "data", folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        flags = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--username={_OWNER}"]
        _run([initdb, "-D", str(data), f"--pwfile={secret}", *flags], folder, user)
        started = [pg_ctl, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {_SETTINGS}", "start"]
        _run(started, folder, user)
        try:
            yield Server(folder)
        finally:
            _run([pg_ctl, "-D", str(data), "-m", "immediate", "stop"], folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (str(newest[-1]) if newest else None)
    if found is None:
        raise MissingError(f"PostgreSQL is not installed ({name}); on Debian: apt install postgresql")
    return found


def _user() -> str | None:
    """Who the server runs as: never root, which PostgreSQL refuses."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise MissingError("PostgreSQL does not run as root, and there is no other user")


def _run(command: list[str], folder: Path, user: str | None) -> None:
    as_user = {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": ()}
    with (folder / "said").open("ab") as said:
        subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=True, timeout=60,
            **as_user,  # type: ignore[call-overload]
        )  # fmt: skip
