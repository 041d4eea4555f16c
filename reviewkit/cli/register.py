"""`reviewkit register`: runs, findings and what is decided about them, over time."""

from __future__ import annotations

import gc
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
    """Give a command the register that its option names, and close it afterwards."""

    @with_log
    @wraps(command)
    def opened(*args: Any, log: Store, **kwargs: Any) -> int:
        book = _book(log)
        try:
            return command(*args, book=book, **kwargs)
        finally:
            gc.unfreeze()

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


def open_book(place: str) -> tuple[Book, Callable[[], None]]:
    """A register, and how it is closed; raises UsageError where it cannot be opened or a package is missing."""
    log = _open(place)
    return _book(log), log.close


def _open(place: str) -> Store:
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
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--revision", default="", help="Hva versjonen av rutinene heter, for eksempel en dato eller en commit.")
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene (MAN, TAU003 …).")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Antall prosesser; 0 velger selv.")
@click.option("--cache/--no-cache", default=True, help="Bruk det som er husket fra tidligere kjøringer.")
@by_option
@config_option
@language_option
@today_option
@with_book
@click.pass_context
def record(
    context: click.Context, /, book: Book, revision: str, by: str, today: date, config_file: Path | None, **_: object
) -> int:
    """Gå gjennom rutinene og før resultatet inn: nye funn, uendrede, endrede, borte og tilbake."""
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
@click.option("--measures", is_flag=True, help="Vis tiltakene i stedet for funnene.")
@click.option("--overdue", is_flag=True, help="Bare tiltak der fristen er ute.")
@language_option
@today_option
@with_book
def list_(
    book: Book, states: tuple[str, ...], rules: tuple[str, ...], owner: str, measures: bool, overdue: bool,
    lang: Language, today: date,
) -> int:  # fmt: skip
    """Vis funnene i registeret, eller tiltakene."""
    from reviewkit.report.ledger import Wanted, findings, measures_of

    if measures or overdue:
        text = measures_of(book.state, today, lang, overdue)
    else:
        text = findings(book.state, today, lang, Wanted(states, rules, owner))
    click.echo(text, nl=False)
    return 0


@register.command("show")
@click.argument("number", type=click.IntRange(1))
@language_option
@today_option
@with_book
def show(book: Book, number: int, lang: Language, today: date) -> int:
    """Vis alt om funn NUMBER: teksten, vurderinger, tiltak, svar og det som lukket det."""
    from reviewkit.report.ledger import card

    click.echo(card(book.state, number, today, lang), nl=False)
    return 0


@register.command("history")
@click.argument("number", type=click.IntRange(1), required=False)
@language_option
@with_book
def history(book: Book, number: int | None, lang: Language) -> int:
    """Vis hva som er gjort, når og av hvem; for funn NUMBER, eller for hele registeret."""
    from reviewkit.report.ledger import history as told

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
