"""`reviewkit report` as it is called: files, exit codes, bad input, personal data, and the same bytes every time."""

from __future__ import annotations

import errno
import hashlib
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import reviewkit.report.documents
from reviewkit.cli import report as command
from reviewkit.model import UsageError
from reviewkit.report.documents import FORMS, NEEDED, Publisher, docx
from reviewkit.report.documents.wording import Wording
from tests.build import ROOT, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run
from tests.documents import sample
from tests.test_cli import DAY, ERROR, WARNING

ALL = tuple(part for form in FORMS for part in ("--format", form))
READ = ("--format", "html", "--format", "md", "--format", "docx")
"""All but PDF, which takes the most time, and is laid out from what the others are."""


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """A repository with two routines, of two owners."""
    (in_folder / ".git").mkdir()
    place = in_folder / "rutiner"
    place.mkdir()
    body = f"# En\n\n{WELL_FOUNDED['nb']}\n{ERROR}\n{WARNING}\n"
    (place / "en.md").write_text(routine_text(body, id="en", tittel="En"), encoding="utf-8")
    other = routine_text("# To\n\n" + WELL_FOUNDED["nb"], id="to", tittel="To", eier="Nav Vest")
    (place / "to.md").write_text(other, encoding="utf-8")
    return in_folder


@pytest.fixture
def report(run: Run, folder: Path) -> Callable[..., Outcome]:
    """The command on the routines, in one process and without a cache."""

    def call(*arguments: str, paths: tuple[str, ...] = ("rutiner",)) -> Outcome:
        out = () if "--out" in arguments else ("--out", "ut")
        return run("report", *paths, *out, "--no-cache", "--jobs", "1", *DAY, *arguments)

    return call


Report = Callable[..., Outcome]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(outcome: Outcome, *words: str) -> None:
    """It stopped with a message for people."""
    assert outcome.code == 2
    assert "Traceback" not in outcome.both
    for said in words:
        assert said in outcome.err


# Which files


def test_every_kind_and_format_is_one_file_and_its_path_is_printed(report: Report, folder: Path) -> None:
    done = report(*ALL)
    assert done.code == 0, done.err
    owner = "eier-nav-kontaktsenter-fagansvar-sosiale-tjenester"
    stems = ("eiere", owner, "eier-nav-vest", "tilsyn", "mandat")
    assert names(folder / "ut") == sorted(f"{stem}.{form}" for stem in stems for form in FORMS)
    assert sorted(done.out.split()) == sorted(f"ut/{name}" for name in names(folder / "ut"))


def test_html_is_what_is_written_unless_asked_otherwise_and_a_format_given_twice_counts_once(
    report: Report, folder: Path
) -> None:
    assert report("--kind", "mandate").out == "ut/mandat.html\n"
    assert report("--kind", "mandate", "--format", "md", "--format", "md", "--out", "to").out == "to/mandat.md\n"


def test_a_finding_is_no_failure_of_the_command(report: Report) -> None:
    assert report("--kind", "owner").code == 0


# Where nothing may be written


def test_a_link_in_the_folder_is_replaced_and_what_it_leads_to_stands(report: Report, folder: Path) -> None:
    (folder / "ut").mkdir()
    (folder / "annet.txt").write_text("mitt", encoding="utf-8")
    (folder / "ut" / "mandat.html").symlink_to(folder / "annet.txt")
    assert report("--kind", "mandate").code == 0
    assert (folder / "annet.txt").read_text(encoding="utf-8") == "mitt"
    assert not (folder / "ut" / "mandat.html").is_symlink()


def test_a_link_that_leads_nowhere_or_in_a_ring_is_replaced(report: Report, folder: Path) -> None:
    (folder / "ut").mkdir()
    (folder / "ut" / "mandat.html").symlink_to("mandat.html")
    (folder / "ut" / "eiere.html").symlink_to(folder / "borte")
    assert report().code == 0
    assert not (folder / "borte").exists()
    assert (folder / "ut" / "mandat.html").read_bytes().startswith(b"<!doctype html>")


