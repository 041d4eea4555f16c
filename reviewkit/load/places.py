"""Where the keys and list items of a TOML document stand: the lines that the standard library's reader forgets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.model.settings import Key

_DEPTH = 8
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}' r"|'''(?:[^']|'(?!''))*'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'", re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def find_lines(text: str) -> dict[Key, int]:
    """The 1-based line of every key and list item of a valid TOML document, by the way to it.

    The items of a list and of an array of tables are numbered from 0. A key that several headers or dotted keys pass
    through has the line where it is first named. What stands deeper than eight steps has the line of its owner.
    """
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    """One way through a document that the standard library has found valid; it judges nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.counted = 0
        self.lines: dict[Key, int] = {}
        self.tables: dict[Key, int] = {}

    def scan(self) -> dict[Key, int]:
        owner: Key = ()
        self._skip(_BETWEEN)
        while self.at < len(self.text):
            before = self.at
            owner = self._header() if self.text[self.at] == "[" else self._pair(owner)
            self._skip(_BETWEEN)
            if self.at == before:  # not TOML after all: give what was found
                break
        return self.lines

    def _header(self) -> Key:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = list(self._key())
        self.at += 2 if many else 1
        owner: Key = ()
        for index, part in enumerate(parts):
            owner = self._note((*owner, part))
            if many and index == len(parts) - 1:
                self.tables[owner] = self.tables.get(owner, -1) + 1
            if owner in self.tables:
                owner = self._note((*owner, self.tables[owner]))
        return owner

    def _pair(self, owner: Key) -> Key:
        key = owner
        for part in self._key():
            key = self._note((*key, part))
        self.at += 1
        self._skip(_BLANK)
        self._value(key)
        return owner

    def _value(self, key: Key) -> None:
        if self.text.startswith("[", self.at):
            self._items(key)
        elif self.text.startswith("{", self.at):
            self._inline(key)
        elif not self._skip(_STRING):
            self._skip(_PLAIN)

    def _items(self, key: Key) -> None:
        index = 0
        self.at += 1
        while self._until("]"):
            self._value(self._note((*key, index)))
            index += 1

    def _inline(self, key: Key) -> None:
        self.at += 1
        while self._until("}"):
            self._pair(key)

    def _until(self, end: str) -> bool:
        """Go to the next item; whether there is one before the end, which is gone past."""
        self._skip(_BETWEEN)
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip(_BETWEEN)
        if self.at < len(self.text) and self.text[self.at] != end:
            return True
        self.at += 1
        return False

    def _key(self) -> Iterator[str]:
        while True:
            self._skip(_BLANK)
            start = self.at
            if self._skip(_BARE):
                yield self.text[start : self.at]
            elif self._skip(_STRING):
                yield _unquoted(self.text[start : self.at])
            self._skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return
            self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return found.end() > found.start()

    def _note(self, key: Key) -> Key:
        """Remember the line of a key that has none yet; the key cut off where it is too deep."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(key[:_DEPTH], self.line)
        return key[:_DEPTH]


def _unquoted(written: str) -> str:
    """The name that a quoted key stands for."""
    if written[0] == "'" or "\\" not in written:
        return written[1:-1]
    import tomllib

    return str(tomllib.loads(f"name = {written}")["name"])
