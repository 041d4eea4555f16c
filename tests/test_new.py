"""`reviewkit new`: every template is clean, every answer is refused or reads back, and nothing is written over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.author.starting import KINDS, Answers, filled, front_matter, new_routine, refusals, suggested_id, year_on
from reviewkit.author.starting.answers import ADMINISTRATIONS, NORMS, Administration, Kind, Norm
from reviewkit.check import Catalogue
from reviewkit.check.kinds.metadata import CHOICES
from reviewkit.cli import new as command
from reviewkit.cli.new import with_proposals
from reviewkit.cli.writing import write_new
from reviewkit.model import Source
from reviewkit.parse import parse
from reviewkit.parse.frontmatter import read_front_matter
from reviewkit.review import Options, review
from tests.build import TODAY
from tests.conftest import Run

ALL = [(kind, norm, part) for kind in KINDS for norm in NORMS for part in ADMINISTRATIONS[kind]]
OWNER = "Nav kontaktsenter, fagansvar sosiale tjenester"
WELL = ("new", "Hjelp til husleie", "--eier", OWNER, "--today", "2026-12-01")


def answers(
    kind: Kind = "veiledning", norm: Norm = "nb", part: Administration | None = None, **changes: Any
) -> Answers:
    given_ = {
        "kind": kind, "spraak": norm, "forvaltning": part, "tittel": "Hjelp til husleie", "id": "hjelp-til-husleie",
        "eier": OWNER, "tjenester": (), "gyldig_fra": None, "revideres_innen": None, "hjemmel": (),
    }  # fmt: skip
    return replace(with_proposals(given_, TODAY), **changes)


@pytest.mark.parametrize(("kind", "norm", "part"), ALL)
def test_a_new_routine_passes_the_whole_catalogue(
    kind: Kind, norm: Norm, part: Administration, catalogue: Catalogue
) -> None:
    """No error, warning, remark or muted finding, with any of the services that it may be about."""
    services: list[tuple[str, ...]] = [(), *((name,) for name in CHOICES["tjenester"])]
    for tjenester in services if kind == "statlig" else services[1:]:
        source = Source("routines/ny.md", new_routine(answers(kind, norm, part, tjenester=tjenester)))
        result = review([source], catalogue, Options(today=TODAY))
        assert ((), (), ()) == (result.findings, result.muted, result.problems)


@pytest.mark.parametrize(("kind", "norm", "part"), ALL)
def test_a_new_routine_has_the_norm_and_part_it_was_asked_for(kind: Kind, norm: Norm, part: Administration) -> None:
    routine = parse(Source("ny.md", new_routine(answers(kind, norm, part))))
    assert (norm, part) == (routine.metadata.text("spraak"), routine.administration)
    assert routine.metadata.flag("hast") == (kind == "hast")
    state = [statement for statement in routine.statements if statement.domain == "statlig"]
    assert bool(state) == (part in ("felles", "statlig"))


ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["ja", "null", "~", "true", "2026-01-01", "1", "1.5", "- a", "a: b", "a #b", "#a", "'", '"', "\\", "[a]", "{b}",
         "&a", "*a", "!x", "%", "@", "`x`", "{{id}}", "{{tittel}}", "# x", "<b>x</b>", "<!-- x", "[a](http://x.no)",
         "x {forvaltning=statlig}", "a\nb", "a\u2028b", "\u202ea", "---", "...", "æøå", "😀", "x ", "", "a\tb", "|",
         "\ud800"]
    ),
)  # fmt: skip


@given(title=ODD, owner=ODD, identity=ODD, basis=st.lists(ODD, max_size=2))
def test_an_answer_is_refused_or_reads_back_as_given(
    catalogue: Catalogue, title: str, owner: str, identity: str, basis: list[str]
) -> None:
    for changes in ({"tittel": title}, {"eier": owner}, {"id": identity}, {"hjemmel": tuple(basis)}):
        tried = answers(**changes)
        if refusals(tried, catalogue, TODAY, "nb"):
            continue
        text = new_routine(tried)
        routine = parse(Source("ny.md", text))
        assert routine.metadata.faults == ()
        assert (tried.id, tried.tittel, tried.eier) == tuple(map(routine.metadata.text, ("id", "tittel", "eier")))
        assert list(tried.hjemmel) == routine.metadata.strings("hjemmel")
        assert routine.statements[0].text == " ".join(tried.tittel.split())
        assert routine.statements[0].domain == "kommunal"


@pytest.mark.parametrize(
    ("changes", "key", "rule"),
    [
        ({"eier": "Kari Nordmann"}, "eier", "FOR001"),
        ({"eier": "kari.nordmann@nav.no"}, "eier", "FOR001"),
        ({"eier": "NKS v/ Ola Hansen"}, "eier", "FOR001"),
        ({"eier": ""}, "eier", "FOR001"),
        ({"id": "Min Rutine"}, "id", "FOR001"),
        ({"id": "../x"}, "id", "FOR001"),
        ({"tittel": ""}, "tittel", "FOR001"),
        ({"tjenester": ("økonomisk stonad",)}, "tjenester", "FOR001"),
        ({"tjenester": ()}, "tjenester", "FOR001"),
        ({"hjemmel": ()}, "hjemmel", "FOR001"),
        ({"hjemmel": ("forvaltningsloven § 999",)}, "hjemmel", "FOR002"),
        ({"hjemmel": ("sosialtjenesteloven § 18",)}, "hjemmel", "FOR003"),
        ({"revideres_innen": date(2026, 1, 1)}, "revideres_innen", "FOR001"),
        ({"gyldig_fra": date(2025, 1, 1), "revideres_innen": date(2026, 1, 1)}, "revideres_innen", "FOR004"),
    ],
)
def test_what_the_catalogue_would_find_is_refused_at_its_key(
    changes: dict[str, Any], key: str, rule: str, catalogue: Catalogue
) -> None:
    found = refusals(answers(**changes), catalogue, TODAY, "nb")
    assert (key, rule) in [(item.key, item.message.rpartition("(")[2].rstrip(")")) for item in found]


def test_a_title_that_breaks_a_rule_is_refused(catalogue: Catalogue) -> None:
    found = refusals(answers(tittel="Ring Kari Holm på 91 23 45 67"), catalogue, TODAY, "nb")
    assert {item.key for item in found} == {"tittel"}


def test_a_law_that_the_register_does_not_hold_is_not_refused(catalogue: Catalogue) -> None:
    assert () == refusals(answers(hjemmel=("forvaltningsloven § 11", "snømåkingsloven § 3")), catalogue, TODAY, "nb")


def test_ordinary_values_stand_without_quotes_and_others_with() -> None:
    plain = front_matter(answers())
    assert f"eier: {OWNER}\n" in plain
    assert "  - forvaltningsloven § 11\n" in plain
    quoted = front_matter(answers(tittel="Hast: hva nå?"))
    assert 'tittel: "Hast: hva nå?"\n' in quoted


def test_a_value_is_never_read_as_a_placeholder() -> None:
    assert filled("{{a}} {b} {{b}}", {"a": "{{b}}", "b": "x"}) == "{{b}} {b} x"
    with pytest.raises(KeyError):
        filled("{{ukjent}}", {})


def test_a_year_on_is_the_same_day_where_there_is_one() -> None:
    assert [year_on(date(2026, 12, 1)), year_on(date(2028, 2, 29))] == [date(2027, 12, 1), date(2029, 2, 28)]
    assert year_on(date.max) == date.max


def test_an_id_is_made_of_the_title() -> None:
    assert suggested_id("Søknad på økonomisk stønad – når det haster!") == "soknad-pa-okonomisk-stonad-nar-det-haster"
    assert suggested_id("…") == ""


def test_the_command_writes_a_routine_that_check_finds_nothing_in(in_folder: Path, run: Run) -> None:
    written = run(*WELL)
    assert (0, "") == (written.code, written.err)
    text = (in_folder / "routines" / "hjelp-til-husleie.md").read_text(encoding="utf-8")
    assert read_front_matter(text).fields["revideres_innen"].value == date(2027, 12, 1)
    assert run("check", "--today", "2026-12-01").code == 0


def test_a_routine_that_exists_is_never_written_over(in_folder: Path, run: Run) -> None:
    target = in_folder / "routines" / "hjelp-til-husleie.md"
    target.parent.mkdir()
    target.write_text("min\n", encoding="utf-8")
    again = run(*WELL)
    assert again.code == 2
    assert "finnes fra før" in again.err
    assert target.read_text(encoding="utf-8") == "min\n"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_broken_link_by_the_name_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.symlink_to(tmp_path / "borte.md")
    assert not write_new(target, b"x")
    assert not (tmp_path / "borte.md").exists()


def test_an_id_that_another_routine_has_is_refused(in_folder: Path, run: Run) -> None:
    assert run(*WELL).code == 0
    folder = in_folder / "routines"
    (folder / "hjelp-til-husleie.md").rename(folder / "annet.md")
    again = run(*WELL)
    assert (again.code, "har id" in again.err) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["annet.md"]


def test_without_a_terminal_what_is_missing_is_named(in_folder: Path, run: Run) -> None:
    missing = run("new")
    assert missing.code == 2
    assert "mangler TITTEL og --eier" in missing.err
    assert list(in_folder.iterdir()) == []


def test_a_person_as_owner_is_refused_and_nothing_is_written(in_folder: Path, run: Run) -> None:
    refused = run("new", "Husleie", "--eier", "Kari Nordmann")
    assert (2, True) == (refused.code, "eier:" in refused.err)
    assert list(in_folder.iterdir()) == []


def test_a_kind_and_a_part_that_do_not_fit_are_refused(in_folder: Path, run: Run) -> None:
    assert run(*WELL, "--kind", "statlig", "--forvaltning", "kommunal").code == 2


def test_a_dry_run_shows_the_routine_and_writes_nothing(in_folder: Path, run: Run) -> None:
    shown = run(*WELL, "--dry-run", "--spraak", "nn")
    assert shown.out == new_routine(answers(norm="nn"))
    assert list(in_folder.iterdir()) == []


def test_on_a_terminal_a_bad_answer_is_asked_for_again(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)
    typed = "hast\nnn\nkommunal\nStraumen er borte\n\nKari Nordmann\nNav kontaktsenter\nfeil\nøkonomisk stønad\n\n\n\n"
    result = CliRunner().invoke(command.new, ["--today", "2026-12-01"], input=typed)
    assert result.exit_code == 0, result.output
    metadata = read_front_matter((in_folder / "routines" / "straumen-er-borte.md").read_text(encoding="utf-8"))
    assert metadata.text("eier") == "Nav kontaktsenter"
    assert metadata.strings("tjenester") == ["økonomisk stønad"]
    assert metadata.strings("hjemmel") == ["forvaltningslova § 11"]
    assert metadata.flag("hast")


def test_on_a_terminal_only_what_was_not_given_is_asked_for(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "on_terminal", lambda: True)
    given_ = [
        "Husleie", "--kind", "veiledning", "--spraak", "nb", "--forvaltning", "felles", "--id", "husleie", "--eier",
        "Nav kontaktsenter", "--tjeneste", "økonomisk stønad", "--gyldig-fra", "2026-12-01", "--revideres-innen",
        "2027-06-01", "--hjemmel", "forvaltningsloven § 11", "--today", "2026-12-01",
    ]  # fmt: skip
    result = CliRunner().invoke(command.new, given_, input="")
    assert (0, 1) == (result.exit_code, len(result.output.splitlines())), result.output
