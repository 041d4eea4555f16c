"""The baseline is a ratchet: what is known is counted and not reported, and it can only become less unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit.check import Catalogue
from reviewkit.load.baseline import (
    HEADER,
    Baseline,
    BaselinePlaces,
    Entry,
    harmless,
    parse_baseline,
    read_baseline,
    render_baseline,
)
from reviewkit.model import CatalogueError, Review, Source, UsageError
from reviewkit.review import Options, review
from reviewkit.review.baseline import apply_baseline, pruned, renewed
from tests.build import TODAY, WELL_FOUNDED, routine_text
from tests.conftest import Outcome, Run
from tests.strategies import BODIES

DAY = ("--today", "2026-12-01")
FILE = "reviewkit-baseline.tsv"
ERROR = "Vurder om det haster før du ringer vakttelefonen.\n"  # MAN006, error
OTHER = "Vurder om det haster før du ringer vakttelefonen til Nav-kontoret i kommunen.\n"  # MAN006, error
WARNING = "Kontoret er åpent mandag til fredag kl. 10-14.\n"  # TIL003, warning
PRINT = "0123456789abcdef"


class Names:
    """Routines named by their paths; some are gone."""

    def __init__(self, *gone: str) -> None:
        self._gone = gone

    def name(self, path: str) -> str:
        return path

    def gone(self, routine: str) -> bool:
        return routine in self._gone


HERE = Names()


def text_with(*sentences: str, id: str = "rutine", **changes: str | None) -> str:
    return routine_text("\n".join([WELL_FOUNDED["nb"], *sentences]), id=id, **changes)


def reviewed(catalogue: Catalogue, *select: str, **texts: str) -> Review:
    """The review of some texts, each in a file named as its argument."""
    sources = [Source(f"{name}.md", text) for name, text in texts.items()]
    return review(sources, catalogue, Options(TODAY, select=select))


def baseline_of(*reviews: Review) -> Baseline:
    """A baseline written of some reviews, as it is read back from its file."""
    entries = [entry for item in reviews for entry in renewed(item, Baseline(FILE), HERE)]
    return parse_baseline(render_baseline(entries), FILE)


def bodies(texts: Iterable[str]) -> list[Source]:
    return [Source(f"{number}.md", text_with(text, id=f"rutine-{number}")) for number, text in enumerate(texts)]


def read_or_error(text: str) -> Baseline | CatalogueError:
    try:
        return parse_baseline(text, FILE)
    except CatalogueError as error:
        return error


# the file

ENTRIES = st.builds(
    Entry,
    routine=st.text(min_size=1, max_size=30) | st.sampled_from(["routines/a.md", "=1+1.md", "../b.md", HEADER]),
    rule=st.from_regex(r"[A-Z]{3}[0-9]{3}", fullmatch=True),
    fingerprint=st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    excerpt=st.text(max_size=200).map(harmless),
)
LISTS = st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.key)


@given(LISTS)
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    read = parse_baseline(render_baseline(entries), FILE).entries
    assert sorted(entries, key=lambda entry: entry.key) == [replace(entry, line=0) for entry in read]
    assert [entry.line for entry in read] == list(range(2, len(entries) + 2))


@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_entries_leave_no_trace(entries: list[Entry], random: Any) -> None:
    mixed = entries + entries[:2]
    random.shuffle(mixed)
    assert render_baseline(entries) == render_baseline(mixed)


@given(LISTS, LISTS)
def test_two_branches_joined_line_by_line_are_their_union(ours: list[Entry], theirs: list[Entry]) -> None:
    joined = parse_baseline(render_baseline(ours) + render_baseline(theirs), FILE)
    assert {entry.key for entry in joined.entries} == {entry.key for entry in (*ours, *theirs)}
    assert sum(entry.count for entry in joined.entries) == len(ours) + len(theirs)


@given(st.lists(st.builds(Entry, st.text(min_size=1), st.just("MAN001"), st.just(PRINT), st.text()), max_size=3))
def test_nothing_in_a_routine_can_drive_a_reader_of_the_file(entries: list[Entry]) -> None:
    header, *lines, end = render_baseline(entries).split("\n")
    assert (HEADER, "") == (header, end)
    for line in lines:
        fields = line.split("\t")
        assert 4 == len(fields)
        assert all(field.isprintable() for field in fields)
        assert not line.startswith(("=", "+", "-", "@", '"', "'", "#", "<", ">", "|", " "))
        assert fields[3].startswith("«")


@given(st.text(max_size=200) | st.text(alphabet="\t\n %«»<>=|aM01", max_size=80).map(lambda text: f"{HEADER}\n{text}"))
def test_any_text_is_a_baseline_or_an_error_for_people(text: str) -> None:
    baseline = read_or_error(text)
    if isinstance(baseline, CatalogueError):
        assert (FILE, True) == (baseline.path, baseline.line > 0)
    else:
        rendered = render_baseline(baseline.entries)
        assert rendered == render_baseline(parse_baseline(rendered, FILE).entries)


GOOD = f"a.md\tMAN006\t{PRINT}\t«Vurder»"
BAD = {
    "empty": (b"", 1, "er tom: ventet «reviewkit-baseline/1» i første linje"),
    "another file": (b"# Rutine\n", 1, "er ikke en grunnlinje: ventet «reviewkit-baseline/1»"),
    "no header": (GOOD.encode(), 1, "er ikke en grunnlinje"),
    "later schema": (f"reviewkit-baseline/2: x\n{GOOD}\n".encode(), 1, "leser «reviewkit-baseline/1»"),
    "conflict": (f"{HEADER}\n<<<<<<< HEAD\n{GOOD}\n=======\n>>>>>>> b\n".encode(), 2, "flettekonflikt"),
    "base of a conflict": (f"{HEADER}\n{GOOD}\n||||||| base\n".encode(), 3, "flettekonflikt"),
    "conflict in the header": (f"<<<<<<< HEAD\n{HEADER}\n".encode(), 1, "flettekonflikt"),
    "spaces for tabs": (f"{HEADER}\n{GOOD}\n{GOOD.expandtabs(4)}\n".encode(), 3, "ventet fire felt"),
    "a field more": (f"{HEADER}\n{GOOD}\tmer\n".encode(), 2, "ventet fire felt"),
    "rule": (f"{HEADER}\na.md\tman6\t{PRINT}\t«»\n".encode(), 2, "ventet en regelkode"),
    "fingerprint": (f"{HEADER}\na.md\tMAN006\tABC\t«»\n".encode(), 2, "ventet et fingeravtrykk"),
    "path": (f"{HEADER}\n\tMAN006\t{PRINT}\t«»\n".encode(), 2, "ventet stien"),
    "path is not text": (f"{HEADER}\n%FF.md\tMAN006\t{PRINT}\t«»\n".encode(), 2, "ventet stien"),
    "not UTF-8": (f"{HEADER}\n".encode() + b"\xff\n", 2, "er ikke UTF-8"),
    "UTF-16": (HEADER.encode("utf-16"), 1, "er ikke UTF-8"),
}


@pytest.mark.parametrize("command", ["check", "write", "prune"])
@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_named_with_its_line_and_left_as_it_was(
    name: str, command: str, in_folder: Path, run: Run
) -> None:
    data, line, words = BAD[name]
    Path(FILE).write_bytes(data)
    Path("a.md").write_text(text_with(ERROR), encoding="utf-8")
    call = {
        "check": ("check", "a.md", "--baseline", FILE),
        "write": ("baseline", "write", "a.md", "--output", FILE),
        "prune": ("baseline", "prune", FILE, "a.md"),
    }
    outcome = run(*call[command], *DAY)
    assert (2, "") == (outcome.code, outcome.out)
    assert f"Feil: {FILE}:{line}: " in outcome.err
    assert words in outcome.err
    assert data == Path(FILE).read_bytes()


@pytest.mark.parametrize(
    "text",
    [f"\ufeff{HEADER}\n{GOOD}\n", f"{HEADER}\r\n{GOOD}\r\n", f"{HEADER}\n\n{GOOD}\n  \n", f"{HEADER}\n{GOOD}",
     f"{HEADER}\n{GOOD}\n{HEADER}\n{GOOD}\n"],
)  # fmt: skip
def test_what_editors_and_merges_do_to_a_good_file_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(text.encode())
    assert [("a.md", "MAN006", PRINT)] == [entry.key for entry in read_baseline(tmp_path / FILE).entries]


def test_a_file_too_large_is_neither_read_nor_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewkit.load.baseline.MAX_BASELINE_BYTES", 80)
    (tmp_path / FILE).write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="er for stor"):
        read_baseline(tmp_path / FILE)
    with pytest.raises(UsageError, match="er for stor"):
        render_baseline([Entry("a.md", "MAN006", PRINT, "Vurder"), Entry("b.md", "MAN006", PRINT, "Vurder")])


def test_there_must_be_a_file_to_read(in_folder: Path, run: Run) -> None:
    Path("mappe").mkdir()
    Path("a.md").write_text(text_with(ERROR), encoding="utf-8")
    for given_path in ("borte.tsv", "mappe"):
        for call in (("check", "a.md", "--baseline", given_path), ("baseline", "prune", given_path, "a.md")):
            outcome = run(*call, *DAY)
            assert (2, "") == (outcome.code, outcome.out)
            assert given_path in outcome.err


# applying it


@given(st.lists(BODIES, min_size=1, max_size=3))
def test_a_fresh_baseline_leaves_no_findings_and_nothing_stale(catalogue: Catalogue, texts: list[str]) -> None:
    result = review(bodies(texts), catalogue, Options(TODAY))
    applied = apply_baseline(result, baseline_of(result), HERE)
    assert ((), ()) == (applied.findings, applied.stale)
    assert result.findings == applied.baselined


@given(st.lists(BODIES, min_size=2, max_size=3), st.data())
def test_applying_twice_changes_nothing_and_no_finding_is_lost(
    catalogue: Catalogue, texts: list[str], data: st.DataObject
) -> None:
    result = review(bodies(texts), catalogue, Options(TODAY))
    before = review(bodies(data.draw(st.permutations(texts))), catalogue, Options(TODAY))
    baseline = baseline_of(before)
    once = apply_baseline(result, baseline, HERE)
    assert once == apply_baseline(once, baseline, HERE)
    assert sorted(map(repr, result.findings)) == sorted(map(repr, (*once.findings, *once.baselined)))


@given(st.lists(BODIES, min_size=2, max_size=3), st.data())
def test_a_pruned_baseline_has_nothing_stale_and_hides_no_more(
    catalogue: Catalogue, texts: list[str], data: st.DataObject
) -> None:
    result = review(bodies(texts), catalogue, Options(TODAY))
    before = baseline_of(review(bodies(data.draw(st.permutations(texts))), catalogue, Options(TODAY)))
    applied = apply_baseline(result, before, HERE)
    kept = pruned(applied, before)
    assert set(kept) <= set(before.entries)
    assert len(before.entries) - len(kept) == len(applied.stale)
    assert replace(applied, stale=()) == apply_baseline(result, Baseline(FILE, kept), HERE)


@given(st.lists(BODIES, min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_the_order_of_the_file_and_of_the_findings_makes_no_difference(
    catalogue: Catalogue, texts: list[str], random: Any
) -> None:
    result = review(bodies(texts), catalogue, Options(TODAY))
    lines = render_baseline(baseline_of(result).entries[::2]).splitlines()[1:]
    expected = apply_baseline(result, parse_baseline("\n".join([HEADER, *lines]), FILE), HERE)
    random.shuffle(lines)
    assert expected == apply_baseline(result, parse_baseline("\n".join([HEADER, *lines, *lines[:2]]), FILE), HERE)


def test_one_entry_covers_one_finding(catalogue: Catalogue) -> None:
    """The same words written once more are a new finding, and one of two put right leaves one entry stale."""
    once, twice = (reviewed(catalogue, "MAN", a=text_with(*[f"{ERROR}\n"] * count)) for count in (1, 2))
    assert 1 == len(apply_baseline(twice, baseline_of(once), HERE).findings)
    applied = apply_baseline(once, baseline_of(twice), HERE)
    assert ((), 1, 1) == (applied.findings, len(applied.baselined), len(applied.stale))


def test_moved_lines_change_nothing(catalogue: Catalogue) -> None:
    before = reviewed(catalogue, "MAN", a=text_with(ERROR))
    after = reviewed(catalogue, "MAN", a=text_with("Vi svarer alle.\n", ERROR))
    assert before.findings[0].line != after.findings[0].line
    applied = apply_baseline(after, baseline_of(before), HERE)
    assert ((), ()) == (applied.findings, applied.stale)


def test_a_copy_of_a_routine_is_not_covered_by_the_entries_of_the_original(catalogue: Catalogue) -> None:
    before = baseline_of(reviewed(catalogue, "MAN", a=text_with(ERROR)))
    both = apply_baseline(reviewed(catalogue, "MAN", a=text_with(ERROR), kopi=text_with(ERROR)), before, HERE)
    assert (["kopi.md"], ["a.md"]) == ([item.path for item in both.findings], [item.path for item in both.baselined])
    alone = apply_baseline(reviewed(catalogue, "MAN", kopi=text_with(ERROR)), before, HERE)
    assert 1 == len(alone.findings)


def test_a_routine_that_has_moved_takes_its_entries_along(catalogue: Catalogue) -> None:
    before = baseline_of(reviewed(catalogue, "MAN", a=text_with(ERROR)))
    moved = reviewed(catalogue, "MAN", b=text_with(ERROR), c=text_with(ERROR))
    applied = apply_baseline(moved, before, Names("a.md"))
    assert (["c.md"], ["b.md"], ()) == (
        [item.path for item in applied.findings], [item.path for item in applied.baselined], applied.stale,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gone", "select", "name", "stale"),
    [
        ((), (), "a", True), ((), ("MAN",), "a", True), ((), ("MAN006",), "a", True),
        ((), ("TIL",), "a", False), ((), (), "b", False), (("a.md",), (), "b", True), (("a.md",), ("TIL",), "b", True),
    ],
)  # fmt: skip
def test_an_entry_is_stale_only_where_the_run_could_have_found_it_or_its_routine_is_gone(
    gone: tuple[str, ...], select: tuple[str, ...], name: str, stale: bool, catalogue: Catalogue
) -> None:
    before = baseline_of(reviewed(catalogue, "MAN006", a=text_with(ERROR)))
    result = reviewed(catalogue, *select, **{name: text_with(id="b")})
    applied = apply_baseline(result, before, Names(*gone))
    assert stale == bool(applied.stale)
    kept = renewed(applied, before, Names(*gone))
    assert stale == (before.entries[0].key not in {entry.key for entry in kept})


def test_a_stale_entry_says_where_it_stands_and_what_it_was_about(catalogue: Catalogue) -> None:
    text = f"{HEADER}\n\na.md\tMAN006\t{PRINT}\t«Vurder»\na.md\tMAN006\t{PRINT}\t«Vurder»\n"
    (stale,) = apply_baseline(reviewed(catalogue, a=text_with()), parse_baseline(text, FILE), HERE).stale
    assert (FILE, 3, "MAN006", "a.md", "Vurder", 2) == (
        stale.path, stale.line, stale.rule, stale.routine, stale.excerpt, stale.count,
    )  # fmt: skip


def test_a_rule_that_the_catalogue_no_longer_has_leaves_its_entries_stale(catalogue: Catalogue) -> None:
    before = Baseline(FILE, (Entry("a.md", "XXX999", PRINT, line=2),))
    assert apply_baseline(reviewed(catalogue, a=text_with()), before, HERE).stale
    assert not apply_baseline(reviewed(catalogue, "MAN", a=text_with()), before, HERE).stale


def test_an_entry_whose_rule_has_been_changed_by_hand_covers_nothing(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, a=text_with(ERROR))
    changed = tuple(replace(entry, rule="MAN001") for entry in baseline_of(result).entries)
    applied = apply_baseline(result, Baseline(FILE, changed), HERE)
    assert result.findings == applied.findings
    assert len(changed) == len(applied.stale)


def test_a_finding_that_is_excepted_leaves_its_entry_stale_and_one_that_is_muted_does_not(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, "MAN", a=text_with(ERROR))
    before = baseline_of(result)
    comment = '<!-- reviewkit: tillat MAN006 "avklart med fylket" -->\n'
    excepted = apply_baseline(reviewed(catalogue, "MAN", a=text_with(comment + ERROR)), before, HERE)
    assert (1, 1) == (len(excepted.suppressed), len(excepted.stale))
    muted = replace(result, findings=(), muted=result.findings)
    assert muted == apply_baseline(muted, before, HERE)
    unchanged = replace(result, findings=(), unchanged=result.findings)
    assert unchanged == apply_baseline(unchanged, before, HERE)


def test_several_baselines_can_be_applied_in_any_order(catalogue: Catalogue) -> None:
    result = reviewed(catalogue, "MAN006", a=text_with(ERROR), b=text_with(ERROR, id="b"))
    known = [baseline_of(reviewed(catalogue, "MAN006", **{name: text_with(ERROR, id=id_)}))
             for name, id_ in (("a", "rutine"), ("b", "b"))]  # fmt: skip
    known = [replace(item, path=f"{number}.tsv") for number, item in enumerate(known)]
    results = []
    for order in permutations(known):
        applied: Review = result
        for item in order:
            applied = apply_baseline(applied, item, HERE)
        results.append(applied)
    assert results[0] == results[1]
    assert ((), 2) == (results[0].findings, len(results[0].baselined))


# where routines lie


def test_what_cannot_be_looked_at_is_not_called_gone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    (tmp_path / "lenke.md").symlink_to("ingensteds.md")
    places = BaselinePlaces(tmp_path / FILE)
    there = ["a.md", "lenke.md", "<stdin>", "navn-\ufffd.md", "x" * 5000 + ".md"]
    assert [False] * len(there) == [places.gone(name) for name in there]
    assert [True] * 3 == [places.gone(name) for name in ("b.md", "a.md/b.md", "mappe/\0.md")]


def test_a_routine_has_the_same_name_from_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "routines").mkdir()
    names = set()
    for folder, path in ((".", "routines/a.md"), ("routines", "a.md"), ("routines", str(tmp_path / "routines/a.md"))):
        monkeypatch.chdir(tmp_path / folder)
        names.add(BaselinePlaces(tmp_path / FILE).name(path))
    assert {"routines/a.md"} == names


# the commands


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """A folder with a routine with an error and one with a warning, in the default place."""
    Path("routines").mkdir()
    Path("routines/a.md").write_text(text_with(ERROR, id="a"), encoding="utf-8")
    Path("routines/b.md").write_text(text_with(WARNING, id="b"), encoding="utf-8")
    return in_folder


def checked(run: Run, *arguments: str) -> tuple[int, list[str], int]:
    """Exit code, the rules of findings, and how many are known."""
    outcome: Outcome = run("check", *DAY, "--format", "json", "--baseline", FILE, *arguments)
    document = json.loads(outcome.out)
    return outcome.code, [finding["rule"] for finding in document["findings"]], document["summary"]["baselined"]


def test_known_findings_pass_new_ones_fail_and_stale_entries_fail_until_pruned(folder: Path, run: Run) -> None:
    assert 1 == run("check", *DAY).code
    written = run("baseline", "write", *DAY)
    assert (0, f"{FILE}: 2 kjente funn (2 nye, 0 som før, 0 fjernet).\n") == (written.code, written.out)
    assert (0, [], 2) == checked(run)
    Path("routines/a.md").write_text(text_with(ERROR, OTHER, id="a"), encoding="utf-8")
    assert (1, ["MAN006"], 2) == checked(run)
    Path("routines/a.md").write_text(text_with(id="a"), encoding="utf-8")
    assert (1, [], 1) == checked(run)
    assert (0, [], 1) == checked(run, "--fail-on", "never")
    outcome = run("baseline", "prune", FILE, *DAY)
    assert (0, f"{FILE}: 1 innslag fjernet, 1 står igjen.\n") == (outcome.code, outcome.out)
    assert (0, [], 1) == checked(run)


def test_writing_again_says_what_comes_and_goes(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    before = Path(FILE).read_bytes()
    assert f"{FILE}: 2 kjente funn (0 nye, 2 som før, 0 fjernet).\n" == run("baseline", "write", *DAY).out
    assert before == Path(FILE).read_bytes()
    Path("routines/a.md").write_text(text_with(OTHER, id="a"), encoding="utf-8")
    assert f"{FILE}: 2 kjente funn (1 nye, 1 som før, 1 fjernet).\n" == run("baseline", "write", *DAY).out


def test_pruning_never_adds(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    before = Path(FILE).read_bytes()
    Path("routines/c.md").write_text(text_with(ERROR, id="c"), encoding="utf-8")
    assert f"{FILE}: 0 innslag fjernet, 2 står igjen.\n" == run("baseline", "prune", FILE, *DAY).out
    assert before == Path(FILE).read_bytes()
    assert (1, ["MAN006"], 2) == checked(run)


def test_what_is_not_part_of_the_run_is_kept(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    before = Path(FILE).read_bytes()
    for part in (("routines/b.md",), ("routines", "--select", "TIL"), ("routines", "--ignore", "MAN")):
        assert 0 == checked(run, *part)[0]
        assert 0 == run("baseline", "prune", FILE, *part, *DAY).code
        assert 0 == run("baseline", "write", *part, *DAY).code
        assert before == Path(FILE).read_bytes()


def test_entries_of_a_deleted_routine_are_stale(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    Path("routines/a.md").unlink()
    assert (1, [], 1) == checked(run)
    assert "1 innslag fjernet" in run("baseline", "prune", FILE, "routines/b.md", *DAY).out


def test_a_renamed_routine_is_still_known(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    Path("routines/a.md").rename("routines/d.md")
    assert (0, [], 2) == checked(run)
    assert f"{FILE}: 2 kjente funn (0 nye, 2 som før, 0 fjernet).\n" == run("baseline", "write", *DAY).out
    assert "routines/d.md" in Path(FILE).read_text(encoding="utf-8")


def test_the_working_directory_makes_no_difference(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("baseline", "write", *DAY)
    monkeypatch.chdir(folder / "routines")
    for paths in ((".",), (str(folder / "routines"),), ("../routines/a.md",)):
        assert 0 == run("check", *paths, *DAY, "--baseline", f"../{FILE}").code


def test_lines_said_twice_are_tidied_and_counted(folder: Path, run: Run) -> None:
    run("baseline", "write", *DAY)
    before = Path(FILE).read_text(encoding="utf-8")
    Path(FILE).write_text(before + before, encoding="utf-8")
    assert (0, [], 2) == checked(run)
    outcome = run("baseline", "prune", FILE, *DAY)
    assert f"{FILE}: 0 innslag fjernet, 2 dobbeltførte linjer ryddet, 2 står igjen.\n" == outcome.out
    assert before == Path(FILE).read_text(encoding="utf-8")


def test_a_run_that_could_not_read_everything_writes_nothing(folder: Path, run: Run) -> None:
    Path("routines/c.md").write_bytes(b"\xff\xfe")
    outcome = run("baseline", "write", *DAY)
    assert (2, "") == (outcome.code, outcome.out)
    assert "routines/c.md:1: er ikke UTF-8" in outcome.err
    assert not Path(FILE).exists()
    Path("tom").mkdir()
    assert (3, False) == (run("baseline", "write", "tom", *DAY).code, Path(FILE).exists())


def test_standard_input_has_no_place_in_a_baseline(in_folder: Path, run: Run) -> None:
    outcome = run("baseline", "write", "-", given=text_with(ERROR).encode())
    assert (2, "") == (outcome.code, outcome.out)
    assert "standard inn har ingen sti" in outcome.err


def test_a_routine_is_never_overwritten(folder: Path, run: Run) -> None:
    before = Path("routines/a.md").read_bytes()
    for call in (("write", "--output", "routines/a.md"), ("prune", "routines/a.md")):
        assert 2 == run("baseline", *call, *DAY).code
        assert before == Path("routines/a.md").read_bytes()


def test_personal_data_is_masked_in_the_file(in_folder: Path, run: Run) -> None:
    Path("a.md").write_text(text_with("Ring Kari Holm på 91 23 45 67.\n"), encoding="utf-8")
    assert 0 == run("baseline", "write", "a.md", *DAY).code
    text = Path(FILE).read_text(encoding="utf-8")
    assert "\t" in text.splitlines()[1]
    assert "91 23 45 67" not in text


def test_hostile_names_and_words_are_read_back_as_they_were(in_folder: Path, run: Run) -> None:
    for number, name in enumerate(("=cmd\t1.md", "ny\nlinje.md", "\u202egro.md", "100 % sikker.md", "#a.md")):
        Path(name).write_text(text_with(ERROR.replace("det", "det\u202e"), ERROR, id=f"x-{number}"), encoding="utf-8")
    assert 0 == run("baseline", "write", ".", *DAY).code
    lines = Path(FILE).read_text(encoding="utf-8").splitlines()
    assert all(line.replace("\t", "").isprintable() for line in lines)
    code, rules, known = checked(run, ".")
    assert (0, [], len(lines) - 1) == (code, rules, known)


def test_help_says_what_the_commands_do(run: Run) -> None:
    for command in ((), ("write",), ("prune",)):
        outcome = run("baseline", *command, "--help")
        assert (0, "") == (outcome.code, outcome.err)
        assert "rutine" in outcome.out or "grunnlinje" in outcome.out
