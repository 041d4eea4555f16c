"""What a dossier holds: the routines with their findings, by owner, and what the catalogue knows of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from reviewkit.check import Catalogue, CheckSpec
from reviewkit.model import Finding, Notes, Review, Suppressed
from reviewkit.model.settings import Key
from reviewkit.review import Portrait


class Numbered(Struct, frozen=True):
    """A finding with its number in the dossier, from 1, by which people speak of it."""

    number: int
    finding: Finding


class Reviewed(Struct, frozen=True):
    """A routine with all that was found in it, in the order of the text."""

    portrait: Portrait
    findings: tuple[Numbered, ...]
    suppressed: tuple[Suppressed, ...]
    muted: tuple[Finding, ...]
    key: str
    """A name for it that is safe as an id and part of a file name, and no other routine's."""


class Owner(Struct, frozen=True):
    """A unit that owns routines, by its name (empty where none is given), with a key for ids and file names."""

    name: str
    key: str
    routines: tuple[Reviewed, ...]

    @property
    def findings(self) -> Iterator[Numbered]:
        """Every finding in the owner's routines."""
        return (item for routine in self.routines for item in routine.findings)


class Known(Struct, frozen=True):
    """What the reviewers wrote themselves, the file it stands in, and the lines of its keys."""

    notes: Notes = Notes()
    file: str = ""
    lines: Mapping[Key, int] = {}

    def line(self, *key: str | int) -> int:
        """The line of a key, or of what holds it; 0 where neither is known."""
        return next((self.lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in self.lines), 0)


class Dossier(Struct, frozen=True, dict=True):
    """All that the reports rest on: the review, its routines in the order of paths, their owners, the catalogue."""

    review: Review
    routines: tuple[Reviewed, ...]
    owners: tuple[Owner, ...]
    catalogue: Catalogue
    known: Known = Known()
    retired: tuple[Portrait, ...] = ()

    @cached_property
    def specs(self) -> dict[str, CheckSpec]:
        """The checks that were applied, by code; a part of the routines may have been asked for more than the rest."""
        applied = {rule.code for rule in self.review.rules}
        for routine in self.routines:
            applied.update(item.finding.rule for item in routine.findings)
            applied.update(item.finding.rule for item in routine.suppressed)
            applied.update(item.rule for item in routine.muted)
            applied.update(item.rule for item in routine.portrait.left)
            applied.update(item.rule for item in routine.portrait.met)
        return {spec.code: spec for spec in self.catalogue.checks if spec.code in applied}

    @property
    def findings(self) -> Iterator[Numbered]:
        """Every finding, in the order of the routines."""
        return (item for routine in self.routines for item in routine.findings)
