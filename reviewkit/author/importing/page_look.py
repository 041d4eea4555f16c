"""How the elements of a page are seen: which make blocks, which are left out, what is bold, and what is a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewkit.author.importing.tree import Code, Heading, Kind, Listing, Paragraph, Run, clean

SKIPPED: dict[str, Kind] = {
    "script": "script", "noscript": "script",
    "iframe": "frame", "frame": "frame", "object": "object",
    "embed": "object", "video": "object", "audio": "object", "canvas": "object", "svg": "image",
    "button": "form", "input": "form",
    "select": "form",
    "textarea": "form", "nav": "outside", "del": "deleted", "s": "struck", "strike": "struck",
    "math": "math", "dialog": "outside", "applet": "object",
}  # fmt: skip
SILENT = frozenset("head style template link meta base area map source track title colgroup col".split())
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form "
    "header hr li main menu ol p pre section summary table ul html h1 h2 h3 h4 h5 h6 legend caption tr td th tbody "
    "thead tfoot lightning-formatted-rich-text".split()
)
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em", "cite"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
BOX = re.compile(
    r"\b(?:alert|infobox|info-box|boks|callout|panel--|faktaboks|ms-rteElement-Box|melding(?:smal|sboks)?)\b",
    re.IGNORECASE,
)
LABEL = re.compile(r"field-label|form-element__label|labelCol|fieldLabel", re.IGNORECASE)
_ASSISTIVE = re.compile(r"assistive|visually-hidden|sr-only", re.IGNORECASE)
SAFE = re.compile(r"(?:https?:|mailto:|tel:|sms:)|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table, those of tables inside it left out."""
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def structured(blocks: Any) -> bool:
    """Whether blocks are more than a quotation should hold."""
    return any(isinstance(block, Heading) or not isinstance(block, Paragraph | Listing | Code) for block in blocks)


def is_hidden(element: Any) -> bool:
    """Whether somebody who looks at the page does not see an element."""
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
    return bool(hidden or _ASSISTIVE.search(element.get("class", "")))


def is_label(element: Any) -> bool:
    """Whether an element may name what stands beside it."""
    return element.tag == "dt" or bool(LABEL.search(element.get("class", "")))


def said(element: Any) -> str:
    """The words of an element on one line, scripts and styles left out."""
    if element.tag in ("script", "style"):
        return ""
    texts = element.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]")
    return " ".join(clean(" ".join(texts)).split())


def styled(element: Any, tag: str, style: Run, link: str) -> Run:
    """The appearance of what stands in an element."""
    look = element.get("style", "")
    return Run("", style.bold or tag in _BOLD or bool(_HEAVY.search(look)), style.italic or tag in _ITALIC, link)
