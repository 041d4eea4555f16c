"""The configuration: which file is found, what its keys mean, who wins, and how every mistake is told by its line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reviewkit import cli
from reviewkit.check import Catalogue
from reviewkit.cli.config import as_text, config_option, configured, load_configured
from reviewkit.load.configuration import read_configuration
from reviewkit.load.places import find_lines
from reviewkit.model import CatalogueError, ReviewkitError, UsageError
from reviewkit.model.globs import MAX_PATTERN, fits, matches, pattern_fault
from reviewkit.model.settings import (
    Configuration,
    Key,
    Origin,
    Override,
    Settings,
    effective,
    excluding,
    named_codes,
    with_command_line,
)
from tests.build import ROOT
from tests.conftest import Outcome, Run

KEYS = [name.replace("_", "-") for name in Settings.__struct_fields__]


@pytest.fixture(autouse=True)
def repository(in_folder: Path) -> Path:
    """The working directory is the root of a repository, so that no search leaves it."""
    (in_folder / ".git").mkdir()
    return in_folder


@pytest.fixture
def explain(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`reviewkit config explain`, through the same door as the other commands."""
    monkeypatch.setitem(cli._COMMANDS, "config", "config")

    def call(*arguments: str) -> Outcome:
        return run("config", "explain", *arguments)

    return call


def write(path: Path, text: str, bom: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))
    return path


def read(folder: Path, text: str, **more: Any) -> Configuration:
    write(folder / "reviewkit.toml", text, **more)
    return read_configuration(folder)


def refusal(folder: Path, text: str | bytes, name: str = "reviewkit.toml") -> ReviewkitError:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CatalogueError) as caught:
        read_configuration(folder)
    return caught.value


# Which file


def test_without_a_file_the_defaults_hold(repository: Path) -> None:
    found = read_configuration(repository)
    assert (Settings(), "") == (found.settings, found.file)
    assert {Origin()} == {found.origin(name) for name in Settings.__struct_fields__}
    assert str(found.origin("jobs")) == "standardverdi"


@pytest.mark.parametrize(
    ("name", "header", "line"), [("reviewkit.toml", "", 1), ("pyproject.toml", "[tool.reviewkit]\n", 2)]
)
def test_either_file_is_found_upwards(name: str, header: str, line: int, repository: Path) -> None:
    write(repository / name, f"{header}jobs = 3\n")
    below = repository / "a" / "b"
    below.mkdir(parents=True)
    found = read_configuration(below)
    assert (3, f"../../{name}:{line}") == (found.settings.jobs, str(found.origin("jobs")))


def test_the_nearest_file_counts_alone(repository: Path) -> None:
    write(repository / "reviewkit.toml", "jobs = 3\nlang = 'en'\n")
    write(repository / "a" / "pyproject.toml", "[tool.reviewkit]\njobs = 4\n")
    assert Settings(jobs=4) == read_configuration(repository / "a").settings


def test_the_search_ends_at_the_root_of_the_repository(repository: Path) -> None:
    write(repository / "reviewkit.toml", "jobs = 3\n")
    (repository / "a" / "b").mkdir(parents=True)
    (repository / "a" / ".git").write_text("gitdir: borte\n")
    assert read_configuration(repository / "a" / "b").file == ""


@pytest.mark.parametrize(
    "other", ["[project]\nname = 'x'\n", "[tool.ruff]\n", "", "# reviewkit\n", "tool = 3 # reviewkit"]
)
def test_a_pyproject_without_the_table_is_passed_by(other: str, repository: Path) -> None:
    write(repository / "reviewkit.toml", "jobs = 3\n")
    write(repository / "a" / "pyproject.toml", other)
    assert read_configuration(repository / "a").settings.jobs == 3


def test_a_table_whose_name_is_written_with_escapes_is_found_too(repository: Path) -> None:
    write(repository / "pyproject.toml", '[tool."review\\u006bit"]\njobs = 3\n')
    found = read_configuration(repository)
    assert (3, 2) == (found.settings.jobs, found.origin("jobs").line)


def test_a_broken_pyproject_of_someone_else_is_no_concern_of_ours(repository: Path) -> None:
    write(repository / "pyproject.toml", "[project\n")
    assert read_configuration(repository).file == ""


def test_both_files_in_one_folder_are_an_error(repository: Path) -> None:
    write(repository / "reviewkit.toml", "")
    write(repository / "pyproject.toml", "[project]\n\n[tool.reviewkit]\n")
    with pytest.raises(CatalogueError) as caught:
        read_configuration(repository)
    assert ("pyproject.toml", 3) == (caught.value.path, caught.value.line)
    assert "reviewkit.toml" in caught.value.message


