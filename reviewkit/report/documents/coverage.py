"""What the catalogue checks of the mandate, how well it has been measured, and what it does not check."""

from __future__ import annotations

from collections.abc import Sequence

from reviewkit.dossier import Dossier
from reviewkit.register.quality import Upheld
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import rule_name
from reviewkit.report.documents.quality import precision, recall, share
from reviewkit.report.documents.tree import Block, Line, Listing, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording

_CLAUSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("general", ("FOR005", "FOR003", "MAN007")),
    ("record", ("MAN008",)),
    ("mapping", ("MAN003",)),
    ("assessing", ("MAN004", "BOR002")),
    ("urgency", ("MAN006", "TIL001")),
    ("explaining", ("MAN005",)),
    ("advising", ("MAN002", "MAN007")),
    ("delegating", ("MAN001", "MAN009")),
    ("steering", ("BOR001", "BOR002", "BOR003", "BOR004", "BOR005")),
    ("handing-over", ("TIL004", "TIL007", "TIL002", "TIL001")),
    ("applying", ("TIL005", "BOR003")),
    ("confidential", ("TAU001", "TAU003", "TAU004")),
    ("code", ("TAU002",)),
    ("children", ("TIL006",)),
    ("office-facts", ("TIL003",)),
    ("anchoring", ("FOR001", "FOR002", "FOR003", "FOR004")),
    ("state", ()),
    ("interpreter", ()),
    ("practice", ()),
    ("office-duty", ()),
)
"""The clauses of the mandate as report 5/2021 reads it (2.2, 3.2-3.5), with the rules that check each, if any."""

_LAW = "LOV-2009-12-18-131"
"""The act on social services."""


def coverage(dossier: Dossier, wording: Wording, verdicts: Sequence[Upheld] | None = None) -> Section:
    """The clauses of the mandate with their rules, the rules with their measured quality, and what no rule checks.

    With `verdicts` (from a register) it also shows how right people found each rule to be.
    """
    blocks: list[Block | Section] = [Paragraph(plain(wording("coverage.lead")))]
    rows = tuple(
        (
            plain(wording(f"clause.{name}")),
            plain(_rules(dossier, codes, wording)),
            plain(_checked(dossier, codes, wording)),
        )
        for name, codes in _CLAUSES
    )
    columns = (wording("coverage.clause"), wording("coverage.rules"), wording("coverage.checked"))
    blocks.append(Table(wording("coverage.clauses"), columns, rows))
    blocks.append(_measured(dossier, wording))
    if verdicts is not None:
        blocks.append(_judged(dossier, verdicts, wording))
    blocks.append(Section("dekning-ikke", plain(wording("coverage.not")), _unchecked(dossier, wording)))
    return Section("dekning", plain(wording("coverage.title")), tuple(blocks))


def _rules(dossier: Dossier, codes: tuple[str, ...], wording: Wording) -> str:
    found = [_quality(dossier, code, wording) for code in codes if code in dossier.specs]
    return ", ".join(found) or wording("coverage.no-rule")


def _quality(dossier: Dossier, code: str, wording: Wording) -> str:
    """A rule with the share of its findings that were right at first look."""
    quality = dossier.catalogue.quality(dossier.specs[code])
    said = wording("coverage.unmeasured") if quality is None else share(quality.first.precision, wording)
    return f"{code} ({said})"


def _checked(dossier: Dossier, codes: tuple[str, ...], wording: Wording) -> str:
    """Whether the run checked a clause: with all its rules, some of them, or none."""
    run = [code for code in codes if code in dossier.specs]
    return wording("coverage.no" if not run else "coverage.yes" if len(run) == len(codes) else "coverage.partly")


def _measured(dossier: Dossier, wording: Wording) -> Table:
    rows: list[tuple[Line, ...]] = []
    for spec in dossier.specs.values():
        quality = dossier.catalogue.quality(spec)
        name: Line = (Text(f"{spec.code} "), rule_name(dossier, spec.code, wording))
        if quality is None:
            rows.append((name, plain(wording("coverage.unmeasured")), plain("–"), plain("–"), plain("–")))
            continue
        each = (precision(quality.first, wording), recall(quality.first, wording))
        rows.append(
            (name, *map(plain, each), plain(precision(quality.now, wording)), plain(recall(quality.now, wording)))
        )
    names = ("rule", "first-precision", "first-recall", "now-precision", "now-recall")
    columns = tuple(wording(f"coverage.{name}") for name in names)
    return Table(wording("coverage.quality"), columns, tuple(rows), wide=True)


def _judged(dossier: Dossier, verdicts: Sequence[Upheld], wording: Wording) -> Block:
    """How often people upheld a finding, by rule and catalogue: beside what was measured, and never mixed with it."""
    if not verdicts:
        return Paragraph(plain(wording("coverage.verdicts.none")))
    rows = tuple(
        (
            (Text(f"{item.rule} "), rule_name(dossier, item.rule, wording)),
            (Text(_catalogue_name(dossier, item.catalogue, wording)),),
            plain(f"{share(item.precision, wording)} ({item.upheld}/{item.upheld + item.rejected})"),
            *(plain(wording.number(number)) for number in (item.upheld, item.rejected, item.legal)),
        )
        for item in verdicts
    )
    names = ("verdicts.catalogue", "verdicts.precision", "verdicts.upheld", "verdicts.rejected", "verdicts.legal")
    columns = tuple(wording(f"coverage.{name}") for name in ("rule", *names))
    return Table(wording("coverage.verdicts"), columns, rows, wide=True)


def _catalogue_name(dossier: Dossier, digest: str, wording: Wording) -> str:
    short = digest[:16]
    same = digest == dossier.review.catalogue
    return wording("coverage.verdicts.this", digest=short) if same else short


def _unchecked(dossier: Dossier, wording: Wording) -> tuple[Block, ...]:
    """What a reader might think was checked: the limits of every rule, and the sections that no rule rests on."""
    said = tuple(
        plain(wording(f"coverage.not.{name}")) for name in ("practice", "truth", "state", "pictures", "language")
    )
    return (Listing(said), Paragraph(plain(_sections_without(dossier, wording))))


def _sections_without(dossier: Dossier, wording: Wording) -> str:
    law = next((law for law in dossier.catalogue.register.laws if law.id == _LAW), None)
    if law is None:
        return wording("coverage.no-register")
    resting = {
        basis.partition(" § ")[2] for spec in dossier.specs.values() for basis in spec.basis if basis.startswith(law.nb)
    }
    without = [section for section in law.listed if section not in resting]
    name = references(dossier, (law.nb,), wording).text
    return wording("coverage.sections", law=name, sections=", ".join(without))
