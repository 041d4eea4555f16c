"""The ranking of a risk workshop as a report: the points in order, the matrix, the spread, the causes, the routines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from reviewkit.report.documents.pieces import letter
from reviewkit.report.documents.tree import (
    Block,
    Cell,
    Document,
    Entry,
    Facts,
    Field,
    Grid,
    Line,
    Listing,
    Paragraph,
    Section,
    Table,
    Text,
    plain,
    strong,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.report.risk import Result
from reviewkit.risk import Point, Ranked, Ranking, Spread, Touch, matrix, side_by_side, uncovered
from reviewkit.version import __version__

_STRONGEST = 4
_HIGHEST_RISK = 25


def ranking_report(result: Result, wording: Wording, today: date) -> Document:
    """The report; what the groups wrote is theirs word for word, and the causes of the top points can be filled in."""
    sections = tuple(_sections(result, wording))
    return Document(
        name="risiko",
        title=wording("risk.title"),
        subtitle=wording("risk.subtitle"),
        lang=wording.language,
        day=today.isoformat(),
        head=_head(result, wording, today),
        contents=tuple(Entry(section.id, section.name) for section in sections),
        sections=sections,
    )


def _head(result: Result, wording: Wording, today: date) -> Facts:
    rows: list[tuple[str, Line]] = [(wording("scope.day"), plain(wording.date(today)))]
    for ranking in result.rankings:
        names = [*ranking.groups, *([wording("risk.plenum")] if ranking.plenum else [])]
        rows.append((wording(f"risk.kind.{ranking.kind}"), plain(wording.listed(names))))
    rows.append((wording("risk.by"), plain(wording(f"risk.by.{result.rankings[0].by}"))))
    rows.append((wording("scope.version"), plain(f"reviewkit {__version__}")))
    return Facts(tuple(rows))


def _sections(result: Result, wording: Wording) -> Iterator[Section]:
    yield _summary(result, wording)
    yield _method(result, wording)
    for ranking in result.rankings:
        mark, said = "", ""
        if len(result.rankings) > 1:
            mark, said = f"-{ranking.kind}", f" – {wording(f'risk.kind.{ranking.kind}').lower()}"
        parts = [_ranking(ranking, wording), _matrix(ranking, wording), _agreement(ranking, wording)]
        parts.append(_top(ranking, wording))
        parts += [_changes(ranking, wording)] if ranking.changes else []
        if ranking.kind in result.touched:
            parts.append(_routines(result.touched[ranking.kind], wording))
        for part in parts:
            yield Section(part.id + mark, plain(part.name + said), _marked(part.blocks, mark))
    if len(result.rankings) > 1:
        yield _beside(result, wording)
    if result.notes:
        yield Section("merknader", plain(wording("risk.notes")), (Listing(tuple(map(plain, result.notes))),))


def _marked(blocks: Iterable[Block | Section], mark: str) -> tuple[Block | Section, ...]:
    """Blocks with ids that no other ranking of the report has."""
    return tuple(
        Section(block.id + mark, block.title, _marked(block.blocks, mark)) if isinstance(block, Section)
        else Field(block.id + mark, block.label, block.lines, block.value) if isinstance(block, Field)
        else block
        for block in blocks
    )  # fmt: skip


def _summary(result: Result, wording: Wording) -> Section:
    blocks: list[Block] = []
    for ranking in result.rankings:
        first = f"{wording(f'risk.kind.{ranking.kind}')}: " if len(result.rankings) > 1 else ""
        names = wording.listed([f"«{item.point.title}»" for item in ranking.top])
        lead = wording("risk.summary.lead", most=names) if ranking.top else wording("risk.summary.none")
        blocks.append(Paragraph(plain(first + lead), "lead"))
        agreed = sum(item.basis == "plenum" for item in ranking.ranked)
        told = (wording.number(agreed), wording.number(len(ranking.ranked)))
        if agreed < len(ranking.ranked):
            key = "risk.summary.plenum" if agreed else "risk.summary.computed"
            blocks.append(Paragraph(plain(wording(key, agreed=told[0], all=told[1])), "caution"))
    return Section("hovedfunn", plain(wording("risk.summary")), tuple(blocks))


def _method(result: Result, wording: Wording) -> Section:
    names = ("ten", result.rankings[0].by, "means", "ties")
    return Section("metode", plain(wording("risk.method")),
                   (Listing(tuple(plain(wording(f"risk.method.{name}")) for name in names)),))  # fmt: skip


def _name(point: Point, wording: Wording) -> Line:
    """A point by number and name; the list has no English, so its words are bokmål there."""
    listed = not point.new and wording.language == "en"
    return (Text(point.title, lang="nb" if listed else ""),)


def _written(value: Fraction | float, wording: Wording) -> str:
    return wording.number(round(float(value), 2))


def _ranking(ranking: Ranking, wording: Wording) -> Section:
    rows: list[tuple[Line, ...]] = []
    for item in ranking.ranked:
        name = _name(item.point, wording)[0]
        words = (
            Text(name.text, "strong", name.lang),
            Text(f" {item.point.text}" if item.point.text else "", lang=name.lang),
        )
        rows.append(
            (
                strong(str(item.rank)),
                words,
                plain(_written(item.probability, wording)),
                plain(_written(item.consequence, wording)),
                strong(_written(item.risk, wording)),
                plain(wording(f"risk.basis.{item.basis}")),
            )
        )
    names = ("rank", "point", "probability", "consequence", "risk", "basis")
    head = tuple(wording(f"risk.{name}") for name in names)
    table = Table(wording("risk.ranking.table"), head, tuple(rows))
    return Section("rangering", plain(wording("risk.ranking")), (table,))


def _matrix(ranking: Ranking, wording: Wording) -> Section:
    """The matrix, coloured by the risk of the cell whoever stands in it."""
    cells = matrix(ranking)
    new = [item.point.key for item in ranking.ranked if item.point.new]
    letters = {key: letter(index).upper() for index, key in enumerate(new)}

    def marks(items: Sequence[Ranked]) -> str:
        named = (
            letters.get(item.point.key, item.point.label) + ("*" if item.basis == "mean" else "") for item in items
        )
        return ", ".join(named) or "–"

    rows = tuple(
        (
            str(row),
            tuple(Cell(marks(cells[row, place]), _weight(row * place)) for place in range(1, 6)),
        )
        for row in range(5, 0, -1)
    )
    many = sum(len(cells[row, place]) for row in (4, 5) for place in (4, 5))
    said = wording("risk.matrix.said", many=wording.number(many), all=wording.number(len(ranking.ranked)))
    names = [f"{letters[item.point.key]}: «{item.point.name}»" for item in ranking.ranked if item.point.new]
    note = wording("risk.matrix.note", new=", ".join(names)) if names else wording("risk.matrix.note.plain")
    grid = Grid(wording("risk.matrix"), said, wording("risk.corner"), ("1", "2", "3", "4", "5"), rows)
    return Section("matrise", plain(wording("risk.matrix")), (grid, Paragraph(plain(note), "note")))


def _weight(risk: int) -> int:
    return min(_STRONGEST, _STRONGEST * risk // (_HIGHEST_RISK - 5))


def _agreement(ranking: Ranking, wording: Wording) -> Section:
    title = plain(wording("risk.agreement"))
    rows: list[tuple[Line, ...]] = []
    for item in ranking.ranked:
        if (found := item.agreement) is None:
            continue
        means = f"{_written(found.means[0], wording)} / {_written(found.means[1], wording)}"
        told = [_ends(spread, wording) for spread in (found.probability, found.consequence, found.risk)]
        counted = wording.number(found.groups)
        rows.append((_name(item.point, wording), plain(counted), *map(plain, told), plain(means)))
    if not rows:
        return Section("spredning", title, (Paragraph(plain(wording("risk.agreement.none"))),))
    names = ("point", "groups", "probability", "consequence", "risk", "agreement.means")
    table = Table(
        wording("risk.agreement.table"), tuple(wording(f"risk.{name}") for name in names), tuple(rows), wide=True
    )
    return Section("spredning", title, (Paragraph(plain(wording("risk.agreement.said"))), table))


def _ends(spread: Spread, wording: Wording) -> str:
    ends = str(spread.low) if spread.low == spread.high else f"{spread.low}–{spread.high}"
    return f"{ends} ({_written(spread.deviation, wording)})"


def _top(ranking: Ranking, wording: Wording) -> Section:
    """What the groups wrote of the top points, and fields for what is agreed."""
    parts: list[Block | Section] = [Paragraph(plain(wording("risk.top.said")))]
    for number, item in enumerate(ranking.top, start=1):
        told = [view for view in item.views if view.causes or view.course]
        plenum = next((view for view in told if not view.group), None)
        blocks: list[Block] = []
        if told:
            rows = tuple(
                (plain(view.group or wording("risk.plenum")), plain(view.causes or "–"), plain(view.course or "–"))
                for view in told
            )
            head = (wording("risk.group"), wording("risk.causes"), wording("risk.course"))
            blocks.append(Table(wording("risk.top.table"), head, rows))
        blocks.append(Field(f"arsaker-{number}", wording("risk.causes"), 3, plenum.causes if plenum else ""))
        blocks.append(Field(f"forlop-{number}", wording("risk.course"), 3, plenum.course if plenum else ""))
        parts.append(Section(f"punkt-{number}", _name(item.point, wording), tuple(blocks)))
    return Section("arsaker", plain(wording("risk.top")), tuple(parts))


def _changes(ranking: Ranking, wording: Wording) -> Section:
    rows = tuple(
        (
            plain(wording(f"risk.change.{change.action}")),
            _name(change.point, wording),
            plain(change.point.text if change.point.own and change.point.text else "–"),
            plain(wording("risk.plenum") if change.plenum else change.group),
        )
        for change in ranking.changes
    )
    head = tuple(wording(f"risk.{name}") for name in ("change", "point", "wording", "group"))
    return Section("endringer", plain(wording("risk.changes")),
                   (Table(wording("risk.changes.table"), head, rows),))  # fmt: skip


def _routines(touched: Sequence[Touch], wording: Wording) -> Section:
    """Which points show in which routines, and which of the top ones no rule looks for."""
    missing = [f"«{touch.item.point.title}»" for touch in uncovered(touched)]
    rows: list[tuple[Line, ...]] = []
    for touch in touched:
        found: list[Text] = []
        for path, count in touch.routines:
            found += [Text(", " if found else ""), Text(path, "code"), Text(f" ({wording.number(count)})")]
        none = plain(wording("risk.routines.none") if touch.checks else "–")
        checks = plain(", ".join(touch.checks) or "–")
        rows.append((strong(str(touch.item.rank)), _name(touch.item.point, wording), checks, tuple(found) or none))
    said = (
        Paragraph(plain(wording("risk.routines.uncovered", points=wording.listed(missing))), "caution")
        if missing
        else Paragraph(plain(wording("risk.routines.covered")), "good")
    )
    head = tuple(wording(f"risk.{name}") for name in ("rank", "point", "routines.checks", "routines.found"))
    table = Table(wording("risk.routines.table"), head, tuple(rows))
    return Section("rutiner", plain(wording("risk.routines")),
                   (said, table, Paragraph(plain(wording("risk.routines.note")), "note")))  # fmt: skip


def _beside(result: Result, wording: Wording) -> Section:
    rows = tuple(
        (_name(point, wording), *(plain(str(place) if place is not None else "–") for place in ranks))
        for point, ranks in side_by_side(result.rankings)
    )
    head = (wording("risk.point"), *(wording(f"risk.kind.{ranking.kind}") for ranking in result.rankings))
    table = Table(wording("risk.beside"), head, rows)
    return Section("side-om-side", plain(wording("risk.beside")),
                   (table, Paragraph(plain(wording("risk.beside.note")), "note")))  # fmt: skip
