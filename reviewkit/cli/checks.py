"""`reviewkit checks`: read the catalogue, and test it."""

from __future__ import annotations

import click

from reviewkit.cli.options import split_codes


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
def show(code: str) -> int:
    """Vis siden til en regel: hvorfor, hva som meldes og ikke, og hvordan det rettes."""
    from reviewkit.check import load_catalogue, load_page

    catalogue = load_catalogue()
    spec = catalogue.check(code)
    click.echo(load_page(spec, catalogue).prose.strip())
    click.echo(f"\nGrunnlag: {'; '.join(spec.basis) or 'ingen lovbestemmelse'}\nKilde: {'; '.join(spec.source)}")
    for point in spec.risk_points:
        click.echo(f"Risikopunkt {point.point} ({point.direction}): {catalogue.risks[point.point].name}")
    return 0


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
