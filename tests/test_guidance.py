"""Recommendations, who can mend what, priorities, and measured quality: what the reports ask the catalogue for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewkit.check import Catalogue, load_catalogue
from reviewkit.check.compile_guidance import QUALITY, QUALITY_COLUMNS, RECOMMENDATIONS
from reviewkit.check.guidance import Guidance, Measured
from reviewkit.load import catalogue_root
from reviewkit.model import CatalogueError
from tests.build import ROOT
from tests.quality import table, with_section

NAMED = "{nb: en, nn: ein, en: one}"
HEAD = "\t".join(QUALITY_COLUMNS)
FIGURES = "\t".join("1 2 1 4 5 5 5 5".split())

Own = Callable[..., Catalogue]


def recommendation(name: str = "X-1", rules: str = "[]", addressees: str = "[owner]") -> str:
    """A file with one recommendation, and the owner of routines as the addressee of the rule EGN001."""
    return (
        f"recommendations:\n  - original: nb\n    points:\n      - id: {name}\n        source: her\n"
        f"        addressees: {addressees}\n        text: {NAMED}\n        rules: {rules}\n"
        f"addressees:\n  - id: owner\n    name: {NAMED}\n    rules: [EGN001]\n"
    )


@pytest.fixture
def own(tmp_path: Path, cache_folder: Path) -> Own:
    """The catalogue alone: a folder with one check, and the files given."""
    (page,) = (ROOT / "checks").glob("*/TIL003-*.md")
    front = page.read_text(encoding="utf-8").replace("TIL003", "EGN001").split("risk-points:")
    text = front[0] + "risk-points: []\naudience:" + front[1].split("audience:", 1)[1]

    def load(**given: str) -> Catalogue:
        (tmp_path / "EGN001-egen.md").write_text(text, encoding="utf-8")
        for name, content in given.items():
            path = tmp_path / {"recommendations": RECOMMENDATIONS, "quality": QUALITY}[name]
            path.write_text(content, encoding="utf-8")
        return load_catalogue(tmp_path)

    return load


def refused(own: Own, **given: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        own(**given)
    return caught.value


def test_the_recommendations_of_all_three_sources_are_there(catalogue: Catalogue) -> None:
    """Seven in report 5/2021, six learning points in 4/2022, twelve points of the municipal audit."""
    ids = [item.id for item in catalogue.guidance.recommendations]
    expected = [f"R5-{number}" for number in range(1, 8)]
    expected += [f"R4-K{number}" for number in range(1, 5)] + ["R4-D1", "R4-D2"]
    assert [*expected, *(f"KR-{number}" for number in range(1, 13))] == ids


def test_recommendation_5_is_touched_by_every_rule_on_the_mandate(catalogue: Catalogue) -> None:
    fifth = next(item for item in catalogue.guidance.recommendations if item.id == "R5-5")
    mandate = {spec.code for spec in catalogue.checks if spec.code.startswith("MAN")}
    assert {*mandate, "FOR005"} <= set(fifth.rules)
    assert fifth in catalogue.guidance.touched_by("FOR005")


def test_no_rule_touches_the_lack_of_supervision_with_nks(catalogue: Catalogue) -> None:
    seventh = next(item for item in catalogue.guidance.recommendations if item.id == "R5-7")
    assert ((), ("ministry",)) == (seventh.rules, seventh.addressees)


def test_every_rule_can_be_mended_by_somebody(catalogue: Catalogue) -> None:
    assert [] == [spec.code for spec in catalogue.checks if not catalogue.guidance.mended_by(spec.code)]


def test_whom_a_rule_is_for_can_mend_it(catalogue: Catalogue) -> None:
    """The owner and the directorate among a check's readers are also among those who can mend it."""
    for spec in catalogue.checks:
        readers = {name for name in spec.audience if name in ("owner", "directorate")}
        assert readers <= {item.id for item in catalogue.guidance.mended_by(spec.code)}, spec.code


def test_coded_messages_are_for_the_owner_and_the_directorate(catalogue: Catalogue) -> None:
    assert ["owner", "directorate"] == [item.id for item in catalogue.guidance.mended_by("TAU002")]


def test_the_four_priorities_are_there_in_every_language(catalogue: Catalogue) -> None:
    priorities = catalogue.guidance.priorities
    assert ["rettssikkerhet", "sannsynlighet", "konsekvens", "saarbarhet"] == [item.id for item in priorities]
    assert {"nn"} == {item.original for item in priorities}


def test_no_text_is_empty_or_the_same_in_english(catalogue: Catalogue) -> None:
    guidance = catalogue.guidance
    texts = [item.text for item in (*guidance.recommendations, *guidance.priorities)]
    texts += [item.lead_in for item in (*guidance.recommendations, *guidance.priorities) if item.lead_in]
    for text in (*texts, *(item.name for item in guidance.addressees)):
        assert all((text.nb.strip(), text.nn.strip(), text.en.strip()))
        assert text.en not in (text.nb, text.nn)


def test_a_catalogue_without_the_files_has_no_guidance_and_no_figures(own: Own) -> None:
    catalogue = own()
    assert Guidance() == catalogue.guidance
    assert catalogue.quality(catalogue.check("EGN001")) is None


