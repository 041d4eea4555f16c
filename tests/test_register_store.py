"""The register's log: nothing is lost, changed unseen or half written, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.pool import NullPool

from reviewkit.model import UsageError
from reviewkit.register import address, migrating
from reviewkit.register.address import Address
from reviewkit.register.book import Book, ConflictError, plain
from reviewkit.register.chain import GENESIS, BrokenChainError, chained, told, verify
from reviewkit.register.events import (
    Assessed,
    ChangedFinding,
    DeviationAccepted,
    Event,
    FactReplied,
    FindingAdded,
    FindingsFound,
    FindingsGone,
    FindingsSeen,
    GoneFinding,
    MeasurePromised,
    NewFinding,
    RunRecorded,
    StageReached,
    StatusReported,
)  # fmt: skip
from reviewkit.register.fold import Told, fold
from reviewkit.register.schema import METADATA, REVISIONS
from reviewkit.register.store import HeadMovedError, Store
from reviewkit.register.values import Acceptance, Evidence, Reply, Sighting, State, Status
from tests.build import ROOT, TODAY, routine_text
from tests.conftest import Outcome, Run
from tests.databases import PASSWORD, Server

AT = "2026-12-01T10:00:00+00:00"
BREACHES = "\n\n".join(f"Vurder om sak {number} haster før du ringer vakttelefonen." for number in range(6)) + "\n"
BY = ("--by", "fagansvarlig")
MIGRATIONS = ROOT / "reviewkit" / "register" / "migrations"


def seen(text: str, path: str = "a.md") -> Sighting:
    return Sighting(f"f-{text}", "KLA001", "info", "a", path, 1, (), text)


def opened(place: str) -> Book:
    return Book(Store(place), lambda: AT)


def filled(place: str, count: int = 4) -> Book:
    """A register with some findings that people have added."""
    book = opened(place)
    for number in range(1, count + 1):
        book.add(seen(f"Punkt {number}"), "case", "fagansvarlig")
    return book


def engine(place: str) -> sa.Engine:
    """The database itself, past the register."""
    url = Address(place).url
    return sa.create_engine(url, poolclass=NullPool)


def tables(place: str) -> set[str]:
    with engine(place).connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def raw(place: str, *statements: str) -> None:
    with engine(place).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def older(place: str) -> None:
    """Make a register as the first version made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine(place).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")


def local(place: str) -> bool:
    return "://" not in place


