"""A report in a real browser: axe finds nothing, it fits the narrowest screen, keys reach everything, and no word of
a routine is ever run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewkit.model import Language
from reviewkit.report.documents import html
from reviewkit.report.documents.templates import Templates
from reviewkit.report.documents.wording import Wording
from tests.browser import launched, needs_chromium, violations, widths
from tests.documents import HARMFUL, sample

pytestmark = needs_chromium

HARMS = {"plain": (), "harmful": HARMFUL}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for name, harm in HARMS.items():
        for lang in ("nb", "nn", "en"):
            found[f"{name}-{lang}"] = folder / f"{name}-{lang}.html"
            language: Language = lang  # type: ignore[assignment]
            pieces = html.render(sample(lang, harm), Wording(language), Templates())
            found[f"{name}-{lang}"].write_text("".join(pieces), encoding="utf-8")
    return found


@pytest.fixture
def opened(browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    """Opens a report; what the browser has to say of it stands in `said`."""
    contexts = []

    def opening(name: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.said = []
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.said.append(request.url) if request.url != address else None)
        address = files[name].as_uri()
        page.goto(address)
        return page

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("plain-nb", 1280, "light"),
        ("plain-nb", 360, "dark"),
        ("plain-nn", 360, "light"),
        ("plain-en", 1280, "dark"),
        ("harmful-nb", 1280, "light"),
        ("harmful-nb", 1280, "dark"),
        ("harmful-nb", 320, "light"),
    ],
)
def test_axe_finds_nothing(opened: Any, name: str, width: int, scheme: str) -> None:
    page = opened(name, color_scheme=scheme, viewport={"width": width, "height": 800})
    assert [] == violations(page)


@pytest.mark.parametrize("name", ["plain-nb", "harmful-nb", "plain-en"])
@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
        {"viewport": {"width": 1280, "height": 800}},
    ],
    ids=["320-px", "zoomed-400", "desktop"],
)
def test_the_page_never_scrolls_sideways(opened: Any, name: str, options: dict[str, Any]) -> None:
    page = opened(name, **options)
    width, seen = widths(page)
    assert width <= seen


def test_the_page_bears_letters_twice_as_big(opened: Any) -> None:
    page = opened("harmful-nb", viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.setProperty('font-size', '34px')")
    width, seen = widths(page)
    assert width <= seen


def test_keys_reach_everything_in_order_and_can_be_seen(opened: Any) -> None:
    page = opened("plain-nb", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], summary, input, textarea, [tabindex=\"0\"]')].map(e => e.outerHTML)"
    )
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const element = document.activeElement, style = getComputedStyle(element);
              const box = element.getBoundingClientRect();
              return [element.outerHTML, style.outlineStyle, parseFloat(style.outlineWidth), box.top, box.bottom];
            }"""
        )
        reached.append(here[0])
        assert here[1] == "solid"
        assert here[2] >= 2
        assert here[3] < 800
        assert here[4] > 0
    assert wanted == reached
    assert 'class="skip"' in reached[0]


def test_the_way_past_the_heads_leads_to_the_content(opened: Any) -> None:
    page = opened("plain-nb")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "main" == page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("name", ["harmful-nb", "harmful-nn", "harmful-en"])
def test_harmful_words_run_nothing_and_fetch_nothing(opened: Any, name: str) -> None:
    page = opened(name)
    for link in page.query_selector_all("main a"):
        assert link.get_attribute("href").startswith(("#", "./"))
    page.locator("main a.ref").first.click()
    page.wait_for_load_state("networkidle")
    assert [] == page.said
    assert ["SCRIPT"] == page.evaluate("[...document.querySelectorAll('script, img, iframe')].map(e => e.tagName)")


def test_an_injected_script_would_not_run_either(opened: Any) -> None:
    """The page's own policy stands behind the escaping."""
    page = opened("plain-nb")
    page.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.harmed = 1';
        document.body.append(script); document.body.insertAdjacentHTML('beforeend', '<p onclick="window.harmed = 1">x');
        document.body.lastElementChild.click(); }"""
    )
    assert page.evaluate("window.harmed === undefined")


def test_words_in_the_filter_leave_only_what_has_them(opened: Any) -> None:
    page = opened("plain-nb")
    rows = page.locator("main tbody tr:visible, main section.tone:visible")
    everything = rows.count()
    page.get_by_label("Finn i rapporten").fill("TILGJENGELIGHET 2")
    page.locator(".shown:not(:empty)").wait_for()
    assert f"Viser 1 av {everything}." == page.locator(".shown").text_content()
    assert 1 == rows.count()
    assert page.locator("#sammendrag").is_visible()
    assert page.locator("#rutine-1").is_hidden()
    page.get_by_label("Finn i rapporten").fill("")
    page.locator(".shown:empty").wait_for(state="attached")
    assert everything == rows.count()


def test_the_page_is_whole_without_its_script(opened: Any) -> None:
    page = opened("plain-nb", java_script_enabled=False)
    assert page.locator(".filter").is_hidden()
    assert page.locator("#funn-1").is_visible()


def test_the_page_on_paper_has_no_menu_and_loses_nothing_at_the_edge(opened: Any) -> None:
    page = opened("harmful-nb", viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    for name in ("nav", ".filter", ".skip", ".foot"):
        assert page.locator(name).is_hidden()
    assert page.evaluate("[...document.querySelectorAll('textarea')].every(e => e.scrollHeight <= e.clientHeight)")
    width, seen = widths(page)
    assert width <= seen
