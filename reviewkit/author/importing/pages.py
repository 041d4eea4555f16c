"""Saved pages to the structure: intranet pages, and the fields of knowledge articles; lxml reads the HTML."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from reviewkit.author.importing.page_body import Body
from reviewkit.author.importing.tree import Block, Lost, Read, clean
from reviewkit.model import InputError

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,30})""",
    re.IGNORECASE,
)
_DECLARED = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SITE = re.compile(r"\s+[|–—·]\s+[^|–—·]{2,40}\Z|\s+-\s+(?:nav\.no|navet|intranett|salesforce)\s*\Z", re.IGNORECASE)
_ROOTS = ("//article", "//main", "//*[@role='main']", "//*[@id='content' or @id='main-content' or @id='maincontent']")


def read_page(data: bytes, path: str) -> Read:
    """The structure of a saved page; raises InputError where it is nested too deep or is no HTML."""
    root = _parsed(_decoded(data), path)
    body = Body(path)
    top = _content(root)
    blocks = body.read(top)
    body.outside(root, top)
    return Read(blocks, tuple(body.lost), tuple(_page_title(root)), glued=True)


def read_fragment(text: str, path: str) -> tuple[tuple[Block, ...], tuple[Lost, ...]]:
    """The blocks of HTML that stands in Markdown, and what was lost of it."""
    if not text.strip():
        return (), ()
    body = Body(path)
    return body.read(_parsed(f"<html><body>{text}</body></html>", path)), tuple(body.lost)


def _decoded(data: bytes) -> str:
    """Text in the encoding that the file begins with, names, or proves to be in; Windows' own where all else fails."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    named = _CHARSET.search(data[:4_096])
    guesses = ["utf-8", *([(named[1] or named[2]).decode("ascii")] if named else [])]
    for encoding in guesses:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _parsed(text: str, path: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    plain = _DECLARED.sub("", clean_nulls(text))
    try:
        root = lxml.html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InputError("har ikke noe innhold som kan leses; lagre siden på nytt", path) from None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise InputError("er så dypt nøstet at den ikke kan leses helt; lagre siden på nytt uten rammer", path)
    return root


def clean_nulls(text: str) -> str:
    """Text without the characters that end a string for the parser."""
    return text.replace("\0", " ")


def _content(root: Any) -> Any:
    """The part of the page that is the article: what the page itself says is so, else all of it."""
    for query in _ROOTS:
        found = root.xpath(query)
        if len(found) == 1 and (found[0].text_content() or "").strip():
            return found[0]
    body = root.find("body")
    return body if body is not None else root


def _page_title(root: Any) -> list[str]:
    found = root.find(".//title")
    text = " ".join(clean(found.text_content()).split()) if found is not None else ""
    return [_SITE.sub("", text)] if text else []
