"""Details with a form of their own: personal data, and facts about one particular Nav office."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from reviewkit.check.kinds import private
from reviewkit.check.kinds.match import Facts, Match
from reviewkit.check.specs import DetailName, DetailRule
from reviewkit.language.lazy import LazyPattern
from reviewkit.model import Statement

Span = tuple[int, int]

_DIGITS = LazyPattern(r"\d")
_CLOCK = r"\d{1,2}(?:[.:]\d{2})?"
_HOURS = LazyPattern(
    rf"\b(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|—|til|og|to)\s*(?:kl\.?\s*)?{_CLOCK}\b|\bkl(?:okka|okken|\.)?\s*{_CLOCK}",
    re.IGNORECASE,
)
_WHOLE_HOURS = LazyPattern(r"(\d{1,2})\s*(?:-|–|—|til|og|to)\s*(\d{1,2})", re.IGNORECASE)
"""Two bare numbers; hours only where an office could be open then («10–14», not «poeng 1–5»)."""
_COUNTED = LazyPattern(
    r"\s*(?:år\w*|dag\w*|døgn\w*|uke\w*|veke\w*|månad\w*|måned\w*|time\w*|timar|minutt\w*|min\b|poeng|prosent|%|kr\b|kroner"
    r"|virkedag\w*|vyrkedag\w*|arbeidsdag\w*|barn\w*|person\w*|ganger|gonger)",
    re.IGNORECASE,
)
_EARLIEST, _LATEST = 6, 24
_SPOKEN_CLOCK = (
    r"(?:halv |kvart (?:på|over) |klokka |klokken |kl\.? ?)*"
    r"(?:sju|syv|åtte|ni|ti|elleve|tolv|ett|eitt|to|tre|fire|fem|seks)"
)
_SPOKEN_HOURS = LazyPattern(
    rf"\b(?:mellom|fra|frå|klokka|klokken)\s+{_SPOKEN_CLOCK}\s+(?:og|til)\s+{_SPOKEN_CLOCK}\b"
    rf"|\b(?:åpe[nrt]*|ope[nrt]*|stenger|stengjer|stengt)\s+(?:fra|frå|til|etter|(?:fra|frå)?\s*klokk\w+)\s+{_SPOKEN_CLOCK}\b",
    re.IGNORECASE,
)
_HINTS = (
    "steng", "lukk", "lås", "åpe", "åpn", "ope", "opn", "telefontid", "kontortid", "drop", "betjen", "beman", "mellom",
    "klokk",
)  # fmt: skip
"""Pieces of words of which _SPOKEN_HOURS and _SHUT_OR_OPEN each need one, unless a spoken hour follows «fra»."""
_FROM_AN_HOUR = LazyPattern(r"fr[aå]\s+(?:halv|kvart|kl|sju|syv|åtte|ni|ti|elleve|tolv|ei?tt|to|tre|fire|fem|seks)\b")
_ONE_HOUR = LazyPattern(r"\b(?:[01]?\d|2[0-3])[.:][0-5]\d\b")
"""One time of the day («låser døra 14.00»)."""
_NAMED_OFFICE = LazyPattern(
    r"\b(?:Nav|NAV) (?!(?:[Kk]ontakt|[Øø]konomi|[Hh]jelp|[Kk]lage|[Aa]rbeid|[Ff]amilie|NKS))[A-ZÆØÅ][a-zæøå]+"
    r"|\b[Kk]ontoret (?:i|på) [A-ZÆØÅ][a-zæøå]+"
)
_SHUT_OR_OPEN = LazyPattern(
    r"\b(?:stengt|stengd|stenger|stengjer|lukket|lukka|lukker|lukkar|låser|låsar|låst|åpent|åpen|åpner|ope|open|opnar|opent"
    r"|telefontid|kontortid|drop-?in|betjent|bemanna|bemannet)\b",
    re.IGNORECASE,
)
_ELSEWHERE = LazyPattern(
    r"\b(?:helfo|arbeidstilsyn\w*|skatteetat\w*|skatten\b|husbank\w*|lånekass\w*|politi\w*|legevakt\w*|krisesent\w*"
    r"|statsforvalt\w*|namsmann\w*|namsfog\w*|namsfut\w*|forliksråd\w*|forbrukertilsyn\w*|forbrukarrå\w*|forbrukerråd\w*|udi|imdi"
    r"|pasient- og \w+|giftinformasjon\w*|alarmtelefon\w*|helsedirektorat\w*|sykehus\w*|sjukehus\w*|tingrett\w*"
    r"|jussbuss\w*|jurk|advokatvakt\w*|kraftlag\w*|nettselskap\w*)",
    re.IGNORECASE,
)
"""Agencies outside Nav and the municipality's social services: their numbers are no office information."""
_OPENING = LazyPattern(
    r"\b(?:åpe[nt]\w*|ope[nt]\w*|åpning\w*|opning\w*|stenge\w*|stengje\w*|stengt|telefontid\w*|treffetid\w*|drop-?in\w*|mottak\w*"
    r"|publikumsmottak\w*|skranke\w*|betjen\w*|bemann\w*|tilgjengel\w*|svarer|svarar|vakt\w*|kontortid\w*|oppmøte\w*)\b",
    re.IGNORECASE,
)
_DAYS = LazyPattern(
    r"\b(?:mandag|måndag|tirsdag|tysdag|onsdag|torsdag|fredag|hverdag|kvardag|yrkedag|daglig|dagleg|lunsj)\w*\b",
    re.IGNORECASE,
)
_OFFICE = LazyPattern(
    r"\bnav[ -]?(?:kontor\w*)?\b|\bkontor\w*|\bvakttelefon\w*|\blokalkontor\w*|\bkommune\w*|\bbydel\w*|\bmottak\w*"
    r"|\bveileder\w*"
    r"|\brettleiar\w*|\bsaksbehandler\w*|\bsakshandsamar\w*|\bleder\w*|\bleiar\w*|\bvakt\w*|\bdirekte\w*|\bsentralbord\w*"
    r"|\btlf\b|\btelefon\w*|\bring\w*",
    re.IGNORECASE,
)
_OWN_HOURS = LazyPattern(r"\b(?:nks|kontaktsent\w*|55 ?55 ?33 ?\d\d|vi har|chat\w*|våre|våra)\b", re.IGNORECASE)
_ADDRESS = LazyPattern(
    r"\b[A-ZÆØÅ][\wæøåéü.'-]*(?: [A-ZÆØÅ][\wæøå.'-]*){0,2}(?:gata|gaten|gate|gt\.|veien|vegen|veg|vei|plass|plassen"
    r"|torget|torg"
    r"|allé|alle|alléen|bakken|brygga|bryggen|stredet|kaia|svingen|smauet|tunet|løkka|ringen)\s+\d{1,3} ?[A-Za-z]?\b"
    r"|\b(?:[Kk]irke|[Kk]yrkje|[Ss]tor|[Rr]ådhus|[Ss]jø|[Hh]avne|[Hh]amne)?"
    r"(?:gata|gaten|gate|veien|vegen|vei|torget|plassen)\s+\d{1,3} ?[A-Z]?\b"
)
_POSTCODE = LazyPattern(r"\b\d{4} [A-ZÆØÅ][A-ZÆØÅa-zæøå]{2,}\b")
_ADDRESS_LABEL = LazyPattern(
    r"\b(?:besøksadresse|besøksadressa|gateadresse|postadresse|adressen er|adressa er|holder til i|held til i)\b",
    re.IGNORECASE,
)
_ON_CALL = LazyPattern(
    r"\bvakttelefon\w*|\bvaktnummer\w*|\bberedskapstelefon\w*|\bvakthavende\b|\bvakta\b", re.IGNORECASE
)


