"""Whole runs: several processes and their end, interruption, progress, figures, and what the project has configured."""

from __future__ import annotations

import json
import multiprocessing
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewkit.check.catalogue import load_catalogue
from reviewkit.cli import workers
from reviewkit.report import FORMATS
from tests.build import ROOT, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run
from tests.test_cli import DAY, ERROR, WARNING

PATIENCE = 30
STOPPED = "Feil: en av prosessene stoppet uventet; prøv igjen med --jobs 1\n"


def text_of(name: str, *sentences: str) -> str:
    return routine_text("\n".join([WELL_FOUNDED["nb"], *sentences]), id=name)


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """A repository of twenty-six routines with errors and warnings, one that cannot be read, and a cache beside it."""
    (in_folder / ".git").mkdir()
    for number in range(26):
        words = [ERROR] * (number % 2) + [WARNING] * (number % 3)
        (in_folder / f"r{number:02}.md").write_text(text_of(f"r{number}", *words), encoding="utf-8")
    (in_folder / "r99.md").write_bytes(b"\xff")
    return in_folder


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered: what is looked at here is how a run is carried out."""
    monkeypatch.setattr("reviewkit.cli.performing.cache_folder", lambda: None)


def check(run: Run, *arguments: str) -> Outcome:
    return run("check", ".", *DAY, *arguments)


# Several processes


@pytest.mark.parametrize("form", FORMATS)
def test_the_number_of_processes_leaves_no_trace(
    form: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = workers.draft_in_processes

    def counted(*arguments: Any) -> Iterator[Any]:
        asked.append(arguments[-1])
        return real(*arguments)

    monkeypatch.setattr(workers, "draft_in_processes", counted)
    numbers = [1, 2, 5] if form == "json" else [1, 4]
    outcomes = [check(run, "--format", form, "--jobs", str(number)) for number in numbers]
    assert outcomes == [outcomes[0]] * len(outcomes)
    assert (numbers[1:], 2) == (asked, outcomes[0].code)
    assert [] == multiprocessing.active_children()


def test_more_processes_than_routines_are_never_started(
    in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (in_folder / "a.md").write_text(text_of("a", ERROR), encoding="utf-8")
    monkeypatch.setattr(workers, "draft_in_processes", None)
    assert 1 == check(run, "--jobs", "50").code


def dies_at_once(parent: Any, *_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_with_work_in_hand(parent: Any, *_: Any) -> None:
    parent.recv()
    os.kill(os.getpid(), signal.SIGKILL)


def dies_while_it_answers(parent: Any, *_: Any) -> None:
    parent.recv()
    os.write(parent.fileno(), struct.pack("!i", 1000) + b"\x91")
    os.kill(os.getpid(), signal.SIGKILL)


def fails(parent: Any, *_: Any) -> None:
    os._exit(3)


@pytest.mark.skipif(sys.platform != "linux", reason="another process is no copy of this one here")
@pytest.mark.parametrize("death", [dies_at_once, dies_with_work_in_hand, dies_while_it_answers, fails])
@pytest.mark.parametrize("jobs", ["2", "3"])
def test_a_process_that_is_killed_is_an_error_and_never_half_a_result(
    death: Callable[..., None], jobs: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_work", death)
    assert Outcome(2, "", STOPPED) == check(run, "--jobs", jobs)
    assert [] == multiprocessing.active_children()


# Processes of their own, followed from outside

TOLD = """
import os, sys
import reviewkit.cli.{module} as place, reviewkit.review as review
real = review.draft
def told(*arguments):
    os.write({told}, b"%7d" % os.getpid())
    return real(*arguments)
review.draft = told
if hasattr(place, "draft"):
    place.draft = told
