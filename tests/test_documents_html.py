"""A report as HTML: its structure, the languages in it, and words of routines that are never more than words."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.model import InputError, Language, UsageError
from reviewkit.report.documents import html
from reviewkit.report.documents.templates import FOLDER, Templates
from reviewkit.report.documents.tree import (
    Bar,
    Bars,
    Cell,
    Document,
    Field,
    Grid,
    Paragraph,
    Part,
    Passage,
    Section,
    SourceLine,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import FOLDER as LOCALE
from reviewkit.report.documents.wording import Wording
from tests.documents import HARMFUL, sample

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
VOID = {"meta", "input", "img", "br", "hr", "link"}
TEMPLATES = Templates()


class Element:
    """An element with what it holds."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def all(self, *tags: str) -> list[Element]:
        return [found for found in self.walk() if not tags or found.tag in tags]

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def by_class(self, name: str) -> list[Element]:
        return [found for found in self.walk() if name in found.attributes.get("class", "").split()]

    def by_id(self, name: str) -> Element:
        (found,) = [found for found in self.walk() if found.attributes.get("id") == name]
        return found

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self.here is self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def written(document: Document, templates: Templates = TEMPLATES) -> str:
    return "".join(html.render(document, Wording(document.lang), templates))


def read(document: Document) -> Element:
    return Reader(written(document)).root


def of(*sections: Section) -> Document:
    return replace(sample(), sections=sections)


def shape(element: Element) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((found.tag, tuple(sorted(found.attributes))) for found in element.walk())


@pytest.fixture(scope="module")
def page() -> Element:
    return read(sample())


def test_a_page_has_its_landmarks_heads_and_a_way_past_them(page: Element) -> None:
    body = page.all("body")[0]
    first = next(found for found in body.children if isinstance(found, Element))
    assert {"class": "skip", "href": "#main"} == first.attributes
    for tag in ("header", "nav", "main", "footer", "h1"):
        assert 1 == len(page.all(tag))
    assert "Prøverapport – Utkast" == page.all("head")[0].all("title")[0].text
    assert {"#sammendrag", "#rutine-1"} == {link.attributes["href"] for link in page.all("nav")[0].all("a")}


def test_headings_go_down_one_level_at_a_time(page: Element) -> None:
    levels = [int(found.tag[1]) for found in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert 1 == levels[0]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("lang", "root"), [("nb", "nb"), ("nn", "nn"), ("en", "en-GB")])
def test_the_page_says_its_language(lang: Language, root: str) -> None:
    assert root == read(sample(lang)).all("html")[0].attributes["lang"]


def test_words_in_another_language_say_so_and_others_do_not(page: Element) -> None:
    for found in page.all():
        if found.tag != "html":
            assert found.attributes.get("lang", "nn") == "nn"
    spans = [found for found in page.all("span") if "lang" in found.attributes]
    assert spans
    assert all(found.text.startswith("Foreslå") for found in spans)
    english = read(sample("en"))
    assert "nb" == english.all("blockquote")[0].attributes["lang"]
    assert "nb" == english.by_class("source")[0].attributes["lang"]
    assert "lang" not in page.all("blockquote")[0].attributes


def test_every_link_within_the_page_leads_to_one_place(page: Element) -> None:
    ids = Counter(found.attributes["id"] for found in page.walk() if "id" in found.attributes)
    assert {1} == set(ids.values())
    addresses = [found.attributes["href"] for found in page.all("a")]
    assert all(address[1:] in ids for address in addresses if address.startswith("#"))
    assert ["./oversikt.html"] == [address for address in addresses if not address.startswith("#")]


def test_every_region_has_a_name_of_its_own_and_can_be_scrolled_with_keys() -> None:
    table = Table("Funn", ("a", "b"), ((plain("1"), plain("2")),), wide=True)
    regions = [
        found
        for found in read(of(Section("a", plain("A"), (table, table, table)))).walk()
        if found.attributes.get("role") == "region"
    ]
    assert ["Funn", "Funn (2)", "Funn (3)"] == [found.attributes["aria-label"] for found in regions]
    assert all(found.attributes["tabindex"] == "0" for found in regions)


