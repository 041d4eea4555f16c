"""The front matter as it should be: dates, values and keys that can only mean one thing, and the order of the keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from reviewkit.author.fixing.edits import Edit, Fix
from reviewkit.check import CHOICES, DATES, KNOWN
from reviewkit.model import Field, Routine, Scalar

_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\Z|(\d{4})[./](\d{1,2})[./](\d{1,2})\Z")
_SURE = 0.85
_KEY = re.compile(r"[\w-]+(?=[ \t]*:)")
_TOP = re.compile(r"[\w\"'-]+[ \t]*:")
_ORDER = (
    "id", "tittel", "spraak", "forvaltning", "tjenester", "kanaler", "eier", "status", "gyldig_fra",
    "revideres_innen", "hjemmel", "gjelder", "videre_til", "hast", "type",
)  # fmt: skip


def find_metadata_fixes(routine: Routine) -> Iterator[Fix]:
    """The fixes of the front matter; none where it is no YAML that can be read."""
    metadata = routine.metadata
    if not metadata.present or metadata.faults:
        return
    for key, field in metadata.fields.items():
        if key in DATES:
            yield from _date(routine, field)
        elif key in CHOICES:
            yield from _choices(routine, key, field)
        elif key not in KNOWN:
            yield from _renamed(routine, key, field)
    yield from _ordered(routine)


def _value_at(routine: Routine, line: int, value: str) -> Iterator[tuple[int, int]]:
    """Where a value stands on its line, written as it is, once."""
    start, end = routine.source.line_span(line)
    words = routine.source.text[start:end]
    place = words.rfind(value)
    if value and place >= 0 and words.count(value) == 1:
        yield start + place, start + place + len(value)


def _date(routine: Routine, field: Field) -> Iterator[Fix]:
    written = field.value if isinstance(field.value, str) else ""
    match = _DATE.match(written.strip())
    if not match:
        return
    day, month, year = (match[1], match[2], match[3]) if match[3] else (match[6], match[5], match[4])
    try:
        new = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return
    for start, end in _value_at(routine, field.line, written.strip()):
        yield Fix("FOR001", "date", field.line, (Edit(start, end, new),), safe=True, detail=new)


def _choices(routine: Routine, key: str, field: Field) -> Iterator[Fix]:
    """A value that is an allowed one but for case, space or a slip of the pen."""
    values: list[Scalar] = list(field.value) if isinstance(field.value, list) else [field.value]  # type: ignore[list-item]
    lines = field.item_lines or (field.line,) * len(values)
    for value, line in zip(values, lines, strict=False):
        if not isinstance(value, str) or value in CHOICES[key]:
            continue
        plain = " ".join(value.lower().replace(",", " ").split())
        close = get_close_matches(plain, CHOICES[key], n=1, cutoff=_SURE)
        for start, end in _value_at(routine, line, value) if close else ():
            yield Fix("FOR001", "value", line, (Edit(start, end, close[0]),), safe=True, detail=close[0])


def _renamed(routine: Routine, key: str, field: Field) -> Iterator[Fix]:
    """A key that is a known one but for a slip of the pen, and that is not there already."""
    close = get_close_matches(key.lower(), KNOWN, n=1, cutoff=_SURE)
    if not close or close[0] in routine.metadata.fields:
        return
    start, end = routine.source.line_span(field.line)
    match = _KEY.match(routine.source.text, start, end)
    if match and match[0] == key:
        yield Fix(
            "FOR001", "key", field.line, (Edit(match.start(), match.end(), close[0]),), safe=True, detail=close[0]
        )


def _ordered(routine: Routine) -> Iterator[Fix]:
    """The keys in their usual order, each with the comments above it; none where keys stand on one line."""
    text, source = routine.source.text, routine.source
    fields = routine.metadata.fields
    first, last = 2, routine.metadata.body_line
    starts = sorted({field.line for field in fields.values()})
    if len(starts) < len(fields) or any(not _TOP.match(text, source.line_span(line)[0]) for line in starts):
        return
    blocks: dict[str, str] = {}
    edges = [_with_comments(routine, line, first) for line in starts]
    names = sorted(fields, key=lambda name: fields[name].line)
    begin, end = source.line_starts[edges[0] - 1], source.line_starts[last - 1]
    for place, name in enumerate(names):
        until = source.line_starts[edges[place + 1] - 1] if place + 1 < len(names) else end
        blocks[name] = text[source.line_starts[edges[place] - 1] : until]
    ranked = sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), names.index(name)))
    if ranked != names and begin < end:
        new = "".join(blocks[name] for name in ranked)
        yield Fix("", "order", starts[0], (Edit(begin, end, new),), safe=True)


def _with_comments(routine: Routine, line: int, first: int) -> int:
    """The line where what belongs to a key begins: its own, or that of the comments right above it."""
    while line > first:
        start, end = routine.source.line_span(line - 1)
        if not routine.source.text[start:end].lstrip().startswith("#"):
            break
        line -= 1
    return line
