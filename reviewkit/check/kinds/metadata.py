"""The routine's front matter against the keys and values that the catalogue allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches

from reviewkit.check.kinds.match import Ask, Facts, Match, at_document, at_line
from reviewkit.check.specs import MetadataRule
from reviewkit.language.lazy import LazyPattern
from reviewkit.model import Field, Metadata, Routine

CHOICES: dict[str, tuple[str, ...]] = {
    "spraak": ("nb", "nn", "se"),
    "forvaltning": ("kommunal", "statlig", "felles"),
    "tjenester": (
        "økonomisk stønad", "midlertidig botilbud", "kvalifiseringsprogram", "individuell plan",
        "opplysning råd og veiledning",
    ),
    "kanaler": ("telefon", "chat", "skriv til oss", "facebook"),
    "status": ("utkast", "gjeldende", "utgått"),
    "type": ("veiledning", "intern"),
}  # fmt: skip
REQUIRED = (
    "id", "tittel", "spraak", "forvaltning", "tjenester", "eier", "status", "gyldig_fra", "revideres_innen", "hjemmel",
)  # fmt: skip
LISTS = ("tjenester", "kanaler", "hjemmel", "videre_til")
DATES = ("gyldig_fra", "revideres_innen")
KNOWN = (*REQUIRED, "kanaler", "videre_til", "hast", "type", "gjelder")

ADMINISTRATION = "forvaltning"
"""The key that decides which rules apply: what is wrong with it is said together with what was done about it."""

_KEBAB = LazyPattern(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_UNIT_WORDS = LazyPattern(
    r"\b(?:nav|nks|kontaktsenter\w*|avdeling\w*|seksjon\w*|enhet\w*|eining\w*|fag\w*|team|styring\w*|direktorat\w*|kontor\w*"
    r"|leder|leiar|ansvarlig|ansvarleg|gruppe\w*|tjeneste\w*|teneste\w*|redaksjon\w*|kommune\w*|linje\w*|koordinator\w*"
    r"|rådgiver|rådgjevar|stab|område\w*|forvalt\w*|arbeids\w*|sosial\w*|kvalitet\w*|rutine\w*)\b",
    re.IGNORECASE,
)
_PERSON = LazyPattern(r"[A-ZÆØÅ][\w'’-]+(?: [A-ZÆØÅ]\.?| [A-ZÆØÅ][\w'’-]+){1,3}\Z")
_SHOWN = 60


def find_faults(_: MetadataRule, facts: Facts) -> Iterator[Match]:
    """One match for every fault in the front matter, at its key or item, or at line 1 where a key is missing."""
    routine = facts.routine
    metadata = routine.metadata
    for fault in metadata.faults:
        yield at_line(routine, fault.line, fault.kind, key=fault.detail, value=fault.detail)
    if not metadata.present or any(fault.kind in _UNREADABLE for fault in metadata.faults):
        return
    for key in REQUIRED:
        if key not in metadata.fields:
            variant = "administration-missing" if key == ADMINISTRATION else "key-missing"
            yield at_document(variant, key=key)
    for key, field in metadata.fields.items():
        yield from _unknown(routine, key, field)
        yield from _field(routine, key, field)
    yield from _order(routine, metadata)
    for line, value in metadata.items("id"):
        yield at_line(routine, line, "not-unique", value=value).asking(Ask("unique", value))


_UNREADABLE = frozenset(("yaml", "alias", "too-large", "too-deep", "not-a-mapping"))


def _unknown(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    if key in KNOWN:
        return
    close = get_close_matches(key.lower(), KNOWN, n=1, cutoff=0.7)
    if close:
        yield at_line(routine, field.line, "key-unknown", key=key, nearest=close[0])


def _field(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    check: Callable[[Routine, str, Field], Iterator[Match]]
    if key in CHOICES:
        check = _choice
    elif key in DATES:
        check = _date
    elif key == "hast":
        check = _flag
    elif key in KNOWN and not (key == "gjelder" and isinstance(field.value, list)):
        check = _text
    else:
        return
    yield from check(routine, key, field)


def _choice(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    allowed = CHOICES[key]
    is_list = isinstance(field.value, list)
    if is_list != (key in LISTS):
        yield at_line(routine, field.line, "not-a-list" if key in LISTS else "not-text", key=key)
        return
    values = field.value if isinstance(field.value, list) else [field.value]
    lines = field.item_lines or (field.line,) * len(values)
    for value, line in zip(values, lines, strict=False):
        if value is None:
            yield at_line(routine, line, "empty", key=key)
        elif value not in allowed:
            yield _not_allowed(routine, key, str(value), line, allowed)
    empty = is_list and not values and key == "tjenester" and routine.metadata.text("forvaltning") == "kommunal"
    if empty:
        yield at_line(routine, field.line, "empty", key=key)


def _not_allowed(routine: Routine, key: str, value: str, line: int, allowed: tuple[str, ...]) -> Match:
    close = get_close_matches(value.lower(), allowed, n=1, cutoff=0.5)
    listed = ", ".join(allowed)
    variant = "administration" if key == ADMINISTRATION else "value"
    if close:
        return at_line(
            routine, line, f"{variant}-near", key=key, value=value[:_SHOWN], nearest=close[0], allowed=listed
        )
    return at_line(routine, line, variant, key=key, value=value[:_SHOWN], allowed=listed)


def _date(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    if field.value is None:
        yield at_line(routine, field.line, "empty", key=key)
    elif not isinstance(field.value, date):
        yield at_line(routine, field.line, "not-a-date", key=key, value=str(field.value)[:_SHOWN])


def _flag(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    if field.value is None:
        yield at_line(routine, field.line, "empty", key=key)
    elif not isinstance(field.value, bool):
        yield at_line(routine, field.line, "not-a-flag", key=key, value=str(field.value)[:_SHOWN])


def _text(routine: Routine, key: str, field: Field) -> Iterator[Match]:
    value = field.value
    if key in LISTS:
        if not isinstance(value, list):
            yield at_line(routine, field.line, "not-a-list", key=key)
            return
        for item, line in zip(value, field.item_lines, strict=False):
            if not isinstance(item, str) or not item.strip():
                yield at_line(routine, line, "empty" if item in (None, "") else "not-text", key=key)
        if not value and key == "hjemmel":
            yield at_line(routine, field.line, "empty", key=key)
    elif not isinstance(value, str) or not value.strip():
        yield at_line(routine, field.line, "empty" if value in (None, "") else "not-text", key=key)
    elif key == "id" and not _KEBAB.match(value):
        yield at_line(routine, field.line, "not-kebab", key=key, value=value[:_SHOWN])
    elif key == "eier" and _names_person(value):
        yield at_line(routine, field.line, "person", key=key)


def _names_person(value: str) -> bool:
    """Whether an owner reads like a person's name, alone or beside a unit («Kari Nordmann, NKS»)."""
    parts = [part.strip() for part in re.split(r"[,(/–:]| - | v/ ?| ved ", value)]
    if "@" in value:
        return True
    return any(_PERSON.match(part) and not _UNIT_WORDS.search(part) for part in parts)


def _order(routine: Routine, metadata: Metadata) -> Iterator[Match]:
    first, last = (metadata.fields.get(key) for key in DATES)
    if first and last and isinstance(first.value, date) and isinstance(last.value, date) and last.value < first.value:
        yield at_line(routine, last.line, "order", key="revideres_innen", value=last.value.isoformat())
