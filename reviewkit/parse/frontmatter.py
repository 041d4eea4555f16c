"""Front matter: cut it off, and read its YAML with a line number for every key and item.

The YAML is read as a stream of events, so nothing in it is ever executed, an alias is refused rather than
expanded, and size and depth are bounded before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from reviewkit.model import Fault, Field, Metadata, Scalar

MAX_CHARACTERS = 65_536
MAX_NODES = 2_000
MAX_DEPTH = 12

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCE = re.compile(r"---[ \t]*(?:\r\n?|\n|\Z)")
_KEY_LIKE = re.compile(r"[ \t]*[\w-]+[ \t]*:(?:\s|\Z)|[ \t]*-[ \t]|[ \t]*#|[ \t]*\r?\n?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_OTHER_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
"""YAML counts these as line ends, Markdown does not; the lines of keys are counted as Markdown does."""
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _RefusedError(Exception):
    """The YAML is outside what a routine's metadata may be."""

    def __init__(self, kind: str, line: int, detail: str = "") -> None:
        super().__init__(kind)
        self.fault = Fault(kind, line, detail)


def read_front_matter(text: str) -> Metadata:
    """The metadata of a routine's text; what is wrong with it becomes faults, and never hides the body."""
    opening = _FENCE.match(text)
    if not opening or not opening.group().strip():
        return Metadata({}, (Fault("missing", 1),), present=False)
    lines = 1
    start = position = opening.end()
    while position < len(text):
        end = _end_of_line(text, position)
        lines += 1
        if _FENCE.match(text, position, end):
            return _read_yaml(text[start:position], end, lines)
        position = end
    return _unclosed(text, start)


def _end_of_line(text: str, position: int) -> int:
    match = _LINE.match(text, position)
    return match.end() if match else len(text)


def _unclosed(text: str, start: int) -> Metadata:
    """Front matter without its closing line: the leading run of key-like lines is taken for it, the rest is body."""
    position, lines = start, 1
    while position < len(text):
        end = _end_of_line(text, position)
        if not text[position:end].strip() or not _KEY_LIKE.match(text[position:end]):
            break
        position, lines = end, lines + 1
    read = _read_yaml(text[start:position], position, lines)
    return Metadata(read.fields, (Fault("unclosed", 1), *read.faults), position, lines)


def _read_yaml(block: str, body_offset: int, body_line: int) -> Metadata:
    if len(block) > MAX_CHARACTERS:
        return Metadata({}, (Fault("too-large", 1, str(MAX_CHARACTERS)),), body_offset, body_line)
    fields: dict[str, Field] = {}
    faults: list[Fault] = []
    try:
        for name, value in _top_level(block):
            if name in fields:
                faults.append(Fault("duplicate", value.line, name))
            else:
                fields[name] = value
    except _RefusedError as refused:
        faults.append(refused.fault)
    return Metadata(fields, tuple(faults), body_offset, body_line)


def _events(block: str) -> Iterator[Any]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for number, event in enumerate(yaml.parse(block.translate(_OTHER_LINE_ENDS), Loader=loader)):
            if number > MAX_NODES:
                raise _RefusedError("too-large", _line(event), str(MAX_NODES))
            if isinstance(event, yaml.AliasEvent):
                raise _RefusedError("alias", _line(event))
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _RefusedError("yaml", mark.line + 2 if mark else 1, error.problem or "") from None
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", 0)
        line = block.count("\n", 0, position) + 2 if isinstance(position, int) else 1
        raise _RefusedError("yaml", line, "") from None


def _line(event: Any) -> int:
    """The 1-based line in the routine: the block begins on its second line."""
    return int(event.start_mark.line) + 2


def _top_level(block: str) -> Iterator[tuple[str, Field]]:
    events = _events(block)
    for event in events:
        kind = type(event).__name__
        if kind in ("StreamStartEvent", "DocumentStartEvent"):
            continue
        if kind in ("StreamEndEvent", "DocumentEndEvent"):
            return
        if kind != "MappingStartEvent":
            raise _RefusedError("not-a-mapping", _line(event))
        for key in events:
            if type(key).__name__ == "MappingEndEvent":
                return
            line = _line(key)
            name = _build(key, events, 1)
            value_event = next(events)
            yield str(name), _field(value_event, events, line)


def _field(event: Any, events: Iterator[Any], line: int) -> Field:
    if type(event).__name__ != "SequenceStartEvent":
        value = _build(event, events, 1)
        return Field(value, line)
    items: list[Any] = []
    lines: list[int] = []
    for item in events:
        if type(item).__name__ == "SequenceEndEvent":
            break
        lines.append(_line(item))
        items.append(_build(item, events, 2))
    return Field(items, line, tuple(lines))


def _build(event: Any, events: Iterator[Any], depth: int) -> Any:
    """The value that begins with `event`; the depth bound also bounds this recursion."""
    kind = type(event).__name__
    if kind == "ScalarEvent":
        return _scalar(event)
    if depth >= MAX_DEPTH:
        raise _RefusedError("too-deep", _line(event), str(MAX_DEPTH))
    if kind == "SequenceStartEvent":
        items = []
        for item in events:
            if type(item).__name__ == "SequenceEndEvent":
                break
            items.append(_build(item, events, depth + 1))
        return items
    pairs: dict[str, Any] = {}
    for key in events:
        if type(key).__name__ == "MappingEndEvent":
            break
        name = str(_build(key, events, depth + 1))
        pairs[name] = _build(next(events), events, depth + 1)
    return pairs


def _scalar(event: Any) -> Scalar:
    value: str = event.value
    if event.style or not event.implicit[0]:
        return value
    if _DATE.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if _INTEGER.match(value):
        return int(value)
    word = value.lower()
    return _WORDS.get(word, value)
