"""The words of a ranking in text, CSV and XLSX, in the languages of the product."""

from __future__ import annotations

from collections.abc import Mapping

from reviewkit.check import Texts
from reviewkit.model import Language

_WORDS: Mapping[str, Texts] = {
    "workshop": Texts(nb="Workshop", nn="Workshop", en="Workshop"),
    "local": Texts(nb="lokal", nn="lokal", en="local"),
    "national": Texts(nb="nasjonal", nn="nasjonal", en="national"),
    "rank": Texts(nb="Plass", nn="Plass", en="Rank"),
    "number": Texts(nb="Nr", nn="Nr", en="No."),
    "name": Texts(nb="Kortnavn", nn="Kortnamn", en="Short name"),
    "text": Texts(nb="Risikopunkt", nn="Risikopunkt", en="Risk point"),
    "probability": Texts(nb="Sannsynlighet", nn="Sannsyn", en="Probability"),
    "consequence": Texts(nb="Konsekvens", nn="Konsekvens", en="Consequence"),
    "product": Texts(nb="Risiko (produkt)", nn="Risiko (produkt)", en="Risk (product)"),
    "sum": Texts(nb="Risiko (sum)", nn="Risiko (sum)", en="Risk (sum)"),
    "basis": Texts(nb="Verdien er", nn="Verdien er", en="The value is"),
    "plenum": Texts(nb="enighet i plenum", nn="semje i plenum", en="agreed in plenary"),
    "group": Texts(nb="fra én gruppe", nn="frå éi gruppe", en="from one group"),
    "mean": Texts(nb="beregnet snitt", nn="utrekna snitt", en="computed mean"),
    "groups": Texts(nb="Grupper", nn="Grupper", en="Groups"),
    "low": Texts(nb="lavest", nn="lågast", en="lowest"),
    "high": Texts(nb="høyest", nn="høgast", en="highest"),
    "deviation": Texts(nb="standardavvik", nn="standardavvik", en="standard deviation"),
    "ranking": Texts(nb="Rangering", nn="Rangering", en="Ranking"),
    "matrix": Texts(nb="Matrise", nn="Matrise", en="Matrix"),
    "top": Texts(nb="Årsaker", nn="Årsaker", en="Causes"),
    "who": Texts(nb="Gruppe", nn="Gruppe", en="Group"),
    "in plenum": Texts(nb="plenum", nn="plenum", en="plenary"),
    "causes": Texts(nb="Mulige årsaker", nn="Moglege årsaker", en="Possible causes"),
    "course": Texts(nb="Hendelsesforløp", nn="Hendingsgang", en="Course of events"),
    "changes": Texts(nb="Endringer", nn="Endringar", en="Changes"),
    "action": Texts(nb="Endring", nn="Endring", en="Change"),
    "reworded": Texts(nb="omformulert", nn="omformulert", en="reworded"),
    "merged": Texts(nb="slått sammen", nn="slått saman", en="merged"),
    "dropped": Texts(nb="tatt bort", nn="teke bort", en="dropped"),
    "new": Texts(nb="nytt", nn="nytt", en="new"),
    "beside": Texts(nb="Side om side", nn="Side om side", en="Side by side"),
    "routines": Texts(nb="Rutiner", nn="Rutinar", en="Routines"),
    "routine": Texts(nb="Rutine", nn="Rutine", en="Routine"),
    "checks": Texts(nb="Regler", nn="Reglar", en="Rules"),
    "findings": Texts(nb="Funn", nn="Funn", en="Findings"),
    "uncovered": Texts(
        nb="Ingen regel ser etter dette punktet", nn="Ingen regel ser etter dette punktet",
        en="No rule looks for this point",
    ),
    "not shown": Texts(nb="Ingen funn i rutinene", nn="Ingen funn i rutinane", en="No findings in the routines"),
}  # fmt: skip


def word(key: str, language: Language) -> str:
    """A word by its key, in a language."""
    texts = _WORDS[key]
    return {"nb": texts.nb, "nn": texts.nn, "en": texts.en}[language]
