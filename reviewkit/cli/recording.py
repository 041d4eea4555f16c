"""What a run to be recorded looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.check.kinds.private import MASK
from reviewkit.cli.performing import with_cache
from reviewkit.cli.running import Order, find_items, portray
from reviewkit.load import Disk
from reviewkit.model import UsageError
from reviewkit.model.settings import Configuration
from reviewkit.register.recording import Looked, nameless
from reviewkit.version import __version__

if TYPE_CHECKING:
    from reviewkit.check import Catalogue
    from reviewkit.model import Review
    from reviewkit.review import Portrait


def looked_at(configuration: Configuration, today: date, revision: str, known: Iterable[str]) -> Looked:
    """The review of the configured paths, with the known paths that should have been met there and are gone."""
    order = Order(configuration.settings.paths, today, portrait=True)
    with with_cache(configuration.settings, today) as cache:
        found = find_items(configuration, order.paths)
        files = Disk(item.shown for item in found.items if item.given is None)
        review, everything, catalogue = portray(order, configuration, found, files, cache)
    portraits = [portrait for portrait in everything if portrait.reviewed]
    if not portraits:
        said = "; ".join(f"{problem.path}: {problem.message}" for problem in review.problems[:3])
        raise UsageError(f"fant ingen rutiner (.md) på stiene{f' ({said})' if said else ''}; ingenting er ført inn")
    met = {nameless(item.shown) for item in found.items}
    missing = {path for path in known if path not in met and _is_gone(path, order.paths)}
    asked = _asked(configuration, catalogue, review, portraits)
    return Looked(review, tuple(portraits), __version__, revision, frozenset(missing), asked)


def _is_gone(path: str, paths: Iterable[str]) -> bool:
    """Whether a file below one of the paths of the run is there no longer; one that is excluded still is."""
    if MASK in path or Path(path).exists():
        return False
    return any(Path(path).is_relative_to(folder) for folder in paths)


def _asked(
    configuration: Configuration, catalogue: Catalogue, review: Review, portraits: Iterable[Portrait]
) -> dict[str, frozenset[str]]:
    """The rules that were asked of each routine that was not asked for all those of the review."""
    partly = {item.path for item in review.not_reviewed}
    asked = {}
    for portrait in portraits:
        if not configuration.settings.overrides and portrait.path not in partly:
            continue
        holds = configuration.effective(portrait.path)
        chosen = catalogue.chosen(holds.select, holds.ignore)
        codes = (spec.code for spec in chosen if spec.any_language or portrait.path not in partly)
        asked[portrait.path] = frozenset(codes)
    return asked
