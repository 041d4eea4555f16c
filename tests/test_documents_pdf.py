"""The PDF reports: tagged for everyone, words that are only words, and the same bytes everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.model import UsageError
from reviewkit.report.documents import pdf
from reviewkit.report.documents.printed import visible
from reviewkit.report.documents.tree import Document, Facts, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording, catalogue
from tests.build import ROOT
from tests.documents import HARMFUL, sample

pikepdf = pytest.importorskip("pikepdf")
LANGUAGES = ("nb", "nn", "en")
TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
HEADINGS = {f"H{level}" for level in range(1, 7)}


def rendered(lang: str = "nb", harm: tuple[str, ...] = (), templates: Path | None = None) -> bytes:
    return pdf.render(sample(lang, harm), Wording(lang), templates)  # type: ignore[arg-type]


def opened(file: bytes) -> Any:
    return pikepdf.open(BytesIO(file))


def of_blocks(*blocks: Any) -> Document:
    return replace(sample(), sections=(Section("alt", plain("Alt"), blocks),), contents=())


def walk(node: Any) -> Iterator[Any]:
    """Every element below a node of the structure tree, in order; leaves as numbers and references."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
        return
    yield node
    if isinstance(node, pikepdf.Dictionary) and "/K" in node:
        yield from walk(node.K)


def structure(file: Any) -> list[Any]:
    tree = walk(file.Root.StructTreeRoot.K)
    return [node for node in tree if isinstance(node, pikepdf.Dictionary) and "/S" in node]


def kinds(file: Any) -> list[str]:
    return [str(node.S)[1:] for node in structure(file)]


