"""A bar for work that takes time, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

_AFTER = 1.0
"""Seconds after which it is worth showing."""


@contextmanager
def progress(total: int, label: str) -> Iterator[Callable[[int], None]]:
    """A function to tell how many more are done; the bar is drawn on standard error when a second has gone."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar: Any = click.progressbar(length=total, label=label, file=sys.stderr)
    start, done, shown = time.monotonic(), 0, False

    def tell(count: int) -> None:
        nonlocal done, shown
        done += count
        if not shown and time.monotonic() - start > _AFTER:
            shown = True
            bar.__enter__()
            bar.update(done)
        elif shown:
            bar.update(count)

    try:
        yield tell
    finally:
        if shown:
            bar.__exit__(None, None, None)
