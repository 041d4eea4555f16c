"""A report in Markdown, for a repository or a comment: read as it stands, or as GitHub shows it.

Words of a routine are written so that they are only ever words; the template gets them as they may be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from reviewkit.report.documents.templates import Templates
from reviewkit.report.documents.tree import (
    Bars,
    Block,
    Document,
    Facts,
    Field,
    Grid,
    Line,
    Listing,
    Paragraph,
    Part,
    Passage,
    Quotation,
    Section,
    SourceLine,
    Table,
    Text,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import BREAK, one_line, uncalling

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&{}]")
_BEGINNING = re.compile(r"^(?:[-+=#]|\d+(?=[.)]))")
_SMILEY = re.compile(r":(?=[\w+-]+:)")
_CODE = re.compile(r"[\w.:/§ -]*\w")
_ROLES = {"lead": "", "note": "> ", "good": "> ✓ ", "caution": "> ⚠ "}


def render(document: Document, wording: Wording, templates: Templates) -> Iterator[str]:
    """The file, piece by piece; the sections are asked for one by one. Raises UsageError for a template that fails."""
    return templates.stream(
        "report.md.j2",
        ("\n\n".join(_pieces(section, 2, wording)) + "\n" for section in document.sections),
        title=_words(document.title),
        subtitle=_begun(_words(document.subtitle)),
        status=_strong(document.status),
        head=_facts(document.head),
        contents_title=_words(wording("page.contents")),
        contents=[(f"#{entry.id}", _words(entry.title)) for entry in document.contents],
        made=_words(wording("page.made", day=wording.date(document.day))),
    )


def _pieces(section: Section, level: int, wording: Wording) -> Iterator[str]:
    """A heading that can be led to, and all below it, block by block."""
    badge = f"{wording(f'page.tone.{section.tone}')}: " if section.tone else ""
    title = badge + _line(section.title)
    anchor = f'<a id="{section.id}"></a>'
    heading = f"{'#' * level} {title} {anchor}" if level <= 6 else f"{_styled(title, 'strong')} {anchor}"
    yield heading
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _pieces(block, level + 1, wording)
        elif text := _block(block, wording).rstrip("\n"):
            yield text


def _block(block: Block, wording: Wording) -> str:
    match block:
        case Paragraph():
            return _ROLES.get(block.role, "") + _begun(_line(block.line))
        case Listing():
            signs = (f"{number}. " if block.ordered else "- " for number in range(1, len(block.items) + 1))
            return "\n".join(sign + _begun(_line(item)) for sign, item in zip(signs, block.items, strict=True))
        case Quotation():
            return _quotation(block)
        case Facts():
            return _facts(block)
        case Table():
            return _table(block.caption, block.head, [[_line(cell) for cell in row] for row in block.rows])
        case Bars():
            figures = [[_words(bar.label), *map(wording.number, bar.values)] for bar in block.bars]
            return _figure(block.caption, block.description, (block.label, *block.series), figures)
        case Grid():
            rows = [[_words(name), *(_words(cell.text) for cell in cells)] for name, cells in block.rows]
            return _figure(block.caption, block.description, (block.corner, *block.columns), rows)
        case Passage():
            return _passage(block, wording)
        case Field():
            lines = [_begun(_words(line)) for line in block.value.splitlines() if line.strip()] or ["…"]
            return f"{_strong(block.label)}\n\n" + "\n>\n".join(f"> {line}" for line in lines)


def _quotation(block: Quotation) -> str:
    lines = [_begun(_words(line)) for line in block.text.splitlines() if line.strip()]
    quoted = "\\\n".join(f"> {line}" for line in lines) or ">"
    return f"{quoted}\n>\n> — {_line(block.place)}" if block.place else quoted


def _facts(block: Facts) -> str:
    return "\n".join(f"- {_strong(f'{name.rstrip()}:')} {_line(line)}" for name, line in block.rows)


def _figure(caption: str, description: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with what it shows said above it."""
    return _table(caption, head, rows, _begun(_words(description)))


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], said: str = "") -> str:
    """A table under its caption; every row has as many cells as the head."""
    width = max([len(head), *map(len, rows)], default=0)
    lines = [_row([_words(name) for name in head], width), "|" + "---|" * width, *(_row(row, width) for row in rows)]
    return "\n\n".join(filter(None, (_strong(caption), said, "\n".join(lines))))


def _row(cells: Sequence[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


def _passage(block: Passage, wording: Wording) -> str:
    """The marked lines of a routine, with their numbers; the routine itself stands in its own file."""
    marked = [line for line in block.lines if any(part.marks for part in line.parts)]
    items = [_source(line, block.targets, wording) for line in marked]
    return "\n".join([_strong(block.title), "", *items])


def _source(line: SourceLine, targets: dict[str, str], wording: Wording) -> str:
    text = "".join(_part(part, targets, wording) for part in line.parts).strip()
    return f"- {wording('page.line')} {line.number}: {text}"


def _part(part: Part, targets: dict[str, str], wording: Wording) -> str:
    if not part.marks:
        return _words(part.text)
    numbers = ", ".join(_link(_words(mark), f"#{targets[mark]}" if mark in targets else "") for mark in part.marks)
    tone = f"{wording(f'page.tone.{part.tone}')} " if part.tone else ""
    return f"{_styled(_words(part.text), 'strong')} ({tone}{numbers})"


def _line(line: Line) -> str:
    return "".join(map(_text, line))


def _text(part: Text) -> str:
    """Words in their style, leading where they lead."""
    if part.style == "code" and _CODE.fullmatch(part.text):
        words = f"`{part.text}`"
    else:
        words = _styled(_words(part.text), part.style)
    address = f"./{quote(part.file, safe='', errors='replace')}.md" if part.file else ""
    return _link(words, address + (f"#{part.target}" if part.target else ""))


def _strong(text: str) -> str:
    return _styled(_words(text), "strong")


def _styled(words: str, style: str) -> str:
    bare = words.strip()
    return words.replace(bare, f"**{bare}**", 1) if style == "strong" and bare else words


def _link(words: str, address: str) -> str:
    bare = words.strip()
    return words.replace(bare, f"[{bare}]({address})", 1) if bare and address else words


def _words(text: str) -> str:
    """Words that Markdown and GitHub find nothing in, on one line; spaces at the ends are kept as one."""
    bare = one_line(text, len(text))
    if not bare:
        return " " if text else ""
    bare = _MARKUP.sub(r"\\\g<0>", _SMILEY.sub(f":{BREAK}", uncalling(bare))).replace("$", "&#36;")
    return " " * text[0].isspace() + bare + " " * text[-1].isspace()


def _begun(words: str) -> str:
    """Words at the beginning of a block, where a sign or a number would begin a list or a heading."""
    return _BEGINNING.sub(_held, words.lstrip())


def _held(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0][0].isdigit() else f"\\{found[0]}"
