"""What an editor can do about a finding: fixes that have been tried, and exceptions with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lsprotocol import types
from msgspec.structs import replace

from reviewkit.author.fixing import Edit, Fix, Fixer, applied
from reviewkit.author.fixing.propose import find_safe_fixes
from reviewkit.author.fixing.titles import title
from reviewkit.lsp.diagnostics import diagnostics, place_of
from reviewkit.lsp.documents import Document
from reviewkit.lsp.places import read
from reviewkit.lsp.projects import Project, Seen
from reviewkit.lsp.words import say
from reviewkit.model import Finding, InputError, Routine, Source
from reviewkit.parse import parse
from reviewkit.review import Draft, draft
from reviewkit.review.findings import Found
from reviewkit.review.suppression import excepting

FIX_ALL = "source.fixAll.reviewkit"
KINDS: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]
_REASON = "…"
"""Where the author's reason goes: until there is one, FOR007 says that it lacks, and nothing is held back."""

_AT_ONCE = 12
"""How many findings, and lines with fixes, one question is answered for: each is tried, and that takes its time."""

_TRIED = "begrunnelse"


class Workshop:
    """The actions of one state of a document; every fix is tried once, when it is asked for."""

    def __init__(self, document: Document, seen: Seen, project: Project) -> None:
        self._document = document
        self._seen = seen
        self._project = project
        options = replace(project.configured.options, select=(), ignore=())
        self._fixer = Fixer(project.catalogue, options)
        self._fixes: dict[str, list[Fix]] = {}
        self._safe: dict[int, list[Fix]] = {}
        self._lines: frozenset[int] | None = None

    def offered(self, place: types.Range, only: Sequence[str] | None) -> Iterator[types.CodeAction]:
        """The actions for a range, each without its edit but with what is needed to make it (`resolved`)."""
        if _wanted(types.CodeActionKind.QuickFix.value, only):
            here = (item for item in self._seen.findings if _overlap(place_of(self._document, item), place))
            for finding in islice(here, _AT_ONCE):
                yield from self._about(finding)
            lines = sorted(line for line in self._fixable() if place.start.line < line <= place.end.line + 1)
            for line in lines[:_AT_ONCE]:
                for number, fix in enumerate(self._safe_fixes(line)):
                    words = title(fix, self._project.language)
                    yield self._action(words, {"line": line, "fix": number}, preferred=True)
        if _wanted(FIX_ALL, only) and self._fixable():
            action = self._action(say("fix-all", self._project.language), {"all": True})
            action.kind = FIX_ALL
            yield action

    def resolved(self, data: dict[str, Any]) -> types.WorkspaceEdit | None:
        """The edit of an action; nothing where it is no longer one."""
        edits = self._edits(data)
        return self._workspace_edit(edits) if edits else None

    def _about(self, finding: Finding) -> Iterator[types.CodeAction]:
        for number, fix in enumerate(self._fixes_of(finding)):
            yield self._action(title(fix, self._project.language), {"of": finding.fingerprint, "fix": number}, finding)
        if self._exception(finding) is not None:
            words = say("allow", self._project.language, code=finding.rule)
            yield self._action(words, {"allow": finding.fingerprint}, finding)

    def _action(
        self, words: str, data: dict[str, Any], finding: Finding | None = None, preferred: bool = False
    ) -> types.CodeAction:
        data = {"uri": self._document.uri, "version": self._document.version, **data}
        about = None
        if finding is not None:
            seen = replace(self._seen, findings=(finding,), left_out="")
            about = diagnostics(self._document, seen, self._project)[-1:]
        kind = types.CodeActionKind.QuickFix
        return types.CodeAction(words, kind, diagnostics=about, is_preferred=preferred or None, data=data)

    def _edits(self, data: dict[str, Any]) -> Sequence[Edit]:
        if data.get("all"):
            return _difference(self._document.text, self._fixed().text)
        if "line" in data:
            return _numbered(self._safe_fixes(data["line"]), data)
        name = data.get("allow") or data.get("of")
        finding = next((item for item in self._seen.findings if item.fingerprint == name), None)
        if finding is None:
            return ()
        if "allow" in data:
            edit = self._exception(finding)
            return (edit,) if edit is not None else ()
        return _numbered(self._fixes_of(finding), data)

    def _fixed(self) -> Source:
        try:
            return self._fixer.apply_safe(self._document.source)
        except InputError:
            return self._document.source

    def _fixable(self) -> frozenset[int]:
        """The lines on which something may be fixed safely; none of it has been tried."""
        if self._lines is None:
            routine = read(self._document)
            self._lines = frozenset(fix.line for fix in find_safe_fixes(routine)) if routine else frozenset()
        return self._lines

    def _safe_fixes(self, line: int) -> list[Fix]:
        known = self._safe.get(line)
        if known is None:
            known = self._safe[line] = self._fixer.safe(self._document.source, (line,)) if self._fixable() else []
        return known

    def _fixes_of(self, finding: Finding) -> list[Fix]:
        """The fixes that settle a finding and bring no other."""
        known = self._fixes.get(finding.fingerprint)
        if known is None:
            known = self._fixes[finding.fingerprint] = []
            try:
                known += self._fixer.unsafe(self._document.source, (finding.rule,), {finding.fingerprint})
            except InputError:
                return known
        return known

    def _exception(self, finding: Finding) -> Edit | None:
        """The comment that excepts a finding, where it covers it; nothing where the rule allows no exception."""
        options = self._project.configured.options
        spec = self._project.catalogue.check(finding.rule)
        if not spec.suppressible or finding.rule in options.never_suppress:
            return None
        found = next((item for item in self._seen.draft.found if item.fingerprint == finding.fingerprint), None)
        if found is None:
            return None
        for edit in self._places(found, finding.rule, _TRIED):
            if self._holds_back(edit, found):
                return replace(edit, new=edit.new.replace(f'"{_TRIED}"', f'"{_REASON}"'))
        return None

    def _places(self, found: Found, code: str, reason: str) -> Iterator[Edit]:
        """Where the comment could stand: on a line of its own above, in the line, after the line before, or first."""
        source = self._document.source
        comment = f'<!-- reviewkit: tillat {code} "{reason}" -->'
        end = "\r\n" if "\r\n" in source.text else "\n"
        routine = parse(source)
        if found.start < routine.metadata.body_offset:
            body = routine.metadata.body_offset
            yield Edit(body, body, f"{end}{comment}{end}{end}")
            return
        start = source.line_starts[found.line - 1]
        indent = source.text[start : found.start]
        if not indent.strip(" \t#"):
            yield Edit(start, start, f"{indent.rstrip('# ')}{comment}{end}")
            yield Edit(start, start, f"{comment}{end}{end}")
        yield Edit(found.start, found.start, f"{comment} ")
        if found.line > 1:
            before = source.line_span(found.line - 1)[1]
            yield Edit(before, before, f" {comment}")
        above = self._above(routine, found)
        if above is not None:
            yield Edit(above, above, f"{comment}{end}{end}")

    def _above(self, routine: Routine, found: Found) -> int | None:
        """The beginning of the line above which a comment covers a whole table, or the first line of a message."""
        source = routine.source
        statement = next((item for item in routine.statements if item.start == found.start), None)
        if statement is not None and statement.column is not None:
            return source.line_starts[source.locate(statement.column.start)[0] - 1]
        if statement is not None and statement.kind == "template" and found.line > 1:
            return source.line_starts[found.line - 2]
        return None

    def _holds_back(self, edit: Edit, found: Found) -> bool:
        """Whether a comment covers what it is written for, and breaks nothing else."""
        after = self._drafted(applied(self._document.text, (edit,)))
        known = {(item.rule, item.excerpt) for item in self._seen.draft.found}
        for item in after.found:
            same = item.rule == found.rule and item.excerpt == found.excerpt and item.variant == found.variant
            if same and excepting(item, after.exemptions) is not None:
                return all((other.rule, other.excerpt) in known for other in after.found)
        return False

    def _drafted(self, text: str) -> Draft:
        path = self._document.source.path
        return draft(Source(path, text), self._project.catalogue, self._project.configured.asking()(path))

    def _workspace_edit(self, edits: Sequence[Edit]) -> types.WorkspaceEdit:
        changes: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = [
            types.TextEdit(self._document.range(edit.start, edit.end), edit.new) for edit in sorted(edits)
        ]
        named = types.OptionalVersionedTextDocumentIdentifier(self._document.uri, self._document.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(named, changes)])


def plain(edit: types.WorkspaceEdit) -> types.WorkspaceEdit:
    """The same edit for an editor that knows no versions."""
    changes: dict[str, list[types.TextEdit]] = {}
    for change in edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit):
            changes[change.text_document.uri] = [one for one in change.edits if isinstance(one, types.TextEdit)]
    return types.WorkspaceEdit(changes=changes)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether an editor asks for a kind of action, or for all."""
    if only is None:
        return True
    asked = [str(getattr(one, "value", one)) for one in only]
    return any(kind == one or kind.startswith(f"{one}.") for one in asked)


def _overlap(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _numbered(fixes: Sequence[Fix], data: dict[str, Any]) -> Sequence[Edit]:
    number = data.get("fix")
    return fixes[number].edits if isinstance(number, int) and 0 <= number < len(fixes) else ()


def _difference(before: str, after: str) -> list[Edit]:
    """The one edit that leads from a text to another: what they begin and end with alike is left alone."""
    if before == after:
        return []
    start = 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < most - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return [Edit(start, len(before) - tail, after[start : len(after) - tail])]
