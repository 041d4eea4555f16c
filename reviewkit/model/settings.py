"""What a project has decided about its reviews, where each decision was made, and what holds for one routine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from reviewkit.model.finding import Language, Severity
from reviewkit.model.globs import matches

FailOn = Literal["error", "warning", "info", "never"]
Key = tuple[str | int, ...]
"""The way to a value in the configuration: ("select",), ("select", 0), ("overrides", 1, "severity", "MAN001")."""


class Override(Struct, frozen=True, kw_only=True):
    """What is decided otherwise for the routines that one of the patterns covers; `select` is None where unsaid."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


class Belonging(Struct, frozen=True, kw_only=True):
    """To whom the routines that one of the patterns covers belong: owner, county, municipality and office; empty where
    unsaid."""

    paths: tuple[str, ...] = ()
    owner: str = ""
    county: str = ""
    municipality: str = ""
    office: str = ""


class Settings(Struct, frozen=True, kw_only=True):
    """All that can be configured, with its defaults.

    `paths`, `checks` and `baseline` are relative to the working directory (or absolute); the patterns in `exclude`
    and in overrides are relative to the folder of the configuration. Codes are in capital letters.
    """

    paths: tuple[str, ...] = ("routines",)
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    lang: Language = "nb"
    jobs: int = 0
    cache: bool = True
    second_judge: bool = True
    never_suppress: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    baseline: str = ""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    collections: tuple[Belonging, ...] = ()


BELONGS = ("owner", "county", "municipality", "office")
"""What a collection may say of whose a routine is."""


class Origin(Struct, frozen=True):
    """Where a value comes from: nowhere but the defaults, the command line, or a line of a file (in an override)."""

    kind: Literal["default", "command-line", "file", "override"] = "default"
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        named = {"default": "standardverdi", "command-line": "kommandolinjen", "override": f"overrides, {place}"}
        return named.get(self.kind, place)


class Effective(Struct, frozen=True, kw_only=True):
    """What holds for one routine, the keys that decided it, and the numbers of the overrides that cover it.

    Of the entries in `severity` that a code begins with, the longest counts.
    """

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Mapping[str, Severity]
    select_from: Key
    ignore_from: tuple[Key, ...]
    severity_from: Mapping[str, Key]
    overrides: tuple[int, ...] = ()

    def severity_of(self, code: str, default: Severity) -> Severity:
        """The severity that a rule has in the routine; its own where nothing else is decided."""
        named = [name for name in self.severity if code.startswith(name)]
        return self.severity[max(named, key=len)] if named else default


def effective(settings: Settings, path: str) -> Effective:
    """What holds for a routine at a path relative to the folder of the configuration.

    Overrides are taken in the order they are written: `select` replaces what was selected before, `ignore` is added
    to, and `severity` counts before all that was said earlier of the same codes.
    """
    select, select_from = settings.select, _key("select")
    ignore, ignore_from = list(settings.ignore), [_key("ignore")] if settings.ignore else []
    severity: dict[str, Severity] = dict(settings.severity)
    severity_from = {name: _key("severity", name) for name in severity}
    covering = [item for item in enumerate(settings.overrides) if any(matches(one, path) for one in item[1].paths)]
    for index, override in covering:
        if override.select is not None:
            select, select_from = override.select, _key("overrides", index, "select")
        if override.ignore:
            ignore += [code for code in override.ignore if code not in ignore]
            ignore_from.append(_key("overrides", index, "ignore"))
        for name in override.severity:
            for earlier in [other for other in severity if other.startswith(name)]:
                del severity[earlier], severity_from[earlier]
        severity.update(override.severity)
        severity_from.update({name: _key("overrides", index, "severity", name) for name in override.severity})
    return Effective(
        select=select,
        ignore=tuple(ignore),
        severity=severity,
        select_from=select_from,
        ignore_from=tuple(ignore_from) or (_key("ignore"),),
        severity_from=severity_from,
        overrides=tuple(index for index, _ in covering),
    )


