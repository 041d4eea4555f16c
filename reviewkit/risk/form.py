"""The form of a workshop: its columns, in both written norms, and the rows that stand in it before it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from reviewkit.check import Norms, Risk
from reviewkit.risk.values import Action, Kind

Column = Literal[
    "number", "theme", "name", "text", "chosen", "probability", "consequence", "action", "wording", "with", "causes",
    "course",
]  # fmt: skip

COLUMNS: Mapping[Column, Norms] = {
    "number": Norms(nb="Nr", nn="Nr"),
    "theme": Norms(nb="Tema", nn="Tema"),
    "name": Norms(nb="Kortnavn", nn="Kortnamn"),
    "text": Norms(nb="Risikopunkt", nn="Risikopunkt"),
    "chosen": Norms(nb="Blant de ti (x)", nn="Blant dei ti (x)"),
    "probability": Norms(nb="Sannsynlighet, hyppighet (1–5)", nn="Sannsyn, hyppigheit (1–5)"),
    "consequence": Norms(nb="Konsekvens, alvorlighet (1–5)", nn="Konsekvens, alvor (1–5)"),
    "action": Norms(nb="Endring", nn="Endring"),
    "wording": Norms(nb="Ny ordlyd", nn="Ny ordlyd"),
    "with": Norms(nb="Slått sammen med nr", nn="Slått saman med nr"),
    "causes": Norms(nb="Mulige årsaker", nn="Moglege årsaker"),
    "course": Norms(nb="Hendelsesforløp", nn="Hendingsgang"),
}
NEEDED: tuple[Column, ...] = ("number", "name", "probability", "consequence")
"""The columns without which a sheet is no form."""

ACTIONS: Mapping[Action, Norms] = {
    "reworded": Norms(nb="omformulert", nn="omformulert"),
    "merged": Norms(nb="slått sammen", nn="slått saman"),
    "dropped": Norms(nb="tatt bort", nn="teke bort"),
    "new": Norms(nb="nytt", nn="nytt"),
}
HEADS: Mapping[str, Norms] = {
    "group": Norms(nb="Gruppe", nn="Gruppe"),
    "kind": Norms(nb="Workshop", nn="Workshop"),
    "by": Norms(nb="Fylt ut av", nn="Fylt ut av"),
}
KIND_WORDS: Mapping[Kind, Norms] = {
    "local": Norms(nb="lokal", nn="lokal"),
    "national": Norms(nb="nasjonal", nn="nasjonal"),
}
BY_WORDS: Mapping[bool, Norms] = {False: Norms(nb="gruppe", nn="gruppe"), True: Norms(nb="plenum", nn="plenum")}
CHOSEN = "x"
NEW_MARK = "ny"
_NEW_ROWS = 5


class Form(Struct, frozen=True):
    """A form to be made: the group's name, what kind of workshop, and whether it is the plenum's."""

    group: str = ""
    kind: Kind = "local"
    plenum: bool = False


def column_names(language: str) -> tuple[str, ...]:
    """The heads of the columns, in order."""
    return tuple(words.by(language) for words in COLUMNS.values())


def form_rows(form: Form, risks: Sequence[Risk], language: str) -> list[tuple[str | int, ...]]:
    """The form as rows: who fills it in, an empty row, the heads, the points, and rows for new points."""
    head: list[tuple[str | int, ...]] = [
        (HEADS["group"].by(language), form.group),
        (HEADS["kind"].by(language), KIND_WORDS[form.kind].by(language)),
        (HEADS["by"].by(language), BY_WORDS[form.plenum].by(language)),
        (),
        column_names(language),
    ]
    rest = ("",) * (len(COLUMNS) - 4)
    new: tuple[str | int, ...] = (NEW_MARK, *("",) * (len(COLUMNS) - 1))
    points: list[tuple[str | int, ...]] = [
        (risk.number, risk.group.by(language), risk.name.by(language), risk.text.by(language), *rest) for risk in risks
    ]
    return [*head, *points, *(new,) * _NEW_ROWS]
