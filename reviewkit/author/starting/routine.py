"""A new routine as text: its front matter written so that it reads back as given, its body from a template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from msgspec import Struct

from reviewkit.author.starting.answers import Answers
from reviewkit.author.starting.placeholders import as_words, filled
from reviewkit.check import Catalogue
from reviewkit.model import Finding, Language, Metadata, Source
from reviewkit.parse.frontmatter import read_front_matter
from reviewkit.review import Options, review

LONGEST = 200
"""More characters than this is no title, unit or reference."""

_CHANNELS = ("telefon", "chat", "skriv til oss")
_PLAIN = re.compile(r"[^\W\d_][\w §.()/-]*(?:, [\w §.()/-]+)*\Z")
_UNFIT: dict[str, dict[Language, str]] = {
    "unprintable": {
        "nb": "må stå på én linje, uten usynlige tegn og uten mellomrom først eller sist",
        "nn": "må stå på éi linje, utan usynlege teikn og utan mellomrom først eller sist",
        "en": "must be one line, without invisible characters and without a space first or last",
    },
    "too-long": {
        "nb": f"er for lang; grensen er {LONGEST} tegn",
        "nn": f"er for lang; grensa er {LONGEST} teikn",
        "en": f"is too long; the limit is {LONGEST} characters",
    },
    "not-read-back": {
        "nb": "kan ikke skrives slik i metadata; bruk vanlige bokstaver, tall og tegn",
        "nn": "kan ikkje skrivast slik i metadata; bruk vanlege bokstavar, tal og teikn",
        "en": "cannot be written so in metadata; use ordinary letters, digits and punctuation",
    },
}


class Refusal(Struct, frozen=True):
    """Why an answer cannot be used: the key (empty where it is not one answer's fault), and what is wrong with it."""

    key: str
    message: str


def new_routine(answers: Answers) -> str:
    """The text of a new routine: front matter and body. `refusals` says whether it may be written."""
    name = f"{answers.kind}.{answers.spraak}.md"
    body = _template(name)
    if answers.forvaltning == "felles":
        body += _template(f"felles.{answers.spraak}.md")
    return front_matter(answers) + "\n" + filled(body, {"tittel": as_words(answers.tittel)})


def front_matter(answers: Answers) -> str:
    """The front matter of a new routine, its keys in the order of the catalogue; values are quoted where they must."""
    lines = ["---", f"id: {_scalar(answers.id)}", f"tittel: {_scalar(answers.tittel)}", f"spraak: {answers.spraak}"]
    lines += [f"forvaltning: {answers.forvaltning}", *_listed("tjenester", answers.tjenester)]
    lines += [*_listed("kanaler", _CHANNELS), f"eier: {_scalar(answers.eier)}", "status: utkast"]
    lines += [
        f"gyldig_fra: {answers.gyldig_fra.isoformat()}",
        f"revideres_innen: {answers.revideres_innen.isoformat()}",
    ]
    lines += _listed("hjemmel", answers.hjemmel)
    lines += ["hast: true"] if answers.kind == "hast" else []
    return "\n".join([*lines, "---", ""])


def refusals(answers: Answers, catalogue: Catalogue, today: date, language: Language) -> tuple[Refusal, ...]:
    """Why the answers cannot be used, in the order of the keys; nothing where the routine has no error or warning.

    What is said of metadata in any routine is said here, in the same words.
    """
    unfit = tuple(_unfit(answers, language))
    if unfit:
        return unfit
    source = Source(f"{answers.id}.md", new_routine(answers))
    found = review([source], catalogue, Options(today=today, language=language)).findings
    metadata = read_front_matter(source.text)
    return tuple(_refusal(item, metadata) for item in found if item.severity != "info")


def _refusal(finding: Finding, metadata: Metadata) -> Refusal:
    """A finding as a refusal of the answer it stands on: a key, or the title, which is the first heading."""
    above = {field.line: key for key, field in metadata.fields.items() if field.line <= finding.line}
    key = above[max(above)] if above and finding.line <= metadata.body_line else ""
    if finding.line == metadata.body_line + 2:
        key = "tittel"
    return Refusal(key, f"{finding.message} ({finding.rule})")


def _unfit(answers: Answers, language: Language) -> Iterator[Refusal]:
    """What cannot be written, or would be read as something else than was answered."""
    written = {
        "id": (answers.id,), "tittel": (answers.tittel,), "tjenester": answers.tjenester, "eier": (answers.eier,),
        "hjemmel": answers.hjemmel,
    }  # fmt: skip
    said = False
    for key, values in written.items():
        for value in values:
            fault = "unprintable" if _odd(value) else "too-long" if len(value) > LONGEST else ""
            if fault:
                said = True
                yield Refusal(key, _UNFIT[fault][language])
                break
    if said:
        return
    read = read_front_matter(front_matter(answers))
    for key, values in written.items():
        if tuple(read.strings(key)) != values or read.faults:
            yield Refusal(key, _UNFIT["not-read-back"][language])
    for key, day in (("gyldig_fra", answers.gyldig_fra), ("revideres_innen", answers.revideres_innen)):
        if key not in read.fields or read.fields[key].value != day:
            yield Refusal(key, _UNFIT["not-read-back"][language])


def _odd(value: str) -> bool:
    return not value.isprintable() or value != value.strip()


def _listed(key: str, values: tuple[str, ...]) -> list[str]:
    return [f"{key}:", *(f"  - {_scalar(value)}" for value in values)] if values else [f"{key}: []"]


def _scalar(value: str) -> str:
    """A string as YAML: plain where it reads as nothing else, else in double quotes."""
    if _PLAIN.match(value) and value.lower() not in ("true", "false", "null", "yes", "no", "on", "off", "y", "n"):
        return value
    return json.dumps(value, ensure_ascii=False)


def _template(name: str) -> str:
    return files("reviewkit.author.starting").joinpath("templates", name).read_text(encoding="utf-8")
