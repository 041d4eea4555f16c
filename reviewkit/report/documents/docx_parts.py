"""The parts that a Word document is put together of: elements in the order that the schema asks for, and a file whose
bytes depend on nothing but its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from msgspec import Struct

Element = Any
"""An element of lxml, which has no types of its own."""

RUN_ORDER = tuple(
    "rStyle rFonts b bCs i iCs caps smallCaps strike noProof webHidden color spacing sz szCs highlight u bdr shd "
    "vertAlign rtl lang".split()
)
PARAGRAPH_ORDER = tuple(
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr".split()
)
TIMELESS = (1980, 1, 1, 0, 0, 0)
UNIX = 3


def el(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the main namespace with its children; attributes are of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def properties(tag: str, order: Sequence[str], parts: Iterable[Element]) -> list[Element]:
    """The element of properties with its parts in the order of the schema; none where there are no parts."""
    found = sorted(parts, key=lambda part: order.index(part.tag.rpartition("}")[2]))
    return [el(tag, *found)] if found else []


def run(text: str, *parts: Element) -> Element:
    """Words with their properties; a line break in them is a line break."""
    made = el("r", *properties("rPr", RUN_ORDER, parts))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(el("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                made.append(el("tab"))
            if piece:
                made.append(words(piece))
    return made


def words(text: str, tag: str = "t") -> Element:
    """Text in which every space counts."""
    made = el(tag)
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def field(instruction: str, shown: str, *parts: Element) -> list[Element]:
    """A field with what it shows until it is counted anew."""
    return [*field_start(instruction), run(shown, *parts), field_end()]


def field_start(instruction: str) -> list[Element]:
    """What comes before the content of a field."""
    return [
        el("r", el("fldChar", fldCharType="begin")),
        el("r", words(f" {instruction} ", "instrText")),
        el("r", el("fldChar", fldCharType="separate")),
    ]


def field_end() -> Element:
    """What comes after the content of a field."""
    return el("r", el("fldChar", fldCharType="end"))


def paragraph(style: str, content: Iterable[Element], *parts: Element) -> Element:
    """A paragraph in a style, by the id of the style, with properties of its own."""
    return el("p", *properties("pPr", PARAGRAPH_ORDER, (el("pStyle", val=style), *parts)), *content)


def shade(color: str) -> Element:
    """A background."""
    return el("shd", val="clear", color="auto", fill=color)


def edge(side: str, color: str, size: int = 4, space: int = 0, kind: str = "single") -> Element:
    """One side of a border, its width in eighths of a point."""
    return el(side, val=kind, sz=size, space=space, color=color)


class Sheet(Struct, frozen=True):
    """A table as it is laid out: rows of cells, each the paragraphs and the fill of a cell; the first row is the head.

    `widths` are in twentieths of a point.
    """

    caption: str
    description: str
    widths: tuple[int, ...]
    rows: Sequence[Sequence[tuple[list[Element], str]]]


def table(sheet: Sheet, line: str, rule: str) -> Element:
    """A table with a head that is repeated on every page, rows that no page cuts, and words for those who hear it."""
    made = el(
        "tbl",
        el(
            "tblPr",
            el("tblW", w=sum(sheet.widths), type="dxa"),
            el("tblBorders", *(edge(side, line) for side in ("bottom", "insideH"))),
            el("tblLayout", type="fixed"),
            el(
                "tblCellMar",
                *(
                    el(side, w=width, type="dxa")
                    for side, width in (("top", 50), ("left", 85), ("bottom", 50), ("right", 85))
                ),
            ),
            el("tblLook", val="06A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
            el("tblCaption", val=sheet.caption),
            *([el("tblDescription", val=sheet.description)] if sheet.description else []),
        ),
        el("tblGrid", *(el("gridCol", w=width) for width in sheet.widths)),
    )
    for number, cells in enumerate(sheet.rows):
        head = [el("tblHeader")] if number == 0 else []
        row = el("tr", el("trPr", el("cantSplit"), *head))
        for width, (content, fill) in zip(sheet.widths, cells, strict=True):
            below = [el("tcBorders", edge("bottom", rule, 12))] if number == 0 else []
            look = [*below, *([shade(fill)] if fill else [])]
            row.append(el("tc", el("tcPr", el("tcW", w=width, type="dxa"), *look, el("vAlign", val="top")), *content))
        made.append(row)
    return made


def content_control(identity: int, tag: str, title: str, content: Element, *, empty: bool) -> Element:
    """A field for plain text of several lines, in a paragraph; an empty one gives way to what is written in it."""
    return el(
        "sdt",
        el(
            "sdtPr",
            el("alias", val=title),
            el("tag", val=tag),
            el("id", val=identity),
            *([el("showingPlcHdr")] if empty else []),
            el("text", multiLine=1),
        ),
        el("sdtContent", content),
    )


def repacked(file: bytes) -> bytes:
    """The same parts in a fixed order, with a fixed date and the rights of no machine."""
    target = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(target, "w") as packed:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name)
        ):
            entry = ZipInfo(name, TIMELESS)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, source.read(name), compresslevel=6)
    return target.getvalue()
