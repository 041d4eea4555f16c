"""The risk workshop: the form, what is read from it, the ranking by report 4/2022, and what it is held up against."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.check import Catalogue, Risk
from reviewkit.load.tables import LARGEST_FILE, read_tables, worksheets
from reviewkit.model import Filled, InputError, Language, Worksheet
from reviewkit.report.documents.risk import ranking_report
from reviewkit.report.documents.tree import Grid, walk
from reviewkit.report.documents.wording import FOLDER, Wording
from reviewkit.report.documents.wording import catalogue as messages
from reviewkit.report.risk import (
    Result,
    form_csv,
    form_workbook,
    ranking_csv,
    ranking_text,
    ranking_workbook,
)
from reviewkit.risk import (
    By,
    Entry,
    Form,
    Kind,
    Point,
    Ranking,
    Reading,
    Sheet,
    competition_ranks,
    form_rows,
    gather,
    matrix,
    rank,
    read_sheet,
    side_by_side,
    touches,
    uncovered,
)
from tests.build import WELL_FOUNDED, routine_text
from tests.conftest import Run

openpyxl = pytest.importorskip("openpyxl")

COLUMN = {"number": 1, "name": 3, "chosen": 5, "probability": 6, "consequence": 7, "action": 8, "wording": 9,
          "with": 10, "causes": 11, "course": 12}  # fmt: skip
HEAD = 5
TEN = {
    21: (5, 5),
    4: (4, 5),
    19: (4, 4),
    24: (4, 4),
    3: (3, 5),
    2: (3, 4),
    6: (3, 4),
    33: (3, 4),
    11: (2, 3),
    22: (2, 2),
}
Cells = Mapping[tuple[object, str], object]
HARM = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\x1b[31m<script>alert(1)</script>")


@pytest.fixture(scope="module")
def risks(catalogue: Catalogue) -> Mapping[int, Risk]:
    return catalogue.risks


@pytest.fixture
def filled(risks: Mapping[int, Risk], tmp_path: Path) -> Callable[..., Path]:
    """Makes a workbook of one group's form with some cells filled in, by the number of the point and the column."""

    def make(name: str, cells: Cells, form: Form | None = None) -> Path:
        path = tmp_path / f"{name}.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(form_workbook([form or Form(name)], list(risks.values()), "nb")))
        sheet = book.worksheets[1]
        rows: dict[object, int] = {}
        for row in range(HEAD + 1, sheet.max_row + 1):
            rows.setdefault(sheet.cell(row, 1).value, row)
        for (number, column), value in cells.items():
            sheet.cell(rows[number], COLUMN[column]).value = value
        book.save(path)
        return path

    return make


def scores(values: Mapping[int, tuple[int, int]]) -> dict[tuple[object, str], object]:
    cells: dict[tuple[object, str], object] = {}
    for number, (probability, consequence) in values.items():
        cells |= {(number, "chosen"): "x", (number, "probability"): probability, (number, "consequence"): consequence}
    return cells


def in_memory(cells: Cells, risks: Mapping[int, Risk]) -> Worksheet:
    """A filled form as it is read from a file, without one."""
    rows = [list(row) for row in form_rows(Form("Gruppe"), list(risks.values()), "nb")]
    starts: dict[object, int] = {}
    for place, row in enumerate(rows[HEAD:], start=HEAD):
        starts.setdefault(row[0], place)
    for (number, column), value in cells.items():
        assert isinstance(value, str | int | float)
        rows[starts[number]][COLUMN[column] - 1] = value
    return Worksheet("a.xlsx", "Gruppe", tuple(tuple(Filled(value) for value in row) for row in rows))


def read(path: Path, risks: Mapping[int, Risk]) -> Reading:
    (reading,) = [found for table in read_tables(path) if (found := read_sheet(table, risks, "nb")).form]
    return reading


def faults(path: Path, risks: Mapping[int, Risk]) -> list[str]:
    return [f"{fault.cell}: {fault.message}" for fault in read(path, risks).faults]


def a_sheet(
    group: str, values: Mapping[int, tuple[int, int]], kind: Kind = "local", plenum: bool = False,
    *more: Entry,
) -> Sheet:  # fmt: skip
    entries = [Entry(Point((number,), f"Punkt {number}"), "kept", *value) for number, value in values.items()]
    return Sheet(group, kind, plenum, f"{group}.xlsx", "", (*entries, *more))


def ranked(sheets: Sequence[Sheet], by: By = "product", kind: Kind = "local") -> Ranking:
    return rank(sheets, kind, by, {}, "nb")


