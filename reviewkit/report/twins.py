"""What two versions of a routine do not share, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import clean, one_line
from reviewkit.review.twins import Comparison, Difference, Spot, Twins
from reviewkit.version import __version__

SCHEMA = "reviewkit.twins/1"
FORMATS = ("text", "json")
_WORDS = 120


def render(comparison: Comparison, format_: str) -> str:
    """The comparison in one of the formats, in its own language."""
    return _as_json(comparison) if format_ == "json" else _as_text(comparison)


def _as_text(comparison: Comparison) -> str:
    wording = Wording(comparison.language)
    lines: list[str] = []
    for pair in comparison.pairs:
        lines += [wording("twin.pair", first=clean(pair.first), second=clean(pair.second)), *_pair(pair, wording), ""]
    for title, items in _rest(comparison, wording):
        lines += [title, *(f"  {item}" for item in items), ""]
    pairs = wording.count("twin.pairs", len(comparison.pairs))
    differences = wording.count("twin.differences", comparison.differences)
    lines.append(wording("twin.summary", pairs=pairs, differences=differences))
    return "\n".join(lines) + "\n"


def _pair(pair: Twins, wording: Wording) -> Iterator[str]:
    if not pair.whole:
        yield f"  {wording('twin.not-whole')}"
    if not pair.differences:
        yield f"  {wording('twin.same')}"
    for item in pair.differences:
        first, second = _lines(item)
        yield f"  {clean(pair.first)}:{first} | {clean(pair.second)}:{second}  {_message(item, pair, wording)}"


def _lines(item: Difference) -> tuple[int, int]:
    """The line in each version: where it stands, or where its part begins."""
    first = item.first.line if item.first is not None else item.beside
    return first, item.second.line if item.second is not None else item.beside


def _rest(comparison: Comparison, wording: Wording) -> Iterator[tuple[str, list[str]]]:
    if comparison.alone:
        yield wording("twin.alone"), [clean(path) for path in comparison.alone]
    if comparison.missing:
        yield wording("twin.missing"), [f"{clean(path)}: {one_line(name, _WORDS)}" for path, name in comparison.missing]
    if comparison.problems:
        yield wording("twin.problems"), [f"{clean(item.path)}: {clean(item.message)}" for item in comparison.problems]


def _message(item: Difference, pair: Twins, wording: Wording) -> str:
    """One difference as a sentence that names the version in which something stands or is missing."""
    spot = item.first or item.second
    words = one_line(spot.words, _WORDS) if spot is not None else ""
    names = {"first": clean(pair.first), "second": clean(pair.second), "words": words or "–",
             "name": one_line(item.name, _WORDS) or "–"}  # fmt: skip
    if item.first is not None and item.second is not None:
        other = one_line(item.second.words, _WORDS)
        sizes = {"one": item.sizes[0], "two": item.sizes[1]}
        return wording(f"twin.both.{item.kind}", other=other or "–", **names, **sizes)
    here, there = ("first", "second") if item.first is not None else ("second", "first")
    whole = item.kind == "finding" and not words
    what = wording("twin.kind.whole" if whole else f"twin.kind.{item.kind}", **names)
    return wording("twin.only", what=what, here=names[here], there=names[there])


def _as_json(comparison: Comparison) -> str:
    wording = Wording(comparison.language)
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "reviewkit", "version": __version__, "catalogue": comparison.catalogue},
        "run": {"today": comparison.today, "language": comparison.language},
        "summary": {"pairs": len(comparison.pairs), "differences": comparison.differences,
                    "alone": len(comparison.alone)},
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "whole": pair.whole,
                "differences": [_difference(item, pair, wording) for item in pair.differences],
            }
            for pair in comparison.pairs
        ],
        "alone": list(comparison.alone),
        "missing": [{"path": path, "twin": name} for path, name in comparison.missing],
        "errors": [{"path": item.path, "line": item.line or None, "message": item.message}
                   for item in comparison.problems],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _difference(item: Difference, pair: Twins, wording: Wording) -> dict[str, Any]:
    first, second = _lines(item)
    return {
        "kind": item.kind,
        "name": item.name,
        "first": _place(item.first, first),
        "second": _place(item.second, second),
        "sizes": list(item.sizes) if item.sizes != (0, 0) else None,
        "message": _message(item, pair, wording),
    }


def _place(spot: Spot | None, line: int) -> dict[str, Any]:
    """Where it stands; what is missing has only the line where its part begins."""
    if spot is None:
        return {"stands": False, "line": line, "heading": None, "words": None}
    return {"stands": True, "line": line, "heading": spot.heading, "words": spot.words}
