"""The catalogue as a project has configured it: with its own checks and limits, and every code naming something."""

from __future__ import annotations

from pathlib import Path

from reviewkit.check.catalogue import Catalogue
from reviewkit.check.specs import ReadabilityRule
from reviewkit.load.shown import shown_words
from reviewkit.model import CatalogueError, UsageError
from reviewkit.model.settings import Configuration, Key, named_codes


def load_configured(configuration: Configuration) -> Catalogue:
    """The catalogue with the project's own checks, in which every code that is configured names something.

    Raises CatalogueError with the file and line of a code that does not.
    """
    from reviewkit import check

    own = [Path(folder) for folder in configuration.settings.checks]
    catalogue = check.load_catalogue(None, *own) if own else check.load_catalogue()
    for code, key, origin in named_codes(configuration):
        try:
            _must_name(catalogue, code, key)
        except UsageError as error:
            if origin.kind == "command-line":
                raise
            raise CatalogueError(shown_words(error.message, 200), origin.path, origin.line) from None
    return catalogue.limited(configuration.settings.limits)


def _must_name(catalogue: Catalogue, code: str, key: Key) -> None:
    """Raise UsageError where a code names no rule; a limit must name one that has a limit."""
    if key[0] != "limits":
        catalogue.chosen((code,), ())
    elif not isinstance(catalogue.check(code).rule, ReadabilityRule):
        able = [spec.code for spec in catalogue.checks if isinstance(spec.rule, ReadabilityRule)]
        raise UsageError(f"regelen {code} har ingen grense å sette; det har {', '.join(able)}")
