"""A report as a Word document that people go on writing in: real headings, lists, tables and fields, and the same bytes
for the same document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from reviewkit.model import UsageError
from reviewkit.report.documents.docx_blocks import Blocks
from reviewkit.report.documents.docx_parts import Element, el, field, paragraph, repacked, run
from reviewkit.report.documents.docx_styles import Numbering, Styles
from reviewkit.report.documents.printed import REGIONS, Item, day_of, listed, spreads, visible
from reviewkit.report.documents.tree import Document
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line

PAPER = (11906, 16838)
MARGIN = 1304
"""A4 and its margins, in twentieths of a point."""

LONGEST = 255
"""What a property of a file may hold."""

AUTHOR = "reviewkit"


def render(document: Document, wording: Wording, base: Path | None = None) -> bytes:
    """The report as a Word document; `base` is one of one's own whose styles, margins and page heads are used.

    Raises UsageError where `base` is no Word document.
    """
    document = listed(document)
    if base is None:
        return _rendered(document, wording, None)
    try:
        return _rendered(document, wording, base)
    except (OpcError, BadZipFile, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError) as error:
        raise UsageError(
            "filen er ikke et Word-dokument (.docx) som kan brukes som mal; lagre den på nytt fra Word, eller utelat "
            "valget",
            str(base),
        ) from error


def _rendered(document: Document, wording: Wording, base: Path | None) -> bytes:
    file = _opened(base)
    lang = f"{document.lang}-{REGIONS[document.lang]}"
    styles = Styles(file, lang, own=base is not None)
    sheet = _sheet(file, own=base is not None)
    _head_and_foot(file, document, wording, styles)
    _properties(file, document, lang)
    blocks = Blocks(document, wording, styles, Numbering(file), _relate(file))
    _fill(file, document, wording, blocks, sheet)
    saved = BytesIO()
    file.save(saved)
    return repacked(saved.getvalue())


def _opened(base: Path | None) -> Any:
    file = docx.Document(None if base is None else str(base))
    for element in list(file.element.body):
        if element.tag != qn("w:sectPr"):
            file.element.body.remove(element)
    relations = file.part.package.rels
    for name in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(name)
    return file


def _sheet(file: Any, *, own: bool) -> tuple[int, int]:
    """How broad the text is on an upright page and on a turned one, in twentieths of a point."""
    section = file.sections[0]
    properties = section._sectPr
    if not own:
        for tag in ("w:pgSz", "w:pgMar", "w:cols", "w:docGrid"):
            for found in properties.findall(qn(tag)):
                properties.remove(found)
        margins = dict.fromkeys(("left", "right", "bottom"), MARGIN)
        properties.append(el("pgSz", w=PAPER[0], h=PAPER[1]))
        properties.append(el("pgMar", top=1474, header=680, footer=624, gutter=0, **margins))
    width, height = (
        _twips(size, paper) for size, paper in zip((section.page_width, section.page_height), PAPER, strict=True)
    )
    aside = sum(_twips(side, MARGIN) for side in (section.left_margin, section.right_margin))
    short, long = sorted((width, height))
    return max(short - aside, 2000), max(long - aside, 2000)


def _twips(length: Any, otherwise: int) -> int:
    return int(length.twips) if length else otherwise


def _head_and_foot(file: Any, document: Document, wording: Wording, styles: Styles) -> None:
    section = file.sections[0]
    title, status = one_line(document.title, 90), visible(document.status)
    head = [run(f"{title}   "), run(status, el("b"))] if status else [run(title)]
    page, pages = field("PAGE", "1"), field("NUMPAGES", "1")
    before, between, after = re.split("[\0\1]", wording("print.page", page="\0", pages="\1"))
    foot = [run(before), *page, run(between), *pages, run(after)]
    for part, style, content in ((section.header, "header", head), (section.footer, "footer", foot)):
        holder = part._element if not part.is_linked_to_previous else _added(part)
        made = paragraph(styles(style), content)
        if not "".join(holder.itertext()).strip() and holder.find(f".//{qn('w:drawing')}") is None:
            for old in list(holder):
                holder.remove(old)
        holder.append(made)


def _added(part: Any) -> Element:
    part.is_linked_to_previous = False
    return part._element


def _properties(file: Any, document: Document, lang: str) -> None:
    about, day = file.core_properties, day_of(document).replace(tzinfo=None)
    about.title = one_line(document.title, LONGEST)
    about.subject = one_line(document.subtitle, LONGEST)
    about.author = about.last_modified_by = AUTHOR
    about.created = about.modified = about.last_printed = day
    about.language, about.revision = lang, 1
    about.comments = about.keywords = about.category = about.version = ""
    about.identifier = visible(document.name)[:LONGEST]
    about.content_status = one_line(document.status, LONGEST)
    for found in file.settings.element.findall(qn("w:themeFontLang")):
        found.set(qn("w:val"), lang)


def _relate(file: Any) -> Callable[[str], str]:
    return lambda address: str(file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _fill(file: Any, document: Document, wording: Wording, blocks: Blocks, sheet: tuple[int, int]) -> None:
    """The body: upright and turned pages, each in a section of its own."""
    last = file.element.body.find(qn("w:sectPr"))
    content, wide = blocks.front(sheet[0]), False
    for spread in spreads(document, wording):
        if spread.wide != wide:
            _close(last, content, wide=wide)
            content, wide = [], spread.wide
        content += _written(spread.items, blocks, sheet[spread.wide])
    for element in content:
        last.addprevious(element)
    _turn(last, wide=wide)


def _written(items: Sequence[Item], blocks: Blocks, width: int) -> list[Element]:
    return [element for item in items for element in blocks.write(item, width)]


def _close(last: Element, content: list[Element], *, wide: bool) -> None:
    """Ends a section of pages in its last paragraph, so that no empty page follows."""
    for element in content:
        last.addprevious(element)
    end = last.getprevious()
    ending = deepcopy(last)
    _turn(ending, wide=wide)
    if end.find(qn("w:pPr")) is None:
        end.insert(0, el("pPr"))
    end.find(qn("w:pPr")).append(ending)


def _turn(section: Element, *, wide: bool) -> None:
    size = section.find(qn("w:pgSz"))
    if size is None:
        size = el("pgSz", w=PAPER[0], h=PAPER[1])
        margins = section.find(qn("w:pgMar"))
        section.append(size) if margins is None else margins.addprevious(size)
    short, long = sorted(int(size.get(qn(f"w:{side}"), PAPER[0])) for side in "wh")
    size.set(qn("w:w"), str(long if wide else short))
    size.set(qn("w:h"), str(short if wide else long))
    if wide:
        size.set(qn("w:orient"), "landscape")
    elif size.get(qn("w:orient")):
        del size.attrib[qn("w:orient")]
