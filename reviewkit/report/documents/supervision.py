"""The report to supervisors, in administrative form: what was found, against which norm, and who can mend it."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.dossier import Dossier
from reviewkit.model import UsageError
from reviewkit.model.settings import Key
from reviewkit.report.documents.appendix import appendices
from reviewkit.report.documents.figures import figures
from reviewkit.report.documents.mending import mending, recommendations
from reviewkit.report.documents.pieces import counted, families_of
from reviewkit.report.documents.scope import head, limits
from reviewkit.report.documents.themes import theme
from reviewkit.report.documents.tree import (
    Block,
    Document,
    Entry,
    Facts,
    Listing,
    Paragraph,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line


def supervision_report(dossier: Dossier, wording: Wording) -> Document:
    """The report; what the reviewers must write themselves is left open, or taken from their notes.

    Raises UsageError where the notes name a finding, a rule or a criterion that there is not.
    """
    _check_notes(dossier)
    notes = dossier.known.notes
    first = [(wording("supervision.stage"), plain(wording(f"stage.{notes.stage}")))]
    first += [(wording("supervision.authority"), plain(notes.authority))] if notes.authority else []
    first += [(wording("supervision.case"), plain(notes.case))] if notes.case else []
    sections = _names(wording)
    return Document(
        name="tilsyn",
        title=wording("supervision.title"),
        subtitle=wording("supervision.subtitle"),
        lang=wording.language,
        day=dossier.review.today,
        head=head(dossier, wording, *first),
        contents=tuple(sections),
        sections=Sections(lambda: _sections(dossier, wording)),
        status=wording(f"stage.{notes.stage}"),
    )


def _names(wording: Wording) -> list[Entry]:
    """The table of contents: the chapters and the appendices."""
    chapters = [
        "summary",
        "purpose",
        "method",
        "mandate",
        "findings",
        "figures",
        "recommendations",
        "mending",
        "process",
    ]
    return [
        *(Entry(name, wording(f"supervision.{name}")) for name in chapters),
        Entry("avgrensing", wording("scope.limits")),
        Entry("vedlegg-funn", wording("appendix.findings")),
        Entry("vedlegg-rutiner", wording("appendix.routines")),
        Entry("vedlegg-unntak", wording("appendix.exceptions")),
    ]


def _sections(dossier: Dossier, wording: Wording) -> Iterator[Section]:
    yield _summary(dossier, wording)
    yield _said("purpose", 3, wording)
    yield _method(dossier, wording)
    yield _said("mandate", 4, wording)
    yield _themes(dossier, wording)
    yield figures(dossier, wording)
    yield recommendations(dossier, wording)
    yield mending(dossier, wording)
    yield _process(dossier, wording)
    yield limits(dossier, wording)
    yield from appendices(dossier, wording)


def _said(name: str, paragraphs: int, wording: Wording) -> Section:
    texts = tuple(Paragraph(plain(wording(f"supervision.{name}.{number}"))) for number in range(1, paragraphs + 1))
    return Section(name, plain(wording(f"supervision.{name}")), texts)


def _summary(dossier: Dossier, wording: Wording) -> Section:
    review = dossier.review
    with_any = sum(bool(routine.findings) for routine in dossier.routines)
    lead = wording(
        "supervision.summary.lead" if review.findings else "supervision.summary.clean",
        routines=wording.count("count.routines", review.routines),
        findings=counted(review.findings, wording), affected=wording.number(with_any),
    )  # fmt: skip
    rows = tuple(
        (
            (Text(wording(f"family.{name}") if wording.has(f"family.{name}") else name, target=f"tema-{name}"),),
            plain(counted([item for item in review.findings if item.rule.startswith(name)], wording)),
            plain(wording.number(len({item.path for item in review.findings if item.rule.startswith(name)}))),
        )
        for name in families_of(item.rule for item in review.findings)
    )
    blocks: list[Block] = [Paragraph(plain(lead), "lead")]
    if not rows:
        blocks.append(Paragraph(plain(wording("supervision.findings.none"))))
    if rows:
        columns = (wording("supervision.theme"), wording("owner.findings"), wording("supervision.affected"))
        blocks.append(Table(wording("supervision.summary.table"), columns, rows))
    blocks.append(Paragraph(plain(wording("supervision.summary.caution")), "caution"))
    return Section("summary", plain(wording("supervision.summary")), tuple(blocks))


def _method(dossier: Dossier, wording: Wording) -> Section:
    review = dossier.review
    rules = wording.count("count.rules", len(review.rules))
    facts = (
        (
            wording("method.routines"),
            plain(wording("method.routines.said", routines=wording.count("count.routines", review.routines))),
        ),
        (wording("method.catalogue"), (Text(review.catalogue, "code"), Text(f" ({rules})"))),
        (wording("method.applied"), plain(", ".join(rule.code for rule in review.rules) or "–")),
        (wording("scope.day"), plain(wording.date(review.today))),
    )
    said = tuple(plain(wording(f"method.{name}")) for name in ("rules", "judge", "context", "quality", "identity"))
    return Section("method", plain(wording("supervision.method")), (Facts(facts), Listing(said)))


def _themes(dossier: Dossier, wording: Wording) -> Section:
    families = families_of(item.finding.rule for item in dossier.findings)
    blocks: tuple[Block | Section, ...] = tuple(theme(dossier, family, wording) for family in families)
    form = Paragraph(plain(wording("supervision.findings.form")), "note")
    none = (Paragraph(plain(wording("supervision.findings.none"))),) if not families else ()
    return Section("findings", plain(wording("supervision.findings")), (form, *none, *blocks))


def _process(dossier: Dossier, wording: Wording) -> Section:
    """The stages of the report, and the replies that have come in."""
    stage = dossier.known.notes.stage
    steps = Listing(
        tuple(
            (
                Text(wording(f"stage.{name}"), "strong" if name == stage else "plain"),
                Text(": " + wording(f"stage.{name}.said")),
            )
            for name in ("draft", "comments", "final")
        ),
        ordered=True,
    )
    numbers = {item.finding.fingerprint: item.number for item in dossier.findings}
    rows = tuple(
        (
            (
                Text(
                    wording("finding.number", number=numbers[reply.finding]),
                    target=f"vedlegg-funn-{numbers[reply.finding]}",
                ),
            ),
            plain(wording.date(reply.date)),
            plain(reply.sender),
            plain(reply.text),
        )
        for reply in sorted(dossier.known.notes.replies, key=lambda reply: (numbers[reply.finding], reply.date))
    )
    columns = tuple(wording(f"process.{name}") for name in ("finding", "date", "sender", "text"))
    replies = (
        (Table(wording("process.table"), columns, rows),) if rows else (Paragraph(plain(wording("process.none"))),)
    )
    return Section("process", plain(wording("supervision.process")), (steps, *replies))


def _check_notes(dossier: Dossier) -> None:
    """Raise UsageError where the notes speak of what there is not, with the line where they do."""
    for said, key in _not_there(dossier):
        raise UsageError(said, dossier.known.file, dossier.known.line(*key))


def _not_there(dossier: Dossier) -> Iterator[tuple[str, Key]]:
    notes = dossier.known.notes
    known = {item.finding.fingerprint for item in dossier.findings}
    for number, reply in enumerate(notes.replies):
        if reply.finding not in known:
            said = f"svaret fra {reply.date} gjelder funnet «{one_line(reply.finding, 80)}», som ikke finnes i"
            yield (
                f"{said} gjennomgangen; fingeravtrykkene står i vedlegget med alle funn",
                ("replies", number, "finding"),
            )
    criteria = {item.id for item in dossier.catalogue.guidance.priorities}
    for code, given in notes.priorities.items():
        if code not in dossier.specs:
            said = f"prioriteringen gjelder regelen «{one_line(code, 80)}», som ikke er med i gjennomgangen"
            yield said, ("priorities", code)
        for name in given:
            if name not in criteria:
                choices = ", ".join(sorted(criteria))
                yield f"«{one_line(name, 80)}» er ikke et kriterium; velg blant {choices}", ("priorities", code)
