"""The account of an import, for people in three languages and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, to_builtins

from reviewkit.author.importing.tree import Lost
from reviewkit.model import Language
from reviewkit.version import __version__

SCHEMA = "reviewkit.import/1"
Status = Literal["written", "replaced", "unchanged", "refused"]


class Entry(Struct, frozen=True):
    """What became of one file; `findings` is how many the routine has now, None where it has not been reviewed."""

    source: str
    status: Status
    target: str = ""
    backup: str = ""
    id: str = ""
    title: str = ""
    filled: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_carried_over: tuple[Lost, ...] = ()
    findings: int | None = None
    error: str = ""


_SHOWN = 100
_MOST = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

_TEXT: dict[Language, dict[str, str]] = {
    "nb": {
        "written": "skrevet til {target}",
        "replaced": "skrevet til {target}, som fantes fra før",
        "unchanged": "{target} er alt lik",
        "refused": "ikke hentet inn: {error}",
        "backup": "den gamle er tatt vare på som {backup}",
        "committed": "den gamle ligger i git",
        "filled": "fylt ut fra teksten, kontroller: {keys}",
        "missing": "mangler, fyll ut øverst i filen: {keys}",
        "lost": "ikke tatt med, eller tatt med på en annen måte:",
        "more": "og {count} til (alle står i --format json)",
        "none": "alt er tatt med",
        "findings": "gjennomgangen gir {count} funn",
        "nothing": "gjennomgangen gir ingen funn",
        "next": "Neste steg: les gjennom, fyll ut det som mangler, og kjør: reviewkit check {targets}",
    },
    "nn": {
        "written": "skriven til {target}",
        "replaced": "skriven til {target}, som fanst frå før",
        "unchanged": "{target} er alt lik",
        "refused": "ikkje henta inn: {error}",
        "backup": "den gamle er teken vare på som {backup}",
        "committed": "den gamle ligg i git",
        "filled": "fylt ut frå teksten, kontroller: {keys}",
        "missing": "manglar, fyll ut øvst i fila: {keys}",
        "lost": "ikkje teke med, eller teke med på ein annan måte:",
        "more": "og {count} til (alle står i --format json)",
        "none": "alt er teke med",
        "findings": "gjennomgangen gir {count} funn",
        "nothing": "gjennomgangen gir ingen funn",
        "next": "Neste steg: les gjennom, fyll ut det som manglar, og køyr: reviewkit check {targets}",
    },
    "en": {
        "written": "written to {target}",
        "replaced": "written to {target}, which existed",
        "unchanged": "{target} is the same already",
        "refused": "not imported: {error}",
        "backup": "the old one is kept as {backup}",
        "committed": "the old one is in git",
        "filled": "filled in from the text, please check: {keys}",
        "missing": "missing, fill in at the top of the file: {keys}",
        "lost": "not carried over, or carried over in another way:",
        "more": "and {count} more (all are in --format json)",
        "none": "everything was carried over",
        "findings": "the review gives {count} findings",
        "nothing": "the review gives no findings",
        "next": "Next step: read it through, fill in what is missing, and run: reviewkit check {targets}",
    },
}

_KINDS: dict[str, tuple[str, str, str]] = {
    "image": ("bilde (legg inn det viktige som tekst)", "bilete (legg inn det viktige som tekst)", "image"),
    "comment": ("kommentar", "kommentar", "comment"),
    "deleted": ("slettet tekst (sporet endring)", "sletta tekst (spora endring)", "deleted text (tracked change)"),
    "inserted": (
        "innsatt tekst (sporet endring) er tatt med", "innsett tekst (spora endring) er teken med",
        "inserted text (tracked change) was carried over",
    ),
    "footnote": ("fotnote", "fotnote", "footnote"),
    "textbox": ("tekstboks er tatt med som sitat", "tekstboks er teken med som sitat", "text box, now a quote"),
    "header": ("topp- eller bunntekst", "topp- eller botntekst", "header or footer"),
    "object": ("innebygd objekt", "innebygd objekt", "embedded object"),
    "script": ("skript", "skript", "script"),
    "frame": ("ramme fra en annen side", "ramme frå ei anna side", "frame from another page"),
    "form": ("skjemafelt eller knapp", "skjemafelt eller knapp", "form field or button"),
    "hidden": ("skjult tekst", "skjult tekst", "hidden text"),
    "struck": ("gjennomstreket tekst", "gjennomstreka tekst", "struck-out text"),
    "outside": ("utenfor artikkelen på siden", "utanfor artikkelen på sida", "outside the article on the page"),
    "contents": ("innholdsfortegnelse", "innhaldsliste", "table of contents"),
    "link": ("lenkeadresse som ikke er trygg", "lenkjeadresse som ikkje er trygg", "link address that is not safe"),
    "merged": (
        "sammenslåtte celler i tabell er delt; kontroller tabellen",
        "samanslåtte celler i tabell er delte; kontroller tabellen",
        "merged cells of a table were split; check the table",
    ),
    "field": ("felt om artikkelen", "felt om artikkelen", "field about the article"),
    "math": ("formel er tatt med som tekst", "formel er teken med som tekst", "formula carried over as text"),
    "layout": (
        "tabell brukt til oppsett er lagt ut som tekst", "tabell brukt til oppsett er lagd ut som tekst",
        "layout table written out as text",
    ),
    "template": ("meldingsmal", "meldingsmal", "message template"),
}  # fmt: skip


def as_json(entries: Sequence[Entry]) -> str:
    """The account as JSON, in the order of the files."""
    document = {
        "schema": SCHEMA,
        "tool": {"name": "reviewkit", "version": __version__},
        "files": [to_builtins(entry) for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_text(entries: Sequence[Entry], language: Language) -> str:
    """The account for people, ending with the next step where there is one."""
    said = _TEXT[language]
    lines: list[str] = []
    for entry in entries:
        lines += _entry(entry, said, language)
    targets = " ".join(dict.fromkeys(_quoted(entry.target) for entry in entries if entry.status != "refused"))
    if targets:
        lines.append(said["next"].format(targets=targets))
    return "\n".join(lines) + "\n" if lines else ""


def _entry(entry: Entry, said: dict[str, str], language: Language) -> list[str]:
    first = said[entry.status].format(target=_shown(entry.target), error=_shown(entry.error, 400))
    lines = [f"{_shown(entry.source)}: {first}"]
    if entry.status == "refused":
        return lines
    if entry.status == "replaced":
        lines.append("  " + said["backup" if entry.backup else "committed"].format(backup=_shown(entry.backup)))
    for name in ("filled", "missing"):
        keys = getattr(entry, name)
        if keys:
            lines.append("  " + said[name].format(keys=", ".join(keys)))
    lines += _account(entry.not_carried_over, said, language)
    if entry.findings is not None:
        lines.append("  " + said["findings" if entry.findings else "nothing"].format(count=entry.findings))
    return lines


def _account(lost: Sequence[Lost], said: dict[str, str], language: Language) -> list[str]:
    if not lost:
        return ["  " + said["none"]]
    lines = ["  " + said["lost"]]
    column = ("nb", "nn", "en").index(language)
    for one in lost[:_MOST]:
        words = f": «{_shown(one.text)}»" if one.text else ""
        detail = f" ({_shown(one.detail)})" if one.detail else ""
        lines.append(f"    - {_KINDS[one.kind][column]}{words}{detail}")
    if len(lost) > _MOST:
        lines.append("    - " + said["more"].format(count=len(lost) - _MOST))
    return lines


def _shown(text: str, limit: int = _SHOWN) -> str:
    """Untrusted words on one line of a screen."""
    plain = " ".join(_CONTROL.sub(" ", text).split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def _quoted(path: str) -> str:
    return path if re.fullmatch(r"[\w./æøåÆØÅ-]+", path) else json.dumps(path, ensure_ascii=False)