def find_details(rule: DetailRule, facts: Facts) -> Iterator[Match]:
    """Every place where one of the rule's details stands, once a statement, with its exact offsets."""
    source = facts.routine.source
    seen: set[tuple[int, int]] = set()
    for name in rule.details:
        for match in _FINDERS[name](facts):
            line = source.locate(match.start)[0]
            key = (match.statement.index if match.statement is not None else -1, line)
            if key not in seen:
                seen.add(key)
                yield match


def _personal(find: Callable[[str], Iterator[Span]]) -> Callable[[Facts], Iterator[Match]]:
    """Personal data is looked for in the whole source, front matter included."""

    def finder(facts: Facts) -> Iterator[Match]:
        text = facts.routine.source.text
        for left, right in find(text):
            yield Match(left, right, statement_at(facts, left), text[left:right])

    return finder


def statement_at(facts: Facts, offset: int) -> Statement | None:
    """The statement that covers an offset, if any."""
    statements = facts.routine.statements
    place = bisect_right(statements, offset, key=lambda statement: statement.start) - 1
    return statements[place] if place >= 0 and offset < statements[place].end else None


def _statements(facts: Facts) -> Iterator[Statement]:
    for statement in facts.routine.statements:
        if statement.kind not in ("heading", "template") and _DIGITS.search(statement.text):
            yield statement


