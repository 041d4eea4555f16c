"""Comments to the reviewer, and what they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewkit.model import Directive, Routine, Statement

_OPENING = re.compile(r"<!--\s*reviewkit\b(?P<words>.*?)(?P<end>-->|\Z)", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"(?P<ticks>`+)[^`\n]+(?P=ticks)")


def open_comments(body: str) -> str:
    """The text, as long as it was, with the marks of comments that never end made harmless, lest they hide the rest."""
    last = body.rfind("-->")
    opening = body.find("<!--", last + 1 if last >= 0 else 0)
    return body if opening < 0 else body[:opening] + body[opening:].replace("<!--", "(!--")


def find_directives(routine: Routine, code: Sequence[tuple[int, int]]) -> None:
    """Add to a routine the comments that speak to the reviewer; those shown as `code`, by offsets, are text."""
    text = routine.source.text
    if "reviewkit" not in text.lower():
        return
    inline = (match.span() for match in _CODE.finditer(text, routine.metadata.body_offset))
    verbatim = [*code, *inline]
    for match in _OPENING.finditer(text, routine.metadata.body_offset):
        start = match.start()
        if any(left <= start < right for left, right in verbatim):
            continue
        closed = bool(match["end"])
        end = match.end() if closed else _line_end(text, start)
        words = text[match.start("words") : match.end("words") if closed else end]
        covered = next((item for item in routine.statements if item.end > end), None)
        routine.directives.append(
            Directive(
                start, end, " ".join(words.split()),
                covers=None if covered is None else _reach(covered, routine, end),
                whole=covered is not None and covered.index == 0,
                closed=closed,
            )
        )  # fmt: skip


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _reach(covered: Statement, routine: Routine, after: int) -> tuple[int, int]:
    """Offsets that a directive before this statement covers."""
    start = max(covered.start, after)
    following = routine.statements[covered.index + 1 :]
    if covered.section.heading is covered:
        level = covered.section.level
        ends = (item.start for item in following if item.section.heading is item and item.section.level <= level)
        return start, next(ends, len(routine.source.text))
    if covered.kind == "heading":
        cells = [item.end for item in following if item.column is not None and item.column.start >= covered.start]
        table = next((item.start for item in following if item.kind not in ("cell", "heading")), None)
        return start, max((end for end in cells if table is None or end <= table), default=covered.end)
    return start, covered.end
