"""What a new repository for routines needs: which files, with what in them."""

from __future__ import annotations

from importlib.resources import files

from msgspec import Struct

from reviewkit.author.starting.answers import Norm
from reviewkit.author.starting.placeholders import filled

CONFIGURATION = "reviewkit.toml"
ROUTINES = "routines"
GITHUB = ".github/workflows/routines.yml"
GITLAB = ".gitlab-ci.yml"
PRE_COMMIT = ".pre-commit-config.yaml"


class Planned(Struct, frozen=True):
    """A file to be written where there is none: its path from the repository, its text, and how to merge by hand."""

    path: str
    text: str
    by_hand: str


def plan(norm: Norm, first: tuple[str, str], gitlab: bool) -> tuple[Planned, ...]:
    """The files of a new repository, in the order they are written; `first` is the first routine's id and text."""
    name, routine = first
    planned = [
        Planned(
            CONFIGURATION, filled(_file("reviewkit.toml"), {"spraak": norm}),
            "innstillingene i den gjelder; nøklene er forklart i docs/CONFIGURATION.md",
        ),
        Planned(f"{ROUTINES}/{name}.md", routine, "lag en ny rutine med «reviewkit new»"),
        Planned(
            GITHUB, _file("github-workflow.yml"), "legg jobben «review» fra docs/examples/github-workflow.yml inn i den"
        ),
        Planned(
            PRE_COMMIT, _file("pre-commit-config.yaml"),
            "legg krokene «reviewkit» og «reviewkit-collection» til under «repos:», som i docs/INTEGRATION.md",
        ),
    ]  # fmt: skip
    if gitlab:
        by_hand = "legg jobben «routines» fra docs/examples/gitlab-ci.yml inn i den"
        planned.append(Planned(GITLAB, _file("gitlab-ci.yml"), by_hand))
    return tuple(planned)


def _file(name: str) -> str:
    return files("reviewkit.author.starting").joinpath("files", name).read_text(encoding="utf-8")
