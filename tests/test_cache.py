"""What is remembered between runs: only what still holds is used, and whatever is wrong with it is never seen."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit import review
from reviewkit.check import Catalogue
from reviewkit.cli import performing
from reviewkit.cli.performing import Rendering, perform
from reviewkit.cli.running import Order
from reviewkit.load import catalogue_root, digest, read_catalogue
from reviewkit.load.cache import SCHEMA, Cache
from reviewkit.model.settings import Configuration, Settings
from tests.build import ROOT, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run
from tests.test_cli import DAY, ERROR, WARNING

NOTE = "hurtiglageret "
MUTED = (ROOT / "routines" / "okonomi-og-gjeldsraadgivning.md").read_text(encoding="utf-8")
LIMITED = "Vi " + "svarer brukeren og " * 20 + "hører.\n"


def text_of(name: str, *sentences: str, **changes: str | None) -> str:
    return routine_text("\n".join([WELL_FOUNDED["nb"], *sentences]), id=name, **changes)


@pytest.fixture
def folder(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Routines with an error, a warning and a muted finding, and a cache with nothing in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_folder / ".cache"))
    (in_folder / ".git").mkdir()
    (in_folder / "a.md").write_text(text_of("a", ERROR), encoding="utf-8")
    (in_folder / "b.md").write_text(text_of("b", WARNING), encoding="utf-8")
    (in_folder / "c.md").write_text(MUTED, encoding="utf-8")
    return in_folder


@pytest.fixture
def kept(folder: Path) -> Path:
    """The file that the runs in the folder keep their results in."""
    return folder / ".cache" / "reviewkit" / "results.sqlite"


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the routines that were drafted and not remembered."""
    paths: list[str] = []

    def told(source: review.Source, *rest: object) -> object:
        paths.append(source.path)
        return real(source, *rest)

    real: Callable[..., object] = review.draft
    monkeypatch.setattr("reviewkit.review.draft", told)
    return paths


