"""Options that several commands share, and the one way to write a result."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from reviewkit.cli.writing import write_whole
from reviewkit.model import UsageError

_ROUTINES = (".md", ".markdown")


class DateOption(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "ÅÅÅÅ-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"«{value}» er ikke en dato. Skriv den som 2026-12-01.", param, ctx)


language_option = click.option(
    "--lang", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True, help="Språk i meldingene."
)
today_option = click.option(
    "--today",
    type=DateOption(),
    default=date.today,
    help="Dagen det vurderes på; ellers dagens dato.",
    show_default=False,
)


def output_to(result: bytes, path: Path | None) -> None:
    """Write a result (UTF-8) to the screen, or to a file that is replaced only when all is written.

    A device or pipe is written to as it is; a link is followed. Raises UsageError where the target is a Markdown file
    that exists, since it may be a routine, or where it cannot be written.
    """
    if path is None:
        _print(result)
        return
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(result)
            return
        if target.exists() and target.suffix.lower() in _ROUTINES:
            raise UsageError(
                "er en Markdown-fil som finnes fra før, og kan være en rutine; velg en annen fil", str(path)
            )
        write_whole(target, [result])
    except OSError as error:
        raise UsageError(f"kan ikke skrive resultatet ({error.strerror}); velg en annen fil", str(path)) from None


def _print(result: bytes) -> None:
    """Write to the screen; raises UsageError where it takes no more (a full disk behind it)."""
    try:
        click.echo(result, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not written at the end either
        raise UsageError(f"kan ikke skrive resultatet ({error.strerror}); gi plass, eller bruk --output") from None


def split_codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Codes that may be repeated or separated by commas."""
    return tuple(code.strip() for item in given for code in item.split(",") if code.strip())
