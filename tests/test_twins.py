"""`reviewkit twin`: what stands in one of two versions only is said, and what each norm says in its own way is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.author.starting import new_routine
from reviewkit.check import Catalogue
from reviewkit.model import Source
from reviewkit.report.documents.wording import FOLDER
from reviewkit.report.twins import render
from reviewkit.review.drafting import Asked
from reviewkit.review.twin_align import aligned, matched
from reviewkit.review.twin_facts import facts_in
from reviewkit.review.twin_norms import neutral, same_words
from reviewkit.review.twin_pairs import Candidate, paired
from reviewkit.review.twin_reading import read_version
from reviewkit.review.twins import Comparison, Twins, compare
from tests.build import TODAY, routine_text
from tests.conftest import Run
from tests.strategies import ANY_TEXT, BODIES
from tests.test_new import ALL, OWNER, answers

NB = """# Hjelp til husleie

NKS gir bare generell informasjon. Kommunen ved Nav-kontoret gir individuell veiledning og vurderer behovet.

## Slik går du fram

1. Prøv spørreanrop på 55 55 33 33.
2. Send melding hvis ingen svarer.
3. Si at Nav-kontoret svarer innen to arbeidsdager.

Fristen er 1. mars 2027. Depositumet kan være 12 000 kroner. Det følger av sosialtjenesteloven § 18.

## Kommunens egne ordninger

