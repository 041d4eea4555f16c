"""The lawyer's report: provisions by routines, every statement that touches a provision, and what is not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewkit.dossier import Dossier, Reviewed
from reviewkit.register.quality import Upheld
from reviewkit.report.documents.appendix import exceptions
from reviewkit.report.documents.citations import citations
from reviewkit.report.documents.coverage import coverage
from reviewkit.report.documents.legal import NBSP, references, short, titled
from reviewkit.report.documents.pieces import norm_of, place_of, rule_name
from reviewkit.report.documents.scope import head, limits
from reviewkit.report.documents.touches import Touch, by_provision, provisions_by_rule
from reviewkit.report.documents.tree import (
    Block,
    Cell,
    Document,
    Entry,
    Grid,
    Listing,
    Paragraph,
    Section,
    Sections,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording

_WEIGHTS = {"finding": 4, "excepted": 3, "muted": 2, "left": 1, "cited": 0}
"""What may stand in a cell, and how strongly it colours it."""


def mandate_report(dossier: Dossier, wording: Wording, verdicts: Sequence[Upheld] | None = None) -> Document:
    """The mandate matrix, the provisions one by one, the exceptions, the law references and the coverage.

    `verdicts` are what people have made of each rule's findings; None where no register was asked.
    """
    chapters = ("reading", "matrix", "provisions")
    return Document(
        name="mandat",
        title=wording("mandate.title"),
        subtitle=wording("mandate.subtitle"),
        lang=wording.language,
        day=dossier.review.today,
        head=head(dossier, wording),
        contents=(
            *(Entry(f"mandat-{name}", wording(f"mandate.{name}")) for name in chapters),
            Entry("vedlegg-unntak", wording("appendix.exceptions")),
            Entry("unntaksadgang", wording("granting.title")),
            Entry("lovhenvisninger", wording("citations.title")),
            Entry("dekning", wording("coverage.title")),
            Entry("avgrensing", wording("scope.limits")),
        ),
        sections=Sections(lambda: _sections(dossier, wording, verdicts)),
    )


def _sections(dossier: Dossier, wording: Wording, verdicts: Sequence[Upheld] | None) -> Iterator[Section]:
    provisions = provisions_by_rule(dossier)
    touches = by_provision(dossier, provisions, wording)
    yield _reading(wording)
    yield _matrix(dossier, provisions, touches, wording)
    yield _provisions(touches, dossier, wording)
    yield exceptions(dossier, wording)
    yield _granting(dossier, wording)
    yield citations(dossier, wording)
    yield coverage(dossier, wording, verdicts)
    yield limits(dossier, wording)


def _reading(wording: Wording) -> Section:
    kinds = tuple(
        (Text(wording(f"touch.{kind}"), "strong"), Text(": " + wording(f"touch.{kind}.said"))) for kind in _WEIGHTS
    )
    more = tuple(
        (Text(wording(f"matrix.{name}"), "strong"), Text(": " + wording(f"matrix.{name}.said")))
        for name in ("outside", "untouched")
    )
    blocks = (Paragraph(plain(wording("mandate.lead")), "lead"), Listing((*kinds, *more)))
    return Section("mandat-reading", plain(wording("mandate.reading")), blocks)


def _matrix(
    dossier: Dossier, provisions: dict[str, tuple[str, ...]], touches: dict[str, list[Touch]], wording: Wording
) -> Section:
    """Routines by provisions: what stands in each cell, in words."""
    names = tuple(name for name, found in touches.items() if found)
    shortened = {name: short(dossier, name) for name in names}
    heads = tuple(head for head, _ in shortened.values())
    at: dict[tuple[str, str], list[str]] = {}
    for name, found in touches.items():
        for touch in found:
            at.setdefault((name, touch.routine.key), []).append(touch.kind)
    rows = tuple(
        (
            routine.portrait.title,
            tuple(
                _cell(at.get((name, routine.key), []), _applies(dossier, routine, provisions, name), wording)
                for name in names
            ),
        )
        for routine in dossier.routines
    )
    langs = tuple(norm_of(routine) for routine in dossier.routines)
    blocks: list[Block] = [
        Grid(wording("matrix.caption"), wording("matrix.said"), wording("owner.routine"), heads, rows, langs)
        if names
        else Paragraph(plain(wording("matrix.none")))
    ]
    laws = {law: name.partition(" § ")[0] for name, (_, law) in shortened.items() if law}
    if laws:
        said = [f"{law} = {references(dossier, (name,), wording).text}" for law, name in laws.items()]
        blocks.append(Paragraph(plain(wording("matrix.short", names="; ".join(said)))))
    blocks += _quiet(touches, dossier, wording)
    return Section("mandat-matrix", plain(wording("mandate.matrix")), tuple(blocks))


def _applies(dossier: Dossier, routine: Reviewed, provisions: dict[str, tuple[str, ...]], name: str) -> bool:
    """Whether a rule that rests on a provision is asked of a routine."""
    state = routine.portrait.administration == "statlig"
    return any(
        not state or spec.applies_to == "all" for spec in dossier.specs.values() if name in provisions[spec.code]
    )


def _cell(kinds: list[str], applies: bool, wording: Wording) -> Cell:
    if not kinds:
        return Cell(wording("matrix.untouched" if applies else "matrix.outside"))
    said = [wording.count(f"matrix.{kind}", kinds.count(kind)).replace(" ", NBSP) for kind in _WEIGHTS if kind in kinds]
    weight = next(weight for kind, weight in _WEIGHTS.items() if kind in kinds)
    return Cell(", ".join(said), weight)


def _provisions(touches: dict[str, list[Touch]], dossier: Dossier, wording: Wording) -> Section:
    parts = Sections(lambda: _each_provision(touches, dossier, wording))
    return Section("mandat-provisions", plain(wording("mandate.provisions")), parts)


def _each_provision(touches: dict[str, list[Touch]], dossier: Dossier, wording: Wording) -> Iterator[Section]:
    columns = tuple(wording(f"provision.{name}") for name in ("where", "text", "kind", "rule", "why"))
    for number, (name, found) in enumerate(((name, found) for name, found in touches.items() if found), start=1):
        rows = tuple(
            (
                (Text(item.routine.portrait.title, lang=norm_of(item.routine)), Text(", "), *item.place),
                (Text(item.text or wording("finding.whole"), lang=norm_of(item.routine) if item.text else ""),),
                plain(wording(f"touch.{item.kind}")),
                (Text(f"{item.rule} "), rule_name(dossier, item.rule, wording)) if item.rule else plain("–"),
                item.why,
            )
            for item in found
        )
        table = Table(wording("provision.table", name=references(dossier, (name,), wording).text), columns, rows)
        yield Section(f"bestemmelse-{number}", (titled(dossier, name, wording),), (table,))


def _quiet(touches: dict[str, list[Touch]], dossier: Dossier, wording: Wording) -> Iterator[Paragraph]:
    """The provisions that no statement touches, and the sources of rules without a provision that found nothing."""
    quiet = [name for name, found in touches.items() if not found]
    statutes = {law.nb for law in dossier.catalogue.register.laws}
    for key, names in (
        ("matrix.quiet", [name for name in quiet if name.partition(" § ")[0] in statutes]),
        ("matrix.quiet-sources", [name for name in quiet if name.partition(" § ")[0] not in statutes]),
    ):
        if names:
            before, _, after = wording(key, names="\n").partition("\n")
            yield Paragraph((Text(before), references(dossier, names, wording), Text(after)), "note")


def _granting(dossier: Dossier, wording: Wording) -> Section:
    """Who may grant exceptions, from which rules nobody may, and which comments hold nothing back."""
    refused = [spec for spec in dossier.specs.values() if not spec.suppressible]
    listed = Listing(tuple((Text(f"{spec.code} "), rule_name(dossier, spec.code, wording)) for spec in refused))
    faulty = [item for item in dossier.findings if item.finding.rule == "FOR007"]
    rows = tuple(
        (
            (Text(item.finding.path, "code"), Text(f", {place_of(item.finding, wording)}")),
            plain(item.finding.message),
        )
        for item in faulty
    )
    columns = (wording("exceptions.where"), wording("granting.fault"))
    blocks: tuple[Block, ...] = (
        Paragraph(plain(wording("granting.who"))),
        *((Paragraph(plain(wording("granting.never"))), listed) if refused else ()),
        Table(wording("granting.faulty"), columns, rows) if rows else Paragraph(plain(wording("granting.none-faulty"))),
    )
    return Section("unntaksadgang", plain(wording("granting.title")), blocks)
