"""`reviewkit new`: a new routine from a template."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from reviewkit.author.starting.answers import ADMINISTRATIONS, KINDS, NORMS, Administration, Answers, Kind, Norm
from reviewkit.cli.config import config_option, configured, load_configured
from reviewkit.cli.options import DateOption, language_option, today_option
from reviewkit.cli.writing import write_new
from reviewkit.load import Disk, shown_path
from reviewkit.model import UsageError

if TYPE_CHECKING:
    from reviewkit.author.starting import Refusal
    from reviewkit.model import Language

Refused = Callable[[Answers], "tuple[Refusal, ...]"]


@click.command("new")
@click.argument("tittel", required=False)
@click.option("--kind", type=click.Choice(KINDS), default="veiledning", show_default=True, help="Malen.")
@click.option("--id", "identity", metavar="ID", help="Rutinens id, og navnet på filen; ellers laget av tittelen.")
@click.option("--eier", help="Enheten eller rollen som eier rutinen, aldri en person.")
@click.option("--spraak", type=click.Choice(NORMS), default="nb", show_default=True, help="Rutinens målform.")
@click.option("--forvaltning", type=click.Choice(get_args(Administration)), help="Ellers det som er vanlig for malen.")
@click.option("--tjeneste", "services", multiple=True, metavar="TJENESTE", help="Kan gis flere ganger.")
@click.option("--gyldig-fra", type=DateOption(), help="Ellers i dag.")
@click.option("--revideres-innen", type=DateOption(), help="Ellers et år etter --gyldig-fra.")
@click.option(
    "--hjemmel", "basis", multiple=True, metavar="LOV", help="Det NKS selv handler etter; kan gis flere ganger."
)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Mappen rutinen skrives i.")
@click.option("--dry-run", is_flag=True, help="Vis rutinen i stedet for å skrive den.")
@config_option
@language_option
@today_option
@click.pass_context
def new(
    context: click.Context, /, tittel: str | None, kind: Kind, identity: str | None, eier: str | None, spraak: Norm,
    forvaltning: Administration | None, services: tuple[str, ...], gyldig_fra: date | None,
    revideres_innen: date | None, basis: tuple[str, ...], folder: Path | None, dry_run: bool, today: date,
    config_file: Path | None, **_: object,
) -> int:  # fmt: skip
    """Lag en ny rutine fra en mal, uten et eneste funn.

    På en terminal spør kommandoen om det som ikke er gitt. Ellers må tittelen og --eier være gitt. En fil som finnes,
    blir aldri skrevet over.

    Sluttkode: 0 rutinen er skrevet, 2 et svar kan ikke brukes eller filen finnes.
    """
    from reviewkit.author.starting import new_routine, refusals

    configuration = configured(context, config_file)
    catalogue = load_configured(configuration)
    lang: Language = configuration.settings.lang
    given = {
        "kind": kind, "spraak": spraak, "forvaltning": forvaltning, "tittel": tittel, "id": identity, "eier": eier,
        "tjenester": services, "gyldig_fra": gyldig_fra, "revideres_innen": revideres_innen, "hjemmel": basis,
    }  # fmt: skip
    answers = _answered(given, today, lambda tried: refusals(tried, catalogue, today, lang), context)
    text = new_routine(answers)
    if dry_run:
        click.echo(text, nl=False)
        return 0
    target = _place(folder, configuration.settings.paths, answers.id)
    _put(target, text, answers.id)
    click.echo(f"{shown_path(target)}: ny rutine. Kjør «reviewkit check {shown_path(target)}» når den er fylt ut.")
    return 0


def _answered(given: dict[str, Any], today: date, refused: Refused, context: click.Context) -> Answers:
    """All answers, asked for on a terminal; raises UsageError where one is missing or cannot be used."""
    if on_terminal():
        from reviewkit.cli.asking import asked

        return asked(given, today, refused, context)
    missing = [name for name, key in (("TITTEL", "tittel"), ("--eier", "eier")) if not given[key]]
    if missing:
        raise UsageError(f"mangler {' og '.join(missing)}; oppgi dem, eller kjør på en terminal for å bli spurt")
    answers = with_proposals(given, today)
    found = refused(answers)
    if found:
        raise UsageError("rutinen kan ikke skrives:\n" + "\n".join(as_line(item) for item in found))
    return answers


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def with_proposals(given: dict[str, Any], today: date) -> Answers:
    """The answers, with what is proposed where nothing is given; raises UsageError where kind and part do not fit."""
    from reviewkit.author.starting.answers import suggested_basis, suggested_id, suggested_services, year_on

    kind, norm = given["kind"], given["spraak"]
    fitting = ADMINISTRATIONS[kind]
    if given["forvaltning"] not in (None, *fitting):
        raise UsageError(f"malen «{kind}» passer ikke med --forvaltning {given['forvaltning']}; velg {fitting[0]}")
    begins = given["gyldig_fra"] or today
    return Answers(
        kind=kind,
        id=(suggested_id(given["tittel"]) if given["id"] is None else given["id"]),
        tittel=given["tittel"],
        eier=given["eier"],
        spraak=norm,
        forvaltning=given["forvaltning"] or fitting[0],
        tjenester=given["tjenester"] or suggested_services(kind),
        gyldig_fra=begins,
        revideres_innen=given["revideres_innen"] or year_on(begins),
        hjemmel=given["hjemmel"] or suggested_basis(kind, norm),
    )


def as_line(refusal: Refusal) -> str:
    """A refusal for a person, on one line."""
    return f"  {refusal.key or 'rutinen'}: {refusal.message}"


def _place(folder: Path | None, paths: tuple[str, ...], identity: str) -> Path:
    """Where the routine is written: the folder given, else the first configured path that is one."""
    folders = [Path(path) for path in paths if not path.lower().endswith((".md", ".markdown")) and path != "-"]
    return (folder or next(iter(folders), Path("routines"))) / f"{identity}.md"


def _put(target: Path, text: str, identity: str) -> None:
    shown = shown_path(target)
    if identity in Disk().ids_beside(target.as_posix()):
        raise UsageError(f"en rutine i mappen har id «{identity}» fra før; velg en annen med --id", shown)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not write_new(target, text.encode()):
            raise UsageError("finnes fra før, og blir ikke skrevet over; velg en annen id med --id", shown)
    except OSError as error:
        raise UsageError(f"kan ikke skrives ({error.strerror}); velg en annen mappe med --to", shown) from None
