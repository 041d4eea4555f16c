"""The words of a Word paragraph: runs, links, fields and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml.ns import qn

from reviewkit.author.importing.tree import HARD, Kind, Lost, Run, Runs, clean
from reviewkit.author.importing.word_parts import image
from reviewkit.author.importing.word_styles import Shape, Styles

THROUGH = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:dir", "w:bdo"))
)
"""Elements that only surround others."""

REMOVED = frozenset(map(qn, ("w:del", "w:moveFrom")))
_ADDED = frozenset(map(qn, ("w:ins", "w:moveTo")))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML_TITLE = "{urn:schemas-microsoft-com:office:office}title"
_LINK = re.compile(r"""HYPERLINK\s+(?:\\l\s+)?"([^"]*)\"""")
_GRAPHIC = re.compile(r"/(chart|diagram)\Z")
_UNSEEN: tuple[tuple[str, Kind], ...] = (("w:vanish", "hidden"), ("w:strike", "struck"), ("w:dstrike", "struck"))
_INLINE = {qn("w:tab"): " ", qn("w:cr"): HARD, qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}


def deleted(element: Any) -> Iterator[Lost]:
    """The words that a tracked change takes away."""
    text = "".join(part.text or "" for part in element.iter(qn("w:delText"), qn("w:t")))
    if text.strip():
        yield Lost("deleted", " ".join(clean(text).split()))


class Words:
    """The runs of one paragraph, with what is lost of it and the text boxes that hang on it.

    `target` tells where a hyperlink leads to.
    """

    def __init__(self, styles: Styles, shape: Shape, target: Callable[[Any], str]) -> None:
        self.lost: list[Lost] = []
        self.boxes: list[Any] = []
        self._styles = styles
        self._shape = shape
        self._target = target
        self._fields: list[list[str]] = []

    def read(self, paragraph: Any) -> Runs:
        """The runs of a `w:p`."""
        return _underlined_as_bold(paragraph, tuple(self._below(paragraph, "")))

    def _below(self, parent: Any, link: str) -> Iterator[Run]:
        for child in parent.iterchildren():
            tag = child.tag
            if tag == qn("w:r"):
                yield from self._run(child, link)
            elif tag == qn("w:hyperlink"):
                yield from self._below(child, self._target(child) or link)
            elif tag == qn("w:fldSimple"):
                found = _LINK.search(child.get(qn("w:instr"), ""))
                yield from self._below(child, found[1] if found and not found[0].count("\\l") else link)
            elif tag in THROUGH:
                if tag in _ADDED:
                    self._inserted(child)
                yield from self._below(child, link)
            elif tag in REMOVED:
                self.lost += deleted(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                text = "".join(part.text or "" for part in child.iter(f"{_MATH}t"))
                self.lost.append(Lost("math", text))
                yield Run(clean(text))

    def _inserted(self, element: Any) -> None:
        text = clean("".join(part.text or "" for part in element.iter(qn("w:t"))))
        if text.strip():
            self.lost.append(Lost("inserted", " ".join(text.split())))

    def _run(self, run: Any, link: str) -> Iterator[Run]:
        text = "".join(self._texts(run))
        if not text:
            return
        text = clean(text)
        for tag, kind in _UNSEEN:
            if self._styles.run_is(run, tag):
                if text.strip():
                    self.lost.append(Lost(kind, " ".join(text.split())))
                return
        field = next((one[1] for one in reversed(self._fields) if one[1]), "")
        bold = self._styles.run_is(run, "w:b") or (self._shape.bold and run.find(f"{qn('w:rPr')}/{qn('w:b')}") is None)
        yield Run(text, bold, self._styles.run_is(run, "w:i"), link or field)

    def _texts(self, run: Any) -> Iterator[str]:
        for child in run.iter():
            tag = child.tag
            if tag == qn("w:txbxContent"):
                continue
            if any(above.tag in (_FALLBACK, qn("w:txbxContent")) for above in _above(child, run)):
                continue
            if tag == qn("w:t"):
                if self._in_result():
                    yield child.text or ""
            elif tag in _INLINE:
                yield _INLINE[tag]
            elif tag == qn("w:br"):
                yield HARD if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
            elif tag == qn("w:sym"):
                yield "• "
            elif tag == qn("w:fldChar"):
                self._field(child.get(qn("w:fldCharType")))
            elif tag == qn("w:instrText") and self._fields:
                found = _LINK.search(child.text or "")
                self._fields[-1][1] = found[1] if found and "\\l" not in found[0] else self._fields[-1][1]
            else:
                self._drawn(child)

    def _in_result(self) -> bool:
        return all(state == "separate" for state, _ in self._fields)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["begin", ""])
        elif self._fields and kind == "separate":
            self._fields[-1][0] = "separate"
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawn(self, element: Any) -> None:
        """What is no text: pictures, boxes and objects."""
        local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if local in ("inline", "anchor") and next(element.iter(qn("pic:pic")), None) is not None:
            self.lost.append(image(element))
        elif local == "imagedata":
            self.lost.append(Lost("image", element.get(_VML_TITLE, "")))
        elif local in ("OLEObject", "control"):
            self.lost.append(Lost("object", "", element.get("ProgID", local)))
        elif local == "graphicData" and _GRAPHIC.search(element.get("uri", "")):
            self.lost.append(Lost("object", "", element.get("uri", "").rpartition("/")[2]))
        for box in element.iterchildren(qn("w:txbxContent")):
            self.boxes.append(box)


def _above(element: Any, top: Any) -> Iterator[Any]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _underlined_as_bold(element: Any, runs: Runs) -> Runs:
    """A line that is underlined from end to end is emphasised as one in bold is."""
    written = [run for run in element.iter(qn("w:r")) if any((text.text or "").strip() for text in run.iter(qn("w:t")))]
    lines = [run.find(f"{qn('w:rPr')}/{qn('w:u')}") for run in written]
    if not lines or any(line is None or line.get(qn("w:val")) == "none" for line in lines) or any(r.link for r in runs):
        return runs
    return tuple(Run(run.text, True, run.italic, run.link) for run in runs)
