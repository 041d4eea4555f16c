"""What reviewkit costs: cold and warm, with one process and two, its reports, at ten times the size, and beside peers.

All are whole processes on the same routines, timed from outside. They take turns, round by round, so that a machine
that drifts is slow for all alike; the figures are medians. The tables are Markdown, for docs/PERFORMANCE.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import corpus
import peers

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ("--jobs", "--no-cache")

_PARSE = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable("table")
for path in sorted(Path(sys.argv[1]).glob("*.md")):
    parser.parse(path.read_text(encoding="utf-8"))
"""


class Run(NamedTuple):
    """One process from start to end: seconds by the clock, seconds of all its processors, peak megabytes, exit code.

    The peak is that of the largest process where there are several.
    """

    wall: float
    cpu: float
    peak: float
    code: int


Task = Callable[[], Run]


class Bench:
    """One benchmark: its work folder, and how reviewkit is run in it, with a cache of its own."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(work / "cache"),
            "NO_COLOR": "1",
        }
        asked = self.python(["-m", "reviewkit", "check", "--help"])
        self.missing = [flag for flag in FLAGS if flag not in asked]

    def python(self, arguments: list[str]) -> str:
        """What a Python command prints. The corpus is made in one, so that this process stays small: on Linux the
        peak of a child is never below what its parent had in memory when it began."""
        done = subprocess.run(
            [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=self.work,
            env=self.environment, encoding="utf-8",
        )  # fmt: skip
        return done.stdout

    def timed(self, command: list[str], cwd: Path | None = None) -> Run:
        """Run a command to its end; what it prints goes to files, as in CI."""
        with (self.work / "out.txt").open("wb") as out, (self.work / "err.txt").open("wb") as errors:
            start = time.perf_counter()
            child = subprocess.Popen(command, stdout=out, stderr=errors, cwd=cwd or self.work, env=self.environment)
            _, status, used = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return Run(wall, used.ru_utime + used.ru_stime, peak, child.returncode)

    def check(self, path: Path, *flags: str) -> Run:
        """`reviewkit check`; stops the benchmark where it fails, since a failure is fast."""
        given = list(flags)
        if "--jobs" in self.missing and "--jobs" in given:
            place = given.index("--jobs")
            del given[place : place + 2]
        given = [flag for flag in given if flag not in self.missing]
        options = ["--today", "2026-12-01", "--fail-on", "never", "--output", str(self.work / "findings.txt")]
        return self.reviewkit("check", str(path), *options, *given)

    def reviewkit(self, *arguments: str) -> Run:
        run = self.timed([sys.executable, "-m", "reviewkit", *arguments])
        if run.code:
            said = (self.work / "err.txt").read_text(encoding="utf-8", errors="replace")
            raise SystemExit(f"reviewkit failed with code {run.code}: {said[-2000:]}")
        return run

    def reports(self, path: Path) -> Run:
        """`reviewkit report`, cold: every kind of report, as HTML."""
        options = ["--today", "2026-12-01", "--out", str(self.work / "reports"), "--no-cache", "--jobs", "1"]
        return self.reviewkit("report", str(path), "--kind", "all", "--format", "html", *options)

    def cold(self, path: Path, jobs: int = 1) -> Run:
        return self.check(path, "--jobs", str(jobs), "--no-cache")

    def warm(self, path: Path) -> Run:
        return self.check(path, "--jobs", "1")

    def changed(self, path: Path) -> Run:
        """A warm run after one routine has got a line that it has not had before."""
        with (path / "rutine-00007.md").open("a", encoding="utf-8") as stream:
            stream.write(f"\nRutinen ble endret {time.perf_counter_ns()}.\n")
        return self.warm(path)

    def make(self, kind: str, count: int) -> Path:
        folder = self.work / f"{kind}-{count}"
        arguments = [str(folder), "--kind", kind, "--routines", str(count)]
        made = json.loads(self.python([str(ROOT / "benchmarks" / "corpus.py"), *arguments]))
        print(
            f"- `{kind}`: {count:,} routines, {made['bytes'] / 1e6:.2f} MB, seed {corpus.SEED}; "
            f"{made['distinct_lines']:,} of {made['lines']:,} lines and "
            f"{made['distinct_sentences']:,} of {made['sentences']:,} sentences are distinct",
            flush=True,
        )
        return folder


def in_turns(tasks: dict[str, Task], rounds: int) -> dict[str, list[Run]]:
    """Every task once a round."""
    runs: dict[str, list[Run]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            runs[name].append(task())
    return runs


def median(runs: list[Run]) -> Run:
    """The median of each figure, and the last exit code."""
    wall, cpu, peak = (statistics.median(run[place] for run in runs) for place in range(3))
    return Run(wall, cpu, peak, runs[-1].code)


def table(title: str, runs: dict[str, list[Run]], against: str) -> None:
    """Print a table with the ratio of each wall time to that of one task, taken round by round."""
    print(f"\n### {title}\n\n| run | wall, s | CPU, s | peak, MB | ratio to {against} | exit |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, found in runs.items():
        one = median(found)
        ratio = statistics.median(a.wall / b.wall for a, b in zip(found, runs[against], strict=True))
        print(f"| {name} | {one.wall:.2f} | {one.cpu:.2f} | {one.peak:.0f} | {ratio:.3f} | {one.code} |", flush=True)


def thousand(bench: Bench, folder: Path, rounds: int, others: list[peers.Peer]) -> float:
    """The routines cold, with two processes, warm, with one changed, and by each peer; gives the wall time of two."""
    tasks: dict[str, Task] = {
        "cold": lambda: bench.cold(folder),
        "cold, two processes": lambda: bench.cold(folder, 2),
    }
    if "--no-cache" not in bench.missing:
        bench.warm(folder)
        # A round begins with the warm run: the changed one before it has left nothing to do again but to write.
        tasks |= {"warm": lambda: bench.warm(folder), "warm, one changed": lambda: bench.changed(folder)}
    tasks["markdown-it-py, parse alone"] = lambda: bench.timed([sys.executable, "-c", _PARSE, str(folder)])
    for peer in others:
        tasks[peer.name] = lambda peer=peer: bench.timed(peer.command, peer.cwd)
    runs = in_turns(tasks, rounds)
    table(f"{folder.name}", runs, "cold")
    if "warm" in runs:
        part = statistics.median(a.wall / b.wall for a, b in zip(runs["warm, one changed"], runs["warm"], strict=True))
        print(f"\nOne changed routine relative to warm: {part:.2f}")
    return median(runs["cold, two processes"]).wall


def reports(bench: Bench, folder: Path, rounds: int) -> None:
    """The reports to everyone, beside the review they rest on (asked: within 3 times its time, under 400 MB)."""
    tasks: dict[str, Task] = {"cold": lambda: bench.cold(folder), "reports, HTML": lambda: bench.reports(folder)}
    table(f"{folder.name}, reports", in_turns(tasks, rounds), "cold")


def large(bench: Bench, folder: Path, rounds: int, tenth: float) -> None:
    """Ten times as many: once with two processes and a cache that is still empty, since it is long, and then warm."""
    cold = bench.check(folder, "--jobs", "2")
    print(
        f"\n{folder.name}: cold, two processes {cold.wall:.2f} s, {cold.cpu:.2f} s CPU, peak {cold.peak:.0f} MB; ",
        end="",
    )
    print(f"{cold.wall / tenth:.2f} times the tenth of it (linear within 10 %: 9.00-11.00)", flush=True)
    if "--no-cache" not in bench.missing:
        runs = in_turns({"warm": lambda: bench.warm(folder)}, rounds)
        table(f"{folder.name}, warm", runs, "warm")


def start(bench: Bench, folder: Path, rounds: int) -> None:
    """A cold start on the smallest routine, above a bare interpreter."""
    small = min(folder.glob("*.md"), key=lambda path: (path.stat().st_size, path.name))
    bare = [sys.executable, "-c", "pass"]
    runs = in_turns({"bare": lambda: bench.timed(bare), "one": lambda: bench.cold(small)}, rounds)
    above = statistics.median(one.wall - none.wall for none, one in zip(runs["bare"], runs["one"], strict=True))
    print(f"\nCold start on one routine of {small.stat().st_size:,} bytes: {above * 1000:.0f} ms above a bare", end="")
    print(f" interpreter ({median(runs['bare']).wall * 1000:.0f} ms)", flush=True)


def machine(day: date) -> str:
    """The machine in a few words: processor, cores, Python and the day."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {day}"


