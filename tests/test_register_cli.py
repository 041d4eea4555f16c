"""`reviewkit register` as people type it: a year, what is refused, and what is said in three languages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.build import ROOT, routine_text
from tests.conftest import Outcome, Run

HELP = "Frelsesarmeen har rimelige møbler og gir ofte bort senger."
SKI = "Kirkens Bymisjon låner også ut ski, sykler og telt uten at det koster noe."
EXPECTED = ROOT / "tests" / "expected"
Register = Callable[..., Outcome]


@pytest.fixture
def register(run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """`reviewkit register …` in a folder with two routines, at a time that stands still."""
    monkeypatch.setattr("reviewkit.cli.register._now", lambda: "2026-12-01T08:00:00+00:00")
    monkeypatch.delenv("REVIEWKIT_ROLE", raising=False)
    monkeypatch.delenv("REVIEWKIT_REGISTER", raising=False)
    write("a", HELP, SKI)
    write("b", HELP)
    return lambda *arguments: run("register", *arguments)


def write(name: str, *lines: str) -> None:
    body = "# Hjelp\n\nNKS gir generell informasjon.\n\n## Møbler\n\n" + "\n\n".join(lines) + "\n"
    Path(f"{name}.md").write_text(routine_text(body, id=name), encoding="utf-8")


def record(register: Register, day: str = "2026-12-01", *more: str) -> Outcome:
    return register("record", ".", "--select", "MAN001", "--today", day, "--by", "fagansvarlig", *more)


def year(register: Register) -> list[Outcome]:
    """A year with the register: every command that writes, in the order they are used."""
    said = [record(register, "2026-12-01", "--revision", "2026")]
    jurist, fag = ("--by", "juridisk enhet"), ("--by", "fagansvarlig", "--today", "2026-12-02")
    said += [
        register("assess", "1", "--verdict", "upheld", "--alike", "--note", "Mangler påminnelsen", *jurist),
        register(
            "accept", "2", "--recommendation", "Ta ut avsnittet", "--decision", "Står til våren", "--decided-by",
            "enhetsleder", "--until", "2027-04-01", "--consent", "juridisk enhet", *fag,
        ),
        register("add", "--source", "call", "--routine", "a", "--text", "Veilederen ga råd om gjeld", *fag[:2]),
        register("measure", "1", "3", "--text", "Ta ut setningen", "--owner", "NKS", "--deadline", "2027-03-01", *fag),
        register("stage", "comments", *fag[:2]),
        register("reply", "1", "--sender", "Nav-kontoret", "--text", "Vi er enige", *fag),
        register("stage", "final", *fag[:2]),
        register(
            "status", "1", "--grade", "partly", "--evidence", "Lest i b.md", "--according-to", "enheten",
            "--by", "revisor", "--today", "2027-11-01",
        ),
    ]  # fmt: skip
    write("a", "Kommunen gir råd om møbler.", SKI.replace("telt", "store telt"))
    return [*said, record(register, "2027-12-01", "--revision", "2027")]


def expected(name: str, text: str) -> None:
    """Compare with a file that somebody has read."""
    assert text == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_year_is_told_in_every_language(register: Register, language: str) -> None:
    assert [item.code for item in year(register)] == [0] * 10
    at = ("--lang", language, "--today", "2027-12-01")
    told = [register("list", *at), register("list", "--measures", *at)]
    told += [register("show", number, *at) for number in ("1", "2", "3", "4")]
    told += [register("history", "--lang", language), register("history", "1", "--lang", language)]
    assert [item.err for item in told] == [""] * len(told)
    expected(f"register-{language}.txt", "\n".join(item.out for item in told))


def test_what_is_written_is_answered(register: Register) -> None:
    expected("register-said.txt", "\n".join(item.both for item in year(register)))


def test_no_command_but_those_that_begin_a_register_makes_one(register: Register) -> None:
    for command in (["list"], ["show", "1"], ["history"], ["export"], ["verify"], ["stage", "comments", "--by", "x"]):
        told = register(*command)
        assert (told.code, "registeret finnes ikke" in told.err) == (2, True)
    assert not Path("reviewkit-register.sqlite").exists()


def test_a_run_that_meets_no_routine_is_not_recorded(register: Register) -> None:
    Path("tom").mkdir()
    for path in ("tom", "finnes-ikke"):
        told = register("record", path, "--by", "fag")
        assert (told.code, "ingenting er ført inn" in told.err) == (2, True)
    assert register("list").out.startswith("0 funn")


def test_a_routine_that_the_configuration_leaves_out_is_not_gone(register: Register) -> None:
    record(register)
    Path("reviewkit.toml").write_text('exclude = ["a.md"]\n', encoding="utf-8")
    assert "ikke prøvd: 2" in record(register).out


def test_a_rule_that_the_configuration_takes_from_a_routine_closes_nothing_in_it(register: Register) -> None:
    record(register)
    Path("reviewkit.toml").write_text('[[overrides]]\npaths = ["a.md"]\nignore = ["MAN001"]\n', encoding="utf-8")
    told = register("record", ".", "--by", "fag", "--today", "2026-12-01").out
    assert "ikke prøvd: 2" in told
    assert "borte" not in told


def test_a_retired_routine_closes_its_findings_and_is_not_counted_as_reviewed(register: Register) -> None:
    record(register)
    file = Path("a.md")
    file.write_text(file.read_text(encoding="utf-8").replace("status: gjeldende", "status: utgått"), encoding="utf-8")
    told = record(register).out
    assert "borte: 2" in told
    assert "ikke prøvd" not in told
    assert ": 1 rutine" in told.splitlines()[0]


def test_a_deleted_file_closes_its_findings_and_a_renamed_one_keeps_them(register: Register) -> None:
    record(register)
    Path("a.md").rename("c.md")
    assert "uendret: 3" in record(register).out
    Path("c.md").unlink()
    told = record(register).out
    assert "uendret: 1" in told
    assert "borte: 2" in told


ACCEPT = ("--recommendation", "x", "--decision", "y", "--decided-by", "leder", "--by", "fag")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "99", "--verdict", "upheld", "--by", "x"], "funn 99 finnes ikke"),
        (["assess", "99", "--verdict", "upheld", "--alike", "--by", "x"], "funn 99 finnes ikke"),
        (["assess", "1", "--verdict", "upheld"], "--by"),
        (["assess", "--verdict", "upheld", "--by", "x"], "NUMMER"),
        (["assess", "null", "--verdict", "upheld", "--by", "x"], "null"),
        (["assess", "1", "--verdict", "maybe", "--by", "x"], "maybe"),
        (["assess", "1", "--verdict", "rejected", "--by", "x"], "skal ha en grunn"),
        (["assess", "1", "--verdict", "upheld", "--by", " "], "--by"),
        (["measure", "1", "--text", "x", "--owner", "y", "--deadline", "i morgen", "--by", "x"], "ikke en dato"),
        (["measure", "1", "--text", "", "--owner", "y", "--deadline", "2027-01-01", "--by", "x"], "tekst og eier"),
        (["status", "7", "--grade", "done", "--evidence", "lest", "--by", "x"], "tiltak 7 finnes ikke"),
        (["status", "7", "--grade", "done", "--evidence", "x", "--now", "3", "--by", "x"], "--indicator"),
        (["accept", "1", *ACCEPT], "--consent"),
        (["accept", "1", *ACCEPT, "--consent", "FAG"], "--consent"),
        (["accept", "1", *ACCEPT, "--consent", "z", "--until", "2026-01-01", "--today", "2026-12-01"], "alt passert"),
        (["add", "--source", "call", "--text", " ", "--by", "x"], "--text"),
        (["add", "--source", "call", "--rule", "noe", "--text", "sett", "--by", "x"], "ikke en regelkode"),
        (["reply", "1", "--sender", "x", "--text", "y", "--by", "x"], "til uttalelse"),
        (["stage", "final", "--by", "x"], "neste er «comments»"),
        (["show", "99"], "funn 99 finnes ikke"),
        (["history", "99"], "funn 99 finnes ikke"),
        (["verify", "--head", "abc"], "står ikke i loggen"),
        (["record", ".", "--select", "XYZ999", "--by", "x"], "XYZ999"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words_and_changes_nothing(
    register: Register, arguments: list[str], said: str
) -> None:
    record(register)
    before = register("verify").out
    told = register(*arguments)
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert "Traceback" not in told.err
    assert register("verify").out == before


def test_the_second_reviewer_is_stopped_and_a_closed_finding_takes_no_verdict(register: Register) -> None:
    record(register)
    first = ("assess", "1", "--verdict", "upheld", "--by", "x", "--since", "2")
    assert register(*first).code == 0
    told = register("assess", "1", "--verdict", "legal", "--by", "y", "--since", "2")
    assert (told.code, "endret av andre siden du så det (hendelse 3)" in told.err) == (2, True)
    write("a", SKI)
    record(register)
    told = register("assess", "1", "--verdict", "legal", "--by", "y")
    assert (told.code, "funn 1 er lukket" in told.err) == (2, True)


def test_one_decision_settles_the_same_passage_everywhere(register: Register) -> None:
    record(register)
    assert "samme tekst i 2 funn" in register("list").out
    assert "Samme tekst står også i funn 3." in register("show", "1").out
    reject = ("--verdict", "rejected", "--reason", "within-guidance")
    assert register("assess", "1", "1", *reject, "--alike", "--by", "x").out == "Vurdert: funn 1, 3\n"
    assert "samme tekst" not in register("list").out


def numbers(told: Outcome) -> list[str]:
    return [line.split()[0] for line in told.out.splitlines()[:-2]]


def test_the_list_is_cut_to_what_is_asked_for(register: Register) -> None:
    year(register)
    wanted = {
        (): ["1", "2", "3", "4"], ("--changed",): ["2"], ("--gone",): ["1"], ("--changed", "--gone"): ["1", "2"],
        ("--new",): [], ("--state", "closed", "--state", "upheld"): ["1", "3"], ("--rule", "man"): ["1", "2", "3"],
        ("--owner", "KONTAKTSENTER"): ["1", "2", "3"], ("--order", "place"): ["4", "1", "2", "3"],
    }  # fmt: skip
    assert {given: numbers(register("list", *given)) for given in wanted} == wanted


def test_programs_read_the_list_as_json(register: Register) -> None:
    year(register)
    found = json.loads(register("list", "--changed", "--format", "json").out)
    assert found["schema"] == "reviewkit.register/1"
    assert [(item["number"], item["state"], item["follows"]) for item in found["findings"]] == [(2, "open", None)]
    measures = json.loads(register("list", "--overdue", "--format", "json", "--today", "2027-12-01").out)["measures"]
    assert [(item["number"], item["grade"], item["overdue"]) for item in measures] == [(1, "partly", True)]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK('x')", "＝1+1")


def test_no_words_of_people_become_formulas_in_a_spreadsheet(register: Register) -> None:
    for formula in FORMULAS:
        register("add", "--source", "case", "--text", f" {formula}", "--routine", formula, "--by", "fag")
    told = register("export", "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["Tekst"] for row in rows] == [f"'{formula}" for formula in FORMULAS]
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    register("export", "--format", "xlsx", "--output", "ut.xlsx")
    sheet = load_workbook("ut.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert [row[10] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(FORMULAS)


def test_an_export_has_all_that_was_decided_with_words_for_people_and_codes_for_programs(register: Register) -> None:
    year(register)
    found = json.loads(register("export", "--today", "2027-12-01").out)
    assert [item["state"] for item in found["findings"]] == ["closed", "open", "upheld", "open"]
    assert found["findings"][0]["replies"] == "2026-12-02 Nav-kontoret: Vi er enige"
    assert found["measures"][0]["statuses"][0]["according_to"] == "enheten"
    for language, closed, heading in (
        ("nb", "Lukket", "Tilstand"),
        ("nn", "Lukka", "Tilstand"),
        ("en", "Closed", "State"),
    ):
        told = register("export", "--format", "csv", "--lang", language).out.removeprefix("\ufeff")
        assert next(csv.DictReader(io.StringIO(told)))[heading] == closed


def test_hostile_words_neither_drive_the_terminal_nor_leave_their_line(register: Register) -> None:
    register("add", "--source", "case", "--text", "a\x1b[31mrød\u202e\r\n    99  Lukket", "--by", "fag\x1b[0m")
    told = register("list").out + register("show", "1").out + register("history").out
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert not any(line.startswith("    99") for line in told.splitlines())
