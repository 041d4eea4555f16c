"""The styles of a report in Word: those of one's own file are left as they are, and what it lacks is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart
from msgspec import Struct

from reviewkit.report.documents.docx_parts import PARAGRAPH_ORDER, RUN_ORDER, Element, edge, el, properties, shade

FONT, MONO = "Calibri", "Consolas"
INK, ACCENT, MUTED, HAIR = "1C2530", "17395C", "55606D", "C9D0D8"
DEEP: Mapping[str, str] = {"error": "9C1F1B", "warning": "7A4F00", "info": "1B568C", "good": "1B6238"}
PALE: Mapping[str, str] = {"error": "FBE6E3", "warning": "FFF0CC", "info": "E4EFFA", "good": "E3F3E8"}
WEIGHTS = ("", "EAF1F8", "C8DBEC", "8FB4D6", ACCENT)
SERIES = (ACCENT, "D08A1D", "7FA6C9", "8D8D8D", "4F7F5B")
BODY_TEXT = 10
"""The level that is no heading's."""

BULLETS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>{}'
)
NUMBERS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>{}'
)
INDENT = '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl>'
NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Look(Struct, frozen=True):
    """What a style looks like: size in half points, space before and after in twentieths of a point."""

    size: int = 0
    color: str = ""
    bold: bool = False
    italic: bool = False
    font: str = ""
    before: int = 0
    after: int = 120
    line: int = 264
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep: bool = False
    level: int = 0
    bar: str = ""
    fill: str = ""
    box: bool = False
    align: str = ""
    tabs: tuple[int, ...] = ()
    based: str = "Normal"

    def of_runs(self) -> list[Element]:
        parts = []
        if self.font:
            parts.append(fonts(self.font))
        if self.bold:
            parts.append(el("b"))
        if self.italic:
            parts.append(el("i"))
        if self.color:
            parts.append(el("color", val=self.color))
        if self.size:
            parts += [el("sz", val=self.size), el("szCs", val=self.size)]
        return properties("rPr", RUN_ORDER, parts)

    def of_paragraphs(self) -> list[Element]:
        parts = [el("spacing", before=self.before, after=self.after, line=self.line, lineRule="auto")]
        if self.keep:
            parts += [el("keepNext"), el("keepLines")]
        if self.left or self.hanging:
            parts.append(el("ind", left=self.left, right=self.right, hanging=self.hanging))
        if self.bar:
            parts.append(el("pBdr", edge("left", self.bar, 18, 8)))
        if self.box:
            parts.append(el("pBdr", *(edge(side, MUTED, 6, 5) for side in ("top", "left", "bottom", "right"))))
        if self.fill:
            parts.append(shade(self.fill))
        if self.tabs:
            parts.append(el("tabs", *(el("tab", val="left", pos=place) for place in self.tabs)))
        if self.align:
            parts.append(el("jc", val=self.align))
        if self.level:
            parts.append(el("outlineLvl", val=self.level - 1))
        return properties("pPr", PARAGRAPH_ORDER, parts)


