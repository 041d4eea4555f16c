"""Words from files on their way into a message."""

from __future__ import annotations


def shown_words(text: str, width: int = 80) -> str:
    """Words from a file, short and without control characters, so that no file can drive the reader's terminal."""
    short = text if len(text) <= width else text[: width - 1] + "…"
    return "".join(character if character.isprintable() else "�" for character in short)
