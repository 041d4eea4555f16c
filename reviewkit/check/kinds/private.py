"""Personal data in running text: found by form and checksum, and masked wherever text is shown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

_GAP = (
    r"(?:[\s.,:;+_~|`()\\·…\u00a0\u00ad\u2009\u202f\u200b-\u200f\u2060\u2010-\u2015\u2212\ufeff\ufe0f/-]"
    r"|&\#?\w{1,6};|<[^<>]{1,12}>|\*\*?){0,5}"
)
_RUN = re.compile(rf"\d(?:{_GAP}\d){{7,}}")
_LENGTH = 11
_BIRTH_DATE = 6
_ACCOUNT_GROUPS = (4, 2, 5)
_NEAR = 160
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]+(?:\.[\w-]+)+)")
PHONE = re.compile(
    r"(?<![\d./-])(?:\+47[ \u00a0]?|0047[ \u00a0]?)?"
    r"(\d{8}|\d{2}(?:[ \u00a0]\d{2}){3}|\d{3}[ \u00a0]\d{2}[ \u00a0]\d{3}"
    r"|\d(?:[ \u00a0]\d{2}){2}[ \u00a0]\d{3}|\d{4}[ \u00a0]\d{4})"
    r"(?!\d|[.,:/-]\d)"
)
_NAME = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåéèöäü]+(?:[ -][A-ZÆØÅ][a-zæøåéèöäü.]*){0,2} [A-ZÆØÅ][a-zæøåéèöäü]+(?:-[A-ZÆØÅ][a-zæøå]+)?\b"
)
_FREE_MAIL = re.compile(r"(?:gmail|hotmail|outlook|live|yahoo|online|icloud|getmail|msn|broadpark)\.", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:post|nav|nks|kontakt|info|support|service|arkiv|vakt|mottak|team|drift|rutine|sosial|gjeld|okonomi|økonomi|fag"
    r"|leder|noreply|no|reply|admin|hjelp|kommune|personvern|presse|klage|redaksjon|enhet|avdeling|kundesenter|booking"
    r"|tolk)\w*|ung|ungdom",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"navensen|nordmann|fornavn|etternavn|eksempel|example|testesen|navn\b|test@|ola\.|kari\.n|bruker@", re.IGNORECASE
)
_NOT_NAMES = frozenset(
    """
    nav nks kontaktsenter røde kors kirkens bymisjon frelsesarmeen husbanken norge noreg oslo bergen stavanger
    tromsø trondheim ring kontakt sosial felles kommune gata veien mental helse personkortet modia gosys skriv send
    spør leder økonomisk stønad telefon mandag tysdag tirsdag onsdag torsdag fredag når hvis dersom ta the sett hos
    ved vest sør nord øst aust blå statsforvalteren statsforvaltaren helsetilsynet facebook messenger digisos
    leikanger
    """.split()
)
_BEFORE_NAMES = frozenset(
    """
    ring ringe kontakt kontakte spør skriv send ta sett hør si når hvis dersom be snakk møt leder leiar rådgiver
    veileder rettleiar saksbehandler sakshandsamar advokat verge fullmektig kontaktperson
    avdelingsleder vaktmann ved til fra frå for hos på av om etter under mot mens men og også i fram både som der
    her nå no nummeret kontoret adressen adressa vakten vakta
    """.split()
)
"""What begins a sentence or a title, and is no part of the name that follows."""

MASK = "•"


def _windows(text: str) -> Iterator[tuple[int, int, str, tuple[int, ...]]]:
    """Eleven digits in a row, however they are parted, that begin and end where a group does.

    Gives start, end, the digits, and the lengths of the groups. A text is read once, so the time grows with its length.
    """
    for run in _RUN.finditer(text):
        places = [place for place in range(*run.span()) if text[place].isdecimal()]
        for first in range(len(places) - _LENGTH + 1):
            last = first + _LENGTH - 1
            joined_left = first > 0 and places[first] == places[first - 1] + 1
            joined_right = last + 1 < len(places) and places[last + 1] == places[last] + 1
            if joined_left or joined_right or (places[first] and text[places[first] - 1].isdecimal()):
                continue
            window = places[first : last + 1]
            yield window[0], window[-1] + 1, "".join(str(int(text[place])) for place in window), _groups(window)


def _groups(places: list[int]) -> tuple[int, ...]:
    lengths = [1]
    for one, two in itertools.pairwise(places):
        if two == one + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
    return tuple(lengths)


def _within_numbers(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern inside the long numbers of a text."""
    for number in _RUN.finditer(text):
        yield from pattern.finditer(text, max(0, number.start() - 4), number.end() + 1)


