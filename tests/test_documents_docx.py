"""The Word documents of reports: real structure, words that are only words, and the same bytes everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx as word
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.model import UsageError
from reviewkit.report.documents import docx
from reviewkit.report.documents.printed import Heading, spreads, visible
from reviewkit.report.documents.tree import Cell, Document, Facts, Field, Grid, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording
from tests.build import ROOT
from tests.documents import HARMFUL, sample

LANGUAGES = ("nb", "nn", "en")
TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
OWN_FIELDS = re.compile(r'^ (PAGE|NUMPAGES|TOC \\n \\h \\z \\o "1-\d") $')


def opened(file: bytes) -> Any:
    return word.Document(BytesIO(file))


def rendered(lang: str = "nb", harm: tuple[str, ...] = ()) -> bytes:
    return docx.render(sample(lang, harm), Wording(lang))  # type: ignore[arg-type]


def of_blocks(*blocks: Any) -> Document:
    return replace(sample(), sections=(Section("alt", plain("Alt"), blocks),), contents=())


def elements(file: bytes, tag: str) -> list[Any]:
    return list(opened(file).element.body.iter(qn(tag)))


def words_of(file: bytes) -> str:
    """The text of the body, paragraph by paragraph, a line break as a space."""
    lines = []
    for paragraph in elements(file, "w:p"):
        pieces = [part.text or "" if part.tag == qn("w:t") else " " for part in paragraph.iter(qn("w:t"), qn("w:br"))]
        lines.append("".join(pieces))
    return "\n".join(lines)


def relations(file: bytes) -> Iterator[tuple[str, Any]]:
    for part in opened(file).part.package.iter_parts():
        for relation in getattr(part, "rels", {}).values():
            yield str(part.partname), relation


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_says_its_title_its_language_and_a_fixed_day(lang: str) -> None:
    about = opened(rendered(lang)).core_properties
    assert (about.title, about.subject, about.language) == ("Prøverapport", "For rutineeieren", TAGS[lang])
    assert (about.author, about.last_modified_by, about.revision) == ("reviewkit", "reviewkit", 1)
    assert [moment.isoformat()[:19] for moment in (about.created, about.modified)] == ["2026-12-01T00:00:00"] * 2


def test_headings_are_headings_of_their_level_and_the_title_is_a_title() -> None:
    styled = [(it.style.name, it.text) for it in opened(rendered()).paragraphs]
    headings = [(name, text) for name, text in styled if name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Sammendrag")
    assert headings[2][0] == "Heading 2"
    assert headings[2][1].startswith("1. MAN002 Gjeldsråd, linje 3")
    assert ("Title", "Prøverapport") in styled


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_is_that_of_the_document_and_other_words_say_their_own(lang: str) -> None:
    file = rendered(lang)
    styles = {found.get(qn("w:val")) for found in opened(file).styles.element.iter(qn("w:lang"))}
    runs = {found.get(qn("w:val")) for found in elements(file, "w:lang")}
    assert styles == {TAGS[lang]}
    assert runs == {"nb-NO", "nn-NO"} - {TAGS[lang]}


def test_every_table_has_a_head_that_is_repeated_rows_that_stay_whole_and_words_for_those_who_hear_it() -> None:
    tables = elements(rendered(), "w:tbl")
    assert len(tables) == 4
    for table in tables:
        rows = table.findall(qn("w:tr"))
        assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows[:2]] == [True, False]
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val"))
    told = [found.get(qn("w:val")) for found in elements(rendered(), "w:tblDescription")]
    assert told[0].startswith("Flest funn gjelder mandatet. Mandat")
    assert "Feil 5, Advarsel 1" in told[0]
    assert told[1] == "Rutiner mot risikopunkter."


def test_every_inner_link_leads_to_a_bookmark_that_word_can_hold() -> None:
    file = rendered()
    names = [found.get(qn("w:name")) for found in elements(file, "w:bookmarkStart")]
    anchors = [found.get(qn("w:anchor")) for found in elements(file, "w:hyperlink") if found.get(qn("w:anchor"))]
    assert len(set(names)) == len(names) == 3
    assert len(anchors) == 4
    assert set(anchors) <= set(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)


def test_the_table_of_contents_is_filled_and_a_field_that_word_can_update() -> None:
    content = elements(rendered(), "w:sdt")[0]
    texts = [it.text for it in content.iter(qn("w:hyperlink"))]
    assert texts == ["Sammendrag", "Økonomi"]
    assert [it.text for it in content.iter(qn("w:instrText"))] == [' TOC \\n \\h \\z \\o "1-1" ']
    kinds = [it.get(qn("w:fldCharType")) for it in content.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_a_field_is_a_content_control_with_a_placeholder_or_with_what_is_known() -> None:
    file = docx.render(of_blocks(Field("a", "Svar", 2), Field("b", "Frist", 1, "1. mai\n2. mai")), Wording("nb"))
    empty, filled = elements(file, "w:sdt")
    assert empty.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    assert filled.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is None
    assert [it.text for it in filled.iter(qn("w:t"))] == ["1. mai", "2. mai"]
    assert [it.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) for it in (empty, filled)] == ["a", "b"]


def test_a_document_with_nothing_in_it_is_still_a_report() -> None:
    document = replace(sample(), subtitle="", status="", sections=(), contents=(), head=Facts(()))
    assert [it.text for it in opened(docx.render(document, Wording("nb"))).paragraphs] == ["Prøverapport"]


def test_quotations_lists_and_the_routine_have_styles_of_their_own() -> None:
    used = {it.style.name for it in opened(rendered()).paragraphs}
    assert {"Quote", "Reviewkit List", "Reviewkit Routine", "Caption", "Reviewkit Good", "Reviewkit Caution"} <= used


def test_each_numbered_list_begins_at_one() -> None:
    document = opened(rendered())
    used = [it.get(qn("w:val")) for it in document.element.body.iter(qn("w:numId"))]
    assert len(set(used)) == 2
    numbering = document.part.numbering_part.element
    starts = {
        it.get(qn("w:numId"))
        for it in numbering.iter(qn("w:num"))
        if it.find(f".//{qn('w:startOverride')}") is not None
    }
    assert set(used) <= starts


def test_a_wide_table_stands_on_a_turned_page_and_the_head_and_foot_go_along() -> None:
    document = opened(rendered())
    assert [it.orientation for it in document.sections] == [0, 1]
    assert [it.header.paragraphs[0].text for it in document.sections] == ["Prøverapport   Utkast"] * 2
    assert [it.footer.paragraphs[0].text for it in document.sections] == ["Side 1 av 1"] * 2


def test_a_heading_goes_along_with_what_it_introduces_to_the_turned_page() -> None:
    table = Table("Bred", ("a", "b"), ((plain("x"), plain("y")),), wide=True)
    document = replace(sample(), sections=(Section("a", plain("A"), (Section("b", plain("B"), (table,)),)),))
    (spread,) = spreads(document, Wording("nb"))
    assert spread.wide
    assert [it.section.id for it in spread.items if isinstance(it, Heading)] == ["a", "b"]


@given(st.integers(1, 60))
def test_a_matrix_with_many_columns_is_split_into_parts_that_a_page_holds_and_nothing_is_lost(columns: int) -> None:
    names = tuple(str(number) for number in range(columns))
    grid = Grid("Matrise", "", "Rutine", names, (("R", tuple(Cell(name) for name in names)),))
    parts = [it for spread in spreads(of_blocks(grid), Wording("nb")) for it in spread.items if isinstance(it, Grid)]
    assert sum((part.columns for part in parts), ()) == names
    assert sum((part.rows[0][1] for part in parts), ()) == grid.rows[0][1]
    assert all(len(part.columns) < 14 for part in parts)


def test_harmful_words_are_read_in_every_place_and_do_nothing() -> None:
    file = rendered(harm=HARMFUL)
    shown = words_of(file)
    for harm in HARMFUL:
        assert shown.count(visible(harm)) >= 9, harm
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b\ufffe]", shown)


def test_harmful_words_make_no_link_out_no_field_and_no_part() -> None:
    plain_file, file = rendered(), rendered(harm=HARMFUL)
    outside = [it.target_ref for _, it in relations(file) if it.is_external]
    assert outside == ["./oversikt.docx"]
    instructions = [it.text for it in elements(file, "w:instrText")]
    assert all(OWN_FIELDS.match(text) for text in instructions)
    assert not elements(file, "w:fldSimple")
    assert ZipFile(BytesIO(file)).namelist() == ZipFile(BytesIO(plain_file)).namelist()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_words_at_all_make_a_file_that_opens_and_shows_them(text: str) -> None:
    file = docx.render(of_blocks(Field("f", "Svar", 1, f"x{text}x")), Wording("nb"))
    assert visible(f"x{text}x") in words_of(file)


@pytest.mark.parametrize("name", ["../../etc/passwd", "javascript:alert(1)", "//x/y", "a b#c?d", "æ\u202eø"])
def test_a_link_to_another_report_leads_nowhere_else(name: str) -> None:
    file = docx.render(of_blocks(Paragraph((Text("x", file=name),))), Wording("nb"))
    (target,) = [it.target_ref for _, it in relations(file) if it.is_external]
    assert re.fullmatch(r"\./[\w.%~-]+\.docx", target)


def test_the_same_document_is_the_same_bytes_in_another_process_time_zone_and_locale(tmp_path: Path) -> None:
    script = (
        "import sys; from reviewkit.report.documents import docx;"
        "from reviewkit.report.documents.wording import Wording;"
        "from tests.documents import sample, HARMFUL;"
        "sys.stdout.buffer.write(docx.render(sample('nn', HARMFUL), Wording('nn')))"
    )
    surroundings = os.environ | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=surroundings, capture_output=True, check=True)
    assert other.stdout == rendered("nn", HARMFUL)


def test_parts_have_a_fixed_order_and_no_time() -> None:
    entries = ZipFile(BytesIO(rendered())).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert entries[0].filename == "[Content_Types].xml"
    assert [entry.filename for entry in entries[2:]] == sorted(entry.filename for entry in entries[2:])
    assert not any("thumbnail" in entry.filename for entry in entries)


def test_a_file_of_ones_own_gives_its_styles_and_head_and_nothing_of_its_text(tmp_path: Path) -> None:
    own = word.Document()
    own.styles["Heading 1"].font.name = "Georgia"
    own.add_paragraph("Gammel tekst")
    own.sections[0].header.paragraphs[0].text = "Etaten"
    own.save(str(tmp_path / "mal.docx"))
    document = opened(docx.render(sample(), Wording("nb"), tmp_path / "mal.docx"))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert "Gammel tekst" not in [it.text for it in document.paragraphs]
    assert [it.text for it in document.sections[0].header.paragraphs] == ["Etaten", "Prøverapport   Utkast"]
    assert {"Reviewkit Routine", "Heading 1"} <= {it.style.name for it in document.paragraphs}


def test_a_bare_file_of_ones_own_is_enough(tmp_path: Path) -> None:
    own = word.Document()
    for style in list(own.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) != "Normal":
            own.styles.element.remove(style)
    numbering = next(key for key, it in own.part.rels.items() if it.reltype.endswith("/numbering"))
    own.part.rels.pop(numbering)
    own.save(str(tmp_path / "bar.docx"))
    document = opened(docx.render(sample(), Wording("nb"), tmp_path / "bar.docx"))
    assert document.paragraphs[0].style.name == "Title"


@pytest.mark.parametrize("content", [None, b"", b"ikke en zip", b"PK\x03\x04 halv"])
def test_a_broken_file_of_ones_own_is_named_with_a_remedy(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "mal.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="Word-dokument") as caught:
        docx.render(sample(), Wording("nb"), path)
    assert caught.value.path == str(path)


def test_another_kind_of_zip_is_no_template(tmp_path: Path) -> None:
    path = tmp_path / "mal.docx"
    with ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<a")
    with pytest.raises(UsageError, match="Word-dokument"):
        docx.render(sample(), Wording("nb"), path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("harm", [(), HARMFUL], ids=["plain", "harm"])
def test_libreoffice_opens_it_and_makes_pages_with_the_headings(harm: tuple[str, ...], tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    (tmp_path / "prove.docx").write_bytes(rendered(harm=harm))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
    command = ["soffice", "--headless", profile, "--convert-to", options, "--outdir", str(tmp_path), "prove.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    with pikepdf.open(tmp_path / "prove.pdf") as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[0] == "Sammendrag"
        assert titles[1].startswith("Økonomi")
        assert 3 <= len(file.pages) <= 6
        turned = [page.mediabox[2] > page.mediabox[3] for page in file.pages]
        assert turned == [False] * (len(turned) - 1) + [True]
