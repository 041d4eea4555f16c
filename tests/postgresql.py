"""A real PostgreSQL for tests: in a temporary folder, on a Unix socket, as a user that is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

_USER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_ENDS = ("-c", "fsync=off", "-c", "listen_addresses=")
_numbers = count(1)


class Server:
    """A server that runs: `place()` makes an empty database in it, and gives its address."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        self._tools = tools

    def place(self) -> str:
        """The address of a new, empty database."""
        name = f"reviewkit_{next(_numbers)}"
        _as_user([str(self._tools / "createdb"), "-h", str(self.folder), "-U", _USER, name], self.folder)
        return f"postgresql://{_USER}@/{name}?host={quote(str(self.folder))}"


@contextmanager
def serving() -> Iterator[Server]:
    """A server while the block runs; skips the test, and says why, where there is none to start."""
    tools = _tools()
    if tools is None:
        pytest.skip("PostgreSQL er ikke installert (Debian: apt install postgresql)")
    try:
        import psycopg  # noqa: F401
    except ImportError:
        pytest.skip("psycopg er ikke installert (pip install 'reviewkit[postgresql]')")
    if os.geteuid() == 0 and not _has_user():
        pytest.skip(f"PostgreSQL kjører ikke som root, og brukeren {_USER} finnes ikke")
    folder = Path(tempfile.mkdtemp(prefix="rk-pg-", dir="/tmp"))  # a socket's path has little room
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        data = folder / "data"
        control = [str(tools / "pg_ctl"), "-D", str(data), "-w"]
        _as_user([str(tools / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-N", "-E", "UTF8"], folder)
        options = " ".join((*_ENDS, "-k", str(folder)))
        _as_user([*control, "-l", str(folder / "log"), "-o", options, "start"], folder)
        try:
            yield Server(folder, tools)
        finally:
            _as_user([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server for all tests of a session; import it into a test module to use it."""
    with serving() as server:
        yield server


def _tools() -> Path | None:
    """The folder with initdb and pg_ctl: that of Debian's newest version, or the one on the path."""
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    found = shutil.which("initdb")
    return versions[-1].parent if versions else Path(found).parent if found else None


def _has_user() -> bool:
    import pwd

    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return False
    return True


def _as_user(command: list[str], folder: Path) -> None:
    user = _USER if os.geteuid() == 0 else None
    done = subprocess.run(
        command, user=user, group=user, extra_groups=[] if user else None, cwd=folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)},
    )  # fmt: skip
    if done.returncode:
        log = folder / "log"
        said = log.read_text(errors="replace")[-500:] if log.exists() else ""
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-500:]} {said}")
