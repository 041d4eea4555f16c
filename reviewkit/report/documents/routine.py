"""One routine in its owner's report: what must change and why, what is good, and the text with marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reviewkit.dossier import Dossier, Numbered, Reviewed
from reviewkit.model import SEVERITIES, Finding, Severity
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import (
    advice,
    by_weight,
    counted,
    finding_id,
    marks_of,
    norm_of,
    passage,
    place_line,
    routine_id,
    rule_name,
    whole,
)
from reviewkit.report.documents.quality import sureness
from reviewkit.report.documents.tree import Block, Facts, Field, Line, Paragraph, Quotation, Section, Text, plain
from reviewkit.report.documents.wording import Wording


def routine_section(dossier: Dossier, routine: Reviewed, wording: Wording) -> Section:
    """A routine: its findings by weight, what is good, and its text with both marked."""
    portrait = routine.portrait
    marks, good = marks_of(routine)
    facts = [
        (wording("routine.file"), (Text(portrait.path, "code"),)),
        (wording("owner.findings"), plain(counted(routine.findings, wording))),
    ]
    if portrait.revise_by:
        facts.append((wording("routine.revise"), plain(wording.date(portrait.revise_by))))
    blocks: list[Block | Section] = [Facts(tuple(facts))]
    if not routine.findings:
        blocks.append(Paragraph(plain(wording("owner.routine.none")), "note"))
    targets = {str(item.number): finding_id(item) for item in routine.findings if not whole(item.finding)}
    targets |= {label: f"{routine_id(routine)}-bra" for label, _ in good}
    shown = (Paragraph(plain(wording("routine.text.how")), "note"), passage(routine, marks, targets, wording))
    blocks.append(Section(f"{routine_id(routine)}-tekst", plain(wording("routine.text")), shown))
    blocks += _findings(dossier, routine, wording)
    if good:
        labels = {_key(place.line, place.column): label for label, place in good}
        blocks.append(_good(dossier, routine, labels, wording))
    title = (Text(portrait.title, lang=norm_of(routine)),)
    return Section(routine_id(routine), title, tuple(blocks), _tone(routine))


def _tone(routine: Reviewed) -> Severity | Literal["good"]:
    """The severity of the gravest finding of a routine."""
    found = {item.finding.severity for item in routine.findings}
    return next((severity for severity in SEVERITIES if severity in found), "good")


def _key(line: int, column: int) -> tuple[int, int]:
    return line, column


def _findings(dossier: Dossier, routine: Reviewed, wording: Wording) -> Iterator[Section]:
    """The findings by weight; advice that several share is written once."""
    said: dict[tuple[str, str], Numbered] = {}
    for item in by_weight(routine.findings):
        first = said.setdefault((item.finding.rule, item.finding.remedy), item)
        yield _finding(dossier, routine, item, first, wording)


def _finding(dossier: Dossier, routine: Reviewed, item: Numbered, first: Numbered, wording: Wording) -> Section:
    finding = item.finding
    rows: list[tuple[str, Line]] = [(wording("finding.why"), plain(finding.message))]
    if first is item:
        rows += _advised(dossier, routine, finding, wording)
    else:
        as_before = (Text(wording("finding.as", number=first.number), target=finding_id(first)),)
        rows.append((wording("finding.do"), as_before))
    place = place_line(finding, routine, wording)
    blocks: list[Block] = []
    quoted = not whole(finding) and finding.excerpt.strip()
    if quoted:
        blocks.append(Quotation(" ".join(finding.excerpt.split()), norm_of(routine), place))
    blocks.append(Facts(tuple(rows)))
    blocks += [
        Paragraph(plain(wording("finding.related", line=related.line, message=related.message)), "note")
        for related in finding.related
    ]
    blocks.append(Field(f"svar-{item.number}", wording("finding.reply"), 3))
    title = (
        Text(wording("finding.number", number=item.number) + ": "),
        rule_name(dossier, finding.rule, wording),
        Text(f" ({finding.rule})"),
        *(() if quoted else (Text(", "), *place)),
    )
    return Section(finding_id(item), title, tuple(blocks), finding.severity)


def _advised(dossier: Dossier, routine: Reviewed, finding: Finding, wording: Wording) -> Iterator[tuple[str, Line]]:
    """The basis of a finding, what to do, what to write instead, and how sure the rule is."""
    told, paste = advice(dossier, routine, finding)
    yield wording("finding.do"), told
    if paste:
        yield wording("finding.paste"), (Text(f"«{paste}»", lang=norm_of(routine)),)
    based = references(dossier, finding.basis, wording) if finding.basis else Text(wording("finding.no-basis"))
    yield wording("finding.basis"), (based,)
    yield wording("finding.source"), (references(dossier, finding.source, wording),)
    yield wording("finding.sure"), plain(sureness(dossier, finding.rule, wording))


def _good(dossier: Dossier, routine: Reviewed, labels: dict[tuple[int, int], str], wording: Wording) -> Section:
    blocks: list[Block] = [Paragraph(plain(wording("owner.good.lead")))]
    together: dict[tuple[int, int], list[str]] = {}
    for met in routine.portrait.met:
        together.setdefault(_key(met.place.line, met.place.column), []).append(met.rule)
    shown: set[tuple[int, int]] = set()
    for met in sorted(routine.portrait.met, key=lambda met: (met.place.line, met.place.column)):
        key = _key(met.place.line, met.place.column)
        if key in shown:
            continue
        shown.add(key)
        rules = ", ".join(_demand(dossier, code, wording) for code in together[key])
        where = wording("place.line", line=met.place.line)
        blocks.append(Quotation(met.place.text, norm_of(routine), plain(f"({labels[key]}) {where}: {rules}")))
    return Section(f"{routine_id(routine)}-bra", plain(wording("owner.good.title")), tuple(blocks), "good")


def _demand(dossier: Dossier, code: str, wording: Wording) -> str:
    key = f"demand.{code}"
    words = wording(key) if wording.has(key) else rule_name(dossier, code, wording).text
    return f"{words} ({code})"
