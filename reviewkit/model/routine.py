"""What a routine is made of once it has been parsed: metadata, sections and statements."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct, field

from reviewkit.model.source import Source

Scalar = str | int | float | bool | date | None
Domain = Literal["kommunal", "statlig"]
StatementKind = Literal["sentence", "item", "cell", "heading", "template"]

INTRODUCTION = 0
"""The unit of what stands before the first second-level heading."""


class Field(Struct, frozen=True):
    """One key of the front matter: its value, its 1-based line, and a line per item where it is a list."""

    value: Scalar | list[Scalar] | dict[str, object]
    line: int
    item_lines: tuple[int, ...] = ()


class Fault(Struct, frozen=True):
    """Something wrong with the front matter as YAML, at a 1-based line; `kind` names the message."""

    kind: str
    line: int
    detail: str = ""


class Metadata(Struct, frozen=True):
    """The front matter: fields by key, faults met on the way, and where the body starts (offset, 0-based line)."""

    fields: dict[str, Field]
    faults: tuple[Fault, ...] = ()
    body_offset: int = 0
    body_line: int = 0
    present: bool = True

    def text(self, key: str) -> str | None:
        """The value of a key where it is a string, else nothing."""
        found = self.fields.get(key)
        return found.value if found and isinstance(found.value, str) else None

    def flag(self, key: str) -> bool:
        """Whether a key is set to true."""
        found = self.fields.get(key)
        return bool(found and found.value is True)

    def strings(self, key: str) -> list[str]:
        """The strings of a list, or the one string as a list; empty where the key is missing."""
        found = self.fields.get(key)
        if found is None:
            return []
        if isinstance(found.value, list):
            return [item for item in found.value if isinstance(item, str)]
        return [found.value] if isinstance(found.value, str) else []

    def items(self, key: str) -> list[tuple[int, str]]:
        """The strings under a key, each with its 1-based line."""
        found = self.fields.get(key)
        if found is None:
            return []
        if not isinstance(found.value, list):
            return [(found.line, found.value)] if isinstance(found.value, str) else []
        lines = found.item_lines or (found.line,) * len(found.value)
        pairs = zip(lines, found.value, strict=False)
        return [(line, item) for line, item in pairs if isinstance(item, str)]


class Section(Struct, eq=False):
    """A heading with what stands below it; `unit` numbers the h2 it lies in (0 is the introduction)."""

    level: int
    unit: int
    domain: Domain
    parent: Section | None = None
    heading: Statement | None = None

    @property
    def headings(self) -> tuple[Statement, ...]:
        """The headings from the outermost to this one."""
        own = (self.heading,) if self.heading else ()
        return (self.parent.headings if self.parent else ()) + own

    @property
    def path(self) -> tuple[str, ...]:
        """The words of the headings from the outermost to this one."""
        return tuple(heading.text for heading in self.headings)


class Statement(Struct, eq=False):
    """The unit of judgement: a sentence, list item, table cell, heading or template line.

    `start` and `end` are offsets into the source's text; `text` is the same words without markup, on one line.
    `governor` is the lead-in or parent item, `column` and `row` the headers of a cell; `hosts` are host and path of
    the links that lead out, `links` the targets of relative ones.
    """

    index: int
    kind: StatementKind
    start: int
    end: int
    text: str
    section: Section
    domain: Domain
    governor: Statement | None = None
    column: Statement | None = None
    row: Statement | None = None
    quoted: bool = False
    fence: str = ""
    hosts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class Directive(Struct, frozen=True):
    """A comment to the reviewer («<!-- reviewkit: … -->»): its offsets, its words, and the offsets it covers.

    It covers the statement that comes next: under a heading all that stands there, before a table the whole table.
    `whole` says that it stands before everything else, and covers what is said of the routine as a whole too.
    `closed` is false where the comment has no end.
    """

    start: int
    end: int
    words: str
    covers: tuple[int, int] | None
    whole: bool = False
    closed: bool = True


class Routine(Struct, frozen=True):
    """A parsed routine: where it came from, its metadata, its statements in the order of the text, and directives."""

    source: Source
    metadata: Metadata
    statements: list[Statement] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The routine's id, or its path where it has none."""
        return self.metadata.text("id") or self.source.path

    @property
    def administration(self) -> Literal["kommunal", "statlig", "felles"]:
        """The `forvaltning` it is reviewed as: what is unset, misspelt or said twice is kommunal."""
        twice = any(fault.kind == "duplicate" and fault.detail == "forvaltning" for fault in self.metadata.faults)
        value = None if twice else self.metadata.text("forvaltning")
        if value == "statlig":
            return "statlig"
        return "felles" if value == "felles" else "kommunal"
