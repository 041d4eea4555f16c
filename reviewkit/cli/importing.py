"""`reviewkit import`: bring files from Word, saved pages and ugly Markdown in as routines."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from reviewkit.author.importing.accounting import Entry, as_json, as_text
from reviewkit.cli.config import config_option, configured, load_configured
from reviewkit.cli.keeping import put
from reviewkit.cli.options import language_option, output_to, today_option
from reviewkit.load import shown_path
from reviewkit.model import InputError, UsageError
from reviewkit.model.settings import Configuration

if TYPE_CHECKING:
    from reviewkit.author.importing import Document, Imported, Value
    from reviewkit.check import Catalogue


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("routines"), show_default=True,
    help="Mappen rutinene skrives i.",
)  # fmt: skip
@click.option("--interactive", is_flag=True, help="Spør om det som mangler øverst i rutinen.")
@click.option("--force", is_flag=True, help="Skriv over en rutine som finnes; den gamle tas vare på.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Form på rapporten.")
@config_option
@language_option
@today_option
@click.pass_context
def import_(
    context: click.Context, /, files: tuple[Path, ...], folder: Path, interactive: bool, force: bool, format_: str,
    today: date, config_file: Path | None, **_: object,
) -> int:  # fmt: skip
    """Hent inn rutiner fra Word (.docx), lagrede nettsider (.html) og annen Markdown (.md).

    Hver fil i FILES blir en rutine i mappen etter --to, med filnavn etter rutinens id. Rapporten sier hva som er fylt
    ut, hva som mangler, og alt som ikke er tatt med.

    Sluttkode: 0 alt er hentet inn, 2 feil bruk eller en fil som ikke kan hentes inn.
    """
    configuration = configured(context, config_file)
    catalogue = load_configured(configuration)
    taken: set[Path] = set()
    entries = [_imported(file, folder, interactive, force, today, catalogue, taken) for file in files]
    entries = _reviewed(entries, configuration, today)
    lang = configuration.settings.lang
    output_to((as_json(entries) if format_ == "json" else as_text(entries, lang)).encode("utf-8", "replace"), None)
    return 2 if any(entry.status == "refused" for entry in entries) else 0


def _imported(
    file: Path, folder: Path, interactive: bool, force: bool, today: date, catalogue: Catalogue, taken: set[Path]
) -> Entry:  # fmt: skip
    """One file read and written, or why it was refused; the others go on."""
    from reviewkit.author.importing import read_document, routine_of

    source = shown_path(file)
    try:
        document = read_document(_bytes_of(file, source), file.name, source)
        made = routine_of(document, catalogue.register, today)
        answers = _asked(made, document) if interactive and made.missing else {}
        made = routine_of(document, catalogue.register, today, answers) if answers else made
        target = folder / f"{made.id}.md"
        if target in taken:
            raise InputError(f"får samme id («{made.id}») som en annen av filene; gi dem hver sin tittel", source)
        status, backup = put(target, made.text.encode("utf-8"), force)
        taken.add(target)
    except InputError as error:
        return Entry(source, "refused", error=error.message)
    except OSError as error:
        raise UsageError(f"kan ikke skrive ({error.strerror}); velg en annen mappe", str(folder)) from None
    return Entry(
        source, status, shown_path(target), shown_path(backup) if backup else "", made.id, document.title,
        made.filled, tuple(answers), made.missing, document.lost,
    )  # fmt: skip


def _bytes_of(file: Path, source: str) -> bytes:
    """The bytes of a file that can be taken in; raises InputError before a large one is read."""
    from reviewkit.author.importing import MAX_FILE
    from reviewkit.author.importing.guarding import form_of

    try:
        if not file.is_file():
            raise InputError("finnes ikke som fil; kontroller stien", source)
        form_of(file.name, file.stat().st_size, source)
        with file.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "ugyldig navn"
        raise InputError(f"kan ikke leses ({reason}); kontroller filen", source) from None


def _asked(made: Imported, document: Document) -> dict[str, Value]:
    """What a person answers for the keys that are missing; an empty answer leaves the key out."""
    from reviewkit.author.importing import answer, choices

    click.echo(f"{document.path}: {document.title}", err=True)
    answers: dict[str, Value] = {}
    for key in made.missing:
        allowed = choices(key)
        while True:
            hint = f" ({', '.join(allowed)})" if allowed else " (ÅÅÅÅ-MM-DD)" if key in _DATES else ""
            said = click.prompt(f"  {key}{hint}", default="", show_default=False, err=True)
            value = answer(key, str(said))
            if not value or _fits(key, value, allowed):
                break
            click.echo("  Svaret passer ikke; prøv igjen, eller trykk Enter for å hoppe over.", err=True)
        if value:
            answers[key] = value
    return answers


_DATES = ("gyldig_fra", "revideres_innen")


def _fits(key: str, value: Value, allowed: tuple[str, ...]) -> bool:
    """Whether an answer is one that the front matter may hold."""
    if key in _DATES:
        try:
            return bool(date.fromisoformat(str(value)))
        except ValueError:
            return False
    given = value if isinstance(value, tuple) else (str(value),)
    return not allowed or all(one in allowed for one in given)


def _reviewed(entries: list[Entry], configuration: Configuration, today: date) -> list[Entry]:
    """The entries with how many findings each routine has, as `check` would give them for it."""
    from reviewkit.cli.running import Order, carry_out, find_items
    from reviewkit.load import Disk

    paths = tuple(entry.target for entry in entries if entry.status != "refused")
    if not paths:
        return entries
    found = find_items(configuration, paths)
    files = Disk(item.shown for item in found.items if item.given is None)
    review = carry_out(Order(paths, today), configuration, found, files, None)
    counted = dict.fromkeys((os.path.normpath(path) for path in paths), 0)
    for finding in review.findings:
        counted[os.path.normpath(finding.path)] = counted.get(os.path.normpath(finding.path), 0) + 1
    return [
        entry if entry.status == "refused" else replace(entry, findings=counted[os.path.normpath(entry.target)])
        for entry in entries
    ]
