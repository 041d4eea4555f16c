"""What a run to be recorded looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.check.kinds.private import MASK
from reviewkit.cli.portraying import portray
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
    portrayed = portray(configuration, today)
    review = portrayed.review
    portraits = [portrait for portrait in portrayed.portraits if portrait.reviewed]
    if not portraits:
        said = "; ".join(f"{problem.path}: {problem.message}" for problem in review.problems[:3])
        raise UsageError(f"fant ingen rutiner (.md) på stiene{f' ({said})' if said else ''}; ingenting er ført inn")
    met = {nameless(shown) for shown in portrayed.met}
    missing = {path for path in known if path not in met and _is_gone(path, configuration.settings.paths)}
    asked = _asked(configuration, portrayed.catalogue, review, portraits)
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
