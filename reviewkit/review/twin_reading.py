"""A version of a routine as it is held up against its twin: its parts, and the traits of each that have no norm."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct, field

from reviewkit.check import Catalogue, FrameRule, judged_on, sections_of
from reviewkit.model import Routine, Section, Source, Statement
from reviewkit.parse import parse
from reviewkit.review.collection import EXPLICIT_ANCHOR, slug_of
from reviewkit.review.drafting import Asked, Draft, draft
from reviewkit.review.findings import WEIGHED, Privacy
from reviewkit.review.twin_facts import facts_in
from reviewkit.review.twin_norms import folded, neutral, stems

TraitKind = Literal[
    "phone", "date", "clock", "deadline", "amount", "email", "link", "anchor", "law", "message", "table", "list", "met",
    "finding",
]  # fmt: skip

COMPARED = ("MAN", "BOR", "TAU", "TIL", "FOR005")
"""Rules and families whose findings and demands say the same in both norms; the others look at names and lengths."""

_EXCERPT = 160
_ITEM = re.compile(r"[\s>]*(?:[-*+•·‣▪◦●–—]|\d{1,9}[.)])\s*(?:\[[ xX]\]\s*)?\Z")


class Trait(Struct, frozen=True):
    """Something that a version and its twin should both have: its kind, one way of writing it, and where it stands.

    `size` counts the rows, items or lines of what has any. `words` are the folded words in it; a finding has them only
    where it rests on them alone, not on what is missing elsewhere. `masked` says that the key must not be shown.
    """

    kind: TraitKind
    key: str
    shown: str
    line: int
    size: int = 0
    masked: bool = False
    words: frozenset[str] = frozenset()


class Part(Struct):
    """A heading with what stands below it until the next; the first part is what stands before any heading.

    `words` are the folded words of it all, `said` those of each statement; `left` those of each that a rule
    knows to say the opposite of a breach, with the rule.
    """

    level: int
    heading: str
    line: int
    words: frozenset[str] = frozenset()
    said: list[frozenset[str]] = field(default_factory=list)
    left: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    traits: list[Trait] = field(default_factory=list)


class Version(Struct, frozen=True):
    """One version: where it lies, its norm, its metadata by key as text and line, and its parts in order.

    `whole` says that its rules were asked; a retired or Sami one is compared without them.
    """

    path: str
    norm: str
    metadata: dict[str, tuple[tuple[str, ...], int]]
    parts: tuple[Part, ...]
    whole: bool


def read_version(source: Source, catalogue: Catalogue, asked: Asked) -> Version:
    """A version of a routine, read with the whole catalogue; raises InputError where it cannot be parsed."""
    routine = parse(source)
    drafted = draft(source, catalogue, asked)
    builder = _Builder(routine, catalogue, asked.today)
    builder.walk()
    builder.judge(drafted)
    metadata = builder.metadata()
    norm = routine.metadata.text("spraak") or ""
    return Version(source.path, norm, metadata, tuple(builder.parts), drafted.left_out != "retired")


class _Builder:
    """Walks the statements of one routine, in order."""

    def __init__(self, routine: Routine, catalogue: Catalogue, today: date) -> None:
        self._day = judged_on(routine.metadata, today)
        self.parts = [Part(0, "", routine.metadata.body_line + 1)]
        self._routine = routine
        self._register = catalogue.register
        self._framed = {spec.code for spec in catalogue.checks if isinstance(spec.rule, FrameRule)}
        self._privacy = Privacy(routine.source.text)
        self._of: dict[int, Part] = {}
        self._slugs: dict[str, int] = {}
        self._group: list[Statement] = []
        self._name_headings()

    def _name_headings(self) -> None:
        seen: dict[str, int] = {}
        for statement in self._routine.statements:
            if not _heads(statement):
                continue
            shown = self._shown(statement)
            self.parts.append(Part(statement.section.level, shown, self._line(statement.start)))
            self._of[id(statement.section)] = self.parts[-1]
            slug = slug_of(statement)
            number = seen.get(slug, 0)
            seen[slug] = number + 1
            self._slugs[f"{slug}-{number}" if number else slug] = len(self.parts) - 1
        self._lines = [part.line for part in self.parts]
        for found in EXPLICIT_ANCHOR.finditer(self._routine.source.text):
            line = self._line(found.start())
            self._slugs.setdefault(found[1] or found[2], self._number_at(line))

    def walk(self) -> None:
        """Gather what stands in the statements themselves, and in the lists, tables and messages they make up."""
        for statement in self._routine.statements:
            part = self._part(statement.section)
            if not _heads(statement):
                part.said.append(stems(statement.text))
            if self._group and not self._continues(statement):
                self._close()
            if _kind_of(statement):
                self._group.append(statement)
            part.traits += self._facts(statement)
            part.traits += self._links(statement)
        self._close()
        for part in self.parts:
            part.words = frozenset().union(*part.said)

    def _part(self, section: Section) -> Part:
        return self._of.get(id(section), self.parts[0])

    def _at_line(self, line: int) -> Part:
        return self.parts[self._number_at(line)]

    def _number_at(self, line: int) -> int:
        return max(0, bisect_right(self._lines, line) - 1)

    def _line(self, offset: int) -> int:
        return self._routine.source.locate(offset)[0]

    def _shown(self, statement: Statement) -> str:
        return self._privacy.words(statement.text, statement.start, statement.end)[:_EXCERPT]

    def _facts(self, statement: Statement) -> Iterator[Trait]:
        for fact in facts_in(statement.text):
            words = statement.text[fact.start : fact.end]
            shown = self._privacy.words(words, statement.start, statement.end)
            yield Trait(fact.kind, fact.key, shown, self._line(statement.start), masked=shown != words)

    def _links(self, statement: Statement) -> Iterator[Trait]:
        line = self._line(statement.start)
        for host in filter(None, statement.hosts):
            yield Trait("link", neutral(host).removeprefix("www."), self._privacy.anywhere(host), line)
        for link in statement.links:
            path, _, anchor = link.partition("#")
            if path:
                yield Trait("link", neutral(path) + ("#" if anchor else ""), self._privacy.anywhere(link), line)
            elif anchor:
                target = self._slugs.get(anchor, self._slugs.get(anchor.lower(), -1))
                yield Trait("anchor", str(target), self._privacy.anywhere(link), line)

    def _continues(self, statement: Statement) -> bool:
        last = self._group[-1]
        if _kind_of(last) != _kind_of(statement) or last.section is not statement.section:
            return False
        if statement.kind == "template":
            between = self._routine.source.text[last.end : statement.start]
            return "```" not in between and "~~~" not in between
        if _kind_of(statement) == "table":
            return not (statement.kind == "heading" and last.kind == "cell")
        between = self._routine.source.text[last.end : statement.start]
        return between.count("\n") < 4 and "```" not in between

    def _close(self) -> None:
        """Make one trait of the statements of a list, table or message."""
        group, self._group = self._group, []
        if not group:
            return
        first, kind = group[0], _kind_of(group[0])
        part = self._part(first.section)
        lines = [self._line(statement.start) for statement in group]
        words = frozenset().union(*(stems(statement.text) for statement in group))
        shown = self._shown(first)
        if kind == "message":
            part.traits.append(Trait("message", first.fence, shown, lines[0], len(set(lines)), words=words))
        elif kind == "table":
            rows = {line for line, statement in zip(lines, group, strict=True) if statement.kind == "cell"}
            part.traits.append(Trait("table", "", shown, lines[0], len(rows), words=words))
        elif kind == "list":
            items = sum(self._begins(statement) for statement in group)
            part.traits.append(Trait("list", "", shown, lines[0], items, words=words))

    def _begins(self, statement: Statement) -> bool:
        start = self._routine.source.line_span(self._line(statement.start))[0]
        return _ITEM.match(self._routine.source.text, start, statement.start) is not None

    def judge(self, drafted: Draft) -> None:
        """Add what the rules found, the demands that are met, and the references to laws."""
        for found in drafted.found:
            probable = WEIGHED in found.details
            if found.rule.startswith(COMPARED) and not (found.muted or probable) and found.ask is None:
                shown = " ".join(found.excerpt.split())[:_EXCERPT]
                words = stems(found.excerpt) if found.rule in self._framed else frozenset()
                trait = Trait("finding", found.rule, shown, found.line, words=words)
                self._at_line(found.line).traits.append(trait)
        if drafted.portrait is None or drafted.left_out == "retired":
            return
        for left in drafted.portrait.left:
            self._at_line(left.place.line).left.append((left.rule, stems(left.place.text)))
        for met in drafted.portrait.met:
            if met.rule.startswith(COMPARED):
                shown = met.place.text[:_EXCERPT]
                trait = Trait("met", met.rule, shown, met.place.line, words=stems(met.place.text))
                self._at_line(met.place.line).traits.append(trait)
        for cited in drafted.portrait.cited:
            if not cited.key:
                part = self._at_line(cited.place.line)
                name = cited.law or folded(cited.name)
                for section in cited.sections or ("",):
                    shown = f"{cited.name} § {section}".removesuffix(" § ")
                    part.traits.append(Trait("law", f"{name} {section}".strip(), shown, cited.place.line))

    def metadata(self) -> dict[str, tuple[tuple[str, ...], int]]:
        """The front matter by key, every value as text; references to laws by the register."""
        found = {}
        for key, value in self._routine.metadata.fields.items():
            values = value.value if isinstance(value.value, list) else [value.value]
            texts = tuple(self._privacy.anywhere(str(item)) for item in values if item is not None)
            if key in ("hjemmel", "gjelder"):
                texts = tuple(dict.fromkeys(name for text in texts for name in self._laws(text)))
            found[key] = (texts, value.line)
        return found

    def _laws(self, text: str) -> Iterable[str]:
        names = []
        for citation in self._register.reader.read(text):
            law = self._register.resolve(citation.law, self._day)
            sections = sections_of(citation, law) if law is not None else citation.sections
            name = law.nb if law is not None else folded(citation.law.name)
            names += [f"{name} § {section}" for section in sections] or [name]
        return names or [text]


def _heads(statement: Statement) -> bool:
    return statement.kind == "heading" and statement.section.heading is statement


def _kind_of(statement: Statement) -> str:
    """The kind of group that a statement may belong to; nothing for a sentence or the heading of a section."""
    if statement.kind == "heading":
        return "" if _heads(statement) else "table"
    return {"template": "message", "cell": "table", "item": "list"}.get(statement.kind, "")
