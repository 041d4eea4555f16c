"""`reviewkit twin`: whether the bokmål and nynorsk versions of a routine say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.config import config_option, configured, load_configured
from reviewkit.cli.options import language_option, output_to, today_option
from reviewkit.cli.routines import NOTHING, STREAM
from reviewkit.cli.running import find_items
from reviewkit.model import InputError, Problem, Source, UsageError
from reviewkit.model.settings import Configuration

if TYPE_CHECKING:
    from reviewkit.review.twins import Comparison

_FORMATS = ("text", "json")


@click.command("twin")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", help="Form på resultatet.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Skriv til en fil i stedet for skjermen."
)
@config_option
@language_option
@today_option
@click.pass_context
def twin(
    context: click.Context, /, format_: str, output: Path | None, today: date, config_file: Path | None, **_: object
) -> int:
    """Si hva som står bare i den ene av to versjoner av samme rutine, på bokmål og nynorsk.

    To filer sammenlignes med hverandre. En mappe, eller ingenting, gir alle parene der: x.md med x.nn.md eller x.nb.md,
    id-er som er like bortsett fra -nn eller -nb, og nøkkelen tvilling. Rutiner uten tvilling blir nevnt.

    Sluttkode: 0 ingen forskjeller, 1 forskjeller, 2 feil bruk eller noe som ikke kan leses, 3 ingen rutiner på stiene.
    """
    configuration = configured(context, config_file)
    paths = configuration.settings.paths
    if STREAM in paths:
        raise UsageError("tvillinger er to filer; oppgi dem, eller en mappe")
    sources, problems = _read(configuration)
    if not sources and not problems:
        click.echo(NOTHING, err=True)
        return 3
    outright = len(paths) == 2 and all(Path(path).is_file() for path in paths)
    if not outright and len(paths) == 1 and Path(paths[0]).is_file():
        raise UsageError("en rutine alene har ingen tvilling; oppgi to filer eller en mappe", paths[0])
    comparison = _compared(configuration, sources, problems, outright, today)
    from reviewkit.report.twins import render

    output_to(render(comparison, format_).encode(), output)
    return 2 if problems else 1 if comparison.differences or comparison.missing else 0


def _read(configuration: Configuration) -> tuple[list[Source], list[Problem]]:
    sources: list[Source] = []
    problems: list[Problem] = []
    for item in find_items(configuration, configuration.settings.paths).items:
        read = item.read()[0]
        if isinstance(read, InputError):
            problems.append(Problem(read.path, read.line, read.message))
        else:
            sources.append(read)
    return sources, problems


def _compared(
    configuration: Configuration, sources: list[Source], problems: list[Problem], outright: bool, today: date
) -> Comparison:
    """The pairs held up against each other; what cannot be parsed is added to the problems."""
    from reviewkit.parse.frontmatter import read_front_matter
    from reviewkit.review import Asked
    from reviewkit.review.twin_pairs import Candidate, Paired, paired
    from reviewkit.review.twin_reading import read_version
    from reviewkit.review.twins import Comparison, compare

    catalogue = load_configured(configuration)
    asked = Asked(today, tuple(spec.code for spec in catalogue.checks), portrait=True)
    by_path = {source.path: source for source in sources}
    if outright:
        plan = Paired((tuple(by_path),), ()) if len(by_path) == 2 else Paired((), ())  # type: ignore[arg-type]
        if not plan.pairs and not problems:
            raise UsageError("de to filene er én og samme fil; oppgi to versjoner", sources[0].path)
    else:
        metadata = {source.path: read_front_matter(source.text) for source in sources}
        plan = paired(
            [
                Candidate(path, read.text("id") or "", read.text("spraak") or "", read.text("tvilling") or "")
                for path, read in metadata.items()
            ]
        )
    pairs = []
    for first, second in plan.pairs:
        try:
            versions = [read_version(by_path[path], catalogue, asked) for path in (first, second)]
        except InputError as error:
            problems.append(Problem(error.path, error.line, error.message))
            continue
        pairs.append(compare(*versions))
    return Comparison(
        today.isoformat(), configuration.settings.lang, catalogue.digest, tuple(pairs), plan.alone, plan.missing,
        tuple(problems),
    )  # fmt: skip
