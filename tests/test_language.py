"""Norwegian in both norms: concepts by lemma, clauses, who acts, what is denied, and what is passed on from above."""

from __future__ import annotations

import re

import pytest

from reviewkit.check import Catalogue
from reviewkit.language import NOTHING, QUESTION, Hit, Lexicon, Pattern, Reading, compile_patterns, read_entry
from reviewkit.measure import TODAY
from reviewkit.model import CatalogueError, Source, Statement
from reviewkit.review import Options, review
from tests.build import parsed


def lexicon_of(patterns: list[Pattern], hides: dict[str, tuple[str, ...]] | None = None) -> Lexicon:
    """A lexicon of some patterns."""
    return Lexicon(compile_patterns(patterns), hides or {})


def found(entry: str, text: str) -> list[str]:
    """What of a text one entry of the lexicon finds."""
    return [text[start:end] for start, end, _ in lexicon_of([read_entry(entry, "x")]).find(text)]


# The notation of the lexicon


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("utleier/n", "utleier utleieren utleiere utleierne utleiers",
         ["utleier", "utleieren", "utleiere", "utleierne", "utleiers"]),
        ("veg/n", "veg vegen vegar vegane", ["veg", "vegen", "vegar", "vegane"]),
        ("jent/n", "jente jenta jenter jentene jentane", ["jente", "jenta", "jenter", "jentene", "jentane"]),
        ("forhandl/v", "forhandl forhandle forhandler forhandlar forhandlet forhandla",
         ["forhandl", "forhandle", "forhandler", "forhandlar", "forhandlet", "forhandla"]),
        ("betal/v", "betales betalast betalte betalt", ["betales", "betalast", "betalte", "betalt"]),
        ("rask/a", "rask raskt raske raskere raskare raskest",
         ["rask", "raskt", "raske", "raskere", "raskare", "raskest"]),
        ("utleier/n", "utleierforening hutleier utleid", []),
        ("bank", "banken bank bankId", ["bank"]),
        ("inkasso*", "inkasso inkassobyrå Inkassosalæret", ["inkasso", "inkassobyrå", "Inkassosalæret"]),
        ("inkasso*", "selvinkasso", []),
        ("*gjeld", "gjeld husleiegjeld spillegjeld", ["gjeld", "gjeld", "gjeld"]),
        ("*gjeld", "gjelder gjelda", []),
        ("*gjeld/n", "husleiegjelden gjelda", ["gjelden", "gjelda"]),
        ("Bank", "BANK bank", ["BANK", "bank"]),
        ("=Mental Helse", "Mental Helse og mental helse og MENTAL HELSE", ["Mental Helse"]),
        ("=Vake", "Vake er ikke vake", ["Vake"]),
    ],
)  # fmt: skip
def test_endings_and_compounds(entry: str, text: str, expected: list[str]) -> None:
    assert expected == found(entry, text)


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("(ta|tar|tek) kontakt med", "Vi tar kontakt med og tek kontakt med dei.",
         ["tar kontakt med", "tek kontakt med"]),
        ("(ta|tar) kontakt med", "kontakt med", []),
        ("(sett|sette) (opp|) en plan", "sett en plan, sette opp en plan, sett ned en plan",
         ["sett en plan", "sette opp en plan"]),
        ("be om utsettelse/n", "be om utsettelsen nå", ["be om utsettelsen"]),
        ("(hus|)leie/n", "husleie leien uleie", ["husleie", "leien"]),
        ("plan (for|om) gjeld*", "plan for gjeldsletting", ["plan for gjeldsletting"]),
        ("ring (han|) (straks|) opp", "ring opp, ring han opp, ring straks opp, ring han straks opp",
         ["ring opp", "ring han opp", "ring straks opp", "ring han straks opp"]),
        ("ring (han|) opp", "ringer opp, ring hane opp, ring oppe", []),
        ("og (eller|) gjeld", "inntekt og gjeld", ["og gjeld"]),
        ("nav-kontor/n", "Nav-kontoret og nav-kontor", ["Nav-kontoret", "nav-kontor"]),
        ("to (hele|) dager", "to/dager og to hele dager", ["to/dager", "to hele dager"]),
    ],
)  # fmt: skip
def test_alternatives_and_optional_parts(entry: str, text: str, expected: list[str]) -> None:
    assert expected == found(entry, text)