def test_a_file_named_outright_is_taken_instead(repository: Path) -> None:
    write(repository / "reviewkit.toml", "jobs = 3\n")
    write(repository / "andre" / "navn.toml", "jobs = 5\npaths = ['r']\n")
    found = read_configuration(repository, Path("andre/navn.toml"))
    assert (5, ("andre/r",), "andre/navn.toml:1") == (
        found.settings.jobs,
        found.settings.paths,
        str(found.origin("jobs")),
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("borte.toml", "finnes ikke"),
        ("pyproject.toml", "har ingen [tool.reviewkit]"),
        (".git", "er ikke en vanlig fil"),
    ],
)
def test_a_file_named_outright_must_serve(name: str, message: str, repository: Path) -> None:
    write(repository / "pyproject.toml", "[project]\n")
    with pytest.raises(ReviewkitError) as caught:
        read_configuration(repository, Path(name))
    assert (name, True) == (caught.value.path, message in caught.value.message)


# What the values are


def test_every_key_is_read(repository: Path) -> None:
    (repository / "egne").mkdir()
    found = read(
        repository,
        """\
paths = ["rutiner", "maler/a.md"]
exclude = ["arkiv/"]
select = ["MAN", "tau003"]
ignore = ["MAN001"]
fail-on = "warning"
lang = "nn"
jobs = 2
cache = false
second-judge = false
never-suppress = ["TAU"]
checks = ["egne"]
baseline = "kjent.json"
[severity]
man002 = "info"
[limits]
KLA001 = 25
[[overrides]]
paths = ["rutiner/nav/**"]
select = []
ignore = ["TIL"]
severity = { MAN = "warning" }
""",
    )
    assert found.settings == Settings(
        paths=("rutiner", "maler/a.md"), exclude=("arkiv/",), select=("MAN", "TAU003"), ignore=("MAN001",),
        fail_on="warning", lang="nn", jobs=2, cache=False, second_judge=False, never_suppress=("TAU",),
        checks=("egne",), baseline="kjent.json", severity={"MAN002": "info"}, limits={"KLA001": 25},
        overrides=(Override(paths=("rutiner/nav/**",), select=(), ignore=("TIL",), severity={"MAN": "warning"}),),
    )  # fmt: skip
    assert list(range(1, 13)) == [found.origin(name).line for name in Settings.__struct_fields__[:12]]


def test_paths_are_taken_from_the_folder_of_the_file(repository: Path) -> None:
    for name in ("egne", "a/b"):
        (repository / name).mkdir(parents=True)
    write(
        repository / "reviewkit.toml", "paths = ['r', '/abs']\nchecks = ['egne', 'a/../egne']\nbaseline = 'a/k.json'\n"
    )
    settings = read_configuration(repository / "a" / "b").settings
    assert ("../../r", "/abs") == settings.paths
    assert (("../../egne", "../../egne"), "../k.json") == (settings.checks, settings.baseline)


def test_the_default_folder_of_routines_lies_beside_the_file(repository: Path) -> None:
    write(repository / "reviewkit.toml", "")
    (repository / "a").mkdir()
    assert read_configuration(repository / "a").settings.paths == ("../routines",)


def test_routines_are_seen_from_the_folder_of_the_file(repository: Path) -> None:
    (repository / "a").mkdir()
    write(repository / "reviewkit.toml", "exclude = ['a/arkiv/', 'b.md']\n")
    found = read_configuration(repository / "a")
    assert "a/arkiv/x.md" == found.relative("arkiv/x.md") == found.relative(str(repository / "a" / "arkiv" / "x.md"))
    assert (0, 1, None) == tuple(map(found.excluding, ("arkiv/x.md", "../b.md", "../arkiv/x.md")))


