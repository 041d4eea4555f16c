"""`reviewkit config`: what is configured, what it means for one routine, and the way into it for other commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct

from reviewkit.cli.options import split_codes
from reviewkit.load.configuration import read_configuration
from reviewkit.load.shown import shown_words
from reviewkit.model.settings import BELONGS, Configuration, Effective, Origin, Settings, with_command_line

if TYPE_CHECKING:
    from reviewkit.check import Catalogue

SCHEMA = "reviewkit.configuration/1"
_WIDEST = 60

config_option = click.option(
    "--config", "config_file", type=click.Path(path_type=Path), metavar="FIL",
    help="Konfigurasjonen; ellers reviewkit.toml eller [tool.reviewkit] i pyproject.toml, oppover fra mappen du er i.",
)  # fmt: skip


@click.group("config")
def config() -> None:
    """Se hva som er konfigurert."""


@config.command("explain")
@click.argument("file", type=click.Path())
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Form på resultatet.")
@config_option
def explain(file: str, format_: str, config_file: Path | None) -> int:
    """Vis hva som gjelder for rutinen FILE, og hvor hver verdi kommer fra. Filen trenger ikke å finnes."""
    configuration = read_configuration(Path.cwd(), config_file)
    load_configured(configuration)
    rendered = {"text": as_text, "json": _as_json}[format_](configuration, click.format_filename(file))
    click.echo(rendered, nl=False)
    return 0


def configured(context: click.Context, config_file: Path | None) -> Configuration:
    """The configuration of the working directory, or the one given, with the command's own options put above it.

    Every parameter of the command that has the name of a setting and was given by the user counts.
    """
    given: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        source = context.get_parameter_source(name)
        if source not in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT) or context.params[name] == ():
            continue
        value = context.params[name]
        given[name] = str(value) if isinstance(value, Path) else value
        if name in ("select", "ignore"):
            given[name] = tuple(code.upper() for code in split_codes(value))
    return with_command_line(read_configuration(Path.cwd(), config_file), given)


def load_configured(configuration: Configuration) -> Catalogue:
    """The catalogue with the project's own checks, in which every code that is configured names something.

    Raises CatalogueError with the file and line of a code that does not.
    """
    from reviewkit.check.configured import load_configured as load

    return load(configuration)


class _Row(Struct, frozen=True):
    """A key, its value for one routine as data and in words, and where it comes from."""

    key: str
    value: Any
    words: str
    origins: tuple[Origin, ...]


def _rows(configuration: Configuration, file: str) -> Iterator[_Row]:
    """Every key in the order of the documentation; a table has a row for each of its entries."""
    settings, holds = configuration.settings, configuration.effective(file)
    for name in Settings.__struct_fields__:
        key, value = name.replace("_", "-"), getattr(settings, name)
        if name in ("select", "ignore"):
            value = getattr(holds, name)
            ways = (holds.select_from,) if name == "select" else holds.ignore_from
            yield _Row(key, value, _in_words(name, value), tuple(configuration.origin(*way) for way in ways))
        elif name in ("severity", "limits"):
            yield from _entries(configuration, holds, name)
        elif name == "overrides":
            numbers = holds.overrides
            patterns = [list(value[number].paths) for number in numbers]
            words = "; ".join(", ".join(each) for each in patterns) or ("ingen gjelder" if value else "ingen")
            origins = [configuration.origin(name, number) for number in numbers] or [configuration.origin(name)]
            yield _Row(key, patterns, words, tuple(origins))
        elif name == "collections":
            yield _belonging(configuration, file)
        else:
            yield _Row(key, value, _in_words(name, value), (configuration.origin(name),))


def _belonging(configuration: Configuration, file: str) -> _Row:
    """Whose the routine is by the configuration, and the tables that say so."""
    said, numbers = configuration.belonging(file)
    found = {name: value for name in BELONGS if (value := getattr(said, name))}
    words = ", ".join(found.values()) or "ingen"
    origins = [configuration.origin("collections", number) for number in numbers]
    return _Row("collections", found, words, tuple(origins or [configuration.origin("collections")]))


def _entries(configuration: Configuration, holds: Effective, name: str) -> Iterator[_Row]:
    values: dict[str, Any] = dict(holds.severity if name == "severity" else configuration.settings.limits)
    if not values:
        yield _Row(name, {}, "som i reglene", (configuration.origin(name),))
    for code in sorted(values):
        way = holds.severity_from[code] if name == "severity" else (name, code)
        yield _Row(f"{name}.{code}", values[code], str(values[code]), (configuration.origin(*way),))


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, tuple):
        return ", ".join(value) or ("alle" if name == "select" else "ingen")
    if name == "jobs" and not value:
        return "0 (velges av seg selv)"
    return str(value) or "ingen"


def as_text(configuration: Configuration, file: str) -> str:
    """The configuration for a person: a head on the routine itself, then a row a key, in columns."""
    rows = [("nøkkel", "verdi", "kommer fra")]
    rows += [
        (row.key, shown_words(row.words, 500), " + ".join(map(str, row.origins))) for row in _rows(configuration, file)
    ]
    first, second = (min(max(len(row[column]) for row in rows), _WIDEST) for column in (0, 1))
    number = configuration.excluding(file)
    reviewed = "ja"
    if number is not None:
        pattern = shown_words(configuration.settings.exclude[number], 200)
        reviewed = f"bare når den er nevnt selv: utelatt av «{pattern}» ({configuration.origin('exclude', number)})"
    head = (
        f"Rutine: {shown_words(file, 500)}\n"
        f"Konfigurasjon: {configuration.file or 'ingen; standardverdiene gjelder'}\n"
        f"Gjennomgås: {reviewed}\n\n"
    )
    return head + "".join(f"{key:<{first}}  {words:<{second}}  {origin}\n" for key, words, origin in rows)


def _as_json(configuration: Configuration, file: str) -> str:
    def place(origin: Origin) -> dict[str, Any]:
        return {"from": origin.kind, "path": origin.path or None, "line": origin.line or None}

    number = configuration.excluding(file)
    excluded = None
    if number is not None:
        excluded = {
            "pattern": configuration.settings.exclude[number],
            "origin": place(configuration.origin("exclude", number)),
        }
    document = {
        "schema": SCHEMA,
        "path": file,
        "configuration": configuration.file or None,
        "excluded": excluded,
        "keys": [
            {"key": row.key, "value": row.value, "origins": [place(origin) for origin in row.origins]}
            for row in _rows(configuration, file)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
