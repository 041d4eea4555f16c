"""The structure to clean Markdown: one way to write each thing, and no character that means more than it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reviewkit.author.importing.tree import (
    HARD,
    SOFT,
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    Template,
)

_BREAK = re.compile(rf"\s*[{HARD}{SOFT}]\s*")
_SPECIAL = re.compile(r"[\\`*_<>&\[\]~]")
_LINE_START = re.compile(
    r"(?P<mark>#{1,6}(?=\s|\Z)|>|[-+*](?=\s|\Z)|[-=_*](?=[-=_* ]*\Z)|~~~)|(?P<number>\d{1,9})(?=[.)](?:\s|\Z))"
)
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&#?\w{1,40};")
_TAG = re.compile(r"<[a-zA-Z/!?]")
_DEFINED = frozenset("([:")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_URL = str.maketrans({char: f"%{ord(char):02X}" for char in ' ()<>\\|"`[]{}^*\t'})


def write(blocks: Iterable[Block]) -> str:
    """Markdown of blocks, ending in one line end; nothing at all for no blocks."""
    lines = list(_blocks(tuple(blocks)))
    return "\n".join(lines) + "\n" if lines else ""


def _blocks(blocks: Sequence[Block], tight: bool = False) -> Iterator[str]:
    previous: Block | None = None
    second = False
    for block in blocks:
        if previous is not None and not (tight and isinstance(block, Listing)):
            yield ""
        beside = isinstance(block, Listing) and isinstance(previous, Listing) and block.ordered == previous.ordered
        second = beside and not second
        yield from _block(block, second)
        previous = block


def _block(block: Block, second: bool) -> Iterator[str]:
    match block:
        case Heading():
            yield "#" * block.level + " " + _no_closing(inline(_single(block.runs), emphasis=False))
        case Paragraph():
            yield _no_mark(inline(_single(block.runs)))
        case Listing():
            yield from _listing(block, second)
        case Table():
            yield from _table(block)
        case Quote():
            for line in _blocks(block.blocks):
                yield f"> {line}".rstrip()
        case Template() | Code():
            longest = max((len(ticks) for line in block.lines for ticks in _TICKS.findall(line)), default=0)
            fence = "`" * max(3, longest + 1)
            yield fence + block.info
            yield from block.lines
            yield fence


def _listing(block: Listing, second: bool) -> Iterator[str]:
    tight = all(isinstance(part, Listing) for item in block.items for part in item[1:])
    for number, item in enumerate(block.items, start=block.start):
        delimiter = (")" if second else ".") if block.ordered else ""
        mark = f"{number}{delimiter} " if block.ordered else ("* " if second else "- ")
        if number > block.start and not tight:
            yield ""
        for place, line in enumerate(_blocks(item, tight)):
            yield (mark + line if place == 0 else " " * len(mark) + line).rstrip()


def _table(block: Table) -> Iterator[str]:
    width = max(len(row) for row in block.rows)
    for number, row in enumerate(block.rows):
        cells = [*(_cell(cell) for cell in row), *[""] * (width - len(row))]
        yield "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"
        if number == 0:
            yield "|" + "---|" * width


def _cell(runs: Runs) -> str:
    parts = [inline(_single(part)) for part in lines_of(runs)]
    return "<br>".join(part for part in parts if part).replace("|", "\\|")


def lines_of(runs: Runs) -> list[Runs]:
    """Runs cut at the line breaks that the author made."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = [run.text] if run.raw else run.text.split(HARD)
        lines[-1].append(Run(first, run.bold, run.italic, run.link, run.raw))
        lines += [[Run(part, run.bold, run.italic, run.link)] for part in rest]
    return [tuple(run for run in line if run.text) for line in lines]


def _single(runs: Runs) -> Runs:
    return tuple(run if run.raw else Run(_BREAK.sub(" ", run.text), run.bold, run.italic, run.link) for run in runs)


def inline(runs: Runs, emphasis: bool = True) -> str:
    """Runs as Markdown on one line; bold only where its marks can be read as such."""
    groups = [(bold and emphasis, list(group)) for bold, group in groupby(runs, lambda run: run.bold and not run.raw)]
    pieces: list[str] = []
    for place, (bold, group) in enumerate(groups):
        text = _joined(group, following=place + 1 < len(groups))
        before = pieces[-1] if pieces else ""
        after = groups[place + 1][1][0].text if place + 1 < len(groups) else ""
        pieces.append(_bold(text, before, after) if bold else text)
    return " ".join("".join(pieces).split())


def _bold(text: str, before: str, after: str) -> str:
    inner = text.strip()
    if not any(char.isalnum() for char in inner):
        return text
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    free_before = bool(lead) or not before or before[-1].isspace()
    free_after = bool(tail) or not after or after[0].isspace()
    opens = free_before or (inner[0].isalnum() and not before[-1].isalnum())
    closes = free_after or (inner[-1].isalnum() and not after[0].isalnum())
    return f"{lead}**{inner}**{tail}" if opens and closes else text


def _joined(runs: list[Run], following: bool) -> str:
    """The Markdown of runs of one weight; links that lead to the same place are one."""
    parts: list[str] = []
    grouped = [(key, list(group)) for key, group in groupby(runs, lambda run: (run.link, run.raw))]
    for place, ((link, raw), group) in enumerate(grouped):
        text = "".join(run.text for run in group)
        last = place + 1 == len(grouped) and not following
        if raw:
            parts.append(text)
        elif link and text.strip():
            parts.append(_link(text, link))
        else:
            parts.append(escape(text, last))
    return "".join(parts)


def _link(text: str, link: str) -> str:
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    label = text.strip()
    address = link.translate(_URL)
    if label == address and address.startswith(("https://", "http://")):
        return f"{lead}<{address}>{tail}"
    return f"{lead}[{escape(label, False, label=True)}]({address}){tail}"


def escape(text: str, last: bool = True, label: bool = False) -> str:
    """Text with a backslash before each character that Markdown would not read as itself."""

    def one(match: re.Match[str]) -> str:
        char, at = match.group(), match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        match char:
            case "\\":
                plain = bool(after) and after not in _PUNCTUATION
            case "*":
                plain = before.isspace() and after.isspace()
            case "_":
                plain = before.isalnum() and after.isalnum()
            case "<":
                plain = bool(after) and not _TAG.match(text, at)
            case ">":
                plain = True
            case "&":
                plain = bool(after) and not _ENTITY.match(text, at) and after != "#"
            case "[":
                plain = not label
            case "]":
                plain = not label and (after not in _DEFINED if after else last)
            case "~":
                plain = "~" not in (before, after)
            case _:
                plain = False
        return char if plain else "\\" + char

    return _SPECIAL.sub(one, text)


def _no_mark(line: str) -> str:
    """A line whose beginning is words, and no mark of a block."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end() :]}"
    return "\\" + line


def _no_closing(line: str) -> str:
    return re.sub(r"(?<!\\)(#+)\Z", r"\\\1", line) if line.endswith("#") else line
