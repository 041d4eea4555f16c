"""What the reports say: the three readers' questions, answered from the documents alone."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.check import load_catalogue
from reviewkit.dossier import Dossier, Known, compile_dossier
from reviewkit.dossier.compile import Keys
from reviewkit.dossier.stock import find_stock
from reviewkit.load.notes import read_notes
from reviewkit.model import CatalogueError, Language, Notes, Reply, Source, UsageError
from reviewkit.report.documents.mandate import mandate_report
from reviewkit.report.documents.owner import owner_reports
from reviewkit.report.documents.pieces import letter, marks_of, passage
from reviewkit.report.documents.supervision import supervision_report
from reviewkit.report.documents.tree import (
    Block,
    Document,
    Facts,
    Field,
    Grid,
    Passage,
    Quotation,
    Section,
    Table,
    walk,
)
from reviewkit.report.documents.wording import Wording, catalogue
from reviewkit.review import Options, draft, settle
from tests.build import ROOT
from tests.build import routine_text as routine

TODAY = date(2026, 12, 1)
REMINDER = (
    "Kommunen ved Nav-kontoret har ansvaret for de sosiale tjenestene, og ansvaret kan ikke overføres til andre. "
    "Frivillige organisasjoner kommer bare i tillegg til Navs plikter og brukerens rettigheter."
)
BODY = """# Hjelp til penger

NKS gir bare generell informasjon. Individuell veiledning gir kommunen ved Nav-kontoret.

## Slik gjør du

- Foreslå at bruker ber kreditor om utsettelse.
- Nav-kontoret kartlegger inntekten til bruker.
<!-- reviewkit: tillat MAN003 "avtalt med fagavdelingen" til 2027-06-30 -->
- Spør bruker om inntekt og gjeld.

## Dette gjør vi ikke

