"""Routines to drafts: those kept from earlier runs, and the rest in one process or several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from reviewkit import load
from reviewkit.cli.routines import Item, digest_of

if TYPE_CHECKING:
    from reviewkit.check import Catalogue
    from reviewkit.load.cache import Cache
    from reviewkit.review import Asked, Draft, Watch

_PAYS = 24
"""Routines that one process drafts while another starts: with fewer for each, a further process does not pay."""

_AT_ONCE = 500


class Drafting:
    """What all routines of a run are drafted with: the catalogue, what is asked of each, the cache, and processes.

    `make` makes the catalogue anew in another process; `progress` is told how many drafts were added. With a `watch`
    nothing is taken from the cache or done in other processes: time that was not spent here cannot be counted.
    """

    def __init__(
        self, catalogue: Catalogue, asked: Callable[[str], Asked], make: Callable[[], Catalogue], *,
        cache: Cache | None = None, jobs: int = 0, watch: Watch | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._catalogue = catalogue
        self._asked = asked
        self._make = make
        self._cache = cache if watch is None else None
        self._jobs = jobs if watch is None else 1
        self._watch = watch
        self._progress = progress
        self._prefixes: dict[Asked, bytes] = {}
        self.changed = False

    def drafts(self, items: Iterable[Item]) -> list[Draft]:
        """A draft of every routine, in any order."""
        from reviewkit.review import Draft

        decoder = msgspec.msgpack.Decoder(Draft)
        missing: list[Item] = []
        found: list[Draft] = []
        for some in _batches(items):
            keys = [self._key(item.shown, item.digest) for item in some]
            kept = self._cache.get(keys) if self._cache is not None else {}
            for item, key in zip(some, keys, strict=True):
                value = kept.get(key)
                draft = _decoded(value, decoder) if value is not None else None
                if draft is None:
                    missing.append(item)
                else:
                    found.append(draft)
        self._progress(len(found))
        return found + self._fresh(missing)

    def _fresh(self, items: Sequence[Item]) -> list[Draft]:
        found: list[Draft] = []
        encoder = msgspec.msgpack.Encoder()
        waiting: list[tuple[bytes, bytes]] = []
        hashed = {item.shown: item.digest for item in items}
        for shown, digest, draft in self._each(items):
            found.append(draft)
            self.changed |= digest != hashed[shown]
            self._progress(1)
            if self._cache is not None and digest:
                waiting.append((self._key(shown, digest), encoder.encode(draft)))
            if len(waiting) >= _AT_ONCE and self._cache is not None:
                self._cache.put(waiting)
                waiting = []
        if waiting and self._cache is not None:
            self._cache.put(waiting)
        return found

    def _each(self, items: Sequence[Item]) -> Iterator[tuple[str, bytes, Draft]]:
        jobs = min(self._jobs, len(items)) if self._jobs else min(processors(), len(items) // _PAYS)
        if jobs > 1:
            from reviewkit.cli.workers import draft_in_processes

            yield from draft_in_processes(items, self._asked, self._make, jobs)
            return
        from reviewkit.review import draft

        for item in items:
            source, digest = item.read()
            yield item.shown, digest, draft(source, self._catalogue, self._asked(item.shown), self._watch)

    def _key(self, shown: str, digest: bytes) -> bytes:
        """What a draft rests on: the program, catalogue, what is asked, and the routine's path and content."""
        asked = self._asked(shown)
        prefix = self._prefixes.get(asked)
        if prefix is None:
            said = load.code_digest() + self._catalogue.digest.encode()
            prefix = self._prefixes[asked] = digest_of(said + msgspec.msgpack.encode(asked))
        return digest_of(prefix + digest + shown.encode("utf-8", "surrogatepass"))


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def _decoded(value: bytes, decoder: msgspec.msgpack.Decoder[Draft]) -> Draft | None:
    try:
        return decoder.decode(value)
    except msgspec.MsgspecError:
        return None
