"""The review for a person at a terminal: findings by routine, what to write instead, and everything counted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from reviewkit.model import SEVERITIES, Finding, Language, Review, Severity

WIDTH = 110
_EXCERPT = 220

_SEVERITY: dict[Language, dict[Severity, str]] = {
    "nb": {"error": "feil", "warning": "advarsel", "info": "merknad"},
    "nn": {"error": "feil", "warning": "åtvaring", "info": "merknad"},
    "en": {"error": "error", "warning": "warning", "info": "note"},
}
_MANY: dict[Language, dict[Severity, str]] = {
    "nb": {"error": "feil", "warning": "advarsler", "info": "merknader"},
    "nn": {"error": "feil", "warning": "åtvaringar", "info": "merknader"},
    "en": {"error": "errors", "warning": "warnings", "info": "notes"},
}
_WORDS: dict[Language, dict[str, str]] = {
    "nb": {
        "text": "Teksten", "instead": "Gjør slik", "basis": "Grunnlag", "source": "kilde", "none": "Ingen funn.",
        "caution": "Ingen funn er ikke en godkjenning: bare det reglene ser etter, er gjennomgått.",
        "reviewed": "gjennomgått", "routine": "rutine", "routines": "rutiner", "findings": "funn",
        "not_reviewed": "Ikke gjennomgått", "problems": "Kunne ikke leses", "suppressed": "unntatt med begrunnelse",
        "deselected": "regler valgt bort", "muted": "dempet som lite sannsynlige",
        "muted_title": "Dempet av den statistiske dommeren", "see": "se også linje", "as": "som på linje",
    },
    "nn": {
        "text": "Teksten", "instead": "Gjer slik", "basis": "Grunnlag", "source": "kjelde", "none": "Ingen funn.",
        "caution": "Ingen funn er inga godkjenning: berre det reglane ser etter, er gjennomgått.",
        "reviewed": "gjennomgått", "routine": "rutine", "routines": "rutinar", "findings": "funn",
        "not_reviewed": "Ikkje gjennomgått", "problems": "Kunne ikkje lesast",
        "suppressed": "unnatekne med grunngjeving",
        "deselected": "reglar valde bort", "muted": "dempa som lite sannsynlege",
        "muted_title": "Dempa av den statistiske dommaren", "see": "sjå òg linje", "as": "som på linje",
    },
    "en": {
        "text": "The text", "instead": "Do this", "basis": "Basis", "source": "source", "none": "No findings.",
        "caution": "No findings is not an approval: only what the rules look for has been examined.",
        "reviewed": "reviewed", "routine": "routine", "routines": "routines", "findings": "findings",
        "not_reviewed": "Not reviewed", "problems": "Could not be read", "suppressed": "excepted with a reason",
        "deselected": "rules deselected", "muted": "muted as unlikely",
        "muted_title": "Muted by the statistical judge", "see": "see also line", "as": "as on line",
    },
}  # fmt: skip
_COLOURS: dict[Severity, str] = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render(review: Review, colour: bool = False, muted: bool = False) -> str:
    """The review as plain text, with colours and the findings that were muted only where they are asked for."""
    words = _WORDS[review.language]
    lines: list[str] = []
    for path, findings in groupby(review.findings, key=lambda finding: finding.path):
        lines += [_paint(_BOLD, _clean(path), colour), ""]
        told: dict[str, int] = {}
        for finding in findings:
            lines += [*_finding(finding, review.language, colour, told), ""]
            told.setdefault(finding.remedy, finding.line)
    for title, items in (*_muted(review, muted), *_left_out(review)):
        lines += [_paint(_BOLD, words[title], colour), *(f"  {_clean(item)}" for item in items), ""]
    lines += _summary(review)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, language: Language, colour: bool, told: dict[str, int]) -> Iterator[str]:
    """The lines of one finding; a remedy that has been `told` in the same routine is pointed to by its line."""
    words = _WORDS[language]
    severity = _paint(_COLOURS[finding.severity], _SEVERITY[language][finding.severity], colour)
    place = _paint(_DIM, f"{_clean(finding.path)}:{finding.line}:{finding.column}", colour)
    yield f"{place} {_paint(_BOLD, finding.rule, colour)} {severity} {_clean(finding.message)}"
    excerpt = " ".join(finding.excerpt.split())
    shown = excerpt if len(excerpt) <= _EXCERPT else excerpt[: _EXCERPT - 1] + "…"
    if shown:
        yield from _labelled(words["text"], f"«{_clean(shown)}»")
    before = told.get(finding.remedy)
    remedy = _clean(finding.remedy) if before is None else f"{words['as']} {before}"
    yield from _labelled(words["instead"], remedy)
    basis = "; ".join(finding.basis)
    source = f"{words['source']}: {'; '.join(finding.source)}"
    yield from _labelled(words["basis"], f"{basis} ({source})" if basis else source)
    for other in finding.related:
        yield from _labelled("", f"{words['see']} {other.line}: {_clean(other.message)}")


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
        yield "muted_title", [f"{item.path}:{item.line} {item.rule}: {item.excerpt}" for item in review.muted]


def _left_out(review: Review) -> Iterator[tuple[str, list[str]]]:
    if review.not_reviewed:
        yield "not_reviewed", [f"{item.path}: {item.reason}" for item in review.not_reviewed]
    if review.problems:
        yield (
            "problems",
            [f"{item.path}{f':{item.line}' if item.line else ''}: {item.message}" for item in review.problems],
        )


def _summary(review: Review) -> Iterator[str]:
    words = _WORDS[review.language]
    number = review.routines
    routines = f"{number} {words['routine'] if number == 1 else words['routines']} {words['reviewed']}"
    counts = {item: review.count(item) for item in SEVERITIES}
    names = {item: (_SEVERITY if count == 1 else _MANY)[review.language][item] for item, count in counts.items()}
    by_severity = ", ".join(f"{count} {names[item]}" for item, count in counts.items())
    piles = [f"{len(review.findings)} {words['findings']} ({by_severity})"]
    if review.suppressed:
        piles.append(f"{len(review.suppressed)} {words['suppressed']}")
    if review.muted:
        piles.append(f"{len(review.muted)} {words['muted']}")
    if review.deselected:
        piles.append(f"{review.deselected} {words['deselected']}")
    if review.not_reviewed:
        piles.append(f"{len(review.not_reviewed)} {words['not_reviewed'].lower()}")
    if review.problems:
        piles.append(f"{len(review.problems)} {words['problems'].lower()}")
    if not review.findings and review.routines:
        yield f"{words['none']} {words['caution']}"
    yield f"{routines}: {', '.join(piles)}."


def _clean(text: str) -> str:
    """A routine's words without control characters, so that no text can drive the reader's terminal."""
    return text if text.isprintable() else "".join(character if character.isprintable() else "�" for character in text)


def _paint(code: str, text: str, colour: bool) -> str:
    return f"{code}{text}{_RESET}" if colour else text
