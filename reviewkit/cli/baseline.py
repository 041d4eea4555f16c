"""`reviewkit baseline`: keep the list of findings that are known from before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from reviewkit.cli.config import config_option
from reviewkit.cli.options import output_to, today_option
from reviewkit.cli.performing import exit_code
from reviewkit.cli.routines import STREAM
from reviewkit.model import Review, UsageError

DEFAULT = "reviewkit-baseline.tsv"


def _run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What decides which findings a run has: the same choices as those of `check`."""
    for option in (
        click.pass_context,
        config_option,
        today_option,
        click.option(
            "--second-judge/--no-second-judge", default=True, help="La den statistiske dommeren dempe og reise funn."
        ),
        click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse."),
        click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene."),
        click.argument("paths", nargs=-1, type=click.Path()),
    ):
        command = option(command)
    return command


@click.group("baseline")
def baseline() -> None:
    """Hold orden på grunnlinjen: funnene som er kjent fra før, og som ikke meldes på nytt."""


@baseline.command("write")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), default=DEFAULT, show_default=True,
    help="Filen med grunnlinjen.",
)  # fmt: skip
@_run_options
def write(context: click.Context, today: date, output: Path, config_file: Path | None, **_: object) -> int:
    """Skriv funnene som står nå, til en grunnlinje.

    PATHS er filer og mapper; uten PATHS gjennomgås mappen routines. Finnes filen fra før, blir innslag om rutiner og
    regler som ikke er med i gjennomgangen, stående. Kjør med de samme valgene som «reviewkit check».
    """
    from reviewkit.load.baseline import Baseline, BaselinePlaces, read_baseline, render_baseline
    from reviewkit.review.baseline import apply_baseline, renewed

    before = read_baseline(output) if output.is_file() else Baseline(output.as_posix())
    result = _review(context, config_file, today)
    if code := _unfit(result):
        return code
    places = BaselinePlaces(output)
    applied = apply_baseline(result, before, places)
    entries = renewed(applied, before, places)
    new = len(applied.findings)
    same = len(entries) - new
    output_to(render_baseline(entries).encode(), output)
    click.echo(
        f"{output}: {len(entries)} kjente funn ({new} nye, {same} som før, {len(before.entries) - same} fjernet)."
    )
    return 0


@baseline.command("prune")
@click.argument("file", metavar="FIL", type=click.Path(dir_okay=False, path_type=Path))
@_run_options
def prune(context: click.Context, today: date, file: Path, config_file: Path | None, **_: object) -> int:
    """Fjern innslag som det ikke lenger er noe funn for. Ingenting legges til.

    PATHS er filer og mapper; uten PATHS gjennomgås mappen routines. Innslag om rutiner og regler som ikke er med i
    gjennomgangen, blir stående, unntatt når rutinen er slettet.
    """
    from reviewkit.load.baseline import BaselinePlaces, read_baseline, render_baseline
    from reviewkit.review.baseline import apply_baseline, pruned

    before = read_baseline(file)
    result = _review(context, config_file, today)
    if code := _unfit(result):
        return code
    entries = pruned(apply_baseline(result, before, BaselinePlaces(file)), before)
    output_to(render_baseline(entries).encode(), file)
    twice = sum(entry.count - 1 for entry in before.entries)
    also = f", {twice} dobbeltførte linjer ryddet" if twice else ""
    click.echo(f"{file}: {len(before.entries) - len(entries)} innslag fjernet{also}, {len(entries)} står igjen.")
    return 0


def _review(context: click.Context, config_file: Path | None, today: date) -> Review:
    """The review that `check` would make of the same routines, without a baseline; raises UsageError for stdin."""
    from reviewkit.cli.config import configured
    from reviewkit.cli.running import Order, carry_out, find_items
    from reviewkit.load import Disk

    configuration = configured(context, config_file)
    paths = configuration.settings.paths
    if STREAM in paths:
        raise UsageError("en grunnlinje gjelder filer, og standard inn har ingen sti; oppgi filer eller mapper")
    plain = replace(configuration, settings=replace(configuration.settings, baseline=""))
    return carry_out(Order(paths, today), plain, find_items(plain, paths), Disk(), None)


def _unfit(result: Review) -> int:
    """The exit code of a review that no baseline may be made from, its reasons said; 0 where one may."""
    for problem in result.problems:
        click.echo(f"Feil: {UsageError(problem.message, problem.path, problem.line)}", err=True)
    return exit_code(result, "never")
