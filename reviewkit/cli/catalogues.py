"""Catalogues other than the one that comes with reviewkit: a folder, or a revision in git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reviewkit.load.git import open_revision
from reviewkit.model import UsageError

if TYPE_CHECKING:
    from reviewkit.check import Catalogue

_FOLDER = "checks"


@contextmanager
def catalogue_at(place: str) -> Iterator[Catalogue]:
    """The catalogue in a folder, or in the folder `checks` of a revision.

    Raises UsageError where it is neither, and CatalogueError where a file of it is broken.
    """
    from reviewkit.check import load_catalogue

    if Path(place).is_dir():
        yield load_catalogue(Path(place))
        return
    revision = open_revision(place, Path())
    with TemporaryDirectory(prefix="reviewkit-") as name:
        root = Path(name, _FOLDER)
        for path, data in revision.folder(_FOLDER):
            parts = PurePosixPath(path).parts
            if ".." in parts:
                continue
            target = root.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if not root.is_dir():
            raise UsageError(f"{place} har ingen mappe {_FOLDER}; oppgi en mappe eller en annen revisjon")
        yield load_catalogue(root)
