"""The reports of the sample routines in a real browser: every kind and language is for everybody, and fits a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reviewkit.cli import main
from tests.browser import launched, needs_chromium, violations, widths

pytestmark = needs_chromium

ROOT = Path(__file__).parents[1]
ROUTINES = ("krisehenvendelse", "melding-til-nav-kontoret", "sjukepengar")
"""Both norms, a state routine, and findings of all three severities: the whole folder only says it again, slowly."""
KINDS = {"eiere": "owner", "eier": "owner", "tilsyn": "supervision", "mandat": "mandate"}
"""What the files of each kind are called; of the owners' own, the smallest that has findings is looked at."""

LOOKS = {"nb": ((1280, "light"), (320, "dark")), "nn": ((320, "light"),), "en": ((1280, "dark"),)}
"""How each language is looked at: light and dark, at a desk and on the narrowest phone."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every kind of report in every language, as HTML."""
    found = {}
    for lang in LOOKS:
        out = tmp_path_factory.mktemp(lang)
        paths = [str(ROOT / "routines" / f"{name}.md") for name in ROUTINES]
        order = ["report", *paths, "--today", "2026-12-01", "--lang", lang, "--out", str(out)]
        result = CliRunner().invoke(main, [*order, "--jobs", "1", "--no-cache"])
        assert result.exit_code == 0, result.output
        own = sorted(out.glob("eier-*.html"), key=lambda path: path.stat().st_size)
        found["eier", lang] = next(path for path in own if 'id="funn-' in path.read_text(encoding="utf-8"))
        found |= {(name, lang): out / f"{name}.html" for name in KINDS if name != "eier"}
    return found


def look(browser: Any, path: Path, width: int, scheme: str) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(browser: Any, reports: dict[tuple[str, str], Path], name: str, lang: str) -> None:
    for width, scheme in LOOKS[lang]:
        page = look(browser, reports[name, lang], width, scheme)
        assert [] == violations(page)
        page.close()


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("name", KINDS)
def test_no_report_scrolls_sideways_on_a_phone(
    browser: Any, reports: dict[tuple[str, str], Path], name: str, lang: str
) -> None:
    page = look(browser, reports[name, lang], 320, "light")
    content, seen = widths(page)
    assert content <= seen
    page.close()
