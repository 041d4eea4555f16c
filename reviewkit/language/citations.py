"""References to laws in running text: which law, which sections, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct

from reviewkit.language.lazy import LazyPattern

_WORD = LazyPattern(r"§+|[^\s§()\[\],;:«»\"“”*|]+")
_NUMBER = r"\d{1,3}(?:-\d{1,3})?(?:\s?[a-hA-H](?![\wæøåÆØÅ.)]))?"
_RANGE = r"\s*(?:–|—|\btil\b|\.\.)\s*"
_PART = (
    r"(?:\s*,?\s*(?:(?:første|fyrste|annet|andre|tredje|fjerde|femte|siste)(?:\s+(?:og|til)\s+\w+)?\s+(?:ledd|punktum|setning)"
    r"|(?:\d\.?\s*)?ledd|bokstav(?:ene|ane)?\s+[a-zæøå]\)?(?:\s*(?:,|og|til)\s+[a-z]\b\)?)*|nr\.?\s*\d+|punktum))*"
)
_ONE = rf"{_NUMBER}{_PART}"
_SECTIONS = LazyPattern(
    rf"(?P<mark>§{{1,2}}|\bparagraf(?:en|ene|ane|er|ar)?)\s*"
    rf"(?P<list>{_ONE}(?:(?:{_RANGE}|\s*,\s*(?:og\s+)?(?:§+\s*)?|\s+(?:og|eller|samt)\s+(?:§+\s*)?){_ONE})*)",
    re.IGNORECASE,
)
_PARTS = LazyPattern(_PART.removesuffix("*") + "+", re.IGNORECASE)
_MEMBER = LazyPattern(rf"(?P<range>{_RANGE})?(?P<number>{_NUMBER})")
_YEAR = LazyPattern(r"\s*\(?(?:av|frå|fra|,)?\s*(?:\d{1,2}\.\s*[a-zæøå]+\s+)?((?:19|20)\d\d)\b")
_MONTHS = tuple("januar februar mars april mai juni juli august september oktober november desember".split())
_DATED = LazyPattern(
    rf"\blov(?:a|en)?\s+(?:av\s+)?(\d{{1,2}})\.?\s*({'|'.join(_MONTHS)}|\d{{1,2}}\.)\s*(\d{{4}})(?:\s*(?:nr\.?|nummer)\s*(\d+))?",
    re.IGNORECASE,
)
_IDENTIFIER = LazyPattern(r"\b(?:LOV|FOR)-\d{4}-\d\d-\d\d(?:-\d+)?\b", re.IGNORECASE)
_LAWLIKE = LazyPattern(
    r"(?:[^\W\d_]+-)?[^\W\d_]{2,}(?:lov(?:en|a|i)?|forskrift(?:en|a)?|reglement(?:et)?)s?", re.IGNORECASE
)
_SAME = frozenset({"loven", "lova", "lovi", "lovens"})
_UNSAID = LazyPattern(r"\s*(?:i|av|etter|frå|fra|jf\.?|,)?\s*(?:den\s+|lov\s+om\s+)?", re.IGNORECASE)
_OF = LazyPattern(r"\s*(?:i|av|etter|frå|fra)\s+(?:den\s+)?", re.IGNORECASE)
_FORMER = LazyPattern(
    r"\b(?:gamle|gammal|gammel|tidligere|tidlegare|opphevede|oppheva|forrige|førre)\s+\Z", re.IGNORECASE
)
_COMING = LazyPattern(r"\b(?:ny|nye|kommende|komande)\s+\Z", re.IGNORECASE)
_PRINTED = str.maketrans({"‑": "-", "‐": "-", "\xa0": " ", "\u2009": " ", "\u202f": " "})


class LawName(Struct, frozen=True):
    """A law as a text names it: the name in lower case without its ending dot, or its identifier."""

    name: str
    start: int
    end: int
    year: int | None = None
    former: bool = False
    coming: bool = False


class Citation(Struct, frozen=True):
    """A reference to a law, with the sections named («4-17», «20 a»; a range as its two ends), in one place."""

    law: LawName
    sections: tuple[str, ...]
    start: int
    end: int
    marks: int = 1


class _Group(Struct, frozen=True):
    start: int
    end: int
    sections: tuple[str, ...]
    marks: int


class CitationReader:
    """Finds references by the names of a register: full names of several words, short names, identifiers."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(_normal(word) for word in _WORD.findall(name.translate(_PRINTED)))
            self._names.setdefault(words[0], []).append(words)
        for listed in self._names.values():
            listed.sort(key=len, reverse=True)

    def read(self, text: str, last: LawName | None = None) -> list[Citation]:
        """Every reference in a text, in order; a bare section belongs to the law named before it, `last` at first."""
        text = text.translate(_PRINTED)
        laws, groups = list(self._laws(text)), list(_groups(text))
        bound = {group: _bind(group, laws, text, last) for group in groups}
        found = [
            Citation(law, group.sections, min(law.start, group.start), max(law.end, group.end), group.marks)
            if law is not last else Citation(law, group.sections, group.start, group.end, group.marks)
            for group, law in bound.items() if law is not None
        ]  # fmt: skip
        cited = {citation.law for citation in found}
        found += [Citation(law, (), law.start, law.end) for law in laws if law not in cited and law.name not in _SAME]
        return sorted(found, key=lambda citation: (citation.start, citation.end))

    def _laws(self, text: str) -> Iterator[LawName]:
        taken = [
            LawName(_identifier(match), *match.span())
            for pattern in (_DATED, _IDENTIFIER)
            for match in pattern.finditer(text)
        ]
        yield from taken
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            length, name = self._longest(words, place)
            if length and not any(law.start <= words[place].start() < law.end for law in taken):
                yield _named(name, text, words[place].start(), words[place + length - 1].end())
            place += length or 1

    def _longest(self, words: list[re.Match[str]], place: int) -> tuple[int, str]:
        """How many words from here are the name of a law, and that name."""
        first = _normal(words[place].group())
        for name in self._names.get(first, self._names.get(first.removesuffix("s"), ())):
            following = tuple(_normal(word.group()) for word in words[place : place + len(name)])
            if following == name or (len(name) == 1 and following[0].removesuffix("s") == name[0]):
                short = words[place].group().endswith(".") or len(name[0]) <= 4
                if len(name) > 1 or not short or _before_section(words, place):
                    return len(name), " ".join(name)
        if first in _SAME or _LAWLIKE.fullmatch(first):
            return 1, first
        return 0, ""


