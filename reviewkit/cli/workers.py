"""Several processes that draft routines side by side."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

import msgspec

from reviewkit.cli.routines import Item
from reviewkit.model import UsageError
from reviewkit.review import Asked, Draft, draft

if TYPE_CHECKING:
    from reviewkit.check import Catalogue

_CHUNK = 8
"""Routines that are handed out at a time: few enough that all processes end together."""


def draft_in_processes(
    items: Sequence[Item], asked: Callable[[str], Asked], make: Callable[[], Catalogue], jobs: int
) -> Iterator[tuple[str, bytes, Draft]]:
    """The path, digest and draft of every routine, as they come; the processes end with the iteration.

    Raises UsageError where a process stops by itself.
    """
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    chunks = iter([items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)])
    decoder = msgspec.msgpack.Decoder(list[tuple[str, bytes, Draft]])
    processes: list[Any] = []
    ours: list[Connection[Any, Any]] = []
    try:
        busy: list[Connection[Any, Any]] = []
        for _ in range(jobs):
            here, there = context.Pipe()
            ours.append(here)
            process = context.Process(
                target=_work, args=(there, make, ours if context.get_start_method() == "fork" else []), daemon=True
            )
            processes.append(process)
            with _uninterrupted():
                process.start()
            there.close()
            if _hand_out(here, chunks, asked):
                busy.append(here)
        while busy:
            for ready in wait(busy):
                yield from decoder.decode(_received(ready))
                if not _hand_out(ready, chunks, asked):  # type: ignore[arg-type]
                    busy.remove(ready)  # type: ignore[arg-type]
    finally:
        started = [process for process in processes if process.pid is not None]
        for process in started:
            process.terminate()
        for process in started:
            process.join()


def _hand_out(worker: Connection[Any, Any], chunks: Iterator[Sequence[Item]], asked: Callable[[str], Asked]) -> bool:
    chunk = next(chunks, None)
    if chunk is not None:
        try:
            worker.send([(item, asked(item.shown)) for item in chunk])
        except OSError:
            raise _stopped() from None
    return chunk is not None


def _received(worker: Any) -> bytes:
    try:
        return bytes(worker.recv_bytes())
    except (EOFError, OSError):
        raise _stopped() from None


def _stopped() -> UsageError:
    return UsageError("en av prosessene stoppet uventet; prøv igjen med --jobs 1")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interruption wait while a process starts: else one could be started that nobody ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    parent: Connection[Any, Any], make: Callable[[], Catalogue], inherited: Sequence[Connection[Any, Any]]
) -> None:
    """Draft what the parent hands out until it ends; an interruption is the parent's to act on.

    The parent's own ends of the pipes are `inherited` where a process is a copy: only when they are let go does the
    end of the parent show.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in inherited:
        end.close()
    catalogue = make()
    encoder = msgspec.msgpack.Encoder()
    while True:
        try:
            chunk: list[tuple[Item, Asked]] = parent.recv()
        except (EOFError, OSError):
            return
        found = []
        for item, asked in chunk:
            source, digest = item.read()
            found.append((item.shown, digest, draft(source, catalogue, asked)))
        try:
            parent.send_bytes(encoder.encode(found))
        except OSError:  # the parent is gone
            return
