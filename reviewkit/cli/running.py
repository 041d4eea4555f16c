"""One run, from what is configured to the review: which routines, what is asked of them, and what is known before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.cli.routines import STREAM, Found, find, given_items
from reviewkit.model import InputError, Review, Source, UsageError
from reviewkit.model.settings import Configuration

if TYPE_CHECKING:
    from reviewkit.check import Catalogue
    from reviewkit.load.cache import Cache
    from reviewkit.review import Draft, Portrait, Watch
    from reviewkit.review.collection import Files


class Order(Struct, frozen=True):
    """What a run is asked for beside its configuration: paths, the day, a change to look at, and the rules' pages.

    With `portrait` every routine is portrayed for the reports.
    """

    paths: tuple[str, ...]
    today: date
    diff: str = ""
    explain: bool = False
    portrait: bool = False


def find_items(configuration: Configuration, paths: Sequence[str]) -> Found:
    """The routines of a run, hashed; those that the configuration excludes are counted."""
    if not configuration.settings.exclude:
        return find(paths, lambda _: False)
    return find(paths, lambda shown: configuration.excluding(shown) is not None)


def carry_out(
    order: Order, configuration: Configuration, found: Found, files: Files, cache: Cache | None,
    watch: Watch | None = None,
) -> Review:  # fmt: skip
    """The review of the routines found, with the change and the baseline taken into account.

    `files` is asked about what lies beside the routines. Raises UsageError and CatalogueError where the run cannot be
    carried out as asked.
    """
    run = _Run(order, configuration, cache, watch)
    review = run.of_change(found) if order.diff else run.of(run.drafts(found), files)
    review = replace(review, excluded=found.excluded)
    return _without_known(review, configuration) if configuration.settings.baseline else review


def portrayed_by(
    order: Order, configuration: Configuration, found: Found, files: Files, cache: Cache | None
) -> tuple[Review, list[Portrait], Catalogue]:
    """The review of the routines found, with the baseline taken into account, their portraits, and the catalogue."""
    run = _Run(order, configuration, cache, None)
    drafts = run.drafts(found)
    review = replace(run.of(drafts, files), excluded=found.excluded)
    if configuration.settings.baseline:
        review = _without_known(review, configuration)
    return review, [draft.portrait for draft in drafts if draft.portrait is not None], run.catalogue


class _Run:
    """The catalogue, and what holds for each routine."""

    def __init__(self, order: Order, configuration: Configuration, cache: Cache | None, watch: Watch | None) -> None:
        from reviewkit.cli.config import load_configured
        from reviewkit.review.configured import Configured

        self._order = order
        self._configuration = configuration
        self._cache = cache
        self._watch = watch
        self._make = partial(load_configured, configuration)
        self.catalogue: Catalogue = self._make()
        self._configured = Configured(
            configuration, self.catalogue, order.today, explain=order.explain, portrait=order.portrait
        )
        self._drafted: dict[tuple[str, bytes], Draft] = {}

    def drafts(self, found: Found) -> list[Draft]:
        from reviewkit.cli.drafts import Drafting
        from reviewkit.cli.progress import progress

        settings = self._configuration.settings
        known = [self._drafted[key] for item in found.items if (key := (item.shown, item.digest)) in self._drafted]
        items = [item for item in found.items if (item.shown, item.digest) not in self._drafted]
        with progress(len(items), "Gjennomgår") as tell:
            drafting = Drafting(
                self.catalogue, self._configured.asking(), self._make,
                cache=self._cache, jobs=settings.jobs, watch=self._watch, progress=tell,
            )  # fmt: skip
            drafts = drafting.drafts(items)
            found.changed |= drafting.changed
            return known + drafts

    def of(self, drafts: Iterable[Draft], files: Files) -> Review:
        from reviewkit.review import settle

        return settle(drafts, self.catalogue, self._configured.options, files, self._configured.severity())

    def of_change(self, found: Found) -> Review:
        """The review of what stands now, with what stood before the change moved aside."""
        from reviewkit.load import Disk
        from reviewkit.load.git import open_range
        from reviewkit.load.moves import renamed
        from reviewkit.review.changes import caused

        if STREAM in self._order.paths:
            raise UsageError("--diff kan ikke brukes med standard inn (-); oppgi filer eller mapper")
        before, after = open_range(self._order.diff, Path())
        paths = self._order.paths
        earlier = [source for source in before.sources(paths) if self._reviewed(source)]
        if after is None:
            later = found
            standing = [source for item in found.items if isinstance(source := item.read()[0], Source)]
        else:
            sources = list(after.sources(paths))
            later = Found([*given_items(source for source in sources if self._taken(source))])
            standing = [source for source in sources if isinstance(source, Source)]
        stood = Found([*given_items(earlier)])
        before_it = self.drafts(stood)
        digests = {item.shown: item.digest for item in stood.items}
        self._drafted = {(path := draft.outline.path, digests[path]): draft for draft in before_it}
        return caused(
            self.of(before_it, before),
            self.of(self.drafts(later), after or Disk()),
            renamed([source for source in earlier if isinstance(source, Source)], standing),
        )

    def _reviewed(self, source: Source | InputError) -> bool:
        """What could not be read before the change is no matter now."""
        return isinstance(source, Source) and self._taken(source)

    def _taken(self, source: Source | InputError) -> bool:
        named = source.path in self._order.paths
        return named or self._configuration.excluding(source.path) is None


def _without_known(review: Review, configuration: Configuration) -> Review:
    from reviewkit.load.baseline import BaselinePlaces, read_baseline
    from reviewkit.review.baseline import apply_baseline

    path = Path(configuration.settings.baseline)
    return apply_baseline(review, read_baseline(path), BaselinePlaces(path))