def test_a_write_protected_report_is_not_written_over_and_no_other_is_written(report: Report, folder: Path) -> None:
    (folder / "ut").mkdir()
    kept = folder / "ut" / "mandat.docx"
    kept.write_bytes(b"ferdig")
    kept.chmod(0o444)
    refused(report("--format", "docx"), "ut/mandat.docx", "skrivebeskyttet")
    assert names(folder / "ut") == ["mandat.docx"]
    assert kept.read_bytes() == b"ferdig"


def test_a_markdown_file_that_is_no_report_is_not_written_over_and_a_report_is(report: Report, folder: Path) -> None:
    (folder / "ut").mkdir()
    mine = folder / "ut" / "mandat.md"
    mine.write_text("# Min\n", encoding="utf-8")
    refused(report("--format", "md"), "ut/mandat.md", "ikke er en rapport")
    assert names(folder / "ut") == ["mandat.md"]
    mine.unlink()
    assert [report("--format", "md").code for _ in range(2)] == [0, 0]


def test_out_that_is_a_file_or_below_one_is_refused(report: Report, folder: Path) -> None:
    (folder / "fil").write_text("x", encoding="utf-8")
    refused(report("--out", "fil"), "fil: er en fil")
    refused(report("--out", "fil/ut"), "kan ikke skrive rapporten")
    assert (folder / "fil").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("out", ["rutiner", "rutiner/ut", "./rutiner/../rutiner/x", "lenke"])
def test_markdown_is_not_written_among_the_routines(report: Report, folder: Path, out: str) -> None:
    (folder / "lenke").symlink_to(folder / "rutiner")
    refused(report("--format", "md", "--out", out), "ligger blant rutinene")
    assert names(folder / "rutiner") == ["en.md", "to.md"]


def test_a_folder_in_the_place_of_a_report_is_told_of(report: Report, folder: Path) -> None:
    (folder / "ut" / "mandat.html").mkdir(parents=True)
    refused(report("--kind", "mandate"), "kan ikke skrive rapporten", "mandat.html")
    assert names(folder / "ut") == ["mandat.html"]


