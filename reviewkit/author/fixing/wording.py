"""Fixes that change what a routine says: a sentence put in, or in the place of another, in the routine's own norm."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.author.fixing.edits import Edit, Fix
from reviewkit.check import CheckSpec, FrameRule
from reviewkit.check.specs import DetailRule, RequiresRule
from reviewkit.model import INTRODUCTION, Routine, Statement
from reviewkit.review.findings import Found

_UNDERLINE = ("===", "---")


def find_wording_fixes(routine: Routine, found: Found, spec: CheckSpec, nynorsk: bool) -> Iterator[Fix]:
    """The fix for a finding whose rule has a sentence to paste: put in where it lacks, or in the place of words."""
    if spec.paste is None:
        return
    paste = spec.paste.nn if nynorsk else spec.paste.nb
    statement = next((item for item in routine.statements if item.start == found.start), None)
    if isinstance(spec.rule, RequiresRule):
        place = _place(routine, spec.rule, statement)
        edit = Edit(place, place, _paragraph(routine, place, paste))
        yield Fix(spec.code, "insert", found.line, (edit,), found=found.fingerprint, detail=paste)
    elif isinstance(spec.rule, FrameRule | DetailRule) and statement is not None:
        yield from _replaced(routine, found, statement, spec, paste)


def _place(routine: Routine, rule: RequiresRule, statement: Statement | None) -> int:
    """Where a lacking sentence goes: below the heading of its part, or at the end of the introduction."""
    if rule.reach != "routine" and statement is not None and statement.section.unit != INTRODUCTION:
        heading = next(item for item in statement.section.headings if item.section.unit == statement.section.unit)
        return _after_heading(routine, heading)
    first = next(
        (item for item in routine.statements if item.kind == "heading" and item.section.unit != INTRODUCTION), None
    )
    if first is None:
        return len(routine.source.text)
    line, _ = routine.source.locate(first.start)
    return routine.source.line_starts[line - 1]


def _after_heading(routine: Routine, heading: Statement) -> int:
    """The offset of the line after a heading and its underline."""
    source = routine.source
    line, _ = source.locate(heading.end)
    if line < len(source.line_starts):
        start, end = source.line_span(line + 1)
        underline = source.text[start:end].strip()
        line += bool(underline) and (set(underline) <= {"="} or set(underline) <= {"-"})
    return source.line_starts[line] if line < len(source.line_starts) else len(source.text)


def _paragraph(routine: Routine, place: int, words: str) -> str:
    """Words as a paragraph of their own at a place between lines, with the routine's own line ends."""
    text = routine.source.text
    end = "\r\n" if "\r\n" in text else "\n"
    before = (
        "" if not place or text[:place].endswith(end + end) else end if text[:place].endswith(("\n", "\r")) else end * 2
    )
    after = end if place >= len(text) or text.startswith(end, place) else end * 2
    return f"{before}{words}{after}"


def _replaced(routine: Routine, found: Found, statement: Statement, spec: CheckSpec, paste: str) -> Iterator[Fix]:
    """The sentence in the place of the one that is found; where it stands in the part already, the other only goes."""
    if statement.kind in ("template", "heading"):
        return
    beside = (item for item in routine.statements if item.section.unit == statement.section.unit)
    if paste.split(". ", maxsplit=1)[0].rstrip(".") in " ".join(item.text for item in beside):
        edit = _removed(routine, statement)
        if edit is not None:
            yield Fix(spec.code, "remove", found.line, (edit,), found=found.fingerprint)
        return
    edit = Edit(statement.start, statement.end, paste)
    yield Fix(spec.code, "replace", found.line, (edit,), found=found.fingerprint, detail=paste)


def _removed(routine: Routine, statement: Statement) -> Edit | None:
    """The edit that takes a list item's lines away, or a sentence with the space before it; none for a cell."""
    source = routine.source
    if statement.kind == "item":
        first, _ = source.locate(statement.start)
        last, _ = source.locate(max(statement.start, statement.end - 1))
        end = source.line_starts[last] if last < len(source.line_starts) else len(source.text)
        return Edit(source.line_starts[first - 1], end, "")
    if statement.kind != "sentence":
        return None
    start = statement.start
    while start and source.text[start - 1] in " \t":
        start -= 1
    return Edit(start, statement.end, "")
