"""Small makers that several tests share: a routine's text, its parse, and its review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reviewkit.check import Catalogue
from reviewkit.model import Finding, Language, Review, Routine, Source, Statement
from reviewkit.parse import parse
from reviewkit.review import Options, review

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 12, 1)

FRONT: Mapping[str, str] = {
    "id": "proverutine",
    "tittel": "Prøverutine",
    "spraak": "nb",
    "forvaltning": "kommunal",
    "tjenester": "[økonomisk stønad]",
    "eier": "Nav kontaktsenter, fagansvar sosiale tjenester",
    "status": "gjeldende",
    "gyldig_fra": "2026-01-15",
    "revideres_innen": "2027-06-30",
    "hjemmel": "[forvaltningsloven § 11]",
}
"""Front matter in which FOR001 and FOR004 find nothing."""

WELL_FOUNDED: Mapping[str, str] = {
    "nb": (
        "NKS gir generell informasjon om tjenesten. "
        "Individuell veiledning og vurdering gis av kommunen ved Nav-kontoret.\n\n"
        "Når bruker sier at det haster, ringer vi vakttelefonen til Nav-kontoret. Svarer ingen, ringer vi leder.\n\n"
        "Får vi ikke svar ellers, sender vi melding. Nav-kontoret svarer bruker innen to arbeidsdager.\n\n"
        "Alle kan søke om økonomisk stønad, og Nav-kontoret vurderer behovet.\n"
    ),
    "nn": (
        "NKS gir generell informasjon om tenesta. "
        "Individuell rettleiing og vurdering blir gitt av kommunen ved Nav-kontoret.\n\n"
        "Når brukaren seier at det hastar, ringjer vi vakttelefonen til Nav-kontoret. "
        "Svarar ingen, ringjer vi leiar.\n\n"
        "Får vi ikkje svar elles, sender vi melding. Nav-kontoret svarar brukaren innan to arbeidsdagar.\n\n"
        "Alle kan søkje om økonomisk stønad, og Nav-kontoret vurderer behovet.\n"
    ),
}
"""A body in each norm in which the demands on the routine as a whole are met."""


def front_matter(**changes: str | None) -> str:
    """Valid front matter with some keys changed, or left out where the value is None."""
    values = {**FRONT, **changes}
    lines = [f"{key}: {value}" for key, value in values.items() if value is not None]
    return "\n".join(["---", *lines, "---", ""])


def routine_text(body: str, **changes: str | None) -> str:
    """A whole routine with an ordinary front matter."""
    return front_matter(**changes) + body


FRONT_LINES = front_matter().count("\n")
"""How many lines stand before the body of `routine_text` where no key is added or left out."""


def parsed(text: str, path: str = "rutine.md") -> Routine:
    """A text as a routine."""
    return parse(Source(path, text))


def statements(body: str) -> list[Statement]:
    """The statements of a body, which stands without front matter so that its first line is line 1."""
    return parsed(body).statements


def texts(body: str) -> list[str]:
    """The words of every statement in a body."""
    return [statement.text for statement in statements(body)]


def review_text(
    text: str, catalogue: Catalogue, *select: str, language: Language = "nb", path: str = "rutine.md"
) -> Review:
    """The review of one text, on the day of the tests."""
    return review([Source(path, text)], catalogue, Options(TODAY, language, select))


def findings(body: str, catalogue: Catalogue, *select: str, **changes: str | None) -> list[Finding]:
    """The findings in a body under an ordinary front matter."""
    return list(review_text(routine_text(body, **changes), catalogue, *select).findings)


def rules_and_lines(found: list[Finding], shift: int = FRONT_LINES) -> list[tuple[str, int]]:
    """Rule and line of every finding, the line counted from the start of the body."""
    return [(finding.rule, finding.line - shift) for finding in found]
