"""Train the second judge on the labelled routines, examples and phrases of this repository.

    python -m training.train_judge              writes checks/judge/weights.tsv
    python -m training.train_judge --validate   shows how it does on each author left out of the training

Needs scikit-learn (`pip install -e ".[train]"`); running reviewkit does not.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from reviewkit.check import Catalogue, load_catalogue, load_page
from reviewkit.check.judge import PATH
from reviewkit.language import Reading, features
from reviewkit.load import catalogue_root, read_routine
from reviewkit.measure import read_labels, routine_of
from reviewkit.model import Source, Statement
from reviewkit.parse import parse
from training.phrases import read_phrases

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
REPORT = ROOT / "tests" / "r5"
RULES = (
    "BOR001", "BOR002", "BOR003", "BOR004", "BOR005", "MAN001", "MAN002", "MAN003", "MAN004", "MAN005", "MAN006",
    "MAN007", "MAN008", "TAU001", "TAU002", "TAU004", "TIL003", "TIL004", "TIL007",
)  # fmt: skip
MUTE_BELOW, RAISE_ABOVE = 0.02, 0.6
INVERSE_PENALTY = 40.0
EXAMPLES = "examples"
EXAMPLE_WEIGHT = 4.0
"""The examples on the pages are the norm of their rules, and must come out right."""

LEAST_SEEN = 3
LEAST_WEIGHT = 15
"""Weights under this many hundredths are left out: they are many, and say next to nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement: where from, its features, the rules it breaks, and those that its author was asked about.

    `shared` are marks on a line that holds several statements, as line and rule: one of them is meant.
    """

    source: str
    features: frozenset[str]
    breaks: frozenset[str]
    asked: frozenset[str]
    shared: frozenset[tuple[str, int, str]] = frozenset()


def rows_of(
    source: Source, name: str, catalogue: Catalogue, breaks: dict[int, set[str]], skip: dict[int, set[str]],
    asked: frozenset[str],
) -> Iterator[Row]:  # fmt: skip
    """The statements of a routine with the rules marked on their lines; `skip` are marks that count neither way."""
    routine = parse(source)
    reading = Reading(routine, catalogue.lexicon)
    begun = Counter(source.locate(statement.start)[0] for statement in routine.statements)
    for statement in routine.statements:
        first = source.locate(statement.start)[0]
        lines = range(first, source.locate(max(statement.start, statement.end - 1))[0] + 1)
        broken = frozenset(code for line in lines for code in breaks.get(line, ()))
        doubtful = {code for line in lines for code in skip.get(line, ())}
        told = frozenset(features(statement, reading))
        if broken and begun[first] > 1 and name != EXAMPLES:
            shared = frozenset((source.path, first, code) for code in broken)
            yield Row(name, told, frozenset(), asked - doubtful - broken, shared)
        else:
            yield Row(name, told, broken, asked - doubtful)


def corpus_rows(folder: Path, catalogue: Catalogue) -> Iterator[Row]:
    """The statements of a set of labelled routines."""
    for name, labels in read_labels(folder).items():
        marks: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
        for label in labels:
            marks[not label.counts].setdefault(label.line, set()).add(label.rule)
        source = read_routine(folder / name)
        yield from rows_of(source, folder.name, catalogue, *marks, frozenset(RULES))


def sample_rows(catalogue: Catalogue) -> Iterator[Row]:
    """The statements of the sample routines, with the findings they were written to have."""
    expected = (ROOT / "tests" / "expected" / "routines.txt").read_text(encoding="utf-8").split("\n")
    for path in sorted((ROOT / "routines").glob("*.md")):
        breaks: dict[int, set[str]] = {}
        for line in expected:
            code, _, place = line.partition(" ")
            if place.startswith(f"routines/{path.name}:"):
                breaks.setdefault(int(place.rpartition(":")[2]), set()).add(code)
        yield from rows_of(read_routine(path), "routines", catalogue, breaks, {}, frozenset(RULES))


def example_rows(catalogue: Catalogue) -> Iterator[Row]:
    """The statements of the examples on the checks' pages: each tells of its own rule only."""
    for spec in catalogue.checks:
        if spec.code in RULES:
            for example in load_page(spec, catalogue).examples:
                source, shift = routine_of(example)
                breaks = {line + shift: {spec.code} for line in example.lines if line}
                yield from rows_of(source, EXAMPLES, catalogue, breaks, {}, frozenset([spec.code]))


def phrase_rows(catalogue: Catalogue) -> Iterator[Row]:
    """The labelled phrases: a breach tells of the rules it names, a lawful one of all rules."""
    for path in sorted((CORPUS / "phrases").glob("*.tsv")):
        for phrase in read_phrases(path):
            routine = parse(phrase.source)
            reading = Reading(routine, catalogue.lexicon)
            statement = _named(routine.statements, phrase.text)
            if statement is not None:
                asked = frozenset(RULES) if phrase.complete else phrase.rules
                breaks = phrase.rules if phrase.breach else frozenset()
                yield Row(path.stem, frozenset(features(statement, reading)), breaks, asked)


def _named(statements: Iterable[Statement], text: str) -> Statement | None:
    """The statement that holds a phrase's beginning."""
    start = " ".join(text.split())[:12]
    return next((item for item in statements if item.kind != "heading" and start in item.text), None)


