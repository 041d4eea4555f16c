"""What a fix does, in the reader's language."""

from __future__ import annotations

from reviewkit.author.fixing.edits import Fix
from reviewkit.model import Language

_TITLES: dict[str, dict[Language, str]] = {
    "section-mark": {
        "nb": "skriv lovhenvisningen med mellomrom etter §, og §§ for flere",
        "nn": "skriv lovtilvisinga med mellomrom etter §, og §§ for fleire",
        "en": "write the reference with a space after §, and §§ for several",
    },
    "date": {
        "nb": "skriv datoen som {detail}", "nn": "skriv datoen som {detail}", "en": "write the date as {detail}",
    },
    "value": {"nb": "skriv «{detail}»", "nn": "skriv «{detail}»", "en": "write “{detail}”"},
    "key": {
        "nb": "kall nøkkelen «{detail}»", "nn": "kall nøkkelen «{detail}»", "en": "name the key “{detail}”",
    },
    "order": {
        "nb": "sett metadata i vanlig rekkefølge",
        "nn": "set metadata i vanleg rekkjefølgje",
        "en": "put the metadata in their usual order",
    },
    "insert": {"nb": "sett inn: «{detail}»", "nn": "set inn: «{detail}»", "en": "insert: “{detail}”"},
    "replace": {
        "nb": "skriv i stedet: «{detail}»", "nn": "skriv i staden: «{detail}»", "en": "write instead: “{detail}”",
    },
    "remove": {
        "nb": "ta bort teksten; det som skal stå, står der alt",
        "nn": "ta bort teksten; det som skal stå, står der alt",
        "en": "take the text away; what should stand there does already",
    },
}  # fmt: skip


def title(fix: Fix, language: Language) -> str:
    """What a fix does, with its rule where it has one."""
    words = _TITLES[fix.key][language].replace("{detail}", fix.detail)
    return f"{fix.rule}: {words}" if fix.rule else words[0].upper() + words[1:]
