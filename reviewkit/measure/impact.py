"""What a change of the catalogue changes: which findings appear and disappear, on the same routines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from reviewkit.check import Catalogue
from reviewkit.model import Finding, InputError, Source
from reviewkit.review import Options, review
from reviewkit.review.collection import Files


class Impact(Struct, frozen=True):
    """The digests of both catalogues, and the findings that only one of them gives, in the order of places.

    `kept` counts the findings that both give; `regraded` are findings as the new catalogue gives them, where only the
    severity differs.
    """

    old: str
    new: str
    routines: int
    appeared: tuple[Finding, ...]
    disappeared: tuple[Finding, ...]
    regraded: tuple[Finding, ...]
    kept: int


def impact(
    sources: Iterable[Source | InputError], old: Catalogue, new: Catalogue, today: date, files: Files | None = None
) -> Impact:
    """Review some routines by two catalogues and compare, by rule, routine and words."""
    sources = list(sources)
    options = Options(today)
    before = review(sources, old, options, files)
    after = review(sources, new, options, files)
    had, has = _by_identity(before.findings), _by_identity(after.findings)
    return Impact(
        old=old.digest,
        new=new.digest,
        routines=after.routines,
        appeared=tuple(item for key, item in has.items() if key not in had),
        disappeared=tuple(item for key, item in had.items() if key not in has),
        regraded=tuple(item for key, item in has.items() if key in had and had[key].severity != item.severity),
        kept=len(has.keys() & had.keys()),
    )


def _by_identity(findings: Sequence[Finding]) -> dict[tuple[str, str], Finding]:
    """Findings by path, since two files may have one id, and fingerprint: rule, headings, words, place among equals."""
    return {(item.path, item.fingerprint): item for item in findings}