@pytest.fixture
def cold(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run that remembers nothing."""

    def call(*arguments: str, given: bytes = b"") -> Outcome:
        with monkeypatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("empty")))
            return run(*arguments, given=given)

    return call


def check(run: Run, *arguments: str) -> Outcome:
    return run("check", ".", *DAY, *arguments)


# What is remembered


def test_the_same_run_is_not_carried_out_twice(folder: Path, run: Run, drafted: list[str]) -> None:
    first = check(run)
    assert ["a.md", "b.md", "c.md"] == sorted(drafted)
    drafted.clear()
    assert (first, []) == (check(run), drafted)
    assert (1, "") == (first.code, first.err)


def test_the_time_of_a_file_means_nothing(folder: Path, run: Run, drafted: list[str]) -> None:
    first = check(run)
    drafted.clear()
    for path in folder.glob("*.md"):
        os.utime(path, (1, 1))
    assert (first, []) == (check(run), drafted)


def test_another_content_of_the_same_time_and_size_is_seen(
    folder: Path, run: Run, cold: Run, drafted: list[str]
) -> None:
    path = folder / "a.md"
    before, first = path.stat(), check(run)
    drafted.clear()
    path.write_bytes(path.read_bytes().replace(b"Vurder om det haster", b"Vi hjelper og svarer"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    second = check(run)
    assert ["a.md"] == drafted
    assert first != second
    assert cold("check", ".", *DAY) == second


def test_of_several_routines_only_what_is_new_or_changed_is_drafted(
    folder: Path, run: Run, cold: Run, drafted: list[str]
) -> None:
    check(run)
    drafted.clear()
    (folder / "a.md").write_text(text_of("a", WARNING), encoding="utf-8")
    (folder / "d.md").write_text(text_of("d"), encoding="utf-8")
    (folder / "b.md").unlink()
    outcome = check(run)
    assert ["a.md", "d.md"] == sorted(drafted)
    assert cold("check", ".", *DAY) == outcome


def test_a_routine_under_another_name_is_shown_under_that_name(folder: Path, run: Run, cold: Run) -> None:
    check(run)
    (folder / "a.md").rename(folder / "z.md")
    assert cold("check", ".", *DAY) == check(run)


@pytest.mark.parametrize(
    "options",
    [
        ("--today", "2027-12-01"), ("--select", "MAN"), ("--ignore", "MAN006"), ("--lang", "nn"), ("--lang", "en"),
        ("--fail-on", "never"), ("--no-second-judge",), ("--muted",), ("--format", "json"), ("--format", "sarif"),
        ("--format", "junit"), ("--jobs", "2"), ("--statistics",),
    ],
)  # fmt: skip
def test_another_question_never_gets_an_old_answer(options: tuple[str, ...], folder: Path, run: Run, cold: Run) -> None:
    first = check(run)
    expected = cold("check", ".", *DAY, *options)
    for _ in range(2):
        asked = check(run, *options)
        assert (expected.code, expected.out) == (asked.code, asked.out)
        assert bool(expected.err) == bool(asked.err) == ("--statistics" in options)
        assert first == check(run)


OWN_CHECK = (ROOT / "checks" / "forankring" / "FOR006-brutt-lenke.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "configuration",
    [
        'select = ["TIL"]', 'ignore = ["MAN006"]', 'lang = "en"', 'fail-on = "never"', "second-judge = false",
        'exclude = ["a.md"]', '[severity]\nMAN006 = "info"', "[limits]\nKLA001 = 10",
        '[[overrides]]\npaths = ["a.md"]\nignore = ["MAN"]', 'never-suppress = ["MAN"]',
    ],
)  # fmt: skip
def test_another_configuration_never_gets_an_old_answer(configuration: str, folder: Path, run: Run, cold: Run) -> None:
    excepted = '<!-- reviewkit: tillat MAN006 "avtalt" -->\n' + ERROR + LIMITED
    (folder / "a.md").write_text(text_of("a", excepted, "[Borte](borte.md)"), encoding="utf-8")
    (folder / "d.md").write_text(text_of("d", ERROR), encoding="utf-8")
    first = check(run)
    (folder / "reviewkit.toml").write_text(configuration, encoding="utf-8")
    expected = cold("check", ".", *DAY)
    for _ in range(2):
        assert expected == check(run)
    assert first != expected
    (folder / "reviewkit.toml").unlink()
    assert first == check(run)


def test_a_change_in_the_project_s_own_checks_is_seen(
    folder: Path, run: Run, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def load_own(_: object, own: Path, **__: object) -> Catalogue:
        """The session's catalogue, under a digest that takes in the project's own folder; nothing is compiled."""
        read.append(own)
        return msgspec.structs.replace(catalogue, digest=digest(read_catalogue(catalogue_root(), own), "0"))

    monkeypatch.setattr("reviewkit.check.load_catalogue", load_own)
    (folder / "egne").mkdir()
    (folder / "reviewkit.toml").write_text('checks = ["egne"]')
    for times, text in enumerate([OWN_CHECK, OWN_CHECK.replace("severity: warning", "severity: info")], 1):
        (folder / "egne" / "FOR006-brutt-lenke.md").write_text(text, encoding="utf-8")
        first, second = run("check", "a.md", *DAY), run("check", "a.md", *DAY)
        assert (first, [Path("egne")] * times) == (second, read)


def test_standard_input_is_never_taken_for_another(folder: Path, run: Run) -> None:
    outcomes = [run("check", "-", *DAY, given=text_of("x", words).encode()) for words in (ERROR, "", ERROR)]
    assert [1, 0, 1] == [outcome.code for outcome in outcomes]


def test_a_changed_baseline_is_seen(folder: Path, run: Run) -> None:
    known = folder / "kjent.tsv"
    assert 0 == run("baseline", "write", "a.md", "--output", str(known), *DAY).code
    call = ("check", "a.md", *DAY, "--baseline", "kjent.tsv")
    assert 0 == run(*call).code
    known.write_text(known.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert 1 == run(*call).code


# What the disk is asked about


def test_a_link_s_target_that_comes_and_goes_changes_the_answer(folder: Path, run: Run, cold: Run) -> None:
    (folder / "a.md").write_text(text_of("a", "Se [vedlegget](vedlegg.pdf)."), encoding="utf-8")
    outcomes = []
    for there in (False, True, False, True):
        (folder / "vedlegg.pdf").touch() if there else (folder / "vedlegg.pdf").unlink(missing_ok=True)
        outcomes.append(run("check", "a.md", *DAY))
        assert cold("check", "a.md", *DAY) == outcomes[-1]
    assert ["FOR006" in outcome.out for outcome in outcomes] == [True, False, True, False]


def test_an_id_beside_the_routines_that_comes_and_goes_changes_the_answer(folder: Path, run: Run, cold: Run) -> None:
    (folder / "a.md").write_text(text_of("a", videre_til="[gammel]"), encoding="utf-8")
    outcomes = []
    for there in (False, True, False):
        beside = folder / "gammel.md"
        beside.write_text(text_of("gammel"), encoding="utf-8") if there else beside.unlink(missing_ok=True)
        outcomes.append(run("check", "a.md", *DAY))
        assert cold("check", "a.md", *DAY) == outcomes[-1]
    assert outcomes[0].out == outcomes[2].out != outcomes[1].out


@pytest.mark.parametrize("meanwhile", ["changed", "gone"])
def test_what_changes_while_it_is_read_is_not_remembered_as_what_it_was(
    meanwhile: str, folder: Path, run: Run, cold: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.md"
    before = path.read_bytes()
    real = performing.find_items

    def found_and_then_changed(*arguments: object) -> object:
        found = real(*arguments)  # type: ignore[arg-type]
        path.write_text(text_of("a"), encoding="utf-8") if meanwhile == "changed" else path.unlink()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(performing, "find_items", found_and_then_changed)
        run("check", "a.md", *DAY)
    path.write_bytes(before)
    assert cold("check", "a.md", *DAY) == run("check", "a.md", *DAY)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are not bytes here")
def test_a_file_whose_name_is_no_text_is_reviewed_and_remembered(folder: Path, run: Run) -> None:
    name = os.fsdecode(b"\xff.md")
    (folder / name).write_text(text_of("x", ERROR), encoding="utf-8")
    outcomes = [run("check", name, *DAY) for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    assert 1 == outcomes[0].code


# A cache that is broken


def rewrite(statement: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        connection = sqlite3.connect(path)
        with connection:
            connection.executescript(statement)
        connection.close()

    return damage


def reseal(value: bytes) -> Callable[[Path], None]:
    """Garbage with a right checksum in every row."""

    def damage(path: Path) -> None:
        sealed = bytes.fromhex(f"{zlib.crc32(value):08x}")[::-1] + value
        rewrite(f"UPDATE kept SET value = x'{sealed.hex()}'")(path)

    return damage


def in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "noe").touch()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut in the head": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "cut in the first page": lambda path: path.write_bytes(path.read_bytes()[:3000]),
    "cut in the middle": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut by a byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "another kind of file": lambda path: path.write_bytes(b"Dette er ikke en database.\n" * 300),
    "random bytes": lambda path: path.write_bytes(bytes(range(256)) * 100),
    "random bytes after the head": lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(range(256)) * 60),
    "random bytes at the end": lambda path: path.write_bytes(path.read_bytes()[:-2000] + bytes(range(250)) * 8),
    "older": rewrite("PRAGMA user_version = 0"),
    "newer": rewrite("PRAGMA user_version = 999"),
    "no table": rewrite("DROP TABLE kept"),
    "another table": rewrite("DROP TABLE kept; CREATE TABLE kept (a, b)"),
    "no rows": rewrite("DELETE FROM kept"),
    "wrong checksums": rewrite("UPDATE kept SET value = x'00000000' || substr(value, 5)"),
    "values cut": rewrite("UPDATE kept SET value = substr(value, 1, 20)"),
    "values empty": rewrite("UPDATE kept SET value = x''"),
    "values as text": rewrite("UPDATE kept SET value = 'tekst'"),
    "values as numbers": rewrite("UPDATE kept SET value = 7, used = 'i går', size = 'stor'"),
    "sizes without end": rewrite("UPDATE kept SET size = 9223372036854775807"),
    "sealed garbage": reseal(b"\x93\x01\x02\x03"),
    "sealed nothing": reseal(b""),
    "a sealed number": reseal(msgspec.msgpack.encode(7)),
    "a folder": in_its_place,
}
LASTING = {"a folder"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_changes_no_answer_and_heals(damage: str, folder: Path, kept: Path, run: Run) -> None:
    before = check(run)
    DAMAGES[damage](kept)
    for number in range(2):
        after = check(run)
        assert (before.code, before.out) == (after.code, after.out)
        assert after.err == "" or (after.err.startswith(NOTE) and after.err.count("\n") == 1)
        assert number == 0 or damage in LASTING or after.err == ""


@settings(max_examples=25)
@given(st.integers(0, 2**20), st.binary(min_size=1, max_size=600), st.booleans())
def test_bytes_anywhere_in_the_file_change_no_value(place: int, noise: bytes, cut: bool) -> None:
    values = [(bytes([number]) * 16, bytes([number]) * 900) for number in range(40)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "c.sqlite")
        cache = Cache(path, 1)
        cache.put(values)
        cache.close()
        data = bytearray(path.read_bytes())
        at = place % len(data)
        data[at : len(data) if cut else at + len(noise)] = noise
        path.write_bytes(data)
        cache = Cache(path, 2)
        found = cache.get([key for key, _ in values])
        cache.close()
        assert dict(values).items() >= found.items()


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database is locked"), sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("unable to open database file"), sqlite3.DatabaseError("malformed"),
        PermissionError(13, "Permission denied"), OSError(28, "No space left on device"),
    ],
    ids=str,
)  # fmt: skip
def test_a_cache_that_cannot_be_opened_is_a_note(
    error: Exception, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = check(run)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("reviewkit.load.cache.sqlite3.connect", refuse)
    after = check(run)
    assert (before.code, before.out) == (after.code, after.out)
    assert after.err.startswith(NOTE)


@pytest.mark.parametrize("place", [".cache", ".cache/reviewkit"])
def test_a_file_where_the_folder_should_be_is_a_note(place: str, folder: Path, run: Run, cold: Run) -> None:
    expected = cold("check", ".", *DAY)
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text("ikke en mappe")
    outcome = check(run)
    assert (expected.code, expected.out) == (outcome.code, outcome.out)
    assert outcome.err.startswith(NOTE)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_cache_that_may_not_be_read_is_a_note(folder: Path, kept: Path, run: Run) -> None:
    before = check(run)
    kept.chmod(0)
    after = check(run)
    assert (before.code, before.out) == (after.code, after.out)
    assert after.err.startswith(NOTE)


def process(*arguments: str, cache: Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    """A run of its own; the files that it writes can be no larger than the limit."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "reviewkit", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}, preexec_fn=limited,  # noqa: PLW1509
    )  # fmt: skip


