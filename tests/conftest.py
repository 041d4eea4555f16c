"""Fixtures for all tests: one catalogue for the whole run, a cache of its own, and a clean environment."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reviewkit import cli
from reviewkit.check import Catalogue, load_catalogue
from tests import databases

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    max_examples=40,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", parent=settings.get_profile("suite"), derandomize=False, max_examples=3_000)
settings.load_profile(os.environ.get("REVIEWKIT_HYPOTHESIS", "suite"))


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own, so that no test reads or writes the user's."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def catalogue(cache_folder: Path) -> Catalogue:
    """The catalogue of this checkout."""
    return load_catalogue()


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory while the test runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@dataclass(frozen=True)
class Outcome:
    """What one call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def both(self) -> str:
        return self.out + self.err


Run = Callable[..., Outcome]


@pytest.fixture
def run(catalogue: Catalogue, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process, through the same door as the `reviewkit` command.

    The catalogue is the session's, read once; `run_process` reads it anew each time, as a user does.
    """

    def load(root: Path | None = None, *own: Path) -> Catalogue:
        return load_catalogue(root, *own) if root or own else catalogue

    monkeypatch.setattr("reviewkit.check.load_catalogue", load)

    def call(*arguments: str, given: bytes = b"") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        code = cli.run(arguments)
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def run_process(cache_folder: Path) -> Run:
    """Run `python -m reviewkit` as a process of its own, with a generous limit of time."""

    def call(*arguments: str, given: bytes = b"", folder: Path | None = None, timeout: float = 60) -> Outcome:
        result = subprocess.run(
            [sys.executable, "-X", "utf8", "-W", "error", "-m", "reviewkit", *arguments],
            input=given, capture_output=True, cwd=folder, timeout=timeout, check=False,
        )  # fmt: skip
        return Outcome(result.returncode, result.stdout.decode(), result.stderr.decode())

    return call


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Server]:
    """A real PostgreSQL, or a skip that says why there is none."""
    try:
        with databases.server() as server:
            yield server
    except databases.MissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new register is to be: a file, and a database of a real PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "register.sqlite")
    server: databases.Server = request.getfixturevalue("postgresql")
    return server.url(server.database())
