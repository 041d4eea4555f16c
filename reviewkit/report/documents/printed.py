"""What the printed formats (docx and pdf) do alike: which blocks stand on a turned page, how broad columns are, and how
words are made visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.report.documents.tree import Bars, Block, Document, Grid, Line, Paragraph, Section, Table, words_of
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import clean

REGIONS: Mapping[str, str] = {"nb": "NO", "nn": "NO", "en": "GB", "se": "NO"}
PAGE_COLUMNS, WIDE_COLUMNS = 8, 14
"""How many columns an upright page and a turned one can hold."""

DEEPEST = 6
"""Headings below this level are made on it: PDF knows no more."""


class Heading(Struct, frozen=True):
    """The heading of a section, with its level from 1."""

    section: Section
    level: int


Item = Heading | Block


class Spread(Struct, frozen=True):
    """What stands together on upright pages, or on turned ones."""

    items: tuple[Item, ...]
    wide: bool


FIRST_OF_GRID = 1.7
"""How much broader the names of a grid stand than they would in a table."""


def visible(text: str, *, breaks: bool = False) -> str:
    """Words in which nothing works unseen: control, format and bidi characters are replaced by �.

    Line breaks are kept where `breaks` asks for them, and are spaces elsewhere.
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").expandtabs(4).split("\n")
    return ("\n" if breaks else " ").join(clean(line) for line in lines)


def beside(file: str, ending: str) -> str:
    """The address of another report in the same folder; whatever its name is, it leads nowhere else."""
    return f"./{quote(visible(file), safe='')}.{ending}"


def listed(document: Document) -> Document:
    """The document with its sections at hand, so that they can be gone through more than once."""
    return replace(document, sections=tuple(map(_whole, document.sections)))


def _whole(section: Section) -> Section:
    """A section with all below it at hand."""
    blocks = tuple(_whole(block) if isinstance(block, Section) else block for block in section.blocks)
    return replace(section, blocks=blocks)


def day_of(document: Document) -> datetime:
    """The moment that stands as the date of the file: the day of the document, at midnight everywhere."""
    try:
        return datetime.fromisoformat(document.day[:10]).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1980, 1, 1, tzinfo=UTC)


def ids_of(sections: Iterable[Section]) -> Iterator[str]:
    """The ids that words can lead to, in order."""
    for section in sections:
        yield section.id
        yield from ids_of(block for block in section.blocks if isinstance(block, Section))


def spreads(document: Document, wording: Wording) -> Iterator[Spread]:
    """The document page by page: a heading goes along with what it introduces when that needs a turned page."""
    upright: list[Item] = []
    turned: list[Item] = []
    for item in _items(document.sections, 1, wording):
        if _is_wide(item):
            turned += _introduction(upright)
            turned.append(item)
            if upright:
                yield Spread(tuple(upright), wide=False)
                upright = []
            continue
        if turned:
            yield Spread(tuple(turned), wide=True)
            turned = []
        upright.append(item)
    yield from (Spread(tuple(items), wide) for items, wide in ((turned, True), (upright, False)) if items)


def _items(blocks: Iterable[Block | Section], level: int, wording: Wording) -> Iterator[Item]:
    for block in blocks:
        if isinstance(block, Section):
            yield Heading(block, min(level, DEEPEST))
            yield from _items(block.blocks, level + 1, wording)
        elif isinstance(block, Table):
            yield from _split_table(block, wording)
        elif isinstance(block, Grid):
            yield from _split_grid(block, wording)
        else:
            yield block


def _is_wide(item: Item) -> bool:
    if isinstance(item, Table):
        return item.wide
    return isinstance(item, Grid) and len(item.columns) >= PAGE_COLUMNS


def _introduction(upright: list[Item]) -> list[Item]:
    """The headings and paragraphs at the end, taken away, where a heading is among them and nothing else."""
    start = len(upright)
    while start and isinstance(upright[start - 1], Heading | Paragraph):
        start -= 1
    while start < len(upright) and not isinstance(upright[start], Heading):
        start += 1
    taken = upright[start:]
    del upright[start:]
    return taken


def _split_table(table: Table, wording: Wording) -> Iterator[Table]:
    for columns, caption in _portions(table.caption, len(table.head) - 1, wording):
        head, rows = table.head, table.rows
        if len(columns) < len(head) - 1:
            head = (head[0], *head[1:][columns.start : columns.stop])
            rows = tuple((row[0], *row[1:][columns.start : columns.stop]) for row in rows)
        wide = table.wide or len(head) > PAGE_COLUMNS
        yield replace(table, caption=caption, head=head, rows=rows, wide=wide)


def _split_grid(grid: Grid, wording: Wording) -> Iterator[Grid]:
    for columns, caption in _portions(grid.caption, len(grid.columns), wording):
        part = slice(columns.start, columns.stop)
        rows = tuple((name, cells[part]) for name, cells in grid.rows)
        yield replace(grid, caption=caption, columns=grid.columns[part], rows=rows)


def _portions(caption: str, columns: int, wording: Wording) -> Iterator[tuple[range, str]]:
    """The columns (but for the first, which stands in every part) as even parts that a page can hold."""
    parts = max(1, -(-columns // (WIDE_COLUMNS - 1)))
    for part in range(parts):
        span = range(columns * part // parts, columns * (part + 1) // parts)
        name = wording("print.portion", caption=caption, part=part + 1, parts=parts) if parts > 1 else caption
        yield span, name


def shares(rows: Sequence[Sequence[str]], first: float = 1.0) -> list[float]:
    """How broad each column is, in parts of one: by its longest word, and by how much there is to read in it.

    `first` makes the first column broader, where the names stand that everything else is about.
    """
    columns = max((len(row) for row in rows), default=0)
    weights = []
    for column in range(columns):
        cells = [row[column] for row in rows if column < len(row)]
        word = max((len(word) for cell in cells for word in cell.split()), default=1)
        longest = max((len(cell) for cell in cells), default=1)
        weights.append(max(4.0, min(word, 18) + 1.0, min(longest, 400) ** 0.5 * 3.0))
    weights[:1] = [weight * first for weight in weights[:1]]
    total = sum(weights)
    return [weight / total for weight in weights]


def cells_of(lines: Sequence[Line]) -> list[str]:
    """The words of the cells of a row."""
    return [words_of(line) for line in lines]


def in_words(bars: Bars, wording: Wording) -> str:
    """What a chart shows, for those who do not see it: its sentence, and every figure."""
    figures = "; ".join(f"{bar.label}: {_figures(bars.series, bar.values, wording)}" for bar in bars.bars)
    return visible(f"{bars.description} {figures}".strip())


def _figures(series: tuple[str, ...], values: tuple[int, ...], wording: Wording) -> str:
    if len(series) < 2:
        return ", ".join(wording.number(value) for value in values)
    return ", ".join(f"{name} {wording.number(value)}" for name, value in zip(series, values, strict=False))
