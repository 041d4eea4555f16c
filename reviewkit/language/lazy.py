"""Regular expressions that are compiled when they are first used: most of them never are on a short routine."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property


class LazyPattern:
    """What `re.compile` would give, but for the time it takes."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._pattern, self._flags)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first place where it fits."""
        return self.compiled.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Where it fits from an offset on."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it fits the whole text from offset to offset."""
        return self.compiled.fullmatch(text, start, end)

    def findall(self, text: str) -> list[str]:
        """The words of every place where it fits."""
        return self.compiled.findall(text)

    def sub(self, other: str, text: str) -> str:
        """The text with other words wherever it fits."""
        return self.compiled.sub(other, text)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Every place where it fits."""
        return self.compiled.finditer(text, start)
