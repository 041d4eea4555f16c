"""`reviewkit evaluate`: measure the catalogue on labelled routines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reviewkit.cli.options import DateOption, split_codes
from reviewkit.measure import TODAY, Evaluation, Score, rows


@click.command("evaluate")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", help="Form på resultatet."
)
@click.option("--misses", is_flag=True, help="Vis hvert oversett brudd og hvert feilaktige funn med teksten.")
@click.option("--select", multiple=True, metavar="KODE", help="Bare disse reglene eller familiene.")
@click.option("--ignore", multiple=True, metavar="KODE", help="Alle regler unntatt disse.")
@click.option("--second-judge/--no-second-judge", default=True, help="La den statistiske dommeren dempe og reise funn.")
@click.option("--today", type=DateOption(), default=TODAY, show_default=True, help="Dagen det vurderes på.")
def evaluate(
    folder: Path, format_: str, misses: bool, select: tuple[str, ...], ignore: tuple[str, ...], second_judge: bool,
    today: date,
) -> int:  # fmt: skip
    """Mål reglene mot merkede rutiner: FOLDER holder NAVN.md og labels.json."""
    from reviewkit.check import load_catalogue
    from reviewkit.measure import evaluate as measure
    from reviewkit.review import Options

    options = Options(today, "nb", split_codes(select), split_codes(ignore), second_judge=second_judge)
    result = measure(folder, load_catalogue(), options)
    rendered = {"json": _as_json, "markdown": _as_markdown}
    click.echo(rendered[format_](result) if format_ in rendered else _as_text(result, misses), nl=False)
    return 0


def _as_text(result: Evaluation, misses: bool) -> str:
    lines = [f"{result.corpus}: {result.routines} rutiner, katalog {result.catalogue}", ""]
    lines.append(f"{'regel':<8}{'truffet':>8}{'oversett':>10}{'feil':>6}{'presisjon':>11}{'dekning':>9}{'F1':>7}")
    for name, score in rows(result):
        lines.append(
            f"{name:<8}{score.met:>8}{score.missed:>10}{score.wrong:>6}"
            f"{score.precision:>11.3f}{score.recall:>9.3f}{score.f1:>7.3f}"
        )
    if misses:
        words = {"missed": "oversett", "wrong": "feil funn"}
        lines += [
            "",
            *(f"{item.path}:{item.line} {item.rule} {words[item.kind]}: {item.text}" for item in result.misses),
        ]
    return "\n".join(lines) + "\n"


def _as_markdown(result: Evaluation) -> str:
    lines = [f"`{result.corpus}`: {result.routines} rutiner, katalog {result.catalogue}", ""]
    lines += ["| regel | rette | oversett | feil | presisjon | dekning | F1 |", "|---|---|---|---|---|---|---|"]
    for name, score in rows(result):
        counts = f"{score.met} | {score.missed} | {score.wrong}"
        lines.append(f"| {name} | {counts} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |")
    return "\n".join(lines) + "\n"


def _as_json(result: Evaluation) -> str:
    def figures(score: Score) -> dict[str, float]:
        counts = {"met": score.met, "missed": score.missed, "wrong": score.wrong}
        shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
        return {**counts, **{name: round(value, 4) for name, value in shares.items()}}

    document = {
        "schema": "reviewkit.evaluation/1",
        "corpus": result.corpus,
        "catalogue": result.catalogue,
        "routines": result.routines,
        "rules": {name: figures(score) for name, score in rows(result) if name in result.rules},
        "norms": {name: figures(score) for name, score in sorted(result.norms.items())},
        "total": figures(result.total),
        "misses": [
            {"kind": item.kind, "rule": item.rule, "path": item.path, "line": item.line, "text": item.text}
            for item in result.misses
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