def with_catalogue(cache_folder: Path, cache: Path) -> Path:
    """A cache that holds nothing but the compiled catalogue of the session."""
    (cache / "reviewkit").mkdir(parents=True)
    for path in (cache_folder / "reviewkit").glob("*.bin"):
        shutil.copy(path, cache / "reviewkit")
    return cache


@pytest.mark.parametrize("limit", [0, 15_000])
def test_a_full_disk_is_a_note(limit: int, folder: Path, run: Run, cache_folder: Path) -> None:
    expected = check(run)
    cache = with_catalogue(cache_folder, folder / ".full")
    started = process("check", ".", *DAY, cache=cache, limit=limit)
    out, err = started.communicate(timeout=30)
    assert (expected.code, expected.out) == (started.returncode, out.decode())
    assert err.decode().startswith(NOTE)
    assert err.count(b"\n") == 1


def test_several_runs_at_once_on_one_cache_say_the_same(folder: Path, run: Run, cache_folder: Path) -> None:
    for number in range(12):
        (folder / f"d{number}.md").write_text(text_of(f"d{number}", ERROR, WARNING), encoding="utf-8")
    expected = check(run)
    cache = with_catalogue(cache_folder, folder / ".shared")
    started = [process("check", ".", *DAY, cache=cache) for _ in range(3)]
    for each in started:
        out, err = each.communicate(timeout=60)
        assert (expected.code, expected.out) == (each.returncode, out.decode())
        assert err == b"" or err.decode().startswith(NOTE)
    connection = sqlite3.connect(cache / "reviewkit" / "results.sqlite")
    assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()