from reviewkit.__main__ import main
main()
"""


class Followed:
    """A run in a process group of its own, that tells the process of every draft it begins."""

    def __init__(self, *arguments: str, jobs: int) -> None:
        self._heard, told = os.pipe()
        code = TOLD.format(module="workers" if jobs > 1 else "drafts", told=told)
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", code, "check", ".", *DAY, "--no-cache", "--jobs", str(jobs),
             *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[told], start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        os.close(told)

    def drafter(self, number: int) -> int:
        """The process that begins the draft of this number."""
        for _ in range(number):
            heard = os.read(self._heard, 7)
        return int(heard)

    def end(self) -> Outcome:
        """What it said, when the last process that it started is gone."""
        try:
            out, err = self.process.communicate(timeout=PATIENCE)
            while os.read(self._heard, 4096):
                pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
        finally:
            os.close(self._heard)
        return Outcome(self.process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", [1, 12])
def test_an_interruption_ends_all_at_once_and_leaves_nothing(jobs: int, number: int, folder: Path) -> None:
    result = folder / "funn.json"
    result.write_text("gammelt")
    before = sorted(path.name for path in folder.iterdir())
    followed = Followed("--format", "json", "--output", "funn.json", jobs=jobs)
    followed.drafter(number)
    os.killpg(followed.process.pid, signal.SIGINT)
    outcome = followed.end()
    assert (130, "", "") == (outcome.code, outcome.out, outcome.err.strip())
    assert (before, "gammelt") == (sorted(path.name for path in folder.iterdir()), result.read_text())


def test_a_process_that_is_killed_from_outside_is_an_error(folder: Path) -> None:
    followed = Followed(jobs=2)
    os.kill(followed.drafter(9), signal.SIGKILL)
    assert Outcome(2, "", STOPPED) == followed.end()


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_a_run_that_is_killed(blow: signal.Signals, folder: Path) -> None:
    followed = Followed(jobs=2)
    followed.drafter(3)
    followed.process.send_signal(blow)
    outcome = followed.end()
    assert (-blow, "", "") == (outcome.code, outcome.out, outcome.err)


# Progress

SHOWN_AT_ONCE = """
import sys, reviewkit.cli.progress as progress
progress._AFTER = -1.0
from reviewkit.__main__ import main
main()
"""


def on_terminal(*arguments: str, terminal: bool) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error of a run whose progress is worth showing from the start."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", SHOWN_AT_ONCE, "check", ".", *DAY, "--no-cache", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
    )  # fmt: skip
    os.close(theirs)
    out, err = b"", b""
    assert started.stdout is not None
    open_ends = [ours, started.stdout.fileno()]
    while open_ends:
        for end in select.select(open_ends, [], [], PATIENCE)[0]:
            try:
                data = os.read(end, 65536)
            except OSError:  # the other side of a terminal is gone
                data = b""
            if not data:
                open_ends.remove(end)
            elif end == ours:
                err += data
            else:
                out += data
    os.close(ours)
    code = started.wait(PATIENCE)
    started.stdout.close()
    return code, out, err


def test_progress_is_shown_on_a_terminal_only_and_changes_nothing(folder: Path) -> None:
    shown = on_terminal("--jobs", "2", terminal=True)
    silent = on_terminal("--jobs", "2", terminal=False)
    assert (2, shown[1], b"") == silent
    assert "Gjennomgår".encode() in shown[2]
    assert b"100%" in shown[2]


def test_work_that_is_soon_done_shows_no_progress(in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (in_folder / "a.md").write_text(text_of("a"), encoding="utf-8")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert (0, "") == ((outcome := check(run)).code, outcome.err)


# Figures

ROW = re.compile(r"([A-Z]{3}\d{3}) +(\d+) +(\d+) +(\d+) +(\d+\.\d{3})")


@pytest.mark.parametrize("form", ["text", "json"])
def test_statistics_leave_the_result_as_it_is(form: str, folder: Path, run: Run) -> None:
    plain, told = check(run, "--format", form), check(run, "--format", form, "--statistics")
    assert (plain.code, plain.out) == (told.code, told.out)
    assert ("", True) == (plain.err, bool(ROW.search(told.err)))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_statistics_count_the_findings_of_every_rule(jobs: str, folder: Path, run: Run) -> None:
    outcome = check(run, "--format", "json", "--statistics", "--jobs", jobs)
    rows = {row[0]: [int(figure) for figure in row[1:4]] for row in ROW.findall(outcome.err)}
    found = [finding["rule"] for finding in json.loads(outcome.out)["findings"]]
    rules = json.loads(check(run, "--format", "sarif").out)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(rows)
    assert {"MAN006", "TIL003"} <= set(found)
    for rule, (asked, looked, findings) in rows.items():
        assert found.count(rule) == findings
        assert looked <= asked <= 26
        assert rule.startswith("FOR") or looked > 0 or not findings


def blind(outcome: Outcome) -> list[str]:
    """The rules that are said to have had nothing to look at."""
    said = re.search(r"ikke hadde noe å se på i noen rutine [^:]*: (.*)\.$", outcome.err, re.MULTILINE)
    return said[1].split(", ") if said else []


def test_a_rule_that_saw_nothing_is_named_until_it_sees_something(in_folder: Path, run: Run) -> None:
    path = in_folder / "a.md"
    path.write_text(text_of("a"), encoding="utf-8")
    before = blind(check(run, "--statistics"))
    path.write_text(text_of("a", "Frelsesarmeen deler ut mat."), encoding="utf-8")
    after = blind(check(run, "--statistics"))
    assert ("MAN001" in before, "MAN001" in after) == (True, False)


def test_a_rule_that_was_asked_of_no_routine_is_named(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_text(text_of("a").replace("status: gjeldende", "status: utgått"), encoding="utf-8")
    outcome = check(run, "--statistics", "--select", "MAN006,TIL003")
    assert outcome.err.endswith("Regler som ikke gjaldt noen rutine: MAN006, TIL003.\n")


# What the project has configured


@pytest.fixture
def configure(folder: Path) -> Callable[[str], None]:
    """Write the project's configuration."""
    return lambda text: (folder / "reviewkit.toml").write_text(text, encoding="utf-8") and None


