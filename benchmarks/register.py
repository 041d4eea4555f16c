"""What the register costs with 100,000 findings: recording them, and each command that reads them, as whole processes.

The routines are of one kind, with about 500 findings each; they are made, reviewed and recorded by the real command
line. The first recording also reviews them; the second finds all of it in the cache and shows what recording costs.
The tables are Markdown, for docs/PERFORMANCE.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
A_ROUTINE = 500
A_SECTION = 20
FRONT = """---
id: rutine-{number}
tittel: Prøverutine {number}
spraak: nb
forvaltning: kommunal
tjenester: [økonomisk stønad]
eier: Nav kontaktsenter
status: gjeldende
gyldig_fra: 2026-01-15
revideres_innen: 2027-06-30
hjemmel: [forvaltningsloven § 11]
---
"""
READING = {
    "`list`": ("list",),
    "`list --state upheld`": ("list", "--state", "upheld"),
    "`show 5`": ("show", "5"),
    "`history 5`": ("history", "5"),
    "`verify`": ("verify",),
    "`export --format csv`": ("export", "--format", "csv"),
}


class Cost(NamedTuple):
    """Seconds by the clock, seconds of the processor, and peak megabytes."""

    wall: float
    cpu: float
    peak: float


def make(folder: Path, findings: int) -> None:
    """Routines with about so many findings, each in words of its own."""
    folder.mkdir()
    for number in range(max(1, findings // A_ROUTINE)):
        lines = [FRONT.format(number=number)]
        for place in range(A_ROUTINE):
            if place % A_SECTION == 0:
                lines.append(f"## Tema {number}-{place}\n")
            lines.append(f"Vurder om sak {number * A_ROUTINE + place} haster før du ringer vakttelefonen.\n")
        (folder / f"rutine-{number:05}.md").write_text("\n".join(lines), encoding="utf-8")


def timed(work: Path, place: str, *arguments: str) -> Cost:
    """A command of the register from start to end; stops the benchmark where it fails, since a failure is fast."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(work / "cache"), "NO_COLOR": "1"}
    environment |= {"REVIEWKIT_REGISTER": place, "REVIEWKIT_ROLE": "fagansvarlig"}
    command = [sys.executable, "-m", "reviewkit", "register", *arguments]
    with (work / "out.txt").open("wb") as out, (work / "err.txt").open("wb") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=errors, cwd=work, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit((work / "err.txt").read_text(encoding="utf-8", errors="replace")[-2000:])
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Cost(wall, used.ru_utime + used.ru_stime, peak)


def row(name: str, costs: list[Cost]) -> str:
    wall, cpu, peak = (statistics.median(values) for values in zip(*costs, strict=True))
    return f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--register", default="", help="a PostgreSQL with an empty database; else a file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="register-") as name:
        work = Path(name)
        place = given.register or str(work / "register.sqlite")
        make(work / "routines", given.findings)
        record = ("record", "routines", "--today", "2026-12-01")
        print("| command | seconds | CPU | MB |\n|---|---:|---:|---:|")
        print(row("`record`, reviewing all of it", [timed(work, place, *record)]), flush=True)
        print(row("`record` again, from the cache", [timed(work, place, *record)]), flush=True)
        costs: dict[str, list[Cost]] = {command: [] for command in READING}
        for _ in range(given.rounds):
            for command, arguments in READING.items():
                costs[command].append(timed(work, place, *arguments))
        print("\n".join(row(command, found) for command, found in costs.items()))


if __name__ == "__main__":
    main()
