"""A real browser for the tests of reports: Chromium, and axe to judge what it shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@contextmanager
def launched() -> Iterator[Any]:
    """A running Chromium; skips where the driver is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Any) -> list[tuple[str, Any, str]]:
    """What axe holds against a page: the rule, where, and why; skips where axe is not installed."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    assert len(result["passes"]) > 20
    return [
        (item["id"], node["target"], node["failureSummary"]) for item in result["violations"] for node in item["nodes"]
    ]


def widths(page: Any) -> tuple[int, int]:
    """How wide the content of a page is, and how much of it is seen."""
    content, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return content, seen
