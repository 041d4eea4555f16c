"""A routine as the reports show it: its text, its metadata, and what stands in it beside the findings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import (
    CheckSpec,
    Facts,
    Standing,
    citations_in_text,
    find_left,
    find_met,
    judged_on,
    sections_of,
)
from reviewkit.language import Citation
from reviewkit.model import Statement
from reviewkit.review.findings import Privacy, headings_of

_LEGAL_KEYS = ("hjemmel", "gjelder")
_STOCK_WORDS = 8
"""With fewer words, a sentence is alike in many routines by chance."""
_SHOWN = 1_000
_TITLE = 300


class Place(Struct, frozen=True, array_like=True):
    """Words of a routine where they stand: lines and columns 1-based, in code points, the end column exclusive.

    Without a column it is the line as a whole.
    """

    text: str
    section: tuple[str, ...]
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Left(Struct, frozen=True, array_like=True):
    """A statement that touches a rule and is no breach of it, and why."""

    rule: str
    standing: Standing
    place: Place


class Met(Struct, frozen=True, array_like=True):
    """A statement that meets what a rule demands."""

    rule: str
    place: Place


class Cited(Struct, frozen=True, array_like=True):
    """A reference to a law: the law's identifier (nothing where the register does not hold it), the name as it is
    written, the sections, what is wrong with it, the metadata key it stands under, and where."""

    law: str
    name: str
    sections: tuple[str, ...]
    fault: str
    key: str
    place: Place


class Portrait(Struct, frozen=True, array_like=True):
    """A routine for its readers; all words are masked. `digest` is the SHA-256 of its text as UTF-8.

    County, municipality and office are those it belongs to, where that is said; a retired one was not `reviewed`.
    """

    path: str
    id: str
    title: str
    norm: str
    owner: str
    administration: str
    services: tuple[str, ...]
    status: str
    valid_from: str
    revise_by: str
    digest: str
    text: str
    left: tuple[Left, ...]
    met: tuple[Met, ...]
    cited: tuple[Cited, ...]
    sentences: tuple[tuple[int, str], ...]
    county: str = ""
    municipality: str = ""
    office: str = ""
    reviewed: bool = True


def portrait(facts: Facts, checks: Iterable[CheckSpec]) -> Portrait:
    """The portrait of a routine, with what stands in it for each of some checks."""
    routine = facts.routine
    metadata = routine.metadata
    privacy = Privacy(routine.source.text)
    places = _Places(facts, privacy)
    checks = list(checks)
    title = metadata.text("tittel") or next((item.text for item in routine.statements if item.kind == "heading"), "")
    return Portrait(
        path=routine.source.path,
        id=privacy.anywhere(routine.id),
        title=_cut(privacy.anywhere(title or routine.id)),
        norm=_norm(metadata.text("spraak")),
        owner=privacy.anywhere(metadata.text("eier") or ""),
        administration=routine.administration,
        services=tuple(privacy.anywhere(value) for _, value in metadata.items("tjenester")),
        status=privacy.anywhere(metadata.text("status") or ""),
        valid_from=_day(facts, "gyldig_fra"),
        revise_by=_day(facts, "revideres_innen"),
        digest=hashlib.sha256(routine.source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=privacy.text,
        left=tuple(
            Left(spec.code, standing, places.of(statement))
            for spec in checks
            for statement, standing in find_left(spec.rule, facts)
        ),
        met=tuple(Met(spec.code, places.of(statement)) for spec in checks for statement in find_met(spec.rule, facts)),
        cited=tuple(_cited(facts, places)),
        sentences=tuple(places.sentences()),
        county=privacy.anywhere(metadata.text("fylke") or ""),
        municipality=privacy.anywhere(metadata.text("kommune") or ""),
        office=privacy.anywhere(metadata.text("kontor") or ""),
    )


class _Places:
    """The places of one routine, without its personal data."""

    def __init__(self, facts: Facts, privacy: Privacy) -> None:
        self._source = facts.routine.source
        self._statements = facts.routine.statements
        self._privacy = privacy

    def of(self, statement: Statement) -> Place:
        line, column = self._source.locate(statement.start)
        end_line, end_column = self._source.locate(statement.end)
        words = self._privacy.words(statement.text, statement.start, statement.end)[:_SHOWN]
        return Place(words, headings_of(statement, self._privacy), line, column, end_line, end_column)

    def safe(self, words: str) -> str:
        """Words from somewhere in the routine."""
        return self._privacy.anywhere(words)

    def line(self, line: int) -> Place:
        start, end = self._source.line_span(line)
        return Place(self._privacy.text[start:end].strip()[:_SHOWN], (), line)

    def sentences(self) -> Iterator[tuple[int, str]]:
        for statement in self._statements:
            if statement.kind != "heading" and statement.text.count(" ") >= _STOCK_WORDS - 1:
                words = self._privacy.words(statement.text, statement.start, statement.end)
                yield self._source.locate(statement.start)[0], words


def _cited(facts: Facts, places: _Places) -> Iterator[Cited]:
    day = judged_on(facts.routine.metadata, facts.today)
    for key in _LEGAL_KEYS:
        for line, value in facts.routine.metadata.items(key):
            yield from _judged(facts, facts.register.reader.read(places.safe(value)), day, key, places.line(line))
    for statement, citations in citations_in_text(facts, day):
        if citations:
            for cited in _judged(facts, citations, day, "", places.of(statement)):
                sections = tuple(map(places.safe, cited.sections))
                yield replace(cited, name=places.safe(cited.name), sections=sections)


def _judged(facts: Facts, citations: Iterable[Citation], day: date, key: str, place: Place) -> Iterator[Cited]:
    for citation in citations:
        judged = facts.register.judge(citation, day)
        law = judged.law
        if law is None and not citation.sections:
            continue
        sections = tuple(sections_of(citation, law)) if law is not None else citation.sections
        name = law.nb if law is not None else citation.law.name
        yield Cited(law.id if law is not None else "", name, sections, judged.fault or "", key, place)


def _cut(title: str) -> str:
    """A title on one line, and no longer than one can read."""
    line = " ".join(title.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"


def _norm(written: str | None) -> str:
    """The written norm of a routine; bokmål where it names none that there is."""
    return written if written in ("nb", "nn", "se") else "nb"


def _day(facts: Facts, key: str) -> str:
    """A date of the metadata as it is written; nothing where it is no date."""
    found = facts.routine.metadata.fields.get(key)
    value = str(found.value) if found is not None else ""
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else ""