def places(ranking: Ranking) -> list[tuple[int, str]]:
    return [(item.rank, item.point.key) for item in ranking.ranked]


# The list


def test_all_51_points_have_name_text_and_group_in_both_norms(risks: Mapping[int, Risk]) -> None:
    assert list(range(1, 52)) == sorted(risks)
    for risk in risks.values():
        for words in (risk.group, risk.name, risk.text):
            assert words.nb.strip()
            assert words.nn.strip()
        assert risk.text.nb != risk.text.nn


def test_the_nynorsk_is_the_reports_own_where_it_has_words(risks: Mapping[int, Risk]) -> None:
    assert risks[21].text.nn == "Barna sine behov blir ikkje tilstrekkeleg kartlagde."
    assert risks[42].name.nn == "Arbeidslinja – blir prioritert for høgt"
    assert risks[6].name.nn == "Utskriving og lauslating"


# Ranking


def test_ties_share_a_rank_as_in_the_reports_table() -> None:
    assert [1, 2, 3, 3, 5, 6, 6, 6, 9, 10, 10] == competition_ranks([25, 24, 20, 20, 16, 15, 15, 15, 12, 10, 10])


@given(st.lists(st.integers(1, 25), max_size=30))
def test_ranks_follow_the_values(values: list[int]) -> None:
    found = competition_ranks(values)
    for value, place in zip(values, found, strict=True):
        assert place == 1 + sum(other > value for other in values)


SCORE = st.tuples(st.integers(1, 5), st.integers(1, 5))
SHEETS = st.lists(st.dictionaries(st.integers(1, 12), SCORE, max_size=10), min_size=1, max_size=4)


@given(SHEETS, st.sampled_from(["product", "sum"]), st.booleans())
def test_the_order_of_the_sheets_changes_nothing(
    values: list[dict[int, tuple[int, int]]], by: By, plenum: bool
) -> None:
    sheets = [a_sheet(f"G{number}", value, "local", plenum and number == 0) for number, value in enumerate(values)]
    first = ranked(sheets, by)
    for order in list(permutations(sheets))[:6]:
        assert first == ranked(order, by)


@given(SHEETS, st.sampled_from(["product", "sum"]))
def test_a_higher_risk_never_has_a_lower_place(values: list[dict[int, tuple[int, int]]], by: By) -> None:
    ranking = ranked([a_sheet(f"G{number}", value) for number, value in enumerate(values)], by)
    for before, after in zip(ranking.ranked, ranking.ranked[1:], strict=False):
        assert before.risk >= after.risk
        assert (before.rank == after.rank) == (before.risk == after.risk)


def test_product_and_sum_can_rank_apart() -> None:
    """2 × 5 is less than 3 × 4 and equals 10 × 1; 2 + 5 is as much as 3 + 4."""
    sheet = a_sheet("G", {1: (2, 5), 2: (3, 4)})
    assert [(1, "2"), (2, "1")] == places(ranked([sheet], "product"))
    assert [(1, "1"), (1, "2")] == places(ranked([sheet], "sum"))


def test_the_plenums_value_holds_and_a_mean_is_marked_as_computed() -> None:
    groups = [a_sheet("A", {1: (5, 5), 2: (2, 3), 3: (4, 4)}), a_sheet("B", {1: (3, 5), 2: (3, 3)})]
    ranking = ranked([*groups, a_sheet("Plenum", {1: (4, 4)}, plenum=True)])
    found = {item.point.key: item for item in ranking.ranked}
    assert (4, 4, "plenum") == (found["1"].probability, found["1"].consequence, found["1"].basis)
    assert (Fraction(5, 2), 3, "mean") == (found["2"].probability, found["2"].consequence, found["2"].basis)
    assert "group" == found["3"].basis
    agreement = found["1"].agreement
    assert agreement is not None
    assert (2, 3, 5, 1.0) == (agreement.groups, agreement.probability.low, agreement.probability.high,
                              agreement.probability.deviation)  # fmt: skip
    assert 2 == agreement.distance


def test_what_the_plenum_merges_or_drops_is_not_ranked_by_itself() -> None:
    merged = Entry(Point((4, 7), "Barn"), "merged", 5, 4)
    dropped = Entry(Point((9,), "Punkt 9"), "dropped")
    plenum = a_sheet("Plenum", {}, "local", True, merged, dropped)
    ranking = ranked([a_sheet("A", {4: (5, 5), 7: (1, 1), 9: (5, 5), 2: (2, 2)}), plenum])
    assert [(1, "4+7"), (2, "2")] == places(ranking)
    assert ["merged", "dropped"] == [change.action for change in ranking.changes]


