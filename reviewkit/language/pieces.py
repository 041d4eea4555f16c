"""Many small values in one row of bytes, each read only when it is asked for."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable
from typing import Any


def pack(values: Iterable[Any]) -> tuple[bytes, bytes]:
    """Some plain values to be kept, one after the other, and where each ends (whole numbers of eight bytes)."""
    ends = array("q")
    parts: list[bytes] = []
    end = 0
    for value in values:
        parts.append(marshal.dumps(value))
        end += len(parts[-1])
        ends.append(end)
    return b"".join(parts), ends.tobytes()


class Pieces:
    """What was packed, by number; a value that is asked for twice is read once."""

    def __init__(self, data: bytes, ends: bytes) -> None:
        self._data = memoryview(data)
        self._ends = memoryview(ends).cast("q")
        self._read: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> Any:
        value = self._read.get(number)
        if value is None:
            start = self._ends[number - 1] if number else 0
            value = self._read[number] = marshal.loads(self._data[start : self._ends[number]])
        return value
