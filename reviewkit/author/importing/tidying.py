"""What authors have done by hand, made to what it stands for: bold lines to headings, typed bullets to lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from reviewkit.author.importing.templates import with_templates
from reviewkit.author.importing.titles import titled
from reviewkit.author.importing.tree import (
    HARD,
    SOFT,
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Read,
    Run,
    Runs,
    Table,
    Template,
    words,
)
from reviewkit.author.importing.writing import lines_of

_BULLET = re.compile(
    r"\s*(?:[•·‣▪◦●■□○–—\uf0b7\uf0a7\uf0d8]\s*|[-*+]\s+|-(?=[^\W\d_])|o\s+(?=[A-ZÆØÅ]))(?=[^\s\-*•–—])"
)
_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s+(?=\S)")
_HASHES = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_LONGEST_HEADING = 110
_LONGEST_BOLD = 90
_NO_HEADING = (".", "!", ";", ",", "…")


class Tidied(Struct, frozen=True):
    """A document with its title apart; `body` begins below it."""

    title: str
    body: tuple[Block, ...]


def tidy(read: Read, name: str) -> Tidied:
    """The document as a routine is built; `name` is its file's, for a title where nothing better is known."""
    blocks = tuple(_unbroken(read.blocks))
    blocks = tuple(_joined(_listed(blocks)))
    if read.glued:
        blocks = _each(blocks, _parted)
    blocks = tuple(_headed(blocks))
    title, blocks = titled(blocks, [*read.titles, name])
    body = tuple(_levelled(with_templates(blocks, title)))
    return Tidied(title, body)


def _each(blocks: Iterable[Block], change: Callable[[Runs], Runs]) -> tuple[Block, ...]:
    """Blocks with something done to the runs of each."""
    done: list[Block] = []
    for block in blocks:
        match block:
            case Heading():
                done.append(Heading(block.level, change(block.runs), block.title))
            case Paragraph():
                done.append(Paragraph(change(block.runs)))
            case Listing():
                done.append(Listing(block.ordered, tuple(_each(item, change) for item in block.items), block.start))
            case Table():
                done.append(Table(tuple(tuple(change(cell) for cell in row) for row in block.rows)))
            case Quote():
                done.append(Quote(_each(block.blocks, change), block.box))
            case _:
                done.append(block)
    return tuple(done)