class Model:
    """One logistic regression a rule, over features that stand in at least two statements."""

    def __init__(self, rows: list[Row]) -> None:
        seen = Counter(name for row in rows for name in row.features)
        self.names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
        self._places = {name: number for number, name in enumerate(self.names)}
        matrix = self._matrix(rows)
        self.weights = np.zeros((len(RULES), len(self.names)))
        self.biases = np.zeros(len(RULES))
        for number, rule in enumerate(RULES):
            chosen = [place for place, row in enumerate(rows) if rule in row.asked]
            answers = [rule in rows[place].breaks for place in chosen]
            learner = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", random_state=0, max_iter=400)
            weights = [EXAMPLE_WEIGHT if rows[place].source == EXAMPLES else 1.0 for place in chosen]
            learner.fit(matrix[chosen], answers, weights)
            self.weights[number], self.biases[number] = learner.coef_[0], learner.intercept_[0]

    def _matrix(self, rows: list[Row]) -> csr_matrix:
        """Features by row, each worth one over the square root of how many the statement has."""
        data, columns, starts = [], [], [0]
        for row in rows:
            known = [self._places[name] for name in row.features if name in self._places]
            data += [1 / math.sqrt(max(1, len(row.features)))] * len(known)
            columns += known
            starts.append(len(columns))
        return csr_matrix((data, columns, starts), shape=(len(rows), len(self.names)))

    def probabilities(self, rows: list[Row]) -> np.ndarray:
        """The probability of every rule for every row."""
        scores = self._matrix(rows) @ self.weights.T + self.biases
        return 1 / (1 + np.exp(-scores))

    def lines(self) -> Iterator[str]:
        """The file of weights: a head, then a line for every feature that speaks for or against a rule."""
        yield "# Vektene til den statistiske dommeren, i hundredeler. Skrevet av training/train_judge.py."
        yield f"# rules\t{' '.join(RULES)}"
        yield f"# biases\t{' '.join(str(round(bias * 100)) for bias in self.biases)}"
        yield f"# mute-below\t{MUTE_BELOW}"
        yield f"# raise-above\t{RAISE_ABOVE}"
        for number, name in enumerate(self.names):
            rounded = [(rule, round(weight * 100)) for rule, weight in zip(RULES, self.weights[:, number], strict=True)]
            told = " ".join(f"{rule}={weight}" for rule, weight in rounded if abs(weight) >= LEAST_WEIGHT)
            if told:
                yield f"{name}\t{told}"


def resolved(rows: list[Row]) -> list[Row]:
    """The rows with each shared mark given to the likeliest statement by a first model; the others are not asked."""
    given = Model(rows).probabilities(rows)
    best: dict[tuple[str, int, str], tuple[float, int]] = {}
    for place, row in enumerate(rows):
        for mark in row.shared:
            likely = float(given[place, RULES.index(mark[2])]) if mark[2] in RULES else 0.0
            best[mark] = max(best.get(mark, (-1.0, 0)), (likely, place))
    meant: dict[int, set[str]] = {}
    for mark, (_, place) in best.items():
        meant.setdefault(place, set()).add(mark[2])
    result = []
    for place, row in enumerate(rows):
        own = frozenset(meant.get(place, ())) & frozenset(RULES)
        result.append(replace(row, breaks=row.breaks | own, asked=row.asked | own))
    return result


def validate(rows: list[Row], sets: list[str]) -> None:
    """Print, for each author left out, what the judge alone would find at some thresholds."""
    for left_out in sets:
        held = [row for row in rows if row.source == left_out]
        model = Model([row for row in rows if row.source != left_out])
        given = model.probabilities(held)
        truth = np.array([[rule in row.breaks for rule in RULES] for row in held])
        figures = []
        for threshold in (0.3, 0.5, 0.7, 0.9):
            said = given >= threshold
            right = int((said & truth).sum())
            figures.append(
                f"{threshold}: P {right / max(1, int(said.sum())):.3f} R {right / max(1, int(truth.sum())):.3f}"
            )
        kept = float((given[truth] >= MUTE_BELOW).mean())
        print(f"{left_out:<8} {'  '.join(figures)}  breaches above {MUTE_BELOW}: {kept:.3f}")


def main() -> None:
    """Train on everything and write the weights, or validate by author."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--validate", action="store_true", help="leave each author out in turn; write nothing")
    parser.add_argument("--without", nargs="*", default=[], help="sets to leave out of the training")
    arguments = parser.parse_args()
    catalogue = load_catalogue()
    sets = sorted(path.parent.name for path in CORPUS.glob("*/labels.json"))
    rows = [row for name in sets if name not in arguments.without for row in corpus_rows(CORPUS / name, catalogue)]
    rows += [*corpus_rows(REPORT, catalogue), *sample_rows(catalogue)]
    rows += [*example_rows(catalogue), *phrase_rows(catalogue)]
    rows = resolved(rows)
    if arguments.validate:
        validate(rows, sets)
        return
    path = catalogue_root() / PATH
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(Model(rows).lines()) + "\n", encoding="utf-8")
    print(f"{len(rows)} statements, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
