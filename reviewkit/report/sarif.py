"""The review as SARIF 2.1.0, for code scanning and for editors that read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from reviewkit.model import SEVERITIES, Finding, Language, Review, Rule, Severity
from reviewkit.report.words import of_stale
from reviewkit.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_CATALOGUE_LANGUAGE = "nb"
_LAW = "lovgrunnlag"
_LEVEL: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_WORDS: dict[Language, dict[str, str]] = {
    "nb": {
        "instead": "Gjør slik", "see": "Se også", "line": "linje", "basis": "Grunnlag", "source": "Kilde",
        "baselined": "kjent fra grunnlinjen", "law": "Lovbestemmelser som reglene bygger på",
    },
    "nn": {
        "instead": "Gjer slik", "see": "Sjå òg", "line": "linje", "basis": "Grunnlag", "source": "Kjelde",
        "baselined": "kjend frå grunnlinja", "law": "Lovføresegner som reglane byggjer på",
    },
    "en": {
        "instead": "Do this", "see": "See also", "line": "line", "basis": "Basis", "source": "Source",
        "baselined": "known from the baseline", "law": "Provisions of law that the rules rest on",
    },
}  # fmt: skip
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


class _Index(Struct, frozen=True):
    """Where each rule and each provision of law stands in its list, and the words of the reader's language."""

    rules: dict[str, int]
    provisions: dict[str, int]
    words: dict[str, str]


def render(review: Review) -> str:
    """The review as one SARIF log with one run, with a line break at its end.

    Suppressed and baselined findings are results with a suppression; what else was hidden is counted in the run's
    properties. The remedy stands in the plain text of the message, after the first sentence that lists show: nothing
    of a routine's words is ever given as Markdown, so nothing there can be rendered.
    """
    rules = _rules(review)
    provisions = sorted({provision for rule in rules for provision in rule.basis})
    index = _Index(_numbered(rule.code for rule in rules), _numbered(provisions), _WORDS[review.language])
    run: dict[str, Any] = {
        "tool": {"driver": _driver(rules, index)},
        "invocations": [_invocation(review)],
        "artifacts": [
            {"location": _artifact(path), "roles": ["analysisTarget"]} for path in dict.fromkeys(review.reviewed)
        ],
        "results": _results(review, index),
        "columnKind": "unicodeCodePoints",
        "language": review.language,
        "properties": {"today": review.today, "catalogue": review.catalogue, "counts": _counts(review)},
    }
    if provisions:
        run["taxonomies"] = [
            {
                "name": _LAW,
                "shortDescription": _message(index.words["law"]),
                "language": _CATALOGUE_LANGUAGE,
                "taxa": [{"id": provision, "shortDescription": _message(provision)} for provision in provisions],
            }
        ]
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(_clean(document), ensure_ascii=False, indent=1) + "\n"


def _rules(review: Review) -> list[Rule]:
    """The rules that were applied, and those that only a finding knows of."""
    rules = {rule.code: rule for rule in review.rules}
    hidden = (item.finding for item in review.suppressed)
    for finding in (*review.findings, *hidden, *review.baselined):
        known = Rule(finding.rule, finding.slug, finding.slug, finding.severity, finding.basis, finding.source)
        rules.setdefault(finding.rule, known)
    return [rules[code] for code in sorted(rules)]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _driver(rules: list[Rule], index: _Index) -> dict[str, Any]:
    driver: dict[str, Any] = {
        "name": "reviewkit",
        "version": __version__,
        "semanticVersion": __version__,
        "language": _CATALOGUE_LANGUAGE,
        "rules": [_rule(rule, index) for rule in rules],
    }
    if index.provisions:
        driver["supportedTaxonomies"] = [{"name": _LAW, "index": 0}]
    return driver


def _rule(rule: Rule, index: _Index) -> dict[str, Any]:
    labelled = (("basis", rule.basis), ("source", rule.source))
    grounds = [f"{index.words[name]}: {'; '.join(items)}" for name, items in labelled if items]
    help_ = _message("\n".join([rule.title, *grounds]))
    if rule.page:
        help_["markdown"] = rule.page
    descriptor: dict[str, Any] = {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": _message(rule.title),
        "fullDescription": _message(rule.title),
        "help": help_,
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {
            "basis": list(rule.basis),
            "source": list(rule.source),
            "tags": [rule.code.rstrip("0123456789")],
        },
    }
    taxa = _taxa(rule.basis, index)
    if taxa:
        descriptor["relationships"] = [{"target": taxon, "kinds": ["relevant"]} for taxon in taxa]
    return descriptor