def _before_section(words: list[re.Match[str]], place: int) -> bool:
    """A short name is one only beside a section: «bl.» and «inkl.» are ordinary abbreviations."""
    after = words[place + 1].group() if place + 1 < len(words) else ""
    return after.startswith("§") or after.lower().startswith(("paragraf", "kap"))


def _normal(word: str) -> str:
    return word.lower().rstrip(".").replace("nav-", "nav")


def _identifier(match: re.Match[str]) -> str:
    if match.re is _IDENTIFIER.compiled:
        return match.group().upper()
    day, month, year, number = match.groups()
    named = month.lower().rstrip(".")
    numeral = _MONTHS.index(named) + 1 if named in _MONTHS else int(named)
    return f"LOV-{year}-{numeral:02}-{int(day):02}" + (f"-{number}" if number else "")


def _named(name: str, text: str, start: int, end: int) -> LawName:
    year = _YEAR.match(text, end)
    before = text[max(0, start - 20) : start]
    return LawName(
        name, start, end, int(year[1]) if year else None, bool(_FORMER.search(before)), bool(_COMING.search(before))
    )


def _groups(text: str) -> Iterator[_Group]:
    for match in _SECTIONS.finditer(text):
        members = list(_MEMBER.finditer(_PARTS.sub(" ", match["list"])))
        numbers: list[str] = []
        for previous, member in pairwise([None, *members]):
            number = _section(member["number"]) if member is not None else ""
            if member is not None and member["range"] and previous is not None and numbers:
                numbers[-1] += ".." + number
            else:
                numbers.append(number)
        yield _Group(match.start(), match.end(), tuple(numbers), match["mark"].count("§") or 1)


def _section(written: str) -> str:
    """A section's number as the register writes it: «20a» is «20 a»."""
    digits = re.match(r"[\d-]+", written)
    number = digits.group() if digits else written
    letter = written[len(number) :].strip().lower()
    return f"{number} {letter}" if letter else number


def _bind(group: _Group, laws: list[LawName], text: str, last: LawName | None) -> LawName | None:
    """The law a group of sections belongs to: the one that «i» or «av» leads to, else the nearest before it."""
    following = next((law for law in laws if law.start >= group.end), None)
    if following is not None and _OF.fullmatch(text, group.end, following.start):
        return _same(following, laws, last)
    before = [law for law in laws if law.end <= group.start]
    if before:
        return _same(max(before, key=lambda law: law.end), laws, last)
    if following is not None and _UNSAID.fullmatch(text, group.end, following.start):
        return _same(following, laws, last)
    return last


def _same(law: LawName, laws: list[LawName], last: LawName | None) -> LawName | None:
    """«Loven» is the law that was named before it."""
    if law.name not in _SAME:
        return law
    earlier = [other for other in laws if other.end <= law.start and other.name not in _SAME]
    return max(earlier, key=lambda other: other.end) if earlier else last