@pytest.mark.parametrize("entry", ["", "  ", "*", "=", "a", "x*", "(|)", "gj*ld", "a[b]c", "{ny}"])
def test_an_entry_that_cannot_be_read_is_an_error_of_the_catalogue(entry: str) -> None:
    with pytest.raises(CatalogueError, match="konseptet money"):
        read_entry(entry, "money")


def test_an_entry_with_too_many_variants_is_an_error_of_the_catalogue() -> None:
    with pytest.raises(CatalogueError, match="for mange varianter"):
        read_entry("(a|b|c|d|e|f|g|h)(a|b|c|d|e|f|g|h)(a|b|c|d|e|f|g|h)ord", "x")


def test_hits_are_places_in_the_text_as_written() -> None:
    assert [Hit(4, 11, "x")] == lexicon_of([read_entry("gjeld/n", "x")]).find("Om  GJELDEN i dag")


def test_letters_that_grow_in_lower_case_move_no_hit() -> None:
    """«İ» becomes two characters in lower case; the places after it stay right."""
    assert found("gjeld", "İİİ gjeld") == ["gjeld"]


def test_all_concepts_are_found_at_one_place() -> None:
    lexicon = lexicon_of([read_entry("gjeld", "money"), read_entry("gjeld", "trouble"), read_entry("jeld", "no")])
    assert {"money", "trouble"} == {concept for _, _, concept in lexicon.find("gjeld")}


def test_a_phrase_hides_what_lies_inside_it_only() -> None:
    patterns = [
        read_entry("bank/n", "creditor"),
        read_entry("blodbank/n", "blood"),
        read_entry("gi blod i banken", "blood"),
    ]
    lexicon = lexicon_of(patterns, {"blood": ("creditor",)})
    text = "gi blod i banken, og ring banken"
    visible = [hit for hits in lexicon.hits(text).values() for hit in hits]
    assert [(hit.concept, text[hit.start : hit.end]) for hit in sorted(visible)] == [
        ("blood", "gi blod i banken"),
        ("creditor", "banken"),
    ]
    assert [hit.start for hit in visible if hit.concept == "creditor"] == [26]


def test_no_entry_finds_anything_in_nothing(catalogue: Catalogue) -> None:
    assert catalogue.lexicon.find("") == []
    assert catalogue.lexicon.find("   \n  ") == []


# Clauses: who acts, and whether it is denied


def reading_of(body: str, catalogue: Catalogue) -> Reading:
    return Reading(parsed(body), catalogue.lexicon)


def judged(sentence: str, word: str, catalogue: Catalogue) -> tuple[str | None, bool]:
    """Who acts in the clause of a word, and whether it is denied."""
    reading = reading_of(sentence + "\n", catalogue)
    (statement,) = reading.routine.statements
    clause = reading.clause_at(statement, statement.text.index(word))
    assert clause is not None
    return reading.acting(clause), clause.denied


