"""The tables of a configuration as settings: unknown keys, wrong types and impossible values are told by their line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, get_args

from msgspec import Struct

from reviewkit.load.shown import shown_words
from reviewkit.model import SEVERITIES, CatalogueError, Language
from reviewkit.model.globs import pattern_fault
from reviewkit.model.settings import Belonging, FailOn, Key, Override, Settings

_KINDS = {bool: "ja eller nei", int: "et tall", float: "et desimaltall", str: "teksten", list: "en liste",
          dict: "en tabell"}  # fmt: skip
_CODES = 'en liste av koder, som ["MAN001", "TIL"]'
_MAX_LIMIT = 100_000
_MAX_JOBS = 1_000


class _Place(Struct, frozen=True):
    """One value under examination: the file it stands in, its lines, its key, and the folders that paths go by."""

    lines: Mapping[Key, int]
    file: str
    folder: str
    start: str
    key: Key = ()

    def at(self, part: str | int) -> _Place:
        """The place of a part of the value."""
        return _Place(self.lines, self.file, self.folder, self.start, (*self.key, part))

    @property
    def name(self) -> str:
        """The key as a reader of the file finds it."""
        return shown_words(".".join(part for part in self.key if isinstance(part, str)))

    def fail(self, message: str) -> NoReturn:
        """Raise CatalogueError with the line of the value, or of the nearest owner that has one."""
        lengths = range(len(self.key), -1, -1)
        line = next((found for length in lengths if (found := self.lines.get(self.key[:length]))), 0)
        raise CatalogueError(message, self.file, line)

    def expected(self, what: str, value: object) -> NoReturn:
        """Raise CatalogueError that says what the value should have been, and what it is."""
        self.fail(f"«{self.name}» skal være {what}, ikke {_described(value)}")


Reader = Callable[[_Place, Any], Any]


def read_settings(table: Mapping[str, Any], lines: Mapping[Key, int], file: str, folder: str, start: str) -> Settings:
    """The settings in a table; raises CatalogueError with the line at the first key or value that is wrong.

    Paths are taken from `folder` (where the file lies) and given relative to `start`; both are absolute.
    """
    place = _Place(lines, file, folder, start)
    values = _read_table(place, table, _KEYS)
    values.setdefault("paths", tuple(_from_start(place, path) for path in Settings().paths))
    return Settings(**values)


def _read_table(place: _Place, table: Mapping[str, Any], readers: Mapping[str, Reader]) -> dict[str, Any]:
    values = {}
    for name, value in table.items():
        here = place.at(name)
        if name not in readers:
            here.fail(_unknown(place, name, readers))
        values[name.replace("-", "_")] = readers[name](here, value)
    return values


def _unknown(place: _Place, name: str, readers: Mapping[str, Reader]) -> str:
    said = f"ukjent nøkkel «{place.at(name).name}»"
    if place.key and name in _KEYS:
        return f"«{name}» kan ikke settes for enkelte stier; i [[overrides]] gjelder {_listed(readers)}"
    if not place.key and name == "tool":
        return f"{said}; utenfor pyproject.toml står nøklene øverst i filen, uten [tool.reviewkit]"
    from difflib import get_close_matches

    close = get_close_matches(name.lower().replace("_", "-"), readers, n=1, cutoff=0.5)
    if close:
        return f"{said}. Mente du «{close[0]}»?"
    return f"{said}; velg blant {_listed(readers)}"


def _listed(names: Mapping[str, Any]) -> str:
    *first, last = names
    return f"{', '.join(first)} og {last}" if first else last


def _described(value: object) -> str:
    kind = _KINDS.get(type(value), "en dato eller et klokkeslett")
    if isinstance(value, str):
        return f"{kind} «{shown_words(value, 40)}»"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"tallet {value}" if isinstance(value, int) and abs(value) < 10**12 else kind


def _texts(place: _Place, value: Any, what: str) -> list[tuple[_Place, str]]:
    if not isinstance(value, list):
        place.expected(what, value)
    for index, item in enumerate(value):
        if not isinstance(item, str) or not item.strip():
            found = "tomt" if isinstance(item, str) else _described(item)
            place.at(index).fail(f"«{place.name}» skal være {what}, men punkt {index + 1} er {found}")
    return [(place.at(index), item) for index, item in enumerate(value)]


def _codes(place: _Place, value: Any) -> tuple[str, ...]:
    return tuple(item.strip().upper() for _, item in _texts(place, value, _CODES))


def _patterns(place: _Place, value: Any) -> tuple[str, ...]:
    items = _texts(place, value, 'en liste av mønstre, som ["routines/arkiv/", "*-utkast.md"]')
    for here, item in items:
        if fault := pattern_fault(item):
            here.fail(f"mønsteret «{shown_words(item, 40)}» i «{place.name}» {fault}")
    return tuple(item for _, item in items)


def _paths(place: _Place, value: Any) -> tuple[str, ...]:
    items = _texts(place, value, 'en liste av filer og mapper, som ["routines"]')
    if not items:
        place.fail("«paths» er tom; nevn minst én fil eller mappe, eller slett nøkkelen")
    return tuple(_from_start(here, item) for here, item in items)


def _folders(place: _Place, value: Any) -> tuple[str, ...]:
    items = _texts(place, value, 'en liste av mapper med regler, som ["egne-regler"]')
    for here, item in items:
        _from_start(here, item)
        if not Path(place.folder, item).is_dir():
            here.fail(f"mappen «{shown_words(item)}» i «checks» finnes ikke; stien regnes fra mappen med denne filen")
    return tuple(_from_start(here, item) for here, item in items)


def _file(place: _Place, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        place.expected('stien til en fil, som "baseline.json"', value)
    return _from_start(place, value)


def _from_start(place: _Place, path: str) -> str:
    """A path of the file as the working directory sees it."""
    if path == "-" or not path.isprintable():
        place.fail(f"«{shown_words(path, 40)}» er ingen sti; skriv navnet på en fil eller mappe")
    if Path(path).is_absolute():
        return path
    try:
        return os.path.relpath(Path(place.folder, path), place.start).replace(os.sep, "/")
    except ValueError:  # another drive
        return Path(place.folder, path).as_posix()


def _choice(options: tuple[str, ...]) -> Reader:
    def read(place: _Place, value: Any) -> str:
        if value not in options:
            quoted = [f'"{option}"' for option in options]
            place.expected(f"{', '.join(quoted[:-1])} eller {quoted[-1]}", value)
        return str(value)

    return read


def _switch(place: _Place, value: Any) -> bool:
    if not isinstance(value, bool):
        place.expected("true eller false", value)
    return value


def _number(least: int, most: int) -> Reader:
    def read(place: _Place, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            place.expected(f"et heltall fra {least} til {most}", value)
        return int(value)

    return read


def _by_code(reader: Reader, example: str) -> Reader:
    def read(place: _Place, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            place.expected(f"en tabell med en linje for hver kode, som {example}", value)
        values: dict[str, Any] = {}
        for code, item in value.items():
            if code.upper() in values:
                place.at(code).fail(f"«{place.at(code).name}» står flere ganger med ulike bokstavstørrelser; behold én")
            values[code.upper()] = reader(place.at(code), item)
        return values

    return read


def _overrides(place: _Place, value: Any) -> tuple[Override, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        place.expected("tabeller; skriv [[overrides]] over hver", value)
    return tuple(_override(place.at(index), item) for index, item in enumerate(value))


def _override(place: _Place, table: Mapping[str, Any]) -> Override:
    values = _read_table(place, table, _OVERRIDE_KEYS)
    if not values.get("paths"):
        place.fail("[[overrides]] mangler «paths»; si hvilke rutiner den gjelder, med mønstre")
    if len(values) == 1:
        place.fail(f"[[overrides]] endrer ingenting; legg til noe annet enn paths ({_listed(_OVERRIDE_KEYS)})")
    return Override(**values)


def _collections(place: _Place, value: Any) -> tuple[Belonging, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        place.expected("tabeller; skriv [[collections]] over hver", value)
    return tuple(_belonging(place.at(index), item) for index, item in enumerate(value))


def _belonging(place: _Place, table: Mapping[str, Any]) -> Belonging:
    values = _read_table(place, table, _COLLECTION_KEYS)
    if not values.get("paths"):
        place.fail("[[collections]] mangler «paths»; si hvilke rutiner den gjelder, med mønstre")
    if len(values) == 1:
        place.fail(f"[[collections]] sier ingenting; legg til noe annet enn paths ({_listed(_COLLECTION_KEYS)})")
    return Belonging(**values)


def _words(place: _Place, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        place.expected("en tekst", value)
    return " ".join(value.split())


_SEVERITY = _by_code(_choice(SEVERITIES), 'MAN001 = "warning"')
_OVERRIDE_KEYS: dict[str, Reader] = {
    "paths": _patterns, "select": _codes, "ignore": _codes, "severity": _SEVERITY
}  # fmt: skip
_COLLECTION_KEYS: dict[str, Reader] = {
    "paths": _patterns, "owner": _words, "county": _words, "municipality": _words, "office": _words
}  # fmt: skip
_KEYS: dict[str, Reader] = {
    "paths": _paths,
    "exclude": _patterns,
    "select": _codes,
    "ignore": _codes,
    "fail-on": _choice(get_args(FailOn)),
    "lang": _choice(get_args(Language)),
    "jobs": _number(0, _MAX_JOBS),
    "cache": _switch,
    "second-judge": _switch,
    "never-suppress": _codes,
    "checks": _folders,
    "baseline": _file,
    "severity": _SEVERITY,
    "limits": _by_code(_number(1, _MAX_LIMIT), "KLA001 = 25"),
    "overrides": _overrides,
    "collections": _collections,
}