def refused(run: Run, *arguments: str) -> str:
    """What the command line says when it refuses: exit 2, and no traceback."""
    outcome = run("register", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "Traceback" not in outcome.err
    assert PASSWORD not in outcome.err
    return outcome.err


# Two at once


def test_the_second_to_judge_a_finding_is_told_and_nothing_is_lost(place: str) -> None:
    filled(place)
    first, second = opened(place), opened(place)
    first.assess([1], "upheld", "", "står", "jurist")
    with pytest.raises(ConflictError, match="funn 1 er endret av andre siden du så det"):
        second.assess([1], "rejected", "other", "står ikke", "leder")
    assert [said.note for said in opened(place).state.findings[1].judgements] == ["står"]


def test_two_who_judge_different_findings_both_succeed(place: str) -> None:
    filled(place)
    first, second = opened(place), opened(place)
    first.assess([1], "upheld", "", "", "jurist")
    second.assess([2], "rejected", "other", "", "leder")
    book = opened(place)
    assert [book.state.findings[number].state for number in (1, 2, 3)] == ["upheld", "rejected", "open"]
    assert book.verify()[0] == 6
    assert second.state == book.state


def test_two_who_add_at_once_get_numbers_of_their_own(place: str) -> None:
    first, second = opened(place), opened(place)
    assert [first.add(seen("a"), "case", "x"), second.add(seen("b"), "case", "y")] == [1, 2]
    assert [item.seen.text for item in opened(place).state.findings.values()] == ["a", "b"]


def test_a_verdict_on_words_that_a_run_has_changed_since_is_a_conflict(place: str) -> None:
    reviewer = filled(place)
    opened(place).write(
        lambda state: [
            RunRecorded(1, TODAY, "", "1", (), ()),
            FindingsSeen(1, changed=(ChangedFinding(2, seen("Nye ord")),)),
        ],
        "fagansvarlig",
    )
    with pytest.raises(ConflictError, match="funn 2"):
        reviewer.assess([2], "upheld", "", "", "jurist")
    reviewer.assess([3], "upheld", "", "", "jurist")


def test_an_append_after_a_head_that_has_moved_writes_nothing(place: str) -> None:
    filled(place, 1)
    store = Store(place)
    with pytest.raises(HeadMovedError):
        store.append([StageReached("comments")], 0, GENESIS, AT, "x")
    assert len(store.entries()) == 1


_REVIEWER = """
import sys
from reviewkit.model import UsageError
from reviewkit.register.book import Book
from reviewkit.register.store import Store
book = Book(Store(sys.argv[1]), lambda: "2026-12-01T10:00:00+00:00")
print("read", flush=True)
sys.stdin.readline()
try:
    book.assess([int(sys.argv[2])], "upheld", "", sys.argv[3], sys.argv[3])
except UsageError as error:
    sys.exit(str(error))
"""


def reviewers(place: str, *numbers: int) -> list[tuple[int, str]]:
    """Exit code and error of processes that judge a finding each, all having read the same log before any writes."""
    command = [sys.executable, "-X", "utf8", "-c", _REVIEWER, place]
    pipe = subprocess.PIPE
    working = [
        subprocess.Popen([*command, str(number), f"leser {place}"], stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT)
        for place, number in enumerate(numbers)
    ]
    for process in working:
        assert process.stdout is not None
        process.stdout.readline()
    for process in working:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    return [(process.returncode, said[1].decode()) for process in working if (said := process.communicate(timeout=60))]


def test_of_two_processes_that_judge_one_finding_one_is_told(place: str) -> None:
    filled(place)
    outcomes = sorted(reviewers(place, 1, 1))
    assert [code for code, _ in outcomes] == [0, 1]
    assert "funn 1 er endret av andre" in outcomes[1][1]
    assert len(opened(place).state.findings[1].judgements) == 1


def test_processes_that_judge_findings_of_their_own_all_succeed(place: str) -> None:
    filled(place)
    assert reviewers(place, 1, 2, 3) == [(0, "")] * 3
    book = opened(place)
    assert [book.state.findings[number].state for number in (1, 2, 3, 4)] == ["upheld", "upheld", "upheld", "open"]
    assert book.verify()[0] == 7


def test_processes_that_open_a_new_register_at_once_make_it_once(place: str) -> None:
    script = "import sys; sys.stdin.readline(); from reviewkit.register.store import Store; Store(sys.argv[1]).close()"
    pipe = subprocess.PIPE
    working = [
        subprocess.Popen([sys.executable, "-c", script, place], stdin=pipe, stderr=pipe, cwd=ROOT) for _ in range(2)
    ]
    said = [process.communicate(b"\n", timeout=60)[1].decode() for process in working]
    assert (said, [process.returncode for process in working]) == (["", ""], [0, 0])
    assert tables(place) == {"register_entry", "register_version"}


def test_a_register_can_be_read_while_another_writes(tmp_path: Path) -> None:
    place = str(tmp_path / "register.sqlite")
    filled(place)
    with closing(sqlite3.connect(place, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert len(opened(place).state.findings) == 4


def test_a_writer_that_waits_too_long_is_told_that_the_register_is_busy(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = filled(place, 1)
    monkeypatch.setattr(address, "_WAIT", 1)
    other = opened(place)
    with engine(place).connect() as holder:
        if local(place):
            holder.exec_driver_sql("PRAGMA user_version = 0")
            holder.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        else:
            holder.execute(sa.text("LOCK TABLE register_entry IN EXCLUSIVE MODE"))
        with pytest.raises(UsageError, match="er opptatt av andre; prøv igjen om litt"):
            other.assess([1], "upheld", "", "", "jurist")
    book.assess([1], "upheld", "", "", "jurist")


# Cut short

_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from reviewkit import cli
moment, statement = sys.argv[1:3]

@event.listens_for(Engine, "connect")
def small_cache(connection, record):
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA cache_size = 1")  # what is written is on the disk before it is committed

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

armed = []

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, said, *rest):
    if statement in said:
        armed.append(said)
        if moment == "written":
            kill()

@event.listens_for(Engine, "commit")
def before_commit(connection):
    if armed:
        kill()

cli.run(sys.argv[3:])
"""


@pytest.fixture
def routines(tmp_path: Path) -> Path:
    folder = tmp_path / "rutiner"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.md").write_text(routine_text(BREACHES, id=name), encoding="utf-8")
    return folder


def killed(moment: str, statement: str, *arguments: str) -> None:
    """Run a command that is killed by force at a moment: when a statement is written, or just before it is kept."""
    script = [sys.executable, "-X", "utf8", "-c", _KILLED, moment, statement, *arguments]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    with TemporaryDirectory() as folder:  # a backup is left where the command is run
        result = subprocess.run(script, cwd=folder, env=path, capture_output=True, timeout=60, check=False)
    assert result.returncode == -signal.SIGKILL, result.stderr.decode()


@pytest.mark.parametrize("moment", ["written", "commit"])
def test_a_run_that_is_killed_while_it_is_recorded_leaves_nothing_and_can_be_run_again(
    place: str, moment: str, routines: Path, run: Run
) -> None:
    record = ("record", str(routines), "--register", place, "--today", "2026-12-01", *BY)
    assert run("register", *record).code == 0
    before = Store(place).entries()
    (routines / "a.md").write_text(routine_text(BREACHES.replace("sak 3", "noe"), id="a"), encoding="utf-8")
    killed(moment, "INSERT INTO register_entry", "register", *record)
    assert Store(place).entries() == before
    assert run("register", "verify", "--register", place).code == 0
    assert run("register", *record).code == 0
    assert len(opened(place).state.runs) == 2


def test_a_migration_that_is_killed_leaves_the_register_as_it_was(
    place: str, run: Run, in_folder: Path, routines: Path
) -> None:
    older(place)
    killed("written", "CREATE TRIGGER", "register", "list", "--register", place)
    with engine(place).connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM register_version")).scalar() == "0001"
    assert run("register", "list", "--register", place).code == 0
    assert Store(place).backup is None


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path, routines: Path, run: Run) -> None:
    """A limit on the size of files stands for the disk."""
    place = tmp_path / "register.sqlite"
    filled(str(place), 1)
    before = Store(str(place)).entries()
    arguments = ("record", str(routines), "--no-cache", "--jobs", "1", "--register", str(place), *BY)
    limit = place.stat().st_size + 2_000
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "reviewkit", "register", *arguments], cwd=ROOT, capture_output=True,
        timeout=60, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    said = result.stderr.decode()
    assert (result.returncode, result.stdout) == (2, b"")
    assert "ingenting er ført inn; gi plass" in said
    assert "Traceback" not in said
    assert Store(str(place)).entries() == before
    assert run("register", *arguments).code == 0
    assert opened(str(place)).verify()[0] > len(before)


def test_a_database_that_may_not_grow_says_that_there_is_no_room(tmp_path: Path) -> None:
    place = str(tmp_path / "register.sqlite")
    book = filled(place, 1)

    def limited(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    sa.event.listen(book._store._reading, "connect", limited)
    with pytest.raises(UsageError, match="det er ikke plass på disken, og ingenting er ført inn"):
        book.assess([1], "upheld", "", "lang " * 20_000, "jurist")
    assert opened(place).state.findings[1].state == "open"


# Older, newer, and something else


def test_what_is_known_of_the_migrations_is_what_they_are(place: str) -> None:
    Store(place)
    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert tuple(reversed([script.revision for script in scripts])) == REVISIONS
    with engine(place).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "register_version"})
        assert compare_metadata(context, METADATA) == []


def test_an_older_register_is_migrated_after_a_backup(place: str, run: Run, in_folder: Path) -> None:
    older(place)
    entries = chained([StageReached("comments")], 0, GENESIS, AT, "æøå")
    values = "1, :at, :by, 'stage', :event, :previous, :hash"
    with engine(place).begin() as connection:
        row = {name: getattr(entries[0], name) for name in ("at", "by", "event", "previous", "hash")}
        connection.execute(sa.text(f"INSERT INTO register_entry VALUES ({values})"), row)
    outcome = run("register", "list", "--register", place)
    assert outcome.code == 0
    assert "sikkerhetskopi: " in outcome.err
    copy = Path(outcome.err.strip().rpartition(": ")[2])
    assert Store(place).entries() == entries
    if local(place):
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT version_num FROM register_version").fetchall() == [("0001",)]
            assert kept.execute("SELECT by_role FROM register_entry").fetchall() == [("æøå",)]
    else:
        assert '"by_role": "æøå"' in copy.read_text(encoding="utf-8")
    with pytest.raises(sa.exc.DBAPIError):
        raw(place, "DELETE FROM register_entry")


def test_without_a_backup_an_older_register_is_left_as_it_was(
    place: str, monkeypatch: pytest.MonkeyPatch, in_folder: Path
) -> None:
    older(place)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(migrating, "_copy_file" if local(place) else "_copy_rows", full)
        with pytest.raises(UsageError, match=r"sikkerhetskopien kan ikke skrives .*registeret er ikke endret"):
            Store(place)
    assert list(in_folder.glob("*backup*")) == []
    assert Store(place).backup is not None


def test_a_newer_register_is_refused_and_left_as_it_was(place: str, run: Run) -> None:
    filled(place)
    raw(place, "UPDATE register_version SET version_num = '9999'")
    before = Path(place).read_bytes() if local(place) else b""
    assert "skjemaet 9999, som er nyere enn dette programmet" in refused(run, "list", "--register", place)
    if local(place):
        assert Path(place).read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_as_it_was(place: str, run: Run) -> None:
    raw(place, "CREATE TABLE kunder (navn VARCHAR(20))")
    before = Path(place).read_bytes() if local(place) else b""
    assert "er en database for noe annet" in refused(run, "list", "--register", place)
    assert tables(place) == {"kunder"}
    if local(place):
        assert Path(place).read_bytes() == before


def test_a_schema_of_its_own_keeps_a_register_beside_other_tables(postgresql: Server) -> None:
    place = postgresql.url(postgresql.database())
    raw(place, "CREATE TABLE kunder (navn VARCHAR(20))", "CREATE SCHEMA gjennomgang")
    place += "&options=-csearch_path%3Dgjennomgang"
    filled(place)
    assert len(opened(place).state.findings) == 4
    assert tables(place) == {"register_entry", "register_version"}


def test_a_register_that_is_up_to_date_is_opened_without_the_migrations(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(place)
    monkeypatch.setattr(migrating, "_upgrade", None)
    assert len(opened(place).state.findings) == 4


# Places that cannot be


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("# Rutine\n" * 100, encoding="utf-8")


def _damaged(path: Path) -> None:
    filled(str(path), 40)
    data = bytearray(path.read_bytes())
    data[4_096:] = b"\xff" * (len(data) - 4_096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(_folder, "er en mappe"), (_text, "er ikke et register"), (_damaged, "er skadet; hent registeret fra en sikker")],
)
def test_a_file_that_is_no_register_is_refused_in_words(
    spoil: Callable[[Path], None], said: str, in_folder: Path, run: Run
) -> None:
    path = in_folder / "register.sqlite"
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    for arguments in (("list",), ("verify",), ("assess", "1", "--verdict", "upheld", *BY)):
        error = refused(run, *arguments, "--register", str(path))
        assert said in error
        assert "register.sqlite" in error
    assert path.is_dir() or path.read_bytes() == before


def test_a_missing_folder_is_named(in_folder: Path, run: Run) -> None:
    assert "registeret finnes ikke" in refused(run, "list", "--register", str(in_folder / "borte" / "r.sqlite"))


@pytest.mark.parametrize(
    "written",
    [
        "mysql://ole:hemmelig-passord@vert/base",
        "postgresql://ole:hemmelig-passord@vert:port/base",
        "postgresql://ole:hemmelig-passord@[::1/base",
        "://hemmelig-passord",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(written: str, run: Run, in_folder: Path) -> None:
    refused(run, "list", "--register", written)
    assert list(in_folder.iterdir()) == []


def process(*arguments: str, weak: bool = False) -> Outcome:
    """Run the command line as a process; `weak` takes from root what lets it write to any file."""
    powerless = ["setpriv", "--bounding-set", "-dac_override"] if weak and not os.geteuid() else []
    result = subprocess.run(
        [*powerless, sys.executable, "-X", "utf8", "-m", "reviewkit", "register", *arguments],
        cwd=ROOT, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return Outcome(result.returncode, result.stdout.decode(), result.stderr.decode())


def test_a_file_that_may_not_be_written_is_read_and_a_change_refused(tmp_path: Path) -> None:
    if not os.geteuid() and shutil.which("setpriv") is None:
        pytest.skip("root writes to any file, and there is no setpriv to take that away")
    place = tmp_path / "register.sqlite"
    filled(str(place))
    place.chmod(0o444)
    assert process("list", "--register", str(place), weak=True).code == 0
    outcome = process("assess", "1", "--verdict", "upheld", *BY, "--register", str(place), weak=True)
    assert (outcome.code, outcome.out) == (2, "")
    assert "kan ikke skrives til; kontroller rettighetene" in outcome.err
    assert "Traceback" not in outcome.err


# Tampering

_FREED = {
    "sqlite": [f"DROP TRIGGER register_entry_no_{verb}" for verb in ("update", "delete", "replace")],
    "postgresql": ["DROP TRIGGER register_entry_append_only ON register_entry"],
}
_FORGED = "INSERT INTO register_entry SELECT {number}, at, by_role, kind, event, '{a}', '{b}' FROM register_entry"
TAMPERING = {
    "an event changed": ["UPDATE register_entry SET event = REPLACE(event, 'Punkt 2', 'Punkt X') WHERE number = 2"],
    "a role changed": ["UPDATE register_entry SET by_role = 'annen' WHERE number = 3"],
    "a time changed": ["UPDATE register_entry SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1"],
    "a hash changed": [f"UPDATE register_entry SET hash = '{'a' * 64}' WHERE number = 4"],
    "a link changed": [f"UPDATE register_entry SET previous = '{'a' * 64}' WHERE number = 1"],
    "the first deleted": ["DELETE FROM register_entry WHERE number = 1"],
    "one deleted": ["DELETE FROM register_entry WHERE number = 2"],
    "one deleted and the rest renumbered": [
        "DELETE FROM register_entry WHERE number = 2",
        "UPDATE register_entry SET number = 2 WHERE number = 3",
        "UPDATE register_entry SET number = 3 WHERE number = 4",
    ],
    "one put in at the end": [f"{_FORGED.format(number=5, a='a' * 64, b='b' * 64)} WHERE number = 4"],
    "one put in before": [f"{_FORGED.format(number=0, a='a' * 64, b='b' * 64)} WHERE number = 1"],
    "two swapped": [
        "UPDATE register_entry SET number = 90 WHERE number = 2",
        "UPDATE register_entry SET number = 2 WHERE number = 3",
        "UPDATE register_entry SET number = 3 WHERE number = 90",
    ],
}


def freed(place: str) -> None:
    """Take away what stops changes in the database itself."""
    raw(place, *_FREED["sqlite" if local(place) else "postgresql"])


@pytest.mark.parametrize("how", TAMPERING)
def test_verify_finds_whatever_was_tampered_with(place: str, how: str, run: Run) -> None:
    book = filled(place)
    assert run("register", "verify", "--register", place).code == 0
    freed(place)
    raw(place, *TAMPERING[how])
    assert "hent registeret fra en sikkerhetskopi" in refused(run, "verify", "--register", place)
    with pytest.raises(BrokenChainError):
        book.verify()


def test_verify_finds_that_the_end_was_cut_off_by_the_noted_head(place: str, run: Run) -> None:
    count, head = filled(place).verify()
    assert run("register", "verify", "--head", head, "--register", place).code == 0
    freed(place)
    raw(place, f"DELETE FROM register_entry WHERE number = {count}")
    assert run("register", "verify", "--register", place).code == 0
    assert "slutten er fjernet" in refused(run, "verify", "--head", head, "--register", place)


def test_verify_finds_a_log_written_anew_by_the_noted_head(place: str, run: Run) -> None:
    """Whoever writes the whole chain anew makes it whole, but not the head that somebody has noted elsewhere."""
    book = filled(place)
    _, head = book.verify()
    first = book.entries()[0]
    freed(place)
    raw(place, "DELETE FROM register_entry WHERE number > 1")
    Store(place).append([StageReached("comments")] * 3, 1, first.hash, AT, "x")
    assert run("register", "verify", "--register", place).code == 0
    assert "slutten er fjernet" in refused(run, "verify", "--head", head, "--register", place)


def test_a_log_that_does_not_hang_together_is_said_and_never_shown(place: str, run: Run) -> None:
    filled(place).assess([3], "upheld", "", "", "jurist")
    freed(place)
    raw(place, "DELETE FROM register_entry WHERE number = 3")
    assert "mangler hendelser i loggen; kjør «reviewkit register verify»" in refused(run, "list", "--register", place)
    raw(place, "UPDATE register_entry SET number = 3 WHERE number = 4")
    raw(place, "UPDATE register_entry SET number = 4 WHERE number = 5")
    assert "hendelse 4 gjelder noe som ikke står" in refused(run, "list", "--register", place)


_REPLACE = "INSERT OR REPLACE INTO register_entry SELECT {}, at, 'x', kind, event, {}, hash FROM register_entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entry SET by_role = 'x'",
        "DELETE FROM register_entry WHERE number = 4",
        "TRUNCATE register_entry",
        _REPLACE.format("number", "previous") + " WHERE number = 2",
        _REPLACE.format("9", "'x'") + " WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(place: str, statement: str) -> None:
    if ("TRUNCATE" in statement and local(place)) or ("REPLACE" in statement and not local(place)):
        pytest.skip("the other database's words")
    before = filled(place).entries()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        raw(place, statement)
    assert Store(place).entries() == before


# Rights and secrets


@pytest.fixture
def team(postgresql: Server) -> tuple[str, str]:
    """A register with findings in it, as its owner reaches it, and as a role that may only read and add."""
    database = postgresql.database()
    owner = postgresql.url(database)
    filled(owner)
    role = f"{database}_team"
    raw(
        owner,
        f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT SELECT, INSERT ON register_entry TO {role}",
        f"GRANT SELECT ON register_version TO {role}",
    )
    return owner, postgresql.url(database, role)


def test_a_role_that_may_only_read_and_add_can_do_all_the_work(team: tuple[str, str], run: Run, routines: Path) -> None:
    _, place = team
    at = ("--register", place)
    assert run("register", "record", str(routines), "--today", "2026-12-01", *BY, *at).code == 0
    assert run("register", "assess", "1", "--verdict", "upheld", *BY, *at).code == 0
    for arguments in (("list",), ("show", "1"), ("history",), ("verify",)):
        assert run("register", *arguments, *at).code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entry SET by_role = 'x'",
        "DELETE FROM register_entry",
        "TRUNCATE register_entry",
        "ALTER TABLE register_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER register_entry_append_only ON register_entry",
        "UPDATE register_version SET version_num = '0001'",
    ],
)
def test_such_a_role_can_change_nothing(team: tuple[str, str], statement: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
        raw(team[1], statement)


def test_a_right_that_is_missing_is_said_with_where_it_is_written(team: tuple[str, str], run: Run) -> None:
    owner, place = team
    raw(owner, f"REVOKE INSERT ON register_entry FROM {sa.make_url(place).username}")
    said = refused(run, "assess", "1", "--verdict", "upheld", *BY, "--register", place)
    assert "brukeren mangler en rettighet" in said


def test_a_wrong_password_is_said_and_never_repeated(postgresql: Server, run: Run) -> None:
    said = refused(run, "list", "--register", postgresql.url("postgres", password="feil-ord"))
    assert "password authentication failed" in said
    assert "feil-ord" not in said
    assert "***" in said


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://ole:hemmelig-passord@127.0.0.1:1/base",
        "postgresql://127.0.0.1:1/base?user=ole&password=hemmelig-passord",
        "postgresql://ole:hemmelig-passord@127.0.0.1:1/base?ukjent=hemmelig-passord",
        "postgresql://ole:hemmelig-passord@/base?host=/finnes/ikke",
        "postgresql://ole@127.0.0.1:1/base?sslpassword=hemmelig-passord",
        "postgresql://ole:hemmelig-passord@127.0.0.1:1/base?connect_timeout=hemmelig-passord",
    ],
)
def test_a_host_that_does_not_answer_is_said_without_the_password(written: str, run: Run) -> None:
    assert "registeret kan ikke brukes" in refused(run, "list", "--register", written)


def test_nothing_that_can_be_logged_or_shown_holds_the_password(
    postgresql: Server, caplog: pytest.LogCaptureFixture, in_folder: Path
) -> None:
    place = postgresql.url(postgresql.database())
    older(place)
    with caplog.at_level("DEBUG"):
        book = filled(place)
    store = book._store
    assert PASSWORD not in caplog.text + repr(store._reading) + repr(store._address.url) + store.place
    with pytest.raises(UsageError) as raised:
        store.append([StageReached("comments")], 4, "", "x" * 400, "x")
    assert PASSWORD not in repr(raised.value)


# Words of every kind


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Æøå, čáŋ, 中文 og 😀", "Æøå, čáŋ, 中文 og 😀"),
        ("før\0etter", "føretter"),
        ("halv \ud83d og \udcff", "halv \ufffd og \ufffd"),
        ("linje\r\nskift\u2028her", "linje skift her"),
        ("'; DROP TABLE register_entry; --", "'; DROP TABLE register_entry; --"),
        ("ord " * 50_000, "ord " * 49_999 + "ord"),
    ],
    ids=["letters", "nul", "surrogates", "lines", "sql", "long"],
)
def test_a_note_is_kept_as_it_was_written_and_can_be_shown(place: str, written: str, kept: str, run: Run) -> None:
    filled(place, 1).assess([1], "upheld", "", written, written[:40])
    book = opened(place)
    assert book.state.findings[1].judgements[0].note == kept
    assert book.verify()[0] == 2
    assert run("register", "show", "1", "--register", place).code == 0


def test_a_sighting_with_halves_of_characters_and_nul_is_kept_and_shown(place: str, run: Run) -> None:
    """A file's name need not be UTF-8, and metadata may hold any character."""
    book = opened(place)
    book.add(Sighting("f", "KLA001", "info", "a\0b", "r\udcff.md", 1, ("\ud800",), "ord"), "case", "x")
    found = opened(place).state.findings[1].seen
    assert (found.routine, found.path, found.section) == ("a\0b", "r?.md", ("?",))
    assert run("register", "show", "1", "--register", place).code == 0


@pytest.mark.parametrize("by", ["", " \0 ", "r" * 201], ids=["empty", "nul", "long"])
def test_a_role_that_no_table_holds_is_refused(place: str, by: str) -> None:
    book = opened(place)
    with pytest.raises(UsageError, match="oppgi hvem som gjør dette"):
        book.add(seen("a"), "case", by)
    assert book.entries() == []


def test_what_people_write_is_plain_twice_over() -> None:
    for text in ("\ud800\0 x", " a \n b ", "ring 01010112345"):
        assert plain(plain(text)) == plain(text)


def test_an_empty_log_is_whole() -> None:
    assert verify([]) == GENESIS


# Any sequence of events


def _run_of(draw: st.DrawFn, state: State) -> list[Event]:
    """A run that sees some findings as they were, some changed, misses some, and finds new ones."""
    number = len(state.runs) + 1
    results: dict[str, list[int]] = {"unchanged": [], "changed": [], "gone": [], "unseen": []}
    for item in state.findings.values():
        results[draw(st.sampled_from(sorted(results))) if item.state != "closed" else "unseen"].append(item.number)
    first = state.next_number
    new = tuple(NewFinding(first + place, seen(text)) for place, text in enumerate(draw(st.lists(_WORDS, max_size=3))))
    changed = tuple(ChangedFinding(known, seen(draw(_WORDS))) for known in results["changed"])
    gone = tuple(GoneFinding(known, Evidence("før", draw(_WORDS), "1", "2", number)) for known in results["gone"])
    return [
        RunRecorded(number, draw(st.dates()), "k", "1", (), ("KLA001",)),
        FindingsSeen(number, unchanged=tuple(results["unchanged"]), unseen=tuple(results["unseen"])),
        FindingsSeen(number, changed=changed),
        FindingsGone(number, gone),
        FindingsFound(number, new),
    ]


def _by_people(draw: st.DrawFn, state: State) -> list[Event]:
    numbers = tuple(draw(st.lists(st.sampled_from(sorted(state.findings)), min_size=1, max_size=3, unique=True)))
    measure = max(state.measures, default=0) + 1
    promise = MeasurePromised(measure, numbers, draw(_WORDS), draw(_WORDS), draw(st.dates()))
    choices: list[list[Event]] = [
        [Assessed(numbers, draw(st.sampled_from(["upheld", "rejected", "legal"])), "", draw(_WORDS))],
        [promise, StatusReported(measure, Status(TODAY, "partly", draw(_WORDS)))],
        [DeviationAccepted(numbers, Acceptance(draw(_WORDS), draw(_WORDS), "leder", draw(st.none() | st.dates())))],
        [FactReplied(numbers, Reply(TODAY, "leder", draw(_WORDS)))],
        [StageReached(draw(st.sampled_from(["draft", "comments", "final"])))],
    ]
    return draw(st.sampled_from(choices))


_WORDS = st.text(max_size=20)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events as runs and people make them, each of what is there."""
    events: list[Event] = []
    for kind in draw(st.lists(st.sampled_from(["run", "add", "people", "people"]), max_size=8)):
        state = fold(numbered(events))
        if kind == "run":
            events += _run_of(draw, state)
        elif kind == "add" or not state.findings:
            events.append(FindingAdded(state.next_number, seen(draw(_WORDS)), "case"))
        else:
            events += _by_people(draw, state)
    return events


def numbered(events: list[Event]) -> list[Told]:
    return [Told(number, AT, "x", event) for number, event in enumerate(events, start=1)]


@given(histories(), st.data())
def test_a_log_that_is_read_in_two_parts_gives_the_same_state_as_in_one(
    events: list[Event], data: st.DataObject
) -> None:
    all_told = numbered(events)
    cut = data.draw(st.integers(0, len(events)))
    assert fold(all_told[cut:], fold(all_told[:cut])) == fold(all_told)


@given(histories(), st.data())
def test_a_chain_of_any_events_holds_and_tells_them_again(events: list[Event], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(events)))
    first = chained(events[:cut], 0, GENESIS, AT, "x")
    whole = first + chained(events[cut:], cut, first[-1].hash if first else GENESIS, AT, "x")
    assert verify(whole) == (whole[-1].hash if whole else GENESIS)
    assert [item.event for item in told(whole)] == list(events)


@given(histories().filter(bool), st.data())
def test_a_chain_with_any_entry_changed_does_not_hold(events: list[Event], data: st.DataObject) -> None:
    whole = chained(events, 0, GENESIS, AT, "x")
    place = data.draw(st.integers(0, len(whole) - 1))
    field = data.draw(st.sampled_from(["number", "at", "by", "event", "previous", "hash"]))
    before = getattr(whole[place], field)
    whole[place] = replace(whole[place], **{field: before + 1 if field == "number" else before + "x"})
    with pytest.raises(BrokenChainError):
        verify(whole)
