"""The figures of quality that docs and pages show: first looks as they were written down, and what is measured now."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from reviewkit.check import load_catalogue
from reviewkit.check.compile_guidance import QUALITY_COLUMNS
from reviewkit.measure import TODAY, Evaluation, Score, evaluate
from reviewkit.review import Options

CORPUS = Path(__file__).parent / "corpus"
SETS = {
    "src": "14 rutiner, utviklingssettet",
    "set-a": "12 rutiner, praktisk språk med søkte ord",
    "set-b": "12 rutiner, knappe artikler og juridisk prosa",
    "set-c": "14 rutiner, vanlige nøkterne rutiner",
    "E": "14 rutiner, muntlige manus",
    "F": "14 rutiner, knappe kunnskapsartikler",
    "G": "14 rutiner, juridisk prosa",
    "H": "14 rutiner, sjekklister og beslutningstrær",
}
MARKED = re.compile(r"<!-- measured -->.*?<!-- end -->\n?", re.DOTALL)


@lru_cache(maxsize=2)
def measured(second_judge: bool = True) -> dict[str, Evaluation]:
    """Every labelled set measured as the catalogue is now."""
    catalogue = load_catalogue()
    options = Options(TODAY, second_judge=second_judge)
    return {name: evaluate(CORPUS / name, catalogue, options) for name in SETS}


def first_looks() -> dict[str, dict[str, object]]:
    """The figures of each set before anybody had read it, by set."""
    found: dict[str, dict[str, object]] = json.loads((CORPUS / "first-looks.json").read_text(encoding="utf-8"))
    return found


def pooled(code: str) -> tuple[Score, Score]:
    """The counts of a rule over all first looks, and over all sets now."""
    first, now = Score(), Score()
    for look in first_looks().values():
        rules = look["rules"]
        assert isinstance(rules, dict)
        first.add(Score(*rules.get(code, (0, 0, 0))))
    for result in measured().values():
        now.add(result.rules.get(code, Score()))
    return first, now


def table() -> str:
    """checks/quality.tsv: the counts of every rule that has any, at first look and now."""
    lines = ["\t".join(QUALITY_COLUMNS)]
    for spec in load_catalogue().checks:
        counts = [count for score in pooled(spec.code) for count in _counts(score)]
        if any(counts):
            lines.append("\t".join([spec.code, *map(str, counts)]))
    return "\n".join(lines) + "\n"


def _counts(score: Score) -> tuple[int, int, int, int]:
    return score.met, score.met + score.wrong, score.met, score.met + score.missed


def _said(score: Score) -> str:
    found, labelled = score.met + score.wrong, score.met + score.missed
    precision = f"{score.precision:.2f} ({score.met} av {found} funn var rette)" if found else "ingen funn"
    recall = (
        f"{score.recall:.2f} ({score.met} av {labelled} brudd ble funnet)" if labelled else "ingen brudd var merket"
    )
    return f"presisjon {precision}, dekning {recall}"


def section(code: str) -> str:
    """The part of a check's page that tells how far the rule can be trusted."""
    first, now = pooled(code)
    labelled = now.met + now.missed + now.wrong + first.met + first.missed
    lines = ["<!-- measured -->", "## Målt kvalitet", ""]
    if not labelled:
        lines.append("Regelen er ikke merket i målesettene, så kvaliteten er ikke målt.")
    else:
        lines += [
            f"- Første blikk på fire sett som ingen hadde lest (56 rutiner): {_said(first)}.",
            f"- Nå, på alle de {len(SETS)} settene, som siden er lest (108 rutiner): {_said(now)}.",
            "",
            "Rutinene er skrevet for måling og merket av dem som skrev dem. Første blikk sier mest om nye rutiner.",
        ]
    return "\n".join([*lines, "<!-- end -->", ""])


def with_section(page: str, code: str) -> str:
    """A check's page with its figures written anew, before the examples."""
    bare = MARKED.sub("", page)
    head, examples, rest = bare.partition("\n## Eksempler")
    return f"{head.rstrip()}\n\n{section(code)}{examples}{rest}"


def _row(name: str, what: str, when: str, score: Score) -> str:
    return f"| `{name}` | {what} | {when} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |"


def figures() -> str:
    """The tables of docs/QUALITY.md: first looks, all sets now by norm, and every rule."""
    lines = ["| sett | hva | når | presisjon | dekning | F1 |", "|---|---|---|---|---|---|"]
    for name, look in first_looks().items():
        both = "rammer og dommer" if look["judge"] else "rammene alene"
        lines.append(_row(name, SETS[name], f"første blikk {look['date']}, {both}", Score(*look["total"])))  # type: ignore[misc]
        if look.get("frames"):
            lines.append(_row(name, "", "samme dag, rammene alene", Score(*look["frames"])))  # type: ignore[misc]
    lines += ["", "| sett | norm | rammer og dommer: presisjon, dekning, F1 | rammene alene |", "|---|---|---|---|"]
    total, alone = {"alle": Score()}, Score()
    for name in SETS:
        one, frames = measured()[name], measured(second_judge=False)[name]
        lines.append(f"| `{name}` | begge | {_three(one.total)} | {_three(frames.total)} |")
        for norm, score in sorted(one.norms.items()):
            total.setdefault(norm, Score()).add(score)
        total["alle"].add(one.total)
        alone.add(frames.total)
    for norm in ("alle", "nb", "nn"):
        lines.append(f"| alle | {norm} | {_three(total[norm])} | {_three(alone) if norm == 'alle' else ''} |")
    lines += ["", "| regel | første blikk: rette, oversett, feil | presisjon | dekning | nå: presisjon | dekning |",
              "|---|---|---|---|---|---|"]  # fmt: skip
    for spec in load_catalogue().checks:
        first, now = pooled(spec.code)
        if first.met + first.missed + first.wrong + now.met + now.missed + now.wrong:
            counts = f"{first.met}, {first.missed}, {first.wrong}"
            lines.append(
                f"| {spec.code} | {counts} | {first.precision:.2f} | {first.recall:.2f} "
                f"| {now.precision:.2f} | {now.recall:.2f} |"
            )
    return "\n".join(lines)


def _three(score: Score) -> str:
    return f"{score.precision:.3f}, {score.recall:.3f}, {score.f1:.3f}"