def test_a_full_disk_is_told_of_and_what_stood_there_stands(
    report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report("--kind", "mandate").code == 0
    before = (folder / "ut" / "mandat.html").read_bytes()

    def full(target: Path, pieces: Iterator[bytes]) -> None:
        def some() -> Iterator[bytes]:
            yield next(iter(pieces))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        writing(target, some())

    writing = command.write_whole
    monkeypatch.setattr(command, "write_whole", full)
    refused(report("--kind", "mandate"), "kan ikke skrive rapporten (No space left on device)")
    assert names(folder / "ut") == ["mandat.html"]
    assert (folder / "ut" / "mandat.html").read_bytes() == before


def test_an_interruption_leaves_whole_files_only(report: Report, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def file(self: Publisher, document: Any, form: Any) -> Iterator[bytes]:
        for number, piece in enumerate(whole(self, document, form)):
            yield piece
            if document.name == "tilsyn" and number == 0:
                raise KeyboardInterrupt

    whole = Publisher.file
    monkeypatch.setattr(Publisher, "file", file)
    assert report().code == 130
    assert "tilsyn.html" not in names(folder / "ut")
    assert not [name for name in names(folder / "ut") if not name.endswith(".html")]
    assert all((folder / "ut" / name).read_bytes().endswith(b"</html>\n") for name in names(folder / "ut"))


def test_names_that_are_no_utf8_are_printed_so_that_they_can_be_seen(report: Report, folder: Path) -> None:
    done = report("--kind", "mandate", "--out", os.fsdecode(b"u\xfft\x1b[31m"))
    assert done.code == 0
    assert done.out == "u�t�[31m/mandat.html\n"


# What is missing


@pytest.mark.parametrize("form", FORMS)
def test_a_format_asks_for_its_own_packages_and_no_others(report: Report, form: str) -> None:
    others = {package for packages in NEEDED.values() for package in packages} - {*NEEDED[form]}  # type: ignore[index]
    with without(others):
        assert report("--format", form).code == 0
    for package in NEEDED[form]:  # type: ignore[index]
        with without({package}):
            refused(report("--format", form), f"«{package}»", "pip install 'reviewkit[reports]'")


@contextmanager
def without(packages: set[str]) -> Iterator[None]:
    """As if some packages were not installed, and nothing that rests on them were loaded; all is put back after."""
    kept = dict(sys.modules)
    parent = vars(reviewkit.report.documents)
    attributes = dict(parent)
    for name in kept:
        if name.split(".")[0] in packages or name.startswith("reviewkit.report.documents."):
            del sys.modules[name]
    sys.modules.update(dict.fromkeys(packages))  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.modules.clear()
        sys.modules.update(kept)
        parent.clear()
        parent.update(attributes)


# What cannot be read


def test_a_routine_that_cannot_be_read_is_told_of_in_the_report_and_by_the_exit_code(
    report: Report, folder: Path
) -> None:
    (folder / "rutiner" / "rar.md").write_bytes(b"\xff\xfe")
    done = report()
    assert done.code == 2
    assert "rutiner/rar.md" in done.err
    for name in ("tilsyn.html", "mandat.html", "eier-nav-vest.html"):
        assert "rutiner/rar.md" in (folder / "ut" / name).read_text(encoding="utf-8")


def test_when_no_routine_can_be_read_the_reports_say_so(report: Report, folder: Path) -> None:
    (folder / "rar.md").write_bytes(b"\xff")
    assert report(*ALL, paths=("rar.md", "borte.md")).code == 2
    assert "rar.md" in (folder / "ut" / "mandat.md").read_text(encoding="utf-8")


def test_where_there_is_no_routine_nothing_is_written(report: Report, folder: Path) -> None:
    (folder / "tom").mkdir()
    done = report(paths=("tom",))
    assert done.code == 3
    assert "Fant ingen rutiner" in done.err
    assert not (folder / "ut").exists()


def test_retired_routines_alone_are_reported_on_as_left_out(report: Report, folder: Path) -> None:
    (folder / "gammel.md").write_text(routine_text("# Gammel\n", status="utgått"), encoding="utf-8")
    assert report(*READ, paths=("gammel.md",)).code == 0
    assert "rutinen er utgått" in (folder / "ut" / "tilsyn.html").read_text(encoding="utf-8")


def test_a_sami_routine_is_shown_in_its_own_language_and_said_to_be_read_in_part(report: Report, folder: Path) -> None:
    (folder / "se.md").write_text(routine_text("# Veahkki\n\nMuital buohkaide.\n", spraak="se"), encoding="utf-8")
    assert report(*READ, paths=("se.md",)).code == 0
    owner = next((folder / "ut").glob("eier-*.html")).read_text(encoding="utf-8")
    assert 'lang="se"' in owner
    assert "rutinen er på samisk" in owner


@pytest.mark.parametrize(
    "text", ["", "\n", "# Uten metadata\n", "---\n---\n", "---\neier: [a, b]\ntittel: 3\n---\n", "---\n"]
)
def test_a_routine_without_front_matter_or_with_a_strange_one_is_reported_on(
    report: Report, folder: Path, text: str
) -> None:
    (folder / "rar.md").write_text(text, encoding="utf-8")
    assert report(*READ, "--lang", "en", paths=("rar.md",)).code in (0, 2)
    assert (folder / "ut" / "mandat.docx").exists()


def test_two_routines_of_one_id_are_each_reported_on(report: Report, folder: Path) -> None:
    for name in "abc":
        (folder / f"{name}.md").write_text(routine_text(f"# En\n\n{ERROR}\n", id="lik"), encoding="utf-8")
    assert report(*READ, paths=("a.md", "b.md", "c.md")).code == 0
    page = next((folder / "ut").glob("eier-*.html")).read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert sum(name.startswith("rutine-lik") and name.endswith("-tekst") for name in ids) == 3


def test_a_routine_that_two_paths_lead_to_is_reported_on_once(report: Report, folder: Path) -> None:
    once = report("--kind", "mandate", "--out", "a")
    twice = report("--kind", "mandate", "--out", "b", paths=("rutiner", "rutiner/en.md", "./rutiner"))
    assert once.code == twice.code == 0
    assert (folder / "a" / "mandat.html").read_bytes() == (folder / "b" / "mandat.html").read_bytes()


def test_names_that_are_shown_alike_are_two_routines(report: Report, folder: Path) -> None:
    for name in (b"r\xff.md", b"r\xfe.md"):
        Path(os.fsdecode(bytes(folder) + b"/rutiner/" + name)).write_text(
            routine_text(f"# En\n\n{ERROR}\n", id="lik"), encoding="utf-8"
        )
    assert report(*READ).code == 0


def test_a_routine_on_standard_input_is_reported_on(run: Run, folder: Path) -> None:
    text = routine_text(f"# Inn\n\n{ERROR}\n", tittel="Fra standard inn").encode()
    done = run("report", "-", "--out", "ut", *DAY, *READ, given=text)
    assert done.code == 0, done.err
    assert "Fra standard inn" in (folder / "ut" / "tilsyn.html").read_text(encoding="utf-8")


# What is configured


@pytest.mark.parametrize("select", ["KLA001", "MAN", "FOR007", "TAU003"])
def test_few_rules_make_reports_that_say_what_was_not_asked(report: Report, folder: Path, select: str) -> None:
    assert report(*READ, "--select", select).code == 0
    assert "regler" in (folder / "ut" / "mandat.md").read_text(encoding="utf-8")


def test_rules_that_only_some_routines_are_asked_for_are_in_the_reports(report: Report, folder: Path) -> None:
    (folder / "reviewkit.toml").write_text(
        'select = ["KLA001"]\n[[overrides]]\npaths = ["rutiner/en.md"]\nselect = ["MAN", "TAU", "FOR"]\n',
        encoding="utf-8",
    )
    done = report(*READ)
    assert done.code == 0, done.err
    assert "MAN0" in (folder / "ut" / "tilsyn.html").read_text(encoding="utf-8")


def test_a_rule_of_the_projects_own_is_in_every_report_by_its_own_name_which_is_only_words(
    folder: Path, run_process: Run
) -> None:
    """Without a name in the catalogues of words, a family, an addressee or a measured quality."""
    own = (ROOT / "checks" / "forankring" / "FOR006-brutt-lenke.md").read_text(encoding="utf-8")
    own = own.replace("FOR006 ", "EGE001 <b>Egen</b> [x](javascript:y) ").replace("FOR006", "EGE001")
    own = re.sub(r"(?m)^slug: .*$", "slug: egen-regel", own)
    (folder / "egne").mkdir()
    (folder / "egne" / "EGE001-egen-regel.md").write_text(own, encoding="utf-8")
    (folder / "reviewkit.toml").write_text('checks = ["egne"]\n', encoding="utf-8")
    (folder / "rutiner" / "lenke.md").write_text(routine_text("# L\n\nSe [a](borte.md).\n", id="l"), encoding="utf-8")
    done = run_process("report", "rutiner", "--out", "ut", "--lang", "en", *DAY, *READ, folder=folder)
    assert done.code == 0, done.err
    page = (folder / "ut" / "tilsyn.html").read_text(encoding="utf-8")
    assert "EGE001" in page
    assert "&lt;b&gt;Egen&lt;/b&gt;" in page
    assert "[x](javascript" not in (folder / "ut" / "tilsyn.md").read_text(encoding="utf-8")


def test_three_hundred_owners_have_a_report_each(report: Report, folder: Path) -> None:
    for number in range(300):
        (folder / "rutiner" / f"n{number}.md").write_text(f"---\neier: Enhet {number}\n---\n# N\n", encoding="utf-8")
    assert report("--kind", "owner", "--format", "md", "--select", "FOR001").code == 0
    assert len(names(folder / "ut")) == 303
    index = (folder / "ut" / "eiere.md").read_text(encoding="utf-8")
    assert {f"{name}" for name in re.findall(r"\(\./(eier-[\w-]+\.md)\)", index)} == {*names(folder / "ut")} - {
        "eiere.md"
    }


def test_a_baseline_holds_back_what_is_known_and_the_reports_say_how_much(
    report: Report, run: Run, folder: Path
) -> None:
    assert run("baseline", "write", "rutiner", "--output", "kjent.tsv", *DAY).code == 0
    (folder / "reviewkit.toml").write_text('baseline = "kjent.tsv"\n', encoding="utf-8")
    assert report(*READ).code == 0
    assert "ingen funn" in (folder / "ut" / "tilsyn.md").read_text(encoding="utf-8")


# Notes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"stage = 'ferdig'\n", 1), (b"\nukjent = 1\n", 2), (b"[[replies]]\nfinding = 1\n", 2), (b"a = \n", 1),
        (b"\xff", 0), (b"[priorities]\nMAN001 = 'x'\n", 2), (b"replies = 3\n", 1), (b"case = ''\ncase = ''\n", 2),
        (b"[[replies]]\nfinding='a'\ndate='i dag'\nsender='b'\ntext='c'\n", 3), (b"\x00", 1), (b"a=" + b"[" * 5000, 0),
        (b"[priorities]\nXXX001 = []\n", 2), (b"\n[priorities]\nMAN002 = ['haster']\n", 3),
        (b"[[replies]]\nfinding='a'\ndate=2027-01-01\nsender='b'\ntext='c'\n", 2),
    ],
)  # fmt: skip
def test_notes_that_are_wrong_are_told_of_by_file_and_line(
    report: Report, folder: Path, text: bytes, line: int
) -> None:
    (folder / "notater.toml").write_bytes(text)
    done = report("--notes", "notater.toml", "--kind", "supervision")
    refused(done, f"notater.toml:{line}: " if line else "notater.toml")
    assert not (folder / "ut").exists()


