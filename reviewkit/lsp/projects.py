"""The folders that an editor has open: what is configured in each, its catalogue, and its collection of routines.

Paths are relative to the working directory everywhere in the house, so whoever asks a project works in its folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import Catalogue, FrameRule
from reviewkit.check.configured import load_configured
from reviewkit.check.specs import LawRule
from reviewkit.load import Disk, Located, find_routines, read_routine
from reviewkit.load.baseline import Baseline, BaselinePlaces, read_baseline
from reviewkit.load.configuration import OWN, SHARED, read_configuration
from reviewkit.load.routines import SUFFIXES
from reviewkit.model import Finding, InputError, Language, Review, Source
from reviewkit.model.settings import Configuration, with_command_line
from reviewkit.parse import parse
from reviewkit.review import Draft, draft, settle
from reviewkit.review.baseline import apply_baseline
from reviewkit.review.collection import outline
from reviewkit.review.configured import Configured

_ROUTINES = "routines"
_ASKS = ("open", "first")
"""What one routine asks the collection that bears on what is found in another."""


class Wish(Struct, frozen=True):
    """What an editor wishes: the language of messages (that of the configuration where unsaid), and the day."""

    language: Language | None = None
    today: date | None = None


class Seen(Struct, frozen=True):
    """What a review says of one document: its draft, its findings, why it was left out, and why it cannot be read."""

    draft: Draft
    findings: tuple[Finding, ...]
    left_out: str = ""


class Project:
    """One folder as `reviewkit check` sees it. Raises ReviewkitError where it is configured in a way that cannot be.

    A `loose` one has no collection: the routine is reviewed as where it is the only one named.
    """

    def __init__(self, root: str, wish: Wish, today: Callable[[], date], loose: bool = False) -> None:
        self.root = root
        self.loose = loose
        self._today = today
        configuration = read_configuration(Path(root))
        self.configuration: Configuration = (
            with_command_line(configuration, {"lang": wish.language}) if wish.language else configuration
        )
        self.catalogue: Catalogue = load_configured(self.configuration)
        self._asking_rules = frozenset(
            spec.code
            for spec in self.catalogue.checks
            if isinstance(spec.rule, LawRule) or (isinstance(spec.rule, FrameRule) and spec.rule.ring)
        )
        self._configured = Configured(self.configuration, self.catalogue, today())
        self._configured.asking()
        self._located: dict[str, str] = {}
        self._beside: dict[str, Draft] = {}
        self._open: dict[str, Draft] = {}
        self._disk = Disk()
        self._baseline = self._read_baseline()
        self._list()

    @property
    def language(self) -> Language:
        """The language of its messages."""
        return self.configuration.settings.lang

    @property
    def day(self) -> date:
        """The day of its reviews."""
        return self._configured.options.today

    @property
    def configured(self) -> Configured:
        """What is asked of its routines today."""
        if self._configured.options.today != self._today():
            self._configured = Configured(self.configuration, self.catalogue, self._today())
        return self._configured

    def shown(self, path: str) -> str:
        """A path as `check` shows it in this folder."""
        try:
            relative = os.path.relpath(path, self.root)
        except ValueError:
            return path
        found = path if relative.startswith("..") else relative
        return os.fsencode(found.replace(os.sep, "/")).decode("utf-8", "replace")

    def covers(self, shown: str, text: str) -> bool:
        """Whether a document is a routine: it lies on a configured path, or, in a loose one, has front matter."""
        if self.loose:
            return text.startswith("---")
        if any(shown == os.path.normpath(path) for path in self.configuration.settings.paths):
            return True
        if not shown.lower().endswith(SUFFIXES) or self.configuration.excluding(shown) is not None:
            return False
        return any(self._under(shown, path) for path in self.configuration.settings.paths)

    @staticmethod
    def _under(shown: str, path: str) -> bool:
        folder = os.path.normpath(path).replace(os.sep, "/")
        below = shown if folder == "." else shown.removeprefix(f"{folder}/")
        return (folder == "." or below != shown) and not any(part.startswith(".") for part in below.split("/"))

    def review(self, source: Source) -> Seen:
        """What is found in a document as it is now, with the collection's answers."""
        drafted = draft(source, self.catalogue, self.configured.asking()(source.path))
        self._open[source.path] = drafted
        return self.settle(source.path)

    def settle(self, shown: str) -> Seen:
        """What is found in a document that has been drafted, with the collection as it is now."""
        drafts = {**self._beside, **self._open}
        configured = self.configured
        review = settle(drafts.values(), self.catalogue, configured.options, self._disk, configured.severity())
        if self._baseline is not None:
            review = self._without_known(review, shown)
        findings = tuple(finding for finding in review.findings if finding.path == shown)
        left_out = next((item.reason for item in review.not_reviewed if item.path == shown), "")
        return Seen(self._open[shown], findings, left_out)

    def _without_known(self, review: Review, shown: str) -> Review:
        path = Path(self.configuration.settings.baseline)
        own = tuple(finding for finding in review.findings if finding.path == shown)
        muted = tuple(finding for finding in review.muted if finding.path == shown)
        assert self._baseline is not None
        return apply_baseline(replace(review, findings=own, muted=muted), self._baseline, BaselinePlaces(path))

    def _read_baseline(self) -> Baseline | None:
        path = self.configuration.settings.baseline
        return read_baseline(Path(path)) if path else None

    def told(self, shown: str) -> object:
        """What a document tells the others; when it changes, they are settled anew."""
        drafted = self._open.get(shown) or self._beside.get(shown)
        if drafted is None:
            return None
        return drafted.outline, tuple(item.ask for item in drafted.found if item.ask and item.ask.kind in _ASKS)

    def close(self, shown: str) -> None:
        """A document is closed: what lies on disk counts again."""
        self._open.pop(shown, None)
        self.touched([shown])

    def touched(self, shown: Iterable[str]) -> None:
        """Some files have changed, come or gone: read them again."""
        self._list()
        for path in shown:
            if path in self._located:
                self._read(path)

    def _list(self) -> None:
        """Find the routines on the configured paths; those that are gone are forgotten."""
        self._located = {}
        for found in () if self.loose else find_routines(self.configuration.settings.paths):
            if isinstance(found, Located) and (
                found.path in self.configuration.settings.paths or self.configuration.excluding(found.shown) is None
            ):
                self._located[found.shown] = found.path
        self._beside = {path: drafted for path, drafted in self._beside.items() if path in self._located}
        self._disk = Disk(self._located)

    def outlining(self) -> Iterator[None]:
        """Read the ids and anchors of all routines, one a step."""
        for path in [path for path in self._located if path not in self._beside]:
            source = self._source(path)
            if isinstance(source, Source):
                with suppress(InputError):
                    self._beside[path] = Draft(outline(parse(source)))
            yield

    def hearing(self) -> Iterator[None]:
        """Read what all routines ask the collection, one a step."""
        for path in list(self._beside):
            self._read(path)
            yield

    def _read(self, path: str) -> None:
        """What a routine on disk tells the others, as far as the chosen rules ask."""
        source = self._source(path)
        asked = self.configured.asking()(path)
        rules = tuple(code for code in asked.rules if code in self._asking_rules)
        drafted = draft(source, self.catalogue, replace(asked, rules=rules, second_judge=False))
        heard = [item for item in drafted.found if item.ask is not None and item.ask.kind in _ASKS]
        self._beside[path] = replace(drafted, found=heard, exemptions=[])

    def _source(self, path: str) -> Source | InputError:
        try:
            return replace(read_routine(Path(self._located.get(path, path))), path=path)
        except InputError as error:
            return error

    def ids(self) -> dict[str, str]:
        """The paths of the routines by id."""
        drafts = {**self._beside, **self._open}
        return {item.outline.id: item.outline.path for item in drafts.values() if item.problem is None}

    def file(self, shown: str) -> str:
        """The whole path of what is shown so."""
        return os.path.normpath(os.path.join(self.root, self._located.get(shown, shown)))


@contextmanager
def inside(folder: str) -> Iterator[None]:
    """Work in a folder; where it is gone, stay."""
    with suppress(OSError):
        os.chdir(folder)
    yield


def root_of(path: str, folders: Iterable[str]) -> str | None:
    """The folder whose project a file belongs to: one that is open, else the nearest above it, if any is one."""
    above = [str(parent) for parent in Path(path).parents]
    opened = sorted((folder for folder in folders if folder in above), key=len, reverse=True)
    return next((folder for folder in (*opened, *above) if _is_project(folder)), None)


def _is_project(folder: str) -> bool:
    if os.path.isfile(os.path.join(folder, OWN)) or os.path.isdir(os.path.join(folder, _ROUTINES)):
        return True
    try:
        return b"[tool.reviewkit" in Path(folder, SHARED).read_bytes()
    except OSError:
        return False