# Mistakes


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nselct = []\n", 2, ["ukjent nøkkel «selct»", "Mente du «select»?"]),
        ("fail_on = 'error'\n", 1, ["«fail_on»", "Mente du «fail-on»?"]),
        ("\n\nxyzzy = 1\n", 3, ["ukjent nøkkel «xyzzy»", "velg blant paths, exclude,", "og collections"]),
        ("[severityy]\nA = 'info'\n", 1, ["«severityy»", "Mente du «severity»?"]),
        ("[tool.reviewkit]\n", 1, ["«tool»", "uten [tool.reviewkit]"]),
        ("select = 'MAN'\n", 1, ["«select» skal være en liste av koder", "ikke teksten «MAN»"]),
        ("select = [\n 'MAN',\n 3]\n", 3, ["«select»", "punkt 2 er tallet 3"]),
        ("ignore = ['A', '']\n", 1, ["«ignore»", "punkt 2 er tomt"]),
        ("jobs = '4'\n", 1, ["«jobs» skal være et heltall fra 0", "ikke teksten «4»"]),
        ("jobs = true\n", 1, ["«jobs»", "ikke true"]),
        ("jobs = -1\n", 1, ["«jobs»", "ikke tallet -1"]),
        ("jobs = 1.5\n", 1, ["«jobs»", "ikke et desimaltall"]),
        ("cache = 1\n", 1, ["«cache» skal være true eller false, ikke tallet 1"]),
        ("cache = 2026-12-01\n", 1, ["ikke en dato"]),
        ("lang = 'se'\n", 1, ['«lang» skal være "nb", "nn" eller "en", ikke teksten «se»']),
        ("lang = ['nb']\n", 1, ["«lang»", "ikke en liste"]),
        ("fail-on = 'alt'\n", 1, ["«fail-on»", '"info" eller "never"']),
        ("paths = []\n", 1, ["«paths» er tom"]),
        ("paths = ['-']\n", 1, ["«-» er ingen sti"]),
        ("baseline = ''\n", 1, ["«baseline» skal være stien til en fil"]),
        ("baseline = \"a\\u0000b\"\n", 1, ["er ingen sti"]),
        ("checks = [\n'borte']\n", 2, ["mappen «borte» i «checks» finnes ikke"]),
        ("severity = 'info'\n", 1, ["«severity» skal være en tabell"]),
        ("[severity]\n\nMAN001 = 'feil'\n", 3, ["«severity.MAN001»", '"warning" eller "info"']),
        ("[severity]\nMAN = 'info'\nman = 'error'\n", 3, ["«severity.man» står flere ganger"]),
        ("limits.KLA001 = 0\n", 1, ["«limits.KLA001» skal være et heltall fra 1"]),
        ("exclude = ['a', '!b']\n", 1, ["mønsteret «!b» i «exclude»"]),
        ("[overrides]\npaths = ['a']\n", 1, ["skriv [[overrides]]"]),
        ("[[overrides]]\nselect = []\n", 1, ["mangler «paths»"]),
        ("[[overrides]]\npaths = []\nselect = []\n", 1, ["mangler «paths»"]),
        ("jobs = 1\n[[overrides]]\npaths = ['a']\n", 2, ["endrer ingenting"]),
        ("[[overrides]]\npaths = ['a']\nlang = 'nn'\n", 3,
         ["«lang» kan ikke settes for enkelte stier", "paths, select, ignore og severity"]),
        ("[[overrides]]\npaths = ['a']\nignor = []\n", 3, ["«overrides.ignor»", "Mente du «ignore»?"]),
        ("[[overrides]]\npaths = ['a']\nignore = []\n[[overrides]]\npaths = [\n'[a]']\n", 6, ["«[a]»", "ikke støttes"]),
        ("jobs = 1\nlang = \n", 2, ["er ikke gyldig TOML"]),
        ("jobs = 1\njobs = 2\n", 2, ["er ikke gyldig TOML"]),
        ("jobs = 1\nselect = [\n", 2, ["er ikke gyldig TOML"]),
        ("jobs = " + "9" * 5000, 0, ["er ikke gyldig TOML"]),
        ("a = " + "[" * 100_000, 0, ["for mange nivåer"]),
        (b"jobs = 1\n# \xe6\n", 2, ["er ikke UTF-8"]),
        (b"#" * 1_000_001, 0, ["er større enn 1 MB"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_remedy(
    text: str | bytes, line: int, words: list[str], repository: Path
) -> None:
    error = refusal(repository, text)
    assert ("reviewkit.toml", line) == (error.path, error.line)
    for word in words:
        assert word in error.message


def test_lines_are_those_of_the_whole_pyproject(repository: Path) -> None:
    error = refusal(repository, "[project]\nname = 'x'\njobs = 1\n[tool.reviewkit]\njobs = 'x'\n", "pyproject.toml")
    assert ("pyproject.toml", 5) == (error.path, error.line)
    error = refusal(repository, "[tool]\n\nreviewkit = 3\n", "pyproject.toml")
    assert ("pyproject.toml", 3) == (error.path, error.line)


def test_a_configuration_that_cannot_be_opened_is_not_passed_by(repository: Path) -> None:
    (repository / "reviewkit.toml").symlink_to("borte.toml")
    with pytest.raises(CatalogueError, match="er ikke en vanlig fil"):
        read_configuration(repository)


def test_no_file_drives_the_terminal(repository: Path) -> None:
    error = refusal(repository, '"\\u001b[31m" = 1\n')
    assert str(error).isprintable()
    error = refusal(repository, 'lang = "\\u001b[31m"\n')
    assert str(error).isprintable()


JSON_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-5, 5), st.floats(0, 9), st.text(st.characters(codec="ascii"), max_size=4)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*KEYS, "MAN001"]), inner, max_size=2),
    max_leaves=5,
)


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value).replace("\x7f", "\\u007f")


