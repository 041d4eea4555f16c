"""What people decide about findings: verdicts, measures, statuses, accepted deviations, replies, stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.options import DateOption, today_option
from reviewkit.cli.register import by_option, register, with_book, with_new_book
from reviewkit.model import UsageError

if TYPE_CHECKING:
    from reviewkit.register.book import Book

_NUMBERS = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1), metavar="NUMMER...")
_SINCE = click.option(
    "--since", type=int, default=None, metavar="HENDELSE",
    help="Hendelsen du så funnet ved (se «show»); er det endret av andre siden, blir du stanset.",
)  # fmt: skip
_ALIKE = click.option(
    "--alike", is_flag=True, help="Gjelder også alle åpne funn av samme regel på samme ord (se «show»)."
)
_REASONS = ["within-guidance", "case-preparation", "reading-disputed", "not-about-users", "text-misread", "other"]


@register.command("assess")
@_NUMBERS
@click.option(
    "--verdict", type=click.Choice(["upheld", "rejected", "legal"]), required=True,
    help="Står fast (upheld), forkastes (rejected), eller må vurderes av jurist (legal).",
)  # fmt: skip
@click.option(
    "--reason",
    type=click.Choice(_REASONS),
    default=None,
    help="Grunnen: veiledningsplikten, saksforberedelse, uenig fortolkning, ikke om brukere, lest feil, annet.",
)
@click.option("--note", default="", help="Grunnen, i egne ord.")
@_ALIKE
@_SINCE
@by_option
@today_option
@with_book
def assess(
    book: Book, numbers: Sequence[int], verdict: Any, reason: Any, note: str, alike: bool, since: int | None, by: str,
    today: date,
) -> int:  # fmt: skip
    """Vurder funn NUMMER: om de står fast. En vurdering gjelder til teksten endres."""
    chosen = _chosen(book, numbers, alike, today)
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
@_ALIKE
@by_option
@today_option
@with_book
def measure(
    book: Book, numbers: Sequence[int], text: str, owner: str, deadline: date, decision: bool, alike: bool, by: str,
    today: date,
) -> int:  # fmt: skip
    """Før inn et tiltak for funn NUMMER."""
    chosen = _chosen(book, numbers, alike, today)
    number = book.promise(chosen, text, owner, deadline, by, "decision" if decision else "measure")
    click.echo(f"Tiltak {number} er ført inn for {_listed(chosen)}, med frist {deadline.isoformat()}")
    return 0


@register.command("status")
@click.argument("number", type=click.IntRange(1), metavar="NUMMER")
@click.option(
    "--grade", type=click.Choice(["done", "mainly", "partly", "not", "seems-done"]), required=True,
    help="Iverksatt (done), i hovedsak (mainly), delvis (partly), ikke (not), eller synes iverksatt (seems-done).",
)  # fmt: skip
@click.option("--evidence", required=True, help="Hva det bygger på.")
@click.option("--according-to", default="", help="Hvem som opplyser det («ifølge …»).")
@click.option(
    "--enough",
    type=click.Choice(["open", "yes", "no"]),
    default="open",
    help="Om tiltaket er nok: ja, nei eller ikke avgjort (open).",
)
@click.option(
    "--indicator", default="", help="Målet det følges med; bruk også --baseline, --target, --now og --caveat."
)
@click.option("--baseline", default="", help="Hva målet viste da tiltaket ble meldt.")
@click.option("--target", default="", help="Hva det skal vise.")
@click.option("--now", default="", help="Hva det viser nå.")
@click.option("--caveat", default="", help="Hva tallene ikke kan vise.")
@by_option
@today_option
@with_book
def status(
    book: Book, number: int, grade: Any, evidence: str, according_to: str, enough: Any, by: str, today: date,
    indicator: str, baseline: str, target: str, now: str, caveat: str,
) -> int:  # fmt: skip
    """Før inn hvor langt tiltak NUMMER er kommet."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Indicator, Status

    if not indicator and any((baseline, target, now, caveat)):
        raise UsageError("--baseline, --target, --now og --caveat hører til et mål; oppgi det med --indicator")
    shown = Indicator(*map(plain, (indicator, baseline, target, now, caveat))) if indicator else None
    book.report_status(number, Status(today, grade, plain(evidence), plain(according_to), shown, enough), by)
    click.echo(f"Status for tiltak {number} er ført inn")
    return 0


