"""Words of a routine on their way into a report: nothing in them drives a terminal, makes a link or calls anyone."""

from __future__ import annotations

import re
import unicodedata

BREAK = "\u200b"
"""A space of no width: it parts what would be read as a mention or a link, and is not seen."""

_CALLS = re.compile(r"[@#]|:(?=\\?/)|www(?=\\?\.)|gh(?=\\?-)", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKUP = re.compile(r"[&<]|\](?=[(\[:])")


def clean(text: str) -> str:
    """A text in which control, format and line-breaking characters are replaced; spaces of every kind are kept.

    For paths, which must still lead to their file.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or unicodedata.category(character) == "Zs" else "�" for character in text
    )


def one_line(text: str, limit: int) -> str:
    """A text as one line of at most `limit` characters, all of them printable."""
    line = clean(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def uncalling(text: str) -> str:
    """A text that GitHub reads no mention, reference or address in."""
    return _CALLS.sub(lambda found: found[0] + BREAK, text)


def inert(text: str) -> str:
    """A plain text that is as harmless where someone reads it as Markdown: no link, image, HTML or mention."""
    return _MARKUP.sub(lambda found: found[0] + BREAK, uncalling(text))


def no_formula(text: str) -> str:
    """A text that no spreadsheet reads as a formula, whatever it begins with."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
