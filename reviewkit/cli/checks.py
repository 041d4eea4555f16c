"""`reviewkit checks`: read the catalogue, and test it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from reviewkit.cli.options import language_option, split_codes, today_option
from reviewkit.model import InputError, Language


@click.group("checks")
def checks() -> None:
    """Les reglene, og prøv eksemplene deres."""


@checks.command("list")
def list_checks() -> int:
    """Vis alle reglene med alvorlighet og hva de gjelder."""
    from reviewkit.check import load_catalogue

    for spec in load_catalogue().checks:
        click.echo(f"{spec.code}  {spec.severity:<8} {spec.applies_to:<9} {spec.title}")
    return 0


@checks.command("show")
@click.argument("code", metavar="KODE")
@click.option(
    "--register", "register_place", default="", metavar="FIL|ADRESSE",
    help="Vis også hva folk har ment om regelens funn i registeret.",
)  # fmt: skip
def show(code: str, register_place: str) -> int:
    """Vis siden til en regel: hvorfor, hva som meldes og ikke, og hvordan det rettes."""
    from reviewkit.check import load_catalogue, load_page

    catalogue = load_catalogue()
    spec = catalogue.check(code)
    click.echo(load_page(spec, catalogue).prose.strip())
    click.echo(f"\nGrunnlag: {'; '.join(spec.basis) or 'ingen lovbestemmelse'}\nKilde: {'; '.join(spec.source)}")
    for point in spec.risk_points:
        click.echo(f"Risikopunkt {point.point} ({point.direction}): {catalogue.risks[point.point].name.nb}")
    for line in _verdicts(register_place, spec.code) if register_place else ():
        click.echo(line)
    return 0


def _verdicts(place: str, code: str) -> Iterator[str]:
    """What people have made of the findings of a rule, by catalogue."""
    from reviewkit.cli.register import open_book
    from reviewkit.register.quality import of_rule, upheld

    book, close = open_book(place)
    try:
        figures = of_rule(upheld(book.state), code)
    finally:
        close()
    yield "\nVurdert av folk:" if figures else "\nIngen har vurdert funn av denne regelen."
    for item in figures:
        share = f"{item.precision * 100:.0f} %" if item.precision is not None else "–"
        counts = f"{item.upheld} står fast, {item.rejected} forkastet, {item.legal} til jurist"
        yield f"  katalog {item.catalogue[:16]}: presisjon {share} ({counts})"


@checks.command("impact")
@click.argument("old", metavar="GAMMEL")
@click.argument("new", metavar="NY")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form på resultatet.")
@language_option
@today_option
def impact(old: str, new: str, paths: tuple[str, ...], form: str, lang: Language, today: date) -> int:
    """Vis hvilke funn som kommer til og blir borte når katalogen endres fra GAMMEL til NY.

    GAMMEL og NY er hver sin mappe med regler, eller en revisjon i git der mappen heter checks. PATHS er rutiner; uten
    PATHS brukes mappen routines.

    Sluttkode: 0 sammenlignet, 2 feil bruk eller noe som ikke kan leses, 3 ingen rutiner på stiene.
    """
    from reviewkit.cli.catalogues import catalogue_at
    from reviewkit.cli.routines import find
    from reviewkit.load import Disk
    from reviewkit.measure import impact as compared
    from reviewkit.report.impact import as_json, as_text

    sources = [item.read()[0] for item in find(paths or ("routines",), lambda _: False).items]
    problems = [item for item in sources if isinstance(item, InputError)]
    for problem in problems:
        click.echo(f"Feil: {problem.path}: {problem.message}", err=True)
    if len(sources) == len(problems):
        if not problems:
            click.echo("Fant ingen rutiner (.md) på stiene. Kontroller stiene, eller oppgi en fil.", err=True)
        return 2 if problems else 3
    with catalogue_at(old) as before, catalogue_at(new) as after:
        found = compared(sources, before, after, today, Disk())
    click.echo(as_json(found) if form == "json" else as_text(found, lang), nl=False)
    return 2 if problems else 0


@checks.command("test")
@click.argument("codes", metavar="[KODE …]", nargs=-1)
def test(codes: tuple[str, ...]) -> int:
    """Prøv eksemplene på sidene: hvert av dem er en test av regelen."""
    from reviewkit.check import load_catalogue, load_page
    from reviewkit.measure import failing_examples

    catalogue = load_catalogue()
    failures = total = 0
    for spec in catalogue.chosen(split_codes(codes), ()):
        page = load_page(spec, catalogue)
        total += len(page.examples)
        for failure in failing_examples(spec, page, catalogue):
            failures += 1
            click.echo(f"{failure.path}:{failure.line} {failure.code} {failure.message}")
    click.echo(f"{total} eksempler prøvd, {failures} feilet.")
    return 1 if failures else 0
