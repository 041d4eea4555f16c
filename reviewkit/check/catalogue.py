"""The catalogue: every check and the lexicon they share, ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from reviewkit import load
from reviewkit.check import specs
from reviewkit.check.judge import Judge
from reviewkit.check.register import Register
from reviewkit.language import Lexicon
from reviewkit.model import CatalogueError, UsageError
from reviewkit.version import __version__


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Checks in the order of their codes, the lexicon, and the digest that names this very catalogue."""

    checks: tuple[specs.CheckSpec, ...]
    lexicon: Lexicon
    register: Register
    risks: Mapping[int, specs.Risk]
    judge: Judge | None
    digest: str

    def check(self, code: str) -> specs.CheckSpec:
        """The check with a code; raises UsageError with the nearest code where there is none."""
        for spec in self.checks:
            if spec.code == code.upper():
                return spec
        raise UsageError(self._unknown(code))

    def _unknown(self, code: str) -> str:
        codes = [spec.code for spec in self.checks]
        families = sorted({name[:3] for name in codes})
        close = get_close_matches(code.upper(), [*codes, *families], n=1, cutoff=0.5)
        hint = f" Mente du {close[0]}?" if close else ""
        return f"ukjent regel «{code}».{hint} «reviewkit checks list» viser alle."

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


def load_catalogue(root: Path | None = None) -> Catalogue:
    """The catalogue below a root (its own by default), from its compiled form where that is up to date.

    Raises CatalogueError where a file of it is broken.
    """
    files = load.read_catalogue(root or load.catalogue_root())
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


def load_page(spec: specs.CheckSpec, root: Path | None = None) -> specs.Page:
    """The page for people of a check."""
    from reviewkit.check.pages import read_page

    path = (root or load.catalogue_root()) / spec.path
    return read_page(path.read_text(encoding="utf-8"), spec.path)


def _read(data: Mapping[str, Any], key: str) -> Catalogue | None:
    """The catalogue from its compiled form; nothing where that is of another catalogue."""
    try:
        if data["digest"] != key:
            return None
        checks = tuple(_spec(item) for item in data["checks"])
        lexicon = Lexicon(data["lexicon"], data["hides"])
        register = Register(data["laws"])
        risks = {item["number"]: specs.Risk(**item) for item in data["risks"]}
        judge = Judge(data["judge"]) if data["judge"] else None
    except (ValueError, KeyError, TypeError):
        return None
    return Catalogue(checks, lexicon, register, risks, judge, key)


def _spec(data: Mapping[str, Any]) -> specs.CheckSpec:
    plain = specs.CheckSpec(**{**data, "rule": _rule(data["rule"])})
    return replace(
        plain,
        message=specs.Texts(**data["message"]),
        remedy=specs.Texts(**data["remedy"]),
        paste=specs.Paste(**data["paste"]) if data["paste"] else None,
        variants={name: specs.Texts(**texts) for name, texts in data["variants"].items()},
        risk_points=tuple(specs.RiskPoint(**item) for item in data["risk_points"]),
        basis=tuple(data["basis"]),
        source=tuple(data["source"]),
        audience=tuple(data["audience"]),
        exempt_types=tuple(data["exempt_types"]),
    )


def _rule(data: Mapping[str, Any]) -> specs.Rule:
    match data["kind"]:
        case "frame":
            ring, bare = data["ring"], data["bare_template"]
            return specs.FrameRule(
                kind="frame",
                frames=_frames(data["frames"]),
                ring=specs.Ring(key=ring["key"], broken_by=_frames(ring["broken_by"])) if ring else None,
                bare_template=specs.BareTemplate(flag=bare["flag"], needs=_frames(bare["needs"])) if bare else None,
            )
        case "requires":
            companion = tuple(_frames(group) for group in data["companion"])
            return specs.RequiresRule(**{**data, "companion": companion, "trigger": _frames(data["trigger"])})
        case "detail":
            return specs.DetailRule(kind="detail", details=tuple(data["details"]))
        case "metadata":
            return specs.MetadataRule(kind="metadata")
        case "deadline":
            return specs.DeadlineRule(kind="deadline", key=data["key"])
        case "law":
            return specs.LawRule(kind="law", keys=tuple(data["keys"]))
        case "outside-mandate":
            return specs.OutsideRule(**{**data, "chapters": tuple(data["chapters"])})
        case "link":
            return specs.LinkRule(kind="link", keys=tuple(data["keys"]))
        case "suppression":
            return specs.SuppressionRule(kind="suppression")
        case "readability":
            return specs.ReadabilityRule(**{**data, "sections": tuple(data["sections"])})
        case other:
            raise ValueError(other)


def _frames(items: list[Mapping[str, Any]]) -> tuple[specs.Frame, ...]:
    frames = []
    for item in items:
        listed: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in item.items()
        }
        listed["also"] = tuple(tuple(group) for group in item["also"])
        frames.append(specs.Frame(**listed))
    return tuple(frames)
