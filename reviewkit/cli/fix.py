"""`reviewkit fix`: what can be mended by itself is mended, and what changes the meaning is asked about, one by one."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.config import config_option, configured, load_configured
from reviewkit.cli.options import language_option, today_option
from reviewkit.cli.routines import Item
from reviewkit.cli.running import find_items
from reviewkit.cli.writing import write_whole
from reviewkit.model import InputError, Language, Source, UsageError

if TYPE_CHECKING:
    from reviewkit.author.fixing import Edit, Fix, Fixer

_BOM = b"\xef\xbb\xbf"


@click.command("fix")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--apply", "write", is_flag=True, help="Skriv de trygge rettelsene til filene.")
@click.option("--unsafe", is_flag=True, help="Foreslå også rettelser som endrer meningen; hver av dem spørres det om.")
@click.option("--yes", is_flag=True, help="Ja til alle; bare sammen med --unsafe og --select.")
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene.")
@config_option
@language_option
@today_option
@click.pass_context
def fix(
    context: click.Context, /, write: bool, unsafe: bool, yes: bool, today: date, config_file: Path | None, **_: object
) -> int:
    """Rett det som kan rettes i rutinene.

    Uten valg vises de trygge rettelsene: skrivemåten for lovhenvisninger, datoer, metadata. Med --unsafe foreslås
    også setninger som mangler eller bør skiftes ut. Etter hver rettelse gjennomgås rutinen på nytt, og en rettelse som
    gir et nytt funn, blir ikke foreslått.

    Sluttkode: 0 ingenting å rette, eller alt er skrevet; 1 noe er foreslått og ikke skrevet; 2 feil bruk.
    """
    from reviewkit.author.fixing import Fixer
    from reviewkit.review import Options

    configuration = configured(context, config_file)
    settings = configuration.settings
    if yes and not (unsafe and settings.select):
        raise UsageError("--yes krever --unsafe og --select: si ja til én regel om gangen")
    options = Options(today, settings.lang, second_judge=settings.second_judge)
    fixer = Fixer(load_configured(configuration), options)
    asking = _Asking(fixer, settings.lang, settings.select, write, unsafe, yes)
    for item in find_items(configuration, settings.paths).items:
        asking.routine(item)
    return asking.code


class _Asking:
    """One run over the routines: what is shown, asked about and written."""

    def __init__(
        self, fixer: Fixer, language: Language, select: tuple[str, ...], write: bool, unsafe: bool, yes: bool
    ) -> None:
        self._fixer = fixer
        self._language = language
        self._select = select
        self._write = write
        self._unsafe = unsafe
        self._yes = yes
        self.code = 0

    def routine(self, item: Item) -> None:
        """Fix one routine; one that cannot be read is told of, and the others go on."""
        source, _ = item.read()
        try:
            if isinstance(source, InputError):
                raise source
            fixed = self._fixer.apply_safe(source, self._select)
            left = fixed.text != source.text and not self._write
            chosen = fixed if self._write else source
            if left:
                click.echo(_diff(source, fixed), nl=False)
            if self._unsafe:
                chosen, declined = self._consented(chosen)
                left |= declined
            if chosen.text != source.text:
                _replace(item.path, source, chosen)
                click.echo(f"{source.path}: skrevet")
            self.code = max(self.code, 1 if left else 0)
        except InputError as error:
            click.echo(f"Feil: {error}", err=True)
            self.code = 2

    def _consented(self, source: Source) -> tuple[Source, bool]:
        """The routine with the fixes that were said yes to, and whether any was not."""
        declined: set[tuple[Edit, ...]] = set()
        while True:
            offered = next((fix for fix in self._fixer.unsafe(source, self._select) if fix.edits not in declined), None)
            if offered is None:
                return source, bool(declined)
            after = _with(source, [offered])
            self._show(source, after, offered)
            if self._agreed():
                source = after
            else:
                declined.add(offered.edits)

    def _show(self, source: Source, after: Source, offered: Fix) -> None:
        from reviewkit.author.fixing.titles import title

        click.echo(f"\n{source.path}:{offered.line} {title(offered, self._language)}")
        click.echo(_diff(source, after), nl=False)

    def _agreed(self) -> bool:
        if self._yes:
            return True
        return sys.stdin.isatty() and click.confirm("Skal dette skrives?", default=False)


def _with(source: Source, fixes: Iterable[Fix]) -> Source:
    from reviewkit.author.fixing import applied

    return Source(source.path, applied(source.text, [edit for one in fixes for edit in one.edits]))


def _diff(before: Source, after: Source) -> str:
    lines: Iterator[str] = difflib.unified_diff(
        before.text.splitlines(keepends=True), after.text.splitlines(keepends=True), before.path, before.path
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _replace(path: str, before: Source, after: Source) -> None:
    """Write a routine anew, with its byte order mark if it had one; nothing where it has changed in the meantime."""
    if not path:
        raise UsageError("kan ikke skrive til standard inn; oppgi en fil")
    target = Path(path)
    try:
        data = target.read_bytes()
        mark = _BOM if data.startswith(_BOM) else b""
        if data != mark + before.text.encode("utf-8"):
            raise UsageError("er endret mens den ble rettet; kjør på nytt", before.path)
        write_whole(target.resolve(), [mark + after.text.encode("utf-8")])
    except OSError as error:
        raise UsageError(f"kan ikke skrives ({error.strerror}); kontroller filen", before.path) from None
