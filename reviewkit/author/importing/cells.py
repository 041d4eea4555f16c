"""Cells of blocks to the cells that a Markdown table can have."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.author.importing.tree import (
    HARD,
    Block,
    Heading,
    Listing,
    Lost,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    text_of,
    words,
)


def flat(blocks: tuple[Block, ...]) -> Runs:
    """The runs of a cell's blocks, a line break between them."""
    runs: list[Run] = []
    for block in blocks:
        for line in _lines(block):
            runs += [Run(HARD), *line] if runs else line
    return tuple(runs)


def _lines(block: Block) -> Iterator[Runs]:
    match block:
        case Paragraph() | Heading():
            yield block.runs
        case Listing():
            for number, item in enumerate(block.items, start=block.start):
                for place, inner in enumerate(line for part in item for line in _lines(part)):
                    yield (Run(f"{number}. "), *inner) if block.ordered and place == 0 else inner
        case Quote():
            for part in block.blocks:
                yield from _lines(part)
        case _:
            yield (Run(text_of([block])),)


def table_of(rows: list[list[tuple[Block, ...]]], lost: list[Lost]) -> Iterator[Block]:
    """A table of cells of blocks, or the blocks one after another where the cells hold headings or tables."""
    structured = any(isinstance(block, Heading | Table) for row in rows for cell in row for block in cell)
    if structured:
        lost.append(Lost("layout", words(flat(rows[0][0]))))
        for row in rows:
            for cell in row:
                yield from cell
        return
    yield Table(tuple(tuple(flat(cell) for cell in row) for row in rows))
