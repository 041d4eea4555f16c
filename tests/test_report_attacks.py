"""Whole reports on routines that mean harm: what they hold is only ever words, and nothing is written elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewkit import cli
from reviewkit.report.documents import FORMS, MARKDOWN_MARK

pikepdf = pytest.importorskip("pikepdf")

ADVICE = "Foreslå at bruker ber kreditor om utsettelse."
WORDS = (
    '<script>alert("ond1")</script>',
    "\"'><img src=x onerror=alert(1)> ond2",
    "[ond3](javascript:alert(1)) ![b](https://x.no/b.png) <https://ond.no> https://ond.no www.ond.no @ond #1",
    "<svg onload=alert(1)><a xlink:href=javascript:x>ond4</a></svg>",
    "\u202eond5\u202c \u2066x\u2069 \u200f",
    "=HYPERLINK(\"http://x\") +1 -1 @SUM(A1) |cmd' /C calc'!A0 ond6",
    "{{ 7 * 7 }} {% raw %} {# x #} {{ config }} ${x} {nokkel} {0} %s ond7",
    '#eval(sys) #import "x": * $x$ @ref <label> \\ `code` *b* _i_ #read("/etc/passwd") ond8',
    "\u0000\u0001\u0008\u000b\u001b[31m\u007f\u0085\ufffe\uffff ond9",
    "# x *b* _i_ ~~s~~ `k` | a | b | [^1] ond10 ==x== :smile: &lt; &#60; ]]> <!-- -->",
    "ord" * 400,
    "\ud800 \udfff ond12",
    "ond13 " + "T" * 10_000,
    "",
    "   ",
    "../../../tmp/ond15",
    "/etc/ond16\\..\\x",
    "ond17\u0000.html",
    "CON",
    ". .",
)
OWNERS = ("Nav Øst", "NAV  øst", " nav\u00a0øst ")


def routine(number: int, words: str) -> str:
    """A routine that holds some words wherever a routine can hold words."""
    quoted = json.dumps(words)
    owner = json.dumps(OWNERS[number % 4] if number % 4 < 3 else words)
    line = " ".join(re.sub(r"[\ud800-\udfff]", "?", words).split())[:500]
    reason = line.replace('"', "'").replace("-->", "")
    return "\n".join(
        [
            "---", f"id: {quoted}", f"tittel: {quoted}", "spraak: nb", "forvaltning: kommunal",
            f"tjenester: [{quoted}]", f"eier: {owner}", f"status: {quoted}", "gyldig_fra: 2026-01-15",
            "revideres_innen: 2027-99-99", f"hjemmel: [{quoted}, sosialtjenesteloven § 17]", "---",
            f"# {line}", "", f"## {line}", "", f"- {ADVICE[:-1]} {line}",
            f"- {line}. NKS gir bare generell informasjon.",
            f'<!-- reviewkit: tillat MAN003 "avtalt {reason}" til 2027-06-30 -->',
            "- Spør bruker om inntekt og gjeld.", "", f"Se {line} § 17 og sosialtjenesteloven § 999.", "",
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of every report in every format on the harmful routines, with harmful notes; they were written."""
    top = tmp_path_factory.mktemp("angrep")
    place = top / "rutiner"
    place.mkdir()
    for number, words in enumerate(WORDS):
        (place / f"r{number:02}.md").write_text(routine(number, words), encoding="utf-8", errors="surrogatepass")
    for number in range(2):
        (place / f"e{number}.md").write_text(f"---\neier: Enhet {number}\n---\n# E\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)
        arguments = ["report", "rutiner", "--out", "ut", "--no-cache", "--jobs", "1", "--today", "2026-12-01"]
        assert cli.run([*arguments, "--kind", "supervision"]) in (0, 2)
        page = (top / "ut" / "tilsyn.html").read_text(encoding="utf-8")
        said = json.dumps(" ".join(words for words in WORDS if words.isprintable())[:3000])
        (top / "notater.toml").write_text(
            f"authority = {said}\ncase = {said}\n[[replies]]\nfinding = '{_finding(page)}'\ndate = 2027-01-15\n"
            f"sender = {said}\ntext = {said}\n",
            encoding="utf-8",
        )
        forms = [part for form in FORMS for part in ("--format", form)]
        assert cli.run([*arguments, *forms, "--notes", "notater.toml"]) in (0, 2)
    assert {item.name for item in top.iterdir()} == {"rutiner", "ut", "notater.toml"}
    return top / "ut"


def _finding(page: str) -> str:
    """The fingerprint of the first finding of the appendix."""
    appendix = page[page.index('id="vedlegg-funn"') :]
    found = re.search(r"<code>([0-9a-f]{16})</code>", appendix)
    assert found is not None
    return found[1]


def files(folder: Path, ending: str) -> list[Path]:
    found = sorted(folder.glob(f"*.{ending}"))
    assert len(found) > 6
    return found


# HTML: no element and no attribute comes from words

TAGS = frozenset(
    "html head meta title style body a header div p h1 h2 h3 h4 h5 h6 dl dt dd nav details summary ol ul li main label "
    "input section figure figcaption blockquote span strong code mark table caption thead tbody tr th td textarea "
    "footer script svg desc defs pattern path circle rect text line".split()
)
ATTRIBUTES = frozenset(
    "lang charset http-equiv content name class href id open tabindex role hidden for type autocomplete spellcheck "
    "aria-describedby aria-label aria-labelledby aria-hidden data-words scope rows width height x y dx x1 x2 y1 y2 d "
    "cx cy r fill patternunits".split()
)


class Page(HTMLParser):
    """Every element of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def test_in_html_no_element_attribute_or_address_comes_from_words(reports: Path) -> None:
    for path in files(reports, "html"):
        page = Page(path.read_text(encoding="utf-8"))
        assert {tag for tag, _ in page.found} <= TAGS, path
        assert {name for _, attributes in page.found for name in attributes} <= ATTRIBUTES, path
        assert [tag for tag, _ in page.found].count("script") == 1
        ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
        assert len(ids) == sum("id" in attributes for _, attributes in page.found)
        for _, attributes in page.found:
            assert re.fullmatch(r"[\w-]*", attributes.get("id", ""))
            if href := attributes.get("href"):
                assert href[1:] in ids if href[0] == "#" else (reports / href).resolve().parent == reports.resolve()


def test_in_html_the_words_are_there_to_be_read(reports: Path) -> None:
    said = "".join(Page((reports / "tilsyn.html").read_text(encoding="utf-8")).words)
    assert '<script>alert("ond1")</script>' in said
    assert "{{ 7 * 7 }} {% raw %}" in said
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u001b\u007f\ud800-\udfff]", said)


# Markdown: nothing is rendered as markup

PARSER = MarkdownIt("gfm-like", {"linkify": False})
ANCHOR = re.compile(r'<a id="[a-zA-Z0-9-]+">|</a>')
NEVER = {"image", "fence", "code_block", "s_open"}


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def test_in_markdown_words_are_only_words(reports: Path) -> None:
    for path in files(reports, "md"):
        data = path.read_bytes()
        assert data.startswith(MARKDOWN_MARK)
        found = list(tokens(data.decode("utf-8")))
        assert not [token for token in found if token.type in NEVER]
        assert [token.content.strip() for token in found if token.type == "html_block"] == [
            MARKDOWN_MARK.decode() + " -->"
        ]
        html = [token.content for token in found if token.type == "html_inline"]
        assert [item for item in html if not ANCHOR.fullmatch(item)] == []
        hrefs = [str(token.attrGet("href")) for token in found if token.type == "link_open"]
        assert [href for href in hrefs if not re.fullmatch(r"#[\w-]+|\./eier-[\w-]+\.md(?:#[\w-]+)?", href)] == []
        assert not re.search(r"https?://\w|www\.\w|\B@\w", data.decode("utf-8"))
        headings = [token for token in found if token.type == "heading_open"]
        ours = [line for line in data.decode("utf-8").splitlines() if re.match("#{1,6} ", line)]
        assert len(headings) == len(ours)


# Word: no field, relation or macro comes from words


def test_in_docx_there_is_no_field_relation_or_active_content_from_words(reports: Path) -> None:
    for path in files(reports, "docx"):
        with ZipFile(path) as parts:
            assert not [name for name in parts.namelist() if ".." in name or "vba" in name or "embed" in name]
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    root = etree.fromstring(parts.read(name))
                    _quiet(root, reports)


def _quiet(root: etree._Element, reports: Path) -> None:
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        assert kind not in {"altChunk", "object", "fldSimple", "control", "OLEObject", "script"}
        if kind == "instrText":
            assert re.match(r"\s*(?:TOC|PAGE|NUMPAGES)\b", element.text or "")
        if kind == "Relationship" and element.get("TargetMode") == "External":
            assert (reports / str(element.get("Target"))).exists()


# PDF: no action but to go to a place, or to the report of an owner


def test_in_pdf_there_is_no_action_but_links_among_the_reports(reports: Path) -> None:
    for path in files(reports, "pdf"):
        with pikepdf.open(BytesIO(path.read_bytes())) as file:
            assert not {"/OpenAction", "/AA"} & set(file.Root.keys())
            assert "/JavaScript" not in file.Root.get("/Names", {})
            for page in file.pages:
                for mark in page.get("/Annots", []):
                    assert mark["/Subtype"] == "/Link"
                    action = mark.get("/A", {})
                    if "/URI" in action:
                        assert (reports / str(action["/URI"])).exists()
                    else:
                        assert action.get("/S", "/GoTo") == "/GoTo"


def test_names_of_files_are_small_letters_digits_and_hyphens_and_no_owners_alike_but_for_case_are_parted(
    reports: Path,
) -> None:
    names = [path.name for path in reports.iterdir()]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9-]{1,70}\.(?:html|md|docx|pdf)", name)] == []
    assert sorted(name for name in names if name.startswith("eier-nav-ost")) == [
        f"eier-nav-ost.{form}" for form in sorted(FORMS)
    ]