@register.command("accept")
@_NUMBERS
@click.option("--recommendation", required=True, help="Hva som ble anbefalt.")
@click.option("--decision", required=True, help="Hva som ble besluttet.")
@click.option("--decided-by", required=True, help="Hvem som besluttet, som rolle.")
@click.option(
    "--until", type=DateOption(), default=None, help="Siste dag avviket godtas; deretter er funnet åpent igjen."
)
@click.option("--consent", default="", help="En annen rolle som samtykker; kreves for mandatreglene.")
@_ALIKE
@_SINCE
@by_option
@today_option
@with_book
def accept(
    book: Book, numbers: Sequence[int], recommendation: str, decision: str, decided_by: str, until: date | None,
    consent: str, alike: bool, since: int | None, by: str, today: date,
) -> int:  # fmt: skip
    """Før inn at funn NUMMER godtas som avvik, inntil videre eller til og med en dato."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Acceptance

    if until is not None and until < today:
        raise UsageError(
            f"datoen {until.isoformat()} er alt passert; oppgi en senere dag med --until, eller utelat den"
        )
    chosen = _chosen(book, numbers, alike, today)
    accepted = Acceptance(plain(recommendation), plain(decision), plain(decided_by), until, plain(consent))
    book.accept(chosen, accepted, by, since)
    click.echo(f"Godtatt som avvik: {_listed(chosen)}")
    return 0


@register.command("add")
@click.option(
    "--source", type=click.Choice(["call", "conversation", "statistics", "case"]), required=True,
    help="Hvor det ble sett: en telefon (call), en samtale (conversation), statistikk eller en sak (case).",
)  # fmt: skip
@click.option("--rule", default="", help="Regelen det hører under; uten er «uten regel».")
@click.option("--routine", default="", help="Rutinens id, om det gjelder en rutine.")
@click.option("--place", default="", help="Hvor, i egne ord.")
@click.option("--text", required=True, help="Hva som ble sett, uten personopplysninger.")
@by_option
@with_new_book
def add(book: Book, source: Any, rule: str, routine: str, place: str, text: str, by: str) -> int:
    """Før inn noe mennesker har sett, som ingen regel har funnet. Ingen gjennomgang lukker et slikt funn."""
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
    """Før inn et datert svar på funn NUMMER, mens rapporten er til uttalelse."""
    from reviewkit.register.book import plain
    from reviewkit.register.values import Reply

    book.reply(list(dict.fromkeys(numbers)), Reply(today, plain(sender), plain(text)), by)
    click.echo(f"Svar ført inn på {_listed(numbers)}")
    return 0


@register.command("stage")
@click.argument("name", type=click.Choice(["comments", "final"]), metavar="[comments|final]")
@by_option
@with_book
def stage(book: Book, name: Any, by: str) -> int:
    """Før rapporten videre: til uttalelse (comments), eller endelig (final)."""
    book.reach(name, by)
    click.echo("Rapporten er nå til uttalelse" if name == "comments" else "Rapporten er nå endelig")
    return 0


def _chosen(book: Book, numbers: Sequence[int], alike: bool, today: date) -> list[int]:
    """The numbers given, each once, and with `alike` the open findings of the same passage."""
    from reviewkit.register.book import alike as same

    others = [other for number in numbers for other in same(book.state, number, today)] if alike else []
    return sorted({*numbers, *others})


def _listed(numbers: Sequence[int]) -> str:
    return "funn " + ", ".join(map(str, numbers))
