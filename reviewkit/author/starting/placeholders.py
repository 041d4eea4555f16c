"""Placeholders in a template: `{{name}}`, put in once and never read again; nothing else is looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$^=:@])")
"""What may begin markup inside a line, or end an attribute of a heading."""


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with every placeholder replaced in one pass; raises KeyError for a name without a value."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def as_words(text: str) -> str:
    """A text of one line that Markdown shows as it is written; plain words and their punctuation stay untouched."""
    from reviewkit.parse.inline import plain

    if plain(text, {}) == (text, ()) and not re.search(r"[{}#|<]", text):
        return text
    return _MARKUP.sub(r"\\\1", text)