def text_of(file: Any) -> str:
    """What the fonts say that is shown, by their ToUnicode maps, spaces that only break long words taken out."""
    pieces = []
    for page in file.pages:
        maps = {name: unicode_map(font) for name, font in page.Resources.Font.items()}
        font: dict[bytes, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = maps[str(operands[0])]
            elif str(operator) in ("TJ", "Tj"):
                shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                pieces += [font.get(codes[at : at + 2], "?") for at in range(0, len(codes), 2)]
    return "".join(pieces)


def unicode_map(font: Any) -> dict[bytes, str]:
    found = {}
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        if str(operator) == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2], strict=True):
                found[bytes(code)] = bytes(text).decode("utf-16-be")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_says_that_it_is_pdf_ua_its_title_its_language_and_its_day(lang: str) -> None:
    with opened(rendered(lang)) as file:
        about = file.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == str(file.docinfo.Title) == "Prøverapport"
        assert about["xmp:CreateDate"] == about["xmp:ModifyDate"] == "2026-12-01T00:00:00Z"
        assert file.Root.Lang == TAGS[lang]
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_headings_are_tagged_from_one_and_without_gaps() -> None:
    with opened(rendered()) as file:
        levels = [int(kind[1]) for kind in kinds(file) if kind in HEADINGS]
    assert levels == [1, 1, 1, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_deeper_than_pdf_knows_are_still_headings() -> None:
    section = Section("s9", plain("9"), (Paragraph(plain("dypt")),))
    for level in range(8, 0, -1):
        section = Section(f"s{level}", plain(str(level)), (section,))
    with opened(pdf.render(replace(sample(), sections=(section,), contents=()), Wording("nb"))) as file:
        assert [kind for kind in kinds(file) if kind in HEADINGS] == [
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "H6",
            "H6",
            "H6",
        ]


def test_tables_have_heads_lists_have_items_and_the_chart_is_told() -> None:
    with opened(rendered()) as file:
        count = Counter(kinds(file))
        alts = [str(node.Alt) for node in structure(file) if str(node.S) == "/Figure"]
    assert count["Table"] == count["THead"] == 4
    assert count["TH"] == 3 + 3 + 3 + 14
    assert count["BlockQuote"] == 1
    assert count["TOCI"] == 2
    assert count["L"] == 2 + 2
    assert len(alts) == 1
    assert alts[0].startswith("Flest funn gjelder mandatet. Mandat")
    assert "Feil 5, Advarsel 1" in alts[0]


@pytest.mark.skipif(find_spec("outloud") is None, reason="outloud, a checker of PDF/UA, is not installed")
@pytest.mark.parametrize("harm", [(), HARMFUL], ids=["plain", "harm"])
def test_a_checker_of_pdf_ua_finds_no_error(harm: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "prove.pdf").write_bytes(rendered(harm=harm))
    command = [
        sys.executable,
        "-c",
        "from outloud.cli import main; main()",
        "--layer",
        "conformance",
        "--fail-on",
        "warning",
        "prove.pdf",
    ]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("harm", [(), HARMFUL], ids=["plain", "harm"])
def test_everything_that_is_shown_is_in_the_structure_or_an_artifact(harm: tuple[str, ...]) -> None:
    with opened(rendered(harm=harm)) as file:
        tagged = Counter(leaves(file))
        assert max(tagged.values()) == 1
        marked = set()
        for number, page in enumerate(file.pages):
            depth: list[int | None] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    mark = operands[1].get("/MCID") if name == "BDC" else None
                    depth.append(int(mark) if mark is not None else None)
                    if mark is not None:
                        marked.add((number, int(mark)))
                    else:
                        assert str(operands[0]) == "/Artifact" or any(it is not None for it in depth)
                elif name == "EMC":
                    depth.pop()
                elif name in ("TJ", "Tj", "f", "S", "B", "f*", "Do"):
                    assert depth, f"page {number + 1}: {name} outside of marked content"
            assert not depth
        assert marked == set(tagged)


def leaves(file: Any) -> Iterator[tuple[int, int]]:
    """Every marked piece that the structure tree holds, as its page and its number there."""
    pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}

    def below(node: Any, page: int) -> Iterator[tuple[int, int]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from below(child, page)
        elif isinstance(node, pikepdf.Dictionary):
            page = pages[node.Pg.objgen] if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                yield page, int(node.MCID)
            elif "/K" in node:
                yield from below(node.K, page)
        elif isinstance(node, int):
            yield page, node

    return below(file.Root.StructTreeRoot.K, -1)


def test_other_languages_are_said_where_they_stand() -> None:
    with opened(rendered()) as file:
        said = {
            str(operands[1].Lang)
            for page in file.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/Lang" in operands[1]
        }
    assert said == {"nb-NO", "nn-NO"}


def test_bookmarks_follow_the_headings() -> None:
    with opened(rendered()) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[-2:] == ["Sammendrag", "Økonomi"]
        assert [item.title for item in outline.root[-1].children] == ["1. MAN002 Gjeldsråd, linje 3 Feil"]


def test_links_lead_inside_or_to_a_report_beside_and_are_told() -> None:
    with opened(rendered(harm=HARMFUL)) as file:
        links = [note for page in file.pages for note in page.get("/Annots", [])]
        outside = [str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A]
        assert {str(link.Subtype) for link in links} == {"/Link"}
        assert outside == ["./oversikt.pdf"]
        assert len(links) - len(outside) >= 4
        assert all("/Contents" in link and "/StructParent" in link for link in links)


def test_harmful_words_are_read_in_every_place_and_do_nothing() -> None:
    with opened(rendered(harm=HARMFUL)) as file:
        shown = text_of(file).replace("\u200b", "")
        squeezed = "".join(shown.split())
        for harm in HARMFUL:
            assert squeezed.count("".join(visible(harm).split())) >= 5, harm
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(file.Root.get("/Names", {}))
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(file.Root)


def test_a_document_with_nothing_in_it_is_still_a_report() -> None:
    document = replace(sample(), subtitle="", status="", sections=(), contents=(), head=Facts(()))
    with opened(pdf.render(document, Wording("nb"))) as file:
        assert kinds(file)[1:] == ["Title"]


def test_a_link_to_nowhere_is_only_words() -> None:
    with opened(pdf.render(of_blocks(Paragraph((Text("x", target="finnes-ikke"),))), Wording("nb"))) as file:
        assert "Link" not in kinds(file)


@pytest.mark.parametrize(
    "text", ["😀 og 漢字", "ไทย", "한국어 日本", "a\u0301\u0323\u0489", "\U000e0041\ufffd", "'\"\\😀\\n"]
)
def test_characters_that_no_font_has_are_shown_as_missing_and_stop_nothing(text: str) -> None:
    with opened(pdf.render(of_blocks(Paragraph(plain(f"før {text} etter"))), Wording("nb"))) as file:
        shown = text_of(file)
        assert "før" in shown
        assert "etter" in shown


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec=None), max_size=30))
def test_any_words_at_all_make_a_file(text: str) -> None:
    table = Table(text, ("a", text), ((plain(text), plain(text)),))
    assert pdf.render(of_blocks(Paragraph(plain(text)), table), Wording("nb")).startswith(b"%PDF-1.7")