@pytest.mark.parametrize(
    ("sentence", "word", "actor"),
    [
        ("Vi ringer kontoret.", "ringer", "nks"),
        ("Me ringjer kontoret.", "ringjer", "nks"),
        ("Du spør om inntekt.", "spør", "nks"),
        ("Spør om inntekt.", "Spør", "nks"),
        ("Spør alltid om inntekt.", "Spør", "nks"),
        ("NKS gir informasjon.", "gir", "nks"),
        ("Kontaktsenteret gir informasjon.", "gir", "nks"),
        ("I samtalen skal du notere gjelden.", "notere", "nks"),
        ("Når bruker ringer, spør vi om gjeld.", "spør", "nks"),
        ("Når brukaren ringjer, noter gjelda.", "noter", "nks"),
        ("Nav-kontoret vurderer søknaden.", "vurderer", "office"),
        ("Kommunen kartlegger behovet.", "kartlegger", "office"),
        ("Kommunen ved Nav-kontoret kartlegg behovet.", "kartlegg", "office"),
        ("Veileder ved Nav-kontoret hjelper med avtalen.", "hjelper", "office"),
        ("Rettleiaren på Nav-kontoret hjelper med avtalen.", "hjelper", "office"),
        ("Behovet avklares av Nav-kontoret.", "avklares", "office"),
        ("Behovet blir avklart hos Nav-kontoret.", "avklart", "office"),
        ("Vi setter over til Nav-kontoret, som vurderer behovet.", "vurderer", "office"),
        ("Nav-kontoret svarer, og vi noterer det.", "noterer", "nks"),
        ("Vi noterer, og Nav-kontoret vurderer.", "vurderer", "office"),
        ("Bruker kan kontakte banken.", "kontakte", "user"),
        ("Brukaren kan sjølv kontakte banken.", "kontakte", "user"),
        ("Hun kontakter banken.", "kontakter", "user"),
        ("Søknaden blir vurdert.", "vurdert", None),
        ("Kartlegging av inntekt.", "Kartlegging", None),
    ],
)
def test_who_acts(sentence: str, word: str, actor: str | None, catalogue: Catalogue) -> None:
    assert actor == judged(sentence, word, catalogue)[0]


@pytest.mark.parametrize(
    ("sentence", "word", "denied"),
    [
        ("Vi skal ikke spørre om gjeld.", "spørre", True),
        ("Vi skal ikkje spørje om gjeld.", "spørje", True),
        ("Ikke spør om gjeld.", "spør", True),
        ("Spør aldri om gjeld.", "Spør", True),
        ("Unngå å spørre om gjeld.", "spørre", True),
        ("La være å spørre om gjeld.", "spørre", True),
        ("Lat vere å spørje om gjeld.", "spørje", True),
        ("Vi hverken spør om eller noterer gjeld.", "noterer", True),
        ("Det er ikke vår oppgave å spørre om gjeld.", "spørre", True),
        ("Hjelp bruker uten å spørre om gjeld.", "spørre", True),
        ("Vi skal ikke bare spørre, men også notere.", "spørre", False),
        ("Ikke glem å spørre om gjeld.", "spørre", False),
        ("Ikkje gløym å spørje om gjeld.", "spørje", False),
        ("Nøl ikke med å ringe vakttelefonen.", "ringe", False),
        ("Spør om gjeld.", "Spør", False),
        ("Vi spør om gjeld, men ikke om helse.", "spør", False),
        ("Hvis bruker ikke svarer, spør du igjen.", "spør", False),
        ("Dersom brukaren ikkje svarer, spør du att.", "spør", False),
        ("Vi kan ikke svare, men vi noterer gjelden.", "noterer", False),
        ("Si ikke at bruker får avslag.", "får", True),
        ("Si at bruker ikke får avslag.", "Si", False),
        ("Vi skal ikke si hva kontoret bestemmer.", "bestemmer", True),
    ],
)
def test_what_is_denied(sentence: str, word: str, denied: bool, catalogue: Catalogue) -> None:
    assert denied == judged(sentence, word, catalogue)[1]


@pytest.mark.parametrize(
    ("sentence", "word", "counts"),
    [
        ("Hvis bruker har gjeld, ringer vi.", "gjeld", False),
        ("Dersom brukaren har gjeld, ringjer vi.", "gjeld", False),
        ("Ring når bruker har gjeld.", "gjeld", False),
        ("Har bruker gjeld, ringer vi.", "gjeld", False),
        ("Ring før du spør om gjeld.", "gjeld", False),
        ("Ikke ring før du har spurt om gjeld.", "gjeld", True),
        ("Vi ringer fordi bruker har gjeld.", "gjeld", False),
        ("Vi spør om gjeld når bruker ringer.", "gjeld", True),
        ("Spør hva bruker har i gjeld.", "gjeld", True),
        ("Finn ut om bruker har gjeld.", "gjeld", True),
        ("Si at bruker har gjeld.", "gjeld", True),
    ],
)
def test_what_tells_and_what_only_says_when(sentence: str, word: str, counts: bool, catalogue: Catalogue) -> None:
    reading = reading_of(sentence + "\n", catalogue)
    (statement,) = reading.routine.statements
    clause = reading.clause_at(statement, statement.text.index(word))
    assert clause is not None
    assert counts == clause.counts