@given(st.dictionaries(st.sampled_from([*KEYS, "jobb"]), JSON_VALUES, max_size=4))
def test_whatever_the_values_are_they_are_settings_or_an_error_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("verdier")
    lines = [f"{key} = {as_toml(value)}" for key, value in values.items()]
    (folder / "reviewkit.toml").write_text("\n".join(lines), encoding="utf-8")
    outcome: Configuration | CatalogueError
    try:
        outcome = read_configuration(folder)
    except CatalogueError as error:
        outcome = error
    if isinstance(outcome, CatalogueError):
        assert 1 <= outcome.line <= len(lines)
        assert str(outcome).isprintable()


# Lines of keys


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [False, True])
def test_lines_hold_for_dotted_keys_inline_tables_and_arrays_of_tables(
    ending: str, bom: bool, repository: Path
) -> None:
    text = """\
# jobs = 1
select = [ # ["x"]
  "MAN", 'TIL',

  "TAU", ]
severity . "man\\u0030\\u0030\\u0031" = "info"
severity.MAN002 = 'info'
limits = { KLA001 = 20, "KLA002" = 40 }
baseline = \"""\\

   jobs.json\"""

  [[ overrides ]]
paths = ["a", "b=#"]
ignore = ["FOR"]
[overrides.severity]
MAN = "info"

[[overrides]]
paths = ["c"]
severity.TIL = "info"
"""
    found = read(repository, text.replace("\n", ending), bom=bom)
    expected: dict[Key, int] = {
        ("select",): 2, ("select", 0): 3, ("select", 1): 3, ("select", 2): 5,
        ("severity",): 6, ("severity", "MAN001"): 6, ("severity", "MAN002"): 7,
        ("limits", "KLA001"): 8, ("limits", "KLA002"): 8, ("baseline",): 9,
        ("overrides",): 13, ("overrides", 0, "paths"): 14, ("overrides", 0, "paths", 1): 14,
        ("overrides", 0, "ignore", 0): 15, ("overrides", 0, "severity"): 16, ("overrides", 0, "severity", "MAN"): 17,
        ("overrides", 1): 19, ("overrides", 1, "paths"): 20, ("overrides", 1, "severity", "TIL"): 21,
    }  # fmt: skip
    assert expected == {key: found.origin(*key).line for key in expected}
    assert found.settings.baseline == "jobs.json"


def ways(value: Any, above: Key = ()) -> Iterator[Key]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in items:
        yield (*above, part)
        yield from ways(item, (*above, part))


PIECES = st.sampled_from(
    [
        "{} = 1", "{}.{} = 'x # = [y]'", '"{}" = "a\\"b # x = ["', "'{}' . {}=true", "{} = 2026-12-01 10:00:00Z # {{",
        "{} = [1, [2, 3], {{ {} = 1 }}, \"]\"]", "{} = [\n # ]\n 'a', # b\n\n 'c',\n]",
        "{} = {{ {} = {{ {} = [] }}, {}.{} = '}}' }}",
        '{} = """\nnei = 1\n[nei]\n\\""" ""x"""""', "{} = '''\n[nei]\n''nei = 1'''''",
        "[{}]", "[{}.{}]", "[[{}]]", "[[ {} . '{}' ]]",
        "# nei = 1", "", "   \t{} = -1.5e3", "{} = ''", '{} = ""', "[\"{}\"] # [nei]",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_key_has_the_line_where_its_name_stands(pieces: list[str], ending: str) -> None:
    names = (f"n{number}" for number in range(1000))
    text = "\n".join(piece.format(*(next(names) for _ in range(piece.count("{}")))) for piece in pieces)
    lines = find_lines(text.replace("\n", ending))
    assert set(ways(tomllib.loads(text))) == set(lines)
    written = text.split("\n")
    for way, line in lines.items():
        if isinstance(way[-1], str):
            assert re.search(rf"\b{way[-1]}\b", written[line - 1])


def test_repeated_tables_are_numbered_and_their_subtables_belong_to_the_last() -> None:
    text = "[[a]]\nx=1\n[a.b]\n[[a.c]]\n[[a.c]]\ny=1\n[[a]]\n[[a.c]]\ny=1\n[a.c.d]\n"
    lines = find_lines(text)
    assert set(ways(tomllib.loads(text))) == set(lines)
    assert (6, 9, 10) == tuple(lines[key] for key in (
        ("a", 0, "c", 1, "y"), ("a", 1, "c", 0, "y"), ("a", 1, "c", 0, "d")
    ))  # fmt: skip


@given(st.text("[]{}=\"'.,#\n ab1\\", max_size=40))
def test_finding_lines_ends_on_any_text(text: str) -> None:
    find_lines(text)


# Patterns


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("a.md", ["a.md", "x/a.md", "x/y/a.md"], ["b.md", "a.mdx", "xa.md"]),
        ("*.md", ["a.md", "x/a.md"], ["a.txt"]),
        ("/a.md", ["a.md"], ["x/a.md"]),
        ("./a.md", ["a.md"], ["x/a.md"]),
        ("x/a.md", ["x/a.md"], ["y/x/a.md", "x/y/a.md"]),
        ("x/*.md", ["x/a.md"], ["x/y/a.md"]),
        ("x/*/a.md", ["x/y/a.md"], ["x/a.md", "x/y/z/a.md"]),
        ("x/**/a.md", ["x/a.md", "x/y/a.md", "x/y/z/a.md"], ["a.md", "y/a.md"]),
        ("**/a.md", ["a.md", "x/a.md"], ["b.md"]),
        ("x", ["x", "x/a.md", "y/x/z/a.md"], ["xx/a.md"]),
        ("x/", ["x/a.md", "y/x/z/a.md"], ["x", "y/x"]),
        ("x/**", ["x/a.md", "x/y/a.md"], ["x", "y/x/a.md"]),
        ("x/y", ["x/y", "x/y/z.md"], ["x/z.md", "z/x/y"]),
        ("**", ["a.md", "x/a.md"], []),
        ("rutine-?.md", ["rutine-1.md", "x/rutine-å.md"], ["rutine-10.md", "rutine-.md"]),
        ("a**b", ["ab", "axxb"], ["a/b"]),
        ("../x/*.md", ["../x/a.md"], ["x/a.md"]),
        ("*økonomi*", ["råd/om-økonomi-nå.md", normalize("NFD", "om-økonomi-på-nå.md")], ["okonomi.md"]),
        (normalize("NFD", "på"), ["på/a.md"], ["pa/a.md"]),
        ("A.md", [], ["a.md"]),
        ("a.md", [], ["axmd"]),
        ("*", ["*", "a"], []),
    ],
)
def test_a_pattern_covers_what_the_documentation_says(pattern: str, hits: list[str], misses: list[str]) -> None:
    assert not pattern_fault(pattern) or pattern in ("*", "**", "*.md")
    assert [] == [path for path in hits if not matches(pattern, path)]
    assert [] == [path for path in misses if matches(pattern, path)]


