"""What a Word document's styles and numbering say of a paragraph: heading, item of a list, quotation, box."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|tittel)\Z", re.IGNORECASE)
_QUOTE = re.compile(r"quot|sitat|preformatted|\bblock text\b|\bboks\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"melding", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc\s*\d|toc heading|contents\s*(?:\d|heading)|innholdsfortegnelse|inh\s*\d)", re.IGNORECASE
)
_LIST = re.compile(r"list\s*(?P<kind>bullet|number|continue)\s*(?P<level>\d?)", re.IGNORECASE)
_MAX_CHAIN = 30
_BULLETS = ("bullet", "none")


class Shape(Struct, frozen=True):
    """What a paragraph is: heading level or list level where it is either (-1: not), and what surrounds it."""

    heading: int = -1
    title: bool = False
    list_id: str = ""
    list_level: int = -1
    ordered: bool = False
    first: int = 1
    box: bool = False
    quote: bool = False
    template: bool = False
    contents: bool = False
    continues: bool = False
    bold: bool = False


class Styles:
    """Answers for the paragraphs of one document; `styles` and `numbering` are the roots of those parts, if any."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in _all(styles, "w:style")}
        self._default = next(
            (key for key, style in self._styles.items() if style.get(qn("w:default")) in ("1", "true", "on")
             and style.get(qn("w:type")) == "paragraph"), None,
        )  # fmt: skip
        self._abstract = {item.get(qn("w:abstractNumId")): item for item in _all(numbering, "w:abstractNum")}
        self._numbers = {item.get(qn("w:numId")): item for item in _all(numbering, "w:num")}

    def shape(self, paragraph: Any) -> Shape:
        """The shape of a `w:p`."""
        own = paragraph.find(qn("w:pPr"))
        style = _value(own, "w:pStyle") or self._default
        chain = self._chain(style)
        name = self._name(chain[0]) if chain else ""
        names = [self._name(link) for link in chain]
        places = [own, *(link.find(qn("w:pPr")) for link in chain)]
        heading = self._heading(places, names)
        number, level = self._numbered(places, names)
        ordered, first = self._format(number, level)
        return Shape(
            heading=heading,
            title=any(_TITLE.match(each) for each in names),
            list_id=number if heading < 0 else "",
            list_level=level if number and heading < 0 else -1,
            ordered=ordered,
            first=first,
            box=any(_bordered(place) for place in places),
            quote=any(_QUOTE.search(each) for each in names),
            template=bool(_TEMPLATE.search(name)),
            contents=bool(_CONTENTS.match(name)),
            continues="continue" in name.lower() and bool(_LIST.match(name)),
            bold=any(_is_on(link.find(qn("w:rPr")), "w:b") for link in chain),
        )

    def run_is(self, run: Any, tag: str) -> bool:
        """Whether a run, or the character style it has, is of an appearance (`w:b`, `w:vanish` …)."""
        own = run.find(qn("w:rPr"))
        if own is not None and own.find(qn(tag)) is not None:
            return _is_on(own, tag)
        return any(_is_on(link.find(qn("w:rPr")), tag) for link in self._chain(_value(own, "w:rStyle")))

    def _chain(self, name: str | None) -> list[Any]:
        """A style and those it is based on."""
        chain: list[Any] = []
        while name in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[name])
            name = _value(chain[-1], "w:basedOn")
        return chain

    @staticmethod
    def _name(style: Any) -> str:
        return _value(style, "w:name") or ""

    @staticmethod
    def _heading(places: list[Any], names: list[str]) -> int:
        for name in names:
            match = _HEADING.match(name)
            if match:
                return max(1, int(match[1]))
        for place in places:
            level = _value(place, "w:outlineLvl")
            if level is not None and level.isdigit():
                return int(level) + 1 if int(level) < 9 else -1
        return -1

    @staticmethod
    def _numbered(places: list[Any], names: list[str]) -> tuple[str, int]:
        for place in places:
            numbering = place.find(qn("w:numPr")) if place is not None else None
            if numbering is None:
                continue
            number, level = _value(numbering, "w:numId") or "", _value(numbering, "w:ilvl")
            if number in ("", "0"):
                return "", -1
            named = _LIST.match(names[0]) if names else None
            deeper = int(named["level"] or 1) - 1 if named else 0
            return number, int(level) if level and level.isdigit() and int(level) < 9 and level != "0" else deeper
        return "", -1

    def _format(self, number: str, level: int) -> tuple[bool, int]:
        """Whether a level of a list is numbered, and with what it begins."""
        item = self._numbers.get(number)
        abstract = self._abstract.get(_value(item, "w:abstractNumId") or "")
        for candidate in (str(level), "0"):
            for place in _all(abstract, "w:lvl"):
                if place.get(qn("w:ilvl")) == candidate:
                    start = _value(place, "w:start") or "1"
                    ordered = (_value(place, "w:numFmt") or "bullet") not in _BULLETS
                    return ordered, int(start) if start.isdigit() and len(start) < 7 else 1
        return False, 1


def _all(root: Any, tag: str) -> list[Any]:
    return list(root.iterchildren(qn(tag))) if root is not None else []


def _value(parent: Any, tag: str) -> str | None:
    child = parent.find(qn(tag)) if parent is not None else None
    found: str | None = child.get(qn("w:val")) if child is not None else None
    return found


def _is_on(properties: Any, tag: str) -> bool:
    child = properties.find(qn(tag)) if properties is not None else None
    return child is not None and child.get(qn("w:val"), "1") not in ("0", "false", "off", "none")


def _bordered(properties: Any) -> bool:
    """Whether a paragraph stands in a frame: a line above and one at a side."""
    borders = properties.find(qn("w:pBdr")) if properties is not None else None
    if borders is None:
        return False
    lines = {side: borders.find(qn(f"w:{side}")) for side in ("top", "left", "bottom", "right")}
    drawn = {
        side for side, line in lines.items() if line is not None and line.get(qn("w:val")) not in ("none", "nil", None)
    }
    return {"top", "left"} <= drawn or {"left", "right"} <= drawn