def test_what_notes_name_drives_no_terminal(report: Report, folder: Path) -> None:
    (folder / "notater.toml").write_text('[priorities]\n"\\u001b[31m\\u202e" = []\n', encoding="utf-8")
    done = report("--notes", "notater.toml", "--kind", "supervision")
    refused(done, "«�[31m�»")
    assert "\x1b" not in done.err


def test_notes_that_are_missing_or_a_folder_are_told_of(report: Report, folder: Path) -> None:
    refused(report("--notes", "borte.toml"), "borte.toml", "finnes ikke")
    refused(report("--notes", "rutiner"), "rutiner", "vanlig fil")


# Templates


@pytest.mark.parametrize(
    ("form", "name", "text", "said"),
    [
        ("html", "report.html.j2", b"a\n{% if %}\n", "report.html.j2:2: "),
        ("html", "report.html.j2", b"a\n\n{{ borte.navn }}\n", "report.html.j2:3: "),
        ("html", "report.html.j2", b"{% include 'annen.j2' %}", "annen.j2"),
        ("html", "report.html.j2", b"{{ ''.__class__.__mro__ }}", "report.html.j2:1: "),
        ("html", "report.html.j2", b"{% include '../hemmelig' %}", "hemmelig"),
        ("html", "report.html.j2", b"\xff", "report.html.j2"),
        ("html", "report.css", b"\xff", "report.css"),
        ("html", "report.html.j2", b"{{ 1 / 0 }}", "report.html.j2:1: "),
        ("html", "report.html.j2", b"{% for a in range(1000000000) %}{% endfor %}", "report.html.j2:1: "),
        ("md", "report.md.j2", b"x\n{{ mangler }}", "report.md.j2:2: "),
        ("pdf", "report.typ", b"\n#borte", "report.typ:2: "),
        ("pdf", "report.typ", b'#read("/etc/passwd")', "report.typ:1: "),
        ("pdf", "report.typ", b"\xff", "report.typ"),
        ("docx", "report.docx", b"ikke Word", "report.docx"),
        ("docx", "report.docx", b"", "report.docx"),
    ],
)
def test_a_template_that_fails_is_told_of_by_file_and_line(
    report: Report, folder: Path, form: str, name: str, text: bytes, said: str
) -> None:
    (folder / "hemmelig").write_text("hemmelig", encoding="utf-8")
    (folder / "maler").mkdir()
    (folder / "maler" / name).write_bytes(text)
    refused(report("--format", form, "--templates", "maler", "--kind", "mandate"), said)
    assert names(folder / "ut") == []


