"""The review as JUnit XML, for dashboards that know only tests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal
from xml.etree import ElementTree as ET

from msgspec import Struct

from reviewkit.model import Finding, Language, Review
from reviewkit.report.words import of_stale

_Outcome = Literal["passed", "failure", "error", "skipped"]
_WORDS: dict[Language, dict[str, str]] = {
    "nb": {
        "line": "linje", "text": "Teksten", "instead": "Gjør slik", "basis": "Grunnlag", "source": "Kilde",
        "see": "Se også", "none": "ingen funn", "suppressed": "unntatt med begrunnelse",
        "baselined": "kjent fra grunnlinjen", "not_reviewed": "ikke gjennomgått", "problem": "kunne ikke leses",
    },
    "nn": {
        "line": "linje", "text": "Teksten", "instead": "Gjer slik", "basis": "Grunnlag", "source": "Kjelde",
        "see": "Sjå òg", "none": "ingen funn", "suppressed": "unnateke med grunngjeving",
        "baselined": "kjend frå grunnlinja", "not_reviewed": "ikkje gjennomgått", "problem": "kunne ikkje lesast",
    },
    "en": {
        "line": "line", "text": "The text", "instead": "Do this", "basis": "Basis", "source": "Source",
        "see": "See also", "none": "no findings", "suppressed": "excepted with a reason",
        "baselined": "known from the baseline", "not_reviewed": "not reviewed", "problem": "could not be read",
    },
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Case(Struct, frozen=True):
    """One test case: its name, how it went, the kind and the message of that, and the details."""

    name: str
    outcome: _Outcome = "passed"
    kind: str = ""
    message: str = ""
    details: str = ""


def render(review: Review) -> str:
    """The review as one JUnit document with a suite for each routine, with a line break at its end.

    Each finding is a failed case with its severity as type, whatever the severity: a dashboard knows only passed and
    failed, and what is found must not look passed; the exit code alone says what stops a build. A case is named by
    rule and fingerprint, so that it keeps its history when lines move. A routine without findings is one passed case;
    suppressed and baselined findings, and what was not reviewed, are skipped; what could not be read is an error.
    Muted and unchanged findings are counted in the properties of their suite.
    """
    cases = _cases(review)
    muted = Counter(finding.path for finding in review.muted)
    unchanged = Counter(finding.path for finding in review.unchanged)
    root = ET.Element("testsuites", {"name": "reviewkit"})
    for path in sorted({*cases, *muted, *unchanged}):
        counted = {"muted": str(muted[path]), "unchanged": str(unchanged[path])}
        properties = {"today": review.today, "catalogue": review.catalogue, **counted}
        root.append(_suite(path, cases.get(path, []), properties))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(review: Review) -> dict[str, list[_Case]]:
    """The cases of each routine, in the order of the review."""
    words = _WORDS[review.language]
    cases: dict[str, list[_Case]] = {path: [] for path in review.reviewed}
    for path, case in _told(review, words):
        cases.setdefault(path, []).append(case)
    found = {finding.path for finding in review.findings}
    for path in review.reviewed:
        if path not in found:
            cases[path].insert(0, _Case(words["none"]))
    return cases


def _told(review: Review, words: dict[str, str]) -> Iterator[tuple[str, _Case]]:
    for finding in review.findings:
        yield finding.path, _finding(finding, words, "failure", finding.severity, finding.message)
    for item in review.suppressed:
        reason = f"{words['suppressed']}: {item.reason}"
        yield item.finding.path, _finding(item.finding, words, "skipped", "suppressed", reason)
    for finding in review.baselined:
        yield finding.path, _finding(finding, words, "skipped", "baselined", words["baselined"])
    for entry in review.stale:
        name = f"{entry.rule} {entry.routine} ({words['line']} {entry.line})"
        yield entry.path, _Case(name, "failure", "stale", of_stale(entry, review.language))
    for left_out in review.not_reviewed:
        yield left_out.path, _Case(words["not_reviewed"], "skipped", "not-reviewed", left_out.reason)
    for problem in review.problems:
        place = f"{words['line']} {problem.line}: " if problem.line > 0 else ""
        yield problem.path, _Case(words["problem"], "error", "problem", f"{place}{problem.message}")


def _finding(finding: Finding, words: dict[str, str], outcome: _Outcome, kind: str, message: str) -> _Case:
    name = f"{finding.rule} {finding.slug} ({finding.fingerprint})"
    details = "\n".join(_details(finding, words)) if outcome == "failure" else ""
    return _Case(name, outcome, kind, f"{words['line']} {finding.line}: {message}", details)


def _details(finding: Finding, words: dict[str, str]) -> Iterator[str]:
    yield f"{finding.path}:{finding.line}:{finding.column} {finding.rule}"
    yield finding.message
    if finding.excerpt:
        yield f"{words['text']}: «{' '.join(finding.excerpt.split())}»"
    if finding.remedy:
        yield f"{words['instead']}: {finding.remedy}"
    if finding.basis:
        yield f"{words['basis']}: {'; '.join(finding.basis)}"
    yield f"{words['source']}: {'; '.join(finding.source)}"
    for other in finding.related:
        yield f"{words['see']} {words['line']} {other.line}: {other.message}"


def _suite(path: str, cases: list[_Case], properties: dict[str, str]) -> ET.Element:
    outcomes = Counter(case.outcome for case in cases)
    counts = {"tests": len(cases), "failures": outcomes["failure"], "errors": outcomes["error"]}
    counts["skipped"] = outcomes["skipped"]
    attributes = {name: str(count) for name, count in counts.items()}
    suite = ET.Element("testsuite", {"name": _clean(path), **attributes})
    listed = ET.SubElement(suite, "properties")
    for name, value in properties.items():
        ET.SubElement(listed, "property", {"name": name, "value": _line(value)})
    for case, name in zip(cases, _unique(_line(case.name) for case in cases), strict=True):
        element = ET.SubElement(suite, "testcase", {"name": name, "classname": _clean(path.removesuffix(".md"))})
        if case.outcome != "passed":
            told = {"type": case.kind, "message": _line(case.message)}
            ET.SubElement(element, case.outcome, told).text = _clean(case.details) or None
    return suite


def _unique(names: Iterable[str]) -> Iterator[str]:
    """The names, those that recur with a number: a dashboard tells the cases of a suite apart by name alone."""
    taken: set[str] = set()
    for name in names:
        number, unique = 1, name
        while unique in taken:
            number += 1
            unique = f"{name} {number}"
        taken.add(unique)
        yield unique


def _line(text: str) -> str:
    return _clean(" ".join(text.split()))


def _clean(text: str) -> str:
    """Words without what XML cannot hold, control characters, and marks that turn the direction of the text."""
    return _NOT_XML.sub("�", text)
