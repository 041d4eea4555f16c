"""A report as PDF/UA: tagged, with title, language and bookmarks, the same bytes for the same document everywhere.

The document goes to Typst as data and a template (`templates/report.typ`, or one's own) lays it out, so that no word of
a routine is ever markup there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewkit.model import UsageError
from reviewkit.report.documents.pdf_data import Writer
from reviewkit.report.documents.printed import day_of
from reviewkit.report.documents.tree import Document
from reviewkit.report.documents.wording import Wording

if TYPE_CHECKING:
    from typst import TypstError

NAME = "report.typ"
OWN = Path(__file__).parent / "templates"
STANDARD = "ua-1"
ROUNDS = 4
"""How often the report is set anew without the characters that no font has."""

PLACE = re.compile(r"(?:[┌╭]─|-->)\s*(?:.*[/\\])?([^/\\:]+):(\d+):\d+")
NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def render(document: Document, wording: Wording, templates: Path | None = None) -> bytes:
    """The report as PDF; `templates` is a folder that may hold a `report.typ` of one's own, and fonts.

    Characters that no font has are shown as �. A template that fails raises UsageError with its file and line.
    """
    import typst

    template = _template(templates)
    data = json.dumps(Writer(document, wording).document(), ensure_ascii=False)
    compile_pdf: Callable[..., Any] = partial(
        typst.compile,
        template,
        root=template.parent,
        font_paths=[templates] if templates else [],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=day_of(document),
    )
    for _ in range(ROUNDS):
        try:
            file: bytes = compile_pdf(sys_inputs={"document": data})
            return file
        except typst.TypstError as error:
            failed = error
            missing = _without_glyph(error)
        fewer = data
        for characters in missing:
            fewer = fewer.replace(characters, "�")
        if fewer == data:
            break
        data = fewer
    raise _failure(failed, template) from failed


def _template(folder: Path | None) -> Path:
    if folder is None:
        return OWN / NAME
    if not folder.is_dir():
        raise UsageError("mappen med maler finnes ikke; skriv en mappe, eller utelat valget", str(folder))
    own = folder / NAME
    return own if own.is_file() and own.resolve().is_relative_to(folder.resolve()) else OWN / NAME


def _without_glyph(error: TypstError) -> list[str]:
    """The characters that an error says no font can show, longest first, so that none is broken by another."""
    names = set(NO_GLYPH.findall(error.diagnostic))
    found = {ESCAPED.sub(lambda part: chr(int(part[1], 16)) if part[1] else part[2], name) for name in names}
    return sorted((characters for characters in found if not characters.isascii()), key=lambda it: (-len(it), it))


def _failure(error: TypstError, template: Path) -> UsageError:
    place = PLACE.search(error.diagnostic)
    file = template.parent / place[1] if place else template
    hints = f" ({'; '.join(error.hints)})" if error.hints else ""
    return UsageError(
        f"malen kan ikke settes av Typst: {error.message}{hints}; rett malen, eller fjern den for å bruke den som "
        "følger med",
        str(file),
        int(place[2]) if place else 0,
    )
