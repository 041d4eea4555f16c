"""What a run to be recorded looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from reviewkit.cli.performing import with_cache
from reviewkit.cli.running import Order, find_items, portray
from reviewkit.load import Disk
from reviewkit.model import UsageError
from reviewkit.model.settings import Configuration
from reviewkit.register.recording import Looked
from reviewkit.version import __version__


def looked_at(configuration: Configuration, today: date, revision: str, known: Iterable[str]) -> Looked:
    """The review of the configured paths, with the known paths that should have been met there and are gone."""
    order = Order(configuration.settings.paths, today, portrait=True)
    with with_cache(configuration.settings, today) as cache:
        found = find_items(configuration, order.paths)
        files = Disk(item.shown for item in found.items if item.given is None)
        review, portraits, _ = portray(order, configuration, found, files, cache)
    if not portraits and not review.problems:
        raise UsageError("fant ingen rutiner (.md) på stiene; ingenting er ført inn")
    met = {item.shown for item in found.items}
    below = [Path(path) for path in order.paths]
    missing = {path for path in known if path not in met and any(Path(path).is_relative_to(folder) for folder in below)}
    return Looked(review, tuple(portraits), __version__, revision, frozenset(missing))
