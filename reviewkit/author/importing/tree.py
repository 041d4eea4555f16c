"""The one structure between all readers and the one writer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

HARD, SOFT = "\n", "\v"
"""A line break that the author made, and one where the source's line just ended."""

MAX_BLOCKS = 20_000
MAX_COLUMNS = 60
MAX_DEPTH = 50

Kind = Literal[
    "image", "comment", "deleted", "inserted", "footnote", "textbox", "header", "object", "script", "frame", "form",
    "hidden", "struck", "outside", "contents", "link", "merged", "field", "math", "layout", "template",
]  # fmt: skip


class Lost(Struct, frozen=True):
    """Something that was not carried over, or not as it stood: its kind, its words, and more about it (a size)."""

    kind: Kind
    text: str = ""
    detail: str = ""


class Run(Struct, frozen=True):
    """Words of one appearance; `link` is where they lead, `raw` says that they are a comment to the reviewer."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    raw: bool = False


Runs = tuple[Run, ...]


class Heading(Struct, frozen=True):
    """A heading at a level of its source (1 is the outermost); `title` where the source says it is the title."""

    level: int
    runs: Runs
    title: bool = False


class Paragraph(Struct, frozen=True):
    """Words that belong together."""

    runs: Runs


class Listing(Struct, frozen=True):
    """A list; `start` is the first number of an ordered one."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


class Table(Struct, frozen=True):
    """Rows of cells, the first of them the heads."""

    rows: tuple[tuple[Runs, ...], ...]


class Quote(Struct, frozen=True):
    """A quotation, or a box that stood out from the text (`box`)."""

    blocks: tuple[Block, ...]
    box: bool = False


class Template(Struct, frozen=True):
    """The text of a message to the Nav office; `info` is what its fence is to say."""

    lines: tuple[str, ...]
    info: str = "melding"


class Code(Struct, frozen=True):
    """Text that is kept as it stands, in a fence."""

    lines: tuple[str, ...]
    info: str = ""


Block = Heading | Paragraph | Listing | Table | Quote | Template | Code


class Read(Struct, frozen=True):
    """What a reader has got out of a file.

    `titles` are what the source gives as titles, the best first; `front` is front matter that stood there already.
    """

    blocks: tuple[Block, ...]
    lost: tuple[Lost, ...] = ()
    titles: tuple[str, ...] = ()
    front: str = ""
    glued: bool = False
    """Whether a word that begins in bold and goes on without it has lost a space on its way here."""


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"[^\S\n\v]+")


def clean(text: str) -> str:
    """Text without invisible characters, with one ordinary space for every run of blanks; breaks are kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").replace("\u0085", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text)).replace("\x1c", " ")
    return _BLANK.sub(" ", text)


def words(runs: Iterable[Run]) -> str:
    """The words of runs on one line, comments to the reviewer left out."""
    return " ".join("".join(run.text for run in runs if not run.raw).split())


def text_of(blocks: Iterable[Block]) -> str:
    """The words of blocks, a line for each heading, paragraph, row and template line."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                lines.append(words(block.runs))
            case Listing():
                lines += [text_of(item) for item in block.items]
            case Table():
                lines += [" | ".join(words(cell) for cell in row) for row in block.rows]
            case Quote():
                lines.append(text_of(block.blocks))
            case Template() | Code():
                lines += block.lines
    return "\n".join(line for line in lines if line)