def test_second_person_is_the_adviser_in_text_and_the_user_in_a_quotation(catalogue: Catalogue) -> None:
    assert judged("Du ringer banken.", "ringer", catalogue)[0] == "nks"
    assert judged("> Du ringer banken.", "ringer", catalogue)[0] == "user"
    assert judged("Si: «Du ringer banken.»", "ringer", catalogue)[0] == "user"


@pytest.mark.parametrize(
    ("body", "question"),
    [
        ("Hva er inntekten din?", True),
        ("Kva er inntekta di?", True),
        ("> Har du gjeld?", True),
        ("- Hvor høy er inntekten?", True),
        ("Hvorfor er det slik?", False),
        ("## Har du gjeld?", False),
        ("Har du gjeld.", False),
    ],
)
def test_a_question_put_to_the_user(body: str, question: bool, catalogue: Catalogue) -> None:
    reading = reading_of(body + "\n", catalogue)
    assert question == reading.is_question(reading.routine.statements[0])


def test_clauses_cover_the_words_in_order(catalogue: Catalogue) -> None:
    sentence = "Når bruker sier at det haster, ringer vi (uten å spørre) vakttelefonen: «Vi trenger hjelp», og venter."
    reading = reading_of(sentence + "\n", catalogue)
    (statement,) = reading.routine.statements
    clauses = reading.clauses(statement)
    assert [(clause.start, clause.end) for clause in clauses] == sorted(
        (clause.start, clause.end) for clause in clauses
    )
    tokens = sorted((token for clause in clauses for token in clause.tokens), key=lambda token: token.start)
    said = [token.word for token in tokens]
    assert said == re.findall(r"[\w-]+", sentence.lower())


@pytest.mark.parametrize("sentence", ["...", "–", "«»", "?", "«", ")", "«(:;»", "om", "uten å", "og og og", "å"])
def test_scraps_are_read_without_complaint(sentence: str, catalogue: Catalogue) -> None:
    reading = reading_of(sentence + "\n", catalogue)
    for statement in reading.routine.statements:
        assert all(clause.start < clause.end for clause in reading.clauses(statement))


# What is passed on