def test_a_family_stands_for_all_its_rules(own: Own) -> None:
    guidance = own(recommendations=recommendation(rules="[EGN]")).guidance
    assert ("EGN001",) == guidance.recommendations[0].rules


@pytest.mark.parametrize(
    ("given", "said", "line"),
    [
        (recommendation(rules="[MAN099]"), "X-1 viser til regelen MAN099, som ikke finnes", 4),
        (recommendation(rules="[EG]"), "X-1 viser til regelen EG, som ikke finnes", 4),
        (recommendation("owner"), "id-en owner er brukt to ganger", 10),
        (recommendation(addressees="[]"), "X-1 har ingen adressat", 4),
        (recommendation(addressees="[ministry]"), "X-1 er rettet til ministry, som ikke står i listen", 4),
        (recommendation(addressees="[kongen]"), "X-1 kan ikke leses: Invalid enum value 'kongen'", 4),
        (recommendation().replace("source", "kilde"), "X-1 kan ikke leses: Object contains unknown field `kilde`", 4),
        (recommendation().replace("rules: [EGN001]", "rules: []"), "ingen kan rette EGN001", 0),
        ("- liste", "kan ikke leses", 0),
        ("recommendations: [{original: nb}]", "kan ikke leses", 0),
        ("a: [", "ikke gyldig YAML", 2),
    ],
)
def test_a_broken_file_of_recommendations_is_named_with_what_is_wrong(
    given: str, said: str, line: int, own: Own
) -> None:
    error = refused(own, recommendations=given)
    assert said in error.message
    assert (RECOMMENDATIONS, line) == (error.path, error.line)


def test_a_project_adds_rules_to_an_addressee_and_replaces_a_recommendation(
    own: Own, tmp_path: Path, catalogue: Catalogue
) -> None:
    own(recommendations=recommendation("R5-7", "[EGN001]"), quality=f"{HEAD}\nEGN001\t{FIGURES}\n")
    guidance = load_catalogue(catalogue_root(), tmp_path).guidance
    seventh = next(item for item in guidance.recommendations if item.id == "R5-7")
    assert ("her", ("EGN001",)) == (seventh.source, seventh.rules)
    assert [item.id for item in catalogue.guidance.recommendations] == [item.id for item in guidance.recommendations]
    owner = next(item for item in guidance.addressees if item.id == "owner")
    assert {"EGN001", "MAN001"} <= set(owner.rules)


def test_the_figures_of_a_replaced_rule_do_not_hold_for_its_replacement(tmp_path: Path, cache_folder: Path) -> None:
    (page,) = (ROOT / "checks").glob("*/TIL003-*.md")
    (tmp_path / page.name).write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    replaced = load_catalogue(catalogue_root(), tmp_path)
    assert replaced.quality(replaced.check("TIL003")) is None
    assert replaced.quality(replaced.check("TIL004")) is not None


def test_the_figures_of_a_rule_are_numbers(own: Own) -> None:
    catalogue = own(quality=f"{HEAD}\nEGN001\t{FIGURES}\n")
    quality = catalogue.quality(catalogue.check("EGN001"))
    assert quality is not None
    assert (0.5, 0.25) == (quality.first.precision, quality.first.recall)
    assert Measured(5, 5, 5, 5) == quality.now


def test_a_share_of_nothing_is_no_number() -> None:
    assert (None, None) == (Measured(0, 0, 0, 0).precision, Measured(0, 0, 0, 0).recall)


@pytest.mark.parametrize(
    ("given", "said", "line"),
    [
        ("", "første linje skal være kolonnene code, first_correct", 1),
        (f"{HEAD}\nMAN099\t{FIGURES}\n", "regelen MAN099 finnes ikke", 2),
        (f"{HEAD}\nEGN001\t{FIGURES}\nEGN001\t{FIGURES}\n", "regelen EGN001 er brukt to ganger", 3),
        (f"{HEAD}\nEGN001\t1\n", "åtte hele tall", 2),
        (f"{HEAD}\nEGN001\t{FIGURES.replace('4', '-4')}\n", "åtte hele tall", 2),
        (f"{HEAD}\nEGN001\t{FIGURES.replace('2', '0')}\n", "større enn det hele", 2),
    ],
)
def test_a_broken_table_of_quality_is_named_with_its_line(given: str, said: str, line: int, own: Own) -> None:
    error = refused(own, quality=given)
    assert said in error.message
    assert (QUALITY, line) == (error.path, error.line)


def test_a_rule_that_is_not_labelled_has_no_figures(catalogue: Catalogue) -> None:
    without = [spec.code for spec in catalogue.checks if catalogue.quality(spec) is None]
    assert ["FOR006", "FOR007", "KLA001", "KLA002", "MAN009"] == without


def test_measured_quality_is_what_measuring_gives() -> None:
    """The table and the section of each page: `make quality` writes them."""
    checks = ROOT / "checks"
    assert table() == (checks / QUALITY).read_text(encoding="utf-8"), "run make quality"
    for page in sorted(checks.glob("*/[A-Z]*.md")):
        text = page.read_text(encoding="utf-8")
        assert with_section(text, page.name[:6]) == text, f"run make quality: {page.name}"
