"""The follow-up report in the form of Kommunerevisjonen, and what the lawyer reads of people's verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import Language
from reviewkit.register.quality import Upheld
from reviewkit.register.values import (
    Acceptance,
    Evidence,
    Grade,
    Indicator,
    Measure,
    Reply,
    RoutineSeen,
    Run,
    Sighting,
    Sort,
    State,
    Status,
    Tracked,
)
from reviewkit.report.documents import FORMS, Form, Publisher
from reviewkit.report.documents.coverage import coverage
from reviewkit.report.documents.follow_up import follow_up_report
from reviewkit.report.documents.promised import GRADES
from reviewkit.report.documents.tree import Bars, Document, Field, Listing, Paragraph, Section, Table, walk, words_of
from reviewkit.report.documents.wording import FOLDER, Wording
from tests.conftest import Run as Call
from tests.documents import HARMFUL
from tests.test_reports import BODY, dossier, routine

TODAY = date(2027, 12, 1)
UNIT = "Nav kontaktsenter"
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


def sighting(rule: str = "MAN002", text: str = "Foreslå utsettelse", **more: str) -> Sighting:
    return Sighting("f" * 16, rule, "error", "gjeld", "routines/gjeld.md", 7, ("Gjeld",), text, owner=UNIT, **more)


def measure(number: int = 1, sort: Sort = "measure", *statuses: Status, findings: tuple[int, ...] = (1,)) -> Measure:
    return Measure(number, sort, findings, f"Ta ut råd {number}", UNIT, date(2027, 6, 1), list(statuses))


def status(grade: Grade = "done", evidence: str = "Rutinen er endret", **more: object) -> Status:
    return Status(date(2027, 11, 20), grade, evidence, **more)  # type: ignore[arg-type]


def state(measures: Iterable[Measure] = (), findings: Iterable[Tracked] = ()) -> State:
    """A register with one finding, unless others are given, and two runs."""
    found = list(findings) or [Tracked(1, sighting(), 1, 2, result="unchanged")]
    seen = (RoutineSeen("gjeld", "routines/gjeld.md", "d1", UNIT),)
    runs = [Run(n, date(2026 + n, 1, 1), "c" * 32, "0", seen, ("MAN002",)) for n in (0, 1)]
    return State(9, {item.number: item for item in found}, {item.number: item for item in measures}, runs)


def report(state: State, language: Language = "nb") -> Document:
    return follow_up_report(state, TODAY, Wording(language))


def sections(document: Document) -> dict[str, Section]:
    return {part.id: part for section in document.sections for part in walk(section)}


def said(section: Section) -> str:
    """The running words of a section and of all below it."""
    words = []
    for part in walk(section):
        words.append(part.name)
        for block in part.blocks:
            if isinstance(block, Paragraph):
                words.append(words_of(block.line))
            elif isinstance(block, Listing):
                words += map(words_of, block.items)
            elif not isinstance(block, Section):
                words.append(repr(block))
    return "\n".join(words)


def lead(document: Document) -> str:
    block = sections(document)["oppfolging-summary"].blocks[0]
    assert isinstance(block, Paragraph)
    return words_of(block.line)


def test_each_entry_has_the_form_promised_status_assessment_and_whether_it_is_enough() -> None:
    parts = sections(report(state([measure(1, "measure", status()), measure(2, "decision", status())])))
    names = [
        [block.name for block in parts[key].blocks if isinstance(block, Section)] for key in ("tiltak-1", "tiltak-2")
    ]
    rest = ["Status på oppfølgingstidspunktet", "Vurdering", "Er det nok?"]
    assert names == [["Meldt tiltak", *rest], ["Vedtak", *rest]]


def test_units_come_in_order_with_their_themes_and_stand_in_the_contents() -> None:
    found = [Tracked(1, sighting("TAU001"), 1, 1), Tracked(2, sighting("MAN002"), 1, 1), Tracked(3, sighting(""), 1, 1)]
    measures = [measure(number, findings=(number,)) for number in (1, 2, 3)]
    measures[2].owner = "Bydel A"
    document = report(state(measures, found))
    parts = sections(document)
    assert parts["enhet-1"].name == "Tiltak og vedtak: Bydel A"
    assert [block.name for block in parts["enhet-1"].blocks if isinstance(block, Section)] == ["Uten regel"]
    themes = [block.name for block in parts["enhet-2"].blocks if isinstance(block, Section)]
    assert themes == ["Mandat: ut over generell veiledning", "Taushetsplikt og meldinger"]
    assert {entry.id for entry in document.contents} <= set(parts)
    assert {"enhet-1", "enhet-2"} <= {entry.id for entry in document.contents}


@pytest.mark.parametrize(
    ("sort", "grade", "words"),
    [
        ("measure", "done", "Meldt tiltak var iverksatt."),
        ("measure", "mainly", "Meldt tiltak var i hovedsak iverksatt."),
        ("measure", "partly", "Meldt tiltak var delvis iverksatt."),
        ("measure", "not", "Meldt tiltak var ikke iverksatt."),
        ("measure", "seems-done", "Meldt tiltak synes å være iverksatt."),
        ("decision", "done", "Vedtaket var fulgt opp."),
        ("decision", "mainly", "Vedtaket var i hovedsak fulgt opp."),
        ("decision", "seems-done", "Vedtaket synes å være fulgt opp."),
    ],
)
def test_measures_are_carried_out_and_decisions_followed_up_in_the_grades_of_the_municipal_auditor(
    sort: Sort, grade: Grade, words: str
) -> None:
    assert words in said(sections(report(state([measure(1, sort, status(grade))])))["tiltak-1-2"])


def test_without_a_status_nothing_is_assessed() -> None:
    assert "Ikke vurdert" in said(sections(report(state([measure()])))["tiltak-1-2"])


def test_what_rests_on_somebodys_word_says_whose_in_status_assessment_and_reservations() -> None:
    parts = sections(report(state([measure(1, "measure", status(according_to="bydelen"))])))
    assert "(iverksatt): Ifølge bydelen: Rutinen er endret" in said(parts["tiltak-1-1"])
    assert "Basert på opplysninger fra bydelen: meldt tiltak var iverksatt." in said(parts["tiltak-1-2"])
    assert "Én vurdering bygger på det som er opplyst: tiltak 1." in said(parts["oppfolging-reservations"])


@pytest.mark.parametrize(
    ("enough", "words"),
    [("open", "Ikke fastslått."), ("yes", "vurdert som tilstrekkelig"), ("no", "stilt spørsmål ved")],
)
def test_whether_it_is_enough_is_answered_apart_from_the_grade(enough: str, words: str) -> None:
    parts = sections(report(state([measure(1, "measure", status(enough=enough))])))
    assert words in said(parts["tiltak-1-3"])
    assert "Meldt tiltak var iverksatt." in said(parts["tiltak-1-2"])
    assert any(isinstance(block, Field) for block in parts["tiltak-1-3"].blocks)


def test_an_indicator_stands_with_baseline_target_now_and_caveat_in_status_table_and_reservations() -> None:
    shown = Indicator("Innen to uker", "82 prosent", "95 prosent", "89 prosent", "Ikke mulig å skille ut.")
    parts = sections(report(state([measure(1, "measure", status(indicator=shown))])))
    for name in ("tiltak-1-1", "oppfolging-indicators"):
        assert all(
            words in said(parts[name]) for words in ("Innen to uker", "82", "95", "89", "Ikke mulig å skille ut.")
        )
    assert "Tiltak 1, «Innen to uker»: Ikke mulig å skille ut." in said(parts["oppfolging-reservations"])


def test_the_summary_reads_well_for_none_one_and_many_in_three_languages() -> None:
    none = [lead(report(state(), language)) for language in LANGUAGES]
    assert none[0] == "Ingen tiltak eller vedtak er ført inn."
    assert none[1] == "Ingen tiltak eller vedtak er førte inn."
    assert none[2] == "No measures or decisions have been entered."
    one = [lead(report(state([measure(1, "decision", status("partly"))]), language)) for language in LANGUAGES]
    assert one[0] == "1 vedtak skulle følges opp: 1 delvis fulgt opp."
    assert one[1] == "1 vedtak skulle følgjast opp: 1 delvis følgt opp."
    assert one[2] == "1 decision was to be acted on: 1 partly acted on."
    many = [measure(1, "measure", status()), measure(2, "measure", status()), measure(3)]
    texts = [lead(report(state(many), language)) for language in LANGUAGES]
    assert texts[0] == "3 tiltak er meldt: 2 iverksatt og 1 uten status."
    assert texts[1] == "3 tiltak er melde: 2 sette i verk og 1 utan status."
    assert texts[2] == "3 measures have been reported: 2 carried out and 1 without a status."


def test_nothing_late_and_nothing_back_is_said_without_a_zero() -> None:
    words = said(sections(report(state([measure(1, "measure", status())])))["oppfolging-summary"])
    assert "Ingen frister er ute." in words
    assert "Ingen lukkede funn er kommet tilbake." in words
    assert not re.search(r"^0 ", words, re.MULTILINE)


@given(st.lists(st.tuples(st.sampled_from(["measure", "decision"]), st.sampled_from(GRADES)), max_size=8))
def test_the_totals_count_every_measure_once_and_every_id_is_unique(chosen: list[tuple[Sort, Grade]]) -> None:
    given_ = [
        measure(number, sort, *([status(grade)] if grade != "none" else []))  # type: ignore[comparison-overlap]
        for number, (sort, grade) in enumerate(chosen, start=1)
    ]
    document = report(state(given_))
    ids = [part.id for section in document.sections for part in walk(section)]
    assert len(ids) == len(set(ids))
    bars = [block for block in sections(document)["oppfolging-summary"].blocks if isinstance(block, Bars)]
    assert sum(sum(bar.values) for block in bars for bar in block.bars) == len(chosen)
    assert sum(f"tiltak-{number}" in ids for number in range(1, len(chosen) + 1)) == len(chosen)


def closed(number: int, before: str, after: str, text: str = "Ny tekst") -> Tracked:
    evidence = Evidence("Gammel tekst", text, before, after, 2)
    return Tracked(number, sighting(), 1, 1, state="closed", result="gone", present=False, evidence=evidence)


def test_a_finding_closes_because_of_the_text_the_routine_or_only_the_rules_and_the_report_says_which() -> None:
    document = report(state(findings=[closed(1, "a", "b"), closed(2, "a", "", ""), closed(3, "a", "a")]))
    words = said(sections(document)["oppfolging-summary"])
    assert "1 funn er lukket fordi teksten er endret." in words
    assert "1 funn er lukket fordi rutinen er borte." in words
    assert "1 funn er lukket uten at rutinen er endret." in words
    limits = said(sections(document)["oppfolging-reservations"])
    assert "Funn 3 er lukket uten at rutinen er endret; det viser ingen forbedring." in limits


def test_the_old_and_the_new_text_stand_beside_each_other_and_a_return_is_told() -> None:
    heir = Tracked(2, sighting(), 2, 2, follows=1)
    document = report(state([measure(1, "measure", status())], [closed(1, "a1", "b2", "## Gjeld\nNy"), heir]))
    words = said(sections(document)["tiltak-1-1"])
    assert "Gammel tekst" in words
    assert "Gjeld: Ny" in words
    assert "versjon a1" in words
    assert "versjon b2" in words
    assert "Funn 1 er kommet tilbake som funn 2." in words
    assert "var funn 1" in said(sections(document)["oppfolging-outcomes"])


def test_what_people_saw_is_kept_apart_and_no_run_speaks_of_it() -> None:
    seen = Tracked(1, sighting("", "Sagt i en samtale"), 1, 1, source="call")
    parts = sections(report(state([measure()], [seen])))
    assert "Funn 1 er sett av mennesker." in said(parts["tiltak-1-1"])
    assert "Sagt i en samtale" in said(parts["oppfolging-people"])


def test_recommendation_and_decision_stand_apart_and_an_acceptance_whose_time_is_out_says_so() -> None:
    taken = [
        Tracked(number, sighting(), 1, 1, state="accepted", acceptance=Acceptance("Endre", "Beholde", "Leder", until))
        for number, until in ((1, date(2027, 11, 30)), (2, TODAY))
    ]
    table = next(
        block
        for block in sections(report(state(findings=taken)))["oppfolging-accepted"].blocks
        if isinstance(block, Table)
    )
    rows = [[words_of(cell) for cell in row] for row in table.rows]
    assert rows[0][1:3] == ["Endre", "Beholde"]
    assert [row[-1].endswith("(utløpt)") for row in rows] == [True, False]


def test_who_has_commented_on_the_facts_and_who_has_not_is_said() -> None:
    one = Tracked(
        1, sighting(), 1, 1, replies=[Reply(date(2027, 1, 5), UNIT, "Enig"), Reply(date(2027, 2, 1), UNIT, "Nei")]
    )
    other = measure(2)
    other.owner = "Bydel Taus"
    words = said(sections(report(state([measure(), other], [one])))["oppfolging-replies"])
    assert "5. januar 2027" in words
    assert "1. februar 2027" in words
    assert "Har tiltak eller vedtak, men har ikke uttalt seg: Bydel Taus." in words
    nobody = said(sections(report(state([measure()])))["oppfolging-replies"])
    assert "Ingen har uttalt seg." in nobody


def test_no_conclusion_is_drawn_and_there_is_a_place_for_one() -> None:
    part = sections(report(state([measure(1, "measure", status())])))["oppfolging-conclusion"]
    assert any(isinstance(block, Field) and not block.value for block in part.blocks)


def test_a_register_with_no_run_has_a_report() -> None:
    assert "Ingen gjennomgang er ført inn." in said(sections(report(State(1)))["oppfolging-method"])


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_report_is_written_in_nynorsk_and_english_and_not_copied_from_bokmal(language: Language) -> None:
    texts = []
    for name in ("nb", language):
        with (FOLDER / name / "follow-up.po").open("rb") as stream:
            texts.append({str(message.id): message.string for message in read_po(stream) if message.id})
    same = [key for key, text in texts[0].items() if texts[1][key] == text and len(str(text)) > 35]
    assert not [key for key in same if language == "en"]
    assert len(same) < 15


class Elements(HTMLParser):
    """The elements of a page, with the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.attributes: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script":
            self.scripts.append(data)


