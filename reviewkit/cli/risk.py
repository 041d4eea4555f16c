"""`reviewkit risk`: the form of a risk workshop, and the ranking of what the groups have filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.options import language_option, output_to, split_codes, today_option
from reviewkit.cli.writing import write_whole
from reviewkit.model import Language, UsageError

if TYPE_CHECKING:
    from reviewkit.check import Catalogue, Risk
    from reviewkit.model import Review
    from reviewkit.report.risk import Result
    from reviewkit.risk import By, Form, Gathered, Kind

_FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf", "md")
_DOCUMENTS = ("html", "docx", "pdf", "md")
_kind_option = click.option(
    "--kind", type=click.Choice(["local", "national"]), default="local", show_default=True, help="Slags workshop."
)


@click.group("risk")
def risk() -> None:
    """Risikovurdering i workshop: skjemaet gruppene fyller ut, og rangeringen av det de kom fram til."""


@risk.command("sheet")
@click.option("--format", "format_", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True,
              help="Form på skjemaet.")  # fmt: skip
@click.option("--lang", type=click.Choice(["nb", "nn"]), default="nb", show_default=True, help="Språk i skjemaet.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Filen som skrives.")
@click.option("--groups", type=click.IntRange(1, 50), default=1, show_default=True,
              help="Antall grupper; er det flere enn én, lages det også et skjema til plenum.")  # fmt: skip
@click.option("--points", multiple=True, metavar="NR", help="Bare disse risikopunktene (1,5,…).")
@_kind_option
def sheet(format_: str, lang: Language, out: Path, groups: int, points: tuple[str, ...], kind: Kind) -> int:
    """Lag skjemaet til en workshop.

    XLSX får veiledning og ett ark for hver gruppe; CSV én fil for hver gruppe (NAVN-1.csv, NAVN-2.csv …).
    """
    from reviewkit.check import load_catalogue
    from reviewkit.report.risk import form_csv, form_workbook
    from reviewkit.risk import Form

    risks = _chosen(load_catalogue(), points)
    forms = [Form(f"Gruppe {number}" if groups > 1 else "", kind) for number in range(1, groups + 1)]
    forms += [Form("Plenum", kind, plenum=True)] if groups > 1 else []
    if format_ == "xlsx":
        files = [(out, form_workbook(forms, risks, lang))]
    else:
        files = [(_numbered(out, forms, form), form_csv(form, risks, lang)) for form in forms]
    for path, data in files:
        _write(path, data)
        click.echo(path.as_posix())
    return 0


@risk.command("rank")
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SKJEMA…")
@click.option("--by", type=click.Choice(["product", "sum"]), default="product", show_default=True,
              help="Sannsynlighet × konsekvens, eller summen av dem.")  # fmt: skip
@click.option("--plenum", type=click.Path(dir_okay=False, path_type=Path), help="Skjemaet med det plenum ble enige om.")
@_kind_option
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True,
              help="Form på resultatet.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Skriv til en fil i stedet for skjermen.")
@click.option("--routines", multiple=True, type=click.Path(), metavar="STI",
              help="Rutiner (filer og mapper) som rangeringen holdes opp mot.")  # fmt: skip
@language_option
@today_option
@click.pass_context
def rank(
    context: click.Context, /, sheets: tuple[Path, ...], by: By, plenum: Path | None, kind: Kind, format_: str,
    out: Path | None, routines: tuple[str, ...], lang: Language, today: date,
) -> int:  # fmt: skip
    """Les gruppenes skjemaer og ranger risikopunktene.

    SKJEMA er XLSX- og CSV-filer. Et skjema som selv sier at det er lokalt eller nasjonalt, er det; ellers gjelder
    --kind. Er det skjemaer av begge slag, rangeres de side om side.

    Sluttkode: 0 rangeringen er laget, 2 feil bruk eller feil i skjemaene (ingenting rangeres).
    """
    from reviewkit.check import load_catalogue
    from reviewkit.report.harmless import clean

    if format_ in ("xlsx", "docx", "pdf") and out is None:
        raise UsageError(f"{format_} kan ikke vises på skjermen; oppgi en fil med --out")
    review, catalogue = _reviewed(context, routines, today) if routines else (None, load_catalogue())
    gathered = _gathered(sheets, plenum, kind, catalogue, lang)
    for fault in gathered.faults:
        click.echo(f"Feil: {clean(str(fault))}", err=True)
    if gathered.faults:
        return 2
    if not gathered.sheets:
        raise UsageError("ingen av skjemaene er fylt ut")
    output_to(_rendered(_result(gathered, by, catalogue, lang, review), format_, lang, today), out)
    for note in gathered.notes:
        click.echo(f"Merk: {clean(note)}", err=True)
    return 2 if review is not None and review.problems else 0


def _chosen(catalogue: Catalogue, points: tuple[str, ...]) -> list[Risk]:
    """The risk points of a form; raises UsageError for a number that there is not."""
    numbers = split_codes(points) or tuple(map(str, sorted(catalogue.risks)))
    known = {str(number): item for number, item in catalogue.risks.items()}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise UsageError(f"risikopunkt «{unknown[0]}» finnes ikke; listen går fra 1 til {max(catalogue.risks)}")
    return [known[number] for number in sorted(set(numbers), key=int)]


def _numbered(out: Path, forms: list[Form], form: Form) -> Path:
    """The file of one form among several: with its number, the plenum's by its name."""
    if len(forms) == 1:
        return out
    name = "plenum" if form.plenum else str(forms.index(form) + 1)
    return out.with_name(f"{out.stem}-{name}{out.suffix}")


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, [data])
    except OSError as error:
        raise UsageError(f"kan ikke skrive skjemaet ({error.strerror}); velg en annen fil", str(path)) from None


