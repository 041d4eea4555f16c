"""Patterns of paths in the manner of .gitignore, matched in steps bounded by the product of the two lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar
from unicodedata import normalize

Part = TypeVar("Part")
Item = TypeVar("Item")

MAX_PATTERN = 500
_DEEP = "**"


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern covers a path; both are relative to the same folder and written with `/`.

    `*` and `?` stay within a name, `**` as a whole name is any number of folders. A pattern without `/` holds at any
    depth; one with `/` is anchored. What covers a folder covers all below it; with `/` at its end it covers only that.
    """
    names = [name for name in normalize("NFC", path).split("/") if name not in ("", ".")]
    return fits(_names(pattern), names, lambda part: part == _DEEP, _same_name)


def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern and how to put it right, in Norwegian; empty where nothing is."""
    if not pattern.strip("/. "):
        return "er et tomt mønster; skriv for eksempel «routines/arkiv/»"
    if len(pattern) > MAX_PATTERN:
        return f"er lengre enn {MAX_PATTERN} tegn; del det opp"
    if pattern.startswith("!"):
        return "begynner med «!», som ikke støttes; skriv mønstrene for det som skal treffes"
    if "\\" in pattern:
        return "har «\\»; bruk «/» mellom mapper"
    if any(sign in pattern for sign in "[]{}"):
        return "har [ ] eller { }, som ikke støttes; bruk «*» eller «?», eller skriv flere mønstre"
    return ""


def fits(
    parts: Sequence[Part],
    items: Sequence[Item],
    is_star: Callable[[Part], bool],
    same: Callable[[Part, Item], bool],
) -> bool:
    """Whether the parts take up all the items, a star any number of them and every other part exactly one.

    Only the last star is ever tried again, so `same` is asked at most len(parts) * (len(items) + 1) times.
    """
    at = position = resume = 0
    star = -1
    while position < len(items):
        if at < len(parts) and is_star(parts[at]):
            star, resume = at, position
            at += 1
        elif at < len(parts) and same(parts[at], items[position]):
            at += 1
            position += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return all(is_star(part) for part in parts[at:])


@lru_cache(maxsize=1024)
def _names(pattern: str) -> tuple[str, ...]:
    """The names a pattern consists of, with `**` where it is open: before it, and below it."""
    written = normalize("NFC", pattern)
    names = [name for name in written.split("/") if name not in ("", ".")]
    below = written.endswith("/") or (len(names) > 1 and names[-1] == _DEEP)
    anchored = "/" in written.rstrip("/")
    opened = [*([] if anchored else [_DEEP]), *names, *(["*", _DEEP] if below else [_DEEP])]
    return tuple(name for index, name in enumerate(opened) if name != _DEEP or opened[index - 1 : index] != [_DEEP])


def _same_name(part: str, name: str) -> bool:
    if "*" not in part and "?" not in part:
        return part == name
    return fits(part, name, lambda sign: sign == "*", lambda sign, letter: sign in ("?", letter))
