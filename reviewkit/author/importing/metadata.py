"""The front matter: what the text itself makes certain, what somebody has answered, and nothing that was only guessed.

What could make a review stricter may be filled in; what could make it milder (`forvaltning: statlig`, `type: intern`)
never is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from reviewkit.author.importing.norm import norm_of
from reviewkit.author.importing.tree import Block, text_of
from reviewkit.check.kinds.metadata import CHOICES, KNOWN, LISTS, REQUIRED
from reviewkit.check.register import Judged, Register, sections_of
from reviewkit.parse.frontmatter import read_front_matter

Value = str | bool | tuple[str, ...]

_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa", "é": "e", "è": "e", "ê": "e", "ó": "o", "ò": "o",
                         "ô": "o", "ü": "u", "ö": "o", "ä": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s", "ŧ": "t",
                         "ž": "z", "á": "a"})  # fmt: skip
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_LONGEST_ID = 80
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå](?:[\w ÆØÅæøå§.,()/«»–+-]*[\w)»§.])?\Z")
_YAML_WORDS = frozenset("true false null yes no on off y n ja nei ~".split())
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_SERVICES = {
    "økonomisk stønad": re.compile(r"\b(?:økonomisk stønad|(?:økonomisk )?sosialhjelp)", re.IGNORECASE),
    "midlertidig botilbud": re.compile(r"\b(?:midlertidig|mellombels) bu?o?tilbud", re.IGNORECASE),
    "kvalifiseringsprogram": re.compile(r"\bkvalifiseringsprogram", re.IGNORECASE),
    "individuell plan": re.compile(r"\bindividuell plan\b", re.IGNORECASE),
}
_SOCIAL = re.compile(r"sosial(?:e tjenester|e tenester)? [-–] ", re.IGNORECASE)
_SOCIAL_LAW = "sosialtjenesteloven"
_OWN_LAWS = (
    "forvaltningsloven",
    "arbeids- og velferdsforvaltningsloven",
    _SOCIAL_LAW,
    "personopplysningsloven",
    "offentleglova",
)
_CHAPTER_4 = range(17, 41)
_MOST_REFERENCES = 12


class Known(Struct, frozen=True):
    """The fields to be written, which of them the text gave, and which required ones nobody knows."""

    id: str
    front: str
    filled: tuple[str, ...]
    missing: tuple[str, ...]


def known_of(title: str, blocks: Sequence[Block], register: Register, day: date) -> dict[str, Value]:
    """What title and text make certain."""
    known: dict[str, Value] = {"id": identifier(title), "tittel": title}
    norm = norm_of(blocks)
    if norm:
        known["spraak"] = norm
    if _SOCIAL.match(title):
        known["forvaltning"] = "kommunal"
    services = tuple(service for service, pattern in _SERVICES.items() if pattern.search(title))
    if services:
        known["tjenester"] = services
    own, about = _references(text_of(blocks), register, day, norm == "nn")
    if own:
        known["hjemmel"] = own
    if about:
        known["gjelder"] = about
    return known


def front_matter(
    known: Mapping[str, Value], standing: str, answers: Mapping[str, Value], name: str
) -> Known:  # fmt: skip
    """The front matter of a routine: what stood there is kept as it stood, and what is known beside it is added."""
    read = read_front_matter(f"---\n{standing}---\n")
    there = read.fields if standing else {}
    given = {**known, **answers}
    added = [] if standing and read.faults else [key for key in KNOWN if key in given and key not in there]
    lines = "".join(_field(key, given[key]) for key in added)
    was = there.get("id")
    stood = str(was.value) if was is not None and isinstance(was.value, str) else ""
    found = stood if _is_identifier(stood) else str(given.get("id") or "") or identifier(name) or "rutine"
    missing = tuple(key for key in REQUIRED if key not in there and key not in added)
    return Known(found, f"---\n{standing}{lines}---\n", tuple(key for key in added if key in known), missing)


def identifier(title: str) -> str:
    """The id that a title gives: small letters, digits and hyphens; nothing where it has no such."""
    folded = title.lower().translate(_FOLDED)
    made = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(made) > _LONGEST_ID:
        made = made[:_LONGEST_ID].rpartition("-")[0] or made[:_LONGEST_ID]
    return f"rutine-{made}" if _RESERVED.match(made) else made


def _is_identifier(given: str) -> bool:
    return len(given) <= 2 * _LONGEST_ID and bool(_KEBAB.match(given)) and not _RESERVED.match(given)


def answer(key: str, said: str) -> Value:
    """What a person has answered for a key, as a value: lists are separated by commas, or semicolons for laws."""
    if key not in LISTS and key != "gjelder":
        return " ".join(said.split())
    parts = re.split(";" if key in ("hjemmel", "gjelder") else "[,;]", said)
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def choices(key: str) -> tuple[str, ...]:
    """The values that a key may have, where they are given."""
    return CHOICES.get(key, ())


def _references(text: str, register: Register, day: date, nynorsk: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sound references of a text: those that NKS can act under, and those of the service it is about."""
    own: list[str] = []
    about: list[str] = []
    for line in text.split("\n"):
        for citation in register.reader.read(line):
            judged = register.judge(citation, day)
            if judged.fault is None and judged.law is not None and citation.sections:
                _sort(judged, own, about, nynorsk)
    return tuple(own[:_MOST_REFERENCES]), tuple(about[:_MOST_REFERENCES])


def _sort(judged: Judged, own: list[str], about: list[str], nynorsk: bool) -> None:
    law = judged.law
    assert law is not None
    name = law.nn if nynorsk else law.nb
    for section in dict.fromkeys(sections_of(judged.citation, law)):
        low, _, high = section.partition("..")
        written = f"{name} §§ {low} til {high}" if high else f"{name} § {low}"
        target = about if law.nb not in _OWN_LAWS or (law.nb == _SOCIAL_LAW and _outside(low)) else own
        if written not in target:
            target.append(written)


def _outside(section: str) -> bool:
    """Whether a section of the act on social services is the office's alone."""
    digits = re.match(r"\d+", section)
    number = int(digits.group()) if digits else 0
    return number in _CHAPTER_4 or number >= 43


def _field(key: str, value: Value) -> str:
    if isinstance(value, tuple):
        return f"{key}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value) if value else f"{key}: []\n"
    return f"{key}: {_scalar(value)}\n"


def _scalar(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if _DATED.match(value) or (_PLAIN.match(value) and value.lower() not in _YAML_WORDS and " - " not in value[:2]):
        return value
    return json.dumps(value, ensure_ascii=False).replace("\x7f", " ")