def national_ids(text: str) -> Iterator[tuple[int, int]]:
    """Places of valid national identity, D- and H-numbers; the checksum decides, so a placeholder passes."""
    for start, end, digits, groups in _windows(text):
        whole = groups == (_LENGTH,) or _BIRTH_DATE in itertools.accumulate(groups)
        if whole and _valid_identity(digits):
            yield start, end


def _valid_identity(digits: str) -> bool:
    """Check digits and birth date, as Skatteetaten defines them; no clock is asked, so the answer never changes."""
    from stdnum.exceptions import ValidationError
    from stdnum.no import fodselsnummer

    if digits[9] != fodselsnummer.calc_check_digit1(digits) or digits[10] != fodselsnummer.calc_check_digit2(digits):
        return False
    try:
        fodselsnummer.get_birth_date(digits)
    except ValidationError:
        return False
    return len(set(digits)) > 2


def accounts(text: str) -> Iterator[tuple[int, int]]:
    """Places of valid Norwegian bank account numbers, written 4-2-5, or in one run beside the word «konto»."""
    for start, end, digits, groups in _windows(text):
        beside = groups == (_LENGTH,) and "konto" in text[max(0, start - _NEAR) : start].lower()
        if (groups == _ACCOUNT_GROUPS or beside) and len(set(digits)) > 2:
            from stdnum.no import kontonr

            if kontonr.is_valid(digits):
                yield start, end


def is_national_line(digits: str) -> bool:
    """Whether an eight-digit number is a national line or an evident placeholder rather than somebody's."""
    return digits.startswith(("555533", "800", "810", "815", "116", "224000")) or digits in (
        "12345678", "00000000", "11111111", "99999999", "98765432", "87654321",
    ) or digits[0] in "01" or len(set(digits)) == 1  # fmt: skip


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Places of eight-digit numbers that are neither national lines nor placeholders."""
    for match in _within_numbers(PHONE, text):
        digits = re.sub(r"\D", "", match[1])
        if not is_national_line(digits):
            yield match.span()


def names(text: str) -> list[str]:
    """What reads like a person's full name; known units, places and placeholders left out."""
    found = []
    for match in _NAME.finditer(text):
        parts = match.group().split(" ")
        while parts and parts[0].lower() in _BEFORE_NAMES:
            parts.pop(0)
        known = any(part in _NOT_NAMES for part in re.split(r"[ -]", " ".join(parts).lower()))
        if len(parts) > 1 and not known and not _PLACEHOLDER.search(match.group()):
            found.append(" ".join(parts))
    return found


def _line_around(text: str, start: int, end: int) -> str:
    """What stands near a place on its own line."""
    left = text.rfind("\n", max(0, start - _NEAR), start) + 1 or max(0, start - _NEAR)
    right = text.find("\n", end, end + _NEAR)
    return text[left : right if right >= 0 else end + _NEAR]


def private_phones(text: str) -> Iterator[tuple[int, int]]:
    """Places of phone numbers that stand on one line with a person's name."""
    for start, end in phones(text):
        if names(_line_around(text, start, end)):
            yield start, end


def private_emails(text: str) -> Iterator[tuple[int, int]]:
    """Places of e-mail addresses of a person: a first and last name, or a free mail provider."""
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        local, domain = match.groups()
        if _PLACEHOLDER.search(match.group()) or domain.lower().endswith((".example", "example.com", "example.org")):
            continue
        own = not any(_ROLE.fullmatch(part) for part in re.split(r"[._+-]", local))
        if (
            _FREE_MAIL.match(domain)
            or (own and re.match(r"[^\W\d_]{2,}[._-][^\W\d_]{2,}", local))
            or (own and names(_line_around(text, *match.span())))
        ):
            yield match.span()


def private_spans(text: str) -> list[tuple[int, int]]:
    """Every place of personal data in a text, looked at as a whole: a number may need the words around it."""
    if not any(character.isdigit() for character in text) and "@" not in text:
        return []
    return [span for find in (national_ids, accounts, private_phones, private_emails) for span in find(text)]


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text, as long as it was, with dots for the letters and digits of some places."""
    characters = list(text) if spans else []
    for start, end in spans:
        for place in range(start, end):
            if characters[place].isalnum():
                characters[place] = MASK
    return "".join(characters) or text
