"""The review for a person at a terminal: findings by routine, what to write instead, and everything counted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from reviewkit.model import Finding, Language, Review, Severity
from reviewkit.report.words import WORDS, findings, left_out, routines

WIDTH = 110
_EXCERPT = 220

_COLOURS: dict[Severity, str] = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render(review: Review, colour: bool = False, muted: bool = False) -> str:
    """The review as plain text, with colours and the findings that were muted only where they are asked for."""
    lines: list[str] = []
    for path, group in groupby(review.findings, key=lambda finding: finding.path):
        lines += [_paint(_BOLD, _clean(path), colour), ""]
        told: dict[str, int] = {}
        for finding in group:
            lines += [*_finding(finding, review.language, colour, told), ""]
            told.setdefault(finding.remedy, finding.line)
    for title, items in (*_muted(review, muted), *_stale(review), *_left_out(review)):
        lines += [_paint(_BOLD, title, colour), *(f"  {_clean(item)}" for item in items), ""]
    lines += _summary(review)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, language: Language, colour: bool, told: dict[str, int]) -> Iterator[str]:
    """The lines of one finding; a remedy that has been `told` in the same routine is pointed to by its line."""
    words = WORDS[language]
    severity = _paint(_COLOURS[finding.severity], words.severity[finding.severity][0], colour)
    place = _paint(_DIM, f"{_clean(finding.path)}:{finding.line}:{finding.column}", colour)
    yield f"{place} {_paint(_BOLD, finding.rule, colour)} {severity} {_clean(finding.message)}"
    excerpt = " ".join(finding.excerpt.split())
    shown = excerpt if len(excerpt) <= _EXCERPT else excerpt[: _EXCERPT - 1] + "…"
    if shown:
        yield from _labelled(words.text, f"«{_clean(shown)}»")
    before = told.get(finding.remedy)
    remedy = _clean(finding.remedy) if before is None else f"{words.as_line} {before}"
    yield from _labelled(words.instead, remedy)
    basis = "; ".join(finding.basis)
    source = f"{words.source}: {'; '.join(finding.source)}"
    yield from _labelled(words.basis, f"{basis} ({source})" if basis else source)
    for other in finding.related:
        yield from _labelled("", f"{words.see} {other.line}: {_clean(other.message)}")


@lru_cache(maxsize=1_000)
def _labelled(label: str, text: str) -> list[str]:
    """The lines of a labelled text; remedies and sources come again and again."""
    indent = " " * 15
    head = f"    {label + ':' if label else '':<11}"
    return textwrap.wrap(
        text, WIDTH, initial_indent=head, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _muted(review: Review, shown: bool) -> Iterator[tuple[str, list[str]]]:
    if shown and review.muted:
        items = [f"{item.path}:{item.line} {item.rule}: {item.excerpt}" for item in review.muted]
        yield WORDS[review.language].muted_title, items


def _stale(review: Review) -> Iterator[tuple[str, list[str]]]:
    if review.stale:
        items = [f"{item.path}:{item.line} {item.rule} {item.routine} {item.excerpt}" for item in review.stale]
        yield WORDS[review.language].stale_title, items


def _left_out(review: Review) -> Iterator[tuple[str, list[str]]]:
    words = WORDS[review.language]
    if review.not_reviewed:
        yield words.not_reviewed, [f"{item.path}: {item.reason}" for item in review.not_reviewed]
    if review.problems:
        places = (f"{item.path}{f':{item.line}' if item.line else ''}: {item.message}" for item in review.problems)
        yield words.problems, list(places)


def _summary(review: Review) -> Iterator[str]:
    words = WORDS[review.language]
    if not review.findings and review.routines:
        yield f"{words.none} {words.caution}"
    yield f"{routines(review)}: {', '.join((findings(review), *left_out(review)))}."


def _clean(text: str) -> str:
    """A routine's words without control characters, so that no text can drive the reader's terminal."""
    return text if text.isprintable() else "".join(character if character.isprintable() else "�" for character in text)


def _paint(code: str, text: str, colour: bool) -> str:
    return f"{code}{text}{_RESET}" if colour else text
