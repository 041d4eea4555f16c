"""The words of the reports: message catalogues in bokmål, nynorsk and English, and dates and numbers as they are
written there.

The catalogues are gettext files (`locale/<language>/*.po`, one for each part of the house), read with Babel; a message
is asked for by its key, and its placeholders are `{named}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from reviewkit.check import Texts
from reviewkit.model import Language

LOCALES: Mapping[Language, Locale] = {"nb": Locale("nb"), "nn": Locale("nn"), "en": Locale("en", "GB")}
FOLDER = Path(__file__).parent / "locale"


class Wording:
    """The words of one language; `wording(key, name=value)` is a message with its placeholders filled."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._messages = catalogue(language)
        self._formatter = Formatter()

    def __call__(self, key: str, /, **values: object) -> str:
        """A message; raises KeyError where there is none by that key."""
        message = self._messages.get(key)
        if message is None or not isinstance(message.string, str) or not message.string:
            raise KeyError(key)
        return self._filled(message.string, values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """A message that counts, in singular or plural; `{number}` is the number as it is written."""
        message = self._messages.get(key)
        forms = message.string if message is not None else None
        if forms is None or isinstance(forms, str):
            raise KeyError(key)
        form = forms[0 if number == 1 else 1]
        return self._filled(form, {**values, "number": self.number(number)})

    def has(self, key: str) -> bool:
        """Whether there is a message by a key."""
        return self._messages.get(key) is not None

    def of(self, texts: Texts) -> str:
        """One text of the catalogue in this language."""
        return {"nb": texts.nb, "nn": texts.nn, "en": texts.en}[self.language]

    def date(self, day: date | str) -> str:
        """A day in words («1. desember 2026»); what is no day is given back as it is."""
        if isinstance(day, str):
            try:
                day = date.fromisoformat(day)
            except ValueError:
                return str(day)
        return str(format_date(day, "long", self.locale))

    def number(self, number: float) -> str:
        """A number with the separators of the language."""
        return format_decimal(number, locale=self.locale)

    def listed(self, parts: Sequence[str]) -> str:
        """Words in a row («a, b og c»)."""
        return str(format_list(parts, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share (0 to 1) in whole percent."""
        return format_percent(share, locale=self.locale)

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return self._formatter.vformat(text, (), values) if "{" in text else text


@cache
def catalogue(language: Language) -> Mapping[str, Message]:
    """The messages of a language by key, from all files of its folder."""
    found: dict[str, Message] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=str(LOCALES[language])):
                if message.id:
                    found[message.id if isinstance(message.id, str) else message.id[0]] = message
    return found
