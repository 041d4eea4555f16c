"""Input that is wrong: it is refused or reviewed in words, with the right exit code, and never stops the others."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewkit.check import Catalogue
from reviewkit.load import MAX_BYTES
from tests.build import FRONT_LINES, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run

ALWAYS = ("--today", "2026-12-01")
BREACH = "Vurder om det haster før du ringer vakttelefonen.\n"
"""A sentence with one MAN006 finding."""

BREACHING = routine_text(f"{WELL_FOUNDED['nb']}\n{BREACH}", id="brudd")
OTHER = BREACHING.replace("id: brudd", "id: annen")
BREACH_LINE = FRONT_LINES + WELL_FOUNDED["nb"].count("\n") + 2
GOOD = routine_text(WELL_FOUNDED["nb"])


def check(run: Run, *arguments: str, given: bytes = b"") -> Outcome:
    outcome = run("check", *ALWAYS, *arguments, given=given)
    assert "Traceback" not in outcome.both
    return outcome


def found(outcome: Outcome) -> list[tuple[str, str, int]]:
    """Path, rule and line of every finding in a JSON report."""
    return [(item["path"], item["rule"], item["line"]) for item in json.loads(outcome.out)["findings"]]


def errors(outcome: Outcome) -> list[tuple[str, str]]:
    return [(item["path"], item["message"]) for item in json.loads(outcome.out)["errors"]]


@pytest.fixture
def beside(in_folder: Path) -> Callable[[str, bytes | str], Path]:
    """Put a file beside a routine with one finding (`b-brudd.md`), to tell that it is still reviewed."""
    (in_folder / "b-brudd.md").write_text(BREACHING, encoding="utf-8")

    def put(name: str, data: bytes | str) -> Path:
        path = in_folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return put


Beside = Callable[[str, bytes | str], Path]
STILL_REVIEWED = ("b-brudd.md", "MAN006", BREACH_LINE)


# Encoding


def test_a_file_that_is_not_utf8_is_named_with_the_byte_and_the_others_are_reviewed(beside: Beside, run: Run) -> None:
    data = GOOD.encode()
    at = data.index(b"\xc3")
    beside("a.md", data[:at] + b"\xe5" + data[at + 2 :])
    outcome = check(run, ".", "--format", "json")
    line = data.count(b"\n", 0, at) + 1
    message = f"er ikke UTF-8 (byte {at}, linje {line}); lagre filen på nytt som UTF-8"
    assert (2, [("a.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-32"])
def test_another_encoding_is_refused_in_words(encoding: str, beside: Beside, run: Run) -> None:
    beside("a.md", GOOD.encode(encoding))
    outcome = check(run, "a.md")
    assert outcome.code == 2
    assert "a.md" in outcome.both
    assert "er ikke UTF-8 (byte " in outcome.both


def test_a_byte_order_mark_is_no_part_of_the_text(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_bytes(b"\xef\xbb\xbf" + BREACHING.encode())
    outcome = check(run, "a.md", "--format", "json")
    assert (outcome.code, found(outcome)) == (1, [("a.md", "MAN006", BREACH_LINE)])


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"], ids=["crlf", "cr"])
def test_line_endings_of_other_systems_give_the_same_places(newline: bytes, in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_bytes(BREACHING.encode())
    (in_folder / "b.md").write_bytes(OTHER.encode().replace(b"\n", newline))
    outcome = check(run, ".", "--format", "json")
    one, other = json.loads(outcome.out)["findings"]
    assert {**one, "path": "b.md", "fingerprint": other["fingerprint"]} == other


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \t\n"], ids=["empty", "lines", "mark", "spaces"])
def test_an_empty_file_is_a_routine_without_metadata(data: bytes, in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_bytes(data)
    outcome = check(run, "a.md", "--format", "json", "--select", "FOR001")
    assert (outcome.code, found(outcome)) == (1, [("a.md", "FOR001", 1)])


def test_nul_bytes_are_read_like_any_character(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_bytes(BREACHING.encode().replace(BREACH.encode(), b"\x00\n\n" + BREACH.encode()))
    outcome = check(run, "a.md", "--format", "json")
    assert (outcome.code, found(outcome)) == (1, [("a.md", "MAN006", BREACH_LINE + 2)])


# Metadata


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("id: x\ntittel: a: b\n", 3, "kan ikke leses som YAML her"),
        ("id: 'x\n", 3, "kan ikke leses som YAML her"),
        ("id: x\n\ttittel: y\n", 3, "kan ikke leses som YAML her"),
        ("a: &a [x, x]\nb: &b [*a, *a]\n", 3, "bruker en YAML-henvisning"),
        ("".join(f"k{n}: {n}\n" for n in range(5_000)), 1_001, "er for stort"),
        (f"k: {'x' * 70_000}\n", 1, "er for stort"),
        (f"hjemmel: {'[' * 30_000}\n", 2, "er nøstet for dypt"),
        ("- a\n- b\n", 2, "skal være felt med verdier"),
    ],
    ids=["colon", "quote", "tab", "alias-bomb", "many-keys", "huge", "brackets", "list"],
)
def test_metadata_that_cannot_be_read_is_a_finding_at_its_line(
    front: str, line: int, said: str, beside: Beside, run: Run
) -> None:
    """It is said why, the body is reviewed as municipal all the same, and so are the other files."""
    beside("a.md", f"---\n{front}---\n{WELL_FOUNDED['nb']}\n{BREACH}")
    outcome = check(run, ".", "--format", "json", "--select", "FOR001,MAN006")
    body = front.count("\n") + 2 + WELL_FOUNDED["nb"].count("\n") + 2
    expected = [("a.md", "FOR001", line), ("a.md", "MAN006", body), STILL_REVIEWED]
    assert (1, expected) == (outcome.code, found(outcome))
    assert said in json.loads(outcome.out)["findings"][0]["message"]


@pytest.mark.parametrize(
    "front",
    [
        "hjemmel: " + "[" * 30_000,
        "- " * 30_000 + "x",
        "? " * 30_000 + "x",
        "{" * 30_000,
        "hjemmel: " + "[{a: " * 20_000,
    ],
    ids=["brackets", "dashes", "questions", "braces", "mixed"],
)
def test_metadata_nested_without_end_is_refused_in_time(
    front: str, beside: Beside, run_process: Run, in_folder: Path
) -> None:
    beside("a.md", f"---\n{front}\n---\n{WELL_FOUNDED['nb']}\n{BREACH}")
    outcome = run_process("check", *ALWAYS, ".", "--format", "json", "--select", "FOR001,MAN006", folder=in_folder)
    assert "Traceback" not in outcome.both
    assert outcome.code == 1
    assert [rule for _, rule, _ in found(outcome)] == ["FOR001", "MAN006", "MAN006"]


def test_an_unknown_administration_is_told_and_reviewed_as_municipal(in_folder: Path, run: Run) -> None:
    text = routine_text(f"{WELL_FOUNDED['nb']}\n{BREACH}", forvaltning="komunal")
    (in_folder / "a.md").write_text(text, encoding="utf-8")
    outcome = check(run, "a.md", "--format", "json")
    assert found(outcome) == [("a.md", "FOR001", 5), ("a.md", "MAN006", BREACH_LINE)]
    assert "Mente du «kommunal»?" in outcome.out


def test_no_front_matter_is_told_and_reviewed_as_municipal(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_text(BREACH, encoding="utf-8")
    outcome = check(run, "a.md", "--format", "json", "--select", "FOR001,MAN006")
    assert found(outcome) == [("a.md", "FOR001", 1), ("a.md", "MAN006", 1)]


@pytest.mark.parametrize("character", ["\u2028", "\x85"], ids=["line-separator", "next-line"])
def test_a_separator_in_the_metadata_stops_nothing(character: str, beside: Beside, run: Run) -> None:
    beside("a.md", routine_text("Tekst.\n", tittel=f"a{character * 40}b", status="ukjent"))
    outcome = check(run, ".", "--format", "json", "--select", "FOR001,MAN006")
    assert found(outcome) == [("a.md", "FOR001", 8), STILL_REVIEWED]


# Size and shape


def test_a_routine_of_20_megabytes_is_refused(beside: Beside, run: Run) -> None:
    beside("a.md", b"Vi ringer Nav-kontoret.\n" * 833_334)
    outcome = check(run, ".", "--format", "json")
    message = "er for stor (20.0 MB; grensen er 1 MB); del opp rutinen"
    assert (2, [("a.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


def test_standard_input_of_20_megabytes_is_refused(run: Run) -> None:
    outcome = check(run, "-", given=b"x" * 20_000_000)
    assert outcome.code == 2
    assert "<stdin>: er for stor (20.0 MB; grensen er 1 MB); del opp rutinen" in outcome.both


def test_a_routine_at_the_limit_is_reviewed(in_folder: Path, run_process: Run) -> None:
    line = b"Vi ringer Nav-kontoret.\n\n<!-- " + b"x" * 9_970 + b" -->\n\n"
    (in_folder / "a.md").write_bytes((GOOD.encode() + line * (MAX_BYTES // len(line)))[:MAX_BYTES])
    outcome = run_process("check", *ALWAYS, "a.md", folder=in_folder)
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "* > "], ids=["lists", "quotes", "numbers", "both"])
def test_a_routine_nested_without_end_is_refused_and_the_others_reviewed(
    mark: str, beside: Beside, run_process: Run, in_folder: Path
) -> None:
    beside("a.md", mark * 10_000 + "tekst\n")
    outcome = run_process("check", *ALWAYS, ".", "--format", "json", folder=in_folder)
    assert "Traceback" not in outcome.both
    message = "listene eller sitatene ligger dypere enn 60 nivåer; del opp teksten"
    assert (2, [("a.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


def test_lists_nested_by_indentation_are_refused(beside: Beside, run_process: Run, in_folder: Path) -> None:
    beside("a.md", "".join("  " * depth + "- punkt\n" for depth in range(1_000)))
    outcome = run_process("check", *ALWAYS, ".", "--format", "json", folder=in_folder)
    assert (outcome.code, found(outcome)) == (2, [STILL_REVIEWED])


def test_a_paragraph_of_one_huge_line_is_reviewed(run_process: Run) -> None:
    text = routine_text("ordene " * 140_000 + "\n")
    outcome = run_process("check", "-", *ALWAYS, "--fail-on", "never", given=text.encode())
    assert (outcome.code, outcome.err) == (0, "")


UNITS = [
    "ord ", "x", "*", "_a", "[", "[a](", "![", "<", "<!--", "<a ", "`", "a`", "&",
    "&a", "\\", "«", ". ", "a. B", "(", ", ", "1",
    "1 ", "12 34 ", "a@", "a.@", "kl. 10-", "Aa Bb ", "Storgata 1 ", "https://", "www.", "hvis vi ",
    "spør om ", "og vi ",
    "Frelsesarmeen ", "ikke ", ": ", "- a\n", "> a\n", "a\n\n", "# a\n", "| a |\n|-|\n", "[a]: b\n", "```\n",
]  # fmt: skip


def test_no_unit_of_text_repeated_takes_more_than_linear_patience(in_folder: Path, run_process: Run) -> None:
    """Every mark of Markdown and of the rules' own patterns, over and over on one line or in one file."""
    for number, unit in enumerate(UNITS):
        (in_folder / f"{number}.md").write_text(routine_text(unit * (30_000 // len(unit)) + "\n"), encoding="utf-8")
    outcome = run_process("check", *ALWAYS, ".", "--fail-on", "never", folder=in_folder)
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("unit", ["a.a@a.", "Aa Bb 91 23 45 67 "], ids=["mail", "phone"])
def test_personal_data_over_and_over_takes_linear_patience(unit: str, run_process: Run) -> None:
    text = routine_text(unit * (60_000 // len(unit)) + "\n")
    outcome = run_process("check", "-", *ALWAYS, "--fail-on", "never", given=text.encode(), timeout=12)
    assert (outcome.code, outcome.err) == (0, "")


# Files and folders


def test_a_link_in_a_ring_is_named_and_the_others_are_reviewed(beside: Beside, in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").symlink_to(in_folder / "a.md")
    outcome = check(run, ".", "--format", "json")
    message = "lenken peker i ring eller til en fil som ikke finnes; rett eller slett lenken"
    assert (2, [("a.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


def test_a_link_to_nothing_given_outright_is_named(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").symlink_to(in_folder / "borte.md")
    outcome = check(run, "a.md")
    assert outcome.code == 2
    assert "a.md: lenken peker i ring eller til en fil som ikke finnes" in outcome.both


def test_a_folder_that_links_to_itself_is_walked_once(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_text(BREACHING, encoding="utf-8")
    (in_folder / "ring").symlink_to(in_folder, target_is_directory=True)
    assert found(check(run, ".", "--format", "json")) == [("a.md", "MAN006", BREACH_LINE)]


def test_a_file_reached_twice_is_reviewed_once(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_text(BREACHING, encoding="utf-8")
    (in_folder / "b.md").symlink_to(in_folder / "a.md")
    outcome = check(run, "a.md", ".", "./a.md", str(in_folder / "a.md"), "--format", "json")
    assert found(outcome) == [("a.md", "MAN006", BREACH_LINE)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_named_and_the_others_are_reviewed(beside: Beside, in_folder: Path, run: Run) -> None:
    closed = in_folder / "a"
    closed.mkdir()
    closed.chmod(0)
    try:
        outcome = check(run, ".", "--format", "json")
    finally:
        closed.chmod(stat.S_IRWXU)
    message = "kan ikke lese mappen; gi leserettighet til den"
    assert (2, [("a", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named_and_the_others_are_reviewed(beside: Beside, in_folder: Path, run: Run) -> None:
    beside("a.md", GOOD).chmod(0)
    outcome = check(run, ".", "--format", "json")
    message = "mangler lesetilgang til filen; gi leserettighet"
    assert (2, [("a.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


def test_a_path_that_does_not_exist_is_an_error(beside: Beside, run: Run) -> None:
    outcome = check(run, "borte.md", "b-brudd.md", "--format", "json")
    message = "filen eller mappen finnes ikke; kontroller stien"
    assert (2, [("borte.md", message)], [STILL_REVIEWED]) == (outcome.code, errors(outcome), found(outcome))


def test_a_pipe_is_no_routine(in_folder: Path, run: Run) -> None:
    os.mkfifo(in_folder / "a.md")
    outcome = check(run, "a.md")
    assert outcome.code == 2
    assert "a.md: er ikke en vanlig fil" in outcome.both


def test_a_pipe_in_a_folder_is_named_rather_than_waited_for(beside: Beside, in_folder: Path, run_process: Run) -> None:
    os.mkfifo(in_folder / "a.md")
    outcome = run_process("check", *ALWAYS, ".", "--format", "json", folder=in_folder, timeout=12)
    assert (outcome.code, [path for path, _ in errors(outcome)]) == (2, ["a.md"])


def test_a_folder_named_like_a_routine_is_a_folder(in_folder: Path, run: Run) -> None:
    (in_folder / "mappe.md").mkdir()
    (in_folder / "mappe.md" / "a.md").write_text(BREACHING, encoding="utf-8")
    assert found(check(run, ".", "--format", "json")) == [("mappe.md/a.md", "MAN006", BREACH_LINE)]


def test_names_with_spaces_and_letters_of_any_kind_are_shown_as_they_are(in_folder: Path, run: Run) -> None:
    name = "rutine æøå – nr. 1 😀.md"
    (in_folder / name).write_text(BREACHING, encoding="utf-8")
    assert [(name, "MAN006", BREACH_LINE)] == found(check(run, ".", "--format", "json"))


def test_a_name_that_is_not_utf8_stops_nothing(beside: Beside, in_folder: Path, run_process: Run) -> None:
    """The file's bytes are fine; its name must be shown somehow, and the others are still reviewed."""
    beside("b.md", GOOD)
    try:
        (in_folder / "b.md").rename(os.fsdecode(b"a-\xff.md"))
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    outcomes = [run_process("check", *ALWAYS, ".", *form, folder=in_folder) for form in ((), ("--format", "json"))]
    for outcome in outcomes:
        assert "Traceback" not in outcome.both
        assert "MAN006" in outcome.out


@pytest.mark.parametrize("arguments", [(), (".",), ("tom",)], ids=["default", "here", "folder"])
def test_no_routine_at_all_is_its_own_exit_code(arguments: tuple[str, ...], in_folder: Path, run: Run) -> None:
    for folder in ("tom", "routines"):
        (in_folder / folder).mkdir()
        (in_folder / folder / "les.txt").write_text("Vi ringer.", encoding="utf-8")
    (in_folder / ".skjult.md").write_text(BREACHING, encoding="utf-8")
    outcome = check(run, *arguments)
    assert outcome.code == 3
    assert "Fant ingen rutiner (.md) på stiene." in outcome.err


def test_a_file_given_outright_is_a_routine_whatever_its_name(in_folder: Path, run: Run) -> None:
    (in_folder / "les.txt").write_text(BREACHING, encoding="utf-8")
    assert found(check(run, "les.txt", "--format", "json")) == [("les.txt", "MAN006", BREACH_LINE)]


# Standard input


def test_standard_input_is_a_routine(run: Run) -> None:
    outcome = check(run, "-", "--format", "json", given=BREACHING.encode())
    assert (outcome.code, found(outcome)) == (1, [("<stdin>", "MAN006", BREACH_LINE)])


def test_standard_input_that_is_not_utf8_is_refused(run: Run) -> None:
    outcome = check(run, "-", given=b"Vi sp\xf8r.\n")
    assert outcome.code == 2
    assert "<stdin>:1: er ikke UTF-8 (byte 5, linje 1); lagre filen på nytt som UTF-8" in outcome.both


def test_empty_standard_input_is_a_routine_without_metadata(run: Run) -> None:
    assert found(check(run, "-", "--format", "json", "--select", "FOR001")) == [("<stdin>", "FOR001", 1)]


def test_standard_input_may_stand_among_paths(in_folder: Path, run: Run) -> None:
    (in_folder / "a.md").write_text(BREACHING, encoding="utf-8")
    outcome = check(run, "a.md", "-", "--format", "json", given=OTHER.encode())
    assert [path for path, _, _ in found(outcome)] == ["<stdin>", "a.md"]


# Exit codes and words


def test_an_error_outweighs_findings(beside: Beside, run: Run) -> None:
    beside("a.md", b"\xff")
    assert (check(run, ".").code, check(run, "b-brudd.md").code) == (2, 1)
    assert check(run, ".", "--fail-on", "never").code == 2


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_exit_code_is_the_same_in_every_format(format_: str, beside: Beside, run: Run) -> None:
    beside("a.md", GOOD)
    beside("c.md", b"\xff")
    codes = [check(run, *paths, "--format", format_).code for paths in (("a.md",), ("b-brudd.md",), ("c.md",), (".",))]
    assert codes == [0, 1, 2, 2]


def test_findings_of_many_bad_routines_stand_beside_the_good(beside: Beside, run: Run) -> None:
    for name, data in (
        ("a1.md", b"\xff\xfe"), ("a2.md", b"---\n[\n---\n"), ("a3.md", b"> " * 500 + b"x"), ("a4.md", b"\x00"),
        ("c1.md", b"---\nid: x"), ("c2.md", b"\r\r\r"), ("c3.md", b"|\n|-\n|"), ("c4.md", b"```melding\n"),
    ):  # fmt: skip
        beside(name, data)
    outcome = check(run, ".", "--format", "json")
    assert (outcome.code, [path for path, _ in errors(outcome)]) == (2, ["a1.md", "a3.md"])
    assert STILL_REVIEWED in found(outcome)


@pytest.mark.parametrize("control", ["\x1b[31m", "\x07", "\x08", "\x9b", "\u202e", "\u2066", "\x7f", "\x0b"])
def test_control_characters_of_a_routine_never_reach_the_terminal(control: str, in_folder: Path, run: Run) -> None:
    """Not from its words, its metadata, its headings or its name, in findings, errors or lists of what was left out."""
    breach = BREACH.replace("haster", f"haster {control}")
    text = routine_text(
        f"# Sak {control}\n\n{breach}", id=f"'x{control}'", status=f"'{control}'", tittel=f"'{control}'"
    )
    (in_folder / f"a{control}.md").write_text(text, encoding="utf-8")
    (in_folder / f"b{control}.md").write_bytes(b"\xff")
    (in_folder / f"c{control}.md").write_text(routine_text("Tekst.\n", status="utgått"), encoding="utf-8")
    outcome = check(run, ".")
    assert "MAN006" in outcome.out
    assert outcome.both.count(control) == 0


def test_an_error_message_does_not_carry_control_characters_of_the_call(run: Run) -> None:
    outcome = check(run, "-", "--select", "\x1b[31mMAN")
    assert outcome.code == 2
    assert "\x1b" not in outcome.both


def test_a_real_process_says_the_same(beside: Beside, in_folder: Path, run_process: Run, catalogue: Catalogue) -> None:
    beside("a.md", b"\xff")
    outcome = run_process("check", *ALWAYS, ".", folder=in_folder)
    assert outcome.code == 2
    assert "a.md:1: er ikke UTF-8 (byte 0, linje 1)" in outcome.both
    assert f"b-brudd.md:{BREACH_LINE}:1 MAN006" in outcome.out
    assert "Traceback" not in outcome.both


def test_a_reader_that_stops_early_is_no_error(beside: Beside, in_folder: Path, cache_folder: Path) -> None:
    """`reviewkit check | head -1` ends quietly."""
    import subprocess
    import sys

    body = WELL_FOUNDED["nb"] + ("\n" + BREACH) * 400
    beside("a.md", routine_text(body))
    command = f"'{sys.executable}' -m reviewkit check a.md --today 2026-12-01 | head -c 100"
    result = subprocess.run(["/bin/sh", "-c", command], capture_output=True, cwd=in_folder, timeout=60, check=False)
    assert (result.stderr, len(result.stdout)) == (b"", 100)


def test_a_table_of_thousands_of_columns_is_refused(run_process: Run) -> None:
    """Its cells alone would take hundreds of megabytes."""
    row = "|a" * 20_000 + "|\n"
    outcome = run_process("check", "-", *ALWAYS, given=(routine_text("") + row + row.replace("a", "-") + row).encode())
    assert outcome.code == 2
    assert "flere enn 200 tabellkolonner" in outcome.both
