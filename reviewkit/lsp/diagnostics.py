"""Findings as an editor's diagnostics: the same places, words and severities as `check` gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lsprotocol import types

from reviewkit.check import Catalogue
from reviewkit.check.specs import DeadlineRule, SuppressionRule
from reviewkit.load import MAX_BYTES, catalogue_root
from reviewkit.load.routines import too_large as refusal
from reviewkit.lsp.documents import Document
from reviewkit.lsp.projects import Project, Seen
from reviewkit.lsp.words import say
from reviewkit.model import Finding, Language, Severity, UsageError

SOURCE = "reviewkit"
_SEVERITY: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics(document: Document, seen: Seen, project: Project) -> list[types.Diagnostic]:
    """All that a review says of a document: findings in their order, and why the most of it was left out."""
    found = [_diagnostic(document, finding, project) for finding in seen.findings]
    return [*_about(document, seen), *found]


def too_large(document: Document, size: int, language: Language) -> list[types.Diagnostic]:
    """The one diagnostic of a document that is not reviewed while it is written, or that `check` refuses too."""
    refused = size > MAX_BYTES
    severity = types.DiagnosticSeverity.Error if refused else types.DiagnosticSeverity.Information
    message = refusal(size) if refused else say("too-large", language, size=size // 1000)
    return [types.Diagnostic(document.line(1), message, severity, source=SOURCE)]


def _about(document: Document, seen: Seen) -> Iterator[types.Diagnostic]:
    problem = seen.draft.problem
    if problem is not None:
        place = document.line(problem.line or 1)
        yield types.Diagnostic(place, problem.message, types.DiagnosticSeverity.Error, source=SOURCE)
    elif seen.left_out:
        place = document.line(1)
        yield types.Diagnostic(place, seen.left_out, types.DiagnosticSeverity.Information, source=SOURCE)


def _diagnostic(document: Document, finding: Finding, project: Project) -> types.Diagnostic:
    page = page_of(finding.rule, project.catalogue)
    related = [
        types.DiagnosticRelatedInformation(types.Location(document.uri, document.line(item.line)), item.message)
        for item in finding.related
    ]
    return types.Diagnostic(
        range=place_of(document, finding),
        message=f"{finding.message}\n{say('remedy', project.language)}: {finding.remedy}",
        severity=_SEVERITY[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(page) if page else None,
        source=SOURCE,
        tags=_tags(finding, project.catalogue),
        related_information=related or None,
        data={"fingerprint": finding.fingerprint},
    )


def _tags(finding: Finding, catalogue: Catalogue) -> list[types.DiagnosticTag] | None:
    """What is out of date is struck out, and an exception that holds nothing back is faded."""
    rule = catalogue.check(finding.rule).rule
    if isinstance(rule, DeadlineRule):
        return [types.DiagnosticTag.Deprecated]
    return [types.DiagnosticTag.Unnecessary] if isinstance(rule, SuppressionRule) else None


def place_of(document: Document, finding: Finding) -> types.Range:
    """Where a finding stands in the editor."""
    return types.Range(document.at(finding.line, finding.column), document.at(finding.end_line, finding.end_column))


def page_of(code: str, catalogue: Catalogue) -> str:
    """The address of a rule's page on disk; empty where there is no such page."""
    try:
        path = catalogue.check(code).path
    except UsageError:
        return ""
    return _address(path, str(Path.cwd()))


@lru_cache(maxsize=500)
def _address(path: str, folder: str) -> str:
    for page in (catalogue_root() / path, Path(folder, path)):
        if page.is_file():
            return page.absolute().as_uri()
    return ""
