"""How references to law are written: «§ 17», «§§ 17 og 18»; in running text only, never in code, links or templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.author.fixing.edits import Edit, Fix
from reviewkit.model import Routine

_NUMBER = r"\d{1,3}(?:-\d{1,3})?(?: ?[a-h](?![\wæøåÆØÅ]))?"
_SPACE = r"[ \t\u00a0\u2009\u202f]"
_MARKS = re.compile(rf"§(?:{_SPACE}?§)*{_SPACE}*(?=\d)")
_AFTER = (
    rf"(?={_SPACE}*(?:[.,;:)»”?!\n]|\Z|(?:og|eller|til|i|jf|samt)\b))(?!\.{_SPACE}*(?:ledd|[a-zæøå]+{_SPACE}+\d{{4}}))"
)
_SEVERAL = re.compile(rf"{_NUMBER}{_SPACE}*(?:,|og|eller|–|til){_SPACE}*{_NUMBER}{_AFTER}")
"""Two sections in a row; «§ 17 og 3 barn» and «§ 17 og 2. ledd» name one."""

_VERBATIM = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>|https?://\S+")
_REFERENCES = ("hjemmel", "gjelder")


def find_typography(routine: Routine) -> Iterator[Fix]:
    """A fix for every place where the section mark is not written as it should be, in the order of the text."""
    text = routine.source.text
    for start, end in _stretches(routine):
        hidden = [match.span() for match in _VERBATIM.finditer(text, start, end)]
        for match in _MARKS.finditer(text, start, end):
            if any(left <= match.start() < right for left, right in hidden):
                continue
            written = _written(text, match, end)
            if written != match[0]:
                line, _ = routine.source.locate(match.start())
                yield Fix("", "section-mark", line, (Edit(match.start(), match.end(), written),), safe=True)


def _stretches(routine: Routine) -> Iterator[tuple[int, int]]:
    """The offsets of the statements in running text, and of the metadata that names laws."""
    for key in _REFERENCES:
        for line, _ in routine.metadata.items(key):
            yield routine.source.line_span(line)
    last = 0
    for statement in sorted(routine.statements, key=lambda item: item.start):
        if statement.kind != "template" and statement.start >= last:
            yield statement.start, statement.end
            last = statement.end


def _written(text: str, match: re.Match[str], end: int) -> str:
    """The mark, doubled where several sections follow, and one space; a space that does not break is kept."""
    double = match[0].count("§") > 1 or bool(_SEVERAL.match(text, match.end(), end))
    space = next((mark for mark in match[0] if mark in "\u00a0\u202f"), " ")
    return ("§§" if double else "§") + space
