"""Fixes: safe ones that change no meaning, and those that need consent; none ever brings a new finding."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.author.fixing import Edit, Fixer, applied
from reviewkit.check import load_catalogue
from reviewkit.cli import main
from reviewkit.model import Source
from reviewkit.review import Options, draft
from tests.build import ROOT, routine_text

TODAY = date(2026, 12, 1)
CATALOGUE = load_catalogue()
OPTIONS = Options(TODAY)
FIXER = Fixer(CATALOGUE, OPTIONS)
ROUTINES = sorted((ROOT / "routines").glob("*.md")) + sorted((ROOT / "tests" / "corpus" / "src").glob("*.md"))


def findings(text: str) -> Counter[tuple[str, str]]:
    found = draft(Source("r.md", text), CATALOGUE, OPTIONS.asked(CATALOGUE)).found
    return Counter((item.rule, item.excerpt) for item in found if not item.muted and item.rule != "MAN009")


def safely(text: str) -> str:
    return FIXER.apply_safe(Source("r.md", text)).text


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("Se §17.", "Se § 17."),
        ("Se §  17 og § 18.", "Se § 17 og § 18."),
        ("Se § 17 og 18.", "Se §§ 17 og 18."),
        ("Se § § 17, 18.", "Se §§ 17, 18."),
        ("Se §§17 og 18.", "Se §§ 17 og 18."),
        ("Se §\u00a017 og 18.", "Se §§\u00a017 og 18."),
        ("Se § 17 og 2. ledd.", "Se § 17 og 2. ledd."),
        ("Se § 17 og 3 barn i familien.", "Se § 17 og 3 barn i familien."),
        ("Se § 17 og 18 i sosialtjenesteloven.", "Se §§ 17 og 18 i sosialtjenesteloven."),
        ("Det gjelder § 18 og 1. juli 2027.", "Det gjelder § 18 og 1. juli 2027."),
        ("Se `§17` og [lenke](https://x.no/§17).", "Se `§17` og [lenke](https://x.no/§17)."),
        ("Ingenting her.", "Ingenting her."),
    ],
)
def test_section_marks_are_written_as_they_should_be(written: str, fixed: str) -> None:
    body = f"# R\n\n{written}\n"
    assert safely(routine_text(body)) == routine_text(f"# R\n\n{fixed}\n")


def test_templates_are_left_as_they_are() -> None:
    text = routine_text("# R\n\n```melding\nSe §17.\n```\n")
    assert safely(text) == text


@pytest.mark.parametrize(
    ("key", "written", "fixed"),
    [
        ("gyldig_fra", "1.3.2026", "2026-03-01"),
        ("revideres_innen", "31/12/2027", "2027-12-31"),
        ("gyldig_fra", "2026.03.01", "2026-03-01"),
        ("gyldig_fra", "31.2.2026", "31.2.2026"),
        ("spraak", "NB", "nb"),
        ("forvaltning", "Kommunal", "kommunal"),
        ("status", "gjeldene", "gjeldende"),
    ],
)
def test_values_that_can_only_mean_one_thing_are_mended(key: str, written: str, fixed: str) -> None:
    assert f"\n{key}: {fixed}\n" in safely(routine_text("# R\n", **{key: written}))


def test_a_key_with_a_slip_of_the_pen_is_renamed_unless_the_right_one_is_there() -> None:
    text = routine_text("# R\n").replace("revideres_innen:", "revideres_inen:")
    assert "\nrevideres_innen: 2027-06-30\n" in safely(text)
    both = routine_text("# R\n").replace("status: gjeldende", "status: gjeldende\nstatuss: x")
    assert "statuss: x" in safely(both)


def test_keys_come_in_their_usual_order_with_their_comments() -> None:
    front = "# navnet\ntittel: T\nid: r\nspraak: nb\nhjemmel:\n  - forvaltningsloven § 11\neier: Nav kontaktsenter\n"
    text = f"---\n{front}---\n# R\n"
    fixed = safely(text)
    assert fixed.startswith("---\nid: r\n# navnet\ntittel: T\nspraak: nb\neier: Nav kontaktsenter\nhjemmel:\n  - forv")
    assert safely(fixed) == fixed


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_fixing_twice_changes_nothing_and_brings_no_finding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    once = safely(text)
    assert safely(once) == once
    assert not findings(once) - findings(text)


@pytest.mark.parametrize("path", ROUTINES[::4], ids=lambda path: path.stem)
def test_a_proposed_fix_settles_a_finding_and_brings_none(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = findings(text)
    for fix in FIXER.unsafe(Source("r.md", text)):
        after = findings(applied(text, fix.edits))
        assert not after - before
        assert (before - after).total() >= 1


def test_the_reminder_is_put_in_in_the_routines_own_norm() -> None:
    body = "# R\n\n## Hjelp\n\n- [Frelsesarmeen](https://frelsesarmeen.no)\n"
    text = routine_text(body, spraak="nn")
    (fix,) = FIXER.unsafe(Source("r.md", text), ["MAN001"])
    fixed = applied(text, fix.edits)
    assert "## Hjelp\n\nKommunen ved Nav-kontoret har ansvaret for dei sosiale tenestene" in fixed
    assert not any(rule == "MAN001" for rule, _ in findings(fixed))


def test_line_ends_and_all_outside_a_fix_stay_as_they_are() -> None:
    body = "# R  \r\n\r\n## Hjelp\r\n\r\n- [Frelsesarmeen](https://frelsesarmeen.no)  \r\n\r\nSe §17.\t\r\n"
    text = routine_text("").replace("\n", "\r\n") + body
    (fix,) = FIXER.unsafe(Source("r.md", text), ["MAN001"])
    fixed = applied(safely(text), fix.edits)
    assert "\n" not in fixed.replace("\r\n", "")
    assert "# R  \r\n" in fixed
    assert "Se § 17.\t\r\n" in fixed


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(min_size=1, max_size=5)), max_size=6))
def test_edits_change_only_what_they_name(stretches: list[tuple[str, str, str]]) -> None:
    """A text of stretches that are replaced, and of stretches between them, which stay as they are."""
    edits, text, expected = [], "", ""
    for old, new, between in stretches:
        edits.append(Edit(len(text), len(text) + len(old), new))
        text, expected = text + old + between, expected + new + between
    assert applied(text, reversed(edits)) == expected


_WORDS = st.sampled_from(
    [
        "Se §17 og 18.",
        "§ § 4,5",
        "Ring banken og be om avdragsfrihet.",
        "# Del",
        "- punkt §3",
        "",
        "| a | §9 |",
        "`§1`",
        "\t",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_any_text_is_fixed_once_and_for_all(lines: list[str], end: str) -> None:
    text = (routine_text("") + "\n".join(["# R", "", *lines, ""])).replace("\n", end)
    once = safely(text)
    assert safely(once) == once
    assert not findings(once) - findings(text)


def test_without_apply_nothing_is_written_and_the_code_says_that_something_is_left(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_bytes(b"\xef\xbb\xbf" + routine_text("# R\n\nSe §17.\n").encode())
    before = file.read_bytes()
    result = CliRunner().invoke(main, ["fix", str(file), "--today", "2026-12-01"], standalone_mode=False)
    assert result.return_value == 1
    assert "+Se § 17." in result.output
    assert file.read_bytes() == before


def test_with_apply_the_file_is_mended_and_its_byte_order_mark_kept(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_bytes(b"\xef\xbb\xbf" + routine_text("# R\n\nSe §17.\n").encode())
    result = CliRunner().invoke(main, ["fix", str(file), "--apply", "--today", "2026-12-01"], standalone_mode=False)
    assert result.return_value == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + routine_text("# R\n\nSe § 17.\n").encode()


def test_without_a_terminal_nobody_consents(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text(routine_text("# R\n\nBe bruker ringe banken om utsettelse.\n"), encoding="utf-8")
    before = file.read_bytes()
    arguments = ["fix", str(file), "--apply", "--unsafe", "--today", "2026-12-01"]
    result = CliRunner().invoke(main, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert file.read_bytes() == before


def test_what_is_selected_holds_for_safe_fixes_too(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text(routine_text("# R\n\nSe §17.\n", spraak="NB"), encoding="utf-8")
    arguments = ["fix", str(file), "--apply", "--select", "FOR001", "--today", "2026-12-01"]
    assert CliRunner().invoke(main, arguments, standalone_mode=False).return_value == 0
    assert file.read_text(encoding="utf-8") == routine_text("# R\n\nSe §17.\n", spraak="nb")


def test_yes_to_everything_needs_a_rule(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["fix", str(tmp_path), "--unsafe", "--yes"])
    assert "--select" in str(result.exception)
