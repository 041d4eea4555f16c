"""Routines for the benchmarks, from a fixed seed: `stock` repeats its passages, `varied` seldom says a thing twice.

Stock routines are sections of the sample routines put together anew, so that nearly every sentence comes many times,
as it does between the routines of one office. Varied routines are sections of the labelled routines in which clauses
change places and numbers, places, people and common words are swapped: what is remembered of a sentence is of little
use there. Run by itself, the module writes a corpus and prints its figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261201
SIZES = (2_000, 12_000)
KINDS = ("varied", "stock")
LABELLED = ("src", "E", "F", "G", "H", "set-a", "set-b", "set-c")

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ«>|])")
_NUMBER = re.compile(r"(?<![\w§/.-])(?<!§ )\d{2,}(?![\w/-])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MARK = re.compile(r"\s*(?:[-*+] |\d+[.)] |> ?)+")
_KEPT = re.compile(r"\s*(?:```|~~~|<!--|\[[^\]]+\]:|\|[\s:|-]+\|?$|$)")

_PLACES = """Alta Arendal Askøy Bamble Bergen Bodø Bømlo Drammen Egersund Elverum Farsund Flekkefjord Førde Gjøvik
Gol Grimstad Halden Hamar Harstad Horten Jessheim Kongsberg Kragerø Lier Lillehammer Lom Mandal Molde Moss Namsos Narvik
Notodden Odda Otta Porsgrunn Risør Røros Sandnes Sarpsborg Skien Sogndal Stord Svolvær Tana Trysil Ulsteinvik
Vadsø Verdal Volda Voss Ørsta Ås""".split()
_PEOPLE = """Aisha Anders Astrid Bjørn Dag Eirik Elin Fatima Gro Hanne Håkon Ingrid Ivar Jonas Kari Lars Leila Magnus
Marit Mohammed Nils Nora Olav Per Ragnhild Silje Solveig Tor Trine Unni Vegard Yusuf Åse""".split()
_MONTHS = "januar februar mars april mai juni juli august september oktober november desember".split()
_TAILS: Mapping[str, tuple[str, ...]] = {
    "nb": (
        " i {place}", " hos oss i {place}", ", slik {person} i {place} ba om", " fra {day}. {month}",
        " (sak {number})", ", også når {person} har vakt", " etter møtet i {place} {day}. {month}",
        ", uansett om det gjelder {place} eller {other}", " når køen er over {number}", " ved linje {number} i {month}",
    ),
    "nn": (
        " i {place}", " hos oss i {place}", ", slik {person} i {place} bad om", " frå {day}. {month}",
        " (sak {number})", ", også når {person} har vakt", " etter møtet i {place} {day}. {month}",
        ", same om det gjeld {place} eller {other}", " når køen er over {number}", " ved linje {number} i {month}",
    ),
}  # fmt: skip
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "nb": (
        "brukeren innringeren personen", "si fortelle opplyse forklare", "sier forteller opplyser forklarer",
        "ofte gjerne jevnlig stundom", "også dessuten likeledes", "veilederen rådgiveren saksbehandleren",
        "spør undrer lurer", "mange flere enkelte noen", "straks raskt snart omgående", "bare kun utelukkende",
        "samtalen telefonen henvendelsen", "rutinen teksten artikkelen siden", "viktig nødvendig vesentlig",
    ),
    "nn": (
        "brukaren innringaren personen vedkomande", "seie fortelje opplyse forklare", "seier fortel opplyser forklarar",
        "ofte gjerne jamleg stundom", "også dessutan likeins", "rettleiaren rådgjevaren sakshandsamaren",
        "spør undrast lurer", "mange fleire enkelte nokre", "straks raskt snart omgåande", "berre utelukkande",
        "samtalen telefonen førespurnaden", "rutinen teksten artikkelen sida", "viktig nødvendig vesentleg",
    ),
}  # fmt: skip


class Passages(NamedTuple):
    """What routines are made of: front matter and sections, with the ends of sentences that may change places."""

    fronts: list[str]
    sections: list[str]
    endings: list[str]


def write_corpus(folder: Path, kind: str, count: int) -> dict[str, int]:
    """Write some routines into a folder, and say how much of them is distinct."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[int] = []
    sentences: list[int] = []
    size = 0
    for number, text in enumerate(routines(kind, count)):
        data = text.encode()
        size += len(data)
        (folder / f"rutine-{number:05d}.md").write_bytes(data)
        body = [line for line in text.split("---\n", 2)[2].splitlines() if not _KEPT.match(line)]
        lines += map(hash, body)
        sentences += (hash(sentence) for line in body for sentence in _SENTENCE_END.split(line))
    return {
        "routines": count,
        "bytes": size,
        "lines": len(lines),
        "distinct_lines": len(set(lines)),
        "sentences": len(sentences),
        "distinct_sentences": len(set(sentences)),
    }


