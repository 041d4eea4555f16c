"""A run of which people read the routines too: the review with the portraits of its routines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.cli.performing import with_cache
from reviewkit.cli.running import Order, find_items, portrayed_by
from reviewkit.load import Disk
from reviewkit.model import Review
from reviewkit.model.settings import Configuration

if TYPE_CHECKING:
    from reviewkit.check import Catalogue
    from reviewkit.review import Portrait


class Portrayed(Struct, frozen=True):
    """The review, the portraits (of retired routines too), the catalogue, and the paths of all routines met."""

    review: Review
    portraits: list[Portrait]
    catalogue: Catalogue
    met: tuple[str, ...]


def portray(configuration: Configuration, today: date, paths: Sequence[str] | None = None) -> Portrayed:
    """Review some paths (by default those configured) on a day, and portray what is there."""
    order = Order(configuration.settings.paths if paths is None else tuple(paths), today, portrait=True)
    with with_cache(configuration.settings, today) as cache:
        found = find_items(configuration, order.paths)
        files = Disk(item.shown for item in found.items if item.given is None)
        review, portraits, catalogue = portrayed_by(order, configuration, found, files, cache)
    whose = [_belonging(portrait, configuration) for portrait in portraits]
    return Portrayed(review, whose, catalogue, tuple(item.shown for item in found.items))


def _belonging(portrait: Portrait, configuration: Configuration) -> Portrait:
    """A portrait with what the configuration says of whose the routine is, where its metadata say nothing."""
    if not configuration.settings.collections:
        return portrait
    said, _ = configuration.belonging(portrait.path)
    return replace(
        portrait,
        owner=portrait.owner or said.owner,
        county=portrait.county or said.county,
        municipality=portrait.municipality or said.municipality,
        office=portrait.office or said.office,
    )