def harmed() -> State:
    """A register in which people have written what means harm wherever they write."""
    harm = " ".join(HARMFUL)
    item = Tracked(1, sighting(text=harm), 1, 1, replies=[Reply(TODAY, harm, harm)])
    promised = measure(1, "measure", status(evidence=harm, according_to=harm, indicator=Indicator(*[harm] * 5)))
    promised.text = promised.owner = harm
    return state([promised], [item])


@pytest.mark.parametrize("form", FORMS)
def test_a_report_can_be_made_of_whatever_people_have_written(form: Form) -> None:
    publisher = Publisher("nb")
    assert b"".join(publisher.file(publisher.follow_up(harmed(), TODAY), form))


def test_words_that_people_wrote_run_nothing_in_a_browser() -> None:
    publisher = Publisher("nb")
    page = Elements(b"".join(publisher.file(publisher.follow_up(harmed(), TODAY), "html")).decode())
    assert not [name for name in page.attributes if name.startswith("on")]
    assert not [text for text in page.scripts if "alert(1)" in text]


VERDICTS = (Upheld("MAN002", "c" * 32, 3, 1, 0), Upheld("MAN006", "d" * 32, 0, 0, 2))


def test_the_lawyer_sees_how_often_people_upheld_each_rule_by_catalogue_beside_what_was_measured() -> None:
    one = dossier(routine(BODY))
    tables = [block for block in coverage(one, Wording("nb"), VERDICTS).blocks if isinstance(block, Table)]
    rows = [[words_of(cell) for cell in row] for row in tables[-1].rows]
    assert rows[0][1:] == ["c" * 16, "75\u00a0% (3/4)", "3", "1", "0"]
    assert rows[1][1:] == ["d" * 16, "– (0/0)", "0", "0", "2"]
    this = (Upheld("MAN002", one.review.catalogue, 1, 0, 0),)
    assert "(this one)" in said(coverage(one, Wording("en"), this))


