"""References to laws: to what is in force, and to what gives NKS the task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewkit.check.kinds.match import Ask, Facts, Match, at_line
from reviewkit.check.register import Judged, Law, Register, sections_of
from reviewkit.check.specs import LawRule, OutsideRule
from reviewkit.language import Citation, LawName
from reviewkit.language.lazy import LazyPattern
from reviewkit.model import Metadata, Section, Statement

_MENTION = LazyPattern(
    r"§|\bparagraf|\blov(?:a|en)? (?:av )?\d|\b(?:LOV|FOR)-\d|lov(?:en|a)?\b.{0,12}\b(?:19|20)\d\d\b", re.IGNORECASE
)
_HINTS = ("lov", "§", "paragraf", "for-")
"""Pieces of words of which _MENTION needs one."""

_HISTORY = LazyPattern(
    r"\b(?:opphev|tidlegare|tidligere|gamle|gammel|gammal|erstatt|avløs|finst ikkje|finnes ikke|finst ikke|ikke i kraft"
    r"|ikkje i kraft|ikke lenger|ikkje lenger|trer i kraft|trår i kraft)",
    re.IGNORECASE,
)
_CHAPTER = LazyPattern(r"\bkap(?:ittel|itlet|\.)?\s*(\d{1,2})\b", re.IGNORECASE)


def find_references(rule: LawRule, facts: Facts) -> Iterator[Match]:
    """A match for every statement or metadata item whose reference leads to nothing in force."""
    register, day = facts.register, judged_on(facts.routine.metadata, facts.today)
    for key in rule.keys:
        for line, value in facts.routine.metadata.items(key):
            for judged in _faulty(register, register.reader.read(value), day):
                start, end = facts.routine.source.line_span(line)
                yield _match(Match(start, end, None), judged, value)
                break
    if _MENTION.search(facts.routine.source.text):
        yield from _in_text(facts, day)


def judged_on(metadata: Metadata, today: date) -> date:
    """The day on which references are judged: today, or the day from which a coming routine is to hold."""
    field = metadata.fields.get("gyldig_fra")
    begins = field.value if field is not None and isinstance(field.value, date) else today
    return max(begins, today)


def _in_text(facts: Facts, day: date) -> Iterator[Match]:
    for statement, citations in citations_in_text(facts, day):
        if not _MENTION.search(statement.text):
            continue
        for judged in _faulty(facts.register, citations, day):
            if judged.fault in ("repealed-law", "repealed-section", "not-in-force") and _HISTORY.search(statement.text):
                continue
            if judged.fault == "repealed-law" and not (judged.section or _dated(judged.citation.law)):
                continue
            yield _match(Match(statement.start, statement.end, statement), judged, statement.text)
            break


def citations_in_text(facts: Facts, day: date) -> Iterator[tuple[Statement, list[Citation]]]:
    """Every statement that may name a law, with the references in it; «loven» is the law last named in its part."""
    last: LawName | None = None
    section: Section | None = None
    for statement in facts.routine.statements:
        if statement.section.unit != (section.unit if section else -1):
            last, section = None, statement.section
        lowered = statement.text.lower()
        if statement.kind == "template" or not any(hint in lowered for hint in _HINTS):
            continue
        if not ("lov" in lowered or _MENTION.search(statement.text)):
            continue
        citations = facts.register.reader.read(statement.text, last)
        named = [citation.law for citation in citations if facts.register.resolve(citation.law, day)]
        last = named[-1] if named else last
        yield statement, citations


def _dated(name: LawName) -> bool:
    return name.year is not None or name.name.upper().startswith(("LOV-", "FOR-"))


def _faulty(register: Register, citations: list[Citation], day: date) -> list[Judged]:
    """What is wrong, what is known to be wrong first."""
    judged = [found for found in (register.judge(citation, day) for citation in citations) if found.fault]
    return sorted(judged, key=lambda found: found.fault == "unknown-law")


def _match(place: Match, judged: Judged, text: str) -> Match:
    citation, law = judged.citation, judged.law
    name = law.nb if law is not None else citation.law.name
    unknown = judged.fault == "unknown-law"
    return Match(
        place.start,
        place.end,
        place.statement,
        text[citation.start : citation.end],
        variant=judged.fault or "",
        details=(("law", name), ("title", law.title if law else name), ("section", judged.section)),
        severity="info" if unknown else None,
        asks=Ask("first", citation.law.name) if unknown else None,
    )


def find_outside(rule: OutsideRule, facts: Facts) -> Iterator[Match]:
    """A match at the first item of the key that names sections under which others than NKS act, with all such items."""
    law = next((law for law in facts.register.laws if law.id == rule.law), None)
    if law is None:
        return
    day = judged_on(facts.routine.metadata, facts.today)
    outside = [
        (line, value)
        for line, value in facts.routine.metadata.items(rule.key)
        if _outside(rule, law, facts.register, value, day)
    ]
    if outside:
        yield at_line(facts.routine, outside[0][0], words="», «".join(value for _, value in outside))


def _outside(rule: OutsideRule, law: Law, register: Register, value: str, day: date) -> bool:
    outside = {(int(number), letter) for number, letter in _numbers(rule.sections)}
    for citation in register.reader.read(value):
        if register.resolve(citation.law, day) is not law:
            continue
        for section in sections_of(citation, law):
            number, _, letter = section.partition(" ")
            if number.isdigit() and ((int(number), "") in outside or (int(number), letter) in outside):
                return True
        chapter = _CHAPTER.search(value)
        if not citation.sections and chapter and int(chapter[1]) in rule.chapters:
            return True
        ends = [int(end) for written in citation.sections for end in re.findall(r"\d+", written)]
        if any(".." in written for written in citation.sections) and any(
            min(ends) <= number <= max(ends) for number, _ in outside
        ):
            return True
    return False


def _numbers(written: str) -> Iterator[tuple[str, str]]:
    for part in written.split(","):
        low, _, high = part.strip().partition("..")
        number, _, letter = low.partition(" ")
        for each in range(int(number), int(high or number) + 1):
            yield str(each), letter
