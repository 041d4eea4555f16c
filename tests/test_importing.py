"""Import: Word documents, saved pages and ugly Markdown become clean routines, and nothing is silently lost."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.author.importing import Imported, read_document, routine_of
from reviewkit.author.importing import guarding as guards
from reviewkit.check import Catalogue
from reviewkit.model import InputError, UsageError
from tests.build import ROOT
from tests.conftest import Run
from tests.strategies import ANY_TEXT, BODIES

EXPECTED = ROOT / "tests" / "expected" / "import"
DAY = date(2026, 12, 1)
WORD = re.compile(r"\w+")


def picture() -> bytes:
    """The smallest picture that there is."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    made = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def imported(data: bytes, name: str, catalogue: Catalogue) -> Imported:
    return routine_of(read_document(data, name, name), catalogue.register, DAY)


def body_of(data: bytes, name: str = "fil.docx") -> str:
    return read_document(data, name, name).body


def page(inside: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{inside}</body></html>".encode()


def kinds(data: bytes, name: str) -> list[str]:
    return sorted({lost.kind for lost in read_document(data, name, name).lost})


def link(paragraph: Any, words: str, address: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    element.append(run)
    paragraph._p.append(element)


def styled_document() -> bytes:
    """A routine as a careful author writes it in Word: styles, lists in lists, a table, links, a box."""
    document = docx.Document()
    document.add_paragraph("Sosial - Midlertidig botilbud", style="Title")
    document.add_paragraph("Rutinen gjelder når en bruker ikke har et sted å sove. Se sosialtjenesteloven § 27.")
    document.add_heading("Hvem gjør hva", 1)
    document.add_paragraph("NKS gir generell informasjon etter forvaltningsloven § 11.", style="List Bullet")
    document.add_paragraph("Nav-kontoret:", style="List Bullet")
    document.add_paragraph("vurderer behovet", style="List Bullet 2")
    document.add_paragraph("finner botilbudet", style="List Bullet 2")
    document.add_heading("Slik går du fram", 1)
    document.add_paragraph("Ring vakttelefonen.", style="List Number")
    document.add_paragraph("Sett brukeren over.", style="List Number")
    paragraph = document.add_paragraph("Mer står i ")
    link(paragraph, "kontorinformasjonen", "https://www.nav.no/kontor?a=1&b=(2)")
    paragraph.add_run(" og hos ")
    paragraph.add_run("Nav-kontoret").bold = True
    paragraph.add_run(".")
    table = document.add_table(3, 2)
    for row, words in enumerate((("Situasjon", "Hvem"), ("Brann", "110"), ("Akutt|sykdom", "113"))):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    document.add_heading("Melding til Nav-kontoret", 2)
    document.add_paragraph("Meldingsmal:")
    box = document.add_table(1, 1).cell(0, 0)
    box.text = "Bruker ønsker å bli ringt opp."
    box.add_paragraph("Tlf. [telefonnummer]")
    document.add_paragraph("Vi sender ikke mer enn dette.", style="Quote")
    return saved(document)


def handmade_document() -> bytes:
    """The same as most authors write it: bold lines for headings, typed bullets and numbers, line breaks."""
    document = docx.Document()
    document.core_properties.title = ""
    document.add_paragraph().add_run("Søknad om økonomisk sosialhjelp").bold = True
    paragraph = document.add_paragraph()
    paragraph.add_run("Hva vi gjør").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("Vi  gir\u00a0generell informasjon, og veilederen skal ikke vurdere søknaden. ")
    for text in ("• Spør om navn", "• Spør om når bruker kan ringes", "- Noter telefonnummer", "o\tAvslutt samtalen"):
        document.add_paragraph(text)
    for text in ("1. Ring kontoret", "2. Send melding hvis ingen svarer"):
        document.add_paragraph(text)
    document.add_paragraph().add_run("Tekst til meldingen").underline = True
    document.add_paragraph("«Bruker har ringt og ønsker kontakt.»")
    document.add_paragraph("Tlf: [telefonnummer]")
    document.add_paragraph("Etterpå avslutter du samtalen. 1. januar er en dato, og 5 * 3 * 2 er 30.")
    document.add_paragraph("# Ikke en overskrift i Word, men noen skriver den slik")
    document.add_paragraph("Hilsen_fra_oss [her] <b>og</b> &amp; `der`.")
    return saved(document)


def changed(document: Any, xml: str) -> None:
    document.element.body.insert(0, parse_xml(xml))


def rich_document() -> bytes:
    """A document with all that a routine cannot hold."""
    document = docx.Document()
    document.add_heading("Rutine med mye rart", 1)
    paragraph = document.add_paragraph("Dette avsnittet har en kommentar og ")
    document.add_comment(paragraph.runs[0], text="Husk å sjekke tallet", author="Forfatter")
    hidden = paragraph.add_run("skjulte ord")
    hidden.font.hidden = True
    struck = paragraph.add_run(" strøkne ord")
    struck.font.strike = True
    document.add_picture(BytesIO(picture()), width=360_000 * 4)
    for properties in document.element.body.iter(qn("wp:docPr")):
        properties.set("descr", "Skjermbilde av Personkortet")
    document.sections[0].header.paragraphs[0].text = "Intern bruk"
    ns = nsdecls("w")
    changed(
        document,
        f"<w:p {ns}><w:r><w:t>Før </w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>slettet</w:delText></w:r>"
        f"</w:del><w:ins w:id='2' w:author='x'><w:r><w:t>innsatt</w:t></w:r></w:ins></w:p>",
    )
    box = (
        "<v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>Ord i boksen</w:t>"
        "</w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    )
    changed(document, f"<w:p {ns}><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Bred"
    table.cell(0, 2).text = "Smal"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Høy"
    table.cell(1, 1).text, table.cell(2, 1).text = "en", "to"
    return saved(document)


INTRANET = """
<header><nav><ul><li><a href="/">Forsiden</a></li><li>Nyheter</li></ul></nav></header>
<div class="page"><aside class="menu">Meny til venstre</aside>
<main><article><header><h1>Felles - Økonomiske bekymringer</h1></header>
<p>Veilederen gir <strong>bare</strong>generell informasjon, og <a href="https://www.nav.no/okonomi">nav.no/økonomi</a>kan
vises fram.<br>Ikke gi råd om gjeld, jf. <em>sosialtjenesteloven § 17</em>.</p>
<h3>Dette gjør vi ikke</h3><ul><li>lager budsjett<ul><li>heller ikke muntlig</li></ul></li>
<li><p>ringer kreditor</p></li></ul>
<div class="alert alert-info"><p>Tekst til meldingen:</p><p>Bruker ber om å bli ringt opp.</p></div>
<table><tr><th>Tjeneste</th><th colspan="2">Telefon</th></tr>
<tr><td>Økonomirådgivning</td><td>55 55 33 39</td><td>09–15</td></tr></table>
<p><b>Kartleggingsspørsmål</b></p><p>• Hva gjelder det?<br>• Haster det?</p>
<img src="skjerm.png" alt="Slik ser skjermen ut" width="600" height="400">
<script>var hemmelig = 1;</script><!-- redaksjonell merknad --><iframe src="https://video.example/1"></iframe>
<p><a href="javascript:alert(1)">Skriv ut</a></p><p style="display:none">gammel tekst</p><button>Del siden</button>
</article></main></div><footer>Sist endret i går</footer>
"""

KNOWLEDGE = """
<div class="slds-form">
<div class="slds-form-element"><span class="test-id__field-label">Tittel</span>
<div><span class="test-id__field-value">Sosial - Kvalifiseringsprogram KVP - Fravær</span></div></div>
<div class="slds-form-element"><span class="test-id__field-label">Artikkelnummer</span><div>000012345</div></div>
<div class="slds-form-element"><span class="test-id__field-label">Til brukeren</span>
<div><lightning-formatted-rich-text>
<p>Du må si fra til veilederen din hvis du ikke kan møte. Du kan alltid søke på nytt.</p>
</lightning-formatted-rich-text></div></div>
<div class="slds-form-element"><span class="test-id__field-label">Hvem gjør hva</span><div><ul>
<li><strong>NKS</strong> gir generell informasjon</li><li>Nav-kontoret vurderer fraværet</li></ul></div></div>
<div class="slds-form-element"><span class="test-id__field-label">Lovverk</span><div><p>Sosialtjenesteloven § 29 og
forvaltningsloven § 11</p></div></div>
<div class="slds-form-element"><span class="test-id__field-label">Sidemål</span><div><p>Du må seie frå til rettleiaren
din om du ikkje kan møte. Nav-kontoret avgjer kva som skjer.</p></div></div></div>
"""

UGLY = """\ufeff# **Sosial \\- Økonomisk stønad**\r
\r
## **Kartleggingsspørsmål**\r
#### Til veileder\r
Veilederen svarer **alltid**bruker på [siden](https://www.nav.no/sosialhjelp#ulike-situasjoner)eller i chat,\r
og [bruker.navn] skal ikke  sladdes.  \r
\\- Spør når det passer å ringe\r
• Si at Nav-kontoret vurderer søknaden\r
-uten mellomrom\r
\r
* stjerne\r
  + under\r
\r
**Meldingsmal:** Bruker ringte og ønsker kontakt i dag.\r
\r
![Skjermbilde](bilde.png)\r
\r
<!-- huskelapp -->\r
<!-- reviewkit: tillat MAN001 "avklart" til 2027-06-30 -->\r
\r
| a | b |\r
|---|---|\r
| 1<br>2 | x \\| y |\r
\r
<div>Hei <b>der</b></div>\r
"""


def expected(name: str, text: str) -> None:
    """Hold a text against the file that was judged by eye."""
    assert (EXPECTED / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "source", "made"),
    [
        ("styled.md", "Botilbud.docx", styled_document),
        ("handmade.md", "Søknad v3 (endelig).docx", handmade_document),
        ("rich.md", "Rart.docx", rich_document),
        ("intranet.md", "Side.html", lambda: page(INTRANET, "<title>Noe annet | Navet</title>")),
        ("knowledge.md", "Artikkel.htm", lambda: page(KNOWLEDGE, "<title>Knowledge | Salesforce</title>")),
        ("ugly.md", "stygg.md", UGLY.encode),
    ],
)
def test_a_document_becomes_the_routine_that_was_judged_by_eye(
    name: str, source: str, made: Callable[[], bytes], catalogue: Catalogue
) -> None:
    first = imported(made(), source, catalogue)
    expected(name, first.text)
    assert imported(first.text.encode(), f"{first.id}.md", catalogue).text == first.text


def test_all_that_a_word_document_loses_is_reported() -> None:
    lost = {one.kind: one for one in read_document(rich_document(), "r.docx", "r.docx").lost}
    assert set(lost) == {
        "comment", "deleted", "header", "hidden", "image", "inserted", "merged", "struck", "textbox",
    }  # fmt: skip
    assert (lost["image"].text, lost["image"].detail) == ("Skjermbilde av Personkortet", "4.0 x 4.0 cm")
    assert lost["deleted"].text == "slettet"
    assert lost["comment"].text == "Husk å sjekke tallet"


def test_all_that_a_page_loses_is_reported() -> None:
    lost = read_document(page(INTRANET), "s.html", "s.html").lost
    said = {one.kind: one.text for one in lost}
    assert set(said) == {"comment", "form", "frame", "hidden", "image", "link", "merged", "outside", "script"}
    assert said["comment"] == "redaksjonell merknad"
    assert any(one.text == "Sist endret i går" for one in lost)
    assert any(one.detail == "600 x 400, skjerm.png" for one in lost)


def test_fields_of_an_article_that_are_no_sections_are_reported() -> None:
    assert [(one.detail, one.text) for one in read_document(page(KNOWLEDGE), "k.html", "k").lost] == [
        ("Artikkelnummer", "000012345")
    ]


@pytest.mark.parametrize(
    ("inside", "markdown"),
    [
        ("<p><b>Spør om:</b></p><ul><li>navn</li></ul>", "Spør om:\n\n- navn\n"),
        ("<p><b>Avslutning</b></p><p>Hei.</p>", "## Avslutning\n\nHei.\n"),
        ("<h2>A</h2><h5>B</h5><p>b</p><h2>C</h2><p>c</p>", "## A\n\n### B\n\nb\n\n## C\n\nc\n"),
        ("<p>2. januar er siste frist.</p>", "2\\. januar er siste frist.\n"),
        ("<p>1. Ring</p><p>2. Send</p>", "1. Ring\n2. Send\n"),
        ("<p>§ 18 i loven</p>", "§ 18 i loven\n"),
        ("<dl><dt>Frist</dt><dd>To dager</dd></dl>", "Frist\n\nTo dager\n"),
        ("<table><tr><td><h2>Venstre</h2></td><td><p>Høyre</p></td></tr></table>", "## Venstre\n\nHøyre\n"),
        ("<p>Meldingsmal:</p><p>Bruker vil bli ringt.</p>", "Meldingsmal:\n\n```melding\nBruker vil bli ringt.\n```\n"),
        ("<p>Si til bruker:</p><blockquote>Vi ringer.</blockquote>", "Si til bruker:\n\n> Vi ringer.\n"),
    ],
)
def test_what_is_done_by_hand_becomes_what_it_stands_for(inside: str, markdown: str) -> None:
    body = body_of(page(f"<h1>Tittel</h1><p>Først.</p>{inside}"), "a.html")
    assert body == f"# Tittel\n\nFørst.\n\n{markdown}"


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_message_without_a_lead_in_is_no_template(form: str) -> None:
    document = docx.Document()
    document.add_paragraph("Vanlig tekst om rutinen.")
    document.add_table(1, 1).cell(0, 0).text = "Husk å lese rutinen."
    data = saved(document) if form == "docx" else page("<p>Vanlig tekst om rutinen.</p><blockquote>Husk</blockquote>")
    assert "```" not in body_of(data, f"f.{form}")


def test_a_secure_system_is_never_guessed() -> None:
    data = page("<p>Meldingsmal i sikkert fagsystem:</p><blockquote>Bruker søker om nødhjelp.</blockquote>")
    assert "```melding\nBruker søker om nødhjelp.\n```" in body_of(data, "a.html")


def test_footnotes_are_reported_with_their_words() -> None:
    data = BytesIO(styled_document())
    changed_package = BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(changed_package, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link_to = f'<Relationship Id="rIdFoot" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                part = part.replace(b"</Relationships>", link_to.encode())
            if entry.filename == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                part = part.replace(b"</Types>", override.encode())
            new.writestr(entry.filename, part)
        note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>En note.</w:t></w:r></w:p>"
        note += "</w:footnote></w:footnotes>"
        new.writestr("word/footnotes.xml", note)
    lost = read_document(changed_package.getvalue(), "f.docx", "f.docx").lost
    assert ("footnote", "En note.") in {(one.kind, one.text) for one in lost}


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Vi skal ikke vurdere. Brukeren får svar fra kontoret. Spør hva det gjelder.", "nb"),
        ("Vi skal ikkje vurdere. Brukaren får svar frå kontoret. Spør kva det gjeld.", "nn"),
        ("Hei.", None),
        ("Ikke ikkje fra frå hva kva noen nokon.", None),
    ],
)
def test_the_norm_is_said_only_where_it_is_plain(text: str, norm: str | None, catalogue: Catalogue) -> None:
    made = imported(f"# Tittel\n\n{text}\n".encode(), "a.md", catalogue)
    assert (f"spraak: {norm}\n" in made.text) if norm else "spraak" not in made.text


def test_what_would_make_a_review_milder_is_never_filled_in(catalogue: Catalogue) -> None:
    text = "# Dagpenger DP - Intern rutine\n\nDagpenger er en statlig ytelse etter folketrygdloven § 4-3.\n"
    made = imported(text.encode(), "a.md", catalogue)
    assert {"forvaltning", "tjenester", "eier", "status"} <= set(made.missing)
    assert "gjelder:\n  - folketrygdloven § 4-3\n" in made.text
    assert "type" not in made.filled


def test_front_matter_that_stands_there_is_kept_as_it_stands(catalogue: Catalogue) -> None:
    standing = "id: min-rutine\n# merknad\ntittel:   'Min rutine'\neier: Nav kontaktsenter\n"
    made = imported(f"---\n{standing}---\n# Noe annet\n\nTekst.\n".encode(), "a.md", catalogue)
    assert made.text.startswith(f"---\n{standing}---\n")
    assert made.id == "min-rutine"


@pytest.mark.parametrize("bad", ["../../etc/passwd", "C:\\x", "a/b", "", "CON", "x" * 500])
def test_the_name_of_the_file_comes_from_a_sound_id_only(bad: str, catalogue: Catalogue) -> None:
    made = imported(f"---\nid: '{bad}'\n---\n# Trygg tittel\n".encode(), "a.md", catalogue)
    assert made.id == "trygg-tittel"


PLAIN_TEXT = st.text(max_size=80).map(
    lambda text: re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
)
NOISE = st.text(alphabet="ab æ1.:*_-#>|`~[]()<>!\\/&;\"'+=§•–«»", max_size=40)


def survives(words: str, data: bytes, name: str) -> None:
    """Every word of a source stands in the routine or among what was lost; reading it again changes nothing."""
    document = read_document(data, name, name)
    kept = f"{document.title} {plain_of(document.body)} {' '.join(f'{one.text} {one.detail}' for one in document.lost)}"
    assert set(WORD.findall(words)) <= set(WORD.findall(kept))
    again = read_document(document.body.encode(), "igjen.md", "igjen.md")
    assert again.body == document.body


def plain_of(body: str) -> str:
    """A routine's words, as somebody who sees it rendered would read them."""
    from reviewkit.author.importing import _markdown
    from reviewkit.author.importing.tree import text_of

    return text_of(_markdown(body, "x").blocks)


def words_seen(text: str) -> str:
    from reviewkit.author.importing.tree import clean

    return clean(text)


@given(st.lists(st.tuples(st.one_of(PLAIN_TEXT, NOISE), st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_every_word_of_a_word_document_survives(runs: list[tuple[str, bool, bool]]) -> None:
    document = docx.Document()
    document.add_heading("Tittel", 0)
    paragraph = document.add_paragraph()
    for text, bold, fresh in runs:
        paragraph = document.add_paragraph() if fresh else paragraph
        paragraph.add_run(text).bold = bold
    whole = " ".join(words_seen(part.text) for part in document.paragraphs)
    survives(whole, saved(document), "fil.docx")


@given(st.lists(st.tuples(st.sampled_from("p h2 li td b blockquote pre div".split()), NOISE), min_size=1, max_size=6))
def test_every_word_of_a_page_survives(parts: list[tuple[str, str]]) -> None:
    from html import escape

    inside = "".join(f"<{tag}>{escape(text)}</{tag}> " for tag, text in parts)
    survives(" ".join(words_seen(text) for _, text in parts), page(f"<p>Start</p>{inside}"), "side.html")


@given(BODIES)
def test_every_word_of_markdown_survives(body: str) -> None:
    from reviewkit.author.importing import _markdown
    from reviewkit.author.importing.tree import text_of

    survives(text_of(_markdown(body, "x").blocks), body.encode(), "rutine.md")


@settings(max_examples=80)
@given(ANY_TEXT)
def test_any_text_is_read_or_refused_and_what_is_read_is_read_as_itself(text: str) -> None:
    for name in ("a.md", "a.html"):
        try:
            first = read_document(text.encode("utf-8", "replace"), name, name)
        except InputError:
            continue
        assert read_document(first.body.encode(), "b.md", "b.md").body == first.body


def repacked(change: Callable[[zipfile.ZipFile], None], keep: bool = True) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        if keep:
            with zipfile.ZipFile(BytesIO(styled_document())) as old:
                for entry in old.infolist():
                    new.writestr(entry.filename, old.read(entry))
        change(new)
    return stream.getvalue()


def encrypted() -> bytes:
    """A package in which every entry says that it is encrypted."""
    data = bytearray(styled_document())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            struct.pack_into("<H", data, at + offset, struct.unpack_from("<H", data, at + offset)[0] | 1)
            at = data.find(mark, at + 4)
    return bytes(data)


def deep(tag: str, levels: int) -> bytes:
    return page(f"<{tag}>" * levels + "ord" + f"</{tag}>" * levels)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "bomb": ("a.docx", lambda: repacked(lambda new: new.writestr("word/media/a.xml", b"\0" * 30_000_000)), "pakkes ut"),
    "many": (
        "a.docx",
        lambda: repacked(lambda new: [new.writestr(f"x{n}", b"") for n in range(5_000)] and None),
        "deler",
    ),
    "traversal": ("a.docx", lambda: repacked(lambda new: new.writestr("../../ut.xml", b"x")), "navn"),
    "macro": ("a.docx", lambda: repacked(lambda new: new.writestr("word/vbaProject.bin", b"x")), "makro"),
    "docm": ("a.docm", styled_document, "makro"),
    "dtd": (
        "a.docx",
        lambda: repacked(
            lambda new: new.writestr("word/x.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
        ),
        "entiteter",
    ),
    "dtd in utf-16": (
        "a.docx",
        lambda: repacked(lambda new: new.writestr("word/x.xml", "<!DOCTYPE a []><a/>".encode("utf-16"))),
        "entiteter",
    ),
    "no word": ("a.docx", lambda: repacked(lambda new: new.writestr("a.txt", b"x"), keep=False), "ikke et Word"),
    "odt": (
        "a.docx",
        lambda: repacked(lambda new: new.writestr("mimetype", b"application/vnd.oasis.opendocument.text"), keep=False),
        "OpenDocument",
    ),
    "no zip": ("a.docx", lambda: b"hei", "ikke et Word"),
    "cut off": ("a.docx", lambda: styled_document()[:3_000], "skadet"),
    "encrypted zip": ("a.docx", encrypted, "passord"),
    "password": ("a.docx", lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "passord"),
    "old format": ("a.doc", lambda: OLE + b"\0" * 600, "gamle Word-formatet"),
    "old format renamed": ("a.docx", lambda: OLE + b"\0" * 600, "gamle Word-formatet"),
    "pdf": ("a.pdf", lambda: b"%PDF-1.7", "PDF"),
    "pdf renamed": ("a.html", lambda: b"%PDF-1.7", "PDF"),
    "binary": ("a.md", lambda: b"abc\0\0\0", "ikke en tekstfil"),
    "empty": ("a.md", lambda: b"", "tom"),
    "no text": ("a.html", lambda: page("<script>1</script>"), ""),
    "other": ("a.xlsx", lambda: b"x", "format"),
    "large md": ("a.md", lambda: b"a" * 1_000_001, "for stor"),
    "not utf-8": ("a.md", lambda: b"# a\n\xe6\n", "UTF-8"),
    "html entity": ("a.html", lambda: b'<!DOCTYPE html [<!ENTITY x "y">]><p>&x;</p>', "entiteter"),
    "deep html": ("a.html", lambda: deep("div", 5_000), "nøstet"),
    "deep lists": ("a.html", lambda: deep("ul><li", 120).replace(b"</ul><li>", b"</li></ul>"), "dypere"),
    "deep quotes": ("a.md", lambda: b"> " * 200 + b"ord", "dypere"),
    "wide table": ("a.html", lambda: page("<table><tr><td colspan=1000000000>a<td>b</table>"), "kolonner"),
    "many elements": ("a.html", lambda: page("<i>a</i>" * 41_000), "elementer"),
}


@pytest.mark.parametrize("case", [name for name in HOSTILE if name != "no text"])
def test_a_hostile_or_wrong_file_is_refused_with_a_reason(case: str) -> None:
    name, made, reason = HOSTILE[case]
    with pytest.raises(InputError) as error:
        read_document(made(), name, name)
    assert reason in error.value.message


def test_a_table_of_very_many_cells_is_refused() -> None:
    document = docx.Document()
    body = document.element.body
    row = parse_xml(f"<w:tr {nsdecls('w')}>{'<w:tc><w:p/></w:tc>' * 50}</w:tr>")
    table = parse_xml(f"<w:tbl {nsdecls('w')}/>")
    from copy import deepcopy

    for _ in range(450):
        table.append(deepcopy(row))
    body.insert(0, table)
    with pytest.raises(InputError, match="avsnitt og celler"):
        read_document(saved(document), "a.docx", "a.docx")


def test_a_file_too_large_is_refused_before_it_is_read(run: Run, in_folder: Path) -> None:
    with (in_folder / "stor.docx").open("wb") as stream:
        stream.truncate(200_000_000)
    outcome = run("import", "stor.docx")
    assert outcome.code == 2
    assert "200.0 MB" in outcome.out
    assert not (in_folder / "routines").exists()


def test_lists_and_boxes_at_their_limits_are_still_read() -> None:
    assert body_of(deep("div", 60), "a.html").endswith("ord\n")
    assert guards.MAX_FILE == 50_000_000


def test_import_writes_reports_and_counts_the_findings(run: Run, in_folder: Path) -> None:
    (in_folder / "Botilbud.docx").write_bytes(styled_document())
    outcome = run("import", "Botilbud.docx", "--today", "2026-12-01")
    assert outcome.code == 0
    assert (in_folder / "routines" / "sosial-midlertidig-botilbud.md").read_bytes() == (
        (EXPECTED / "styled.md").read_bytes()
    )
    assert "Botilbud.docx: skrevet til routines/sosial-midlertidig-botilbud.md" in outcome.out
    assert "mangler, fyll ut øverst i filen: eier, status, gyldig_fra, revideres_innen" in outcome.out
    assert "reviewkit check routines/sosial-midlertidig-botilbud.md" in outcome.out
    checked = run("check", "routines", "--format", "json", "--today", "2026-12-01")
    assert f"gjennomgangen gir {len(json.loads(checked.out)['findings'])} funn" in outcome.out


@pytest.mark.parametrize(("lang", "word"), [("nb", "Neste steg"), ("nn", "manglar"), ("en", "Next step")])
def test_the_report_is_in_the_language_asked_for(lang: str, word: str, run: Run, in_folder: Path) -> None:
    (in_folder / "a.md").write_bytes(UGLY.encode())
    assert word in run("import", "a.md", "--lang", lang).out


def test_the_report_is_data_too(run: Run, in_folder: Path) -> None:
    (in_folder / "rart.docx").write_bytes(rich_document())
    (in_folder / "tull.docx").write_bytes(b"tull")
    outcome = run("import", "rart.docx", "tull.docx", "--format", "json", "--to", "ut")
    assert outcome.code == 2
    document = json.loads(outcome.out)
    assert document["schema"] == "reviewkit.import/1"
    good, bad = document["files"]
    assert (good["status"], good["target"], bad["status"]) == ("written", "ut/rutine-med-mye-rart.md", "refused")
    assert "slettet" in [one["text"] for one in good["not_carried_over"]]


def test_importing_twice_changes_nothing(run: Run, in_folder: Path) -> None:
    (in_folder / "a.html").write_bytes(page(INTRANET))
    assert run("import", "a.html").code == 0
    target = next((in_folder / "routines").glob("*.md"))
    before = target.read_bytes()
    assert "er alt lik" in run("import", "a.html").out
    assert "er alt lik" in run("import", target.relative_to(in_folder).as_posix()).out
    assert target.read_bytes() == before
    assert len(list(target.parent.iterdir())) == 1


def test_a_routine_that_exists_is_kept_without_force_and_backed_up_with_it(run: Run, in_folder: Path) -> None:
    (in_folder / "a.md").write_text("# En rutine\n\nNy tekst.\n", encoding="utf-8")
    target = in_folder / "routines" / "en-rutine.md"
    target.parent.mkdir()
    target.write_text("gammel 1", encoding="utf-8")
    refused = run("import", "a.md")
    assert (refused.code, target.read_text(encoding="utf-8")) == (2, "gammel 1")
    assert "--force" in refused.out
    assert run("import", "a.md", "--force").code == 0
    target.write_text("gammel 2", encoding="utf-8")
    assert "en-rutine.md.bak.2" in run("import", "a.md", "--force").out
    assert target.with_name("en-rutine.md.bak").read_text(encoding="utf-8") == "gammel 1"
    assert target.with_name("en-rutine.md.bak.2").read_text(encoding="utf-8") == "gammel 2"


def test_what_git_keeps_needs_no_backup(run: Run, in_folder: Path) -> None:
    (in_folder / "a.md").write_text("# En rutine\n\nNy tekst.\n", encoding="utf-8")
    target = in_folder / "routines" / "en-rutine.md"
    target.parent.mkdir()
    target.write_text("gammel", encoding="utf-8")
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (("init", "-q"), ("add", "routines"), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=in_folder, check=True, capture_output=True)
    assert "ligger i git" in run("import", "a.md", "--force").out
    assert [path.name for path in target.parent.iterdir()] == ["en-rutine.md"]
    target.write_text("gammel, men endret", encoding="utf-8")
    assert ".bak" in run("import", "a.md", "--force").out


def test_a_link_in_the_place_of_the_routine_is_not_followed(run: Run, in_folder: Path) -> None:
    (in_folder / "a.md").write_text("# En rutine\n", encoding="utf-8")
    (in_folder / "routines").mkdir()
    (in_folder / "utenfor.md").write_text("rør ikke", encoding="utf-8")
    (in_folder / "routines" / "en-rutine.md").symlink_to(in_folder / "utenfor.md")
    assert run("import", "a.md", "--force").code == 2
    assert (in_folder / "utenfor.md").read_text(encoding="utf-8") == "rør ikke"


def test_two_files_that_give_one_id_do_not_overwrite_each_other(run: Run, in_folder: Path) -> None:
    for name in ("a", "b"):
        (in_folder / f"{name}.md").write_text(f"# En rutine\n\nTekst {name}.\n", encoding="utf-8")
    outcome = run("import", "a.md", "b.md", "--force")
    assert outcome.code == 2
    assert "samme id" in outcome.out
    assert "Tekst a" in (in_folder / "routines" / "en-rutine.md").read_text(encoding="utf-8")


def test_interactive_asks_for_what_is_missing(run: Run, in_folder: Path) -> None:
    (in_folder / "a.docx").write_bytes(styled_document())
    answers = "Nav kontaktsenter, fagansvar\nferdig\nutkast\n2026-12-01\n2027-12-01\n"
    outcome = run("import", "a.docx", "--interactive", "--today", "2026-12-01", given=answers.encode())
    text = next((in_folder / "routines").glob("*.md")).read_text(encoding="utf-8")
    assert "status: utkast\ngyldig_fra: 2026-12-01\nrevideres_innen: 2027-12-01\n" in text
    assert "Svaret passer ikke" in outcome.err
    assert "mangler, fyll ut" not in outcome.out


def test_a_missing_package_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)
    with pytest.raises(UsageError, match=r"reviewkit\[import\]"):
        read_document(page("<p>x</p>"), "a.html", "a.html")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "routines").glob("*.md")))
def test_a_clean_routine_is_left_as_it_is(name: str, catalogue: Catalogue) -> None:
    data = (ROOT / "routines" / name).read_bytes()
    made = imported(data, name, catalogue)
    assert made.id == name.removesuffix(".md")
    assert made.missing == ()
    assert words_seen(made.text).split() == words_seen(data.decode()).split()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_document_made_by_libreoffice_becomes_the_same_routine(tmp_path: Path, catalogue: Catalogue) -> None:
    source = tmp_path / "fra-libreoffice.html"
    source.write_bytes(
        page(
            "<h1>Mellombels butilbod</h1><p>Brukaren skal ikkje vente. Sjå <a href='https://www.nav.no'>nav.no</a>.</p>"
            "<h2>Kven gjer kva</h2><ul><li>NKS gir generell informasjon<ul><li>også munnleg</li></ul></li>"
            "<li>Nav-kontoret avgjer</li></ul><ol><li>Ring</li><li>Set over</li></ol>"
            "<table border=1><tr><th>Kva</th><th>Kven</th></tr><tr><td>Brann</td><td>110</td></tr></table>"
            "<p><b>Meldingsmal:</b></p><table border=1><tr><td>Brukar vil bli ringt opp.</td></tr></table>"
        )
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    expected("libreoffice.md", imported((tmp_path / "fra-libreoffice.docx").read_bytes(), "x.docx", catalogue).text)
