"""One module a format, each with one function from review to text, in one table."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reviewkit.model import Review

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjsonl", "markdown")
"""The names of the formats, and of their modules; each is loaded when it is asked for."""

EXPLAINED = frozenset(["sarif"])
"""The formats that hold the rules' pages."""


def renderer(name: str) -> Callable[[Review], str]:
    """The function that renders a review in a format."""
    if name not in FORMATS:
        raise ValueError(name)
    render: Callable[[Review], str] = import_module(f"reviewkit.report.{name}").render
    return render


__all__ = ["EXPLAINED", "FORMATS", "renderer"]