def test_a_table_has_a_caption_and_heads_that_say_what_they_head(page: Element) -> None:
    for table in page.all("table"):
        assert table.all("caption")[0].text
        assert all(found.attributes["scope"] == "col" for found in table.all("thead")[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert ["row"] == [found.attributes["scope"] for found in row.all("th")]


def test_a_chart_has_words_and_the_same_figures_in_a_table(page: Element) -> None:
    figure = page.by_class("bars")[0]
    chart = figure.by_class("chart")[0]
    said = [page.by_id(name).text for name in chart.attributes["aria-labelledby"].split()]
    assert ["Funn etter regelfamilie", "Flest funn gjelder mandatet."] == said
    assert ["6", "2", "0"] == [found.text for found in chart.by_class("sum")]
    assert [["5", "1"], ["0", "2"], ["0", "0"]] == [
        [cell.text for cell in row.all("td")] for row in figure.all("tbody")[0].all("tr")
    ]


def test_a_chart_with_nothing_in_it_is_still_a_page() -> None:
    blocks = (Bars("Tom", "Ingen.", "x", ("a",), ()), Bars("Null", "Null.", "x", ("a",), (Bar("b", (0,)),)))
    assert ["b"] == [found.text for found in read(of(Section("a", plain("A"), blocks))).by_class("label")]


def test_a_grid_says_in_words_what_it_colours(page: Element) -> None:
    cells = page.by_class("grid")[0].all("td")
    assert [("weight-4", "3"), ("weight-0", ""), ("weight-1", "1"), ("weight-2", "2")] == [
        (cell.attributes["class"], cell.text) for cell in cells
    ]


def test_a_routine_is_shown_line_by_line_with_marks_that_lead_to_the_findings(page: Element) -> None:
    lines = page.by_class("source")[0].all("li")
    assert ["1", "2", "3", "4"] == [line.by_class("n")[0].text for line in lines]
    marks = page.by_class("source")[0].all("mark")
    assert ["error", "warning", "good"] == [mark.attributes["class"] for mark in marks]
    assert [["Feil 1"], ["Advarsel 2", "Advarsel 3"], ["Bra a"]] == [
        [number.text for number in mark.by_class("ref")] for mark in marks
    ]
    assert ["#funn-1"] == [link.attributes["href"] for link in page.by_class("source")[0].all("a")]
    back = page.by_id("funn-1").by_class("back")[0].all("a")[0]
    assert "ref" == page.by_id(back.attributes["href"][1:]).attributes["class"]


def test_the_severity_of_a_finding_stands_in_words(page: Element) -> None:
    assert ["Feil"] == [found.text for found in page.by_id("funn-1").by_class("badge")]


def test_a_field_has_a_label_and_what_is_known_in_it() -> None:
    field = Field("svar", "Ditt svar", 5, "\nførst en tom linje")
    root = read(of(Section("a", plain("A"), (field,))))
    area = root.all("textarea")[0]
    assert ("svar", "svar", "5") == tuple(area.attributes[name] for name in ("id", "name", "rows"))
    assert "\n\nførst en tom linje" == area.text
    assert "svar" == next(found for found in root.all("label") if found.text == "Ditt svar").attributes["for"]


def test_nothing_is_fetched_and_only_the_style_and_script_of_the_page_may_run(page: Element) -> None:
    (policy,) = [found for found in page.all("meta") if "http-equiv" in found.attributes]
    assert policy.attributes["content"].startswith("default-src 'none';")
    for tag in ("style", "script"):
        (found,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(found.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.attributes["content"]
        assert found.text == (FOLDER / ("report.css" if tag == "style" else "report.js")).read_text(encoding="utf-8")
        assert {} == found.attributes
    assert not page.all("link", "iframe", "object", "embed", "img", "base", "form")
    assert not [found for found in page.walk() if {"src", "style", "srcset", "action"} & found.attributes.keys()]
    assert "url(" not in page.all("style")[0].text
    assert "@import" not in page.all("style")[0].text


@pytest.mark.parametrize("words", HARMFUL)
def test_harmful_words_add_no_element_and_no_attribute(words: str) -> None:
    harmed, harmless = read(sample(harm=(words,))), read(sample(harm=("ufarlig",)))
    assert shape(harmless) == shape(harmed)
    assert [found.text for found in harmless.all("style", "script")] == [
        found.text for found in harmed.all("style", "script")
    ]
    for found in harmed.walk():
        assert not [name for name in found.attributes if name.startswith("on")]
        assert found.attributes.get("href", "#").startswith(("#", "./"))


@pytest.mark.parametrize("words", HARMFUL)
def test_harmful_words_can_be_read_everywhere(words: str) -> None:
    visible = "".join(character if character.isprintable() else "\n" for character in words).split("\n")
    root = read(sample(harm=(words,)))
    places = (*root.all("h1", "title", "h2", "blockquote", "textarea", "mark", "dd"), *root.by_class("good"))
    for place in (found for found in places if "Foreslå" in found.text):
        assert all(piece in place.text for piece in visible)


@pytest.mark.parametrize("words", ["<b>x</b>", '"><i x="', "</svg><b>", "&lt;", "]]>", "\u202ex\x00"])
def test_harmful_words_in_a_figure_are_only_words(words: str) -> None:
    def figures(text: str) -> Element:
        bars = Bars(text, text, text, (text, text), (Bar(text, (1, 2)),))
        grid = Grid(text, text, text, (text,), ((text, (Cell(text, 2),)),))
        return read(of(Section("a", plain("A"), (bars, grid))))

    root = figures(words)
    assert shape(figures("ord")) == shape(root)
    visible = "".join(character if character.isprintable() else "�" for character in words)
    assert [visible] == [found.text for found in root.by_class("label")]


def test_characters_that_drive_or_turn_the_text_are_replaced() -> None:
    text = written(sample(harm=HARMFUL))
    assert not [character for character in text if character != "\n" and not character.isprintable()]
    assert "�abc�" in text


@given(st.text(), st.sampled_from(["tekst", "mål", "fil", "kode"]))
def test_any_words_are_only_words(words: str, place: str) -> None:
    def told(text: str) -> Document:
        line = {
            "tekst": (Text(text, "strong", "se"),),
            "mål": (Text(f"x{text}", target=text),),
            "fil": (Text(f"x{text}", file=text),),
            "kode": (Text(text, "code"),),
        }[place]
        passage = Passage(text, "nb", (SourceLine(1, (Part(text, (text,), "info"),)),), {"1": text})
        grid = Grid(text, text, text, (text,), (("x", (Cell(text),)),))
        bars = Bars(text, text, text, (text,), (Bar(text, (1,)),))
        field = Field("a", text, 1, text)
        table = Table(text, ("x",), (((Text("x"), Text(text)),),), wide=True)
        blocks = (Paragraph(line), passage, grid, bars, field, table)
        return of(Section("a", plain(text), blocks))

    assert shape(read(told("ord"))).keys() | {("th", ("scope",)), ("td", ())} >= shape(read(told(words))).keys()


def test_the_same_document_is_the_same_page() -> None:
    assert written(sample("nn", HARMFUL)) == written(sample("nn", HARMFUL), Templates())


def test_a_long_report_is_never_whole_in_memory() -> None:
    made = 0

    def sections() -> Iterator[Section]:
        nonlocal made
        for number in range(1000):
            made += 1
            yield Section(f"s-{number}", plain("x" * 500))

    pieces = html.render(replace(sample(), sections=sections()), Wording("nb"), TEMPLATES)
    seen = [made for _ in pieces]
    assert seen[0] < 100
    assert 1000 == made
    assert all(after - before < 200 for before, after in pairwise(seen))


def refused(folder: Path, sections: Iterable[Section] = ()) -> UsageError:
    with pytest.raises(UsageError) as caught:
        written(replace(sample(), sections=sections or sample().sections), Templates(folder))
    assert "mal" in caught.value.message
    return caught.value


def test_a_template_of_the_readers_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "report.css").write_text("body { color: teal }\n", encoding="utf-8")
    text = written(sample(), Templates(tmp_path))
    assert "<style>body { color: teal }\n</style>" in text
    (tmp_path / "report.html.j2").write_text("{{ document.title }} & {{ sections | list | length }}", encoding="utf-8")
    title = "<b>\u202e"
    assert "&lt;b&gt;� & 2" == written(replace(sample(), title=title), Templates(tmp_path))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{% if %}", 2),
        ("a\n\n{{ nowhere.x }}", 3),
        ("{{ document.title.wrong }}", 1),
        ("a\n{{ 1 // 0 }}", 2),
        ("a\n{% include '../secret.html.j2' %}", 2),
        ("a\n{% include '/etc/hostname' %}", 2),
        ("a\n{% include 'lenke.html.j2' %}", 2),
        ("a\n{{ say('page.nowhere') }}", 2),
        ("a\n{{ ''.__class__.__mro__ }}", 2),
        ("a\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 2),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    folder = tmp_path / "maler"
    folder.mkdir()
    (tmp_path / "secret.html.j2").write_text("secret", encoding="utf-8")
    (folder / "lenke.html.j2").symlink_to(tmp_path / "secret.html.j2")
    (folder / "report.html.j2").write_text(text, encoding="utf-8")
    error = refused(folder)
    assert (str(folder / "report.html.j2"), line) == (error.path, error.line)


def test_a_template_that_cannot_be_read_and_a_folder_that_is_not_there_are_named(tmp_path: Path) -> None:
    (tmp_path / "report.js").write_bytes(b"\xff")
    assert str(tmp_path / "report.js") == refused(tmp_path).path
    assert str(tmp_path / "nowhere") == refused(tmp_path / "nowhere").path


def test_an_error_of_a_section_is_not_blamed_on_the_template() -> None:
    def sections() -> Iterator[Section]:
        yield Section("a", plain("A"))
        raise InputError("er borte", "a.md")

    def broken() -> Iterator[Section]:
        yield Section("a", plain("A"))
        raise LookupError("a")

    with pytest.raises(InputError):
        written(replace(sample(), sections=sections()))
    with pytest.raises(LookupError):
        written(replace(sample(), sections=broken()))


def test_the_words_of_the_page_are_there_in_every_language() -> None:
    keys = {}
    for lang in LANGUAGES:
        with (LOCALE / lang / "page.po").open("rb") as stream:
            messages = [message for message in read_po(stream) if message.id]
        assert all(message.string for message in messages)
        keys[lang] = {message.id for message in messages}
    assert keys["nb"] == keys["nn"] == keys["en"]
    assert all(str(key).startswith("page.") for key in keys["nb"])
