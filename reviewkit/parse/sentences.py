"""Where one sentence ends and the next begins, in Norwegian administrative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…][*_»”\"')\]]*(?=\s)")
_NEXT = re.compile(r"\s+[*_«“\"'(\[¶–-]*\s*(?:[A-ZÆØÅ]|\d{1,2}[.)]\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:f\.\s?eks|t\.\s?d|bl\.\s?a|m\.\s?m|o\.\s?l|d\.\s?v\.\s?s|e\.\s?l|m\.\s?a|mv|osv|dvs|jf|jfr|ca|kl|nr|tlf|evt|ev|pkt"
    r"|inkl|eks|vedr|ang|hhv|pga|iht|ifm|ift|mht|art|kap|red|lnr|st|resp|forts|tidl|gj|max|min|stk|mnd|kr|dr|"
    r"fvl|sotjl|stjl|stl|navl|aavfl|sst|jur)|(?:\b|(?<=\s))[A-ZÆØÅa-zæøå]|(?<=\s)\d{1,2}|^\d{1,2})\.\Z",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\s+(?:nei|ja|aldri|ikke|ikkje|da|då)\b", re.IGNORECASE)
"""«Depositum? Aldri.»: an answer belongs to its question."""

_LOOK_BACK = 12


def split_sentences(text: str, breaks: tuple[int, ...] = ()) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence in a text on one line, ends exclusive, without surrounding spaces.

    `breaks` are offsets where a sentence ends whatever stands there (a hard line break, a pseudo-item).
    """
    if not breaks and not _END.search(text):
        if text.strip():
            yield len(text) - len(text.lstrip()), len(text.rstrip())
        return
    start = 0
    ends = [match.end() for match in _END.finditer(text) if _ends_here(text, match)]
    for end in sorted({*ends, *breaks, len(text)}):
        left, right = start, end
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            yield left, right
        start = end


def _ends_here(text: str, match: re.Match[str]) -> bool:
    if not _NEXT.match(text, match.end()):
        return False
    if text[match.start()] == "?" and _ANSWER.match(text, match.end()):
        return False
    if text[match.start()] != ".":
        return True
    stop = match.start() + 1
    head = text[max(0, stop - _LOOK_BACK) : stop]
    return not _ABBREVIATION.search(head)