def _unbroken(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every line that the author broke is a paragraph of its own; what holds no words is gone."""
    for block in blocks:
        match block:
            case Paragraph():
                for line in lines_of(block.runs):
                    yield from (Paragraph(part) for part in _soft_lines(line) if _holds(part))
            case Heading():
                if words(block.runs):
                    yield block
            case Listing():
                items = tuple(filter(None, (tuple(_unbroken(item)) for item in block.items)))
                if items:
                    yield Listing(block.ordered, items, block.start)
            case Quote():
                inside = tuple(_unbroken(block.blocks))
                if inside:
                    yield Quote(inside, block.box)
            case Table():
                rows = tuple(row for row in block.rows if any(words(cell) for cell in row))
                if rows:
                    yield Table((tuple(map(_light, rows[0])), *rows[1:]))
            case _:
                if any(line.strip() for line in block.lines):
                    yield block


def _light(runs: Runs) -> Runs:
    """The words of a table's head, which needs no bold to be one."""
    return tuple(Run(run.text, False, run.italic, run.link, run.raw) for run in runs)


def _holds(runs: Runs) -> bool:
    return bool(words(runs)) or any(run.raw for run in runs)


def _soft_lines(runs: Runs) -> Iterator[Runs]:
    """A paragraph whose lines begin with bullets is cut there; else a line that ends means nothing."""
    hard = tuple(run if run.raw else Run(run.text.replace(SOFT, HARD), run.bold, run.italic, run.link) for run in runs)
    held: list[Run] = []
    for line in lines_of(hard):
        if held and _BULLET.match("".join(run.text for run in line)):
            yield tuple(held)
            held = []
        held += [Run(" "), *line] if held else line
    yield tuple(held)


def _listed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs that begin with a bullet, or with numbers that count from one, are items."""
    blocks = [_inside_listed(block) for block in blocks]
    marks = _marks(blocks)
    for kind, group in groupby(zip(blocks, marks, strict=True), lambda pair: pair[1]):
        members = [block for block, _ in group]
        if kind == "":
            yield from members
        else:
            pattern = _BULLET if kind == "bullet" else _NUMBER
            items = tuple((Paragraph(_without(block, pattern)),) for block in members if isinstance(block, Paragraph))
            yield Listing(kind != "bullet", items)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Lists without numbers that follow on each other are one."""
    held: Listing | None = None
    for block in blocks:
        if isinstance(block, Listing) and not block.ordered:
            held = Listing(False, (*held.items, *block.items)) if held else block
            continue
        if held:
            yield held
            held = None
        yield block
    if held:
        yield held


def _inside_listed(block: Block) -> Block:
    if isinstance(block, Quote):
        return Quote(tuple(_listed(block.blocks)), block.box)
    if isinstance(block, Listing):
        items = tuple((*_first_bare(item[:1]), *_listed(item[1:])) for item in block.items)
        return Listing(block.ordered, items, block.start)
    return block


def _first_bare(first: Sequence[Block]) -> Iterator[Block]:
    """The first paragraph of an item without a second bullet that was typed behind the list's own."""
    for block in first:
        again = isinstance(block, Paragraph) and _BULLET.match(_text(block))
        yield Paragraph(_without(block, _BULLET)) if again and isinstance(block, Paragraph) else _inside_listed(block)


def _marks(blocks: Sequence[Block]) -> list[str]:
    """For every block whether it is a typed item, and of which list."""
    marks: list[str] = []
    run = 0
    for place, block in enumerate(blocks):
        text = _text(block)
        number = _NUMBER.match(text)
        expected = _number(_text(blocks[place - 1])) + 1 if place and marks[-1].startswith("number") else 1
        following = _number(_text(blocks[place + 1])) if place + 1 < len(blocks) else 0
        if _BULLET.match(text):
            marks.append("bullet")
        elif number and int(number[1]) == expected and (expected > 1 or following == 2):
            run += expected == 1
            marks.append(f"number{run}")
        else:
            marks.append("")
    return marks


def _text(block: Block) -> str:
    if not isinstance(block, Paragraph) or any(run.raw for run in block.runs):
        return ""
    return "".join(run.text for run in block.runs)


def _number(text: str) -> int:
    found = _NUMBER.match(text)
    return int(found[1]) if found else -1


def _without(block: Paragraph, pattern: re.Pattern[str]) -> Runs:
    """The runs of a paragraph without the mark that they begin with."""
    found = pattern.match(_text(block))
    left = found.end() if found else 0
    kept: list[Run] = []
    for run in block.runs:
        cut = min(left, len(run.text))
        left -= cut
        kept.append(Run(run.text[cut:], run.bold, run.italic, run.link))
    return tuple(run for run in kept if run.text)


def _parted(runs: Runs) -> Runs:
    """A space between a bold or linked word and the next, where the way here has lost it."""
    done: list[Run] = []
    for run in runs:
        before = done[-1] if done else None
        words_meet = before is not None and before.text[-1:].isalnum() and run.text[:1].isalnum()
        if before is not None and words_meet and not (run.raw or before.raw) and _lost_a_space(before, run):
            done.append(Run(" "))
        done.append(run)
    return tuple(done)


def _lost_a_space(before: Run, run: Run) -> bool:
    linked = before.link and before.link != run.link
    bold = before.bold and not run.bold and len(before.text.split()[-1]) > 2 and len(run.text.split()[0]) > 1
    return bool(linked or bold)


def _headed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Bold lines and lines with typed hashes that have something below them are headings."""
    level = 1
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Heading):
            level = block.level
            yield block
        elif isinstance(block, Paragraph) and (made := _pseudo(block, following, level)):
            leads = words(made.runs).endswith(":") and isinstance(following, Listing | Quote | Code | Template | Table)
            yield Paragraph(made.runs) if leads else made
        else:
            yield block


def _pseudo(block: Paragraph, following: Block | None, level: int) -> Heading | None:
    text = words(block.runs)
    if following is None or any(run.raw for run in block.runs):
        return None
    hashes = _HASHES.match(_text(block))
    if hashes and len(text) <= _LONGEST_HEADING:
        return Heading(max(2, len(hashes[1])), _without(block, _HASHES))
    bold = all(run.bold or not run.text.strip() for run in block.runs)
    if not bold or len(text) > _LONGEST_BOLD or text.endswith(_NO_HEADING) or not any(map(str.isalpha, text)):
        return None
    if any(run.link for run in block.runs):
        return None
    return Heading(min(6, level + 1), tuple(Run(run.text) for run in block.runs))


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings from the second level down, without a level left out."""
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            yield Heading(min(6, len(above) + 1), block.runs)
        else:
            yield block
