"""How long the language server takes from a keystroke to the findings: `python -m benchmarks.keystrokes`.

One routine of 12 kB beside the sample routines; the pause that waits for more keystrokes is left out.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tests.build import ROOT, routine_text
from tests.editor import Editor

_BYTES = 12_000
_KEYSTROKES = 60


def _text() -> str:
    bodies = [path.read_text().split("---", 2)[2] for path in sorted((ROOT / "routines").glob("*.md"))]
    text = routine_text("".join(bodies), id="stor-rutine")
    return text.encode()[:_BYTES].decode("utf-8", "ignore")


def main() -> None:
    text = _text()
    middle = text.count("\n") // 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "routines").mkdir()
        for path in (ROOT / "routines").glob("*.md"):
            (root / "routines" / path.name).write_text(path.read_text())
        with Editor(root) as editor:
            uri = editor.open(root / "routines" / "stor.md", text)
            found = editor.found(uri, 1)
            took = []
            for version in range(2, _KEYSTROKES + 2):
                place = {"line": middle, "character": 0}
                start = time.perf_counter()
                editor.change(uri, version, {"range": {"start": place, "end": place}, "text": "x"})
                editor.found(uri, version)
                took.append((time.perf_counter() - start) * 1000)
    low, high = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    print(f"{len(text.encode())} bytes, {len(found)} findings")
    print(f"median {low:.0f} ms, 95 % {high:.0f} ms, best {min(took):.0f} ms")


if __name__ == "__main__":
    main()