def fonts(name: str) -> Element:
    """A font for every script."""
    return el("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _heading(level: int, size: int, before: int) -> Look:
    return Look(size=size, color=ACCENT, bold=True, before=before, after=120, keep=True, level=level, line=252)


LOOKS: Mapping[str, Look] = {
    "Normal": Look(size=21, color=INK, font=FONT, based=""),
    "Title": Look(size=52, color=ACCENT, bold=True, after=60, line=240),
    "Subtitle": Look(size=28, color=MUTED, after=280),
    "heading 1": _heading(1, 34, 480),
    "heading 2": _heading(2, 27, 360),
    "heading 3": _heading(3, 23, 300),
    "heading 4": _heading(4, 22, 240),
    "heading 5": _heading(5, 21, 240),
    "heading 6": _heading(6, 21, 240),
    "TOC Heading": Look(size=27, color=ACCENT, bold=True, before=360, keep=True, level=BODY_TEXT),
    "toc 1": Look(after=60),
    "toc 2": Look(after=40, left=340),
    "toc 3": Look(after=40, left=680),
    "caption": Look(size=20, color=ACCENT, bold=True, before=240, after=80, keep=True),
    "Quote": Look(size=22, italic=True, left=284, before=60, after=60, bar=ACCENT, keep=True),
    "header": Look(size=17, color=MUTED, after=0, align="right"),
    "footer": Look(size=17, color=MUTED, after=0, align="right"),
    "Reviewkit Lead": Look(size=25, color=ACCENT, after=160),
    "Reviewkit Note": Look(size=19, color=MUTED),
    "Reviewkit Good": Look(left=170, bar=DEEP["good"], fill=PALE["good"], before=120),
    "Reviewkit Caution": Look(left=170, bar=DEEP["warning"], fill=PALE["warning"], before=120),
    "Reviewkit Fact": Look(after=70, left=2552, hanging=2552, tabs=(2552,)),
    "Reviewkit Place": Look(size=18, color=MUTED, left=284, bar=ACCENT, after=160),
    "Reviewkit List": Look(after=60),
    "Reviewkit Routine": Look(size=17, font=MONO, after=0, left=624, hanging=624, tabs=(624,), fill="F6F7F9", line=276),
    "Reviewkit Label": Look(bold=True, before=200, after=100, keep=True),
    "Reviewkit Field": Look(left=113, right=113, box=True, after=0),
    "Reviewkit Cell": Look(size=19, after=0, line=247),
    "Reviewkit Small Cell": Look(size=16, after=0, line=240),
    "Reviewkit Space": Look(size=12, after=60, line=240),
}
"""Every style of paragraphs that a report uses, by the name that Word knows it by."""

CHARACTERS: Mapping[str, Look] = {
    "Hyperlink": Look(color="14508A"),
    "Placeholder Text": Look(color=MUTED),
    "Reviewkit Code": Look(font=MONO),
}


class Styles:
    """The styles of a document; `styles(name)` is the id by which a paragraph or a run names its style."""

    def __init__(self, document: Any, lang: str, *, own: bool) -> None:
        self._root = document.styles.element
        if not own:
            self._clear()
        self._ids = {self._name(style): style.get(qn("w:styleId")) for style in self._root.findall(qn("w:style"))}
        for kind, looks in (("paragraph", LOOKS), ("character", CHARACTERS)):
            for name, look in looks.items():
                self._define(kind, name, look, own=own)
        self._speak(lang)

    def __call__(self, name: str) -> str:
        return str(self._ids[name.lower()])

    def _define(self, kind: str, name: str, look: Look, *, own: bool) -> None:
        known = self._ids.get(name.lower())
        if known and own:
            return
        identity = known or name.title().replace(" ", "")
        style = next((it for it in self._root.findall(qn("w:style")) if it.get(qn("w:styleId")) == known), None)
        if style is None:
            style = el("style", el("name", val=name), type=kind, styleId=identity)
            if name.startswith("Reviewkit"):
                style.set(qn("w:customStyle"), "1")
            if kind == "paragraph" and look.based:
                style.append(el("basedOn", val=self._ids[look.based.lower()]))
            style.append(el("qFormat"))
            self._root.append(style)
        for part in ("w:pPr", "w:rPr"):
            for old in style.findall(qn(part)):
                style.remove(old)
        style.extend([*(look.of_paragraphs() if kind == "paragraph" else []), *look.of_runs()])
        if name == "Hyperlink":
            style.find(qn("w:rPr")).append(el("u", val="single"))
        self._ids[name.lower()] = identity

    def _clear(self) -> None:
        """Without the many table styles of the library's own template, which no report uses."""
        for style in self._root.findall(qn("w:style")):
            if style.get(qn("w:type")) == "table" and self._name(style) not in ("normal table", "table grid"):
                self._root.remove(style)

    def _speak(self, lang: str) -> None:
        """Every word without a language of its own is in that of the document."""
        defaults = self._root.find(qn("w:docDefaults"))
        if defaults is None:
            defaults = el("docDefaults")
            self._root.insert(0, defaults)
        holder = defaults.find(qn("w:rPrDefault"))
        if holder is None:
            holder = el("rPrDefault")
            defaults.insert(0, holder)
        if holder.find(qn("w:rPr")) is None:
            holder.append(el("rPr"))
        for found in self._root.iter(qn("w:lang")):
            found.set(qn("w:val"), lang)
        if holder.find(f"{qn('w:rPr')}/{qn('w:lang')}") is None:
            holder.find(qn("w:rPr")).append(el("lang", val=lang))

    @staticmethod
    def _name(style: Element) -> str:
        name = style.find(qn("w:name"))
        return "" if name is None else str(name.get(qn("w:val"))).lower()


class Numbering:
    """The lists of a document, each numbered from 1."""

    def __init__(self, document: Any) -> None:
        self._root = _numbering_root(document)
        self._next = self._free("w:num", "w:numId") or 1
        first = self._free("w:abstractNum", "w:abstractNumId")
        self._kinds = {False: first, True: first + 1}
        for ordered, levels in ((False, BULLETS), (True, NUMBERS)):
            xml = (
                f'<w:abstractNum {W} w:abstractNumId="{self._kinds[ordered]}"><w:multiLevelType w:val="singleLevel"/>'
                f"{levels.format(INDENT)}</w:abstractNum>"
            )
            self._place(parse_xml(xml), "w:num")

    def start(self, *, ordered: bool) -> list[Element]:
        """A new list, as what its paragraphs say of it."""
        number = el("num", el("abstractNumId", val=self._kinds[ordered]), numId=self._next)
        number.append(el("lvlOverride", el("startOverride", val=1), ilvl=0))
        self._place(number, "w:numIdMacAtCleanup")
        self._next += 1
        return [el("numPr", el("ilvl", val=0), el("numId", val=self._next - 1))]

    def _place(self, made: Element, before: str) -> None:
        follower = self._root.find(qn(before))
        if follower is None:
            self._root.append(made)
        else:
            follower.addprevious(made)

    def _free(self, tag: str, attribute: str) -> int:
        return max((int(found.get(qn(attribute))) for found in self._root.findall(qn(tag))), default=-1) + 1


def _numbering_root(document: Any) -> Element:
    part = document.part
    if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in part.rels.values()):
        empty = f"<w:numbering {W}/>".encode()
        made = NumberingPart.load(PackURI("/word/numbering.xml"), NUMBERING_TYPE, empty, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