Se [ordningene](https://www.nav.no/nb/ordninger) og [framgangsmåten](#slik-går-du-fram).

| Ordning | Hvor |
|---|---|
| Bostøtte | Husbanken |
| Fritidskort | Kommunen |

## Frivillige

Kommunen ved Nav-kontoret har ansvaret for de sosiale tjenestene, og ansvaret kan ikke overføres til andre.
Frivillige organisasjoner kommer bare i tillegg til pliktene til Nav og rettighetene til brukeren.

Frelsesarmeen deler ut mat.

## Melding

```melding
Bruker ønsker å bli ringt opp.
Kan ringes etter kl. 12.
```
"""
NN = """# Hjelp til husleige

NKS gir berre generell informasjon. Kommunen ved Nav-kontoret gir individuell rettleiing og vurderer behovet.

## Slik går du fram

1. Prøv spørjeanrop på 55 55 33 33.
2. Send melding dersom ingen svarar.
3. Sei at Nav-kontoret svarar innan 2 arbeidsdagar.

Fristen er 01.03.2027. Depositumet kan vere kr 12000. Det følgjer av sosialtenestelova § 18.

## Ordningane til kommunen

Sjå [ordningane](https://www.nav.no/nn/ordninger) og [framgangsmåten](#slik-går-du-fram).

| Ordning | Kvar |
|---|---|
| Bustøtte | Husbanken |
| Fritidskort | Kommunen |

## Frivillige

Kommunen ved Nav-kontoret har ansvaret for dei sosiale tenestene, og ansvaret kan ikkje overførast til andre.
Frivillige organisasjonar kjem berre i tillegg til pliktene til Nav og rettane til brukaren.

Frelsesarmeen deler ut mat.

## Melding

```melding
Brukaren ønskjer å bli ringd opp.
Kan ringjast etter kl. 12.00.
```
"""
META_NN = {"spraak": "nn", "id": "proverutine-nn", "eier": "Nav kontaktsenter, fagansvar sosiale tenester",
           "hjemmel": "[forvaltningslova § 11]"}  # fmt: skip


def twins(catalogue: Catalogue, first: str, second: str) -> Twins:
    asked = Asked(TODAY, tuple(spec.code for spec in catalogue.checks), portrait=True)
    texts = zip(("a.md", "a.nn.md"), (first, second), strict=True)
    return compare(*(read_version(Source(path, text), catalogue, asked) for path, text in texts))


def of(catalogue: Catalogue, nb: str = NB, nn: str = NN, **metadata: str) -> Twins:
    return twins(catalogue, routine_text(nb), routine_text(nn, **{**META_NN, **metadata}))


def kinds(found: Twins) -> list[tuple[str, str]]:
    return [(item.kind, item.name) for item in found.differences]


def test_versions_that_say_the_same_have_no_differences(catalogue: Catalogue) -> None:
    assert kinds(of(catalogue)) == []


@pytest.mark.parametrize("case", [case for case in ALL if case[1] == "nb"], ids=str)
def test_the_templates_of_the_two_norms_say_the_same(case: tuple[Any, ...], catalogue: Catalogue) -> None:
    kind, _, part = case
    texts = [new_routine(answers(kind, norm, part, eier=OWNER)) for norm in ("nb", "nn")]
    assert kinds(twins(catalogue, *texts)) == []


LAW = "LOV-2009-12-18-131"
REMINDER = (
    ", og ansvaret kan ikkje overførast til andre.\n"
    "Frivillige organisasjonar kjem berre i tillegg til pliktene til Nav og rettane til brukaren."
)
CHANGES = [
    ("55 55 33 33", "55 55 33 34", {("phone", "55553333"), ("phone", "55553334")}),
    ("01.03.2027", "01.04.2027", {("date", "2027-03-01"), ("date", "2027-04-01")}),
    ("kr 12000", "kr 13000", {("amount", "12000 kr"), ("amount", "13000 kr")}),
    ("sosialtenestelova § 18", "sosialtenestelova § 19", {("law", f"{LAW} 18"), ("law", f"{LAW} 19")}),
    ("nav.no/nn/ordninger", "nav.no/nn/anna", {("link", "nav.no/ordninger"), ("link", "nav.no/anna")}),
    ("(#slik-går-du-fram)", "(#melding)", {("anchor", "2"), ("anchor", "5")}),
    ("2. Send melding dersom ingen svarar.\n", "", {("items", "")}),
    ("| Fritidskort | Kommunen |\n", "", {("rows", "")}),
    ("Kan ringjast etter kl. 12.00.\n", "", {("clock", "12.00"), ("lines", "melding")}),
    ("```melding\n", "```melding sikker\n", {("lines", "melding")}),
    ("## Frivillige\n", "### Frivillige\n", {("level", "Frivillige")}),
    ("Frelsesarmeen deler ut mat.\n", "", {("met", "MAN009"), ("finding", "MAN009")}),
    (REMINDER, ".", {("finding", "MAN001")}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES, ids=[str(number) for number in range(len(CHANGES))])
def test_what_is_changed_in_one_is_said(
    old: str, new: str, expected: set[tuple[str, str]], catalogue: Catalogue
) -> None:
    assert old in NN
    found = set(kinds(of(catalogue, nn=NN.replace(old, new))))
    assert expected & found
    assert found <= expected | {("finding", "MAN009"), ("finding", "MAN001"), ("met", "MAN001"), ("met", "MAN009")}


def test_a_deadline_that_is_changed_is_said_with_both_lines(catalogue: Catalogue) -> None:
    found = of(catalogue, nn=NN.replace("innan 2 arbeidsdagar", "innan fem dagar"))
    (first,) = [item for item in found.differences if item.name == "2 arbeidsdag"]
    (second,) = [item for item in found.differences if item.name == "5 dag"]
    lines = [text.splitlines().index(line) + 1 for text, line in (
        (routine_text(NB), "3. Si at Nav-kontoret svarer innen to arbeidsdager."),
        (routine_text(NN), "3. Sei at Nav-kontoret svarar innan 2 arbeidsdagar."),
    )]  # fmt: skip
    assert first.first is not None
    assert second.second is not None
    assert [first.first.line, second.second.line] == lines
    assert (first.second, second.first) == (None, None)


def test_a_section_that_is_gone_is_one_difference(catalogue: Catalogue) -> None:
    cut = NN[: NN.index("## Melding")]
    assert kinds(of(catalogue, nn=cut))[-1] == ("section", "Melding")
    tables = NN[: NN.index("## Ordningane")] + NN[NN.index("## Frivillige") :]
    found = kinds(of(catalogue, nn=tables))
    assert ("section", "Kommunens egne ordninger") in found
    assert not {kind for kind, _ in found} & {"table", "link"}


def test_sections_in_another_order_are_said_once(catalogue: Catalogue) -> None:
    start, end = NN.index("## Frivillige"), NN.index("## Melding")
    other = NN[:start] + NN[end:] + "\n" + NN[start:end]
    assert {kind for kind, _ in kinds(of(catalogue, nn=other))} == {"order"}


def test_a_fact_that_stands_elsewhere_is_moved_not_missing(catalogue: Catalogue) -> None:
    other = NN.replace(" på 55 55 33 33", "").replace("Sjå [ordn", "Ring 55 55 33 33, eller sjå [ordn")
    assert kinds(of(catalogue, nn=other)) == [("moved", "55553333")]


def test_a_denial_in_one_only_is_said(catalogue: Catalogue) -> None:
    nb, nn = NB + "\nSpør bruker om inntekt og gjeld.\n", NN + "\nSpør brukaren om inntekt og gjeld.\n"
    assert kinds(of(catalogue, nb, nn)) == []
    found = kinds(of(catalogue, nb, nn.replace("Spør brukaren", "Spør ikkje brukaren")))
    assert found == [("finding", "MAN003")]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"eier": "Nav Vestland"}, ["eier"]),
        ({"revideres_innen": "2027-07-01"}, ["revideres_innen"]),
        ({"hjemmel": "[forvaltningslova § 12]"}, ["hjemmel"]),
        ({"tjenester": "[økonomisk stønad, individuell plan]"}, ["tjenester"]),
        ({"hast": "true"}, ["hast"]),
        ({"tittel": "Noko heilt anna", "tvilling": "proverutine"}, []),
        ({"gjelder": "[sosialtenestelova § 18]"}, ["gjelder"]),
    ],
)
def test_metadata_must_agree_but_for_what_is_each_versions_own(
    changes: dict[str, str], keys: list[str], catalogue: Catalogue
) -> None:
    found = of(catalogue, **changes)
    assert [("metadata", key) for key in keys] == [item for item in kinds(found) if item[0] == "metadata"]


def test_hand_overs_to_twins_agree(catalogue: Catalogue) -> None:
    nb = routine_text(NB, videre_til="[hast, melding]")
    assert kinds(twins(catalogue, nb, routine_text(NN, **META_NN, videre_til="[melding-nn, hast-nn]"))) == []


def test_a_retired_version_is_said_to_be_compared_in_part(catalogue: Catalogue) -> None:
    found = of(catalogue, status="utgått")
    assert not found.whole
    assert kinds(found) == [("metadata", "status")]


@given(ANY_TEXT)
def test_a_routine_is_its_own_twin(catalogue: Catalogue, text: str) -> None:
    assert kinds(twins(catalogue, text, text)) == []


@given(BODIES, BODIES)
def test_there_are_differences_from_either_side_or_from_none(catalogue: Catalogue, one: str, other: str) -> None:
    there, back = twins(catalogue, one, other), twins(catalogue, other, one)
    assert bool(there.differences) == bool(back.differences)
    for item in (*there.differences, *back.differences):
        assert item.first is not None or item.second is not None
    comparison = Comparison(TODAY.isoformat(), "nn", "x", (there, back))
    assert render(comparison, "text").count("\n") > len(there.differences)
    json.loads(render(comparison, "json"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 55 55 33 33 eller 116 117.", ["55553333", "116117"]),
        ("innen åtte uker, senest 14 dager før", ["8 uke", "14 dag"]),
        ("innan 48 timar", ["48 time"]),
        ("en dag i uka", []),
        ("kr 1 200,50 og 50 prosent og 6 G", ["1200,50 kr", "50 %", "6 G"]),
        ("3. desember 2026 kl. 9 til kl 15.30", ["2026-12-03", "09.00", "15.30"]),
        ("nks@nav.no", ["nks@nav.no"]),
        ("§ 18 og § 4-17 i loven", []),
    ],
)
def test_facts_are_written_in_one_way(text: str, expected: list[str]) -> None:
    found = sorted(facts_in(text), key=lambda fact: fact.start)
    assert [fact.key for fact in found] == expected


def test_the_norms_of_names_and_addresses_are_left_out() -> None:
    assert neutral("melding.nn.md") == "melding.md"
    assert neutral("nav.no/nn/husleige") == "nav.no/husleige"
    assert neutral("hast-nn") == "hast"
    assert same_words("fagansvar sosiale tjenester", "fagansvar sosiale tenester")
    assert not same_words("Nav Vestland", "Nav kontaktsenter")


@given(st.lists(st.integers(0, 5), max_size=8), st.lists(st.integers(0, 5), max_size=8))
def test_what_is_aligned_rises_on_both_sides_and_answers(left: list[int], right: list[int]) -> None:
    pairs = aligned(left, right, lambda one, other: float(one == other), 0.5)
    assert pairs == sorted(pairs)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert [other for _, other in pairs] == sorted(other for _, other in pairs)
    assert all(left[one] == right[other] for one, other in pairs)


def test_what_is_left_over_is_matched_best_first() -> None:
    assert matched([0, 1], [5, 6], lambda one, other: 0.9 if (one, other) == (1, 5) else 0.8, 0.8) == [(0, 6), (1, 5)]


def test_long_sequences_are_paired_by_number() -> None:
    assert len(aligned(range(300), range(200), lambda one, other: 0.0, 0.5)) == 200


def test_pairs_are_found_by_name_by_id_and_by_metadata() -> None:
    found = paired(
        [
            Candidate("r/a.md", "a", "nb"), Candidate("r/a.nn.md", "a-nn", "nn"), Candidate("r/b.md", "b", "nn"),
            Candidate("r/b.nb.md", "bb", "nb"), Candidate("r/x.md", "hast", "nb"), Candidate("r/y.md", "hast-nn", "nn"),
            Candidate("r/o.md", "o", "nb", "p"), Candidate("s/p.md", "p", "nn"), Candidate("r/z.md", "z", "nb"),
            Candidate("r/w.md", "w", "nb", "borte"), Candidate("q/a.nn.md", "q", "nn"),
        ]
    )  # fmt: skip
    assert found.pairs == (
        ("r/a.md", "r/a.nn.md"), ("r/b.nb.md", "r/b.md"), ("r/o.md", "s/p.md"), ("r/x.md", "r/y.md"),
    )  # fmt: skip
    assert found.alone == ("q/a.nn.md", "r/w.md", "r/z.md")
    assert found.missing == (("r/w.md", "borte"),)


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """A folder with a pair that agrees."""
    (in_folder / "a.md").write_text(routine_text(NB), encoding="utf-8")
    (in_folder / "a.nn.md").write_text(routine_text(NN, **META_NN), encoding="utf-8")
    return in_folder


DAY = ("--today", "2026-12-01")


def test_the_exit_codes(folder: Path, run: Run) -> None:
    assert run("twin", "a.md", "a.nn.md", *DAY).code == 0
    assert run("twin", ".", *DAY).code == 0
    (folder / "a.nn.md").write_text(routine_text(NN.replace("55 55 33 33", "800 33 166"), **META_NN), encoding="utf-8")
    assert run("twin", "a.md", "a.nn.md", *DAY).code == 1
    assert run("twin", "a.md", *DAY).code == 2
    assert run("twin", "a.md", "a.md", *DAY).code == 2
    assert run("twin", "a.md", "borte.md", *DAY).code == 2
    (folder / "tom").mkdir()
    assert run("twin", "tom", *DAY).code == 3


def test_what_cannot_be_read_is_said_and_fails(folder: Path, run: Run) -> None:
    (folder / "b.md").write_bytes(b"\xff\xfe\x00")
    said = run("twin", ".", *DAY)
    assert said.code == 2
    assert "b.md" in said.out


def test_a_folder_names_routines_without_a_twin(folder: Path, run: Run) -> None:
    (folder / "b.md").write_text(routine_text(NB, id="b"), encoding="utf-8")
    said = run("twin", ".", *DAY)
    assert said.code == 0
    assert "Uten tvilling:\n  b.md\n" in said.out
    assert "1 par sammenlignet: 0 forskjeller." in said.out


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_difference_has_words_in_every_language(lang: str, folder: Path, run: Run) -> None:
    changed = NN
    for old, new, _ in CHANGES:
        changed = changed.replace(old, new)
    (folder / "a.nn.md").write_text(routine_text(changed, **META_NN, status="utkast", hast="true"), encoding="utf-8")
    document = json.loads(run("twin", ".", "--format", "json", "--lang", lang, *DAY).out)
    assert document["schema"] == "reviewkit.twins/1"
    messages = [item["message"] for item in document["pairs"][0]["differences"]]
    assert len(messages) > 10
    assert all(message and "{" not in message for message in messages)


def test_the_languages_have_the_same_messages() -> None:
    keys = []
    for lang in ("nb", "nn", "en"):
        with (FOLDER / lang / "twins.po").open("rb") as stream:
            keys.append({str(message.id) for message in read_po(stream) if message.id})
    assert keys[0] == keys[1] == keys[2]


def test_personal_data_is_masked_and_no_control_character_gets_out(folder: Path, run: Run) -> None:
    evil = NN + "\nRing Kari Holm på 91 23 45 67. \x1b[31m raudt kl. 13.45\n\n## Vond \x1b[2J del\n"
    (folder / "a.nn.md").write_text(routine_text(evil, **META_NN), encoding="utf-8")
    for format_ in ("text", "json"):
        said = run("twin", ".", "--format", format_, *DAY)
        assert said.code == 1
        assert "91 23 45 67" not in said.out
        assert "91234567" not in said.out
        assert "\x1b" not in said.out