def found(outcome: Outcome) -> set[tuple[str, str, str]]:
    return {(item["path"], item["rule"], item["severity"]) for item in json.loads(outcome.out)["findings"]}


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "26 rutiner utelatt av"), ("nn", "26 rutinar utelatne av"), ("en", "26 routines ex")]
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_is_excluded_is_counted_and_said(
    form: str, language: str, words: str, folder: Path, run: Run, configure: Callable[[str], None]
) -> None:
    configure('exclude = ["r0*", "r1*", "r2*"]')
    assert words in check(run, "--format", form, "--lang", language).out


def test_a_routine_that_is_named_outright_is_never_excluded(
    folder: Path, run: Run, configure: Callable[[str], None]
) -> None:
    configure('exclude = ["r0*"]')
    assert {("r01.md", "MAN006", "error")} <= found(run("check", "r01.md", *DAY, "--format", "json"))
    assert {"r11.md"} == {path for path, _, _ in found(check(run, "--format", "json")) if path in ("r01.md", "r11.md")}


def test_overrides_hold_for_their_routines_only_and_the_command_line_wins(
    folder: Path, run: Run, configure: Callable[[str], None]
) -> None:
    (folder / "r99.md").unlink()
    configure(
        'fail-on = "never"\n[[overrides]]\npaths = ["r05.md"]\nignore = ["MAN006"]\n'
        '[[overrides]]\npaths = ["r11.md"]\nselect = ["TIL003"]\n'
        '[[overrides]]\npaths = ["r17.md"]\nseverity = { MAN006 = "info", TIL = "error" }\n'
    )
    outcome = check(run, "--format", "json")
    of = {path: {(rule, severity) for name, rule, severity in found(outcome) if name == path}
          for path in ("r05.md", "r11.md", "r17.md", "r23.md")}  # fmt: skip
    assert 0 == outcome.code
    assert {"r05.md": {("TIL003", "warning")}, "r11.md": {("TIL003", "warning")},
            "r17.md": {("MAN006", "info"), ("TIL003", "error")},
            "r23.md": {("MAN006", "error"), ("TIL003", "warning")}} == of  # fmt: skip
    assert 1 == check(run, "--fail-on", "error").code
    given = found(check(run, "--format", "json", "--select", "MAN006", "--ignore", "TIL"))
    assert {"MAN006"} == {rule for _, rule, _ in given}
    assert {("r05.md", "MAN006", "error"), ("r11.md", "MAN006", "error"), ("r17.md", "MAN006", "info")} <= given


def test_config_explain_says_what_holds_and_why(folder: Path, run: Run, configure: Callable[[str], None]) -> None:
    configure('lang = "en"\nexclude = ["r0*"]\n[[overrides]]\npaths = ["r*"]\nignore = ["MAN006"]\n')
    said = run("config", "explain", "r05.md").out
    assert "utelatt av «r0*» (reviewkit.toml:2)" in said
    assert re.search(r"^lang +en +reviewkit\.toml:1$", said, re.MULTILINE)
    assert re.search(r"^ignore +MAN006 +overrides, reviewkit\.toml:5$", said, re.MULTILINE)