def routines(kind: str, count: int) -> Iterator[str]:
    """The routines of a kind, each 2-12 KB; the first ones are the same however many are asked for."""
    numbers = random.Random(SEED)
    passages = {"nb": stock_passages()} if kind == "stock" else labelled_passages()
    norms = sorted(passages)
    for number in range(count):
        size = numbers.randint(*SIZES)
        norm = numbers.choice(norms)
        chosen = passages[norm]
        front = re.sub(r"(?m)^id: .*$", f"id: rutine-{number}", numbers.choice(chosen.fronts))
        text = f"---\n{front}---\n"
        while len(text.encode()) < size - 400:
            section = numbers.choice(chosen.sections)
            text += section if kind == "stock" else varied(section, norm, chosen.endings, numbers)
        yield text.encode()[:size].decode(errors="ignore") + "\n"


def stock_passages() -> Passages:
    """Front matter and sections of the sample routines, both norms together."""
    return _passages(sorted((ROOT / "routines").glob("*.md")))


def labelled_passages() -> dict[str, Passages]:
    """Front matter and sections of the labelled routines, by norm."""
    paths = [path for name in LABELLED for path in sorted((ROOT / "tests" / "corpus" / name).glob("*.md"))]
    by_norm: dict[str, list[Path]] = {"nb": [], "nn": []}
    for path in paths:
        norm = re.search(r"(?m)^spraak: *[\"']?(nb|nn)\b", path.read_text(encoding="utf-8"))
        if norm:
            by_norm[norm[1]].append(path)
    return {norm: _passages(found) for norm, found in by_norm.items()}


def _passages(paths: list[Path]) -> Passages:
    fronts, sections = [], []
    for path in paths:
        parts = path.read_text(encoding="utf-8").split("---\n", 2)
        if len(parts) == 3 and re.search(r"(?m)^id: ", parts[1]):
            fronts.append(parts[1])
            sections += [part for part in re.split(r"(?m)^(?=## )", parts[2]) if part.strip()]
    prose = (line for section in sections for line in section.splitlines() if not line.startswith(("|", "#")))
    endings = [sentence.partition(", ")[2] for line in prose for sentence in _SENTENCE_END.split(line)]
    return Passages(fronts, sections, [ending for ending in endings if len(ending) > 12])


def varied(section: str, norm: str, endings: list[str], numbers: random.Random) -> str:
    """A section in other words, with its headings, lists, tables and fences in their places."""
    return "".join(_line(line, norm, endings, numbers) + "\n" for line in section.splitlines())


def _line(line: str, norm: str, endings: list[str], numbers: random.Random) -> str:
    if _KEPT.match(line):
        return line
    if line.startswith("#"):
        return _words(line, norm, numbers) + (f" i {numbers.choice(_PLACES)}" if numbers.random() < 0.5 else "")
    if line.startswith("|"):
        return "|".join(_sentence(cell, norm, [], numbers) if cell.strip() else cell for cell in line.split("|"))
    mark = _MARK.match(line)
    start = mark[0] if mark else ""
    sentences = _SENTENCE_END.split(line[len(start) :])
    return start + " ".join(_sentence(sentence, norm, endings, numbers) for sentence in sentences)


def _sentence(sentence: str, norm: str, endings: list[str], numbers: random.Random) -> str:
    """One sentence, with the clause after its first comma from another at times, and something more to say at times."""
    first, comma, _ = sentence.partition(", ")
    if comma and endings and numbers.random() < 0.5:
        sentence = first + comma + numbers.choice(endings)
    sentence = _words(sentence, norm, numbers)
    if numbers.random() < 0.1:
        return sentence
    place, other = numbers.sample(_PLACES, 2)
    tail = numbers.choice(_TAILS[norm]).format(
        place=place, other=other, person=numbers.choice(_PEOPLE), number=numbers.randint(10, 9999),
        day=numbers.randint(1, 28), month=numbers.choice(_MONTHS),
    )  # fmt: skip
    bare = sentence.rstrip(" .:?!»*_)")
    return bare + tail + sentence[len(bare) :]


def _words(text: str, norm: str, numbers: random.Random) -> str:
    """The text with other numbers of the same length and, word by word, others of like meaning."""
    text = _NUMBER.sub(lambda match: str(numbers.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0]))), text)
    return _WORD.sub(lambda match: _swapped(match[0], norm, numbers), text)


def _swapped(word: str, norm: str, numbers: random.Random) -> str:
    if word in _PLACES:
        return numbers.choice(_PLACES)
    if word in _PEOPLE:
        return numbers.choice(_PEOPLE)
    choices = _CHOICES[norm].get(word.lower())
    if not choices:
        return word
    chosen = numbers.choice(choices)
    return chosen.capitalize() if word[0].isupper() else chosen


_CHOICES = {norm: {word: row.split() for row in rows for word in row.split()} for norm, rows in _SYNONYMS.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--kind", choices=KINDS, default=KINDS[0])
    options.add_argument("--routines", type=int, default=1_000)
    given = options.parse_args()
    print(json.dumps(write_corpus(given.folder, given.kind, given.routines)))


if __name__ == "__main__":
    main()