- gir råd om gjeld og avdrag
"""


def dossier(*texts: str, language: Language = "nb", known: Known | None = None) -> Dossier:
    """The dossier of some routines, numbered r0, r1 …"""
    catalogue = load_catalogue()
    options = Options(TODAY, language, portrait=True)
    asked = options.asked(catalogue)
    drafts = [draft(Source(f"r{number}.md", text), catalogue, asked) for number, text in enumerate(texts)]
    review = settle(drafts, catalogue, options)
    return compile_dossier(review, [item.portrait for item in drafts if item.portrait], catalogue, known)


def blocks(document: Document | Section) -> list[Block | Section]:
    """Every block of a document, the sections among them."""
    found: list[Block | Section] = []
    for section in document.sections if isinstance(document, Document) else (document,):
        for part in walk(section):
            found += [part, *(block for block in part.blocks if not isinstance(block, Section))]
    return found


def words(document: Document) -> str:
    """Everything a document says."""
    return repr([document.title, document.head, *document.sections])


@pytest.fixture(scope="module")
def one() -> Dossier:
    return dossier(routine(BODY))


def test_an_owner_reads_what_must_change_why_under_which_law_and_what_to_write_instead(one: Dossier) -> None:
    _, report = owner_reports(one, Wording("nb"))
    found = next(block for block in blocks(report) if isinstance(block, Section) and "MAN002" in block.name)
    quotation = next(block for block in found.blocks if isinstance(block, Quotation))
    facts = dict(next(block for block in found.blocks if isinstance(block, Facts)).rows)
    assert "ber kreditor om utsettelse" in quotation.text
    assert "linje" in quotation.place[0].text
    assert set(facts) >= {"Hvorfor", "Rettslig grunnlag", "Gjør slik", "Forslag til ordlyd", "Hvor sikker regelen er"}
    assert any(isinstance(block, Field) for block in found.blocks)


def test_a_proposed_wording_is_in_the_routines_own_norm_and_says_so() -> None:
    body = BODY.replace(
        "Foreslå at bruker ber kreditor om utsettelse.", "Gi råd om å be banken om utsetjing av avdraga."
    )
    _, report = owner_reports(dossier(routine(body, spraak="nn")), Wording("nb"))
    pasted = [part for block in blocks(report) if isinstance(block, Facts) for name, line in block.rows
              if name == "Forslag til ordlyd" for part in line]  # fmt: skip
    assert pasted
    assert all(part.lang == "nn" for part in pasted)
    assert any("ikkje" in part.text or "berre" in part.text for part in pasted)


def test_an_owner_reads_what_is_good_by_its_own_sentence(one: Dossier) -> None:
    _, report = owner_reports(one, Wording("nb"))
    good = next(block for block in blocks(report) if isinstance(block, Section) and block.id.endswith("-bra"))
    quoted = [block.text for block in good.blocks if isinstance(block, Quotation)]
    assert "NKS gir bare generell informasjon." in quoted


def test_advice_that_several_findings_share_is_written_once() -> None:
    twice = BODY.replace("## Dette", "- Foreslå at bruker ber banken om avdragsfrihet.\n\n## Dette")
    _, report = owner_reports(dossier(routine(twice)), Wording("nb"))
    said = [part for block in blocks(report) if isinstance(block, Facts) for _, line in block.rows for part in line]
    assert [(part.text, part.target) for part in said if part.target] == [("Som for funn 2.", "funn-2")]


def test_every_owner_has_a_report_and_routines_without_one_are_named_as_such() -> None:
    reports = list(
        owner_reports(dossier(routine(BODY), routine(BODY, eier="Nav X"), "# Uten metadata\n"), Wording("nb"))
    )
    assert reports[0].name == "eiere"
    assert len(reports) == 4
    assert any("Uten eier" in report.title for report in reports)


def test_sentences_that_are_pasted_into_many_routines_are_listed_with_their_places() -> None:
    texts = [routine(f"# Rutine {number}\n\n{REMINDER}\n") for number in range(3)]
    found = find_stock(dossier(*texts).routines)
    assert {item.text for item in found} >= {REMINDER.split(". ")[1]}
    assert all(len(item.places) == 3 for item in found)


def test_the_lawyer_sees_in_each_cell_what_stands_there(one: Dossier) -> None:
    report = mandate_report(one, Wording("nb"))
    grid = next(block for block in blocks(report) if isinstance(block, Grid))
    cells = dict(zip(grid.columns, grid.rows[0][1], strict=True))
    assert cells["sotjl. §\u00a017"].text.replace("\u00a0", " ") == "1 funn, 1 unntatt, 1 dempet, 1 tillatt"


def test_a_state_routine_is_not_concerned_and_that_is_said() -> None:
    both = dossier(routine(BODY), routine(BODY, forvaltning="statlig"))
    grid = next(block for block in blocks(mandate_report(both, Wording("nb"))) if isinstance(block, Grid))
    cells = dict(zip(grid.columns, grid.rows[1][1], strict=True))
    assert cells["sotjl. §\u00a017"].text == "ikke aktuelt"


def test_the_lawyer_sees_every_exception_with_its_reason_and_the_day_it_ends(one: Dossier) -> None:
    report = mandate_report(one, Wording("nb"))
    rows = [row for block in blocks(report) if isinstance(block, Table) for row in block.rows]
    said = ["|".join("".join(part.text for part in cell) for cell in row) for row in rows]
    assert any("MAN003" in row and "avtalt med fagavdelingen" in row and "30. juni 2027" in row for row in said)


def test_the_lawyer_sees_laws_that_are_unknown_repealed_or_not_in_force() -> None:
    body = "# R\n\nSe sosialtjenesteloven § 99 og sosialtjenesteloven av 1991 § 4-1.\n"
    said = words(mandate_report(dossier(routine(body)), Wording("nb")))
    assert "paragrafen finnes ikke" in said
    assert "loven er opphevet fra" in said


def test_what_no_rule_checks_is_said(one: Dossier) -> None:
    said = words(mandate_report(one, Wording("nb")))
    assert "Brukeren får tolk når det trengs" in said
    assert "Paragrafer i sosialtjenesteloven som ingen regel bygger på" in said


def test_the_report_to_supervisors_follows_the_form_and_leaves_the_assessment_open(one: Dossier) -> None:
    report = supervision_report(one, Wording("nb"))
    names = [
        block.name for block in blocks(report) if isinstance(block, Section) and block.id.startswith("regel-MAN002-")
    ]
    assert names == ["Observasjon", "Norm", "Vurdering", "Anbefaling", "Adressat", "Tilbakemelding"]
    fields = {block.id: block.value for block in blocks(report) if isinstance(block, Field)}
    assert fields["vurdering-MAN002"] == ""


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_report_orders_anybody_or_calls_a_finding_of_the_mandate_a_breach_of_the_law(language: Language) -> None:
    own = dossier(routine(BODY), language=language)
    wording = Wording(language)
    said = words(supervision_report(own, wording)) + words(mandate_report(own, wording))
    assert not re.search(r"\bgodkjent\b|\bapproved\b", said, re.IGNORECASE)
    assert (
        len(re.findall(r"lovbrudd|lovbrot|breach of (?:the )?law", said, re.IGNORECASE)) <= 1
    )  # to say that it states none


def test_replies_and_priorities_from_the_notes_stand_in_the_report(one: Dossier) -> None:
    finding = next(one.findings).finding
    notes = Notes(
        "comments", "Statsforvalteren", "2026/1", {finding.rule: ("sannsynlighet",)},
        (Reply(finding.fingerprint, date(2027, 1, 15), "Fagansvar", "Vi er enige."),),
    )  # fmt: skip
    report = supervision_report(dossier(routine(BODY), known=Known(notes, "notater.toml")), Wording("nb"))
    assert "15. januar 2027" in words(report)
    assert "Vi er enige." in words(report)
    assert report.status == "Til uttalelse"


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (Notes(replies=(Reply("feil", TODAY, "X", "y"),)), "funnet «feil», som ikke finnes"),
        (Notes(priorities={"XXX001": ()}), "regelen «XXX001»"),
        (Notes(priorities={"MAN002": ("haster",)}), "«haster» er ikke et kriterium"),
    ],
)
def test_notes_on_what_there_is_not_are_refused(notes: Notes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        supervision_report(dossier(routine(BODY), known=Known(notes, "notater.toml")), Wording("nb"))
    assert error.value.path == "notater.toml"


@pytest.mark.parametrize(
    ("text", "line"),
    [("stage = 'ferdig'\n", 1), ("\nukjent = 1\n", 2), ("[[replies]]\nfinding = 1\n", 2), ("a = \n", 1)],
)
def test_notes_that_are_malformed_are_told_by_their_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "notater.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        read_notes(file)
    assert error.value.line == line


def test_personal_data_is_masked_in_every_part_of_every_report() -> None:
    secret = "Ring Solveig Brattås på 91 23 45 67 eller solveig.brattaas@gmail.com om fødselsnummer 010190 00083."
    own = dossier(routine(f"# Kari\n\n{secret}\n\n{secret}\n", tittel="Skriv til solveig.brattaas@gmail.com"))
    wording = Wording("nb")
    for report in (*owner_reports(own, wording), supervision_report(own, wording), mandate_report(own, wording)):
        said = words(report)
        assert "brattaas@gmail" not in said
        assert "91 23 45 67" not in said


@given(st.lists(st.text(max_size=40), max_size=12))
def test_keys_are_unique_and_safe_as_ids_and_file_names(names: list[str]) -> None:
    keys = Keys()
    made = [keys.new(name) for name in names]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) and len(key) < 80 for key in made)


def test_the_letters_of_good_sentences_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


def test_the_passage_is_the_routine_itself_with_marks_in_it(one: Dossier) -> None:
    reviewed = one.routines[0]
    marks, _ = marks_of(reviewed)
    shown: Passage = passage(reviewed, marks, {}, Wording("nb"))
    assert "\n".join("".join(part.text for part in line.parts) for line in shown.lines) == reviewed.portrait.text
    marked = [part.text for line in shown.lines for part in line.parts if part.marks]
    assert any("kreditor om utsettelse" in text for text in marked)


def test_ids_are_unique_in_every_document(one: Dossier) -> None:
    wording = Wording("nb")
    for report in (*owner_reports(one, wording), supervision_report(one, wording), mandate_report(one, wording)):
        made = list(report.sections)
        ids = [part.id for section in made for part in walk(section)]
        assert len(ids) == len(set(ids))
        assert {entry.id for entry in report.contents} <= set(ids)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_message_is_missing_in_any_language(language: Language) -> None:
    """The same keys, the same placeholders, and as many forms."""
    ours, theirs = catalogue("nb"), catalogue(language)
    assert sorted(ours) == sorted(theirs)
    for key, message in ours.items():
        a, b = message.string, theirs[key].string
        assert isinstance(a, str) == isinstance(b, str), key
        one, other = ([a], [b]) if isinstance(a, str) and isinstance(b, str) else (list(a), list(b))
        assert all(other), key
        assert [_placeholders(text) for text in one] == [_placeholders(text) for text in other], key


def test_every_rule_has_a_name_in_every_language() -> None:
    for language in ("nb", "nn", "en"):
        wording = Wording(language)  # type: ignore[arg-type]
        assert [spec.code for spec in load_catalogue().checks if not wording.has(f"rule.{spec.code}")] == []


def test_the_names_of_rules_in_bokmaal_are_those_of_their_pages() -> None:
    wording = Wording("nb")
    assert {wording(f"rule.{spec.code}"): spec.title for spec in load_catalogue().checks} == {
        spec.title: spec.title for spec in load_catalogue().checks
    }


def test_every_message_is_used_somewhere() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "reviewkit").rglob("*")
        if path.suffix in (".py", ".j2", ".typ", ".js")
    )
    stems = set(re.findall(r"[\"']([a-z][\w.-]*)\.\{", source)) | set(
        re.findall(r"[\"']([a-z][\w-]*(?:\.[\w-]+)+)[\"']", source)
    )
    unused = [
        key for key in catalogue("nb") if key not in stems and not any(key.startswith(f"{stem}.") for stem in stems)
    ]
    assert unused == []


def test_totals_tell_by_county_and_owner_how_much_was_reviewed() -> None:
    both = dossier(
        routine(BODY, fylke="Trøndelag", kommune="Trondheim", kontor="Nav X"),
        routine(BODY, fylke="Trøndelag", kommune="Trondheim", kontor="Nav X", id="b", status="utgått"),
        routine(BODY, fylke="Oslo", id="c"),
    )
    tables = [block for block in blocks(supervision_report(both, Wording("nb"))) if isinstance(block, Table)]
    table = next(block for block in tables if block.caption.startswith("Rutiner, andel"))
    said = ["|".join("".join(part.text for part in cell) for cell in row) for row in table.rows]
    assert any(row.startswith("Trondheim|Nav X|") and "|2|1|50" in row for row in said)
    assert any(row.startswith("Oslo|") and "|1|1|100" in row for row in said)
