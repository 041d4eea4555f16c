"""The findings in figures: by family, routine, service and owner, and against the risk points of report 4/2022."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewkit.dossier import Dossier, Reviewed
from reviewkit.model import SEVERITIES, Finding
from reviewkit.report.documents.pieces import Norm, families_of, family_name, norm_of
from reviewkit.report.documents.totals import totals
from reviewkit.report.documents.tree import Bar, Bars, Block, Cell, Grid, Paragraph, Section, plain
from reviewkit.report.documents.wording import Wording

_BARS = 15
_STRONGEST = 4


def figures(dossier: Dossier, wording: Wording) -> Section:
    """The figures; bars that are too many are told of in words."""
    findings = dossier.review.findings
    if not findings:
        none = Paragraph(plain(wording("figures.none")))
        return Section("figures", plain(wording("supervision.figures")), (none, *totals(dossier, wording)))
    families = [
        (family_name(name, wording).partition(":")[0], [item for item in findings if item.rule.startswith(name)])
        for name in families_of(item.rule for item in findings)
    ]
    blocks: list[Block] = [_bars("family", families, wording)]
    langs = {item.portrait.title: norm_of(item) for item in dossier.routines}
    blocks += _many("routine", [(item.portrait.title, _found(item)) for item in dossier.routines], wording, langs)
    blocks += _many("service", _grouped(dossier.routines, lambda item: item.portrait.services, wording), wording)
    if any(len(item.portrait.services) > 1 for item in dossier.routines):
        blocks.append(Paragraph(plain(wording("figures.service.note")), "note"))
    owners = [
        (owner.name or wording("owner.unnamed"), [item.finding for item in owner.findings]) for owner in dossier.owners
    ]
    blocks += _many("owner", owners, wording)
    blocks += totals(dossier, wording)
    blocks += _risks(dossier, wording)
    return Section("figures", plain(wording("supervision.figures")), tuple(blocks))


def _found(routine: Reviewed) -> list[Finding]:
    return [item.finding for item in routine.findings]


def _grouped(
    routines: Iterable[Reviewed], names: Callable[[Reviewed], Sequence[str]], wording: Wording
) -> list[tuple[str, list[Finding]]]:
    """Findings by each of the names that a routine has; a routine of several counts under each."""
    found: dict[str, list[Finding]] = {}
    for routine in routines:
        for name in names(routine) or (wording("figures.no-service"),):
            found.setdefault(name, []).extend(_found(routine))
    return sorted(found.items())


def _many(
    name: str, groups: Iterable[tuple[str, list[Finding]]], wording: Wording, langs: Mapping[str, Norm] | None = None
) -> list[Block]:
    """The bars of the groups with most findings, and how many groups are left out."""
    ranked = sorted((item for item in groups if item[1]), key=lambda item: (-len(item[1]), item[0]))
    rest = len(ranked) - _BARS
    note: list[Block] = [Paragraph(plain(wording.count("count.more", rest)), "note")] if rest > 0 else []
    return [_bars(name, ranked[:_BARS], wording, langs), *note]


def _bars(
    name: str, groups: Sequence[tuple[str, list[Finding]]], wording: Wording, langs: Mapping[str, Norm] | None = None
) -> Bars:
    bars = []
    for label, found in groups:
        counts = Counter(item.severity for item in found)
        lang = (langs or {}).get(label, "")
        bars.append(Bar(label, tuple(counts[severity] for severity in SEVERITIES), lang))
    most = max(groups, key=lambda item: len(item[1]), default=("–", []))
    return Bars(
        wording(f"figures.{name}"),
        wording("figures.said", most=most[0], number=wording.number(len(most[1]))),
        wording(f"figures.{name}.label"),
        tuple(wording(f"page.tone.{severity}") for severity in SEVERITIES),
        tuple(bars),
    )


def _risks(dossier: Dossier, wording: Wording) -> list[Block]:
    """The risk points that the findings bear on, against the families of rules."""
    findings = [item for item in dossier.review.findings if item.risk_points]
    if not findings:
        return []
    families = families_of(item.rule for item in findings)
    points = sorted({point for item in findings for point in item.risk_points})
    counts = Counter((point, item.rule[:3]) for item in findings for point in item.risk_points)
    most = max(counts.values())
    rows = tuple(
        (
            _risk_name(dossier, point, wording),
            tuple(_cell(counts[point, family], most) for family in families),
        )
        for point in points
    )
    heaviest = max(points, key=lambda point: sum(counts[point, family] for family in families))
    return [
        Grid(
            wording("figures.risks"),
            wording("figures.risks.said", most=_risk_name(dossier, heaviest, wording)),
            wording("figures.risk"),
            tuple(family_name(name, wording) for name in families),
            rows,
            tuple("" if wording.language == "nb" else "nb" for _ in rows),
        ),
        Paragraph(plain(wording("figures.risks.note")), "note"),
    ]


def _risk_name(dossier: Dossier, point: int, wording: Wording) -> str:
    risk = dossier.catalogue.risks.get(point)
    return f"{point}. {risk.name.by(wording.language)}" if risk is not None else str(point)


def _cell(count: int, most: int) -> Cell:
    """A cell with its count; the colour follows its share of the largest."""
    return Cell(str(count), max(1, round(_STRONGEST * count / most))) if count else Cell("–")