def inherited(body: str, words: str, catalogue: Catalogue) -> tuple[str | None, bool]:
    """The actor and denial that the statement that begins with some words takes over."""
    reading = reading_of(body, catalogue)
    (statement,) = [item for item in reading.routine.statements if item.text.startswith(words)]
    standing = reading.inherited(statement)
    return standing.actor, standing.denied


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Dette gjør vi ikke:\n\n- punkt\n", ("nks", True)),
        ("Dette gjer vi ikkje:\n\n- punkt\n", ("nks", True)),
        ("## Dette gjør vi ikke\n\n- punkt\n", ("nks", True)),
        ("## Dette gjer vi ikkje\n\n- punkt\n", ("nks", True)),
        ("**Dette gjør vi ikke**\n\n- punkt\n", ("nks", True)),
        ("NKS skal aldri:\n\n- punkt\n", ("nks", True)),
        ("Vi skal ikke:\n\n- punkt uten å være det\n", ("nks", True)),
        ("Vi skal ikke\n- punkt\n", ("nks", True)),
        ("Unngå å:\n\n- punkt\n", ("nks", True)),
        ("Nav-kontoret:\n\n- punkt\n", ("office", False)),
        ("Kommunen skal\n\n- punkt\n", ("office", False)),
        ("## Nav-kontoret\n\n- punkt\n", ("office", False)),
        ("### Dette gjør Nav-kontoret\n\n- punkt\n", ("office", False)),
        ("Vi:\n\n- punkt\n", ("nks", False)),
        ("Dette gjør vi:\n\n- punkt\n", ("nks", False)),
        ("Brukeren kan:\n\n- punkt\n", ("user", False)),
        ("- Vi skal ikke\n  - punkt\n", ("nks", True)),
        ("Vi skal ikke:\n\n- spørre om\n  - punkt\n", ("nks", True)),
        ("## Dette gjør vi ikke\n\nNav-kontoret:\n\n- punkt\n", ("office", False)),
        ("## Dette gjør vi ikke\n\n## Annet\n\n- punkt\n", (None, False)),
        ("Vi skal ikke:\n\n- annet\n\nTekst imellom.\n\n- punkt\n", (None, False)),
        ("Slik er det.\n\n- punkt\n", (None, False)),
        ("# Dette gjør vi ikke\n\n- punkt\n", (None, False)),
    ],
)
def test_what_a_lead_in_or_heading_passes_on(
    body: str, expected: tuple[str | None, bool], catalogue: Catalogue
) -> None:
    assert expected == inherited(body, "punkt", catalogue)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("| Tema | NKS | Nav-kontoret |", ("office", False)),
        ("| Tema | Gjør | Gjør ikke |", ("nks", True)),
        ("| Tema | Riktig | Feil |", (None, True)),
        ("| Tema | Rett | Gale |", (None, True)),
        ("| Tema | Nei | NKS |", ("nks", False)),
        ("| Tema | A | B |", (None, False)),
    ],
)
def test_what_a_column_passes_on(head: str, expected: tuple[str | None, bool], catalogue: Catalogue) -> None:
    assert expected == inherited(f"{head}\n|---|---|---|\n| sak | noe | punkt |\n", "punkt", catalogue)


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Nav-kontoret", ("office", False)), ("Ikke", (None, True)), ("Aldri", (None, True)), ("Gjeld", (None, False))],
)
def test_what_the_first_cell_of_a_row_passes_on(
    label: str, expected: tuple[str | None, bool], catalogue: Catalogue
) -> None:
    assert expected == inherited(f"| Hvem | Hva |\n|---|---|\n| {label} | punkt |\n", "punkt", catalogue)


def test_a_question_is_passed_on_as_a_concept(catalogue: Catalogue) -> None:
    reading = reading_of("Hva tjener du på:\n\n> Hva har du i gjeld?\n", catalogue)
    (asked,) = [item for item in reading.routine.statements if item.text.endswith("?")]
    assert QUESTION in reading.standing(asked).concepts


def test_a_condition_passes_nothing_on(catalogue: Catalogue) -> None:
    reading = reading_of("Hvis bruker ikke svarer:\n\n- punkt\n", catalogue)
    lead: Statement = reading.routine.statements[0]
    assert reading.standing(lead) == NOTHING


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Nav-kontoret (kommunen) kartlegger inntekt.", []),
        ("Hvis bruker (eller ektefellen) har gjeld, ring kreditor.", ["MAN002"]),
        ("Ikke (under noen omstendighet) spør om inntekt.", []),
        ("Nav-kontoret les opp vedtaket.", []),
        ("Under samtalen kartlegger vi inntekt, og noter svarene.", ["MAN003"]),
        ("Ikke la bruker forhandle med kreditor.", []),
        ("Ikke la være å spørre om inntekt.", ["MAN003"]),
        ("Nav-kontoret kan kontakte kreditorene og foreslå en nedbetalingsplan.", []),
        ("<!-- Spør om inntekt. --> Sett samtalen over.", []),
        ("> Spør om inntekt", ["MAN003"]),
    ],
)
def test_whose_act_it_is_and_whether_it_is_told(sentence: str, found: list[str], catalogue: Catalogue) -> None:
    """Sentences that were once read wrong."""
    options = Options(TODAY, select=("MAN002", "MAN003", "MAN005"), second_judge=False)
    result = review([Source("a.md", sentence + "\n")], catalogue, options)
    assert found == sorted({finding.rule for finding in result.findings})
