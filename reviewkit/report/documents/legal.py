"""Legal references for readers: law names in the reader's norm, marked as Norwegian in English, short in heads."""

from __future__ import annotations

from collections.abc import Iterable

from reviewkit.dossier import Dossier
from reviewkit.report.documents.pieces import capital
from reviewkit.report.documents.tree import Text
from reviewkit.report.documents.wording import Wording

NBSP = "\u00a0"


def references(dossier: Dossier, items: Iterable[str], wording: Wording) -> Text:
    """References and sources in a row, as the catalogue writes them but with law names in the reader's norm."""
    words = "; ".join(_named(dossier, item, wording) for item in items)
    return Text(words, lang="nb" if wording.language == "en" else "")


def titled(dossier: Dossier, name: str, wording: Wording) -> Text:
    """A reference as a heading: with a capital letter."""
    found = references(dossier, (name,), wording)
    return Text(capital(found.text), lang=found.lang)


def short(dossier: Dossier, name: str) -> tuple[str, str]:
    """A provision in the lawyers' abbreviation («sotjl. § 17»), and the abbreviation; as it is where there is none."""
    law, mark, section = name.partition(" § ")
    for known in dossier.catalogue.register.laws if mark else ():
        abbreviated = next((one for one in known.names if one.endswith(".")), "") if known.nb == law else ""
        if abbreviated:
            return f"{abbreviated} §{NBSP}{section.replace(' ', NBSP)}", abbreviated
    return name.replace("§ ", f"§{NBSP}"), ""


def _named(dossier: Dossier, item: str, wording: Wording) -> str:
    if wording.language != "nn":
        return item
    law, mark, section = item.partition(" § ")
    written = next((known.nn for known in dossier.catalogue.register.laws if known.nb == law), law)
    return f"{written}{mark}{section}"
