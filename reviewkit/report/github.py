"""The review as workflow commands of GitHub Actions: marks on the lines of a change, the gravest first.

GitHub shows at most ten marks of each type from a step, so that the first one says how many there are. Paths count
from the working directory, which must be the root of the repository; columns are code points from 1, the end column
exclusive, and are left out where a range spans several lines, since GitHub then refuses the mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reviewkit.model import SEVERITIES, Finding, Language, NotReviewed, Problem, Review, Severity, Stale
from reviewkit.report.harmless import clean, one_line
from reviewkit.report.words import WORDS, Words, counted, findings, left_out, of_stale, routines

SHOWN = 10
"""How many marks of each type GitHub shows from a step."""

_LIMIT = 8_000
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(review: Review) -> str:
    """One command a line: the summary, what could not be read, the findings by severity, and what was left out."""
    words = WORDS[review.language]
    titles = {rule.code: rule.title for rule in review.rules}
    grave = sorted(review.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    marks = [
        *(_problem(problem, words) for problem in review.problems),
        *(_stale(item, review.language) for item in review.stale),
        *(_finding(finding, titles.get(finding.rule) or finding.slug, words) for finding in grave),
        *(_not_reviewed(item, words) for item in review.not_reviewed),
    ]
    kinds = Counter(["notice", *(kind for kind, _ in marks)])
    summary = " ".join(_summary(review, words, len(marks), max(kinds.values()) > SHOWN))
    lines = [_command("notice", {"title": "reviewkit"}, summary), *(command for _, command in marks)]
    return "\n".join(lines) + "\n"


def _summary(review: Review, words: Words, marks: int, too_many: bool) -> Iterator[str]:
    yield f"{routines(review)}: {', '.join([findings(review), *left_out(review)])}."
    if not review.findings:
        yield words.caution
    if marks:
        yield f"{counted(marks, words.annotations)}."
    if too_many:
        yield words.shown


def _finding(finding: Finding, title: str, words: Words) -> tuple[str, str]:
    properties = {"file": clean(finding.path), "line": str(finding.line), "endLine": str(finding.end_line)}
    if finding.end_line == finding.line and finding.end_column >= finding.column:
        properties |= {"col": str(finding.column), "endColumn": str(finding.end_column)}
    properties["title"] = one_line(f"{finding.rule} {title}", 200)
    remedy = f"{words.instead}: {one_line(finding.remedy, _LIMIT)}"
    kind = _COMMANDS[finding.severity]
    return kind, _command(kind, properties, f"{one_line(finding.message, _LIMIT)}\n{remedy}")


def _problem(problem: Problem, words: Words) -> tuple[str, str]:
    properties = {"file": clean(problem.path), "title": words.problems}
    if problem.line:
        properties["line"] = str(problem.line)
    return "error", _command("error", properties, one_line(problem.message, _LIMIT))


def _stale(item: Stale, language: Language) -> tuple[str, str]:
    properties = {"file": clean(item.path), "line": str(item.line), "title": WORDS[language].stale[0]}
    return "error", _command("error", properties, one_line(of_stale(item, language), _LIMIT))


def _not_reviewed(item: NotReviewed, words: Words) -> tuple[str, str]:
    properties = {"file": clean(item.path), "title": words.not_reviewed}
    return "notice", _command("notice", properties, one_line(item.reason, _LIMIT))


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    """A command that nothing in its message or properties can end or add to: GitHub decodes both after it has cut."""
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
