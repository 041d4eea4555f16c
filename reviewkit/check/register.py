"""The law register: which laws and sections there are, on which dates, and by which names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from reviewkit.check.pages import read_yaml
from reviewkit.language.citations import Citation, CitationReader, LawName
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError

FaultKind = Literal["repealed-law", "not-in-force", "repealed-section", "unknown-section", "unknown-law"]

_OLD_CHAPTERS = 12
"""A hyphen in a plainly numbered law is a range only above this: the repealed Act of 1991 had chapters up to 12."""


class Law(Struct, frozen=True, dict=True):
    """One act or regulation; `sections` is empty where the register does not know them.

    `in_force` is the day it came into force, nothing for an act adopted without a date; `repealed_from` its end.
    """

    id: str
    nb: str
    nn: str
    title: str
    names: tuple[str, ...]
    in_force: str
    repealed_from: str
    sections: str
    repealed: str

    @cached_property
    def _sections(self) -> frozenset[str]:
        return frozenset(_spread(self.sections))

    @cached_property
    def _repealed(self) -> frozenset[str]:
        return frozenset(_spread(self.repealed))

    @property
    def listed(self) -> tuple[str, ...]:
        """Its sections in force, in the order of the register."""
        return tuple(_spread(self.sections))

    @property
    def year(self) -> int:
        """The year it was adopted, as its identifier says."""
        return int(self.id.split("-")[1])

    @property
    def hyphenated(self) -> bool:
        """Whether its sections are numbered by chapter («4-17»)."""
        return "-" in self.sections

    def applies(self, day: date) -> bool:
        """Whether it is in force on a day."""
        shown = day.isoformat()
        return bool(self.in_force) and self.in_force <= shown and not self.ended(day)

    def ended(self, day: date) -> bool:
        """Whether it is repealed by a day."""
        return bool(self.repealed_from) and self.repealed_from <= day.isoformat()

    def fault(self, section: str) -> FaultKind | None:
        """What is wrong with a section of it, if anything."""
        if not self.sections or section in self._sections:
            return None
        return "repealed-section" if section in self._repealed else "unknown-section"


class Judged(Struct, frozen=True):
    """A reference and what the register says of it; `law` is nothing where it does not hold the law."""

    citation: Citation
    law: Law | None
    section: str = ""
    fault: FaultKind | None = None


class Register:
    """The laws of the catalogue."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = rows

    @cached_property
    def laws(self) -> tuple[Law, ...]:
        """Every law, in the order of the register."""
        return tuple(Law(**{**row, "names": tuple(row["names"])}) for row in self._rows)

    @cached_property
    def _by_name(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self.laws:
            for name in (*law.names, law.id):
                listed = found.setdefault(self._key(name), [])
                if law not in listed:
                    listed.append(law)
        return found

    @cached_property
    def reader(self) -> CitationReader:
        """Reads references by the names of these laws."""
        return CitationReader(name for law in self.laws for name in law.names)

    @staticmethod
    def _key(name: str) -> str:
        words = (word.rstrip(".").replace("nav-", "nav") for word in re.split(r"[\s()]+", name.lower()) if word)
        return " ".join(words)

    def resolve(self, name: LawName, day: date) -> Law | None:
        """The law that a name means: by its year, as the former or the coming one, else the one in force that day."""
        laws = self._by_name.get(self._key(name.name)) or []
        if not laws and name.name.startswith("LOV-"):
            laws = [law for law in self.laws if law.id.startswith(name.name + "-")]
        if name.year is not None:
            dated = [law for law in laws if name.year in (law.year, int(law.in_force[:4] or 0))]
            laws = dated or laws
        if name.former:
            laws = [law for law in laws if law.repealed_from] or laws
        if name.coming:
            laws = [law for law in laws if not law.in_force] or sorted(laws, key=lambda law: -law.year)
        current = [law for law in laws if law.applies(day)]
        return next(iter(current or laws), None)

    def judge(self, citation: Citation, day: date) -> Judged:
        """What is wrong with a reference on a day, if anything: the law first, then its sections."""
        law = self.resolve(citation.law, day)
        if law is None:
            return Judged(citation, None, fault="unknown-law" if citation.sections else None)
        if law.ended(day):
            return Judged(citation, law, _first(citation), "repealed-law")
        if not law.applies(day):
            return Judged(citation, law, _first(citation), "not-in-force")
        for section in sections_of(citation, law):
            fault = law.fault(section)
            if fault is not None:
                return Judged(citation, law, section, fault)
        return Judged(citation, law)


def compile_laws(files: Iterable[CatalogueFile]) -> list[dict[str, Any]]:
    """The register in plain values; raises CatalogueError where a law lacks something or two share an identifier."""
    rows: dict[str, dict[str, Any]] = {}
    for file in files:
        for entry in read_yaml(file.text, file.path) or ():
            try:
                row = _row(entry)
            except (KeyError, TypeError, AttributeError) as error:
                raise CatalogueError(f"en lov i registeret mangler {error}", file.path) from None
            if row["id"] in rows:
                raise CatalogueError(f"loven {row['id']} står to ganger", file.path)
            rows[row["id"]] = row
    return list(rows.values())


def _row(entry: Mapping[str, Any]) -> dict[str, Any]:
    nb, nn = entry["name"]["nb"], entry["name"]["nn"]
    names = [name for given in (nb, nn, *entry.get("also", ())) for name in _both_norms(given)]
    return {
        "id": entry["id"],
        "nb": nb,
        "nn": nn,
        "title": entry["title"],
        "names": list(dict.fromkeys(names)),
        "in_force": str(entry["in-force"] or ""),
        "repealed_from": str(entry.get("repealed-from", "")),
        "sections": entry.get("sections", ""),
        "repealed": entry.get("repealed", ""),
    }


def _both_norms(name: str) -> list[str]:
    """A name with the article of either norm, and without one: «forvaltningsloven», «forvaltningslova», «-lov»."""
    for article in ("loven", "lova"):
        if name.endswith(article):
            stem = name.removesuffix(article)
            return [f"{stem}loven", f"{stem}lova", f"{stem}lov"]
    return [name]


def _first(citation: Citation) -> str:
    return citation.sections[0] if citation.sections else ""


def sections_of(citation: Citation, law: Law) -> list[str]:
    """The sections that a reference names, the ends of its ranges among them."""
    found: list[str] = []
    for written in citation.sections:
        ends = written.split("..")
        if len(ends) == 1 and "-" in written and law.sections and not law.hyphenated:
            low, high = (int(part) for part in re.findall(r"\d+", written)[:2])
            if low < high and (citation.marks > 1 or low > _OLD_CHAPTERS):
                ends = [str(low), str(high)]
        found += ends
    return found


def _spread(written: str) -> list[str]:
    """Sections from the register's short form: «17..19, 20 a»."""
    found: list[str] = []
    for part in filter(None, (item.strip() for item in written.split(","))):
        low, _, high = part.partition("..")
        if not high:
            found.append(low)
            continue
        chapter, _, first = low.rpartition("-")
        last = int(high.rpartition("-")[2])
        found += [f"{chapter}-{number}" if chapter else str(number) for number in range(int(first), last + 1)]
    return found