def test_three_points_get_causes_and_all_that_share_the_third_place() -> None:
    ranking = ranked([a_sheet("A", {1: (5, 5), 2: (5, 4), 3: (4, 4), 4: (4, 4), 5: (1, 1)})])
    assert ["1", "2", "3", "4"] == [item.point.key for item in ranking.top]


def test_a_new_point_comes_in_addition_to_the_three() -> None:
    """Appendix 5, part 2: new points come as number 4, 5 … where they rank high."""
    new = Entry(Point((), "Nytt"), "new", 5, 5)
    ranking = ranked([a_sheet("A", {1: (5, 4), 2: (4, 4), 3: (3, 4), 4: (2, 2)}, "local", False, new)])
    assert ["ny: nytt", "1", "2", "3"] == [item.point.key for item in ranking.top]


def test_local_and_national_stand_side_by_side() -> None:
    sheets = [a_sheet("A", {1: (5, 5), 2: (4, 4)}), a_sheet("B", {2: (5, 5), 3: (2, 2)}, "national")]
    rankings = [ranked(sheets, "product", "local"), ranked(sheets, "product", "national")]
    assert [("1", (1, None)), ("2", (2, 1)), ("3", (None, 2))] == [
        (point.key, ranks) for point, ranks in side_by_side(rankings)
    ]


@given(SHEETS)
def test_every_point_stands_once_in_the_matrix(values: list[dict[int, tuple[int, int]]]) -> None:
    ranking = ranked([a_sheet(f"G{number}", value) for number, value in enumerate(values)])
    cells = matrix(ranking)
    assert 25 == len(cells)
    assert sorted(item.point.key for item in ranking.ranked) == sorted(
        item.point.key for found in cells.values() for item in found
    )


def test_a_half_stands_in_the_higher_cell() -> None:
    cells = matrix(ranked([a_sheet("A", {1: (2, 4)}), a_sheet("B", {1: (3, 4)})]))
    assert ["1"] == [item.point.key for item in cells[3, 4]]


# Reading


def test_a_filled_form_is_read(filled: Callable[..., Path], risks: Mapping[int, Risk]) -> None:
    cells = scores(TEN) | {(21, "causes"): "Barn er ikke brukere", ("ny", "name"): "Språk", ("ny", "probability"): 3,
                           ("ny", "consequence"): "4", (8, "action"): "tatt bort"}  # fmt: skip
    reading = read(filled("Gruppe 1", cells), risks)
    assert () == reading.faults
    assert reading.sheet is not None
    found = {entry.point.key: entry for entry in reading.sheet.entries}
    assert ("Gruppe 1", "local", False) == (reading.sheet.group, reading.sheet.kind, reading.sheet.plenum)
    assert (5, 5, "Barn er ikke brukere") == (found["21"].probability, found["21"].consequence, found["21"].causes)
    assert ("new", 3, 4) == (found["ny: språk"].action, found["ny: språk"].probability, found["ny: språk"].consequence)
    assert "dropped" == found["8"].action


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({(1, "probability"): 6, (1, "consequence"): 3}, "F6: står «6»; skriv et helt tall fra 1 til 5"),
        ({(1, "probability"): 2.5, (1, "consequence"): 3}, "F6: står «2.5»"),
        ({(1, "probability"): "høy", (1, "consequence"): 3}, "F6: står «høy»"),
        ({(1, "probability"): 3}, "G6: punktet er valgt, men verdien mangler"),
        ({(1, "chosen"): "x"}, "F6: punktet er valgt, men verdien mangler"),
        ({(1, "chosen"): "ja"}, "E6: står «ja»; skriv x"),
        ({(1, "action"): "borte"}, "H6: står «borte»; velg omformulert"),
        ({(1, "action"): "nytt"}, "H6: punkt 1 står i listen"),
        ({(1, "action"): "omformulert"}, "I6: skriv den nye ordlyden"),
        ({(1, "action"): "slått sammen"}, "J6: skriv numrene"),
        ({(1, "action"): "slått sammen", (1, "with"): "77"}, "J6: «77» må være numre"),
        ({(1, "action"): "slått sammen", (1, "with"): 4.7}, "J6: står «4.7»; skriv numrene med «og»"),
        ({(1, "action"): "tatt bort", (1, "chosen"): "x"}, "H6: et punkt som er tatt bort"),
        ({("ny", "probability"): 3, ("ny", "consequence"): 3}, "C57: et nytt punkt må ha et kortnavn"),
        ({(2, "number"): 1, (1, "wording"): "x", (2, "wording"): "y"}, "A7: punkt 1 står også på rad 6"),
        ({(2, "number"): 99, (2, "wording"): "y"}, "A7: «99» er ikke et nummer i listen (1–51)"),
    ],
)  # fmt: skip
def test_the_cell_that_is_wrong_is_named(cells: Cells, said: str, risks: Mapping[int, Risk]) -> None:
    found = [f"{fault.cell}: {fault.message}" for fault in read_sheet(in_memory(cells, risks), risks, "nb").faults]
    assert any(fault.startswith(said) for fault in found), found