def _gathered(
    sheets: tuple[Path, ...], plenum: Path | None, kind: Kind, catalogue: Catalogue, lang: Language
) -> Gathered:
    """All sheets as they were read, with their faults; a file without a form is one."""
    from reviewkit.load.tables import read_tables
    from reviewkit.risk import Fault, Reading, gather, read_sheet

    readings: list[Reading] = []
    for path, agreed in [*((path, False) for path in sheets), *([(plenum, True)] if plenum is not None else [])]:
        found = [read_sheet(table, catalogue.risks, lang, kind, agreed) for table in read_tables(path)]
        if not any(reading.form for reading in found):
            said = "finner ikke skjemaet (kolonnene Nr, Kortnavn, Sannsynlighet, Konsekvens); lag det med «risk sheet»"
            found.append(Reading(None, (Fault(path.as_posix(), "", "", said),)))
        readings += found
    return gather(readings)


def _reviewed(context: click.Context, routines: tuple[str, ...], today: date) -> tuple[Review, Catalogue]:
    """The review of the routines that the ranking is held up against, and the catalogue it was made with."""
    from reviewkit.cli.config import configured
    from reviewkit.cli.portraying import portray

    portrayed = portray(configured(context, None), today, routines)
    review = portrayed.review
    for problem in review.problems:
        click.echo(f"Feil: {problem.path}: {problem.message}", err=True)
    if not review.routines and not review.problems:
        raise UsageError("fant ingen rutiner (.md) på stiene etter --routines; kontroller stiene")
    return review, portrayed.catalogue


def _result(gathered: Gathered, by: By, catalogue: Catalogue, lang: Language, review: Review | None) -> Result:
    from reviewkit.report.risk import Result
    from reviewkit.risk import rank as ranked
    from reviewkit.risk import touches

    rankings = tuple(ranked(gathered.sheets, kind, by, catalogue.risks, lang) for kind in gathered.kinds())
    if review is None:
        return Result(rankings, gathered.notes)
    touched = {item.kind: tuple(touches(item, review.findings, catalogue.checks)) for item in rankings}
    return Result(rankings, gathered.notes, touched)


def _rendered(result: Result, format_: str, lang: Language, today: date) -> bytes:
    from reviewkit.report.risk import ranking_csv, ranking_json, ranking_text, ranking_workbook

    if format_ in _DOCUMENTS:
        from reviewkit.report.documents import Publisher
        from reviewkit.report.documents.risk import ranking_report

        publisher = Publisher(lang)
        document = ranking_report(result, publisher.wording, today)
        return b"".join(publisher.file(document, format_))  # type: ignore[arg-type]
    if format_ == "xlsx":
        return ranking_workbook(result, lang)
    if format_ == "csv":
        return ranking_csv(result, lang)
    text = ranking_json(result) if format_ == "json" else ranking_text(result, lang)
    return text.encode("utf-8", "replace")
