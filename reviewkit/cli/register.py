"""`reviewkit register`: runs, findings and what is decided about them, over time."""

from __future__ import annotations

import gc
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.config import config_option, configured
from reviewkit.cli.options import language_option, output_to, today_option
from reviewkit.model import Language, UsageError

if TYPE_CHECKING:
    from reviewkit.register.book import Book
    from reviewkit.register.store import Store

DEFAULT = "reviewkit-register.sqlite"

place_option = click.option(
    "--register", "register_place", envvar="REVIEWKIT_REGISTER", default=DEFAULT, show_default=True,
    metavar="FIL|ADRESSE",
    help="Registeret: en fil, eller postgresql://bruker@vert/base. Kan stå i REVIEWKIT_REGISTER.",
)  # fmt: skip
by_option = click.option(
    "--by", envvar="REVIEWKIT_ROLE", required=True, metavar="ROLLE",
    help="Hvem som gjør dette, som rolle eller enhet; aldri et navn. Kan stå i REVIEWKIT_ROLE.",
)  # fmt: skip
_STATES = ["open", "upheld", "rejected", "legal", "accepted", "closed"]


@click.group("register")
def register() -> None:
    """Følg funnene over tid: gjennomganger, vurderinger, tiltak og oppfølging."""


def with_book(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the register that its option names, and close it afterwards; there must be one."""
    return _opening(command, begins=False)


def with_new_book(command: Callable[..., int]) -> Callable[..., int]:
    """The same for a command that may begin a register."""
    return _opening(command, begins=True)


def _opening(command: Callable[..., int], begins: bool) -> Callable[..., int]:
    @place_option
    @wraps(command)
    def opened(*args: Any, register_place: str, **kwargs: Any) -> int:
        book, close = open_book(register_place, begins)
        try:
            return command(*args, book=book, **kwargs)
        finally:
            gc.unfreeze()
            close()

    return opened


def with_log(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the log of the register that its option names, unread, and close it afterwards."""

    @place_option
    @wraps(command)
    def opened(*args: Any, register_place: str, **kwargs: Any) -> int:
        log = _open(register_place)
        try:
            return command(*args, log=log, **kwargs)
        finally:
            log.close()

    return opened


def open_book(place: str, begins: bool = False) -> tuple[Book, Callable[[], None]]:
    """A register, and how it is closed; one that is not there is made where it `begins`.

    Raises UsageError where it cannot be opened or a package is missing.
    """
    log = _open(place, begins)
    return _book(log), log.close


def _open(place: str, begins: bool = False) -> Store:
    if not begins and "://" not in place and not Path(place).exists():
        said = "registeret finnes ikke; «reviewkit register record» begynner det, eller oppgi det med --register"
        raise UsageError(said, place)
    for package in ("alembic", "babel", "sqlalchemy"):
        if find_spec(package) is None:
            said = f"registeret trenger pakken «{package}», som mangler"
            raise UsageError(f"{said}; installer med: pip install 'reviewkit[register]'")
    from reviewkit.register.store import Store

    log = Store(place)
    if log.backup is not None:
        click.echo(f"Registeret er ført over til nytt skjema; sikkerhetskopi: {log.backup}", err=True)
    return log


def _book(log: Store) -> Book:
    """The register as it stands. All that is read is kept, and the collector would go through it time and again."""
    from reviewkit.register.book import Book

    collecting = gc.isenabled()
    gc.disable()
    try:
        book = Book(log, _now)
        gc.freeze()
        return book
    finally:
        if collecting:
            gc.enable()


def _now() -> str:
    """The time in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@register.command("record")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[STI]...")
@click.option("--revision", default="", help="Hva versjonen av rutinene heter, for eksempel en dato eller en commit.")
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene (MAN, TAU003 …).")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Antall prosesser; 0 velger selv.")
@click.option("--cache/--no-cache", default=True, help="Bruk det som er husket fra tidligere kjøringer.")
@by_option
@config_option
@language_option
@today_option
@with_new_book
@click.pass_context
def record(
    context: click.Context, /, book: Book, revision: str, by: str, today: date, config_file: Path | None, **_: object
) -> int:
    """Gå gjennom rutinene og før resultatet inn: nye funn, uendrede, endrede, borte og tilbake.

    Et funn lukkes når teksten er borte. Det som ikke ble sett på (andre rutiner, andre regler), står som det stod.
    """
    from reviewkit.cli.recording import looked_at
    from reviewkit.register.recording import recorded
    from reviewkit.report.ledger import run_summary

    configuration = configured(context, config_file)
    known = {item.seen.path for item in book.state.findings.values() if not item.source}
    looked = looked_at(configuration, today, revision, known)
    book.write(lambda state: recorded(state, looked), by)
    click.echo(run_summary(book.state, configuration.settings.lang), nl=False)
    for problem in looked.review.problems:
        click.echo(f"Feil: {problem.path}: {problem.message}", err=True)
    return 2 if looked.review.problems else 0


@register.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="Bare funn i denne tilstanden.")
@click.option("--rule", "rules", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene.")
@click.option("--owner", default="", help="Bare rutiner med denne eieren (en del av navnet er nok).")
@click.option("--new", "results", flag_value="new", multiple=True, help="Bare funn som var nye i siste gjennomgang.")
@click.option("--changed", "results", flag_value="changed", multiple=True, help="Bare funn der teksten er endret.")
@click.option("--returned", "results", flag_value="returned", multiple=True, help="Bare funn som er kommet tilbake.")
@click.option("--gone", "results", flag_value="gone", multiple=True, help="Bare funn der teksten er borte.")
@click.option(
    "--order", type=click.Choice(["number", "place", "severity"]), default="number", show_default=True,
    help="Rekkefølgen: nummer, sted, eller de alvorligste først.",
)  # fmt: skip
@click.option("--measures", is_flag=True, help="Vis tiltakene i stedet for funnene.")
@click.option("--overdue", is_flag=True, help="Bare tiltak der fristen er ute.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Linjer for mennesker, eller JSON for program.",
)  # fmt: skip
@language_option
@today_option
@with_book
def list_(
    book: Book, states: tuple[str, ...], rules: tuple[str, ...], owner: str, results: tuple[str, ...], order: Any,
    measures: bool, overdue: bool, form: str, lang: Language, today: date,
) -> int:  # fmt: skip
    """Vis funnene i registeret, eller tiltakene: nummer, tilstand, hva siste gjennomgang sa, regel, sted og tekst."""
    from reviewkit.report.export import exported, measures_as_json
    from reviewkit.report.ledger import Wanted, findings, measures_of

    wanted = Wanted(states, rules, owner, results, order)
    if form == "json":
        of_measures = measures or overdue
        output_to(
            measures_as_json(book.state, today, overdue)
            if of_measures
            else exported(book.state, "json", today, lang, wanted.chosen(book.state, today)),
            None,
        )
        return 0
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    if measures or overdue:
        text = measures_of(book.state, today, lang, overdue)
    else:
        text = findings(book.state, today, lang, wanted, width)
    click.echo(text, nl=False)
    return 0


@register.command("show")
@click.argument("number", type=click.IntRange(1), metavar="NUMMER")
@language_option
@today_option
@with_book
def show(book: Book, number: int, lang: Language, today: date) -> int:
    """Vis alt om funn NUMMER: teksten, vurderinger, tiltak, svar og det som lukket det."""
    from reviewkit.report.ledger import card

    click.echo(card(book.state, number, today, lang), nl=False)
    return 0


@register.command("history")
@click.argument("number", type=click.IntRange(1), required=False, metavar="[NUMMER]")
@language_option
@with_book
def history(book: Book, number: int | None, lang: Language) -> int:
    """Vis hva som er gjort, når og av hvem; for funn NUMMER, eller for hele registeret."""
    from reviewkit.report.history import history as told

    if number is not None and number not in book.state.findings:
        raise UsageError(f"funn {number} finnes ikke; «reviewkit register list» viser alle")
    click.echo(told(book.entries(), number, lang), nl=False)
    return 0


@register.command("export")
@click.option("--format", "form", type=click.Choice(["json", "csv", "xlsx"]), default="json", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Filen; ellers skjermen.")
@language_option
@today_option
@with_book
def export(book: Book, form: str, output: Path | None, lang: Language, today: date) -> int:
    """Skriv ut funnene med vurderinger og tiltak, til regneark eller andre program."""
    from reviewkit.report.export import exported

    output_to(exported(book.state, form, today, lang), output)
    return 0


@register.command("verify")
@click.option(
    "--head", default="", metavar="HASH",
    help="Det siste fingeravtrykket du har notert; viser om slutten av loggen er fjernet.",
)  # fmt: skip
@with_log
def verify(log: Store, head: str) -> int:
    """Prøv at ingenting i loggen er endret, fjernet eller byttet om."""
    from reviewkit.register.chain import verify as verified

    entries = log.entries()
    last = verified(entries)
    if head and head not in (entry.hash for entry in entries):
        raise UsageError(
            f"fingeravtrykket {head} står ikke i loggen: slutten er fjernet, eller det er et annet register"
        )
    click.echo(f"{len(entries)} hendelser, ingenting er endret. Siste fingeravtrykk: {last}")
    return 0
