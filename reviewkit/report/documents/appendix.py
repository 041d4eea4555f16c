"""The appendices of the report to supervisors: every finding, every routine, every exception."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.dossier import Dossier, Numbered, Reviewed
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import counted, norm_of, place_line, rule_name, whole
from reviewkit.report.documents.tree import (
    Block,
    Facts,
    Line,
    Paragraph,
    Quotation,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording


def appendices(dossier: Dossier, wording: Wording) -> Iterator[Section]:
    """Every finding with its fingerprint, the routines with their digests, and the exceptions with their reasons."""
    yield _findings(dossier, wording)
    yield _routines(dossier, wording)
    yield exceptions(dossier, wording)


def _findings(dossier: Dossier, wording: Wording) -> Section:
    none = (Paragraph(plain(wording("supervision.findings.none"))),)
    parts = Sections(lambda: _by_routine(dossier, wording))
    blocks = parts if any(routine.findings for routine in dossier.routines) else none
    return Section("vedlegg-funn", plain(wording("appendix.findings")), blocks)


def _by_routine(dossier: Dossier, wording: Wording) -> Iterator[Section]:
    for routine in dossier.routines:
        if routine.findings:
            title = (Text(routine.portrait.title, lang=norm_of(routine)),)
            blocks = tuple(_finding(dossier, routine, item, wording) for item in routine.findings)
            yield Section(f"vedlegg-{routine.key}", title, blocks)


def _finding(dossier: Dossier, routine: Reviewed, item: Numbered, wording: Wording) -> Section:
    finding = item.finding
    rows = (
        (
            wording("appendix.place"),
            (Text(routine.portrait.path, "code"), Text(", "), *place_line(finding, routine, wording)),
        ),
        (wording("appendix.severity"), plain(wording(f"page.tone.{finding.severity}"))),
        (wording("finding.why"), plain(finding.message)),
        (wording("theme.provision"), (references(dossier, (*finding.basis, *finding.source), wording),)),
        (wording("appendix.risks"), plain(", ".join(map(str, finding.risk_points)) or "–")),
        (wording("appendix.fingerprint"), (Text(finding.fingerprint, "code"),)),
    )
    quote = () if whole(finding) else (
        Quotation(" ".join(finding.excerpt.split()), norm_of(routine), place_line(finding, routine, wording)),
    )  # fmt: skip
    title = (
        Text(wording("finding.number", number=item.number) + ": "),
        Text(f"{finding.rule} "),
        rule_name(dossier, finding.rule, wording),
    )
    return Section(f"vedlegg-funn-{item.number}", title, (*quote, Facts(rows)), finding.severity)


def _routines(dossier: Dossier, wording: Wording) -> Section:
    rows = tuple(
        (
            (Text(routine.portrait.title, lang=norm_of(routine)),),
            (Text(routine.portrait.path, "code"),),
            _owned(routine, wording),
            _given(routine, routine.portrait.status),
            plain(wording.date(routine.portrait.valid_from) if routine.portrait.valid_from else "–"),
            plain(counted(routine.findings, wording)),
            (Text(routine.portrait.digest[:16], "code"),),
        )
        for routine in dossier.routines
    )
    columns = tuple(
        wording(name)
        for name in (
            "owner.routine", "routine.file", "owner.owner", "routine.status", "routine.from", "owner.findings",
            "appendix.digest",
        )
    )  # fmt: skip
    blocks = (
        Paragraph(plain(wording("appendix.routines.how")), "note"),
        Table(wording("appendix.routines.table"), columns, rows, wide=True),
    )
    return Section("vedlegg-rutiner", plain(wording("appendix.routines")), blocks)


def _given(routine: Reviewed, words: str) -> Line:
    """What stands in the metadata of a routine, in its own language."""
    return (Text(words, lang=norm_of(routine)),) if words else plain("–")


def _owned(routine: Reviewed, wording: Wording) -> Line:
    """Who owns a routine, and so may grant exceptions in it."""
    return _given(routine, routine.portrait.owner) if routine.portrait.owner else plain(wording("owner.unnamed"))


def exceptions(dossier: Dossier, wording: Wording) -> Section:
    """Every exception that holds a finding back: the rule, where, why, and until when; what expires first is first."""
    routines = {routine.portrait.path: routine for routine in dossier.routines}
    items = sorted(
        dossier.review.suppressed,
        key=lambda item: (item.expires or "9999", item.finding.path, item.finding.line, item.finding.rule),
    )
    rows = tuple(
        (
            (Text(f"{item.finding.rule} "), rule_name(dossier, item.finding.rule, wording)),
            (
                Text(routines[item.finding.path].portrait.title, lang=norm_of(routines[item.finding.path])),
                Text(", "),
                *place_line(item.finding, routines[item.finding.path], wording),
            ),
            _owned(routines[item.finding.path], wording),
            (Text(" ".join(item.finding.excerpt.split()), lang=norm_of(routines[item.finding.path])),),
            (Text(item.reason, lang=norm_of(routines[item.finding.path])),),
            plain(wording.date(item.expires) if item.expires else wording("exceptions.open")),
        )
        for item in items
    )
    columns = tuple(wording(f"exceptions.{name}") for name in ("rule", "where", "owner", "text", "reason", "until"))
    blocks: tuple[Block, ...] = (
        (Table(wording("exceptions.table"), columns, rows, wide=True),)
        if rows
        else (Paragraph(plain(wording("exceptions.none"))),)
    )
    return Section("vedlegg-unntak", plain(wording("appendix.exceptions")), blocks)
