"""The report to a routine owner: per routine what must change and why, in its place, and what is good."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.dossier import Dossier, Numbered, Owner, Reviewed
from reviewkit.dossier.stock import find_stock
from reviewkit.report.documents.pieces import (
    by_weight,
    counted,
    finding_id,
    norm_of,
    routine_id,
    routine_link,
    rule_name,
)
from reviewkit.report.documents.routine import routine_section
from reviewkit.report.documents.scope import head, limits
from reviewkit.report.documents.tree import (
    Block,
    Document,
    Entry,
    Line,
    Listing,
    Paragraph,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording

_FIRST = 5
_STOCK = 20
_PLACES = 8


def owner_reports(dossier: Dossier, wording: Wording) -> Iterator[Document]:
    """The index of owners, and a report for each."""
    yield _index(dossier, wording)
    for owner in dossier.owners:
        yield _report(dossier, owner, wording)


def owner_name(owner: Owner, wording: Wording) -> str:
    """The name of an owner, or that there is none."""
    return owner.name or wording("owner.unnamed")


def _file(owner: Owner) -> str:
    return f"eier-{owner.key}"


def _index(dossier: Dossier, wording: Wording) -> Document:
    rows = tuple(
        (
            (Text(owner_name(owner, wording), file=_file(owner)),),
            plain(wording.number(len(owner.routines))),
            plain(counted(list(owner.findings), wording)),
        )
        for owner in dossier.owners
    )
    head_of = (wording("owner.owner"), wording("owner.routines"), wording("owner.findings"))
    section = Section(
        "eiere",
        plain(wording("owner.index.owners")),
        (Paragraph(plain(wording("owner.index.lead")), "lead"), Table(wording("owner.index.table"), head_of, rows)),
    )
    return Document(
        name="eiere",
        title=wording("owner.index.title"),
        subtitle=wording("owner.index.subtitle"),
        lang=wording.language,
        day=dossier.review.today,
        head=head(dossier, wording),
        contents=(),
        sections=(section, limits(dossier, wording)),
    )


def _report(dossier: Dossier, owner: Owner, wording: Wording) -> Document:
    stock = _stock(owner, wording)
    fixed = [Entry("sammendrag", wording("owner.summary"))]
    fixed += [Entry(stock.id, stock.name)] if stock else []
    return Document(
        name=_file(owner),
        title=wording("owner.title", owner=owner_name(owner, wording)),
        subtitle=wording("owner.subtitle"),
        lang=wording.language,
        day=dossier.review.today,
        head=head(dossier, wording, (wording("owner.owner"), plain(owner_name(owner, wording))), owner=owner),
        contents=(
            *fixed,
            *(Entry(routine_id(item), item.portrait.title, norm_of(item)) for item in owner.routines),
            Entry("avgrensing", wording("scope.limits")),
        ),
        sections=Sections(lambda: _sections(dossier, owner, stock, wording)),
    )


def _sections(dossier: Dossier, owner: Owner, stock: Section | None, wording: Wording) -> Iterator[Section]:
    yield _summary(dossier, owner, wording)
    if stock is not None:
        yield stock
    for routine in owner.routines:
        yield routine_section(dossier, routine, wording)
    yield limits(dossier, wording)


def _summary(dossier: Dossier, owner: Owner, wording: Wording) -> Section:
    findings = by_weight(owner.findings)
    with_any = sum(bool(routine.findings) for routine in owner.routines)
    blocks: list[Block] = [
        Paragraph(
            plain(
                wording(
                    "owner.summary.lead" if findings else "owner.summary.clean",
                    routines=wording.count("count.routines", len(owner.routines)),
                    findings=counted(findings, wording), affected=wording.number(with_any),
                )
            ),
            "lead",
        )
    ]  # fmt: skip
    if not findings:
        blocks.append(Paragraph(plain(wording("owner.summary.none")), "note"))
    if findings:
        blocks.append(Paragraph(plain(wording("owner.summary.first"))))
        blocks.append(Listing(tuple(_gravest(dossier, item, wording) for item in _each_rule(findings)), ordered=True))
    rows = tuple(
        ((routine_link(routine),), plain(counted(routine.findings, wording)), plain(_good_words(routine, wording)))
        for routine in owner.routines
    )
    blocks.append(
        Table(
            wording("owner.summary.table"),
            (wording("owner.routine"), wording("owner.findings"), wording("owner.good")),
            rows,
        )
    )
    blocks.append(Paragraph(plain(wording("owner.summary.how")), "note"))
    return Section("sammendrag", plain(wording("owner.summary")), tuple(blocks))


def _each_rule(findings: list[Numbered]) -> list[Numbered]:
    """The gravest finding of each of the gravest rules."""
    first: dict[str, Numbered] = {}
    for item in findings:
        first.setdefault(item.finding.rule, item)
    return list(first.values())[:_FIRST]


def _gravest(dossier: Dossier, item: Numbered, wording: Wording) -> Line:
    return (
        rule_name(dossier, item.finding.rule, wording),
        Text(f" ({item.finding.rule}), "),
        Text(wording("finding.number", number=item.number), target=finding_id(item)),
    )


def _good_words(routine: Reviewed, wording: Wording) -> str:
    return wording.count("count.good", len({met.rule for met in routine.portrait.met}))


def _stock(owner: Owner, wording: Wording) -> Section | None:
    """The sentences that many of the owner's routines share."""
    found = find_stock(owner.routines)
    if not found:
        return None
    rows = tuple(
        (
            (Text(item.text, lang="nn" if item.norm == "nn" else "nb"),),
            plain(wording.number(len(item.places))),
            _named([routine for routine, _ in item.places], wording),
            tuple(
                part
                for number in item.findings[:_PLACES]
                for part in (Text(str(number.number), target=finding_id(number)), Text(" "))
            ),
        )
        for item in found[:_STOCK]
    )
    blocks: list[Block] = [
        Paragraph(plain(wording("owner.stock.lead"))),
        Table(
            wording("owner.stock.table"),
            (
                wording("owner.stock.text"),
                wording("owner.stock.count"),
                wording("owner.stock.where"),
                wording("owner.findings"),
            ),
            rows,
        ),
    ]
    if len(found) > _STOCK:
        blocks.append(Paragraph(plain(wording.count("count.more", len(found) - _STOCK)), "note"))
    return Section("faste-setninger", plain(wording("owner.stock")), tuple(blocks))


def _named(routines: list[Reviewed], wording: Wording) -> Line:
    parts: list[Text] = []
    for routine in routines[:_PLACES]:
        parts += [Text(", ")] if parts else []
        parts.append(routine_link(routine))
    if len(routines) > _PLACES:
        parts.append(Text(", " + wording.count("count.more", len(routines) - _PLACES)))
    return tuple(parts)