def test_a_base_of_word_in_which_a_part_is_missing_or_strange_is_refused_or_used_and_never_breaks(
    tmp_path: Path,
) -> None:
    base, wording = tmp_path / "report.docx", Wording("nb")
    with ZipFile(BytesIO(docx.render(sample(), wording))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    refusals, told = 0, set()
    for changed in parts:
        for content in (None, b"", b"<x/>"):
            with ZipFile(base, "w") as target:
                for name, data in parts.items():
                    if name != changed or content is not None:
                        target.writestr(name, data if name != changed else content or b"")
            try:
                docx.render(sample(), wording, base)
            except UsageError as error:
                refusals += 1
                told.add(error.path)
    assert refusals > 5
    assert told == {str(base)}


@pytest.mark.parametrize(
    ("form", "name"), [("html", "report.css"), ("md", "report.md.j2"), ("pdf", "report.typ"), ("docx", "report.docx")]
)
def test_a_template_that_a_link_leads_out_to_is_never_read(report: Report, folder: Path, form: str, name: str) -> None:
    (folder / "hemmelig").write_text("#panic", encoding="utf-8")
    (folder / "maler").mkdir()
    (folder / "maler" / name).symlink_to(folder / "hemmelig")
    assert report("--format", form, "--templates", "maler", "--kind", "mandate").code == 0
    assert b"#panic" not in (folder / "ut" / f"mandat.{form}").read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_templates_that_are_no_folder_are_told_of_before_the_review(
    report: Report, folder: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_dossier", lambda *_: pytest.fail("reviewed"))
    refused(report("--templates", "rutiner/en.md", "--format", form), "rutiner/en.md", "mappen med maler finnes ikke")


# Personal data

SECRETS = ("solveig.brattaas@gmail.com", "91 23 45 67", "91234567", "01019000083", "010190 00083")


def test_personal_data_stands_in_no_report_and_in_no_name_of_a_file(report: Report, folder: Path) -> None:
    mail, phone, *_ = SECRETS
    told = f"Ring Solveig Brattås på 91 23 45 67 eller {mail} om fødselsnummer 010190 00083 i dag, også 91234567."
    for number in range(3):
        text = routine_text(
            f"# Skriv til {mail}\n\n## Ring {phone}\n\n{told}\n\n"
            f'<!-- reviewkit: tillat MAN003 "avtalt med {mail}, mobil {phone}" til 2027-06-30 -->\n'
            f"- Spør bruker om inntekt og gjeld.\n\nSe {mail}-loven § 17 og lov om {mail} § 01019000083.\n",
            id=f"{mail}-{number}", tittel=f"Skriv til {mail}", eier=f"Solveig, mobil 91234567, {mail}",
            tjenester=f"[ring {phone}]", status=f"se {mail}", hjemmel=f"[{mail} § 3, forvaltningsloven § 11]",
        )  # fmt: skip
        (folder / "rutiner" / f"h{number}.md").write_text(text, encoding="utf-8")
    report("--kind", "supervision")
    page = (folder / "ut" / "tilsyn.html").read_text(encoding="utf-8")
    found = re.search(r"<code>([0-9a-f]{16})</code>", page[page.index('id="vedlegg-funn"') :])
    assert found is not None
    (folder / "notater.toml").write_text(
        f"authority = '{mail}'\ncase = 'Solveig Brattås {phone}'\n"
        f"[[replies]]\nfinding = '{found[1]}'\ndate = 2027-01-15\n"
        f"sender = 'Solveig {mail}'\ntext = 'Ring Solveig Brattås på {phone}, fnr 01019000083.'\n",
        encoding="utf-8",
    )
    assert report(*ALL, "--notes", "notater.toml").code == 0
    for path in (folder / "ut").iterdir():
        said = words_of(path) + path.name
        assert [secret for secret in SECRETS if secret in said] == [], path
        assert "brattaas" not in path.name


def words_of(path: Path) -> str:
    """All that stands in a file, also in its names, places and properties."""
    if path.suffix == ".docx":
        with ZipFile(path) as parts:
            texts = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        return "".join(re.sub(r"<[^>]*>", "", text) + text for text in texts)
    if path.suffix == ".pdf":
        return pdf_words(path)
    return path.read_text(encoding="utf-8")


def pdf_words(path: Path) -> str:
    pikepdf = pytest.importorskip("pikepdf")
    found: list[str] = []
    with pikepdf.open(path) as file:
        for item in file.objects:
            found += strings(item)
    return "\n".join(found)


def strings(item: Any) -> Iterator[str]:
    """The strings of an object of a PDF (titles, bookmarks, alternative texts), and of its streams."""
    import pikepdf

    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118 - a PDF's dictionary is not gone through by itself
            value = item[key]
            if isinstance(value, pikepdf.String):
                yield str(value)


# The same bytes


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_bytes_whatever_the_processes_cache_order_language_hash_seed_and_time_zone(
    folder: Path, cache_folder: Path
) -> None:
    for number in range(3):
        body = f"# R{number}\n\n{WELL_FOUNDED['nb']}\n{ERROR}\n"
        (folder / "rutiner" / f"x{number}.md").write_text(
            routine_text(body, id=f"x{number}", eier=f"Nav {'Øst' if number % 3 else 'øst'}"), encoding="utf-8"
        )

    def made(name: str, *arguments: str, paths: tuple[str, ...] = ("rutiner",), **environment: str) -> dict[str, str]:
        own = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / ".lager"), **environment}
        subprocess.run(
            [sys.executable, "-m", "reviewkit", "report", *paths, "--out", name, *DAY, *READ, *arguments],
            check=True, cwd=folder, env=own, capture_output=True, timeout=60,
        )  # fmt: skip
        return digests(folder / name)

    first = made("a", "--jobs", "1", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    assert (
        made("b", "--jobs", "2", "--no-cache", PYTHONHASHSEED="2", LC_ALL="nb_NO.UTF-8", TZ="Pacific/Auckland") == first
    )
    every = tuple(sorted((f"rutiner/{name}" for name in names(folder / "rutiner")), reverse=True))
    assert made("c", PYTHONHASHSEED="3", TZ="America/Los_Angeles", paths=every) == first


# Progress


def test_progress_is_shown_on_a_terminal_while_the_reports_are_written(folder: Path, cache_folder: Path) -> None:
    script = (
        "import sys\nfrom reviewkit.cli import progress\nprogress._AFTER = 0.0\n"
        "from reviewkit import cli\nsys.exit(cli.run(sys.argv[1:]))\n"
    )
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script, "report", "rutiner", "--out", "ut", "--kind", "mandate", "--no-cache", *DAY],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}, stdout=subprocess.DEVNULL,
        stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            seen += os.read(ours, 65536)
        except OSError:
            break
    os.close(ours)
    assert process.wait(60) == 0
    bars = re.findall(rb"Skriver[^\r\n]*?(\d+)%", seen)
    assert {int(bar) for bar in bars} >= {100}
    assert len({int(bar) for bar in bars}) > 2, "one report is shown part by part"
