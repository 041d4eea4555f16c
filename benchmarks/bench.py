"""What reviewkit costs: a whole check beside the parser alone, and a cold start beside a bare interpreter.

Ratios are measured in one run, so that a slow machine is slow for both sides. The corpus is made from a fixed seed:
1,000 routines of 2-12 KB, composed of sections of the sample routines.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261201
SIZES = (2_000, 12_000)

_PARSE = """
import sys, time
from pathlib import Path
from markdown_it import MarkdownIt
parser = MarkdownIt("commonmark").enable("table")
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.md"))]
start = time.perf_counter()
for text in texts:
    parser.parse(text)
print(time.perf_counter() - start)
"""


def make_corpus(folder: Path, count: int) -> int:
    """Write the routines and give their size in bytes."""
    numbers = random.Random(SEED)
    fronts, sections = [], []
    for path in sorted((ROOT / "routines").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        _, front, body = text.split("---\n", 2)
        fronts.append(front)
        sections += [part for part in re.split(r"(?m)^(?=## )", body) if part.strip()]
    total = 0
    for number in range(count):
        size = numbers.randint(*SIZES)
        front = re.sub(r"(?m)^id: .*$", f"id: rutine-{number}", numbers.choice(fronts))
        text = f"---\n{front}---\n"
        while len(text.encode()) < size - 400:
            text += numbers.choice(sections)
        data = text.encode()[:size].decode(errors="ignore")
        (folder / f"rutine-{number:04d}.md").write_text(data + "\n", encoding="utf-8")
        total += len(data.encode())
    return total


def parse_alone(folder: Path) -> float:
    """Seconds that markdown-it-py takes for the corpus, reading and imports left out."""
    command = [sys.executable, "-c", _PARSE, str(folder)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def check_all(folder: Path, result: Path) -> float:
    """Seconds of the whole command in one process: start, reading, review and writing the findings as text."""
    command = [
        sys.executable,
        "-m",
        "reviewkit",
        "check",
        str(folder),
        "--today",
        "2026-12-01",
        "--output",
        str(result),
    ]
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    return time.perf_counter() - start


def cold(arguments: list[str]) -> Callable[[], float]:
    """Time a whole process from outside."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=False, cwd=ROOT)
        return (time.perf_counter() - start) * 1000

    return once


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--routines", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = make_corpus(folder, given.routines)
        print(f"{given.routines} routines, {size / 1e6:.2f} MB, seed {SEED}, {given.rounds} rounds, medians")
        result = folder / "funn.txt"
        check_all(folder, result)
        pairs = [(parse_alone(folder), check_all(folder, result)) for _ in range(given.rounds)]
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        print(f"markdown-it-py, parse alone: {statistics.median(parse for parse, _ in pairs):.2f} s")
        print(f"whole check, one process:    {statistics.median(check for _, check in pairs):.2f} s")
        print(f"ratio:                       {statistics.median(c / p for p, c in pairs):.2f} (reach: at most 1.80)")
        print(f"peak memory, largest of all: {memory:.0f} MB (reach: under 150)")
        one = str(sorted(folder.glob("*.md"), key=lambda path: path.stat().st_size)[0])
        bare, start = cold(["-c", "pass"]), cold(["-m", "reviewkit", "check", one])
        start()
        times = [(bare(), start()) for _ in range(given.rounds * 4)]
        above = statistics.median(pair[1] - pair[0] for pair in times)
        print(f"bare interpreter:            {statistics.median(pair[0] for pair in times):.0f} ms")
        print(f"cold start above it:         {above:.0f} ms (reach: at most 140)")


if __name__ == "__main__":
    main()