def measure(bench: Bench, given: argparse.Namespace) -> None:
    """All of it, printed as it comes."""
    print(f"{machine(given.date)}; {given.rounds} rounds, medians; load now {os.getloadavg()[0]:.1f}\n")
    folders = {kind: bench.make(kind, given.routines) for kind in corpus.KINDS}
    for flag in bench.missing:
        print(f"- `{flag}` is not an option of this reviewkit: measured without it")
    configs = bench.work / "configs"
    writing = [str(ROOT / "benchmarks" / "peers.py"), str(configs), "--phrases", str(given.prh_phrases)]
    words = json.loads(bench.python(writing))
    print(f"- the lexicon has {words['lexicon']:,} plain phrases in their base form, {words['single']:,} of one word")
    others, absent = peers.found(given.peers, configs, folders["varied"], words)
    for peer in others:
        print(f"- {peer.name} {peer.version}: {peer.load}")
    for name in absent:
        print(f"- {name} is not installed in {given.peers.name}: left out (--install-peers)")
    start(bench, folders["varied"], given.rounds * 4)
    cold = thousand(bench, folders["varied"], given.rounds, others)
    thousand(bench, folders["stock"], given.rounds, [])
    reports(bench, folders["varied"], given.rounds)
    if given.large:
        large(bench, bench.make("varied", given.routines * 10), given.rounds, cold)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--routines", type=int, default=1_000)
    options.add_argument("--quick", action="store_true", help="200 routines")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--large", action=argparse.BooleanOptionalAction, default=True, help="ten times as many too")
    options.add_argument("--date", type=date.fromisoformat, default=date.today(), metavar="YYYY-MM-DD")
    options.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir(), "reviewkit-peers"), metavar="DIR")
    options.add_argument("--install-peers", action="store_true", help="install the peers into --peers, and stop")
    options.add_argument("--prh-phrases", type=int, default=2_000, help="most phrases for textlint-rule-prh")
    given = options.parse_args()
    given.peers = given.peers.resolve()
    if given.quick:
        given.routines = 200
    if given.install_peers:
        peers.install(given.peers)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Bench(Path(name).resolve()), given)


if __name__ == "__main__":
    main()