def test_without_a_register_the_lawyer_s_page_is_as_before_and_with_an_empty_one_it_says_so() -> None:
    one = dossier(routine(BODY))
    bare = coverage(one, Wording("nb"))
    assert "folk" not in said(bare)
    assert len(coverage(one, Wording("nb"), ()).blocks) == len(bare.blocks) + 1
    assert "Ingen har vurdert funn" in said(coverage(one, Wording("nb"), ()))


@pytest.fixture
def routines(in_folder: Path) -> Path:
    (in_folder / "routines").mkdir()
    (in_folder / "routines" / "a.md").write_text(routine(BODY), encoding="utf-8")
    return in_folder


@pytest.mark.parametrize("kind", ["mandate", "owner", "all"])
def test_other_reports_open_no_register_unless_one_is_named(
    run: Call, routines: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWKIT_REGISTER", str(routines / "annet.sqlite"))
    (routines / "reviewkit-register.sqlite").write_bytes(b"ikke en database")
    outcome = run("report", "routines", "--kind", kind, "--format", "md", "--out", "ut", "--no-cache")
    assert outcome.code == 0, outcome.both
    assert not (routines / "annet.sqlite").exists()


@pytest.mark.parametrize(
    "call",
    [
        ("report", "--kind", "follow-up", "--out", "ut"),
        ("report", "routines", "--kind", "mandate", "--out", "ut"),
        ("checks", "show", "MAN002"),
    ],
)
def test_a_register_that_is_not_there_is_said_and_none_is_made(
    run: Call, routines: Path, call: tuple[str, ...]
) -> None:
    outcome = run(*call, "--register", "borte.sqlite")
    assert outcome.code == 2
    assert "borte.sqlite: registeret finnes ikke" in outcome.err
    assert not (routines / "borte.sqlite").exists()
    assert not (routines / "ut").exists()
