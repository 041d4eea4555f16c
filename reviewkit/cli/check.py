"""`reviewkit check`: review routines and say what was found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import click

from reviewkit.cli.options import language_option, output_to, split_codes, today_option
from reviewkit.model import SEVERITIES, InputError, Language, Review, Source

FailOn = Literal["error", "warning", "info", "never"]


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Form på resultatet.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Skriv til en fil i stedet for skjermen."
)
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene (MAN, TAU003 …).")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="error", show_default=True,
    help="Mildeste alvorlighet som gir sluttkode 1.",
)  # fmt: skip
@click.option("--second-judge/--no-second-judge", default=True, help="La den statistiske dommeren dempe og reise funn.")
@click.option("--muted", is_flag=True, help="Vis også funnene som er dempet, i teksten.")
@language_option
@today_option
def check(
    paths: tuple[str, ...], format_: str, output: Path | None, select: tuple[str, ...], ignore: tuple[str, ...],
    fail_on: FailOn, second_judge: bool, muted: bool, lang: Language, today: date,
) -> int:  # fmt: skip
    """Gå gjennom rutiner og vis funnene.

    PATHS er filer og mapper; «-» leser fra standard inn. Uten PATHS gjennomgås mappen routines.

    Sluttkode: 0 ingen funn på eller over --fail-on, 1 funn, 2 feil bruk eller noe som ikke kan leses,
    3 ingen rutiner på stiene.
    """
    from reviewkit.check import load_catalogue
    from reviewkit.load import Disk
    from reviewkit.review import Options, review

    options = Options(today, lang, split_codes(select), split_codes(ignore), second_judge=second_judge)
    result = review(sources(paths or ("routines",)), load_catalogue(), options, Disk())
    write(result, format_, output, muted)
    return exit_code(result, fail_on)


def sources(paths: tuple[str, ...]) -> Iterator[Source | InputError]:
    """The routines on some paths, read one at a time; `-` is standard input."""
    from reviewkit.load import find_routines, read_routine, read_stream

    if "-" in paths:
        yield _or_error(lambda: read_stream(sys.stdin.buffer.read()))
    for found in find_routines(path for path in paths if path != "-"):
        if isinstance(found, InputError):
            yield found
        else:
            yield _or_error(lambda path=found: read_routine(path))  # type: ignore[misc]


def _or_error(read: Callable[[], Source]) -> Source | InputError:
    """What was read, or why it could not be: an error in one routine is a value, not an end."""
    try:
        return read()
    except InputError as error:
        return error


def write(result: Review, format_: str, output: Path | None, muted: bool = False) -> None:
    """Render a review to the screen, or whole to a file."""
    from reviewkit.report import FORMATS, text

    if format_ == "text" and output is None:
        click.echo(text.render(result, sys.stdout.isatty(), muted), nl=False)
    else:
        rendered = text.render(result, muted=muted) if format_ == "text" else FORMATS[format_](result)
        output_to(rendered, output)


def exit_code(result: Review, fail_on: FailOn) -> int:
    """The documented exit code of a review."""
    if result.problems:
        return 2
    if not result.routines and not result.not_reviewed:
        click.echo("Fant ingen rutiner (.md) på stiene. Kontroller stiene, eller oppgi en fil.", err=True)
        return 3
    if fail_on == "never":
        return 0
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if any(result.count(severity) for severity in counted) else 0
