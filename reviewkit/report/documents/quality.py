"""How sure a rule is, in words: what was measured, on what, and what was not."""

from __future__ import annotations

from reviewkit.check.guidance import Measured
from reviewkit.dossier import Dossier
from reviewkit.report.documents.wording import Wording

_FEW = 10
"""With fewer findings a share says little."""


def sureness(dossier: Dossier, code: str, wording: Wording) -> str:
    """How often a finding of a rule was right on routines that nobody had read, in a sentence."""
    spec = dossier.specs.get(code)
    quality = dossier.catalogue.quality(spec) if spec is not None else None
    if quality is None:
        return wording("quality.none")
    if quality.first.precision is None:
        return wording("quality.no-findings")
    said = wording(
        "quality.first", share=share(quality.first.precision, wording), correct=quality.first.correct,
        found=quality.first.found,
    )  # fmt: skip
    return f"{said} {wording('quality.few')}" if quality.first.found < _FEW else said


def share(number: float | None, wording: Wording) -> str:
    """A share in percent; a dash where there was nothing to divide by."""
    return wording.percent(number) if number is not None else "–"


def precision(measured: Measured, wording: Wording) -> str:
    """A precision with its figures («62 % (34/55)»)."""
    return f"{share(measured.precision, wording)} ({measured.correct}/{measured.found})"


def recall(measured: Measured, wording: Wording) -> str:
    """A recall with its figures."""
    return f"{share(measured.recall, wording)} ({measured.met}/{measured.breaches})"
