"""Labelled phrases: single statements with what governs them, one a line.

Five columns, separated by tabs: the rules, `+` (breaks them) or `-` (lawful; `=` where only these rules were asked
of), the norm, what stands above (`# heading`, `: lead-in`, `| column`, `> ` for a line to read aloud, `m` for a message
template, or nothing), and the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewkit.model import Source

_FRONT = """---
id: setning
tittel: Setning
spraak: {norm}
forvaltning: kommunal
tjenester: [økonomisk stønad]
eier: Nav kontaktsenter
status: gjeldende
gyldig_fra: 2026-01-15
revideres_innen: 2027-06-30
hjemmel: [forvaltningsloven § 11]
---
"""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A statement in the smallest routine that holds it, and the verdict on it."""

    rules: frozenset[str]
    breach: bool
    complete: bool
    norm: str
    text: str
    source: Source


def read_phrases(path: Path) -> Iterator[Phrase]:
    """The phrases of a file; raises ValueError at a line that has not five columns."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("\t")
        if len(columns) != 5:
            raise ValueError(f"{path}:{number}: expected five columns, found {len(columns)}")
        rules, verdict, norm, above, text = columns
        source = Source(f"{path.stem}-{number}.md", _FRONT.format(norm=norm) + _body(above, text))
        yield Phrase(frozenset(rules.split(",")), verdict == "+", verdict == "-", norm, text, source)


def _body(above: str, text: str) -> str:
    mark, rest = above[:1], above[1:].strip()
    match mark:
        case "#":
            return f"## {rest.lstrip('# ')}\n\n{text}\n"
        case ":":
            return f"{rest.rstrip(':')}:\n\n- {text}\n"
        case "|":
            return f"| Tema | {rest} |\n|---|---|\n| Annet | {text} |\n"
        case ">":
            return f"> {text}\n"
        case "m":
            return f"```melding\n{text}\n```\n"
        case _:
            return f"{text}\n"
