"""What a document is called, and where its title stands among its blocks."""

from __future__ import annotations

from collections.abc import Sequence

from reviewkit.author.importing.knowledge import TOPIC, field_kind
from reviewkit.author.importing.tree import Block, Heading, Paragraph, words

_LONGEST_HEADING = 110
_LONGEST_TITLE = 160
_NEAR_TOP = 4
_NO_HEADING = (".", "!", ";", ",", "…")


def titled(blocks: tuple[Block, ...], candidates: list[str]) -> tuple[str, tuple[Block, ...]]:
    """The title, and the blocks without it."""
    marked = next((block for block in blocks if isinstance(block, Heading) and block.title), None)
    first = blocks[0] if blocks else None
    given = " ".join(candidates[0].split())[:_LONGEST_TITLE] if len(candidates) > 1 else ""
    if marked is not None:
        return _marked(marked, blocks)
    if isinstance(first, Heading) and _is_title(first, blocks):
        return _cut(words(first.runs)), blocks[1:]
    lone = _lone(blocks)
    if lone is not None and not given:
        return _cut(words(lone.runs)), tuple(block for block in blocks if block is not lone)
    if isinstance(first, Paragraph) and len(blocks) > 1 and _names_topic(first):
        return words(first.runs), blocks[1:]
    found = given or next((name for name in (" ".join(each.split()) for each in candidates) if name), "")
    return _cut(found), blocks


def _lone(blocks: Sequence[Block]) -> Heading | None:
    """The heading near the top that has no equal, where something small stands above it."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if not headings or headings[0] not in blocks[:_NEAR_TOP] or not _is_title(headings[0], blocks):
        return None
    return headings[0] if sum(one.level == headings[0].level for one in headings) == 1 else None


def _names_topic(first: Paragraph) -> bool:
    said = words(first.runs)
    fits = len(said) <= _LONGEST_HEADING and not said.endswith(_NO_HEADING)
    return fits and bool(TOPIC.fullmatch(said)) and not any(run.link for run in first.runs)


def _marked(marked: Heading, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """The title that the source marks as such; a heading that only says it again goes with it."""
    title = words(marked.runs)
    rest = [block for block in blocks if block is not marked]
    if rest and isinstance(rest[0], Heading) and words(rest[0].runs) == title:
        del rest[0]
    long = (Paragraph(marked.runs),) if len(title) > _LONGEST_TITLE else ()
    return _cut(title), (*long, *rest)


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rsplit(" ", 1)[0]


def _is_title(first: Heading, blocks: Sequence[Block]) -> bool:
    """Whether the first heading is the document's: no section that articles have, and of the highest rank."""
    text = words(first.runs)
    highest = min(block.level for block in blocks if isinstance(block, Heading))
    return field_kind(text) != "section" and first.level == highest and len(text) <= _LONGEST_TITLE
