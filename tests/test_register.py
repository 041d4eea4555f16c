"""The register's domain: what a run makes of every finding, who is who, and what people decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.check import Catalogue
from reviewkit.model import Finding, Review, Rule, Source, UsageError
from reviewkit.register.book import Book, ConflictError, alike
from reviewkit.register.recording import Looked, recorded
from reviewkit.register.states import TABLE, Step, after
from reviewkit.register.store import Store
from reviewkit.register.values import Acceptance, HumanState, Reply, RunResult, Sighting, Status, Tracked
from reviewkit.review import Options, Portrait, draft, settle
from tests.build import TODAY, routine_text

LATER = date(2027, 12, 1)
HELP = "Frelsesarmeen har rimelige møbler og gir ofte bort senger."
OTHER = "Kirkens Bymisjon låner også ut ski, sykler og telt uten at det koster noe."
ABOUT = "NKS gir generell informasjon om tjenesten.\n"
_STATES: tuple[HumanState, ...] = get_args(HumanState)
_RESULTS: tuple[RunResult, ...] = get_args(RunResult)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(Store(str(tmp_path / "register.sqlite")), lambda: "2026-12-01T08:00:00+00:00")


class Runs:
    """Real runs over routines by path, recorded in a book."""

    def __init__(self, book: Book, catalogue: Catalogue) -> None:
        self.book, self._catalogue = book, catalogue

    def __call__(
        self, routines: Mapping[str, str], *select: str, revision: str = "", missing: tuple[str, ...] = (),
        catalogue: str = "",
    ) -> dict[int, Tracked]:  # fmt: skip
        looked = look(self._catalogue, routines, *select, revision=revision, missing=missing, catalogue=catalogue)
        return self.book.write(lambda state: recorded(state, looked), "fagansvarlig").findings


def look(
    catalogue_: Catalogue, routines: Mapping[str, str], *select: str, revision: str = "",
    missing: tuple[str, ...] = (), catalogue: str = "",
) -> Looked:  # fmt: skip
    options = Options(TODAY, "nb", select or ("MAN001", "MAN003"), portrait=True)
    asked = options.asked(catalogue_)
    drafts = [draft(Source(path, text), catalogue_, asked) for path, text in routines.items()]
    review = settle(drafts, catalogue_, options)
    if catalogue:
        review = Review(**{name: getattr(review, name) for name in review.__struct_fields__} | {"catalogue": catalogue})
    portraits = tuple(item.portrait for item in drafts if item.portrait is not None)
    return Looked(review, portraits, "1", revision, frozenset(missing))


@pytest.fixture
def runs(book: Book, catalogue: Catalogue) -> Runs:
    return Runs(book, catalogue)


def text(*lines: str, heading: str = "Møbler", **changes: str | None) -> str:
    return routine_text(f"# Hjelp\n\n{ABOUT}\n## {heading}\n\n" + "\n\n".join(lines) + "\n", **changes)


def results(found: Mapping[int, Tracked]) -> dict[int, tuple[str, str]]:
    return {number: (item.state, item.result) for number, item in found.items()}


# --- the state machine ---------------------------------------------------------------------------------------------

EXPECTED: dict[tuple[HumanState, RunResult], Step] = {
    **{(state, "unchanged"): Step(state) for state in _STATES if state != "closed"},
    **{(state, "unseen"): Step(state) for state in _STATES},
    **{(state, "returned"): Step(state) for state in _STATES if state != "closed"},
    **{(state, "changed"): Step("open") for state in _STATES if state != "closed"},
    **{(state, "gone"): Step("closed") for state in _STATES if state != "rejected"},
    ("rejected", "gone"): Step("rejected"),
    ("closed", "unchanged"): Step("closed", successor=True),
    ("closed", "changed"): Step("closed", successor=True),
    ("closed", "returned"): Step("closed", successor=True),
}


@pytest.mark.parametrize(("state", "result"), list(product(_STATES, _RESULTS)))
def test_every_pair_of_the_table_says_what_is_written_here(state: HumanState, result: RunResult) -> None:
    assert after(state, result) == EXPECTED[state, result]


def test_the_table_holds_every_pair_and_nothing_else() -> None:
    assert set(TABLE) == set(product(_STATES, _RESULTS)) == set(EXPECTED)


def _put(book: Book, state: HumanState) -> None:
    """Bring finding 1 into a state that people can give it."""
    if state == "accepted":
        book.accept([1], Acceptance("fjern", "beholdes", "enhetsleder", date(2028, 1, 1), "juridisk enhet"), "fag")
    elif state in ("upheld", "rejected", "legal"):
        book.assess([1], state, "other", "", "jurist")  # type: ignore[arg-type]


AFTERWARDS: dict[RunResult, tuple[str, ...]] = {
    "unchanged": (HELP,), "changed": (HELP.replace("rimelige", "svært rimelige"),), "gone": (),
}  # fmt: skip


@pytest.mark.parametrize("result", ["unchanged", "changed", "gone", "unseen"])
@pytest.mark.parametrize("state", ["open", "upheld", "rejected", "legal", "accepted"])
def test_a_real_run_takes_every_state_where_the_table_says(
    state: HumanState, result: RunResult, book: Book, runs: Runs
) -> None:
    runs({"a.md": text(HELP)})
    _put(book, state)
    select = ("MAN003",) if result == "unseen" else ()
    found = runs({"a.md": text(*AFTERWARDS.get(result, (HELP,)))}, *select)
    assert results(found) == {1: (EXPECTED[state, result].state, result)}


def test_what_was_rejected_goes_and_comes_back_rejected(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    _put(book, "rejected")
    assert results(runs({"a.md": text()})) == {1: ("rejected", "gone")}
    assert results(runs({"a.md": text()})) == {1: ("rejected", "unseen")}
    found = runs({"a.md": text("Først noe annet.", HELP)})
    assert results(found) == {1: ("rejected", "returned")}
    assert found[1].evidence is None
    assert found[1].seen.line > text(HELP).count("\n", 0, text(HELP).index(HELP))


def test_a_verdict_on_a_rejected_text_that_is_gone_closes_it_in_the_next_run(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    _put(book, "rejected")
    runs({"a.md": text()})
    _put(book, "upheld")
    assert results(runs({"a.md": text()})) == {1: ("closed", "gone")}


@pytest.mark.parametrize("state", ["upheld", "legal", "accepted"])
def test_a_text_that_was_rejected_and_judged_anew_while_it_was_gone_comes_back_as_judged(
    state: HumanState, book: Book, runs: Runs
) -> None:
    runs({"a.md": text(HELP)})
    _put(book, "rejected")
    runs({"a.md": text()})
    _put(book, state)
    assert results(runs({"a.md": text(HELP)})) == {1: (state, "returned")}


def test_a_text_that_comes_back_after_closing_gets_a_new_number_that_refers_to_the_old(runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    runs({"a.md": text()})
    found = runs({"a.md": text(HELP)})
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "new")}
    assert found[2].follows == 1
    runs({"a.md": text()})
    found = runs({"a.md": text(HELP)})
    assert [item.follows for item in found.values()] == [0, 1, 2]


def test_a_closed_finding_stays_as_it_was_whatever_later_runs_look_at(runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    before = results(runs({"a.md": text()}))
    assert results(runs({"a.md": text()})) == before
    assert results(runs({"b.md": text(id="b")})) == before


def test_an_accepted_deviation_is_open_again_on_the_day_after_its_last(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    _put(book, "accepted")
    one = book.state.findings[1]
    assert [one.effective(date(2028, 1, 1)), one.effective(date(2028, 1, 2))] == ["accepted", "open"]
    assert one.state == "accepted"
    assert [alike(book.state, 1, day) for day in (date(2028, 1, 1), date(2028, 1, 2))] == [[], [1]]


# --- identity ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "after_it",
    [
        {"a.md": text("Noe nytt først.", "Mer nytt.", HELP)},
        {"a.md": text(HELP, heading="Innbo og utstyr")},
        {"mappe/nytt-navn.md": text(HELP)},
        {"a.md": text(HELP, id="ny-id")},
        {"a.md": text(HELP, eier="Nav Kontaktsenter, en annen enhet")},
    ],
    ids=["moved", "heading renamed", "file renamed", "id changed", "owner changed"],
)  # fmt: skip
def test_the_same_words_are_the_same_finding(after_it: dict[str, str], book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    _put(book, "upheld")
    found = runs(after_it, missing=tuple({"a.md"} - after_it.keys()))
    assert results(found) == {1: ("upheld", "unchanged")}
    assert found[1].seen.path in after_it
    assert results(runs(after_it)) == {1: ("upheld", "unchanged")}


def test_a_passage_moved_to_another_routine_is_a_new_finding(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP), "b.md": text(id="b")})
    _put(book, "rejected")
    found = runs({"a.md": text(), "b.md": text(HELP, id="b")})
    assert results(found) == {1: ("rejected", "gone"), 2: ("open", "new")}
    assert found[2].follows == 0


def test_a_routine_that_was_deleted_closes_its_findings_and_one_outside_the_run_keeps_them(runs: Runs) -> None:
    runs({"a.md": text(HELP), "b.md": text(HELP, id="b")})
    assert results(runs({"b.md": text(HELP, id="b")})) == {1: ("open", "unseen"), 2: ("open", "unchanged")}
    found = runs({"b.md": text(HELP, id="b")}, missing=("a.md",))
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "unchanged")}
    assert found[1].evidence is not None
    assert (found[1].evidence.before, found[1].evidence.after) == (HELP, "")


def test_a_routine_that_is_retired_closes_its_findings(runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    assert results(runs({"a.md": text(HELP, status="utgått")})) == {1: ("closed", "gone")}


def test_a_routine_that_is_in_sami_now_was_not_looked_at_for_the_rules_that_read_norwegian(runs: Runs) -> None:
    looked = {"a.md": text(HELP)}
    runs(looked)
    review = look(runs._catalogue, {"a.md": text(HELP, spraak="se")})
    asked = Looked(review.review, review.portraits, "1", asked={"a.md": frozenset({"FOR001"})})
    found = runs.book.write(lambda state: recorded(state, asked), "fag").findings
    assert results(found) == {1: ("open", "unseen")}


def test_of_two_equal_sentences_one_closes_when_one_goes_and_the_number_of_the_other_stays(runs: Runs) -> None:
    both = text(HELP) + f"\n## Senger\n\n{HELP}\n"
    assert len(runs({"a.md": both})) == 2
    assert results(runs({"a.md": both})) == {1: ("open", "unchanged"), 2: ("open", "unchanged")}
    found = runs({"a.md": text() + f"\n## Senger\n\n{HELP}\n"})
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "unchanged")}
    found = runs({"a.md": text() + f"\n## Sengetøy\n\n{HELP}\n"})
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "unchanged")}


def test_of_two_changed_sentences_each_keeps_its_own_number(runs: Runs) -> None:
    runs({"a.md": text(HELP, OTHER)})
    found = runs({"a.md": text(OTHER.replace("telt", "store telt"))})
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "changed")}
    assert found[2].earlier is not None
    assert found[2].earlier.text == OTHER


def test_a_sentence_that_is_changed_under_a_renamed_heading_is_the_same_finding(runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    found = runs({"a.md": text(HELP.replace("rimelige", "billige"), heading="Innbo")})
    assert results(found) == {1: ("open", "changed")}


def test_a_rule_that_has_changed_closes_nothing_while_the_text_stands(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs({"a.md": text(HELP)})
    looked = look(runs._catalogue, {"a.md": text(HELP)}, catalogue="another")
    blind = Looked(_without_findings(looked.review), looked.portraits, "1")
    assert results(runs.book.write(lambda state: recorded(state, blind), "fag").findings) == {1: ("open", "unseen")}
    changed = look(runs._catalogue, {"a.md": text()}, catalogue="another")
    assert results(runs.book.write(lambda state: recorded(state, changed), "fag").findings) == {1: ("closed", "gone")}


def _without_findings(review: Review) -> Review:
    return Review(**{name: getattr(review, name) for name in review.__struct_fields__} | {"findings": ()})


def test_an_authors_exception_closes_nothing_and_is_never_a_new_finding(runs: Runs) -> None:
    excepted = text('<!-- reviewkit: tillat MAN001 "avtalt" til 2027-06-30 -->\n' + HELP)
    assert runs({"a.md": excepted}) == {}
    runs({"a.md": text(HELP)})
    assert results(runs({"a.md": excepted})) == {1: ("open", "unchanged")}


def test_two_routines_with_one_id_keep_their_findings_apart(runs: Runs) -> None:
    runs({"a.md": text(HELP), "b.md": text(HELP)})
    found = runs({"a.md": text(), "b.md": text(HELP)})
    assert results(found) == {1: ("closed", "gone"), 2: ("open", "unchanged")}


def test_a_finding_closes_on_the_old_and_the_new_text_with_their_revisions(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)}, revision="2026")
    found = runs({"a.md": text("Kommunen gir råd om møbler.")}, revision="2027")
    evidence = found[1].evidence
    assert evidence is not None
    assert evidence.before == HELP
    assert evidence.after == "## Møbler\n\nKommunen gir råd om møbler."
    assert [book.state.revision(run) for run in (found[1].last_run, evidence.run)] == ["2026", "2027"]
    assert evidence.digest_before != evidence.digest_after


# --- people --------------------------------------------------------------------------------------------------------


def seen(words: str, rule: str = "") -> Sighting:
    return Sighting("", rule, "info", "", "", 0, (), words)


def test_what_people_saw_is_kept_apart_and_no_run_ever_says_it_is_gone(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    number = book.add(seen("Veilederen ga råd om gjeld"), "call", "fag")
    found = runs({"a.md": text()}, missing=("",))
    assert number == 2
    assert results(found)[2] == ("open", "new")


def test_the_same_passage_in_many_routines_is_one_decision(book: Book, runs: Runs) -> None:
    runs({f"{name}.md": text(HELP, OTHER, id=name) for name in "abc"})
    same = alike(book.state, 1, TODAY)
    assert [book.state.findings[number].seen.text for number in same] == [HELP] * 3
    assert [book.state.findings[number].seen.routine for number in same] == ["a", "b", "c"]
    book.assess(same, "upheld", "", "", "jurist")
    assert alike(book.state, 1, TODAY) == []


@pytest.mark.parametrize("consent", ["", "Fag", " fag ", "enhetsleder"])
def test_a_rule_of_the_mandate_is_waived_only_with_a_role_that_neither_asks_nor_decides(
    consent: str, book: Book, runs: Runs
) -> None:
    runs({"a.md": text(HELP)})
    with pytest.raises(UsageError, match=r"MAN001.*samtykker"):
        book.accept([1], Acceptance("fjern", "behold", "enhetsleder", None, consent), "fag")
    assert book.state.findings[1].state == "open"
    book.accept([1], Acceptance("fjern", "behold", "enhetsleder", None, "juridisk enhet"), "fag")
    assert book.state.findings[1].state == "accepted"


def test_the_report_goes_from_draft_to_comments_to_final_and_takes_replies_in_between(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    reply = Reply(TODAY, "Nav-kontoret", "Teksten er tatt ut")
    with pytest.raises(UsageError, match="til uttalelse"):
        book.reply([1], reply, "fag")
    with pytest.raises(UsageError, match="neste er «comments»"):
        book.reach("final", "fag")
    book.reach("comments", "fag")
    book.reply([1], reply, "fag")
    runs({"a.md": text(HELP)})
    assert book.state.stage == "comments"
    book.reach("final", "fag")
    with pytest.raises(UsageError, match="til uttalelse"):
        book.reply([1], reply, "fag")
    assert book.state.findings[1].replies == [reply]
    runs({"a.md": text(HELP)})
    assert book.state.stage == "draft"


def test_a_measure_is_overdue_until_it_is_carried_out(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    number = book.promise([1], "Ta ut avsnittet", "NKS", date(2027, 3, 1), "fag")
    measure = book.state.measures[number]
    assert [measure.overdue(day) for day in (date(2027, 3, 1), date(2027, 3, 2))] == [False, True]
    book.report_status(number, Status(LATER, "partly", "ifølge enheten"), "fag")
    assert book.state.measures[number].overdue(LATER)
    book.report_status(number, Status(LATER, "done", "lest"), "fag")
    assert not book.state.measures[number].overdue(LATER)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda book: book.assess([9], "upheld", "", "", "jurist"), "funn 9 finnes ikke"),
        (lambda book: book.assess([], "upheld", "", "", "jurist"), "minst ett funn"),
        (lambda book: book.assess([1], "rejected", "", " ", "jurist"), "skal ha en grunn"),
        (lambda book: book.assess([1], "upheld", "", "", "  "), "--by"),
        (lambda book: book.promise([1], " ", "NKS", LATER, "fag"), "tekst og eier"),
        (lambda book: book.report_status(4, Status(LATER, "done", "lest"), "fag"), "tiltak 4 finnes ikke"),
        (lambda book: book.accept([1], Acceptance("a", "b", " ", None, "c"), "fag"), "--decided-by"),
        (lambda book: book.accept([1], Acceptance("", "b", "d", None, "c"), "fag"), "anbefalt"),
        (lambda book: book.add(seen("  "), "call", "fag"), "--text"),
        (lambda book: book.add(seen("sett", "FRIVILLIG"), "call", "fag"), "ikke en regelkode"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    act: Callable[[Book], object], said: str, book: Book, runs: Runs
) -> None:
    runs({"a.md": text(HELP)})
    head = book.state.head
    with pytest.raises(UsageError, match=said):
        act(book)
    assert book.state.head == head == book.verify()[0]


def test_a_closed_finding_takes_no_verdict_and_says_what_it_came_back_as(book: Book, runs: Runs) -> None:
    for body in ((HELP,), (), (HELP,)):
        runs({"a.md": text(*body)})
    with pytest.raises(UsageError, match=r"funn 1 er lukket.*kom tilbake som funn 2"):
        book.assess([1], "upheld", "", "", "jurist")


def test_a_verdict_on_words_that_a_run_has_changed_in_the_meantime_is_stopped(book: Book, runs: Runs) -> None:
    runs({"a.md": text(HELP)})
    since = book.state.head
    runs({"a.md": text(HELP)})
    book.assess([1], "upheld", "", "", "jurist", since)
    since = book.state.head
    runs({"a.md": text(HELP.replace("senger", "gode senger"))})
    with pytest.raises(ConflictError, match="funn 1 er endret"):
        book.assess([1], "rejected", "other", "", "jurist", since)


def test_no_personal_data_is_stored_whoever_writes_it(book: Book, runs: Runs, tmp_path: Path) -> None:
    number, mail = "15038410099", "berit.hagen@gmail.com"
    private = f"{number} {mail}"
    help_ = HELP.replace("senger", f"senger til {mail}")
    runs(
        {f"rutine-{number}.md": text(help_, heading=f"Møbler for {mail}", eier=f"Nav, {mail}", tittel=f"Om {mail}")},
        revision=private,
    )
    runs({f"rutine-{number}.md": text(f"Ring {mail}.", heading=f"Møbler for {mail}")}, revision=private)
    runs({f"rutine-{number}.md": text(help_, heading=f"Møbler for {mail}")})
    book.assess([2], "upheld", "", private, private)
    book.promise([2], private, private, LATER, "fag")
    stored = "".join(entry.event + entry.by for entry in book.entries())
    assert len(book.state.findings) == 2
    assert book.state.findings[1].state == "closed"
    assert mail not in stored
    assert number not in stored


# --- any sequence of runs and verdicts -----------------------------------------------------------------------------

WORDS = (
    "Frelsesarmeen gir bort senger",
    "Frelsesarmeen gir bort gode senger",
    "Blå Kors har leirer",
    "Røde Kors hjelper",
)
PLACES = st.tuples(st.sampled_from("ab"), st.sampled_from(("Møbler", "Ferie")), st.sampled_from(WORDS))
RUN = st.tuples(st.just("run"), st.lists(PLACES, max_size=5), st.sets(st.sampled_from("ab"), min_size=1))
ACT = st.tuples(st.just("act"), st.sampled_from(("upheld", "rejected", "legal", "accept")), st.integers(1, 6))


def made(places: list[tuple[str, str, str]], routines: set[str]) -> Looked:
    """A run without a catalogue: findings in some places of some routines."""
    inside = sorted(place for place in places if place[0] in routines)
    found, bodies = [], dict.fromkeys(sorted(routines), "")
    for line, (name, heading, words) in enumerate(inside, start=1):
        ordinal = inside[: line - 1].count((name, heading, words))
        bodies[name] += f"{heading}: {words}\n"
        found.append(
            Finding("MAN001", "s", "error", f"{name}.md", line, 1, line, 9, (heading,), words, "Hvorfor", "", (), (),
                    (), (), (), f"{name}/{heading}/{words}/{ordinal}")
        )  # fmt: skip
    rules = (Rule("MAN001", "s", "t", "error", (), ()),)
    review = Review("c", "2026-12-01", "nb", len(routines), tuple(found), rules=rules)
    portraits = tuple(
        Portrait(f"{name}.md", name, name, "nb", "", "kommunal", (), "", "", "", str(hash(body)), body, (), (), (), ())
        for name, body in bodies.items()
    )
    return Looked(review, portraits, "1")


@given(st.lists(RUN | ACT, min_size=1, max_size=12))
def test_whatever_happens_numbers_verdicts_and_closed_findings_keep_their_promises(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
) -> None:
    book = Book(Store(str(tmp_path_factory.mktemp("any") / "r.sqlite")), lambda: "2026-12-01T08:00:00+00:00")
    for kind, first, second in steps:
        before = {number: (item.state, item.seen, item.source) for number, item in book.state.findings.items()}
        if kind == "act":
            _decide(book, str(first), int(str(second)))
            continue
        looked = made(first, second)  # type: ignore[arg-type]
        state = book.write(lambda state, looked=looked: recorded(state, looked), "fag")
        assert list(state.findings) == list(range(1, len(state.findings) + 1))
        for number, (earlier, words, _) in before.items():
            now = state.findings[number]
            if earlier == "closed":
                assert (now.state, now.seen) == ("closed", words)
            elif now.state not in (earlier, "closed"):
                assert now.seen.text != words.text
            assert now.first_run <= len(state.runs)
        live = [item for item in state.findings.values() if item.present and item.seen.routine in looked_at(looked)]
        assert sorted(item.seen.fingerprint for item in live) == sorted(f.fingerprint for f in looked.review.findings)
        assert all(state.findings[item.follows].state == "closed" for item in live if item.follows)
    again = Book(book._store, lambda: "")
    assert again.state == book.state
    book._store.close()


def looked_at(looked: Looked) -> set[str]:
    return {portrait.id for portrait in looked.portraits}


def _decide(book: Book, verdict: str, number: int) -> None:
    finding = book.state.findings.get(number)
    if finding is None or finding.state == "closed":
        with pytest.raises(UsageError):
            book.assess([number], "upheld", "", "", "jurist")
    elif verdict == "accept":
        book.accept([number], Acceptance("fjern", "behold", "leder", None, "jurist"), "fag")
    else:
        book.assess([number], verdict, "other", "", "jurist")  # type: ignore[arg-type]


def test_findings_without_words_of_their_own_are_told_apart_by_what_they_say(book: Book, runs: Runs) -> None:
    runs({"a.md": text(tittel=None, eier=None)}, "FOR001")
    said = {number: item.seen.message for number, item in book.state.findings.items()}
    owner = next(number for number, message in said.items() if "eier" in message)
    found = runs({"a.md": text(eier=None)}, "FOR001")
    assert {number: item.result for number, item in found.items()} == {
        number: "unchanged" if number == owner else "gone" for number in said
    }
