"""What the author of a new routine is asked for, and what is proposed where nothing is answered."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

Kind = Literal["veiledning", "hast", "melding", "statlig"]
Norm = Literal["nb", "nn"]
Administration = Literal["kommunal", "statlig", "felles"]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""The templates, the ordinary one first."""

NORMS: tuple[Norm, ...] = get_args(Norm)

ADMINISTRATIONS: dict[Kind, tuple[Administration, ...]] = {
    "veiledning": ("kommunal", "felles"),
    "hast": ("kommunal", "felles"),
    "melding": ("kommunal", "felles"),
    "statlig": ("statlig",),
}
"""What a template can be about, the usual first."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n"})
_LONGEST_ID = 60
_FORVALTNING: dict[Norm, str] = {"nb": "forvaltningsloven", "nn": "forvaltningslova"}


class Answers(Struct, frozen=True, kw_only=True):
    """All that the front matter of a new routine is made of, by the names of its keys, and the template's kind."""

    kind: Kind
    id: str
    tittel: str
    eier: str
    spraak: Norm
    forvaltning: Administration
    tjenester: tuple[str, ...]
    gyldig_fra: date
    revideres_innen: date
    hjemmel: tuple[str, ...]


def suggested_id(title: str) -> str:
    """An id from a title in small letters and hyphens; empty where no letter or digit of it can be used."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-")


def suggested_services(kind: Kind) -> tuple[str, ...]:
    """The services of a routine of a kind, where nothing else is said."""
    return () if kind == "statlig" else ("opplysning råd og veiledning",)


def suggested_basis(kind: Kind, norm: Norm) -> tuple[str, ...]:
    """What NKS itself acts under in a routine of a kind, named in its norm."""
    law = _FORVALTNING[norm]
    general = f"{law} § 11"
    return (general, f"arbeids- og velferds{law} § 4") if kind == "statlig" else (general,)


def year_on(day: date) -> date:
    """The same day a year later; the 28th of February where there is no 29th, and the last day there is at the end."""
    year = min(day.year + 1, date.max.year)
    leap_day = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28 if leap_day else day.day)