def _taxa(basis: tuple[str, ...], index: _Index) -> list[dict[str, Any]]:
    """References to provisions, each once; one that no rule names is left to the properties."""
    return [
        {"id": provision, "index": index.provisions[provision], "toolComponent": {"name": _LAW, "index": 0}}
        for provision in dict.fromkeys(basis)
        if provision in index.provisions
    ]


def _results(review: Review, index: _Index) -> list[dict[str, Any]]:
    results = [_result(finding, index) for finding in review.findings]
    for item in review.suppressed:
        suppression: dict[str, Any] = {"kind": "inSource", "status": "accepted", "justification": item.reason}
        if item.expires:
            suppression["properties"] = {"expires": item.expires}
        results.append({**_result(item.finding, index), "suppressions": [suppression]})
    known = {"kind": "external", "status": "accepted", "justification": index.words["baselined"]}
    results += [{**_result(finding, index), "suppressions": [known]} for finding in review.baselined]
    return results


def _result(finding: Finding, index: _Index) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(finding.path)}}
    location["physicalLocation"]["region"] = _region(finding)
    if finding.section:
        location["logicalLocations"] = [{"fullyQualifiedName": " › ".join(finding.section)}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index.rules[finding.rule],
        "level": _LEVEL[finding.severity],
        "message": {"text": _told(finding, index.words)},
        "locations": [location],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "reviewkit/1": finding.fingerprint,
        },
        "properties": {
            "remedy": finding.remedy,
            "basis": list(finding.basis),
            "source": list(finding.source),
            "riskPoints": list(finding.risk_points),
            "audience": list(finding.audience),
        },
    }
    if taxa := _taxa(finding.basis, index):
        result["taxa"] = taxa
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_place(other.path, other.line), "message": _message(other.message)}
            for number, other in enumerate(finding.related, start=1)
        ]
    return result


def _region(finding: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    if finding.excerpt:
        region["snippet"] = {"text": finding.excerpt}
    return region


def _told(finding: Finding, words: dict[str, str]) -> str:
    """What is wrong, what to write instead, and links to the related places by their numbers."""
    parts = [_literal(finding.message)]
    if finding.remedy:
        parts.append(f"{words['instead']}: {_literal(finding.remedy)}")
    parts += [
        f"{words['see']} [{words['line']} {other.line}]({number}): {_literal(other.message)}"
        for number, other in enumerate(finding.related, start=1)
    ]
    return "\n\n".join(parts)


def _invocation(review: Review) -> dict[str, Any]:
    """What could not be read, and what was left out: a run with the former did not do what it was asked to."""
    notifications = [
        {"level": "error", "message": _message(item.message), "locations": [_place(item.path, item.line)]}
        for item in review.problems
    ]
    notifications += [
        {
            "level": "error",
            "descriptor": {"id": "reviewkit-baseline"},
            "message": _message(of_stale(item, review.language)),
            "locations": [_place(item.path, item.line)],
        }
        for item in review.stale
    ]
    notifications += [
        {"level": "warning", "message": _message(item.reason), "locations": [_place(item.path)]}
        for item in review.not_reviewed
    ]
    return {"executionSuccessful": not review.problems, "toolExecutionNotifications": notifications}


def _counts(review: Review) -> dict[str, int]:
    return {
        "routines": review.routines,
        **{severity: review.count(severity) for severity in SEVERITIES},
        "suppressed": len(review.suppressed),
        "baselined": len(review.baselined),
        "muted": len(review.muted),
        "unchanged": len(review.unchanged),
        "stale": len(review.stale),
        "deselected": review.deselected,
        "excluded": review.excluded,
        "notReviewed": len(review.not_reviewed),
        "problems": len(review.problems),
    }


def _place(path: str, line: int = 0) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if line > 0:
        place["region"] = {"startLine": line}
    return {"physicalLocation": place}


def _artifact(path: str) -> dict[str, str]:
    """A path as a URI reference: a colon is encoded too, so that a file's name is never read as a scheme."""
    encoded = quote(path, safe="/", errors="replace")
    return {"uri": f"file://{encoded}" if path.startswith("/") else encoded}


def _message(text: str) -> dict[str, str]:
    return {"text": _literal(text)}


def _literal(text: str) -> str:
    """Words that no reader of SARIF takes for a link or for a place to put an argument."""
    return _PLACEHOLDER.sub(r"{{\1}}", text.replace("](", "] ("))


def _clean(value: Any) -> Any:
    """The document without control characters, lone surrogates and marks that turn the direction of the text."""
    if isinstance(value, str):
        return _UNSAFE.sub("�", value)
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list) else value
