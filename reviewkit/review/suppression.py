"""Exceptions that authors write into routines: what they hide, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field

from reviewkit.check import Catalogue, Match
from reviewkit.model import Directive
from reviewkit.review.findings import Found

_ALLOW = re.compile(
    r":\s*tillat\s+(?P<code>[^\s\"«»“”]+)"
    r"(?:\s+[\"«“”](?P<reason>[^\"«»“”]*)[\"»”“])?"
    r"(?:\s+til\s+(?P<until>\S+))?\s*\Z"
)


class Exemption(Struct, frozen=True, array_like=True):
    """A well-formed exception: the rule, the reason given, its last day, and where its comment stands.

    `covers` are the offsets it holds for, `whole` says that it holds for what is said of the routine as a whole too;
    `unused` is what is found where it holds nothing back, if that is asked for.
    """

    code: str
    reason: str
    until: str
    start: int
    covers: tuple[int, int]
    whole: bool = False
    unused: Found | None = None


class Exemptions(Struct):
    """The exceptions of one routine: those that hold, and a match for everything wrong with the others."""

    holding: list[tuple[Directive, Exemption]] = field(default_factory=list)
    faults: list[Match] = field(default_factory=list)


def read_exemptions(
    directives: Iterable[Directive], catalogue: Catalogue, never: frozenset[str], today: date
) -> Exemptions:
    """The exceptions that some comments make; one that is malformed, refused or expired holds nothing back.

    `never` are codes that may not be excepted, beside those that the catalogue says so of.
    """
    result = Exemptions()
    for directive in directives:
        found = _read(directive, catalogue, never, today)
        if isinstance(found, Exemption):
            result.holding.append((directive, found))
        else:
            result.faults.append(found)
    return result


def _read(directive: Directive, catalogue: Catalogue, never: frozenset[str], today: date) -> Exemption | Match:
    match = _ALLOW.match(directive.words) if directive.closed else None
    if match is None:
        return fault(directive, "malformed" if directive.closed else "unclosed")
    code, reason, until = match["code"], (match["reason"] or "").strip(), match["until"] or ""
    spec = next((spec for spec in catalogue.checks if spec.code == code), None)
    if spec is None:
        return fault(directive, "unknown-code", code=code)
    if not spec.suppressible or code in never:
        return fault(directive, "not-suppressible", code=code)
    if not any(character.isalpha() for character in reason):
        return fault(directive, "no-reason", code=code)
    if until and (last := _day(until)) is None:
        return fault(directive, "bad-date", code=code, until=until)
    if until and last is not None and last < today:
        return fault(directive, "expired", code=code, until=until)
    if directive.covers is None:
        return fault(directive, "unused", code=code)
    return Exemption(code, reason, until, directive.start, directive.covers, directive.whole)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else None
    except ValueError:
        return None


def fault(directive: Directive, variant: str, **details: str) -> Match:
    """What is wrong with a comment, at the comment itself."""
    words = directive.words.lstrip(": ")[:80]
    return Match(directive.start, directive.end, None, words, variant, tuple(details.items()))


def excepting(found: Found, exceptions: Iterable[Exemption]) -> Exemption | None:
    """The exception that covers what was found, if any."""
    for item in exceptions:
        left, right = item.covers
        whole = item.whole and found.start <= item.start
        if item.code == found.rule and (whole or left <= found.start < right):
            return item
    return None
