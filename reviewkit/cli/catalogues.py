"""Catalogues other than the one that comes with reviewkit: a folder, or a revision in git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reviewkit.load.git import open_revision
from reviewkit.model import CatalogueError, UsageError
from reviewkit.report.harmless import one_line

if TYPE_CHECKING:
    from reviewkit.check import Catalogue

_FOLDER = "checks"
_SHOWN = 100
_DIFF = "--diff trenger et git-lager, og "
"""How git says that a folder is in no repository; nobody has asked for a diff here."""


@contextmanager
def catalogue_at(place: str) -> Iterator[Catalogue]:
    """The catalogue in a folder, or in the folder `checks` of a revision.

    Raises UsageError where it is neither, and CatalogueError, which names the place, where a file of it is broken.
    """
    if Path(place).is_dir():
        yield _loaded(Path(place), Path(place).as_posix())
        return
    try:
        revision = open_revision(place, Path())
    except UsageError as error:
        said = f"«{one_line(place, _SHOWN)}» er verken en mappe med regler eller en revisjon i git"
        why = error.message.removeprefix(_DIFF)
        raise UsageError(f"{said} ({why})") from None
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
            raise UsageError(f"{revision.name} har ingen mappe {_FOLDER}; oppgi en mappe eller en annen revisjon")
        yield _loaded(root, f"{revision.name}:{_FOLDER}")


def _loaded(root: Path, shown: str) -> Catalogue:
    """A catalogue whose errors say which of two it is."""
    from reviewkit.check import load_catalogue

    try:
        return load_catalogue(root)
    except CatalogueError as error:
        if error.path == str(root):
            raise UsageError("er ingen regelkatalog: fant ingen regler; kontroller stedet", shown) from None
        raise CatalogueError(error.message, f"{shown}/{error.path}", error.line) from None