def excluding(settings: Settings, path: str) -> int | None:
    """The number of the first pattern in `exclude` that covers a path (relative to the configuration), if any."""
    return next((index for index, pattern in enumerate(settings.exclude) if matches(pattern, path)), None)


class Configuration(Struct, frozen=True, kw_only=True):
    """The settings of a run, and where each of them was decided.

    `file` is the configuration as it is shown to people, empty where there is none; `folder` and `start` (the working
    directory) are absolute. `lines` has the line of every key and every list item that the file holds.
    """

    settings: Settings
    folder: str
    start: str
    file: str = ""
    lines: Mapping[Key, int] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    def origin(self, *key: str | int) -> Origin:
        """Where the value of a key was decided; for a list item or an entry without a line, where its owner was."""
        if key and key[0] in self.given:
            return Origin("command-line")
        for length in range(len(key), 0, -1):
            if line := self.lines.get(key[:length]):
                return Origin("override" if key[0] == "overrides" else "file", self.file, line)
        return Origin()

    def relative(self, path: str) -> str:
        """A routine's path (relative to the working directory, or absolute) as the patterns see it."""
        try:
            found = os.path.relpath(Path(self.start, path), self.folder)
        except ValueError:  # another drive, or no path at all
            return path
        return found.replace(os.sep, "/")

    def effective(self, path: str) -> Effective:
        """What holds for the routine at a path relative to the working directory."""
        return effective(self.settings, self.relative(path))

    def belonging(self, path: str) -> tuple[Belonging, tuple[int, ...]]:
        """To whom the routine at a path relative to the working directory belongs, and the numbers of what says so.

        What is said later counts.
        """
        seen = self.relative(path)
        found, numbers = Belonging(), []
        for number, item in enumerate(self.settings.collections):
            if any(matches(pattern, seen) for pattern in item.paths):
                numbers.append(number)
                found = replace(found, **{name: value for name in BELONGS if (value := getattr(item, name))})
        return found, tuple(numbers)

    def excluding(self, path: str) -> int | None:
        """The number of the pattern in `exclude` that covers a path relative to the working directory, if any."""
        return excluding(self.settings, self.relative(path))


def with_command_line(configuration: Configuration, given: Mapping[str, Any]) -> Configuration:
    """The configuration with what was given on the command line in its place, by the names of Settings.

    `select` and `ignore` given there replace those of all overrides too.
    """
    cleared: dict[str, Any] = {
        **({"select": None} if "select" in given else {}),
        **({"ignore": ()} if "ignore" in given else {}),
    }
    overrides = tuple(replace(override, **cleared) for override in configuration.settings.overrides)
    settings = replace(configuration.settings, overrides=overrides, **given)
    return replace(configuration, settings=settings, given=configuration.given.union(given))


def named_codes(configuration: Configuration) -> Iterator[tuple[str, Key, Origin]]:
    """Every code or family that the settings name, its key, and where it was written, for the catalogue to judge."""
    settings = configuration.settings
    parts: list[tuple[Key, Settings | Override]] = [((), settings)]
    parts += [(("overrides", index), override) for index, override in enumerate(settings.overrides)]
    for above, part in parts:
        for name, codes in (("select", part.select), ("ignore", part.ignore)):
            for index, code in enumerate(codes or ()):
                yield _named(configuration, code, (*above, name, index))
        for code in part.severity:
            yield _named(configuration, code, (*above, "severity", code))
    for index, code in enumerate(settings.never_suppress):
        yield _named(configuration, code, ("never_suppress", index))
    for code in settings.limits:
        yield _named(configuration, code, ("limits", code))


def _named(configuration: Configuration, code: str, key: Key) -> tuple[str, Key, Origin]:
    return code, key, configuration.origin(*key)


def _key(*parts: str | int) -> Key:
    return parts
