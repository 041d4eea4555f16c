"""The elements of a page to blocks, and a list of what no routine can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from reviewkit.author.importing.cells import flat, table_of
from reviewkit.author.importing.knowledge import FieldKind, field_kind
from reviewkit.author.importing.page_look import (
    BLOCKS,
    BOX,
    LABEL,
    SAFE,
    SILENT,
    SKIPPED,
    is_hidden,
    is_label,
    rows_of,
    said,
    structured,
    styled,
)
from reviewkit.author.importing.tree import (
    HARD,
    MAX_BLOCKS,
    MAX_COLUMNS,
    Block,
    Code,
    Heading,
    Kind,
    Listing,
    Lost,
    Paragraph,
    Quote,
    Run,
    clean,
    text_of,
    words,
)
from reviewkit.model import InputError


class Body:
    """Reads elements, and keeps account of titles and of what is left out."""

    def __init__(self, path: str) -> None:
        self.lost: list[Lost] = []
        self._path = path
        self._count = 0
        self._kind: FieldKind = "none"

    def read(self, element: Any) -> tuple[Block, ...]:
        """The blocks inside an element; words that stand loose among blocks are paragraphs."""
        blocks: list[Block] = []
        runs: list[Run] = []

        def flush() -> None:
            taken = tuple(runs)
            runs.clear()
            if words(taken) or any(run.raw for run in taken):
                blocks.append(Paragraph(taken))

        self._flow(element, runs, blocks, flush, Run(""))
        flush()
        return tuple(blocks)

    def _flow(
        self, element: Any, runs: list[Run], blocks: list[Block], flush: Callable[[], None], style: Run
    ) -> None:  # fmt: skip
        """Text and children of an element in order; `style` is the appearance that they inherit."""
        self._text(element.text, runs, style)
        for child in element.iterchildren():
            self._count += 1
            if self._count > MAX_BLOCKS * 2:
                raise InputError("har for mange elementer for en rutine; del opp siden", self._path)
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in BLOCKS:
                flush()
                blocks.extend(self._field(child) if is_label(child) else self._block(child, tag))
            elif tag == "br":
                runs.append(Run(HARD))
            elif tag == "img":
                self._image(child)
            elif not tag:
                self._comment(child)
            elif not self._left_out(child, tag):
                inner = styled(child, tag, style, self._link(child) if tag == "a" else style.link)
                if is_label(child) and field_kind(said(child)) != "none":
                    flush()
                    blocks.extend(self._field(child))
                else:
                    self._flow(child, runs, blocks, flush, inner)
            self._text(child.tail, runs, style)

    @staticmethod
    def _text(text: str | None, runs: list[Run], style: Run) -> None:
        if text:
            words_said = clean(text).replace("\n", " ").replace("\v", " ")
            runs.append(Run(words_said, style.bold, style.italic, style.link))

    def _left_out(self, element: Any, tag: str) -> bool:
        """Whether an element is left out; what it says is put on the list."""
        if tag in SILENT:
            return True
        kind: Kind | None = SKIPPED.get(tag)
        if kind is None and is_hidden(element):
            kind = "hidden"
        if kind is None:
            return False
        detail = element.get("src") or element.get("data") or element.get("aria-label") or ""
        text = "" if kind == "script" else said(element) or element.get("value") or element.get("alt") or ""
        if kind == "form" and element.get("type", "").lower() == "hidden":
            return True
        if text or detail or kind not in ("hidden", "image", "deleted", "struck", "outside"):
            self.lost.append(Lost(kind, text, detail if not detail.startswith("data:") else "data:"))
        return True

    def _comment(self, element: Any) -> None:
        """Comments are the tool's own in saved pages; only what one of conditional HTML holds is told."""
        text = (element.text or "").strip() if element.tag is etree.Comment else ""
        if text and not text.startswith(("[if", "<![", "StartFragment", "EndFragment")):
            self.lost.append(Lost("comment", " ".join(clean(text).split())))

    def _image(self, element: Any) -> None:
        sides = [side for side in (element.get("width", ""), element.get("height", "")) if side]
        source = element.get("src", "")
        name = "data:" if source.startswith("data:") else source
        detail = ", ".join(part for part in (" x ".join(sides), name) if part)
        self.lost.append(Lost("image", " ".join(clean(element.get("alt") or "").split()), detail))

    def _link(self, element: Any) -> str:
        address = "".join((element.get("href") or "").split())
        if not address or address.startswith("#"):
            return ""
        if not SAFE.match(address):
            self.lost.append(Lost("link", said(element), address[:100]))
            return ""
        return address

    def _block(self, element: Any, tag: str) -> Iterator[Block]:
        if self._left_out(element, tag):
            return
        if tag in ("ul", "ol", "menu", "dir"):
            yield from self._list(element, tag == "ol")
        elif tag == "table":
            yield from self._table(element)
        elif tag == "blockquote":
            yield Quote(self.read(element), box=False)
        elif tag == "pre":
            lines = clean(element.text_content()).strip("\n").split("\n")
            if any(line.strip() for line in lines):
                yield Code(tuple(line.rstrip() for line in lines))
        elif re.fullmatch("h[1-6]", tag):
            yield from self._heading(element, int(tag[1]))
        elif tag == "dl" or tag not in ("aside", "div", "section") or not BOX.search(element.get("class", "")):
            yield from self.read(element)
        else:
            inside = self.read(element)
            if inside:
                yield Quote(inside, box=True) if not structured(inside) else inside[0]
                yield from inside[1:] if structured(inside) else ()

    def _heading(self, element: Any, level: int) -> Iterator[Block]:
        """A heading; blocks inside it, which only a broken page has, stand after it."""
        first = True
        for block in self.read(element):
            if isinstance(block, Paragraph) and first:
                yield Heading(
                    level, tuple(Run(run.text.replace(HARD, " "), run.bold, run.italic, run.link) for run in block.runs)
                )
                first = False
            else:
                yield block

    def _list(self, element: Any, ordered: bool) -> Iterator[Block]:
        """A list; what stands in it outside its items is an item, and a list beside an item belongs to that item."""
        items: list[list[Block]] = []
        for child in element.iterchildren():
            self._count += 1
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in ("ul", "ol"):
                if not items:
                    items.append([])
                items[-1] += self._list(child, tag == "ol")
            elif tag and not self._left_out(child, tag):
                items.append(list(self.read(child)))
            if (child.tail or "").strip():
                items.append([Paragraph((Run(clean(child.tail).replace("\n", " ")),))])
        if (element.text or "").strip():
            items.insert(0, [Paragraph((Run(clean(element.text).replace("\n", " ")),))])
        filled = tuple(tuple(item) for item in items if item)
        start = element.get("start", "1")
        if filled:
            yield Listing(ordered, filled, int(start) if start.isdigit() and len(start) < 7 else 1)

    def _table(self, element: Any) -> Iterator[Block]:
        caption = element.find("caption")
        if caption is not None:
            yield from self.read(caption)
        rows: list[list[tuple[Block, ...]]] = []
        fields = False
        merged = False
        for row in rows_of(element):
            cells = [cell for cell in row.iterchildren("td", "th") if not is_hidden(cell)]
            if len(cells) == 2 and LABEL.search(cells[0].get("class", "")) and field_kind(said(cells[0])) != "none":
                fields = True
                yield from self._field(cells[0], self.read(cells[1]))
                continue
            rows.append([])
            for cell in cells:
                rows[-1].append(self.read(cell))
                span = cell.get("colspan", "1")
                merged = merged or span not in ("1", "") or cell.get("rowspan", "1") not in ("1", "")
                rows[-1] += [()] * (min(int(span), MAX_COLUMNS + 1) - 1 if span.isdigit() and len(span) < 12 else 0)
            if len(rows[-1]) > MAX_COLUMNS:
                raise InputError(f"en tabell har flere enn {MAX_COLUMNS} kolonner; del opp tabellen", self._path)
        rows = [row for row in rows if any(text_of(cell) for cell in row)]
        if not rows or (fields and not rows):
            return
        if all(len(row) == 1 for row in rows):
            inside = [block for row in rows for block in row[0]]
            if len(rows) == 1 and not structured(inside):
                yield Quote(tuple(inside), box=True)
            else:
                yield from inside
            return
        if merged:
            self.lost.append(Lost("merged", words(flat(rows[0][0]))))
        yield from table_of(rows, self.lost)

    def _field(self, label: Any, value: tuple[Block, ...] | None = None) -> Iterator[Block]:
        """The label of a field: a heading for a section, else what is told of the article itself."""
        name = said(label).rstrip(":").strip()
        kind = field_kind(name)
        if kind == "section":
            if value is None or text_of(value):
                yield Heading(2, (Run(name),))
                yield from value or ()
        elif value is None and kind == "none":
            yield from self.read(label)
        else:
            inside = value if value is not None else self._value_after(label)
            words_said = " ".join(text_of(inside).split())
            if kind == "title" and words_said:
                yield Heading(1, (Run(words_said),), title=True)
            elif words_said:
                self.lost.append(Lost("field", words_said, name))

    def _value_after(self, label: Any) -> tuple[Block, ...]:
        """The value beside a label; it is taken out of the page, since it is no part of the text."""
        following = label.getnext()
        holder = label.getparent()
        if following is None and holder is not None:
            following = holder.getnext()
        if following is None or not said(following):
            return ()
        value = self.read(following)
        tail = following.tail
        following.clear()
        following.tail = tail
        return value

    def outside(self, root: Any, top: Any) -> None:
        """Tell what stands on the page outside the article, one entry for each part of the page."""
        inner = [*reversed([*top.iterancestors()])]
        for holder in inner:
            for child in holder.iterchildren():
                if child is top or child in inner or not isinstance(child.tag, str) or child.tag in SILENT:
                    continue
                if child.tag in ("script", "noscript"):
                    self.lost.append(Lost("script", "", child.get("src", "")))
                elif said(child):
                    self.lost.append(Lost("outside", said(child), child.tag))
        self.lost += [Lost("script", "", one.get("src", "")) for one in root.iterfind("head//script")]
