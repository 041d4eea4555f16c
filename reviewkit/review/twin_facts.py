"""Facts in a statement that are the same in both norms: numbers of every kind, with one way of writing each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

FactKind = Literal["phone", "date", "clock", "deadline", "amount", "email"]


class Fact(NamedTuple):
    """A fact: its kind, the one way in which it is written, and its place in the text it was read from."""

    kind: FactKind
    key: str
    start: int
    end: int


_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "desember")  # fmt: skip
_COUNTS = {
    "en": 1, "ein": 1, "én": 1, "éin": 1, "ett": 1, "eitt": 1, "ei": 1, "éi": 1, "et": 1, "eit": 1, "to": 2, "tre": 3,
    "fire": 4, "fem": 5, "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
    "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "tjue": 20, "tyve": 20, "tretti": 30,
    "førti": 40, "femti": 50, "seksti": 60,
}  # fmt: skip
_UNITS = (
    ("arbeidsdag", r"(?:arbeids|virke|vyrke|yrke|virkne )dag(?:er|ar|en|ene|ane)?"),
    ("dag", r"(?:kalender)?dag(?:er|ar|en|ene|ane)?"),
    ("døgn", r"døgn(?:et|ene|a)?"),
    ("uke", r"(?:uke|veke|vek)(?:r|n|ne|ner|a|er)?"),
    ("måned", r"(?:måned|månad)(?:er|ar|en|ene|ane)?"),
    ("år", r"år(?:et|ene|a)?"),
    ("time", r"tim(?:er|ar|en|ene|ane|e)"),
    ("minutt", r"min(?:utt)?(?:er|ar|ene)?"),
)
_NUMBER = r"\d{1,3}(?:[ .\u00a0]\d{3}){1,4}(?:,\d+)?|\d+(?:,\d+)?"
_PHONE = re.compile(
    r"(?<![\d,.§-])(?:(?:\+|00)\s?47\s?)?((?:\d[ \u00a0]?){7}\d|116 ?1\d\d|11\d|0\d{4})"
    r"(?![\d%]|[.,]\d| ?kr)"
)
_DATE = re.compile(
    rf"\b(\d{{4}})-(\d\d)-(\d\d)\b|\b(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}|\d\d)\b"
    rf"|\b(\d{{1,2}})\.\s*({'|'.join(_MONTHS)})(?:\s+(\d{{4}}))?\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:kl\.?|klokka|klokken)\s*(\d{1,2})(?:[.:](\d\d))?\b|\b([01]?\d|2[0-3])[.:]([0-5]\d)\b(?![.\d])", re.IGNORECASE
)
_SPAN = re.compile(
    rf"\b({_NUMBER}|{'|'.join(_COUNTS)})(?:[\s\u00a0-]+|\s*(?:-|–|til|eller|og)\s*({_NUMBER}|{'|'.join(_COUNTS)})\s+)"
    rf"(?:{'|'.join(f'(?P<u{number}>{unit})' for number, (_, unit) in enumerate(_UNITS))})\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"\b(?:kr\.?|NOK)\s*({_NUMBER})|\b({_NUMBER})\s*(kr\b|kroner\b|,-|%|prosent\b|G\b|g[ao]nger grunnbeløpet)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def facts_in(text: str) -> Iterator[Fact]:
    """Every fact in a text, each place once: dates and amounts come before what only looks like a phone number."""
    if not (any(character.isdigit() for character in text) or "@" in text or _SPAN.search(text)):
        return
    taken = bytearray(len(text))
    for find in (_emails, _dates, _amounts, _spans, _clocks, _phones):
        for fact in find(text):
            if not any(taken[fact.start : fact.end]):
                taken[fact.start : fact.end] = b"\1" * (fact.end - fact.start)
                yield fact


def _emails(text: str) -> Iterator[Fact]:
    yield from (Fact("email", found.group().lower(), *found.span()) for found in _EMAIL.finditer(text))


def _dates(text: str) -> Iterator[Fact]:
    for found in _DATE.finditer(text):
        year, month, day, day2, month2, year2, day3, name, year3 = found.groups()
        if name:
            parts = (year3 or "", str(_MONTHS.index(name.lower()) + 1), day3)
        else:
            parts = (year or year2, month or month2, day or day2)
        written = parts[0] if len(parts[0]) != 2 else f"20{parts[0]}"
        yield Fact("date", f"{written}-{int(parts[1]):02}-{int(parts[2]):02}", *found.span())


def _amounts(text: str) -> Iterator[Fact]:
    for found in _AMOUNT.finditer(text):
        before, number, unit = found.groups()
        name = "kr" if before or unit in ("kr", "kroner", ",-") else "%" if unit in ("%", "prosent") else "G"
        yield Fact("amount", f"{_plain(before or number)} {name}", *found.span())


def _spans(text: str) -> Iterator[Fact]:
    for found in _SPAN.finditer(text):
        first, last = found[1].lower(), (found[2] or "").lower()
        if first in _COUNTS and _COUNTS[first] == 1 and not last:
            continue  # «en dag» is as often «some day»
        unit = next(name for number, (name, _) in enumerate(_UNITS) if found[f"u{number}"])
        numbers = "–".join(str(_COUNTS.get(part) or _plain(part)) for part in (first, last) if part)
        yield Fact("deadline", f"{numbers} {unit}", *found.span())


def _clocks(text: str) -> Iterator[Fact]:
    for found in _CLOCK.finditer(text):
        hour, minute = found[1] or found[3], found[2] or found[4] or "00"
        yield Fact("clock", f"{int(hour):02}.{minute}", *found.span())


def _phones(text: str) -> Iterator[Fact]:
    for found in _PHONE.finditer(text):
        yield Fact("phone", re.sub(r"\D", "", found[1]), *found.span())


def _plain(number: str) -> str:
    return re.sub(r"[ .\u00a0]", "", number)
