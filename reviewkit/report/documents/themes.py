"""The findings of one theme: observation, norm, assessment, recommendation, addressee and reply, rule by rule."""

from __future__ import annotations

from reviewkit.dossier import Dossier, Numbered, Reviewed
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import advice, by_weight, capital, counted, norm_of, place_line, rule_name, whole
from reviewkit.report.documents.quality import sureness
from reviewkit.report.documents.tree import Block, Facts, Field, Line, Paragraph, Quotation, Section, Text, plain
from reviewkit.report.documents.wording import Wording

_QUOTED = 3


def theme(dossier: Dossier, family: str, wording: Wording) -> Section:
    """The rules of a family that found something, in the order of their codes."""
    findings = [item for item in dossier.findings if item.finding.rule.startswith(family)]
    codes = sorted({item.finding.rule for item in findings})
    rules = tuple(
        _rule(dossier, code, [item for item in findings if item.finding.rule == code], wording) for code in codes
    )
    name = wording(f"family.{family}") if wording.has(f"family.{family}") else family
    key = f"family.{family}.said"
    lead = (Paragraph(plain(wording(key))),) if wording.has(key) else ()
    return Section(f"tema-{family}", plain(name), (*lead, *rules))


def _rule(dossier: Dossier, code: str, findings: list[Numbered], wording: Wording) -> Section:
    spec = dossier.specs[code]
    first = by_weight(findings)[0]
    routines = {routine.portrait.path: routine for routine in dossier.routines}
    shown = by_weight(findings)[:_QUOTED]
    quotes = [_quoted(item, routines[item.finding.path], wording) for item in shown]
    observed = wording(
        "theme.observed", findings=counted([item.finding for item in findings], wording),
        routines=wording.count("count.routines", len({item.finding.path for item in findings})),
    )  # fmt: skip
    rest = len(findings) - len(quotes)
    more: list[Block] = [Paragraph(plain(wording.count("theme.more", rest)), "note")] if rest > 0 else []
    form = Facts(
        (
            (
                wording("theme.provision"),
                (references(dossier, (*first.finding.basis, *first.finding.source), wording),),
            ),
            (wording("theme.basis"), plain(_basis(first, wording))),
            (wording("theme.why", number=first.number), plain(first.finding.message)),
            (wording("finding.sure"), plain(sureness(dossier, code, wording))),
        )
    )
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("observation", (Paragraph(plain(observed)), *quotes, *more)),
        ("norm", (form,)),
        ("assessment", _open(code, wording)),
        ("recommendation", _recommended(dossier, by_weight(findings), routines, wording)),
        ("addressee", _addressee(dossier, code, wording)),
        ("reply", _replies(dossier, code, findings, wording)),
    )
    sections = tuple(Section(f"regel-{code}-{name}", plain(wording(f"theme.{name}")), blocks) for name, blocks in parts)
    return Section(f"regel-{code}", (Text(f"{code} "), rule_name(dossier, code, wording)), sections, spec.severity)


def _recommended(
    dossier: Dossier, findings: list[Numbered], routines: dict[str, Reviewed], wording: Wording
) -> tuple[Block, ...]:
    """What to do, and what to write instead in each norm that the routines are written in."""
    told: Line = ()
    pasted: dict[str, Line] = {}
    for item in findings:
        routine = routines[item.finding.path]
        said, paste = advice(dossier, routine, item.finding)
        told = told or said
        if paste:
            pasted.setdefault(paste, (Text(f"«{paste}»", lang=norm_of(routine)),))
    norms = {part.lang for line in pasted.values() for part in line}
    proposals = tuple(
        (wording(f"theme.paste.{line[0].lang}" if norms == {"nb", "nn"} else "finding.paste"), line)
        for line in pasted.values()
    )
    return (Paragraph(told), *((Facts(proposals),) if proposals else ()))


def _quoted(item: Numbered, routine: Reviewed, wording: Wording) -> Quotation:
    """The words of a finding, with its number and its place."""
    place: Line = (
        Text(wording("finding.number", number=item.number), target=f"vedlegg-funn-{item.number}"),
        Text(": "),
        Text(routine.portrait.title, lang=norm_of(routine)),
        Text(", "),
        *place_line(item.finding, routine, wording),
    )
    text = wording("finding.whole") if whole(item.finding) else " ".join(item.finding.excerpt.split())
    return Quotation(text, "" if whole(item.finding) else norm_of(routine), place)


def _open(code: str, wording: Wording) -> tuple[Block, ...]:
    """What is left to whoever handles the case."""
    return (
        Paragraph(plain(wording("theme.assessment.open")), "note"),
        Field(f"vurdering-{code}", wording("theme.assessment.field"), 4),
        Field(f"konklusjon-{code}", wording("theme.conclusion.field"), 2),
    )


def _addressee(dossier: Dossier, code: str, wording: Wording) -> tuple[Block, ...]:
    mending = dossier.catalogue.guidance.mended_by(code)
    names = ", ".join(wording.of(item.name) for item in mending) or wording("mending.nobody")
    return Paragraph(plain(capital(names))), Field(f"frist-{code}", wording("theme.deadline.field"), 1)


def _basis(first: Numbered, wording: Wording) -> str:
    return wording("theme.statute") if first.finding.basis else wording("theme.no-statute")


def _replies(dossier: Dossier, code: str, findings: list[Numbered], wording: Wording) -> tuple[Block, ...]:
    """What has been answered to the facts, dated, and room for more."""
    numbers = {item.finding.fingerprint: item.number for item in findings}
    said = []
    for reply in sorted(dossier.known.notes.replies, key=lambda reply: reply.date):
        if reply.finding in numbers:
            day, number = wording.date(reply.date), numbers[reply.finding]
            heading = wording("theme.replied", date=day, sender=reply.sender, number=number)
            said.append(Paragraph((Text(heading, "strong"), Text(f" {reply.text}"))))
    return (*said, Field(f"tilbakemelding-{code}", wording("theme.reply.field"), 3))
