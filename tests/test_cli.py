"""The commands: what each option does, what is printed, and the exit codes that others rely on."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reviewkit.check import Catalogue, load_page
from reviewkit.check.pages import read_page
from reviewkit.load import catalogue_root, read_catalogue
from reviewkit.measure.corpus import ACCEPTED_PAIRS
from reviewkit.version import __version__
from tests.build import FRONT_LINES, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run

DAY = ("--today", "2026-12-01")
FINDING_KEYS = [
    "rule", "slug", "severity", "path", "line", "column", "end_line", "end_column", "section", "excerpt", "message",
    "remedy", "basis", "source", "risk_points", "audience", "related", "fingerprint",
]  # fmt: skip
ERROR = "Vurder om det haster før du ringer vakttelefonen.\n"  # MAN006, error
WARNING = "Kontoret er åpent mandag til fredag kl. 10-14.\n"  # TIL003, warning
BODY_LINE = FRONT_LINES + WELL_FOUNDED["nb"].count("\n") + 2


def text_with(*sentences: str, **changes: str | None) -> str:
    """A good routine with more sentences, and an id of its own where it has any."""
    number = sum(map(ord, "".join([*sentences, *(str(value) for value in changes.values())])))
    changes = {"id": f"rutine-{number}", **changes}
    return routine_text("\n".join([WELL_FOUNDED["nb"], *sentences]), **changes)


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """A folder with a good routine, one with an error and one with a warning."""
    (in_folder / "god.md").write_text(text_with(), encoding="utf-8")
    (in_folder / "feil.md").write_text(text_with(ERROR), encoding="utf-8")
    (in_folder / "advarsel.md").write_text(text_with(WARNING), encoding="utf-8")
    return in_folder


def as_json(outcome: Outcome) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(outcome.out)
    return document


def rules(outcome: Outcome) -> list[str]:
    return [finding["rule"] for finding in as_json(outcome)["findings"]]


def check_json(run: Run, *arguments: str, given: bytes = b"") -> Outcome:
    return run("check", *DAY, "--format", "json", *arguments, given=given)


# check: exit codes


@pytest.mark.parametrize(
    ("name", "fail_on", "code"),
    [
        ("god.md", None, 0), ("feil.md", None, 1), ("advarsel.md", None, 0),
        ("feil.md", "error", 1), ("advarsel.md", "error", 0),
        ("advarsel.md", "warning", 1), ("feil.md", "warning", 1), ("god.md", "warning", 0),
        ("advarsel.md", "info", 1), ("god.md", "info", 0),
        ("feil.md", "never", 0), ("advarsel.md", "never", 0),
    ],
)  # fmt: skip
def test_fail_on_sets_the_mildest_severity_that_fails(
    name: str, fail_on: str | None, code: int, folder: Path, run: Run
) -> None:
    options = ("--fail-on", fail_on) if fail_on else ()
    assert code == run("check", name, *DAY, *options).code


def test_without_paths_the_folder_routines_is_reviewed(in_folder: Path, run: Run) -> None:
    (in_folder / "routines").mkdir()
    (in_folder / "routines" / "a.md").write_text(text_with(ERROR), encoding="utf-8")
    assert [finding["path"] for finding in as_json(check_json(run))["findings"]] == ["routines/a.md"]


def test_files_are_reviewed_in_the_order_of_their_names(folder: Path, run: Run) -> None:
    paths = ["advarsel.md", "feil.md"]
    for given in ((".",), ("feil.md", "god.md", "advarsel.md"), (str(folder),)):
        assert paths == [finding["path"] for finding in as_json(check_json(run, *given))["findings"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--ukjent"), ("check", "--format", "xml"), ("check", "--fail-on", "alt"), ("check", "--lang", "se"),
        ("check", "--today", "i dag"), ("check", "--today", "2026-02-30"), ("check", "--output"), ("ukjent",),
        ("checks", "ukjent"), ("checks", "show"), ("evaluate",), ("evaluate", "borte"),
    ],
)  # fmt: skip
def test_misuse_is_exit_code_2_in_words(arguments: tuple[str, ...], in_folder: Path, run: Run) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err
    assert "Traceback" not in outcome.err


def test_a_bad_date_says_how_to_write_one(run: Run) -> None:
    assert "«i dag» er ikke en dato. Skriv den som 2026-12-01." in run("check", "--today", "i dag").err


def test_help_and_version(run: Run) -> None:
    assert (0, f"reviewkit, version {__version__}\n") == (run("--version").code, run("--version").out)
    for command in ((), ("check",), ("checks",), ("checks", "show"), ("evaluate",)):
        outcome = run(*command, "--help")
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith(f"Usage: reviewkit{''.join(' ' + word for word in command)} ")


# check: which rules


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["MAN006", "TIL003"]),
        (("--select", "MAN006"), ["MAN006"]),
        (("--select", "man006"), ["MAN006"]),
        (("--select", "MAN"), ["MAN006"]),
        (("--select", "TIL,MAN"), ["MAN006", "TIL003"]),
        (("--select", "TIL003", "--select", "MAN006"), ["MAN006", "TIL003"]),
        (("--select", " TIL003 , MAN006 "), ["MAN006", "TIL003"]),
        (("--ignore", "MAN"), ["TIL003"]),
        (("--ignore", "MAN,TIL"), []),
        (("--select", "MAN,TIL", "--ignore", "TIL003"), ["MAN006"]),
        (("--select", "FOR"), []),
    ],
)
def test_select_and_ignore_take_codes_and_families(options: tuple[str, ...], expected: list[str], run: Run) -> None:
    assert expected == rules(check_json(run, "-", *options, given=text_with(ERROR, WARNING).encode()))


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("code", "nearest"), [("MAN06", "MAN006"), ("MANN", "MAN"), ("TIL03", "TIL003"), ("FOR0001", "FOR001")]
)
def test_an_unknown_code_is_an_error_with_a_suggestion(option: str, code: str, nearest: str, run: Run) -> None:
    outcome = run("check", "-", option, code, given=b"x")
    expected = f"Feil: ukjent regel «{code}». Mente du {nearest}? «reviewkit checks list» viser alle.\n"
    assert (2, "", expected) == (outcome.code, outcome.out, outcome.err)


def test_a_code_like_no_other_is_an_error_without_a_suggestion(run: Run) -> None:
    outcome = run("check", "-", "--select", "QQQQQQQQ", given=b"x")
    assert (outcome.code, outcome.err) == (2, "Feil: ukjent regel «QQQQQQQQ». «reviewkit checks list» viser alle.\n")


def test_rules_left_out_are_counted(run: Run, catalogue: Catalogue) -> None:
    outcome = run("check", "-", *DAY, "--ignore", "MAN006", given=text_with(ERROR).encode())
    assert "1 regel valgt bort" in outcome.out
    assert "0 funn" in outcome.out
    assert "Ingen funn er ikke en godkjenning" in outcome.out


# check: the day and the language


@pytest.mark.parametrize(("day", "expected"), [("2027-06-30", []), ("2027-07-01", ["FOR004"])])
def test_today_decides_what_is_overdue(day: str, expected: list[str], run: Run) -> None:
    given = text_with().encode()
    assert expected == rules(run("check", "-", "--format", "json", "--today", day, given=given))


def test_today_is_the_clock_where_it_is_not_given(run: Run) -> None:
    before = date.today()
    outcome = run("check", "-", "--format", "json", given=text_with().encode())
    assert before <= date.fromisoformat(as_json(outcome)["run"]["today"]) <= date.today()


@pytest.mark.parametrize(
    ("language", "severity", "caution"),
    [("nb", "feil", "Gjør slik:"), ("nn", "feil", "Gjer slik:"), ("en", "error", "Do this:")],
)
def test_messages_are_in_the_language_asked_for(
    language: str, severity: str, caution: str, run: Run, catalogue: Catalogue
) -> None:
    outcome = run("check", "-", *DAY, "--lang", language, given=text_with(ERROR).encode())
    assert f"<stdin>:{BODY_LINE}:1 MAN006 {severity} " in outcome.out
    assert caution in outcome.out
    document = as_json(run("check", "-", *DAY, "--format", "json", "--lang", language, given=text_with(ERROR).encode()))
    message = {"nb": "går ut over mandatet", "nn": "går ut over mandatet", "en": "goes beyond the mandate"}[language]
    assert (language, True) == (document["run"]["language"], message in document["findings"][0]["message"])


@pytest.mark.parametrize("norm", ["nb", "nn"])
def test_the_sentence_to_paste_is_in_the_routines_own_norm(norm: str, run: Run, catalogue: Catalogue) -> None:
    given = text_with(ERROR, spraak=norm).encode()
    (finding,) = as_json(check_json(run, "-", "--select", "MAN006", "--lang", "en", given=given))["findings"]
    paste = catalogue.check("MAN006").paste
    assert paste is not None
    assert getattr(paste, norm) in finding["remedy"]


# check: the reports


def test_json_has_exactly_the_keys_of_the_contract(folder: Path, run: Run, catalogue: Catalogue) -> None:
    (folder / "utgatt.md").write_text(text_with(status="utgått"), encoding="utf-8")
    (folder / "x.md").write_bytes(b"\xff")
    document = as_json(check_json(run, "."))
    assert list(document) == [
        "schema", "tool", "run", "summary", "findings", "suppressed", "muted", "baselined", "stale", "errors",
    ]  # fmt: skip
    assert document["schema"] == "reviewkit.findings/1"
    assert {"name": "reviewkit", "version": __version__, "catalogue": catalogue.digest} == document["tool"]
    assert document["run"] == {
        "today": "2026-12-01",
        "language": "nb",
        "routines": 3,
        "not_reviewed": [{"path": "utgatt.md", "reason": "rutinen er utgått"}],
        "excluded": 0,
    }
    assert document["summary"] == {
        "error": 1, "warning": 1, "info": 0, "suppressed": 0, "baselined": 0, "unchanged": 0, "stale": 0, "muted": 0,
    }  # fmt: skip
    assert [list(finding) for finding in document["findings"]] == [FINDING_KEYS] * 2
    assert document["suppressed"] == []
    (error,) = document["errors"]
    assert {"path": "x.md", "line": 1, "message": error["message"]} == error


def test_a_finding_in_json_says_what_where_and_why(run: Run) -> None:
    (finding,) = as_json(check_json(run, "-", given=text_with(f"## Når det haster\n\n{ERROR}").encode()))["findings"]
    expected = {
        "rule": "MAN006", "slug": "hastevurdering", "severity": "error", "path": "<stdin>",
        "line": BODY_LINE + 2, "column": 1, "end_line": BODY_LINE + 2, "end_column": len(ERROR),
        "section": ["Når det haster"], "excerpt": ERROR.strip(),
        "basis": ["sosialtjenesteloven § 3", "sosialtjenesteloven § 4"], "source": ["Helsetilsynet 5/2021, 3.3.2"],
        "risk_points": [12, 14], "audience": ["owner"], "related": [],
    }  # fmt: skip
    assert expected == {key: finding[key] for key in expected}
    assert len(finding["fingerprint"]) == 16


def test_fingerprints_survive_moved_lines_and_tell_equals_apart(run: Run) -> None:
    def prints(text: str) -> list[str]:
        return [item["fingerprint"] for item in as_json(check_json(run, "-", given=text.encode()))["findings"]]

    one, two = prints(text_with(ERROR, id="en")), prints(text_with("Ny setning.\n", ERROR, ERROR, id="en"))
    assert one == two[:1]
    assert len(set(two)) == 2


def test_text_shows_the_finding_its_words_its_remedy_and_its_basis(run: Run) -> None:
    outcome = run("check", "-", *DAY, given=text_with(ERROR).encode())
    assert f"<stdin>:{BODY_LINE}:1 MAN006 feil «" in outcome.out
    assert f"    Teksten:   «{ERROR.strip()}»\n" in outcome.out
    assert "    Gjør slik: " in outcome.out
    assert "    Grunnlag:  sosialtjenesteloven § 3; sosialtjenesteloven § 4" in outcome.out
    assert outcome.out.endswith("1 rutine gjennomgått: 1 funn (1 feil, 0 advarsler, 0 merknader).\n")
    assert "\x1b" not in outcome.out


def test_the_same_call_gives_the_same_bytes(folder: Path, run_process: Run) -> None:
    first = run_process("check", ".", *DAY, "--format", "json", folder=folder)
    again = run_process("check", ".", *DAY, "--format", "json", folder=folder)
    assert first == again


@pytest.mark.parametrize("format_", ["text", "json"])
def test_output_is_what_the_screen_would_have_shown(format_: str, folder: Path, run: Run) -> None:
    shown = run("check", ".", *DAY, "--format", format_)
    written = run("check", ".", *DAY, "--format", format_, "--output", "ut.txt")
    assert (written.code, written.out, written.err) == (1, "", "")
    assert shown.out == (folder / "ut.txt").read_bytes().decode()


def test_output_replaces_a_file_whole_and_leaves_nothing_beside_it(folder: Path, run: Run) -> None:
    """The old report stands until the new one is complete."""
    target = folder / "ut.json"
    target.write_text("gammelt " * 100_000, encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    check_json(run, "god.md", "--output", "ut.json")
    assert json.loads(target.read_text(encoding="utf-8"))["findings"] == []
    assert before == sorted(path.name for path in folder.iterdir())
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_output_that_cannot_be_written_is_an_error(folder: Path, run: Run) -> None:
    outcome = check_json(run, "god.md", "--output", "borte/ut.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "borte/ut.json: kan ikke skrive resultatet" in outcome.err
    assert "velg en annen fil" in outcome.err


# checks


def test_checks_list_shows_every_rule_in_order(run: Run, catalogue: Catalogue) -> None:
    outcome = run("checks", "list")
    lines = outcome.out.splitlines()
    assert (0, [spec.code for spec in catalogue.checks]) == (outcome.code, [line.split()[0] for line in lines])
    assert [spec.title for spec in catalogue.checks] == [line.split(maxsplit=3)[3] for line in lines]


def test_checks_show_gives_the_page_the_basis_and_the_source(run: Run) -> None:
    outcome = run("checks", "show", "man006")
    assert outcome.code == 0
    assert outcome.out.startswith("# MAN006 Avgjør om saken haster\n")
    assert (
        "Grunnlag: sosialtjenesteloven § 3; sosialtjenesteloven § 4\nKilde: Helsetilsynet 5/2021, 3.3.2\n"
        in outcome.out
    )


def test_checks_show_says_where_no_statute_is_the_basis(run: Run) -> None:
    assert "Grunnlag: ingen lovbestemmelse\n" in run("checks", "show", "TIL002").out


def test_checks_show_of_an_unknown_rule_suggests_one(run: Run) -> None:
    outcome = run("checks", "show", "MAN06")
    assert (
        outcome.code,
        outcome.err,
    ) == (2, "Feil: ukjent regel «MAN06». Mente du MAN006? «reviewkit checks list» viser alle.\n")


def test_checks_test_runs_every_example(run: Run) -> None:
    number = sum(
        len(read_page(file.text, file.path).examples)
        for file in read_catalogue(catalogue_root())
        if file.path.endswith(".md")
    )
    outcome = run("checks", "test")
    assert (0, f"{number} eksempler prøvd, 0 feilet.\n") == (outcome.code, outcome.out)


def test_checks_test_takes_codes_and_families(run: Run, catalogue: Catalogue) -> None:
    examples = len(load_page(catalogue.check("TIL003"), catalogue).examples)
    assert (
        run("checks", "test", "TIL003").code,
        run("checks", "test", "TIL003").out,
    ) == (0, f"{examples} eksempler prøvd, 0 feilet.\n")
    assert run("checks", "test", "XYZ").code == 2


# evaluate


FOUND = (ERROR, WARNING)


@pytest.fixture
def corpus(in_folder: Path) -> Path:
    """An empty corpus, to be filled by `write_corpus`."""
    folder = in_folder / "korpus"
    folder.mkdir()
    return folder


def write_corpus(corpus: Path, **documents: tuple[str, list[tuple[int, str]], list[tuple[int, str]]]) -> None:
    """Write documents with what must and what may be found in them."""
    labels = {}
    for name, (text, must, may) in documents.items():
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
        labels[f"{name}.md"] = {"must": must, "may": may}
    (corpus / "labels.json").write_text(json.dumps(labels), encoding="utf-8")


def evaluate(run: Run, corpus: Path, *options: str) -> dict[str, Any]:
    outcome = run("evaluate", str(corpus), "--format", "json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    return as_json(outcome)


def counts(result: dict[str, Any]) -> tuple[int, int, int]:
    total = result["total"]
    return total["met"], total["missed"], total["wrong"]


@pytest.mark.parametrize(
    ("must", "may", "expected"),
    [
        ([(BODY_LINE, "MAN006")], [], (1, 0, 0)),
        ([(BODY_LINE - 1, "MAN006")], [], (1, 0, 0)),
        ([(BODY_LINE + 1, "MAN006")], [], (1, 0, 0)),
        ([(BODY_LINE - 2, "MAN006")], [], (0, 1, 1)),
        ([(BODY_LINE + 2, "MAN006")], [], (0, 1, 1)),
        ([(0, "MAN006")], [], (1, 0, 0)),
        ([], [], (0, 0, 1)),
        ([], [(BODY_LINE, "MAN006")], (0, 0, 0)),
        ([], [(BODY_LINE + 2, "MAN006")], (0, 0, 1)),
        ([(BODY_LINE, "TIL003")], [], (0, 1, 1)),
        ([(BODY_LINE, "MAN006"), (2, "TIL003")], [], (1, 1, 0)),
        ([(BODY_LINE, "MAN006"), (2, "XYZ999")], [], (1, 0, 0)),
    ],
    ids=[
        "met", "a-line-above", "a-line-below", "two-above", "two-below", "document", "wrong", "may", "may-elsewhere",
        "another-rule", "missed-too", "rule-not-run",
    ],
)  # fmt: skip
def test_a_finding_is_met_missed_or_wrong(
    must: list[tuple[int, str]], may: list[tuple[int, str]], expected: tuple[int, int, int], corpus: Path, run: Run
) -> None:
    write_corpus(corpus, a=(text_with(ERROR, "Vi ringer.\n", "Vi ringer.\n"), must, may))
    assert expected == counts(evaluate(run, corpus))


def test_a_second_finding_on_a_met_label_counts_neither_way(corpus: Path, run: Run) -> None:
    write_corpus(corpus, a=(text_with(ERROR.strip(), ERROR), [(BODY_LINE, "MAN006")], []))
    assert counts(evaluate(run, corpus)) == (1, 0, 0)


def test_two_findings_meet_two_labels(corpus: Path, run: Run) -> None:
    text = text_with(f"- {ERROR}- {ERROR}")
    write_corpus(corpus, a=(text, [(BODY_LINE + 1, "MAN006"), (BODY_LINE, "MAN006")], []))
    assert counts(evaluate(run, corpus)) == (2, 0, 0)


def test_a_finding_meets_the_label_of_its_own_line_first(corpus: Path, run: Run) -> None:
    """Two labels on neighbouring lines, the second not found: it is the second that is missed."""
    write_corpus(corpus, a=(text_with(ERROR), [(BODY_LINE - 1, "MAN006"), (BODY_LINE, "MAN006")], []))
    result = evaluate(run, corpus)
    assert counts(result) == (1, 1, 0)
    assert [miss["line"] for miss in result["misses"]] == [BODY_LINE - 1]


def test_either_rule_of_an_accepted_pair_meets_a_label(corpus: Path, run: Run) -> None:
    """MAN005 was found where MAN008 is labelled: the label is met, and nothing is wrong."""
    sentence = "Forklar bruker begrunnelsen i vedtaket.\n"
    write_corpus(corpus, a=(text_with(sentence), [(BODY_LINE, "MAN008")], []))
    assert frozenset(("MAN005", "MAN008")) in ACCEPTED_PAIRS
    assert counts(evaluate(run, corpus)) == (1, 0, 0)
    write_corpus(corpus, a=(text_with(sentence), [], [(BODY_LINE, "MAN008")]))
    assert counts(evaluate(run, corpus)) == (0, 0, 0)
    write_corpus(corpus, a=(text_with(sentence), [(BODY_LINE, "BOR004")], []))
    assert counts(evaluate(run, corpus, "--select", "MAN005,BOR004")) == (0, 1, 1)


def test_select_and_ignore_leave_labels_out(corpus: Path, run: Run) -> None:
    labels = [(BODY_LINE, "MAN006"), (BODY_LINE + 2, "TIL003")]
    write_corpus(corpus, a=(text_with(ERROR, WARNING), labels, []))
    assert counts(evaluate(run, corpus)) == (2, 0, 0)
    assert counts(evaluate(run, corpus, "--select", "MAN")) == (1, 0, 0)
    assert counts(evaluate(run, corpus, "--ignore", "MAN006")) == (1, 0, 0)


def test_figures_are_per_rule_and_over_all(corpus: Path, run: Run, catalogue: Catalogue) -> None:
    write_corpus(
        corpus,
        a=(text_with(ERROR, WARNING), [(BODY_LINE, "MAN006"), (3, "MAN006"), (5, "MAN006")], []),
        b=(text_with(), [], []),
    )
    result = evaluate(run, corpus)
    assert list(result) == ["schema", "corpus", "catalogue", "routines", "rules", "norms", "total", "misses"]
    assert ("reviewkit.evaluation/1", "korpus", catalogue.digest, 2) == tuple(list(result.values())[:4])
    assert result["rules"] == {
        "MAN006": {"met": 1, "missed": 2, "wrong": 0, "precision": 1.0, "recall": 0.3333, "f1": 0.5},
        "TIL003": {"met": 0, "missed": 0, "wrong": 1, "precision": 0.0, "recall": 1.0, "f1": 0.0},
    }
    assert result["total"] == {"met": 1, "missed": 2, "wrong": 1, "precision": 0.5, "recall": 0.3333, "f1": 0.4}
    assert {
        "kind": "wrong", "rule": "TIL003", "path": "korpus/a.md", "line": BODY_LINE + 2, "text": WARNING.strip(),
    } in result["misses"]  # fmt: skip


def test_text_shows_a_row_a_rule_and_the_misses_where_asked(corpus: Path, run: Run, catalogue: Catalogue) -> None:
    write_corpus(corpus, a=(text_with(ERROR, WARNING), [(BODY_LINE, "MAN006"), (2, "MAN006")], []))
    short, long = run("evaluate", str(corpus)), run("evaluate", str(corpus), "--misses")
    lines = short.out.splitlines()
    assert f"korpus: 1 rutiner, katalog {catalogue.digest}" == lines[0]
    assert [line.split()[:4] for line in lines[3:]] == [
        ["MAN006", "1", "1", "0"],
        ["TIL003", "0", "0", "1"],
        ["alle", "1", "1", "1"],
    ]
    assert long.out.startswith(short.out)
    assert f"korpus/a.md:{BODY_LINE + 2} TIL003 feil funn: {WARNING.strip()}" in long.out
    assert "MAN006 oversett: id: rutine-" in long.out


@pytest.mark.parametrize(
    "labels",
    [
        "",
        "[]",
        "{",
        '{"a.md": []}',
        '{"a.md": {"must": [1]}}',
        '{"a.md": {"must": [["x", "MAN006"]]}}',
        '{"a.md": {"must": 1}}',
    ],
)
def test_labels_that_cannot_be_read_are_an_error(labels: str, corpus: Path, run: Run) -> None:
    (corpus / "a.md").write_text(text_with(), encoding="utf-8")
    (corpus / "labels.json").write_text(labels, encoding="utf-8")
    outcome = run("evaluate", str(corpus))
    assert (outcome.code, outcome.out) == (2, "")
    assert "labels.json" in outcome.err


def test_a_corpus_without_labels_is_an_error(corpus: Path, run: Run) -> None:
    outcome = run("evaluate", str(corpus))
    assert outcome.code == 2
    assert "fant ikke labels.json; oppgi en mappe med merkede rutiner" in outcome.err


def test_a_labelled_routine_that_is_missing_is_an_error(corpus: Path, run: Run) -> None:
    (corpus / "labels.json").write_text('{"borte.md": {"must": [[1, "MAN006"]]}}', encoding="utf-8")
    outcome = run("evaluate", str(corpus))
    assert (outcome.code, outcome.out) == (2, "")
    assert "borte.md" in outcome.err


@pytest.mark.parametrize("line", [10_000, -3])
def test_a_label_outside_its_routine_is_missed_or_refused_in_words(line: int, corpus: Path, run: Run) -> None:
    write_corpus(corpus, a=(text_with(), [(line, "MAN006")], []))
    outcome = run("evaluate", str(corpus), "--misses")
    assert outcome.code in (0, 2)
    assert "Traceback" not in outcome.both


def test_no_rule_left_is_misuse(run: Run) -> None:
    """A run that could find nothing is not one that found nothing."""
    outcome = run("check", "-", "--select", "MAN", "--ignore", "MAN", given=b"")
    assert (2, "") == (outcome.code, outcome.out)
    assert "ingen regler er igjen" in outcome.err


def test_a_result_never_replaces_a_routine(run: Run, tmp_path: Path) -> None:
    routine = tmp_path / "r.md"
    routine.write_text(text_with(ERROR), encoding="utf-8")
    before = routine.read_bytes()
    outcome = run("check", str(routine), *DAY, "--output", str(routine))
    assert (2, before) == (outcome.code, routine.read_bytes())


def test_a_result_goes_through_a_link_to_its_file(run: Run, tmp_path: Path) -> None:
    """The link stays a link, and the file keeps its mode."""
    target, link = tmp_path / "funn.txt", tmp_path / "lenke"
    target.write_text("gammelt", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    run("check", "-", *DAY, "--output", str(link), given=text_with(ERROR).encode())
    assert (True, 0o600) == (link.is_symlink(), target.stat().st_mode & 0o777)
    assert "MAN006" in target.read_text(encoding="utf-8")


def test_a_retired_routine_alone_is_not_nothing(run: Run) -> None:
    """It was found and left out, and that is said; it is not that no routine matched."""
    given = text_with().replace("status: gjeldende", "status: utgått").encode()
    outcome = run("check", "-", *DAY, given=given)
    assert (0, "") == (outcome.code, outcome.err)
    assert "rutinen er utgått" in outcome.out
