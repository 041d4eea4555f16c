"""A run as a whole: remembered from an earlier one where nothing has changed, else carried out and rendered."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from reviewkit.cli.routines import NOTHING, STREAM, Found, digest_of
from reviewkit.cli.running import Order, carry_out, find_items
from reviewkit.load import Disk
from reviewkit.load.cache import Cache, cache_folder
from reviewkit.model import SEVERITIES, Review, UsageError
from reviewkit.model.settings import Configuration, FailOn, Settings
from reviewkit.version import __version__

_SUMMARY = "GITHUB_STEP_SUMMARY"


class Rendering(Struct, frozen=True):
    """How a review is to be shown: the format, and for text with the muted findings and in colours."""

    format: str
    muted: bool = False
    colour: bool = False


class Said(Struct, frozen=True, array_like=True):
    """What a run has said: its result in UTF-8, its exit code, remarks for standard error, and what it asked the disk.

    `asked` are questions about files beside the routines with the answers they got.
    """

    result: bytes
    code: int
    remarks: tuple[str, ...] = ()
    asked: tuple[tuple[str, str, str], ...] = ()


def perform(order: Order, configuration: Configuration, rendering: Rendering, statistics: bool = False) -> Said:
    """Carry out a run, or give what it said the last time where nothing that it rests on has changed."""
    settings = configuration.settings
    with with_cache(settings, order.today) as cache:
        found = find_items(configuration, order.paths)
        key = None if statistics or cache is None else _key(order, configuration, rendering, found)
        said = _remembered(key, cache, found)
        if said is None:
            said = _perform(order, configuration, rendering, found, cache, statistics)
            if key is not None and cache is not None and not found.changed:
                cache.put([(key, zlib.compress(msgspec.msgpack.encode(said), 1))])
    return said if cache is None else msgspec.structs.replace(said, remarks=(*cache.notes, *said.remarks))


@contextmanager
def with_cache(settings: Settings, today: date) -> Iterator[Cache | None]:
    """The cache of results, where one is wanted; closed at the end."""
    folder = cache_folder()
    cache = Cache(folder / "results.sqlite" if folder else None, today.toordinal()) if settings.cache else None
    try:
        yield cache
    finally:
        if cache is not None:
            cache.close()


def _perform(
    order: Order, configuration: Configuration, rendering: Rendering, found: Found, cache: Cache | None,
    statistics: bool,
) -> Said:  # fmt: skip
    from reviewkit.review import Watch

    watch = Watch(time.perf_counter) if statistics else None
    files = _Asking(_beside(found))
    review = carry_out(order, configuration, found, files, cache, watch)
    remarks = []
    if watch is not None:
        from reviewkit.report.statistics import render

        remarks.append(render(review, watch))
    code = exit_code(review, configuration.settings.fail_on)
    if code == 3:
        remarks.append(NOTHING)
    summary = os.environ.get(_SUMMARY) if rendering.format == "github" else None
    if summary:
        _summarise(review, summary)
    return Said(_rendered(review, rendering).encode("utf-8", "replace"), code, tuple(remarks), files.asked)


def _rendered(review: Review, rendering: Rendering) -> str:
    from reviewkit.report import renderer

    if rendering.format == "text":
        from reviewkit.report import text

        return text.render(review, rendering.colour, rendering.muted)
    return renderer(rendering.format)(review)


def _summarise(review: Review, path: str) -> None:
    """Add the review to the summary of a step of GitHub Actions; raises UsageError where it cannot be written."""
    from reviewkit.report import renderer

    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(renderer("markdown")(review) + "\n")
    except OSError as error:
        raise UsageError(f"kan ikke skrive sammendraget ({error.strerror}); se {_SUMMARY}", path) from None


def exit_code(result: Review, fail_on: FailOn) -> int:
    """The documented exit code of a review."""
    if result.problems:
        return 2
    if not result.routines and not result.not_reviewed:
        return 3
    if fail_on == "never":
        return 0
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if result.stale or any(result.count(severity) for severity in counted) else 0


class _Asking:
    """The disk, with every answer it gave written down."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._asked: dict[tuple[str, str], str] = {}

    @property
    def asked(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((kind, path, answer) for (kind, path), answer in sorted(self._asked.items()))

    def exists(self, path: str) -> bool:
        found = self._disk.exists(path)
        self._asked["exists", path] = _as_answer(found)
        return found

    def ids_beside(self, path: str) -> frozenset[str]:
        found = self._disk.ids_beside(path)
        self._asked["ids", path] = _as_answer(found)
        return found


def _as_answer(found: bool | frozenset[str]) -> str:
    return str(found) if isinstance(found, bool) else digest_of("\0".join(sorted(found)).encode()).hex()


def _remembered(key: bytes | None, cache: Cache | None, found: Found) -> Said | None:
    """What the same run said before, where the disk still answers as it did."""
    if key is None or cache is None:
        return None
    value = cache.get([key]).get(key)
    if value is None:
        return None
    try:
        said = msgspec.msgpack.decode(zlib.decompress(value), type=Said)
    except (msgspec.MsgspecError, zlib.error):
        return None
    return said if _still_true(said.asked, _beside(found)) else None


def _beside(found: Found) -> Disk:
    """The disk but for the routines of the run that can be read: what they hold is known already."""
    return Disk(item.shown for item in found.items if item.given is None)


def _still_true(asked: Sequence[tuple[str, str, str]], disk: Disk) -> bool:
    return all(
        _as_answer(disk.exists(path) if kind == "exists" else disk.ids_beside(path)) == answer
        for kind, path, answer in asked
    )


def _key(order: Order, configuration: Configuration, rendering: Rendering, found: Found) -> bytes | None:
    """What a whole run rests on; nothing where it rests on more than files: a change in git, a baseline, a summary."""
    from reviewkit import load

    settings = configuration.settings
    given = STREAM in order.paths or (rendering.format == "github" and _SUMMARY in os.environ)
    if order.diff or settings.baseline or given or not found.items:
        return None
    catalogue = load.digest(load.read_catalogue(load.catalogue_root(), *map(Path, settings.checks)), __version__)
    said = repr((catalogue, order, settings, configuration.folder, configuration.start, rendering)).encode()
    parts = [load.code_digest(), said, found.excluded.to_bytes(4, "little")]
    parts += [item.digest + item.shown.encode("utf-8", "surrogatepass") for item in found.items]
    return digest_of(b"\0".join(parts))
