"""The lawyer's report: provisions by routines, every statement that touches a provision, and what is not checked."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reviewkit.check import CheckSpec
from reviewkit.dossier import Dossier, Reviewed
from reviewkit.report.documents.appendix import exceptions
from reviewkit.report.documents.citations import citations
from reviewkit.report.documents.coverage import coverage
from reviewkit.report.documents.pieces import norm_of, place_of, rule_name
from reviewkit.report.documents.scope import head, limits
from reviewkit.report.documents.tree import (
    Block,
    Cell,
    Document,
    Entry,
    Grid,
    Line,
    Listing,
    Paragraph,
    Section,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording

_TOUCHES = ("finding", "excepted", "muted", "left")


class _Touch(Struct, frozen=True):
    """A statement that touches a provision: what it is, by which rule, where, and what stands there."""

    kind: str
    rule: str
    routine: Reviewed
    line: int
    place: str
    text: str
    why: Line


def mandate_report(dossier: Dossier, wording: Wording) -> Document:
    """The mandate matrix, the provisions one by one, the exceptions, the law references and the coverage."""
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
        sections=_sections(dossier, wording),
    )


def _sections(dossier: Dossier, wording: Wording) -> Iterator[Section]:
    touches = _by_provision(dossier, wording)
    yield _reading(wording)
    yield _matrix(dossier, touches, wording)
    yield _provisions(touches, dossier, wording)
    yield exceptions(dossier, wording)
    yield _granting(dossier, wording)
    yield citations(dossier, wording)
    yield coverage(dossier, wording)
    yield limits(dossier, wording)


def _reading(wording: Wording) -> Section:
    kinds = tuple(
        (Text(wording(f"touch.{kind}"), "strong"), Text(": " + wording(f"touch.{kind}.said"))) for kind in _TOUCHES
    )
    more = tuple(
        (Text(wording(f"matrix.{name}"), "strong"), Text(": " + wording(f"matrix.{name}.said")))
        for name in ("outside", "untouched")
    )
    blocks = (Paragraph(plain(wording("mandate.lead")), "lead"), Listing((*kinds, *more)))
    return Section("mandat-reading", plain(wording("mandate.reading")), blocks)


def provisions_of(spec: CheckSpec) -> tuple[str, ...]:
    """What a rule rests on: its provisions, or its sources where no statute stands behind it."""
    return spec.basis or spec.source


def _by_provision(dossier: Dossier, wording: Wording) -> dict[str, list[_Touch]]:
    """Every statement that touches a provision, in the order of the routines and lines."""
    found: dict[str, list[_Touch]] = {name: [] for spec in dossier.specs.values() for name in provisions_of(spec)}
    for routine in dossier.routines:
        for touch in sorted(_touches(routine, wording), key=lambda touch: (touch.line, touch.rule)):
            for name in provisions_of(dossier.specs[touch.rule]):
                found[name].append(touch)
    return dict(sorted(found.items(), key=lambda item: _in_law(item[0])))


def _in_law(name: str) -> tuple[bool, str, int, str]:
    """Provisions by law and section number; what is no provision at the end."""
    law, mark, section = name.partition(" § ")
    number = "".join(letter for letter in section.split(" ")[0].split("-")[-1] if letter.isdigit())
    return not mark, law, int(number or 0), section


def _touches(routine: Reviewed, wording: Wording) -> Iterator[_Touch]:
    why: Line
    for item in routine.findings:
        found = item.finding
        yield _touch("finding", found.rule, routine, found.line, place_of(found, wording), found.excerpt,
                     plain(wording("finding.number", number=item.number)))  # fmt: skip
    for held in routine.suppressed:
        found = held.finding
        until = wording.date(held.expires) if held.expires else wording("exceptions.open")
        why = (Text(held.reason, lang=norm_of(routine)), Text(f" ({wording('exceptions.until').lower()}: {until})"))
        yield _touch("excepted", found.rule, routine, found.line, place_of(found, wording), found.excerpt, why)
    for found in routine.muted:
        why = plain(wording("touch.muted.why"))
        yield _touch("muted", found.rule, routine, found.line, place_of(found, wording), found.excerpt, why)
    for left in routine.portrait.left:
        why = plain(wording(f"standing.{left.standing}"))
        place = wording("place.line", line=left.place.line)
        yield _touch("left", left.rule, routine, left.place.line, place, left.place.text, why)


def _touch(kind: str, rule: str, routine: Reviewed, line: int, place: str, text: str, why: Line) -> _Touch:
    return _Touch(kind, rule, routine, line, place, " ".join(text.split()), why)


def _matrix(dossier: Dossier, touches: dict[str, list[_Touch]], wording: Wording) -> Section:
    """Routines by provisions: what stands in each cell, in words."""
    names = tuple(name for name, found in touches.items() if found)
    at: dict[tuple[str, str], list[str]] = {}
    for name, found in touches.items():
        for touch in found:
            at.setdefault((name, touch.routine.key), []).append(touch.kind)
    rows = tuple(
        (
            routine.portrait.title,
            tuple(_cell(dossier, routine, name, at.get((name, routine.key), []), wording) for name in names),
        )
        for routine in dossier.routines
    )
    quiet = [name for name, found in touches.items() if not found]
    blocks: list[Block] = [
        Grid(wording("matrix.caption"), wording("matrix.said"), wording("owner.routine"), names, rows)
        if names
        else Paragraph(plain(wording("matrix.none")))
    ]
    if quiet:
        blocks.append(Paragraph(plain(wording("matrix.quiet", names="; ".join(quiet))), "note"))
    return Section("mandat-matrix", plain(wording("mandate.matrix")), tuple(blocks))


def _cell(dossier: Dossier, routine: Reviewed, name: str, kinds: list[str], wording: Wording) -> Cell:
    if not kinds:
        applies = any(
            spec.applies_to == "all" or routine.portrait.administration != "statlig"
            for spec in dossier.specs.values()
            if name in provisions_of(spec)
        )
        return Cell(wording("matrix.untouched" if applies else "matrix.outside"))
    said = [wording.count(f"matrix.{kind}", kinds.count(kind)) for kind in _TOUCHES if kind in kinds]
    weight = 4 if "finding" in kinds else 3 if "excepted" in kinds else 2 if "muted" in kinds else 1
    return Cell(", ".join(said), weight)


def _provisions(touches: dict[str, list[_Touch]], dossier: Dossier, wording: Wording) -> Section:
    columns = tuple(wording(f"provision.{name}") for name in ("where", "text", "kind", "rule", "why"))
    parts = []
    for number, (name, found) in enumerate(touches.items(), start=1):
        rows = tuple(
            (
                (Text(item.routine.portrait.title, lang=norm_of(item.routine)), Text(f", {item.place}")),
                (Text(item.text or wording("finding.whole"), lang=norm_of(item.routine) if item.text else ""),),
                plain(wording(f"touch.{item.kind}")),
                (Text(f"{item.rule} "), rule_name(dossier, item.rule, wording)),
                item.why,
            )
            for item in found
        )
        block: Block = (
            Table(wording("provision.table", name=name), columns, rows, wide=True)
            if rows
            else Paragraph(plain(wording("provision.none")))
        )
        parts.append(Section(f"bestemmelse-{number}", plain(name), (block,)))
    return Section("mandat-provisions", plain(wording("mandate.provisions")), tuple(parts))


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