def _context(statement: Statement) -> str:
    """A statement with what names its subject: its row, column and lead-in."""
    parts = [statement.text]
    parts += [other.text for other in (statement.row, statement.column, statement.governor) if other is not None]
    if statement.section.heading is not None:
        parts.append(statement.section.heading.text)
    return " ¶ ".join(parts)


def _context_of_row(statement: Statement) -> str:
    return statement.text if statement.row is None else f"{statement.row.text} ¶ {statement.text}"


def _hours(text: str) -> re.Match[str] | None:
    """The first place where a time of the day stands, in figures."""
    for found in _HOURS.finditer(text):
        bare = _WHOLE_HOURS.fullmatch(found.group())
        if bare is None:
            return found
        first, last = int(bare[1]), int(bare[2])
        if _EARLIEST <= first < last <= _LATEST and not _COUNTED.match(text, found.end()):
            return found
    return None


def _first(*found: re.Match[str] | None) -> str:
    """The words of the first match that there is."""
    return next((match.group() for match in found if match), "")


def _hints_at_hours(text: str) -> bool:
    """Whether a text may tell of opening hours in words: asked first, since it is cheap."""
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS) or _FROM_AN_HOUR.search(lowered) is not None


def _told_in_words(facts: Facts) -> Iterator[Match]:
    """Opening hours of a named office without a figure: «stengt på fredager», «mellom halv ti og tolv»."""
    for statement in facts.routine.statements:
        text = statement.text
        if statement.kind in ("heading", "template") or not _hints_at_hours(text):
            continue
        spoken = _SPOKEN_HOURS.search(text)
        if (not spoken and not _SHUT_OR_OPEN.search(text)) or _OWN_HOURS.search(text):
            continue
        named = _NAMED_OFFICE.search(text)
        if (spoken and _OPENING.search(text) and (named or _OFFICE.search(text))) or (
            named and _SHUT_OR_OPEN.search(text) and (_DAYS.search(text) or _ONE_HOUR.search(text))
        ):
            yield Match(statement.start, statement.end, statement, _first(spoken, named))


def _opening_hours(facts: Facts) -> Iterator[Match]:
    yield from _told_in_words(facts)
    for statement in _statements(facts):
        hours = _hours(statement.text)
        if not hours:
            continue
        context = _context(statement)
        told = _OPENING.search(context) or _DAYS.search(statement.text) or _NAMED_OFFICE.match(statement.text)
        if told and _OFFICE.search(context) and not _OWN_HOURS.search(statement.text):
            yield Match(statement.start, statement.end, statement, hours.group())


def _office_phones(facts: Facts) -> Iterator[Match]:
    for statement in _statements(facts):
        span = next(private.phones(statement.text), None)
        elsewhere = _ELSEWHERE.search(_context_of_row(statement)) and not _NAMED_OFFICE.search(statement.text)
        if span and _OFFICE.search(_context(statement)) and not elsewhere and not private.names(statement.text):
            yield Match(statement.start, statement.end, statement, statement.text[slice(*span)])


def _addresses(facts: Facts) -> Iterator[Match]:
    for statement in _statements(facts):
        found = _ADDRESS.search(statement.text) or (
            _ADDRESS_LABEL.search(statement.text) and _POSTCODE.search(statement.text)
        )
        if found:
            yield Match(statement.start, statement.end, statement, found.group())


def _on_call_numbers(facts: Facts) -> Iterator[Match]:
    for statement in _statements(facts):
        span = next(private.phones(statement.text), None)
        elsewhere = _ELSEWHERE.search(_context_of_row(statement)) and not _NAMED_OFFICE.search(statement.text)
        if span and _ON_CALL.search(_context(statement)) and not elsewhere:
            yield Match(statement.start, statement.end, statement, statement.text[slice(*span)])


_FINDERS: dict[DetailName, Callable[[Facts], Iterator[Match]]] = {
    "national-id": _personal(private.national_ids),
    "account": _personal(private.accounts),
    "private-phone": _personal(private.private_phones),
    "private-email": _personal(private.private_emails),
    "opening-hours": _opening_hours,
    "phone": _office_phones,
    "address": _addresses,
    "on-call-number": _on_call_numbers,
}
