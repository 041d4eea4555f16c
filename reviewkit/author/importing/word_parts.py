"""What a Word document holds beside its body: comments, notes, headers and embedded files, all of it only reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from reviewkit.author.importing.tree import Kind, Lost, clean

_KINDS: dict[str, Kind] = {
    "comments": "comment", "footnotes": "footnote", "endnotes": "footnote", "header": "header", "footer": "header",
}  # fmt: skip
_ENTRIES = {"comments": "w:comment", "footnotes": "w:footnote", "endnotes": "w:endnote"}
_OBJECTS = ("oleObject", "package", "control", "aFChunk", "chart", "diagramData", "video", "audio", "attachedTemplate")
_EMU = 360_000


def image(element: Any) -> Lost:
    """A picture with its alternative text and its size in centimetres."""
    properties = next(element.iter(qn("wp:docPr")), None)
    extent = next(element.iter(qn("wp:extent")), None)
    text = (properties.get("descr") or properties.get("title") or "") if properties is not None else ""
    size = ""
    if extent is not None:
        sides = [extent.get(side, "") for side in ("cx", "cy")]
        if all(side.isdigit() and len(side) < 12 for side in sides):
            size = " x ".join(f"{int(side) / _EMU:.1f}" for side in sides) + " cm"
    return Lost("image", " ".join(clean(text).split()), size)


def lost_parts(part: Any) -> list[Lost]:
    """Everything of note in the parts beside the body."""
    found: list[Lost] = []
    seen: set[str] = set()
    for link in part.rels.values():
        kind = link.reltype.rpartition("/")[2]
        if link.is_external:
            if kind in _OBJECTS:
                found.append(Lost("object", "", f"{kind}: {link.target_ref}"[:200]))
            continue
        name = str(link.target_part.partname)
        if name in seen:
            continue
        seen.add(name)
        if kind in _KINDS:
            found += [Lost(_KINDS[kind], text) for text in _texts(link.target_part, kind)]
        elif kind in _OBJECTS:
            found.append(Lost("object", "", name.rpartition("/")[2]))
    return sorted(found, key=lambda lost: lost.kind)


def _texts(part: Any, kind: str) -> Iterator[str]:
    try:
        root = parse_xml(part.blob)
    except Exception:  # a damaged part beside the body is no reason to refuse the body
        yield "?"
        return
    entries = root.iterchildren(qn(_ENTRIES[kind])) if kind in _ENTRIES else [root]
    for entry in entries:
        paragraphs = [
            "".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in entry.iter(qn("w:p"))
        ]
        words = " ".join(clean(" ".join(paragraphs)).split())
        if words:
            yield words
