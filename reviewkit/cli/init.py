"""`reviewkit init`: set a repository for routines up, without touching what is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct

from reviewkit.author.starting.answers import NORMS, Norm
from reviewkit.cli.options import today_option
from reviewkit.cli.writing import write_new
from reviewkit.model import UsageError

if TYPE_CHECKING:
    from reviewkit.author.starting import Planned

_OWNER: dict[Norm, str] = {
    "nb": "Nav kontaktsenter, fagansvar sosiale tjenester",
    "nn": "Nav kontaktsenter, fagansvar sosiale tenester",
}
_TITLE: dict[Norm, str] = {"nb": "Vår første rutine", "nn": "Den første rutinen vår"}
_FIRST: dict[Norm, str] = {"nb": "var-forste-rutine", "nn": "den-forste-rutinen-var"}


class _Step(Struct, frozen=True):
    """What is done with one file of the plan, and the reason where it is left alone."""

    planned: Planned
    done: Literal["written", "left"]
    reason: str = ""


@click.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--spraak", type=click.Choice(NORMS), default="nb", show_default=True, help="Målformen i meldinger og mal."
)
@click.option("--eier", help="Enheten eller rollen som eier den første rutinen.")
@click.option("--gitlab", is_flag=True, help="Lag også .gitlab-ci.yml.")
@click.option("--dry-run", is_flag=True, help="Vis hva som ville bli gjort, uten å gjøre det.")
@today_option
def init(folder: Path, spraak: Norm, eier: str | None, gitlab: bool, dry_run: bool, today: date) -> int:
    """Sett opp et repo for rutiner: konfigurasjon, mappe med en første rutine, CI og pre-commit.

    DIR er mappen; ellers mappen du er i. Det som finnes fra før, blir ikke rørt.

    Sluttkode: 0 repoet er satt opp, 2 noe kan ikke skrives.
    """
    from reviewkit.author.starting import plan

    first = (_FIRST[spraak], _first_routine(spraak, eier or _OWNER[spraak], today))
    for step in _steps(folder, plan(spraak, first, gitlab), dry_run):
        name = step.planned.path
        if step.done == "written":
            click.echo(f"{'ville skrive' if dry_run else 'skrev'} {name}")
        else:
            click.echo(f"lot {name} være: {step.reason}. For hånd: {step.planned.by_hand}.")
    click.echo("Adressen til deres kopi av reviewkit må settes inn i filene for CI og pre-commit.")
    return 0


def _first_routine(norm: Norm, owner: str, today: date) -> str:
    """The text of the first routine; raises UsageError where the owner or the day cannot be used."""
    from reviewkit.author.starting import new_routine, refusals
    from reviewkit.check import load_catalogue
    from reviewkit.cli.new import as_line, with_proposals

    answers = with_proposals(
        {
            "kind": "veiledning", "spraak": norm, "forvaltning": None, "tittel": _TITLE[norm], "id": _FIRST[norm],
            "eier": owner, "tjenester": (), "gyldig_fra": None, "revideres_innen": None, "hjemmel": (),
        },
        today,
    )  # fmt: skip
    found = refusals(answers, load_catalogue(), today, norm)
    if found:
        raise UsageError("den første rutinen kan ikke skrives:\n" + "\n".join(as_line(item) for item in found))
    return new_routine(answers)


def _steps(folder: Path, planned: tuple[Planned, ...], dry_run: bool) -> Iterator[_Step]:
    """Write what is missing, file by file; raises UsageError where a file cannot be written."""
    try:
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
        reasons = {item.path: _standing(folder, item.path) for item in planned}  # before anything is written
        for item in planned:
            reason = reasons[item.path]
            if not reason and not dry_run:
                target = folder / item.path
                target.parent.mkdir(parents=True, exist_ok=True)
                reason = "" if write_new(target, item.text.encode()) else "den finnes"
            yield _Step(item, "left" if reason else "written", reason)
    except OSError as error:
        place = str(error.filename or folder)
        raise UsageError(
            f"kan ikke skrives ({error.strerror}); gi skriverettighet, eller velg en annen mappe", place
        ) from None


def _standing(folder: Path, path: str) -> str:
    """Why a file of the plan is left alone; nothing where its place is free."""
    target = folder / path
    if os.path.lexists(target):
        return "den finnes"
    parents = [folder / part for part in list(Path(path).parents)[:-1]]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in parents):
        return "mappen den skal stå i, er en lenke eller en fil"
    if path == "reviewkit.toml" and _configured_elsewhere(folder):
        return "pyproject.toml har [tool.reviewkit]"
    if path.startswith("routines/") and any((folder / "routines").rglob("*.md")):
        return "mappen routines har rutiner"
    if path == ".gitlab-ci.yml" and os.path.lexists(folder / ".gitlab-ci.yaml"):
        return ".gitlab-ci.yaml finnes"
    return ""


def _configured_elsewhere(folder: Path) -> bool:
    import tomllib

    try:
        document = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True  # it may hold a configuration that nobody can read now
    return "reviewkit" in document.get("tool", {})
