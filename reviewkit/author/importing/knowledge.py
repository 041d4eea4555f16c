"""What the fields and titles of Nav's knowledge articles are called, and what that tells."""

from __future__ import annotations

import re
from typing import Literal

FieldKind = Literal["section", "title", "about", "none"]

_SECTION = re.compile(
    r"(?:til (?:brukeren?|brukaren?|arbeidsgiver|arbeidsgjevar|samhandler|samhandlar)|mer informasjon|meir informasjon|"
    r"hvem gjør hva|kven gjer kva|lovverk|ressurser|ressursar|sidemål|sammendrag|samandrag|intern rutine|nav\.no|"
    r"intern(?:t)? (?:informasjon|notat)|svar|spørsmål|innhold|innhald|regelverk)(?:\s*[(/–-].{0,40})?",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:tittel|title|artikkeltittel|article title)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:url[ -]?(?:name|navn)|article (?:number|record type|type)|artikkel(?:nummer|type)|knowledge article.*|"
    r"(?:last|first) (?:modified|published).*|sist (?:endret|endra|publisert|modifisert).*|opprettet.*|created.*|owner|"
    r"publi(?:cation|serings)[ -]?status|publishing status|version(?: number)?|versjon(?:snummer)?|language|språk|"
    r"valideringsstatus|validation status|gyldig (?:fra|til)|datakategori.*|data categor.*|synlig.*|visible.*|"
    r"is .{3,30})",
    re.IGNORECASE,
)
SECOND_NORM = re.compile(r"sidemål\b", re.IGNORECASE)
TOPIC = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ]+(?: [\wæøåÆØÅ]+){0,7} [-–] \S.*")
"""How a title begins: `Tema KODE - Emne`."""


def field_kind(label: str) -> FieldKind:
    """Whether a label names a section of the article, its title, something about it, or nothing that is known."""
    said = " ".join(label.split()).rstrip(": ")
    for pattern, kind in ((_SECTION, "section"), (_TITLE, "title"), (_ABOUT, "about")):
        if pattern.fullmatch(said):
            return kind  # type: ignore[return-value]
    return "none"
