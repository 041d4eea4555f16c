"""Parts that several reports share: names of rules, places, the words of a finding, the routine with its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, cast

from msgspec import Struct

from reviewkit.dossier import Dossier, Numbered, Reviewed
from reviewkit.model import SEVERITIES, Finding, Language, Severity
from reviewkit.report.documents.tree import Line, Part, Passage, SourceLine, Text, plain
from reviewkit.report.documents.wording import Wording
from reviewkit.review import Place

Norm = Language | Literal["", "se"]
_LINE_END = re.compile(r"\r\n?|\n")
FAMILIES = ("MAN", "BOR", "TAU", "TIL", "FOR", "KLA")


def norm_of(routine: Reviewed) -> Norm:
    """The written norm of a routine, as a language of its words."""
    norm = routine.portrait.norm
    return cast(Norm, norm) if norm in ("nb", "nn", "se") else "nb"


def rule_name(dossier: Dossier, code: str, wording: Wording) -> Text:
    """The name of a rule in the language of the report; one of the project's own in the language it has."""
    key = f"rule.{code}"
    if wording.has(key):
        return Text(wording(key))
    spec = dossier.specs.get(code)
    return Text(spec.title if spec is not None else code, lang="" if wording.language == "nb" else "nb")


def family_name(code: str, wording: Wording) -> str:
    """The name of the family that a rule belongs to."""
    key = f"family.{code[:3]}"
    return wording(key) if wording.has(key) else code[:3]


def families_of(codes: Iterable[str]) -> list[str]:
    """The families that some rules belong to, in the order of the catalogue, a project's own at the end."""
    found = {code[:3] for code in codes}
    return [name for name in FAMILIES if name in found] + sorted(found.difference(FAMILIES))


def routine_link(routine: Reviewed) -> Text:
    """The title of a routine as a link to its part of the report."""
    return Text(routine.portrait.title, lang=norm_of(routine), target=routine_id(routine))


def routine_id(routine: Reviewed) -> str:
    """The id of the part of a report that a routine has."""
    return f"rutine-{routine.key}"


def finding_id(item: Numbered) -> str:
    """The id of the part of a report that a finding has."""
    return f"funn-{item.number}"


def place_of(finding: Finding, wording: Wording) -> str:
    """Where a finding stands in its routine, in words; one on the document as a whole says so."""
    if whole(finding):
        return wording("place.document")
    lines = (finding.line, finding.end_line)
    said = (
        wording("place.line", line=finding.line)
        if lines[0] == lines[1]
        else wording("place.lines", a=lines[0], b=lines[1])
    )
    return f"{said}, {wording('place.under', heading=finding.section[-1])}" if finding.section else said


def place_line(finding: Finding, routine: Reviewed, wording: Wording) -> Line:
    """Where a finding stands, with the heading in the language of its routine."""
    words = place_of(finding, wording)
    heading = finding.section[-1] if finding.section and not whole(finding) else ""
    before, found, after = words.rpartition(heading) if heading else (words, "", "")
    if not found:
        return plain(words)
    return (Text(before), Text(heading, lang=norm_of(routine)), Text(after))


def whole(finding: Finding) -> bool:
    """Whether a finding is on the routine as a whole, and not on words of it."""
    return (finding.line, finding.column) == (finding.end_line, finding.end_column)


def by_weight(findings: Iterable[Numbered]) -> list[Numbered]:
    """Findings in the order of what must change first: by severity, then by place."""
    return sorted(findings, key=lambda item: (SEVERITIES.index(item.finding.severity), item.number))


def capital(words: str) -> str:
    """Words as they begin a heading or a cell."""
    return words[:1].upper() + words[1:]


def counted(findings: Sequence[Numbered] | Sequence[Finding], wording: Wording) -> str:
    """How many findings of each severity, in words; «ingen funn» where there are none."""
    each = [item.finding.severity if isinstance(item, Numbered) else item.severity for item in findings]
    parts = [wording.count(f"count.{name}", each.count(name)) for name in SEVERITIES if name in each]
    return wording.listed(parts) if parts else wording("count.none")


def advice(dossier: Dossier, routine: Reviewed, finding: Finding) -> tuple[Line, str]:
    """What to do, and the sentence to paste in the routine's own norm, where the rule has one."""
    spec = dossier.specs.get(finding.rule)
    paste = "" if spec is None or spec.paste is None else spec.paste.nn if norm_of(routine) == "nn" else spec.paste.nb
    for quoted in (f"«{paste}»", f"“{paste}”") if paste else ():
        before, found, after = finding.remedy.partition(quoted)
        if found:
            return plain(f"{_told(before)} {after}".strip()), paste
    return plain(finding.remedy), ""


def _told(before: str) -> str:
    """The words before a sentence to paste, without the lead-in to it («Du kan skrive:»)."""
    before = before.rstrip()
    if not before.endswith(":"):
        return before
    sentences, end, _ = before.rpartition(". ")
    return sentences + end.rstrip() if end else f"{before[:-1]}."


class Mark(Struct, frozen=True):
    """A stretch of a routine that is marked: its label, its tone, and its place (the end column exclusive)."""

    label: str
    tone: Severity | Literal["good"]
    line: int
    column: int
    end_line: int
    end_column: int


def marks_of(routine: Reviewed) -> tuple[list[Mark], list[tuple[str, Place]]]:
    """The marks of a routine, and its good sentences with the letters they are marked with."""
    marks = [
        Mark(str(item.number), item.finding.severity, *_span(item.finding))
        for item in routine.findings
        if not whole(item.finding)
    ]
    good: dict[tuple[int, int], tuple[str, Place]] = {}
    for met in sorted(routine.portrait.met, key=lambda met: (met.place.line, met.place.column)):
        good.setdefault((met.place.line, met.place.column), (letter(len(good)), met.place))
    marks += [
        Mark(label, "good", place.line, place.column, place.end_line, place.end_column)
        for label, place in good.values()
    ]
    return marks, list(good.values())


def _span(finding: Finding) -> tuple[int, int, int, int]:
    return finding.line, finding.column, finding.end_line, finding.end_column


def letter(index: int) -> str:
    """a, b … z, aa, ab …: the label of a good sentence by its number from 0."""
    label = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        label = chr(ord("a") + rest) + label
    return label


def passage(routine: Reviewed, marks: Sequence[Mark], targets: dict[str, str], wording: Wording) -> Passage:
    """A routine line by line, with its marks."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        for line in range(mark.line, mark.end_line + 1):
            by_line.setdefault(line, []).append(mark)
    lines = tuple(
        SourceLine(number, _parts(text, number, by_line.get(number, [])))
        for number, text in enumerate(_LINE_END.split(routine.portrait.text), start=1)
    )
    return Passage(wording("passage.title", path=routine.portrait.path), norm_of(routine), lines, targets)


def _parts(text: str, number: int, marks: Sequence[Mark]) -> tuple[Part, ...]:
    if not text or not marks:
        return (Part(text),) if text else ()
    spans = [
        (
            mark.column - 1 if mark.line == number else 0,
            mark.end_column - 1 if mark.end_line == number else len(text),
            mark,
        )
        for mark in marks
    ]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, min(end, len(text))))})
    parts = []
    for start, end in pairwise(edges):
        covering = [mark for left, right, mark in spans if left <= start and end <= right]
        tone = min((mark.tone for mark in covering), key=_TONES.index, default="")
        parts.append(Part(text[start:end], tuple(mark.label for mark in covering), cast(Literal["", "good"], tone)))
    return tuple(parts)


_TONES = (*SEVERITIES, "good")