def test_a_run_waits_for_another_no_longer_than_it_must(
    folder: Path, kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewkit.load.cache._WAIT", 0.0)
    first = check(run)
    (folder / "d.md").write_text(text_of("d", ERROR), encoding="utf-8")
    other = sqlite3.connect(kept)
    other.execute("BEGIN EXCLUSIVE")
    busy = check(run)
    other.rollback()
    other.close()
    free = check(run)
    assert first.out != busy.out == free.out
    assert ("opptatt" in busy.err, free.err) == (True, "")


def test_no_cache_keeps_no_result(folder: Path) -> None:
    """The compiled catalogue is kept all the same: it is no result, and making it takes seconds."""
    cache = folder / ".none"
    started = process("check", ".", *DAY, "--no-cache", cache=cache)
    assert (1, b"") == (started.wait(60), started.communicate()[1])
    assert [".bin"] == [path.suffix for path in cache.rglob("*") if path.is_file()]


def test_a_configured_no_is_no_and_the_command_line_wins(folder: Path, kept: Path, run: Run) -> None:
    (folder / "reviewkit.toml").write_text("cache = false")
    check(run)
    assert not kept.exists()
    check(run, "--cache")
    assert kept.exists()


# How much is kept


@settings(max_examples=25)
@given(st.lists(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 900)), max_size=12), max_size=8))
def test_never_more_than_the_limit_is_kept_and_never_another_value(runs: list[list[tuple[int, int]]]) -> None:
    limit, last = 4_000, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "c.sqlite")
        for day, values in enumerate(runs):
            written = {key.to_bytes(16, "big"): bytes([key, day]) * (size // 2) for key, size in values}
            last.update(written)
            cache = Cache(path, day, limit)
            cache.put(written.items())
            found = cache.get(list(last))
            cache.close()
            assert [] == cache.notes
            assert last.items() >= found.items()
            assert limit >= sum(map(len, found.values()))


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    old, used, new = (bytes([number]) * 16 for number in range(3))
    for day, action in enumerate(
        [
            lambda cache: cache.put([(old, b"o" * 400), (used, b"u" * 400)]),
            lambda cache: cache.get([used]),
            lambda cache: cache.put([(new, b"n" * 400)]),
        ]
    ):
        cache = Cache(tmp_path / "c.sqlite", day, 1_100)
        action(cache)
        found = cache.get([])
        cache.close()
    cache = Cache(tmp_path / "c.sqlite", 3, 1_100)
    found = cache.get([old, used, new])
    cache.close()
    assert {new, used} == set(found)


def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    path, sizes = tmp_path / "c.sqlite", []
    for day in range(12):
        cache = Cache(path, day, 200_000)
        cache.put([(bytes([day, number]) * 8, os.urandom(2_000)) for number in range(60)])
        cache.close()
        sizes.append(path.stat().st_size)
    assert max(sizes) < 4 * 200_000
    with sqlite3.connect(path) as connection:
        assert (SCHEMA,) == connection.execute("PRAGMA user_version").fetchone()
    connection.close()


# Whatever the routines

SENTENCES = [
    ERROR, WARNING, LIMITED, "Frelsesarmeen deler ut mat.", "Se [a](r0.md) og [b](r1.md#sted) og [c](borte.md).",
    "## Sted", '<!-- reviewkit: tillat MAN006 "avtalt" -->', "Ring 01017000027.", "\x1b[31m rød", "Sjå òg ærlig 🙂",
]  # fmt: skip
ROUTINE = st.one_of(
    st.tuples(st.sampled_from(["r0", "r1", "r2"]), st.lists(st.sampled_from(SENTENCES), max_size=4)).map(
        lambda drawn: text_of(drawn[0], *drawn[1]).encode()
    ),
    st.sampled_from([b"", b"\xff\xfe", b"---\nid: [\n---\n", MUTED.encode()]),
)
FOLDERS = st.dictionaries(st.sampled_from(["r0.md", "r1.md", "r2.md"]), ROUTINE, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def shared(catalogue: Catalogue) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reviewkit.check.load_catalogue", lambda *_, **__: catalogue)
        yield


@settings(max_examples=12)
@given(st.lists(FOLDERS, min_size=1, max_size=3), st.sampled_from(["text", "json"]))
def test_warm_is_as_cold_whatever_the_routines_and_whatever_was_there_before(
    shared: None, versions: list[dict[str, bytes]], form: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        day = Order(paths=(".",), today=date(2026, 12, 1))
        configuration = Configuration(settings=Settings(paths=(".",)), folder=folder, start=folder)
        for number, files in enumerate([*versions, *versions]):
            for path in Path().glob("*.md"):
                path.unlink()
            for name, data in files.items():
                Path(name).write_bytes(data)
            patch.setenv("XDG_CACHE_HOME", f"{folder}/.warm")
            warm = perform(day, configuration, Rendering(form))
            patch.setenv("XDG_CACHE_HOME", f"{folder}/.cold{number}")
            assert perform(day, configuration, Rendering(form)) == warm
