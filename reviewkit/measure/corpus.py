"""How well the catalogue does on labelled routines: precision, recall, and every miss with its text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from reviewkit.check import Catalogue
from reviewkit.load import read_routine
from reviewkit.model import Finding, Source, UsageError
from reviewkit.parse import parse
from reviewkit.review import Options, review

ACCEPTED_PAIRS = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "MAN002/MAN007", "MAN002/MAN003", "MAN003/MAN007", "MAN004/MAN007", "MAN004/BOR002", "MAN005/MAN008",
        "BOR001/BOR002", "BOR001/MAN001", "BOR001/TIL004", "BOR003/BOR004",
    )
)  # fmt: skip
"""Rules of which either answer is accepted for one sentence."""

NOT_LABELLED = ("KLA", "FOR006", "FOR007", "MAN009")
_SLACK = 1


class Label(Struct):
    """One marked breach: line 0 is the document as a whole; `counts` is false where either answer is accepted."""

    path: str
    line: int
    rule: str
    counts: bool
    met: bool = False


class Score(Struct):
    """Counts for one rule or for all together."""

    met: int = 0
    missed: int = 0
    wrong: int = 0

    def add(self, other: Score) -> None:
        """Take the counts of another in."""
        self.met += other.met
        self.missed += other.missed
        self.wrong += other.wrong

    @property
    def precision(self) -> float:
        """Share of the judged findings that are right; 1 where there are none."""
        return self.met / (self.met + self.wrong) if self.met + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the labels that are met; 1 where there are none."""
        return self.met / (self.met + self.missed) if self.met + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Miss(Struct, frozen=True):
    """A label that nothing met, or a finding that met no label, with the text of its line."""

    kind: Literal["missed", "wrong"]
    rule: str
    path: str
    line: int
    text: str


class Evaluation(Struct):
    """The figures for a corpus, per rule, per norm and over all, and the misses in the order of the text."""

    corpus: str
    catalogue: str
    routines: int = 0
    rules: dict[str, Score] = field(default_factory=dict)
    norms: dict[str, Score] = field(default_factory=dict)
    total: Score = field(default_factory=Score)
    misses: list[Miss] = field(default_factory=list)


def evaluate(folder: Path, catalogue: Catalogue, options: Options) -> Evaluation:
    """Measure the chosen checks on a folder of `NAME.md` with `labels.json`.

    A label of a rule that is not chosen is not counted; a finding that meets one by an accepted pair counts neither
    way, and so does one within a line of a label that is met already: the same breach told twice is not punished.
    Raises UsageError where the folder holds no labels or they cannot be read.
    """
    labels = read_labels(folder)
    chosen = {spec.code for spec in catalogue.chosen(options.select, options.ignore)}
    chosen = {code for code in chosen if not code.startswith(NOT_LABELLED)}
    result = Evaluation(folder.name, catalogue.digest, len(labels))
    result.rules = {code: Score() for code in sorted(chosen)}
    sources = {name: read_routine(folder / name) for name in sorted(labels)}
    by_path: dict[str, list[Finding]] = {source.path: [] for source in sources.values()}
    for finding in review(sources.values(), catalogue, options).findings:
        if finding.rule in chosen:
            by_path[finding.path].append(finding)
    for name, source in sources.items():
        alone = Evaluation(folder.name, catalogue.digest, 1, {code: Score() for code in chosen})
        _judge(source, by_path[source.path], labels[name], chosen, alone)
        _add(result, alone, parse(source).metadata.text("spraak") or "?")
    return result


def _add(result: Evaluation, one: Evaluation, norm: str) -> None:
    """Take the figures of one routine into those of the corpus."""
    for code, score in one.rules.items():
        result.rules[code].add(score)
    result.norms.setdefault(norm, Score()).add(one.total)
    result.total.add(one.total)
    result.misses += one.misses


def read_labels(folder: Path) -> Mapping[str, list[Label]]:
    """The labels of a corpus by the name of the routine."""
    path = folder / "labels.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: [
                Label(name, int(line), str(rule), pile == "must")
                for pile in ("must", "may")
                for line, rule in marks.get(pile, ())
            ]
            for name, marks in data.items()
        }
    except FileNotFoundError:
        raise UsageError("fant ikke labels.json; oppgi en mappe med merkede rutiner", str(folder)) from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"labels.json kan ikke leses ({error})", str(path)) from None


def _judge(source: Source, found: list[Finding], labels: list[Label], chosen: set[str], result: Evaluation) -> None:
    waiting = list(found)
    for accepts in (_same_line, _near_line, _partner):
        waiting = [finding for finding in waiting if not _meets(finding, labels, accepts, chosen, result)]
    for finding in waiting:
        if any(_near_line(finding, label) or _partner(finding, label) for label in labels):
            continue
        result.rules[finding.rule].wrong += 1
        result.total.wrong += 1
        result.misses.append(Miss("wrong", finding.rule, source.path, finding.line, _line(source, finding.line)))
    for label in labels:
        if label.counts and not label.met and label.rule in chosen:
            result.rules[label.rule].missed += 1
            result.total.missed += 1
            result.misses.append(Miss("missed", label.rule, source.path, label.line, _line(source, label.line)))


def _meets(
    finding: Finding,
    labels: list[Label],
    accepts: Callable[[Finding, Label], bool],
    chosen: set[str],
    result: Evaluation,
) -> bool:
    for label in labels:
        if label.counts and not label.met and accepts(finding, label):
            if label.rule in chosen:
                label.met = True
                result.rules[label.rule].met += 1
                result.total.met += 1
            return True
    return False


def _same_line(finding: Finding, label: Label) -> bool:
    return finding.rule == label.rule and label.line in (0, finding.line)


def _near_line(finding: Finding, label: Label) -> bool:
    return finding.rule == label.rule and _touches(finding, label)


def _partner(finding: Finding, label: Label) -> bool:
    return frozenset((finding.rule, label.rule)) in ACCEPTED_PAIRS and _touches(finding, label)


def _touches(finding: Finding, label: Label) -> bool:
    return label.line == 0 or finding.line - _SLACK <= label.line <= finding.end_line + _SLACK


def _line(source: Source, line: int) -> str:
    if line == 0:
        return "(dokumentet)"
    if line > len(source.line_starts):
        return "(linjen finnes ikke)"
    start, end = source.line_span(line)
    return source.text[start:end].strip()


def rows(result: Evaluation) -> Iterator[tuple[str, Score]]:
    """The rules that have something to count, the two norms where both are there, then all under the name «alle»."""
    for code, score in result.rules.items():
        if score.met or score.missed or score.wrong:
            yield code, score
    if len(result.norms) > 1:
        yield from sorted(result.norms.items())
    yield "alle", result.total
