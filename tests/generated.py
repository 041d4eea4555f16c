"""Text that is generated from the code and the catalogue: `python -m tests.generated` writes it anew.

A test holds that what is in the repository is what this gives.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from reviewkit.check import load_catalogue, load_page
from reviewkit.cli import main
from tests.quality import figures, table, with_section

ROOT = Path(__file__).resolve().parent.parent

FAMILIES = {
    "MAN": "Mandat: ut over mandatet",
    "BOR": "Bortveiledning: leder bort fra å søke",
    "TAU": "Taushetsplikt og meldinger",
    "TIL": "Tilgjengelighet",
    "FOR": "Forankring",
    "KLA": "Klarspråk",
}
EXAMPLE = """---
id: eksempel
tittel: Eksempel
spraak: nb
forvaltning: kommunal
tjenester: [økonomisk stønad]
eier: Nav kontaktsenter
status: gjeldende
gyldig_fra: 2026-01-01
revideres_innen: 2027-06-30
hjemmel: [forvaltningsloven § 11]
---
# Eksempel

NKS gir generell informasjon. Individuell veiledning gir kommunen ved Nav-kontoret.

- Foreslå at bruker ber kreditor om utsettelse.
"""


def _run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(main, [*arguments], prog_name="reviewkit", input=given, terminal_width=100)
    return result.output


def help_of(*command: str) -> str:
    """The help text of a command as a user sees it, in a fence."""
    return f"```text\n{_run(*command, '--help').rstrip()}\n```"


def example() -> str:
    """What `check` prints for a small routine, in a fence."""
    printed = _run("check", "-", "--today", "2026-12-01", "--select", "MAN", given=EXAMPLE)
    return f"```text\n{printed.rstrip()}\n```"


def shown_as(form: str, fence: str) -> str:
    """What `check` prints in a format for a small routine in a folder of its own, in a fence."""
    with TemporaryDirectory() as name, chdir(name):
        Path("routines").mkdir()
        Path("routines", "eksempel.md").write_text(EXAMPLE, encoding="utf-8")
        printed = _run("check", "--today", "2026-12-01", "--select", "MAN", "--format", form)
    return f"```{fence}\n{printed.rstrip()}\n```"


def readme() -> str:
    """README with its generated parts written anew."""
    parts: dict[str, Callable[[], str]] = {
        "example": example,
        "github": lambda: shown_as("github", "text"),
        "gitlab": lambda: shown_as("gitlab", "json"),
        "rdjsonl": lambda: shown_as("rdjsonl", "json"),
        "comment": lambda: shown_as("markdown", "markdown"),
        "baseline": lambda: help_of("baseline"),
        "config": lambda: help_of("config"),
        "fix": lambda: help_of("fix"),
        "report": lambda: help_of("report"),
        "check": lambda: help_of("check"),
        "checks": lambda: help_of("checks"),
        "evaluate": lambda: help_of("evaluate"),
    }

    def replace(match: re.Match[str]) -> str:
        return f"<!-- generated: {match[1]} -->\n{parts[match[1]]()}\n<!-- end -->"

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.sub(r"<!-- generated: (\w+) -->.*?<!-- end -->", replace, text, flags=re.DOTALL)


def index() -> str:
    """The list of checks, by family."""
    lines = ["# Reglene", "", "Denne siden er laget av sidene i mappen; rett sidene, og skriv `make generate`.", ""]
    catalogue = load_catalogue()
    checks = catalogue.checks
    for family, name in FAMILIES.items():
        members = [spec for spec in checks if spec.code.startswith(family)]
        if not members:
            continue
        lines += [
            f"## {name}",
            "",
            "| Regel | Tittel | Alvorlighet | Gjelder | Grunnlag | Eksempler |",
            "|---|---|---|---|---|---|",
        ]
        for spec in members:
            page = load_page(spec, catalogue)
            basis = "; ".join(spec.basis) or "ingen lovbestemmelse"
            link = f"[{spec.code}]({spec.path})"
            lines.append(
                f"| {link} | {spec.title} | {spec.severity} | {spec.applies_to} | {basis} | {len(page.examples)} |"
            )
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def quality() -> str:
    """docs/QUALITY.md with its tables written anew."""
    text = (ROOT / "docs" / "QUALITY.md").read_text(encoding="utf-8")
    marked = re.compile(r"<!-- generated: figures -->.*?<!-- end -->", re.DOTALL)
    return marked.sub(lambda _: f"<!-- generated: figures -->\n{figures()}\n<!-- end -->", text)


def files() -> dict[Path, str]:
    """Every generated file with the text it is to have."""
    return {ROOT / "README.md": readme(), ROOT / "checks" / "README.md": index()}


def reports(folder: Path) -> dict[str, bytes]:
    """The reports of the sample routines, as they are to stand in reports/, by file name; written into a folder."""
    forms = ("--format", "html", "--format", "md")
    with chdir(ROOT):
        arguments = ["report", "routines", "--today", "2026-12-01", "--no-cache", "--out", str(folder), *forms]
        result = CliRunner().invoke(main, arguments, standalone_mode=False)
    assert result.return_value == 0, result.output
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def measured_files() -> dict[Path, str]:
    """Every file with measured figures: the page of each check, the table for the program, and the page on quality."""
    checks = ROOT / "checks"
    pages = {checks / spec.path: (checks / spec.path).read_text(encoding="utf-8") for spec in load_catalogue().checks}
    found = {path: with_section(text, path.name[:6]) for path, text in pages.items()}
    return {**found, checks / "quality.tsv": table(), ROOT / "docs" / "QUALITY.md": quality()}


if __name__ == "__main__":
    chosen = measured_files() if "--quality" in sys.argv else files()
    for path, text in chosen.items():
        path.write_text(text, encoding="utf-8")
