"""`reviewkit report`: review routines and write reports to their owners, to supervisors and to lawyers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from reviewkit.cli.config import config_option, configured
from reviewkit.cli.options import language_option, today_option
from reviewkit.cli.portraying import portray
from reviewkit.cli.register import open_book, place_option
from reviewkit.cli.routines import NOTHING
from reviewkit.cli.writing import write_whole
from reviewkit.model import UsageError
from reviewkit.model.settings import Configuration
from reviewkit.report.documents import FORMS, KINDS, MARKDOWN_MARK, Form, Kind, Publisher
from reviewkit.report.harmless import clean

if TYPE_CHECKING:
    from reviewkit.dossier import Dossier, Known
    from reviewkit.register.quality import Upheld
    from reviewkit.report.documents.tree import Document, Section


_COMMAND_LINE = click.core.ParameterSource.COMMANDLINE


@click.command("report")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--kind",
    type=click.Choice([*KINDS, "all", "follow-up"]),
    default="all",
    show_default=True,
    help="Hvem rapporten er til.",
)
@click.option("--format", "forms", type=click.Choice(FORMS), multiple=True, default=("html",), show_default=True,
              help="Format; kan gis flere ganger.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Mappen rapportene skrives i.")
@click.option("--notes", type=click.Path(path_type=Path), help="Saksbehandlerens notater (TOML).")
@click.option("--templates", type=click.Path(path_type=Path), help="Mappe med egne maler.")
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene (MAN, TAU003 …).")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Antall prosesser; 0 velger selv.")
@click.option("--cache/--no-cache", default=True, help="Bruk det som er husket fra tidligere kjøringer.")
@place_option
@config_option
@language_option
@today_option
@click.pass_context
def report(
    context: click.Context, /, kind: str, forms: tuple[Form, ...], out: Path, notes: Path | None,
    templates: Path | None, today: date, config_file: Path | None, register_place: str, **_: object,
) -> int:  # fmt: skip
    """Gå gjennom rutiner og skriv rapporter: til eierne, til tilsynet og til juristene.

    PATHS er filer og mapper, som for «check». Hver rapport er én fil i mappen etter --out: en oversikt og en rapport
    for hver eier, tilsynsrapporten og mandatmatrisen.

    «follow-up» er oppfølgingsrapporten, og leser bare registeret. Mandatmatrisen viser hva folk har ment om reglenes
    funn når --register står på kommandolinjen; ellers åpnes ikke registeret.

    Sluttkode: 0 rapportene er skrevet, 2 feil bruk eller noe som ikke kan leses, 3 ingen rutiner på stiene.
    """
    configuration = configured(context, config_file)
    forms = tuple(dict.fromkeys(forms))
    publisher = Publisher(configuration.settings.lang, templates, forms)
    if kind == "follow-up":
        return _follow_up(register_place, today, forms, out, publisher)
    known = _known(notes)
    verdicts = _verdicts(context, kind, register_place)
    _must_be_apart(out, configuration, forms)
    dossier = _dossier(configuration, today, known)
    review = dossier.review
    if not review.routines and not review.not_reviewed and not review.problems:
        click.echo(NOTHING, err=True)
        return 3
    kinds: tuple[Kind, ...] = KINDS if kind == "all" else (kind,)  # type: ignore[assignment]
    documents = [document for name in kinds for document in publisher.documents(dossier, name, verdicts)]
    for path in _written(documents, forms, out, publisher):
        click.echo(clean(os.fsencode(path.as_posix()).decode("utf-8", "replace")))
    for problem in review.problems:
        place = clean(problem.path) + (f":{problem.line}" if problem.line else "")
        click.echo(f"Feil: {place}: {problem.message}", err=True)
    return 2 if review.problems else 0


def _follow_up(place: str, today: date, forms: tuple[Form, ...], out: Path, publisher: Publisher) -> int:
    """Write the follow-up report of a register."""
    book, close = open_book(place)
    try:
        if not book.state.head:
            raise UsageError("registeret er tomt; begynn med «reviewkit register record»", place)
        for path in _written([publisher.follow_up(book.state, today)], forms, out, publisher):
            click.echo(path.as_posix())
    finally:
        close()
    return 0


def _verdicts(context: click.Context, kind: str, place: str) -> tuple[Upheld, ...] | None:
    """What people have made of the findings of each rule, for the lawyer; None where no register is named outright."""
    if kind not in ("mandate", "all") or context.get_parameter_source("register_place") is not _COMMAND_LINE:
        return None
    from reviewkit.register.quality import upheld

    book, close = open_book(place)
    try:
        return upheld(book.state)
    finally:
        close()


def _known(notes: Path | None) -> Known:
    from reviewkit.dossier import Known

    if notes is None:
        return Known()
    from reviewkit.load.notes import read_notes

    said, lines = read_notes(notes)
    return Known(said, notes.as_posix(), lines)


def _dossier(configuration: Configuration, today: date, known: Known) -> Dossier:
    from reviewkit.dossier import compile_dossier

    portrayed = portray(configuration, today)
    return compile_dossier(portrayed.review, portrayed.portraits, portrayed.catalogue, known)


def _must_be_apart(out: Path, configuration: Configuration, forms: tuple[Form, ...]) -> None:
    """Raise UsageError where there is no room for a folder of reports.

    Reports in Markdown may not lie among the routines: they would be reviewed the next time.
    """
    if out.exists() and not out.is_dir():
        raise UsageError("er en fil, og rapportene skrives i en mappe; velg et annet navn", str(out))
    target = out.resolve()
    for name in configuration.settings.paths:
        path = Path(name).resolve()
        if "md" in forms and path.is_dir() and target.is_relative_to(path):
            raise UsageError(
                "ligger blant rutinene, så rapportene ville bli lest som rutiner; velg en annen mappe", str(out)
            )


def _written(documents: list[Document], forms: tuple[Form, ...], out: Path, publisher: Publisher) -> Iterator[Path]:
    """Write the reports, and give the file of each; raises UsageError before the first where one may not be written."""
    from reviewkit.cli.progress import progress

    try:
        out.mkdir(parents=True, exist_ok=True)
        files = [(document, form, out / f"{document.name}.{form}") for document in documents for form in forms]
        for _, form, path in files:
            _must_be_ours(path, form)
        with progress(sum(map(_parts, documents)) * len(forms), "Skriver") as tell:
            for document, form, path in files:
                write_whole(path, publisher.file(_telling(document, tell), form))
                yield path
    except OSError as error:
        place = os.fsencode(error.filename or out).decode("utf-8", "replace")
        raise UsageError(f"kan ikke skrive rapporten ({error.strerror}); velg en annen mappe", place) from None


def _parts(document: Document) -> int:
    """How much there is to write of a document, as its table of contents says it."""
    return len(document.contents) or 1


def _telling(document: Document, tell: Callable[[int], None]) -> Document:
    """The document, which tells of each of its sections when it has been gone through for the first time."""
    from reviewkit.report.documents.tree import Sections

    told = 0

    def sections() -> Iterator[Section]:
        nonlocal told
        for section in document.sections:
            yield section
            if told < _parts(document):
                told += 1
                tell(1)

    return replace(document, sections=Sections(sections))


def _must_be_ours(path: Path, form: Form) -> None:
    if not path.is_file():
        return
    if not path.stat().st_mode & 0o222:
        raise UsageError(
            "er skrivebeskyttet, og blir ikke skrevet over; flytt filen, eller velg en annen mappe", str(path)
        )
    if form == "md":
        with path.open("rb") as stream:
            if stream.read(len(MARKDOWN_MARK)) != MARKDOWN_MARK:
                raise UsageError("er en Markdown-fil som ikke er en rapport; velg en annen mappe", str(path))
