"""Inline Markdown to plain words, and where its links lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKUP = re.compile(
    r"""
      (?P<code>(?P<ticks>`+)(?P<inside>[^`]+)(?P=ticks))
    | (?P<comment><!--.*?-->)
    | <(?P<auto>(?:https?://|mailto:)[^\s<>]*)>
    | (?P<tag></?[a-zA-Z][^<>]*>)
    | !?\[(?P<label>[^\[\]]*)\](?:\(\s*<?(?P<url>[^\s()<>]*)[^()]*\)|\[(?P<ref>[^\[\]]*)\])?
    | (?P<bare>(?:https?://|www\.)[^\s<>()\[\]]+)
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<entity>&\#?\w{1,12};)
    | (?P<stars>\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w))
    """,
    re.VERBOSE | re.DOTALL,
)
_NEEDS_WORK = re.compile(r"[\[<`*_\\&~]|://|www\.")
_TICK_BOXES = (" ", "x", "X", "")
_BARE_HOST = re.compile(r"www\.|[\w.-]+\.(?:no|com|org|net|io|info)\Z", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@?#\s]*@)?([^/:?#\s]+)(/[^?#\s]*)?", re.IGNORECASE)


def plain(markdown: str, references: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The words of inline Markdown on one line, and the targets of its links as they are written.

    `references` maps the labels of link definitions, in lower case, to targets.
    """
    if not _NEEDS_WORK.search(markdown):
        return " ".join(markdown.split()), ()
    targets: list[str] = []

    def replace(match: re.Match[str]) -> str:
        return _replacement(match, references, targets)

    words = _MARKUP.sub(replace, markdown)
    return " ".join(words.split()), tuple(targets)


def _replacement(match: re.Match[str], references: Mapping[str, str], targets: list[str]) -> str:
    kind = match.lastgroup if match.lastgroup not in ("inside", "ticks", "url", "ref") else None
    if kind == "stars":
        return _gap(match)
    if match["label"] is not None:
        return _link(match, references, targets)
    if kind == "code":
        return match["inside"]
    if kind == "escaped":
        return match["escaped"]
    if kind == "entity":
        from html import unescape

        return unescape(match["entity"])
    address = match["auto"] or match["bare"]
    if address:
        targets.append(address)
        return " "
    return " "


def _gap(match: re.Match[str]) -> str:
    """Nothing, or a space where the marks were all that stood between two words."""
    text, start, end = match.string, match.start(), match.end()
    glued = start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
    return " " if glued else ""


def _link(match: re.Match[str], references: Mapping[str, str], targets: list[str]) -> str:
    label, url, ref = match["label"], match["url"], match["ref"]
    if url is None and ref is None and label in _TICK_BOXES:
        return ""
    if url is None and ref is None and label.lower() not in references:
        return f"[{label}]"
    target = url if url is not None else references.get((ref or label).lower(), "")
    if target:
        targets.append(target)
    gap = " " if match.end() < len(match.string) and match.string[match.end()].isalnum() else ""
    return plain(label, {})[0] + gap


def host(url: str) -> str:
    """Host and path of an address, without scheme and query; nothing for a relative link."""
    found = _HOST.match(url if "//" in url else "//" + url)
    if not found or "." not in found[1] or not ("//" in url or _BARE_HOST.match(found[1])):
        return ""
    return (found[1] + (found[2] or "")).lower().rstrip("/.,;")


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)


def is_relative(url: str) -> bool:
    """Whether a link leads to a file beside this one or to a heading in it; what begins with `/` is a site's own."""
    return bool(url) and not _SCHEME.match(url) and not host(url)
