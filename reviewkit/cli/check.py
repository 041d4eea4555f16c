"""`reviewkit check`: review routines and say what was found."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from reviewkit.cli.config import config_option, configured
from reviewkit.cli.options import language_option, output_to, today_option
from reviewkit.cli.performing import Rendering, perform
from reviewkit.cli.running import Order
from reviewkit.model import SEVERITIES
from reviewkit.report import EXPLAINED, FORMATS


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="Form på resultatet.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Skriv til en fil i stedet for skjermen."
)
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene (MAN, TAU003 …).")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="error", show_default=True,
    help="Mildeste alvorlighet som gir sluttkode 1.",
)  # fmt: skip
@click.option("--diff", metavar="REV", default="", help="Bare funn som endringen siden REV (eller A..B) er skyld i.")
@click.option("--baseline", type=click.Path(dir_okay=False, path_type=Path), help="Fil med funn som er kjent fra før.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Antall prosesser; 0 velger selv.")
@click.option("--cache/--no-cache", default=True, help="Bruk det som er husket fra tidligere kjøringer.")
@click.option("--second-judge/--no-second-judge", default=True, help="La den statistiske dommeren dempe og reise funn.")
@click.option("--muted", is_flag=True, help="Vis også funnene som er dempet, i teksten.")
@click.option("--statistics", is_flag=True, help="Vis funn og tid for hver regel, og regler som ikke traff noe.")
@config_option
@language_option
@today_option
@click.pass_context
def check(
    context: click.Context, /, format_: str, output: Path | None, diff: str, muted: bool, statistics: bool,
    today: date, config_file: Path | None, **_: object,
) -> int:  # fmt: skip
    """Gå gjennom rutiner og vis funnene.

    PATHS er filer og mapper; «-» leser fra standard inn. Uten PATHS gjennomgås mappene i konfigurasjonen, ellers
    mappen routines. Valgene kan også stå i reviewkit.toml eller pyproject.toml.

    Sluttkode: 0 ingen funn på eller over --fail-on, 1 funn, 2 feil bruk eller noe som ikke kan leses,
    3 ingen rutiner på stiene.
    """
    configuration = configured(context, config_file)
    order = Order(configuration.settings.paths, today, diff, format_ in EXPLAINED)
    rendering = Rendering(format_, muted, output is None and format_ == "text" and sys.stdout.isatty())
    said = perform(order, configuration, rendering, statistics)
    output_to(said.result, output)
    for remark in said.remarks:
        click.echo(remark, err=True)
    return said.code
