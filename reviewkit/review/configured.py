"""What a project's configuration asks of its routines: the options of a run, and what holds for each path."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from reviewkit.check import Catalogue, CheckSpec
from reviewkit.model import Severity
from reviewkit.model.settings import Configuration
from reviewkit.review.drafting import Asked
from reviewkit.review.run import Options


class Configured:
    """The options that a configuration gives a run on a day, and for each routine what is asked and how grave it is.

    Raises UsageError where the configuration leaves no rule.
    """

    def __init__(
        self, configuration: Configuration, catalogue: Catalogue, today: date, *,
        explain: bool = False, portrait: bool = False,
    ) -> None:  # fmt: skip
        settings = configuration.settings
        codes = [spec.code for spec in catalogue.checks]
        never = frozenset(code for code in codes if code.startswith(settings.never_suppress or ("-",)))
        self._configuration = configuration
        self._catalogue = catalogue
        self._asked: dict[tuple[tuple[str, ...], tuple[str, ...]], Asked] = {}
        self.options = Options(
            today, settings.lang, settings.select, settings.ignore, never, settings.second_judge, explain, portrait
        )

    def asking(self) -> Callable[[str], Asked]:
        """What is asked of the routine at a path."""
        if self._configuration.settings.overrides:
            return self._asked_of
        every = self.options.asked(self._catalogue)
        return lambda _: every

    def _asked_of(self, path: str) -> Asked:
        holds = self._configuration.effective(path)
        key = holds.select, holds.ignore
        if key not in self._asked:
            options = replace(self.options, select=holds.select, ignore=holds.ignore)
            self._asked[key] = options.asked(self._catalogue)
        return self._asked[key]

    def severity(self) -> Callable[[str, CheckSpec], Severity] | None:
        """How grave a rule's findings are in the routine at a path; nothing where the rules decide themselves."""
        settings = self._configuration.settings
        if not settings.severity and not any(override.severity for override in settings.overrides):
            return None
        return lambda path, spec: self._configuration.effective(path).severity_of(spec.code, spec.severity)