def test_what_is_no_number_in_a_workbook_is_a_fault(filled: Callable[..., Path], risks: Mapping[int, Risk]) -> None:
    cells = {(1, "probability"): True, (2, "probability"): date(2026, 3, 1), (3, "probability"): "=2+2"}
    first, second, third = faults(filled("Gruppe", cells), risks)
    assert "F6: står «True», som verken er tekst eller et tall; skriv verdien selv" == first
    assert second.startswith("F7: står «2026")
    assert "F8: en formel regnes ikke ut; skriv verdien selv" == third


def test_more_than_ten_of_the_list_is_a_fault_at_the_eleventh(risks: Mapping[int, Risk]) -> None:
    (fault,) = read_sheet(in_memory(scores(TEN | {51: (1, 1)}), risks), risks, "nb").faults
    assert ("E56", True) == (fault.cell, fault.message.startswith("dette er punkt 11 fra listen"))


def test_merged_rows_are_one_point_with_the_values_of_one_row(
    filled: Callable[..., Path], risks: Mapping[int, Risk]
) -> None:
    cells = scores({4: (5, 4)}) | {(4, "action"): "slått sammen", (4, "with"): "7", (4, "wording"): "Barn og unge"}
    reading = read(filled("Gruppe", cells), risks)
    assert reading.sheet is not None
    (entry,) = reading.sheet.entries
    assert ((4, 7), "merged", "Barn og unge") == (entry.point.numbers, entry.action, entry.point.text)
    (fault,) = faults(filled("Gruppe", cells | scores({7: (2, 2)})), risks)
    assert fault.startswith("F12: punktet er slått sammen; verdiene står alt på rad 9")


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_as_it_was_written(language: Language, delimiter: str, risks: Mapping[int, Risk]) -> None:
    rows = list(csv.reader(io.StringIO(form_csv(Form("Øst", "national"), [risks[21]], language).decode("utf-8-sig")),
                           delimiter=";"))  # fmt: skip
    rows[5][4:8] = ["X", "5", "4", ""]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        (table,) = worksheets(stream.getvalue().encode(encoding), "a.csv")
        reading = read_sheet(table, risks, "nb")
        assert reading.sheet is not None, reading.faults
        assert ("Øst", "national", 5) == (reading.sheet.group, reading.sheet.kind, reading.sheet.entries[0].probability)


def test_an_empty_form_says_nothing_and_an_empty_row_is_no_point(
    filled: Callable[..., Path], risks: Mapping[int, Risk]
) -> None:
    assert Reading(None) == read(filled("Gruppe", {}), risks)


def test_the_same_sheet_twice_and_two_plenums_are_faults() -> None:
    sheet, plenum = a_sheet("A", {1: (1, 1)}), a_sheet("P", {1: (2, 2)}, plenum=True)
    other = a_sheet("Q", {1: (3, 3)}, plenum=True)
    assert ["skjemaet fra «A» er det samme som i A.xlsx; oppgi det én gang"] == [
        fault.message for fault in gather([Reading(sheet), Reading(sheet)]).faults
    ]
    assert 1 == len(gather([Reading(plenum), Reading(other)]).faults)


# Files that mean harm


def zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (zipped({"xl/worksheets/sheet1.xml": b" " * 45_000_000}), "a.xlsx", "pakker seg ut til mer enn 40 MB"),
        (zipped({f"{number}.xml": b"" for number in range(1001)}), "a.xlsx", "1000 deler"),
        (zipped({"a.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "a.xlsx", "DOCTYPE"),
        (zipped({"a.xml": b"<a/>"}), "a.xlsx", "skadet XLSX-fil"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "skadet XLSX-fil"),
        (b"Nr;x", "a.xlsx", "er ikke XLSX"),
        (b"x" * (LARGEST_FILE + 1), "a.csv", "større enn 5 MB"),
        (b"a;b\n" * 2_001, "a.csv", "flere enn 2000 rader"),
        (b"a;" * 70, "a.csv", "flere enn 64 kolonner"),
        (b"\0\0\0", "a.csv", "verken XLSX eller CSV"),
        (b'a;"b', "a.csv", "er ikke hel CSV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_form_is_refused_with_a_reason(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        worksheets(data, name)


def test_macros_are_not_read(filled: Callable[..., Path], risks: Mapping[int, Risk]) -> None:
    path = filled("Gruppe", scores({1: (2, 3)}))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xcc\x61 macro")
    assert () == read(path, risks).faults


def test_no_words_of_people_become_a_formula() -> None:
    entries = [Entry(Point((), words), "new", 3, 3, words, words) for words in HARM]
    result = Result((ranked([a_sheet(HARM[0], {}, "local", False, *entries)]),))
    for row in csv.reader(io.StringIO(ranking_csv(result, "nb").decode("utf-8-sig")), delimiter=";"):
        assert not [cell for cell in row if cell.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t")]
    book = openpyxl.load_workbook(io.BytesIO(ranking_workbook(result, "nb")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert HARM[0] in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "\x1b" not in ranking_text(result, "nb")


def test_a_tamed_cell_is_read_as_it_was_written() -> None:
    (table,) = worksheets(b"'=a;'b;'-1", "a.csv")
    assert ["=a", "'b", "-1"] == [cell.value for cell in table.rows[0]]


# Files out


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_form_guides_the_one_who_fills_it_in(language: Language, risks: Mapping[int, Risk]) -> None:
    few = [risks[21], risks[24]]
    data = form_workbook([Form("Gruppe 1"), Form("Plenum", plenum=True)], few, language)
    assert data == form_workbook([Form("Gruppe 1"), Form("Plenum", plenum=True)], few, language)
    guide, group, plenum = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert guide.cell(1, 1).value in ("Slik fyller gruppen ut skjemaet", "Slik fyller gruppa ut skjemaet")
    assert "D6" == group.freeze_panes
    assert {"whole", "list"} == {rule.type for rule in group.data_validations.dataValidation}
    assert [risks[21].name.by(language)] == [row[2] for row in group.iter_rows(values_only=True) if row[0] == 21]
    assert "plenum" == plenum["B3"].value


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_report_has_the_matrix_the_spread_the_causes_and_both_rankings(language: Language) -> None:
    sheets = [a_sheet("A", TEN), a_sheet("B", {1: (2, 2)}, "national"), a_sheet("P", {21: (5, 4)}, plenum=True)]
    result = Result((ranked(sheets), ranked(sheets, "product", "national")))
    document = ranking_report(result, Wording(language), date(2026, 12, 1))
    sections = {section.id: section for top in document.sections for section in walk(top)}
    assert [entry.id for entry in document.contents] == [section.id for section in document.sections]
    (grid,) = [block for block in sections["matrise-local"].blocks if isinstance(block, Grid)]
    assert "21" == grid.rows[0][1][3].text
    assert {"rangering-national", "spredning-local", "arsaker-local", "side-om-side"} <= set(sections)
    assert len(sections) == sum(1 for top in document.sections for _ in walk(top))


def test_the_words_are_there_in_three_languages_with_the_same_placeholders() -> None:
    keys = {language: {key for key in messages(language) if key.startswith("risk.")} for language in ("nb", "nn", "en")}
    assert keys["nb"] == keys["nn"] == keys["en"]
    assert 40 < len(keys["nb"])
    for key in keys["nb"]:
        said = {str(messages(language)[key].string).count("{") for language in ("nb", "nn", "en")}
        assert 1 == len(said), key
    assert (FOLDER / "nn" / "risk.po").exists()


# Beside the review


def test_a_top_risk_without_a_check_is_said_and_a_merged_point_has_the_checks_of_all_its_numbers(
    catalogue: Catalogue,
) -> None:
    known = {risk.point for spec in catalogue.checks for risk in spec.risk_points}
    without = min(set(catalogue.risks) - known)
    covered = min(known)
    merged = Entry(Point((covered, without), "Begge"), "merged", 4, 4)
    ranking = ranked([a_sheet("A", {without: (5, 5)}, "local", False, merged)])
    found = touches(ranking, [], catalogue.checks)
    assert [str(without)] == [touch.item.point.key for touch in uncovered(found)]
    assert found[1].checks


# The command


def test_a_workshop_from_form_to_ranking(run: Run, in_folder: Path) -> None:
    assert 0 == run("risk", "sheet", "--format", "csv", "--out", "s.csv", "--points", "21,24", "--groups", "2").code
    assert {"s-1.csv", "s-2.csv", "s-plenum.csv"} == {path.name for path in in_folder.glob("*.csv")}
    for name, score in (("s-1.csv", "5"), ("s-2.csv", "3")):
        path = in_folder / name
        text = path.read_text(encoding="utf-8-sig").replace("kartlagt.;;;", f"kartlagt.;x;{score};4")
        path.write_text(text, encoding="utf-8-sig")
    outcome = run("risk", "rank", "s-1.csv", "s-2.csv", "s-plenum.csv", "--format", "json")
    (ranking,) = json.loads(outcome.out)["rankings"]
    (point,) = ranking["points"]
    assert (1, [21], 4, 4, 16, "mean") == tuple(
        point[key] for key in ("rank", "numbers", "probability", "consequence", "risk", "basis")
    )
    assert 0 == outcome.code
    assert "rapporten ber om 10" in outcome.err


def test_every_fault_is_told_and_nothing_is_ranked(run: Run, in_folder: Path) -> None:
    run("risk", "sheet", "--format", "csv", "--out", "s.csv", "--points", "21")
    path = in_folder / "s.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("kartlagt.;;;", "kartlagt.;x;7;=1+1"), encoding="utf-8"
    )
    outcome = run("risk", "rank", "s.csv")
    assert (2, "") == (outcome.code, outcome.out)
    assert "Feil: s.csv, celle G6: en formel regnes ikke ut" in outcome.err


def test_what_a_sheet_says_drives_no_terminal(run: Run, in_folder: Path) -> None:
    run("risk", "sheet", "--format", "csv", "--out", "s.csv", "--points", "21")
    path = in_folder / "s.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("kartlagt.;;;", "kartlagt.;\x1b[2J;;"), encoding="utf-8"
    )
    outcome = run("risk", "rank", "s.csv")
    assert 2 == outcome.code
    assert "\x1b" not in outcome.err


def test_the_ranking_is_held_up_against_routines(run: Run, in_folder: Path) -> None:
    (in_folder / "a.md").write_text(routine_text(WELL_FOUNDED["nb"]), encoding="utf-8")
    run("risk", "sheet", "--format", "csv", "--out", "s.csv", "--points", "24,43")
    path = in_folder / "s.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(".;;;", ".;x;5;4"), encoding="utf-8")
    said = json.loads(run("risk", "rank", "s.csv", "--routines", "a.md", "--format", "json", "--by", "sum").out)
    (ranking,) = said["rankings"]
    assert [9, 9] == [point["risk"] for point in ranking["points"]]
    assert ["24", "43"] == [touch["point"] for touch in ranking["routines"]]


@pytest.mark.parametrize("format_", ["xlsx", "html", "docx", "pdf", "md", "csv", "text"])
def test_every_format_is_written(format_: str, run: Run, in_folder: Path) -> None:
    run("risk", "sheet", "--format", "csv", "--out", "s.csv", "--points", "21")
    path = in_folder / "s.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(".;;;", ".;x;5;4"), encoding="utf-8")
    outcome = run("risk", "rank", "s.csv", "--format", format_, "--out", f"ut.{format_}", "--lang", "nn")
    assert 0 == outcome.code, outcome.err
    assert (in_folder / f"ut.{format_}").stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sheet", "--out", "a.xlsx", "--points", "77"), "risikopunkt «77» finnes ikke; listen går fra 1 til 51"),
        (("rank", "ingen.xlsx"), "kan ikke leses"),
        (("rank", "tom.csv"), "finner ikke skjemaet"),
        (("rank", "tom.csv", "--format", "pdf"), "pdf kan ikke vises på skjermen"),
    ],
)
def test_misuse_is_told_with_a_remedy(arguments: tuple[str, ...], said: str, run: Run, in_folder: Path) -> None:
    (in_folder / "tom.csv").write_text("a;b\n", encoding="utf-8")
    outcome = run("risk", *arguments)
    assert 2 == outcome.code
    assert said in outcome.err


def test_without_openpyxl_the_remedy_is_told(run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    outcome = run("risk", "sheet", "--out", "a.xlsx")
    assert (2, True) == (outcome.code, "pip install 'reviewkit[risk]'" in outcome.err)
