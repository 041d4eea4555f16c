"""The catalogue: every check and the lexicon they share, ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reviewkit import load
from reviewkit.check import specs
from reviewkit.check.judge import Judge
from reviewkit.check.register import Register
from reviewkit.language import Lexicon
from reviewkit.model import CatalogueError, UsageError
from reviewkit.version import __version__

if TYPE_CHECKING:
    from reviewkit.check.guidance import Guidance, Quality


class Catalogue(Struct, frozen=True, dict=True):
    """Checks in the order of their codes, the lexicon, and the digest that names this very catalogue.

    What only reports ask for is kept encoded until it is asked for.
    """

    checks: tuple[specs.CheckSpec, ...]
    lexicon: Lexicon
    register: Register
    risks: Mapping[int, specs.Risk]
    judge: Judge | None
    pages: Mapping[str, bytes]
    encoded_guidance: bytes
    encoded_quality: bytes
    digest: str

    def __repr__(self) -> str:
        return f"Catalogue({self.digest})"

    def check(self, code: str) -> specs.CheckSpec:
        """The check with a code; raises UsageError with the nearest code where there is none."""
        for spec in self.checks:
            if spec.code == code.upper():
                return spec
        raise UsageError(self._unknown(code))

    def _unknown(self, code: str) -> str:
        from difflib import get_close_matches

        codes = [spec.code for spec in self.checks]
        families = sorted({name[:3] for name in codes})
        close = get_close_matches(code.upper(), [*codes, *families], n=1, cutoff=0.5)
        hint = f" Mente du {close[0]}?" if close else ""
        return f"ukjent regel «{code}».{hint} «reviewkit checks list» viser alle."

    def prose(self, spec: specs.CheckSpec) -> str:
        """The page of a check for people, in Markdown: why, what is flagged and what is not, how to put it right.

        Its front matter and its examples are left out.
        """
        from reviewkit.check.pages import EXAMPLES, read_front

        return read_front(str(self.pages[spec.path], "utf-8"), spec.path)[1].partition(EXAMPLES)[0].strip()

    @cached_property
    def guidance(self) -> Guidance:
        """What the source documents recommend, who can mend what, and what supervision puts first."""
        from reviewkit.check.guidance import Guidance

        return msgspec.msgpack.decode(self.encoded_guidance, type=Guidance)

    def quality(self, spec: specs.CheckSpec) -> Quality | None:
        """How far a rule can be trusted, as it was measured on labelled routines; None where it was not measured."""
        return self._measured.get(spec.code)

    @cached_property
    def _measured(self) -> Mapping[str, Quality]:
        from reviewkit.check.guidance import Quality

        return msgspec.msgpack.decode(self.encoded_quality, type=dict[str, Quality])

    def limited(self, limits: Mapping[str, int]) -> Catalogue:
        """The catalogue with other limits for the rules that have one, by code, and a digest of its own."""
        if not limits:
            return self
        checks = tuple(_limited(spec, limits) for spec in self.checks)
        said = "".join(f"\0{code}={limits[code]}" for code in sorted(limits))
        return replace(self, checks=checks, digest=load.digest_of(self.digest + said))

    def chosen(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[specs.CheckSpec, ...]:
        """The checks whose code or family is selected and not ignored; raises UsageError for a code unknown."""
        codes = [spec.code for spec in self.checks]
        for name in (*select, *ignore):
            if not any(code.startswith(name.upper()) for code in codes) or not name:
                raise UsageError(self._unknown(name))

        def wanted(code: str) -> bool:
            taken = not select or any(code.startswith(name.upper()) for name in select)
            return taken and not any(code.startswith(name.upper()) for name in ignore)

        chosen = tuple(spec for spec in self.checks if wanted(spec.code))
        if not chosen:
            raise UsageError("ingen regler er igjen etter --select og --ignore; velg minst én")
        return chosen


def load_catalogue(root: Path | None = None, *own: Path) -> Catalogue:
    """The catalogue below a root (the one that comes with reviewkit by default) and a project's own folders of checks.

    It is taken from its compiled form where that is up to date. Raises CatalogueError where a file of it is broken.
    """
    files = load.read_catalogue(root or load.catalogue_root(), *own)
    key = load.digest(files, __version__)
    compiled = load.read_compiled(key)
    catalogue = _read(compiled, key) if compiled else None
    if catalogue is None:
        from reviewkit.check.compile import compile_catalogue

        fresh = compile_catalogue(files, key)
        load.write_compiled(key, fresh)
        catalogue = _read(fresh, key)
    if catalogue is None:
        raise CatalogueError("katalogen kan ikke bygges")
    return catalogue


def load_page(spec: specs.CheckSpec, catalogue: Catalogue) -> specs.Page:
    """The page for people of a check."""
    from reviewkit.check.pages import read_page

    return read_page(str(catalogue.pages[spec.path], "utf-8"), spec.path)


def _limited(spec: specs.CheckSpec, limits: Mapping[str, int]) -> specs.CheckSpec:
    if not isinstance(spec.rule, specs.ReadabilityRule) or spec.code not in limits:
        return spec
    return replace(spec, rule=replace(spec.rule, limit=limits[spec.code]))


def _read(data: Mapping[str, Any], key: str) -> Catalogue | None:
    """The catalogue from its compiled form; nothing where that is of another catalogue."""
    try:
        if data["digest"] != key:
            return None
        return Catalogue(
            checks=msgspec.msgpack.decode(data["checks"], type=tuple[specs.CheckSpec, ...]),
            lexicon=Lexicon(data["lexicon"], data["hides"]),
            register=Register(data["laws"]),
            risks={risk.number: risk for risk in msgspec.msgpack.decode(data["risks"], type=list[specs.Risk])},
            judge=Judge(data["judge"]) if data["judge"] else None,
            pages=data["pages"],
            encoded_guidance=data["guidance"],
            encoded_quality=data["quality"],
            digest=key,
        )
    except (ValueError, KeyError, TypeError, msgspec.MsgspecError):
        return None