@pytest.mark.parametrize("pattern", ["", "/", "./", "!a", "a\\b", "[ab].md", "{a,b}", "a" * (MAX_PATTERN + 1)])
def test_a_pattern_that_would_not_do_what_it_seems_to_is_refused(pattern: str) -> None:
    assert pattern_fault(pattern)


@pytest.mark.parametrize("pattern", ["*", "**", "a", "../a/**", "a b.md", ".x"])
def test_other_patterns_are_accepted(pattern: str) -> None:
    assert pattern_fault(pattern) == ""


@given(st.text("*?ab", max_size=7), st.text("abc", max_size=8))
def test_stars_mean_what_a_regular_expression_would(pattern: str, text: str) -> None:
    expression = "".join({"*": ".*", "?": "."}.get(sign, sign) for sign in pattern)
    found = fits(pattern, text, lambda sign: sign == "*", lambda sign, letter: sign in ("?", letter))
    assert found == bool(re.fullmatch(expression, text))


@given(st.text("*?ab", max_size=60), st.text("ab", max_size=60))
def test_matching_takes_no_more_steps_than_the_product_of_the_lengths(pattern: str, text: str) -> None:
    steps = 0

    def same(sign: str, letter: str) -> bool:
        nonlocal steps
        steps += 1
        return sign in ("?", letter)

    fits(pattern, text, lambda sign: sign == "*", same)
    assert steps <= len(pattern) * (len(text) + 1)


@pytest.mark.parametrize("pattern", ["*a" * 200 + "b", "**/a/" * 90 + "b", "a*" * 240 + "b"])
def test_a_pattern_made_to_blow_up_does_not(pattern: str) -> None:
    assert not matches(pattern, "a" * 250 + "/" + "a/" * 500 + "c")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_pattern_and_path_can_be_asked_about(pattern: str, path: str) -> None:
    matches(pattern, path)


# What holds for one routine


def test_overrides_replace_what_is_selected_and_add_to_what_is_ignored() -> None:
    settings = Settings(
        select=("MAN",), ignore=("MAN001",),
        overrides=(
            Override(paths=("a/",), select=("TIL",), ignore=("TIL001",)),
            Override(paths=("b/",), select=("FOR",)),
            Override(paths=("*.md",), ignore=("TIL002", "TIL001")),
        ),
    )  # fmt: skip
    found = effective(settings, "a/x.md")
    assert (("TIL",), ("MAN001", "TIL001", "TIL002")) == (found.select, found.ignore)
    assert (("overrides", 0, "select"), (0, 2)) == (found.select_from, found.overrides)
    assert (("ignore",), ("overrides", 0, "ignore"), ("overrides", 2, "ignore")) == found.ignore_from
    assert (("MAN",), ("MAN001",), ()) == (
        effective(settings, "x").select,
        effective(settings, "x").ignore,
        effective(settings, "x").overrides,
    )