def test_a_wide_table_stands_on_a_turned_page() -> None:
    with opened(rendered()) as file:
        turned = [page.mediabox[2] > page.mediabox[3] for page in file.pages]
    assert turned == [False, False, True]


def test_the_same_document_is_the_same_bytes_in_another_process_time_zone_and_locale() -> None:
    script = (
        "import sys; from reviewkit.report.documents import pdf;"
        "from reviewkit.report.documents.wording import Wording;"
        "from tests.documents import sample, HARMFUL;"
        "sys.stdout.buffer.write(pdf.render(sample('nn', HARMFUL), Wording('nn')))"
    )
    surroundings = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    other = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=surroundings, capture_output=True, check=True)
    assert other.stdout == rendered("nn", HARMFUL)


def test_a_template_of_ones_own_is_used_and_reads_the_document_as_data(tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_text(
        "#let report = json(bytes(sys.inputs.document))\n"
        "#set document(title: report.title)\n= Egen mal\n#report.status\n",
        encoding="utf-8",
    )
    with opened(rendered(templates=tmp_path)) as file:
        assert "Egen mal" in text_of(file)
        assert "Utkast" in text_of(file)


def test_a_folder_without_a_template_leaves_ours(tmp_path: Path) -> None:
    assert rendered(templates=tmp_path) == rendered()


@pytest.mark.parametrize(
    ("template", "line"),
    [("= Hei\n#let x = finnes-ikke\n", 2), ("= Hei\n\n#(1 + )\n", 3), ('#include "../hemmelig.typ"\n', 1)],
)
def test_a_template_that_fails_is_named_with_its_line(template: str, line: int, tmp_path: Path) -> None:
    folder = tmp_path / "maler"
    folder.mkdir()
    (tmp_path / "hemmelig.typ").write_text("hemmelig", encoding="utf-8")
    (folder / "report.typ").write_text(template, encoding="utf-8")
    with pytest.raises(UsageError, match="malen") as caught:
        rendered(templates=folder)
    assert (caught.value.path, caught.value.line) == (str(folder / "report.typ"), line)


def test_a_part_of_a_template_that_fails_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_text('#import "del.typ": x\n= Hei\n', encoding="utf-8")
    (tmp_path / "del.typ").write_text("\n\n#let x = y\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        rendered(templates=tmp_path)
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "del.typ"), 3)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="finnes ikke") as caught:
        rendered(templates=tmp_path / "borte")
    assert caught.value.path == str(tmp_path / "borte")


def test_the_printed_words_are_there_in_every_language() -> None:
    keys = [{key for key in catalogue(lang) if key.startswith("print.")} for lang in LANGUAGES]  # type: ignore[arg-type]
    assert keys[0]
    assert keys[0] == keys[1] == keys[2]
