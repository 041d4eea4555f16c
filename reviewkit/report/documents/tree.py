"""What a report is made of, whatever its format: a closed set of blocks, in sections, in a document.

The builders (`owner`, `supervision`, `mandate`) make documents of a dossier; the renderers (`html`, `docx`, `pdf`,
`markdown`) make files of documents. Text is text: no block holds markup, and a renderer writes every character so
that it is only ever read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct, field

from reviewkit.model import Language, Severity

Style = Literal["plain", "strong", "code"]


class Text(Struct, frozen=True):
    """Words in one style; `lang` where they are in another language than the document, `target` the id they lead to.

    `file` is the file of another report, beside this one, that the words lead to.
    """

    text: str
    style: Style = "plain"
    lang: Language | Literal["", "se"] = ""
    target: str = ""
    file: str = ""


Line = tuple[Text, ...]
"""Words that run on, without a break."""


class Paragraph(Struct, frozen=True):
    """Running text; `role` says what it is for: the lead of a report, a note, something good, or a warning."""

    line: Line
    role: Literal["", "lead", "note", "good", "caution"] = ""


class Listing(Struct, frozen=True):
    """A list, numbered where the order tells."""

    items: tuple[Line, ...]
    ordered: bool = False


class Quotation(Struct, frozen=True):
    """The very words of a routine, the language they are in, and where they stand."""

    text: str
    lang: Language | Literal["", "se"]
    place: Line


class Facts(Struct, frozen=True):
    """Names with what holds for each: the head of a report, the form of a finding."""

    rows: tuple[tuple[str, Line], ...]


class Table(Struct, frozen=True):
    """Rows under heads; the first cell of a row is its head. A `wide` one has more columns than a page is broad."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    wide: bool = False


class Bar(Struct, frozen=True):
    """One bar of a chart; `lang` where its label is in another language than the document."""

    label: str
    values: tuple[int, ...]
    lang: Language | Literal["", "se"] = ""


class Bars(Struct, frozen=True):
    """How many of each: bars that are stacked by series, with the same figures in a table below.

    `description` says in a sentence what the figure shows.
    """

    caption: str
    description: str
    label: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]


class Cell(Struct, frozen=True):
    """A cell of a grid: the words that stand there, and how strongly it is coloured, from 0 to 4."""

    text: str
    weight: int = 0


class Grid(Struct, frozen=True):
    """A matrix that is a figure and a table at once: rows by columns, a cell for each.

    `description` says in a sentence what it shows; `corner` is the head of the rows. `langs` are the languages of the
    rows' own heads, where they are in another than the document.
    """

    caption: str
    description: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    langs: tuple[Language | Literal["", "se"], ...] = ()


class Part(Struct, frozen=True):
    """A part of a source line: plain, or marked with the numbers of the findings or good sentences it belongs to."""

    text: str
    marks: tuple[str, ...] = ()
    tone: Severity | Literal["", "good"] = ""


class SourceLine(Struct, frozen=True):
    """A line of a routine, with its number from 1."""

    number: int
    parts: tuple[Part, ...]


class Passage(Struct, frozen=True):
    """A routine as it stands, line by line, with the findings marked in their places.

    `targets` leads from the number of a mark to the id of the section that explains it.
    """

    title: str
    lang: Language | Literal["", "se"]
    lines: tuple[SourceLine, ...]
    targets: dict[str, str] = field(default_factory=dict)


class Field(Struct, frozen=True):
    """A field for the reader to fill in, with what is already known in it."""

    id: str
    label: str
    lines: int = 3
    value: str = ""


Block = Paragraph | Listing | Quotation | Facts | Table | Bars | Grid | Passage | Field


class Sections:
    """Sections that are made anew, one by one, each time they are gone through: a whole report need never stand in
    memory."""

    def __init__(self, make: Callable[[], Iterable[Section]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Section]:
        return iter(self._make())


class Section(Struct, frozen=True):
    """A heading with what stands below it; `id` is unique in its document, and safe in every format."""

    id: str
    title: Line
    blocks: tuple[Block | Section, ...] | Sections = ()
    tone: Severity | Literal["", "good"] = ""

    @property
    def name(self) -> str:
        """The words of the heading."""
        return "".join(part.text for part in self.title)


class Entry(Struct, frozen=True):
    """A line of a table of contents: an id in the document, and the words of its heading."""

    id: str
    title: str
    lang: Language | Literal["", "se"] = ""


class Document(Struct, frozen=True):
    """A report: its file name without ending, its heads, and its sections in order.

    `sections` can be gone through more than once; `contents` names those that the table of contents shows. `status`
    is said at the top of every page (a draft, a final report).
    """

    name: str
    title: str
    subtitle: str
    lang: Language
    day: str
    head: Facts
    contents: tuple[Entry, ...]
    sections: Sections | tuple[Section, ...]
    status: str = ""


def plain(text: str) -> Line:
    """Words as a line of their own."""
    return (Text(text),)


def strong(text: str) -> Line:
    """Words that stand out."""
    return (Text(text, "strong"),)


def words_of(line: Line) -> str:
    """The words of a line, without styles."""
    return "".join(part.text for part in line)


def walk(section: Section) -> Iterator[Section]:
    """A section and all below it, in order."""
    yield section
    for block in section.blocks:
        if isinstance(block, Section):
            yield from walk(block)
