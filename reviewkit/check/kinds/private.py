"""Personal data in running text: found by form and checksum, and masked wherever text is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"\d[\d .\u00a0-]{6,}\d")
_ELEVEN = re.compile(r"(?<![\d.])(\d{6})[ \u00a0-]?(\d{5})(?![\d])")
_ACCOUNT = re.compile(r"(?<![\d.])(\d{4})([ .\u00a0]?)(\d{2})\2(\d{5})(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]+(?:\.[\w-]+)+)")
PHONE = re.compile(
    r"(?<![\d./-])(?:\+47[ \u00a0]?|0047[ \u00a0]?)?"
    r"(\d{8}|\d{2}(?:[ \u00a0]\d{2}){3}|\d{3}[ \u00a0]\d{2}[ \u00a0]\d{3}|\d(?:[ \u00a0]\d{2}){2}[ \u00a0]\d{3}|\d{4}[ \u00a0]\d{4})"
    r"(?!\d|[.,:/-]\d)"
)
_NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåéèöäü]+(?:[ -][A-ZÆØÅ][a-zæøåéèöäü.]*){0,2} [A-ZÆØÅ][a-zæøåéèöäü]+(?:-[A-ZÆØÅ][a-zæøå]+)?\b")
_FREE_MAIL = re.compile(r"(?:gmail|hotmail|outlook|live|yahoo|online|icloud|getmail|msn|broadpark)\.", re.IGNORECASE)
_ROLE = re.compile(
    r"post|nav|nks|kontakt|info|support|service|arkiv|vakt|mottak|team|drift|rutine|sosial|ung|gjeld|okonomi|økonomi|fag|leder"
    r"|noreply|no-reply|admin|hjelp|kommune|personvern|presse|klage|redaksjon|enhet|avdeling|kundesenter|booking|tolk",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"navensen|nordmann|fornavn|etternavn|eksempel|example|testesen|navn\b|test@|ola\.|kari\.n|bruker@", re.IGNORECASE
)
_NOT_NAMES = frozenset(
    "nav nks kontaktsenter røde kors kirkens bymisjon frelsesarmeen husbanken norge noreg oslo bergen stavanger tromsø"
    " trondheim ring kontakt sosial felles kommune gata veien mental helse personkortet modia gosys skriv send spør leder"
    " økonomisk stønad telefon mandag tysdag tirsdag onsdag torsdag fredag når hvis dersom ta the sett hos ved vest sør"
    " nord øst aust blå statsforvalteren statsforvaltaren helsetilsynet facebook messenger digisos leikanger".split()
)
MASK = "•"


def _within_numbers(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern inside the long numbers of a text: the text is read once, and fast."""
    for number in _NUMBER.finditer(text):
        yield from pattern.finditer(text, max(0, number.start() - 4), number.end() + 1)


def national_ids(text: str) -> Iterator[tuple[int, int]]:
    """Places of valid national identity, D- and H-numbers; the checksum decides, so a placeholder passes."""
    for match in _within_numbers(_ELEVEN, text):
        if _valid_identity(match[1] + match[2]):
            yield match.span()


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
    from stdnum.no import kontonr

    for match in _within_numbers(_ACCOUNT, text):
        if not match[2] and "konto" not in text[max(0, match.start() - 60) : match.start()].lower():
            continue
        digits = match[1] + match[3] + match[4]
        if len(set(digits)) > 2 and kontonr.is_valid(digits):
            yield match.span()


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
        parts = re.split(r"[ -]", match.group().lower())
        if not any(part in _NOT_NAMES for part in parts) and not _PLACEHOLDER.search(match.group()):
            found.append(match.group())
    return found


def _line_around(text: str, start: int, end: int) -> str:
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    return text[left : right if right >= 0 else len(text)]


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
        own = not _ROLE.search(local)
        if _FREE_MAIL.match(domain) or (own and re.match(r"[^\W\d_]{2,}[._-][^\W\d_]{2,}", local)):
            yield match.span()
        elif own and names(_line_around(text, *match.span())):
            yield match.span()


def mask(text: str) -> str:
    """The text with every digit of a personal number, and every private address, replaced by dots."""
    if not any(character.isdigit() or character == "@" for character in text):
        return text
    characters = list(text)
    for find in (national_ids, accounts, private_phones, private_emails):
        for start, end in find(text):
            for place in range(start, end):
                if characters[place].isalnum():
                    characters[place] = MASK
    return "".join(characters)
