"""The file of known findings: one entry a line, sorted, so that it can be read, compared and merged.

A line holds four fields with a tab between: the routine's path from the folder of the file, the rule, the fingerprint,
and an excerpt for readers. The first line names the schema and the fields.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.load.routines import decode
from reviewkit.model import CatalogueError, InputError, UsageError

SCHEMA = "reviewkit-baseline/1"
HEADER = f"{SCHEMA}: rutine\tregel\tfingeravtrykk\ttekst"
MAX_BASELINE_BYTES = 20_000_000
"""About a hundred thousand entries; a larger file is none, and is neither read nor written."""

_EXCERPT = 80
_VERSION = re.compile(r"(reviewkit-baseline/[0-9]{1,9}):")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})")
_RULE = re.compile(r"[A-Z]{3}[0-9]{3}")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")

Key = tuple[str, str, str]
"""The identity of an entry or a finding: routine, rule and fingerprint."""


class Entry(Struct, frozen=True):
    """A known finding: its routine as the file names it, its identity, words for readers, and its place in the file.

    `count` is the number of lines that say the same; a merge may leave several, and together they cover one finding.
    """

    routine: str
    rule: str
    fingerprint: str
    excerpt: str = ""
    line: int = 0
    count: int = 1

    @property
    def key(self) -> Key:
        """What makes two entries the same; words and place do not."""
        return self.routine, self.rule, self.fingerprint


class Baseline(Struct, frozen=True):
    """All entries of one file, each identity once, in the order of the file."""

    path: str
    entries: tuple[Entry, ...] = ()


class BaselinePlaces:
    """Where routines lie, seen from the folder of a baseline: the same names whatever the working directory."""

    def __init__(self, path: Path) -> None:
        self._folder = os.path.dirname(os.path.abspath(path))
        self.name = lru_cache(maxsize=None)(self._name)

    def _name(self, path: str) -> str:
        if path.startswith("<"):
            return path
        try:
            return os.path.relpath(path, self._folder).replace(os.sep, "/")
        except ValueError:
            return path

    def gone(self, routine: str) -> bool:
        """Whether a routine that a baseline names is certain not to be there; what cannot be looked at may be."""
        if routine.startswith("<") or "\ufffd" in routine:
            return False
        try:
            os.lstat(os.path.join(self._folder, routine))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return True
        except OSError:
            return False
        return False


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises UsageError where there is no such file, and CatalogueError, with the line, where it is not a baseline.
    """
    shown = path.as_posix()
    try:
        if not path.is_file():
            message = "finnes ikke som fil; lag den med «reviewkit baseline write», eller kontroller stien"
            raise UsageError(message, shown)
        with path.open("rb") as stream:
            data = stream.read(MAX_BASELINE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "ugyldig sti"
        raise UsageError(f"kan ikke leses ({reason}); kontroller filen", shown) from None
    if len(data) > MAX_BASELINE_BYTES:
        raise CatalogueError(_too_large(), shown)
    try:
        return parse_baseline(decode(data, shown).text, shown)
    except InputError as error:
        raise CatalogueError(error.message, error.path, error.line) from None


def parse_baseline(text: str, path: str) -> Baseline:
    """The baseline that a text holds; raises CatalogueError with the line of what is not an entry.

    What a merge of two good files leaves is read: lines out of order, said twice, blank, or a second header.
    """
    entries: dict[Key, Entry] = {}
    headed = False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip():
            continue
        if _CONFLICT.match(line):
            _fail("har merker etter en flettekonflikt; behold linjene fra begge sider og slett merkene", path, number)
        if version := _VERSION.match(line):
            _check_version(version[1], path, number)
            headed = True
            continue
        if not headed:
            _fail(f"er ikke en grunnlinje: ventet «{SCHEMA}» i første linje; velg riktig fil", path, number)
        entry = _entry(line, path, number)
        before = entries.get(entry.key)
        entries[entry.key] = entry if before is None else replace(before, count=before.count + 1)
    if not headed:
        _fail(f"er tom: ventet «{SCHEMA}» i første linje; lag den på nytt med «reviewkit baseline write»", path, 1)
    return Baseline(path, tuple(entries.values()))


def render_baseline(entries: Iterable[Entry]) -> str:
    """The text of a baseline: sorted, each identity once, and nothing in it that drives a terminal or a spreadsheet.

    Raises UsageError where it would be larger than what is read.
    """
    unique = {entry.key: entry for entry in entries}
    text = "".join(f"{line}\n" for line in (HEADER, *(_line(unique[key]) for key in sorted(unique))))
    if len(text.encode()) > MAX_BASELINE_BYTES:
        raise UsageError(f"grunnlinjen {_too_large()}")
    return text


def harmless(text: str) -> str:
    """A short, single line of a routine's words; control characters, those of direction too, are replaced."""
    words = "".join(character if character.isprintable() else "\ufffd" for character in " ".join(text.split()))
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"


def _line(entry: Entry) -> str:
    return "\t".join((_quoted(entry.routine), entry.rule, entry.fingerprint, f"«{harmless(entry.excerpt)}»"))


def _quoted(path: str) -> str:
    """A path with everything that means something to the file, a terminal or a spreadsheet as %XX."""
    last = len(path) - 1

    def plain(place: int, character: str) -> bool:
        if place == 0 and not (character.isalnum() or character in "._/~"):
            return False
        return character.isprintable() and character not in "%:" and not (place == last and character == " ")

    return "".join(
        character if plain(place, character) else "".join(f"%{byte:02X}" for byte in _utf8(character))
        for place, character in enumerate(path)
    )


def _utf8(character: str) -> bytes:
    return character.encode("utf-8", "surrogatepass")


def _entry(line: str, path: str, number: int) -> Entry:
    fields = line.split("\t")
    if len(fields) != 4:
        _fail(
            f"ventet fire felt med tabulator mellom (rutine, regel, fingeravtrykk, tekst), fant {len(fields)}; "
            "rett linjen eller slett den",
            path,
            number,
        )
    quoted, rule, fingerprint, excerpt = fields
    if not _RULE.fullmatch(rule):
        _fail("ventet en regelkode som MAN001 i det andre feltet; rett linjen eller slett den", path, number)
    if not _FINGERPRINT.fullmatch(fingerprint):
        _fail("ventet et fingeravtrykk på 16 tegn (0–9, a–f) i det tredje feltet; slett linjen", path, number)
    try:
        routine = unquote_to_bytes(quoted.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        routine = ""
    if not routine:
        _fail("ventet stien til en rutine i det første feltet; rett linjen eller slett den", path, number)
    return Entry(routine, rule, fingerprint, harmless(excerpt.strip().removeprefix("«").removesuffix("»")), number)


def _check_version(version: str, path: str, number: int) -> None:
    if version != SCHEMA:
        _fail(
            f"er skrevet som «{harmless(version)}»; denne versjonen av reviewkit leser «{SCHEMA}»: "
            "oppgrader reviewkit, eller lag filen på nytt",
            path,
            number,
        )


def _too_large() -> str:
    return f"er for stor (grensen er {MAX_BASELINE_BYTES / 1e6:.0f} MB); gå gjennom færre rutiner om gangen"


def _fail(message: str, path: str, line: int) -> NoReturn:
    raise CatalogueError(message, path, line)
