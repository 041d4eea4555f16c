"""What people decide about findings: verdicts, measures, statuses, accepted deviations, replies, stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.options import DateOption, today_option
from reviewkit.cli.register import by_option, register, with_book

if TYPE_CHECKING:
    from reviewkit.register.book import Book

_NUMBERS = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
_SINCE = click.option(
    "--since", type=int, default=None, metavar="HENDELSE",
    help="Hendelsen du så funnet ved (se «show»); er det endret av andre siden, blir du stanset.",
)  # fmt: skip
_REASONS = ["within-guidance", "case-preparation", "reading-disputed", "not-about-users", "text-misread", "other"]


@register.command("assess")
@_NUMBERS
@click.option(
    "--verdict", type=click.Choice(["upheld", "rejected", "legal"]), required=True,
    help="Står fast, forkastes, eller må vurderes juridisk.",
)  # fmt: skip
@click.option("--reason", type=click.Choice(_REASONS), default=None, help="Grunnen, som kode.")
@click.option("--note", default="", help="Grunnen, i egne ord.")
@click.option("--alike", is_flag=True, help="Gjelder alle åpne funn av samme regel på samme ord.")
@_SINCE
@by_option
@with_book
def assess(
    book: Book, numbers: Sequence[int], verdict: Any, reason: Any, note: str, alike: bool, since: int | None, by: str
) -> int:
    """Vurder funn NUMBERS."""
    from reviewkit.register.book import alike as same

    chosen = sorted(
        {*numbers, *(other for number in numbers for other in same(book.state, number))} if alike else numbers
    )
    book.assess(chosen, verdict, reason or "", note, by, since)
    click.echo(f"Vurdert: {_listed(chosen)}")
    return 0


@register.command("measure")
@_NUMBERS
@click.option("--text", required=True, help="Tiltaket.")
@click.option("--owner", required=True, help="Hvem som skal gjennomføre det, som rolle eller enhet.")
@click.option("--deadline", type=DateOption(), required=True, help="Fristen.")
@click.option(
    "--decision", is_flag=True, help="Et vedtak i et råd eller utvalg, ikke et tiltak enheten har meldt selv."
)
@by_option
@with_book
def measure(book: Book, numbers: Sequence[int], text: str, owner: str, deadline: date, decision: bool, by: str) -> int:
    """Før inn et tiltak for funn NUMBERS."""
    number = book.promise(numbers, text, owner, deadline, by, "decision" if decision else "measure")
    click.echo(f"Tiltak {number} er ført inn, med frist {deadline.isoformat()}")
    return 0


@register.command("status")
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--grade", type=click.Choice(["done", "mainly", "partly", "not", "seems-done"]), required=True,
    help="Iverksatt, i hovedsak, delvis, ikke, eller synes iverksatt.",
)  # fmt: skip
@click.option("--evidence", required=True, help="Hva det bygger på.")
@click.option("--according-to", default="", help="Hvem som opplyser det («ifølge …»).")
@click.option("--enough", type=click.Choice(["open", "yes", "no"]), default="open", help="Om tiltaket er nok.")
@click.option(
    "--indicator", default="", help="Målet det følges med; bruk også --baseline, --target, --now og --caveat."
)
@click.option("--baseline", default="")
@click.option("--target", default="")
@click.option("--now", default="")
@click.option("--caveat", default="", help="Hva tallene ikke kan vise.")
@by_option
@today_option
@with_book
def status(
    book: Book, number: int, grade: Any, evidence: str, according_to: str, enough: Any, by: str, today: date,
    indicator: str, baseline: str, target: str, now: str, caveat: str,
) -> int:  # fmt: skip
    """Før inn hvor langt tiltak NUMBER er kommet."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Indicator, Status

    shown = Indicator(*map(plain, (indicator, baseline, target, now, caveat))) if indicator else None
    book.report_status(number, Status(today, grade, plain(evidence), plain(according_to), shown, enough), by)
    click.echo(f"Status for tiltak {number} er ført inn")
    return 0


@register.command("accept")
@_NUMBERS
@click.option("--recommendation", required=True, help="Hva som ble anbefalt.")
@click.option("--decision", required=True, help="Hva som ble besluttet.")
@click.option("--decided-by", required=True, help="Hvem som besluttet, som rolle.")
@click.option("--until", type=DateOption(), default=None, help="Hvor lenge avviket godtas.")
@click.option("--consent", default="", help="En annen rolle som samtykker; kreves for mandatreglene.")
@_SINCE
@by_option
@with_book
def accept(
    book: Book, numbers: Sequence[int], recommendation: str, decision: str, decided_by: str, until: date | None,
    consent: str, since: int | None, by: str,
) -> int:  # fmt: skip
    """Før inn at funn NUMBERS godtas som avvik, inntil videre eller til en dato."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Acceptance

    accepted = Acceptance(plain(recommendation), plain(decision), plain(decided_by), until, plain(consent))
    book.accept(numbers, accepted, by, since)
    click.echo(f"Godtatt som avvik: {_listed(numbers)}")
    return 0


@register.command("add")
@click.option(
    "--source", type=click.Choice(["call", "conversation", "statistics", "case"]), required=True,
    help="Hvor det ble sett: i en samtale, et møte, statistikk eller en sak.",
)  # fmt: skip
@click.option("--rule", default="", help="Regelen det hører under; uten er «uten regel».")
@click.option("--routine", default="", help="Rutinens id, om det gjelder en rutine.")
@click.option("--place", default="", help="Hvor, i egne ord.")
@click.option("--text", required=True, help="Hva som ble sett, uten personopplysninger.")
@by_option
@with_book
def add(book: Book, source: Any, rule: str, routine: str, place: str, text: str, by: str) -> int:
    """Før inn noe mennesker har sett, som ingen regel har funnet."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Sighting

    seen = Sighting("", rule.upper(), "info", plain(routine), plain(place), 0, (), plain(text))
    click.echo(f"Funn {book.add(seen, source, by)} er ført inn")
    return 0


@register.command("reply")
@_NUMBERS
@click.option("--sender", required=True, help="Hvem som svarer, som rolle eller enhet.")
@click.option("--text", required=True, help="Svaret.")
@by_option
@today_option
@with_book
def reply(book: Book, numbers: Sequence[int], sender: str, text: str, by: str, today: date) -> int:
    """Før inn et datert svar på funn NUMBERS, mens rapporten er til uttalelse."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Reply

    book.reply(numbers, Reply(today, plain(sender), plain(text)), by)
    click.echo(f"Svar ført inn på {_listed(numbers)}")
    return 0


@register.command("stage")
@click.argument("name", type=click.Choice(["comments", "final"]))
@by_option
@with_book
def stage(book: Book, name: Any, by: str) -> int:
    """Før rapporten videre: til uttalelse (comments), eller endelig (final)."""
    book.reach(name, by)
    click.echo(f"Rapporten er nå: {name}")
    return 0


def _listed(numbers: Sequence[int]) -> str:
    return "funn " + ", ".join(map(str, numbers))