def test_the_last_override_that_covers_a_routine_wins() -> None:
    overrides = tuple(Override(paths=("a.md",), select=(code,)) for code in ("MAN", "TIL"))
    assert effective(Settings(overrides=overrides), "a.md").select == ("TIL",)


def test_an_override_may_select_everything_again() -> None:
    settings = Settings(select=("MAN",), overrides=(Override(paths=("a.md",), select=()),))
    assert effective(settings, "a.md").select == ()


def test_the_longest_code_decides_the_severity_within_one_table() -> None:
    found = effective(Settings(severity={"MAN": "info", "MAN001": "error"}), "a.md")
    severities = [found.severity_of(code, "warning") for code in ("MAN001", "MAN002", "TIL001")]
    assert severities == ["error", "info", "warning"]


def test_an_override_of_a_family_counts_before_an_earlier_code() -> None:
    settings = Settings(
        severity={"MAN001": "error", "TIL001": "error"},
        overrides=(
            Override(paths=("a.md",), severity={"MAN": "info"}),
            Override(paths=("a.md",), severity={"MAN002": "warning"}),
        ),
    )  # fmt: skip
    found = effective(settings, "a.md")
    severities = [found.severity_of(code, "error") for code in ("MAN001", "MAN002", "TIL001")]
    assert severities == ["info", "warning", "error"]
    assert found.severity_from["MAN"] == ("overrides", 0, "severity", "MAN")
    assert effective(settings, "b.md").severity_of("MAN001", "info") == "error"


def test_the_first_pattern_that_excludes_is_named() -> None:
    settings = Settings(exclude=("x/", "*.md"))
    assert (1, 0, None) == tuple(excluding(settings, path) for path in ("a.md", "x/a.md", "a.txt"))


# The command line


def test_the_command_line_wins_in_overrides_too(repository: Path) -> None:
    text = "select = ['MAN']\nignore = ['MAN001']\njobs = 3\n"
    text += "[[overrides]]\npaths = ['*']\nselect = ['FOR']\nignore = ['FOR001']\n"
    found = with_command_line(read(repository, text), {"select": ("TIL",), "jobs": 1})
    holds = found.effective("a.md")
    assert (("TIL",), ("MAN001", "FOR001"), 1) == (holds.select, holds.ignore, found.settings.jobs)
    assert ("kommandolinjen", "kommandolinjen", "reviewkit.toml:2") == tuple(
        str(found.origin(name)) for name in ("select", "jobs", "ignore")
    )
    assert with_command_line(found, {"ignore": ()}).effective("a.md").ignore == ()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), {"lang": "nn", "select": ("MAN",), "paths": ("r",), "second_judge": False}),
        (("--lang", "nb"), {"lang": "nb"}),
        (("--select", "til,for", "--select", "TAU"), {"select": ("TIL", "FOR", "TAU")}),
        (("--select", ""), {"select": ()}),
        (("--second-judge",), {"second_judge": True}),
        (("a.md", "b"), {"paths": ("a.md", "b")}),
    ],
)
def test_only_options_that_were_given_count(
    arguments: tuple[str, ...], expected: dict[str, Any], repository: Path
) -> None:
    """An option that has its default does not hide the configuration, and one given with the default's value does."""
    write(repository / "reviewkit.toml", "lang = 'nn'\nselect = ['MAN']\npaths = ['r']\nsecond-judge = false\n")
    seen: list[Configuration] = []

    @click.command()
    @click.argument("paths", nargs=-1)
    @click.option("--select", multiple=True)
    @click.option("--lang", default="nb")
    @click.option("--second-judge/--no-second-judge", default=True)
    @config_option
    @click.pass_context
    def command(context: click.Context, config_file: Path | None, **_: Any) -> None:
        seen.append(configured(context, config_file))

    command.main(list(arguments), standalone_mode=False)
    assert expected == {name: getattr(seen[0].settings, name) for name in expected}


# Codes


