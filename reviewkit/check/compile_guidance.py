"""The files of recommendations and of measured quality to their compiled form: validated once, kept encoded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from reviewkit.check.guidance import Addressee, Guidance, Measured, Priority, Quality, Recommendation
from reviewkit.check.pages import read_yaml
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError

RECOMMENDATIONS = "recommendations.yaml"
QUALITY = "quality.tsv"
QUALITY_COLUMNS = (
    "code",
    *(f"{look}_{count}" for look in ("first", "now") for count in ("correct", "found", "met", "breaches")),
)

_Named = TypeVar("_Named", Recommendation, Addressee)
_Shared = TypeVar("_Shared", Recommendation, Priority)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    recommendations: tuple[dict[str, Any], ...] = ()
    addressees: tuple[Addressee, ...] = ()
    priorities: dict[str, Any] = {}


def compile_guidance(files: Iterable[CatalogueFile], roots: Mapping[str, int]) -> bytes:
    """The guidance of the catalogue, encoded, with families written out as codes; `roots` has the folder of each check.

    A later folder's file replaces what has the same id, and adds to an addressee's rules. Raises CatalogueError where
    a file cannot be read, names a rule or an addressee that is not there, or leaves a check of its folder to nobody.
    """
    recommendations: dict[str, Recommendation] = {}
    addressees: dict[str, Addressee] = {}
    priorities: dict[str, Priority] = {}
    for file in files:
        if file.path != RECOMMENDATIONS:
            continue
        points, mending, first = _read(file)
        _refuse_twins(
            [*(item.id for item in points), *(item.id for item in mending), *(item.id for item in first)], file
        )
        recommendations |= {point.id: _with_codes(point, roots, file) for point in points}
        priorities |= {priority.id: priority for priority in first}
        for item in mending:
            before = addressees[item.id].rules if item.id in addressees else ()
            named = _with_codes(item, roots, file)
            addressees[item.id] = replace(named, rules=tuple(sorted({*before, *named.rules})))
        _check_addressees(points, addressees, file)
        _check_mended([code for code, root in roots.items() if root == file.root], addressees, file)
    whole = Guidance(tuple(recommendations.values()), tuple(addressees.values()), tuple(priorities.values()))
    return msgspec.msgpack.encode(whole)


def _read(file: CatalogueFile) -> tuple[list[Recommendation], tuple[Addressee, ...], list[Priority]]:
    try:
        data = msgspec.convert(read_yaml(file.text, file.path) or {}, _File)
        points = [point for group in data.recommendations for point in _points(group, Recommendation, file)]
        first = _points(data.priorities, Priority, file) if data.priorities else []
    except msgspec.ValidationError as error:
        raise CatalogueError(f"anbefalingene kan ikke leses: {error}", file.path) from None
    return points, data.addressees, first


def _points(group: Mapping[str, Any], kind: type[_Shared], file: CatalogueFile) -> list[_Shared]:
    """The points of a group, each with what the group says of them all."""
    shared = {key: value for key, value in group.items() if key != "points"}
    listed = msgspec.convert(group.get("points"), list[dict[str, Any]])
    return [_converted({**shared, **point}, kind, file) for point in listed]


def _converted(point: Mapping[str, Any], kind: type[_Shared], file: CatalogueFile) -> _Shared:
    try:
        return msgspec.convert(point, kind)
    except msgspec.ValidationError as error:
        name = str(point.get("id", "et punkt uten id"))
        raise CatalogueError(f"{name} kan ikke leses: {error}", file.path, _line(name, file)) from None


def _with_codes(item: _Named, codes: Collection[str], file: CatalogueFile) -> _Named:
    """A recommendation or an addressee with each family of rules replaced by its codes."""
    meant: set[str] = set()
    for name in item.rules:
        members = {code for code in codes if name in (code, code[:3])}
        if not members:
            said = f"{item.id} viser til regelen {name}, som ikke finnes"
            raise CatalogueError(said, file.path, _line(item.id, file))
        meant |= members
    return replace(item, rules=tuple(sorted(meant)))


def _refuse_twins(ids: list[str], file: CatalogueFile) -> None:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise CatalogueError(f"id-en {name} er brukt to ganger", file.path, _line(name, file))


def _check_addressees(points: Iterable[Recommendation], known: Collection[str], file: CatalogueFile) -> None:
    for point in points:
        line = _line(point.id, file)
        if not point.addressees:
            raise CatalogueError(f"{point.id} har ingen adressat; skriv minst én under «addressees»", file.path, line)
        if unknown := [name for name in point.addressees if name not in known]:
            said = f"{point.id} er rettet til {unknown[0]}, som ikke står i listen «addressees»"
            raise CatalogueError(said, file.path, line)


def _check_mended(codes: Iterable[str], addressees: Mapping[str, Addressee], file: CatalogueFile) -> None:
    mended = {code for item in addressees.values() for code in item.rules}
    if lacking := sorted(set(codes) - mended):
        said = f"ingen kan rette {', '.join(lacking)}; før regelen opp hos minst én i listen «addressees»"
        raise CatalogueError(said, file.path)


def _line(name: str, file: CatalogueFile) -> int:
    """The line of the last item that has an id."""
    found = [match.start() for match in re.finditer(rf"\bid: *[\"']?{re.escape(name)}\b", file.text)]
    return file.text.count("\n", 0, found[-1]) + 1 if found else 1


def compile_quality(files: Iterable[CatalogueFile], roots: Mapping[str, int]) -> bytes:
    """The figures of each rule by code, encoded; a check that a later folder has replaced has none.

    Raises CatalogueError where a row cannot be read, or is of a rule that is not there.
    """
    figures: dict[str, Quality] = {}
    for file in files:
        if file.path == QUALITY:
            rows = _rows(file, roots)
            figures |= {code: quality for code, quality in rows.items() if roots[code] == file.root}
    return msgspec.msgpack.encode(figures)


def _rows(file: CatalogueFile, known: Collection[str]) -> dict[str, Quality]:
    head, *lines = file.text.splitlines() or [""]
    if head != "\t".join(QUALITY_COLUMNS):
        raise CatalogueError(f"første linje skal være kolonnene {', '.join(QUALITY_COLUMNS)}", file.path, 1)
    rows: dict[str, Quality] = {}
    for number, line in enumerate(lines, 2):
        code, *cells = line.split("\t")
        if code not in known or code in rows:
            said = "er brukt to ganger" if code in rows else "finnes ikke"
            raise CatalogueError(f"regelen {code} {said}; ta bort raden, og skriv «make quality»", file.path, number)
        if len(cells) != len(QUALITY_COLUMNS) - 1 or not all(cell.isdecimal() for cell in cells):
            raise CatalogueError(f"raden til {code} skal ha åtte hele tall", file.path, number)
        counts = [int(cell) for cell in cells]
        if any(part > whole for part, whole in zip(counts[::2], counts[1::2], strict=True)):
            raise CatalogueError(f"i raden til {code} er en del større enn det hele", file.path, number)
        rows[code] = Quality(Measured(*counts[:4]), Measured(*counts[4:]))
    return rows
