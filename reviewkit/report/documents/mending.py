"""Which recommendation a finding touches, and who can mend it, by the criteria that the reviewers have set."""

from __future__ import annotations

from reviewkit.dossier import Dossier
from reviewkit.report.documents.legal import references
from reviewkit.report.documents.pieces import capital, rule_name
from reviewkit.report.documents.tree import (
    Block,
    Line,
    Listing,
    Paragraph,
    Section,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording


def recommendations(dossier: Dossier, wording: Wording) -> Section:
    """Which rule touches which recommendation, learning point or criterion."""
    found = [item.rule for item in dossier.review.findings]
    names = {item.id: wording.of(item.name) for item in dossier.catalogue.guidance.addressees}
    rows: list[tuple[Line, ...]] = []
    for item in dossier.catalogue.guidance.recommendations:
        touching = [code for code in item.rules if code in dossier.specs]
        count = sum(code in touching for code in found)
        rows.append(
            (
                plain(item.id),
                (Text(wording.of(item.text)),),
                (references(dossier, (item.source,), wording),),
                plain(capital(", ".join(names[name] for name in item.addressees))),
                plain(", ".join(touching) or wording("recommendations.untouched")),
                plain(wording.number(count)),
            )
        )
    columns = tuple(
        wording(f"recommendations.{name}") for name in ("id", "text", "source", "addressee", "rules", "findings")
    )
    blocks = (
        Paragraph(plain(wording("recommendations.lead"))),
        Table(wording("recommendations.table"), columns, tuple(rows), wide=True),
    )
    return Section("recommendations", plain(wording("supervision.recommendations")), blocks)


def mending(dossier: Dossier, wording: Wording) -> Section:
    """Who can mend what was found, by the criteria that the reviewers have set."""
    guidance = dossier.catalogue.guidance
    priorities = dossier.known.notes.priorities
    criteria = {item.id: wording.of(item.name) for item in guidance.priorities}
    found = [item.rule for item in dossier.review.findings]
    rows: list[tuple[tuple[int, int, str], tuple[Line, ...]]] = []
    for code in dict.fromkeys(sorted(found)):
        given = priorities.get(code, ())
        name = rule_name(dossier, code, wording)
        row = (
            (Text(f"{code} "), Text(name.text, lang=name.lang, target=f"regel-{code}")),
            plain(
                capital(", ".join(wording.of(item.name) for item in guidance.mended_by(code)))
                or wording("mending.nobody")
            ),
            plain(wording.number(found.count(code))),
            plain(", ".join(criteria[name] for name in given) or wording("mending.unset")),
        )
        rows.append(((-len(given), -found.count(code), code), row))
    columns = tuple(wording(f"mending.{name}") for name in ("rule", "who", "findings", "criteria"))
    listed = Listing(
        tuple(
            (Text(f"{wording.of(item.name)}: ", "strong"), Text(wording.of(item.text))) for item in guidance.priorities
        )
    )
    blocks: tuple[Block, ...] = (
        Paragraph(plain(wording("mending.lead"))),
        listed,
        Table(wording("mending.table"), columns, tuple(row for _, row in sorted(rows, key=lambda item: item[0]))),
        *(() if priorities else (Paragraph(plain(wording("mending.open")), "note"),)),
    )
    return Section("mending", plain(wording("supervision.mending")), blocks)
