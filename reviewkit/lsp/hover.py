"""What is told where the pointer rests: the rule of a finding, a reference to law, or a key of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from reviewkit.check import CHOICES, Catalogue, CheckSpec, judged_on, sections_of
from reviewkit.language import Citation
from reviewkit.lsp.diagnostics import page_of, place_of
from reviewkit.lsp.documents import Document
from reviewkit.lsp.projects import Project
from reviewkit.lsp.words import KEYS, say
from reviewkit.model import Finding, Language, Metadata
from reviewkit.parse.frontmatter import read_front_matter

_KEY = re.compile(r"([a-z_]+)[ \t]*:")
_MOST = 3
"""How many rules are told of at one place."""


def hover(
    document: Document, position: types.Position, findings: Sequence[Finding], project: Project
) -> types.Hover | None:
    """All there is to tell at a position; nothing where there is nothing."""
    metadata = read_front_matter(document.text)
    parts = [
        *_key(document, position, metadata, project.language),
        *_laws(document, position, metadata, project),
        *_rules(document, position, findings, project),
    ]
    if not parts:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)))


def _rules(
    document: Document, position: types.Position, findings: Sequence[Finding], project: Project
) -> Iterator[str]:
    told: set[str] = set()
    for finding in findings:
        place = place_of(document, finding)
        if finding.rule not in told and _holds(place, position) and len(told) < _MOST:
            told.add(finding.rule)
            yield rule_in_short(project.catalogue.check(finding.rule), project.catalogue, project.language)


def _holds(place: types.Range, position: types.Position) -> bool:
    at = position.line, position.character
    start, end = (place.start.line, place.start.character), (place.end.line, place.end.character)
    return start <= at <= end or (start == end and at[0] == start[0])


def rule_in_short(spec: CheckSpec, catalogue: Catalogue, language: Language) -> str:
    """A rule for one who has met a finding of it: why, on what grounds, from where, and how far it can be trusted."""
    title, _, rest = catalogue.prose(spec).partition("\n")
    parts = (part.strip() for part in rest.split("\n\n"))
    why = next((part for part in parts if part and not part.startswith("#")), "")
    lines = [f"**{title.lstrip('# ')}**", why]
    if spec.basis:
        lines.append(f"*{say('law', language)}*: {'; '.join(spec.basis)}")
    if spec.source:
        lines.append(f"*{say('source', language)}*: {'; '.join(spec.source)}")
    lines.append(f"*{say('quality', language)}*: {_measured(spec, catalogue, language)}")
    page = page_of(spec.code, catalogue)
    if page:
        lines.append(f"[{say('page', language)}]({page})")
    return "\n\n".join(line for line in lines if line)


def _measured(spec: CheckSpec, catalogue: Catalogue, language: Language) -> str:
    quality = catalogue.quality(spec)
    if quality is None or quality.first.precision is None:
        return say("not-measured", language)
    first = quality.first
    return say("measured", language, correct=first.correct, found=first.found, met=first.met, breaches=first.breaches)


def _key(document: Document, position: types.Position, metadata: Metadata, language: Language) -> Iterator[str]:
    if not metadata.present or document.offset(position) >= metadata.body_offset:
        return
    start, end = document.source.line_span(position.line + 1)
    match = _KEY.match(document.text, start, end)
    if match is None or match[1] not in KEYS or document.offset(position) > match.end():
        return
    name = match[1]
    allowed = CHOICES.get(name) or (("true", "false") if name == "hast" else ())
    values = f"\n\n{say('allowed', language)}: {', '.join(f'`{value}`' for value in allowed)}" if allowed else ""
    yield f"**{name}**\n\n{KEYS[name][language]}{values}"


def _laws(document: Document, position: types.Position, metadata: Metadata, project: Project) -> Iterator[str]:
    if position.line >= len(document.source.line_starts):
        return
    start, end = document.source.line_span(position.line + 1)
    at = document.offset(position) - start
    for citation in project.catalogue.register.reader.read(document.text[start:end]):
        if citation.start <= at <= citation.end:
            yield _law(citation, metadata, project)
            return


def _law(citation: Citation, metadata: Metadata, project: Project) -> str:
    """What the register says of a reference; a law it does not hold is not named by the routine's own words."""
    register, language = project.catalogue.register, project.language
    day = judged_on(metadata, project.day)
    law = register.resolve(citation.law, day)
    if law is None:
        return say("unknown-law", language)
    name = law.nn if language == "nn" else law.nb
    head = f"**{name}**\n\n{law.title} ({law.id})"
    judged = register.judge(citation, day)
    if judged.fault in ("repealed-law", "not-in-force"):
        return f"{head}\n\n{say(judged.fault, language)}"
    sections = sections_of(citation, law)
    if not law.sections:
        return f"{head}\n\n{name} {say('law-known', language)}"
    said = [f"§ {section} {say(law.fault(section) or 'in-force', language)}" for section in sections]
    return "\n\n".join([head, *(said or [f"{name} {say('in-force', language)}"])])