def test_a_project_s_own_checks_replace_and_add(
    folder: Path, run: Run, configure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewkit.check.load_catalogue", load_catalogue)
    (own,) = (ROOT / "checks").glob("*/TIL003-*.md")
    (folder / "egne").mkdir()
    text = own.read_text(encoding="utf-8")
    (folder / "egne" / own.name).write_text(text.replace("severity: warning", "severity: error"), encoding="utf-8")
    new = re.sub(r"^slug: .*$", "slug: egen-regel", text.replace("TIL003", "TIL900"), flags=re.MULTILINE)
    (folder / "egne" / "TIL900-egen-regel.md").write_text(new, encoding="utf-8")
    configure('checks = ["egne"]\n')
    given = found(run("check", "r02.md", *DAY, "--format", "json", "--select", "TIL"))
    assert {("r02.md", "TIL003", "error"), ("r02.md", "TIL900", "warning")} == given


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_known_findings_are_counted_and_fail_no_run(form: str, folder: Path, run: Run) -> None:
    (folder / "r99.md").unlink()
    assert 0 == run("baseline", "write", ".", "--output", "kjent.tsv", *DAY).code
    assert 0 == check(run, "--baseline", "kjent.tsv", "--fail-on", "info", "--format", form).code
    if form != "json":
        assert "kjent fra grunnlinjen" in check(run, "--baseline", "kjent.tsv", "--format", form).out
    (folder / "r00.md").write_text(text_of("r0", ERROR), encoding="utf-8")
    assert 1 == check(run, "--baseline", "kjent.tsv", "--format", form).code


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_only_what_a_change_causes_fails(jobs: str, folder: Path, run: Run) -> None:
    (folder / "r99.md").unlink()
    (folder / ".git").rmdir()
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "start")
    unchanged = check(run, "--diff", "HEAD", "--fail-on", "info", "--jobs", jobs)
    assert 0 == unchanged.code
    assert "som sto der før endringen" in unchanged.out
    (folder / "r00.md").write_text(text_of("r0", ERROR), encoding="utf-8")
    assert {("r00.md", "MAN006", "error")} == found(check(run, "--diff", "HEAD", "--format", "json", "--jobs", jobs))


# What cannot be carried out


@pytest.mark.parametrize(
    ("files", "arguments", "words"),
    [
        ({"reviewkit.toml": 'lang = "nb"\nlangg = "en"\n'}, (), "reviewkit.toml:2: "),
        ({"reviewkit.toml": "lang = \n"}, (), "reviewkit.toml:1: "),
        ({"reviewkit.toml": '\n\nselect = ["MAN99"]\n'}, (), "reviewkit.toml:3: "),
        ({"min.toml": "jobs = 1\njobs = 2\n"}, ("--config", "min.toml"), "min.toml:2: "),
        ({}, ("--config", "borte.toml"), "borte.toml: "),
        ({"k.tsv": "ikke en grunnlinje\n"}, ("--baseline", "k.tsv"), "k.tsv:1: "),
        ({"k.tsv": "reviewkit-baseline/1: x\nbare ett felt\n"}, ("--baseline", "k.tsv"), "k.tsv:2: "),
        ({}, ("--baseline", "borte.tsv"), "borte.tsv: "),
        ({}, ("--diff", "HEAD"), "--diff trenger et git-lager"),
        ({}, ("--output", "borte/ut.txt"), "borte/ut.txt: kan ikke skrive"),
        ({}, ("--output", "r00.md"), "r00.md: er en Markdown-fil"),
        ({"mappe/x": ""}, ("--output", "mappe"), "mappe"),
    ],
)  # fmt: skip
def test_what_is_broken_is_named_with_its_place_and_nothing_is_written(
    files: dict[str, str], arguments: tuple[str, ...], words: str, folder: Path, run: Run
) -> None:
    (folder / ".git").rmdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    outcome = check(run, *arguments)
    assert (2, "") == (outcome.code, outcome.out)
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_result_that_there_is_no_room_for_leaves_no_half_file(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ut.json").write_text("gammelt")
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    outcome = check(run, "--output", "ut.json")
    assert (2, "") == (outcome.code, outcome.out)
    assert outcome.err.startswith("Feil: ut.json: kan ikke skrive resultatet")
    assert (before, "gammelt") == (sorted(path.name for path in folder.iterdir()), (folder / "ut.json").read_text())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_screen_that_takes_no_more_is_an_error_for_people(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "reviewkit", "check", "r01.md", *DAY], stdout=full,
            stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert (2, 1) == (result.returncode, result.stderr.count(b"\n"))
    assert result.stderr.startswith(b"Feil: kan ikke skrive resultatet")