def test_every_code_that_is_named_is_told_with_its_line(repository: Path) -> None:
    text = "select = ['MAN']\nignore = [\n'TIL']\nnever-suppress = ['TAU']\nseverity.a = 'info'\nlimits.b = 3\n"
    text += "[[overrides]]\npaths = ['*']\nselect = ['C']\nignore = ['D']\nseverity.e = 'info'\n"
    found = [(code, origin.line) for code, _, origin in named_codes(read(repository, text))]
    assert found == [("MAN", 1), ("TIL", 3), ("A", 5), ("C", 9), ("D", 10), ("E", 11), ("TAU", 4), ("B", 6)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\nselect = ['MAN', 'MAN01']\n", 2, "ukjent regel «MAN01». Mente du MAN001?"),
        ("severity.XYZ = 'info'\n", 1, "ukjent regel «XYZ»"),
        ("[limits]\nKLA = 3\n", 2, "ukjent regel «KLA»"),
        ("[limits]\nMAN001 = 3\n", 2, "regelen MAN001 har ingen grense å sette; det har KLA001, KLA002"),
        ('[[overrides]]\npaths = ["*"]\nignore = ["\\u001b"]\n', 3, "ukjent regel «�»"),
    ],
)
def test_a_code_that_names_no_rule_is_an_error_with_its_line(
    text: str, line: int, message: str, repository: Path, run: Run
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_configured(read(repository, text))
    assert ("reviewkit.toml", line) == (caught.value.path, caught.value.line)
    assert message in caught.value.message


def test_a_code_from_the_command_line_is_not_blamed_on_the_file(repository: Path, run: Run) -> None:
    found = with_command_line(read(repository, "select = ['MAN']\n"), {"select": ("XYZ",)})
    with pytest.raises(UsageError) as caught:
        load_configured(found)
    assert caught.value.path == ""


def test_the_projects_own_checks_give_codes_too(
    repository: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "egne").mkdir()
    own = replace(catalogue, checks=(*catalogue.checks, replace(catalogue.check("TIL002"), code="EGN001")))
    asked: list[tuple[Path | None, ...]] = []

    def load(*folders: Path | None) -> Catalogue:
        asked.append(folders)
        return own

    monkeypatch.setattr("reviewkit.check.load_catalogue", load)
    assert load_configured(read(repository, "checks = ['egne']\nselect = ['EGN']\n")) is own
    assert asked == [(None, Path("egne"))]


# config explain


def test_explain_shows_every_key_its_value_and_where_it_comes_from(repository: Path, explain: Run) -> None:
    write(
        repository / "reviewkit.toml",
        "ignore = ['MAN001']\njobs = 2\nexclude = ['arkiv/']\n[[overrides]]\n"
        "paths = ['nav/**']\nignore = ['TIL']\nseverity.MAN = 'info'\n",
    )
    outcome = explain("nav/arkiv/a.md")
    assert (0, "") == (outcome.code, outcome.err)
    head, _, table = outcome.out.partition("\n\n")
    assert head.splitlines() == [
        "Rutine: nav/arkiv/a.md",
        "Konfigurasjon: reviewkit.toml",
        "Gjennomgås: bare når den er nevnt selv: utelatt av «arkiv/» (reviewkit.toml:3)",
    ]
    rows = [re.split(r" {2,}", line) for line in table.splitlines()]
    assert [row[0] for row in rows] == [
        "nøkkel", *("severity.MAN" if key == "severity" else key for key in KEYS)
    ]  # fmt: skip
    told = {row[0]: row[1:] for row in rows}
    assert told["jobs"] == ["2", "reviewkit.toml:2"]
    assert told["lang"] == ["nb", "standardverdi"]
    assert told["select"] == ["alle", "standardverdi"]
    assert told["ignore"] == ["MAN001, TIL", "reviewkit.toml:1 + overrides, reviewkit.toml:6"]
    assert told["severity.MAN"] == ["info", "overrides, reviewkit.toml:7"]
    assert told["overrides"] == ["nav/**", "overrides, reviewkit.toml:4"]
    assert len({line.rindex("  ") for line in table.splitlines()}) == 1


def test_explain_as_json_holds_the_same(repository: Path, explain: Run) -> None:
    write(repository / "reviewkit.toml", "exclude = ['b.md']\n[severity]\nMAN = 'info'\n")
    document = json.loads(explain("a.md", "--format", "json").out)
    assert list(document) == ["schema", "path", "configuration", "excluded", "keys"]
    assert ("reviewkit.configuration/1", "a.md", "reviewkit.toml", None) == tuple(document.values())[:4]
    rows = {row["key"]: row for row in document["keys"]}
    assert rows["exclude"] == {
        "key": "exclude", "value": ["b.md"], "origins": [{"from": "file", "path": "reviewkit.toml", "line": 1}]
    }  # fmt: skip
    assert rows["severity.MAN"]["value"] == "info"
    by_default = {"from": "default", "path": None, "line": None}
    assert rows["cache"] == {"key": "cache", "value": True, "origins": [by_default]}
    excluded = json.loads(explain("b.md", "--format", "json").out)["excluded"]
    assert excluded == {"pattern": "b.md", "origin": {"from": "file", "path": "reviewkit.toml", "line": 1}}


def test_explain_takes_a_configuration_by_name_and_says_where_there_is_none(repository: Path, explain: Run) -> None:
    assert "Konfigurasjon: ingen; standardverdiene gjelder\n" in explain("a.md").out
    write(repository / "x" / "y.toml", "jobs = 7\n")
    assert "x/y.toml:1" in explain("a.md", "--config", "x/y.toml").out


ESCAPES = 'exclude = ["\\u001b*.md"]\n[[overrides]]\npaths = ["\\u001b*"]\nignore = ["MAN"]\n'


def test_explain_shows_no_control_characters(repository: Path, explain: Run) -> None:
    write(repository / "reviewkit.toml", ESCAPES)
    outcome = explain("\x1b]0;a.md")
    assert (0, False) == (outcome.code, "\x1b" in outcome.both)
    assert "utelatt av «�*.md»" in outcome.out


@pytest.mark.parametrize("text", ["selct = []\n", "select = [\n", "select = ['XYZ']\n", "\x00"])
def test_a_broken_configuration_is_exit_code_2_without_a_traceback(text: str, repository: Path, explain: Run) -> None:
    write(repository / "reviewkit.toml", text)
    outcome = explain("a.md")
    assert (2, "") == (outcome.code, outcome.out)
    assert outcome.err.startswith("Feil: reviewkit.toml:1: ")


def test_without_a_configuration_no_reader_of_toml_is_loaded(repository: Path) -> None:
    write(repository / "pyproject.toml", "[project]\n")
    code = (
        "import sys, pathlib, reviewkit.load.configuration as c\n"
        "c.read_configuration(pathlib.Path(sys.argv[1]))\n"
        "sys.exit('tomllib' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code, str(repository)], cwd=ROOT, timeout=60, check=False)
    assert result.returncode == 0


# The documentation


def documented() -> str:
    return (ROOT / "docs" / "CONFIGURATION.md").read_text(encoding="utf-8")


def test_the_documentation_has_every_key_with_its_default() -> None:
    table = documented().partition("## Keys")[2].partition("##")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| .*? \| (.*?) \| ", table, re.MULTILINE)
    assert KEYS == [key for key, _ in rows]
    shown = {key: tomllib.loads("x = " + default.split("`")[1])["x"] for key, default in rows if default[0] == "`"}
    values = {key: getattr(Settings(), key.replace("-", "_")) for key in shown}
    assert shown == {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def test_the_examples_hold_and_are_explained_as_shown(repository: Path, catalogue: Catalogue) -> None:
    own, shared, _ = re.findall(r"^```toml\n(.*?)^```", documented(), re.MULTILINE | re.DOTALL)
    (shown,) = re.findall(r"^```text\n(.*?)^```", documented(), re.MULTILINE | re.DOTALL)
    (repository / "egne-regler").mkdir()
    pyproject = write(repository / "pyproject.toml", shared)
    assert [] == unknown_codes(read_configuration(repository), catalogue)
    pyproject.unlink()
    found = read(repository, own)
    assert [] == unknown_codes(found, catalogue)
    assert set(KEYS) - {"select"} == {key for key in KEYS if found.origin(key.replace("-", "_")).line}
    assert shown == as_text(found, "routines/arkiv/booppfolging.md")


def unknown_codes(found: Configuration, catalogue: Catalogue) -> list[str]:
    codes = [spec.code for spec in catalogue.checks]
    return [name for name, _, _ in named_codes(found) if not any(code.startswith(name) for code in codes)]


def test_whose_a_routine_is_may_be_said_by_folder_and_what_is_said_later_counts(tmp_path: Path) -> None:
    (tmp_path / "reviewkit.toml").write_text(
        '[[collections]]\npaths = ["a/"]\ncounty = "Oslo"\nowner = "A"\n\n'
        '[[collections]]\npaths = ["a/b/"]\nowner = "B"\n',
        encoding="utf-8",
    )
    found = read_configuration(tmp_path)
    assert (found.belonging("a/x.md")[0].owner, found.belonging("a/x.md")[0].county) == ("A", "Oslo")
    assert (found.belonging("a/b/x.md")[0].owner, found.belonging("a/b/x.md")[0].county) == ("B", "Oslo")
    assert found.belonging("c/x.md")[0].county == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("collections = 1\n", "[[collections]]"),
        ("[[collections]]\ncounty = 'Oslo'\n", "mangler «paths»"),
        ("[[collections]]\npaths = ['a/']\n", "sier ingenting"),
        ("[[collections]]\npaths = ['a/']\ncounty = 3\n", "en tekst"),
        ("[[collections]]\npaths = ['a/']\nfylke = 'Oslo'\n", "ukjent nøkkel"),
    ],
)
def test_collections_that_are_malformed_are_told_by_their_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "reviewkit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        read_configuration(tmp_path)
    assert said in error.value.message
    assert error.value.line >= 1
