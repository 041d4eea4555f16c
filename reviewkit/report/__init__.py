"""One module a format, each with one function from review to text, in one table."""

from __future__ import annotations

from collections.abc import Callable

from reviewkit.model import Review
from reviewkit.report import json, text

FORMATS: dict[str, Callable[[Review], str]] = {"text": text.render, "json": json.render}

__all__ = ["FORMATS", "json", "text"]
