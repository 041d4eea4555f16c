"""What can be written next: keys and values of the front matter, ids, references to law, and codes to allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from lsprotocol import types

from reviewkit.check import CHOICES, DATES, KNOWN, Law
from reviewkit.lsp.documents import Document
from reviewkit.lsp.projects import Project
from reviewkit.lsp.words import KEYS, say
from reviewkit.model import Metadata
from reviewkit.parse.frontmatter import read_front_matter

_NEW_KEY = re.compile(r"(?P<word>[a-z_]*)\Z")
_VALUE = re.compile(r"(?P<key>[a-z_]+)[ \t]*:[ \t]+(?P<rest>.*)\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<rest>.*)\Z")
_OWNER = re.compile(r"(?P<key>[a-z_]+)[ \t]*:[ \t]*\Z")
_SECTION = re.compile(r"§[ \t\u00a0]*(?P<word>[\d-]*(?: ?[a-z])?)\Z")
_LAW_WORD = re.compile(r"(?P<word>[a-zæøå-]*)\Z", re.IGNORECASE)
_ALLOW = re.compile(r"<!--\s*reviewkit\s*:\s*tillat\s+(?P<word>[A-Z0-9]*)\Z", re.IGNORECASE)
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LAWS = ("hjemmel", "gjelder")
_YEAR = timedelta(days=365)
_MOST = 500

TRIGGERS = [" ", ":", "-", "§", "["]
"""What makes an editor ask by itself."""

_Item = tuple[str, str, types.CompletionItemKind]
"""The words, what is told of them, and what they are."""


def completion(document: Document, position: types.Position, project: Project) -> types.CompletionList:
    """What can be written at a position, each with the range that it takes the place of."""
    offset = document.offset(position)
    line = document.source.locate(offset)[0]
    start, _ = document.source.line_span(line)
    written = document.text[start:offset]
    metadata = read_front_matter(document.text)
    if metadata.present and 1 < line and offset < max(metadata.body_offset, 1):
        typed, found = _in_front(document, line, written, metadata, project)
    else:
        typed, found = _in_text(written, metadata, project)
    place = document.range(offset - len(typed), offset)
    items = [
        types.CompletionItem(
            label, kind=kind, documentation=told or None, text_edit=types.TextEdit(place, label),
            filter_text=label, sort_text=f"{number:04}",
        )
        for number, (label, told, kind) in enumerate(found)
        if number < _MOST
    ]  # fmt: skip
    return types.CompletionList(is_incomplete=False, items=items)


def _in_front(
    document: Document, line: int, written: str, metadata: Metadata, project: Project
) -> tuple[str, list[_Item]]:
    new = _NEW_KEY.match(written)
    if new is not None:
        missing = [key for key in KNOWN if key not in metadata.fields]
        return new["word"], [
            (f"{key}: ", KEYS[key][project.language], types.CompletionItemKind.Property) for key in missing
        ]
    value = _VALUE.match(written)
    if value is not None:
        listed = value["rest"].startswith("[")
        typed = re.split(r"\[|,\s*", value["rest"])[-1] if listed else value["rest"]
        return _values(value["key"], typed, metadata, project)
    item = _ITEM.match(written)
    if item is not None:
        return _values(_owner(document, line), item["rest"], metadata, project)
    return "", []


def _owner(document: Document, line: int) -> str:
    """The key that a list item stands under."""
    for number in range(line - 1, 0, -1):
        words = document.text[slice(*document.source.line_span(number))]
        owner = _OWNER.match(words)
        if owner is not None:
            return owner["key"]
        if not _ITEM.match(words) and not words.lstrip().startswith("#"):
            break
    return ""


def _values(key: str, typed: str, metadata: Metadata, project: Project) -> tuple[str, list[_Item]]:
    value = types.CompletionItemKind.Value
    if key in CHOICES:
        return typed, [(choice, "", value) for choice in CHOICES[key]]
    if key == "hast":
        return typed, [("true", "", value), ("false", "", value)]
    if key in DATES:
        day = project.day if key == DATES[0] else project.day + _YEAR
        return typed, [(day.isoformat(), "", value)]
    if key == "videre_til":
        own = metadata.text("id")
        known = sorted(name for name in project.ids() if name != own and _KEBAB.match(name))
        return typed, [(name, "", types.CompletionItemKind.Reference) for name in known]
    return _law_or_section(typed, metadata, project) if key in _LAWS else (typed, [])


def _in_text(written: str, metadata: Metadata, project: Project) -> tuple[str, list[_Item]]:
    allowed = _ALLOW.search(written)
    if allowed is not None:
        return allowed["word"], [
            (f'{spec.code} "{say("reason", project.language)}"', spec.title, types.CompletionItemKind.Constant)
            for spec in project.catalogue.checks
            if spec.suppressible and spec.code not in project.configured.options.never_suppress
        ]
    if "§" in written[-12:] and _SECTION.search(written):
        return _law_or_section(written, metadata, project)
    return "", []


def _law_or_section(written: str, metadata: Metadata, project: Project) -> tuple[str, list[_Item]]:
    """The sections of the law before a section mark; without a mark, the laws."""
    section = _SECTION.search(written)
    if section is None:
        word = _LAW_WORD.search(written)
        return (word["word"] if word else ""), list(_laws(project))
    law = _named(written[: section.start()], project)
    reference = types.CompletionItemKind.Reference
    if law is not None:
        return section["word"], [(number, _name(law, project), reference) for number in law.listed]
    return section["word"], list(_cited(metadata, project))


def _named(before: str, project: Project) -> Law | None:
    register = project.catalogue.register
    for citation in reversed(register.reader.read(before)):
        law = register.resolve(citation.law, project.day)
        if law is not None:
            return law
    return None


def _cited(metadata: Metadata, project: Project) -> Iterator[_Item]:
    """The sections that the routine's own front matter names."""
    register = project.catalogue.register
    for key in _LAWS:
        for _, value in metadata.items(key):
            for citation in register.reader.read(value):
                law = register.resolve(citation.law, project.day)
                for number in citation.sections if law is not None else ():
                    yield number, _name(law, project) if law else "", types.CompletionItemKind.Reference


def _laws(project: Project) -> Iterator[_Item]:
    for law in project.catalogue.register.laws:
        if law.applies(project.day):
            yield f"{_name(law, project)} § ", law.title, types.CompletionItemKind.Reference


def _name(law: Law, project: Project) -> str:
    return law.nn if project.language == "nn" else law.nb
