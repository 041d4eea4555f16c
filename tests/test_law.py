"""The law register: names in both norms, sections, dates, and references in running text."""

from __future__ import annotations

from datetime import date

import pytest

from reviewkit.check import Catalogue
from tests.build import TODAY

SOSTJL = "LOV-2009-12-18-131"


def judged(catalogue: Catalogue, text: str, day: date = TODAY) -> list[tuple[str, str | None, str]]:
    register = catalogue.register
    verdicts = [register.judge(citation, day) for citation in register.reader.read(text)]
    return [(item.law.id if item.law else "", item.fault, item.section) for item in verdicts]


@pytest.mark.parametrize(
    "name",
    [
        "sosialtjenesteloven", "sosialtenestelova", "Sosialtjenestelova", "sosialtenesteloven", "sotjl.", "stl.",
        "sosialtjenestelovens", "lov om sosiale tjenester i Nav", "lov 18. desember 2009 nr. 131", SOSTJL,
    ],
)  # fmt: skip
def test_every_usual_name_is_known(name: str, catalogue: Catalogue) -> None:
    assert judged(catalogue, f"Se {name} § 17.") == [(SOSTJL, None, "")]
    assert judged(catalogue, f"Se {name} § 53.") == [(SOSTJL, "unknown-section", "53")]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("sotjl. §18", ("18",)),
        ("§ 18 i sosialtjenesteloven", ("18",)),
        ("sosialtjenesteloven §§ 17 og 18", ("17", "18")),
        ("sosialtjenesteloven §§ 17, 18 og 20 a", ("17", "18", "20 a")),
        ("sosialtjenesteloven § 18 første ledd bokstav a", ("18",)),
        ("sosialtjenesteloven § 18 andre ledd nr. 2 og § 20a", ("18", "20 a")),
        ("sosialtenestelova §§ 29–40", ("29..40",)),
        ("folketrygdloven §§ 4-3 til 4-5", ("4-3..4-5",)),
        ("folketrygdloven § 21‑12", ("21-12",)),
        ("paragraf 17 i sosialtjenesteloven", ("17",)),
    ],
)
def test_sections_are_read_as_they_are_written(text: str, sections: tuple[str, ...], catalogue: Catalogue) -> None:
    named = [section for citation in catalogue.register.reader.read(text) for section in citation.sections]
    assert tuple(named) == sections


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sosialtjenesteloven § 5-1", "unknown-section"),
        ("sosialtjenesteloven (1991) § 5-1", "repealed-law"),
        ("lov 13. desember 1991 nr. 81 § 5-1", "repealed-law"),
        ("forvaltningsloven § 11 e", "repealed-section"),
        ("forvaltningsloven § 60", "unknown-section"),
        ("den nye forvaltningsloven § 14", "not-in-force"),
        ("introduksjonsloven § 4", "repealed-law"),
        ("tolkeloven § 6", "unknown-law"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str, catalogue: Catalogue) -> None:
    assert [verdict for _, verdict, _ in judged(catalogue, text)] == [fault]


def test_a_name_that_two_laws_share_is_the_one_in_force(catalogue: Catalogue) -> None:
    assert judged(catalogue, "forvaltningsloven § 11") == [("LOV-1967-02-10", None, "")]
    assert judged(catalogue, "personopplysningsloven § 1")[0][0] == "LOV-2018-06-15-38"


@pytest.mark.parametrize(
    ("day", "fault"), [(date(2025, 12, 31), "not-in-force"), (date(2026, 1, 1), None)], ids=["before", "on"]
)
def test_an_act_holds_from_the_day_it_comes_into_force(day: date, fault: str | None, catalogue: Catalogue) -> None:
    """The Collection Act (innkrevingsloven) came into force on New Year's Day 2026."""
    assert [verdict for _, verdict, _ in judged(catalogue, "innkrevingsloven § 3", day)] == [fault]


@pytest.mark.parametrize(("day", "fault"), [(date(2020, 12, 31), None), (date(2021, 1, 1), "repealed-law")])
def test_an_act_ends_on_the_day_it_is_repealed(day: date, fault: str | None, catalogue: Catalogue) -> None:
    assert [verdict for _, verdict, _ in judged(catalogue, "introduksjonsloven § 4", day)] == [fault]


def test_a_bare_section_belongs_to_the_law_named_before_it(catalogue: Catalogue) -> None:
    read = catalogue.register.reader.read("Etter sosialtjenesteloven § 17, se § 18 i forvaltningsloven, jf. § 19.")
    assert [(citation.law.name, citation.sections) for citation in read] == [
        ("sosialtjenesteloven", ("17",)), ("forvaltningsloven", ("18",)), ("forvaltningsloven", ("19",)),
    ]  # fmt: skip


def test_the_risk_points_are_all_there(catalogue: Catalogue) -> None:
    assert sorted(catalogue.risks) == list(range(1, 52))
    named = {point.point for spec in catalogue.checks for point in spec.risk_points}
    assert named <= set(catalogue.risks)
