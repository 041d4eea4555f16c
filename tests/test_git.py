"""Routines as they stood in a commit: what a check of the work tree would read, and nothing that git would run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.check import Catalogue
from reviewkit.load import MAX_BYTES, Disk, find_routines, read_routine
from reviewkit.load.git import Revision, open_range, open_revision, parse_range
from reviewkit.load.moves import renamed
from reviewkit.model import InputError, Source, UsageError
from reviewkit.review import Options, review
from reviewkit.review.changes import caused
from tests.build import TODAY, routine_text

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git er ikke installert")

posix_names = pytest.mark.skipif(os.name == "nt", reason="filnavn som ikke finnes på Windows")


class Repository:
    """A real repository under the folder of a test, without the user's configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, given: bytes = b"") -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, input=given, capture_output=True, check=True).stdout.decode().strip()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def commit(self, **changes: str | bytes | None) -> str:
        """Commit all there is, with the changes written or (None) deleted first; `a__b` is `a/b.md`."""
        for name, text in changes.items():
            path = f"{name.replace('__', '/')}.md"
            if text is None:
                (self.folder / path).unlink()
            else:
                self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "endring")
        return self.git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def _own_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path_factory.mktemp("h"))}
    for role in ("AUTHOR", "COMMITTER"):
        settings |= {f"GIT_{role}_NAME": "Prøve", f"GIT_{role}_EMAIL": "prove@example.invalid"}
        settings |= {f"GIT_{role}_DATE": "2026-01-01T12:00:00Z"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(in_folder: Path) -> Repository:
    """A new repository in the working directory."""
    return Repository(in_folder)


def revision(name: str = "HEAD") -> Revision:
    return open_revision(name, Path())


def read(found: Revision, *paths: str) -> list[tuple[str, str]]:
    """Path and text of everything below some paths, errors as their messages."""
    return [
        (item.path, item.message if isinstance(item, InputError) else item.text)
        for item in found.sources(paths or (".",))
    ]


def from_disk(*paths: str) -> list[tuple[str, str]]:
    """The same from the work tree."""

    def one(found: Path | InputError) -> tuple[str, str]:
        try:
            if isinstance(found, InputError):
                raise found
            source = read_routine(Path(found.path))
        except InputError as error:
            return error.path, error.message
        return source.path, source.text

    return [one(found) for found in find_routines(paths or (".",))]


# What --diff names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("main", ("main", None, False)),
        ("HEAD~2", ("HEAD~2", None, False)),
        ("main..gren", ("main", "gren", False)),
        ("main...gren", ("main", "gren", True)),
        ("main..", ("main", "HEAD", False)),
        ("...gren", ("HEAD", "gren", True)),
    ],
)
def test_a_range_is_read_as_git_reads_it(text: str, expected: tuple[str, str | None, bool]) -> None:
    assert expected == parse_range(text)


@pytest.mark.parametrize("text", ["", "..", "..."])
def test_a_range_that_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="mangler en revisjon"):
        parse_range(text)


def test_three_dots_compare_from_where_the_branches_parted(repository: Repository) -> None:
    parted = repository.commit(a="felles")
    repository.git("checkout", "--quiet", "-b", "gren")
    after = repository.commit(a="gren")
    repository.git("checkout", "--quiet", "main")
    main = repository.commit(b="senere")
    assert [parted, after] == [each.commit for each in open_range("main...gren", Path()) if each]
    assert [main, after] == [each.commit for each in open_range("main..gren", Path()) if each]
    assert (main, None) == (open_range("main", Path())[0].commit, open_range("main", Path())[1])


def test_branches_without_a_common_past_say_so(repository: Repository) -> None:
    repository.commit(a="en")
    repository.git("checkout", "--quiet", "--orphan", "annen")
    repository.commit(a="to")
    with pytest.raises(UsageError, match=r"ingen felles forløper; bruk to punktum"):
        open_range("main...annen", Path())


# What cannot be opened


@pytest.mark.parametrize("name", ["finnes-ikke", "HEAD:a.md", "^HEAD", "HEAD HEAD", "a\nb", "HEAD^{tree}"])
def test_a_revision_that_is_no_commit_is_named_with_a_remedy(name: str, repository: Repository) -> None:
    repository.commit(a="tekst")
    with pytest.raises(UsageError, match="finnes ikke; kontroller navnet") as error:
        revision(name)
    assert name.replace("\n", "�") in error.value.message


@pytest.mark.parametrize("name", ["--help", "-h", "--output=fil", "", "a\0b"])
def test_a_revision_is_never_an_option(name: str, repository: Repository) -> None:
    repository.commit(a="tekst")
    with pytest.raises(UsageError, match="er ikke en revisjon"):
        revision(name)


def test_a_repository_without_commits_says_that_the_revision_is_lacking(repository: Repository) -> None:
    with pytest.raises(UsageError, match="«HEAD» finnes ikke"):
        revision()


def test_a_shallow_clone_says_how_to_fetch_the_rest(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit(a="en")
    repository.commit(a="to")
    clone = tmp_path / "klone"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(clone))
    assert [("a.md", "to")] == read(open_revision("HEAD", clone))
    with pytest.raises(UsageError, match=r"«git fetch --unshallow», eller sett fetch-depth: 0 i CI"):
        open_revision(first, clone)


def test_a_folder_outside_git_is_refused(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(in_folder.parent))
    with pytest.raises(UsageError, match="ikke i et arbeidstre"):
        revision()


def test_a_bare_repository_that_lies_among_the_routines_is_not_believed(repository: Repository) -> None:
    repository.commit(a="tekst")
    repository.git("clone", "--quiet", "--bare", str(repository.folder), "felle")
    for key, value in {"core.bare": "false", "core.worktree": str(repository.folder / "felle")}.items():
        repository.git("config", "--file", "felle/config", key, value)
    with pytest.raises(UsageError, match="ikke i et arbeidstre"):
        open_revision("HEAD", Path("felle"))


@pytest.mark.parametrize("path", ["", "."])
def test_git_that_is_not_installed_is_said(path: str, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("git", "#!/bin/sh\ntouch merke\n").chmod(0o755)
    monkeypatch.setenv("PATH", path)
    with pytest.raises(UsageError, match="git, som ikke er installert"):
        revision()
    assert not Path("merke").exists()


@posix_names
def test_a_repository_that_another_user_owns_is_told_of_with_gits_own_remedy(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = "fatal: detected dubious ownership\n\n\tgit config --global --add safe.directory /lager\n"
    program = repository.write("bin/git", f"#!/bin/sh\nprintf '%s' '{complaint}' >&2\nexit 128\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    with pytest.raises(UsageError, match=r"kjør «git config --global --add safe\.directory /lager»"):
        revision()


# What is read


TREE = {
    "routines/b.md": "b", "routines/a.MD": "a", "routines/under/a.markdown": "ua", "routines/under/dyp/x.md": "x",
    "routines/notat.txt": "nei", "routines/.skjult.md": "nei", "routines/.mappe/a.md": "nei", "les.md": "les",
    ".github/mal.md": "mal", "routines/under.md": "fil ved siden av en mappe",
}  # fmt: skip

GIVEN = [
    (), (".",), ("routines",), ("routines/",), ("./routines",), ("routines/under/../b.md",), ("routines/notat.txt",),
    (".github",), ("les.md", "routines", "les.md"), ("routines/under", "routines"), ("borte", "les.md"),
    ("routines/.skjult.md",),
]  # fmt: skip


@pytest.mark.parametrize("paths", GIVEN, ids=" ".join)
def test_a_commit_gives_the_same_routines_in_the_same_order_as_the_work_tree(
    paths: tuple[str, ...], repository: Repository
) -> None:
    for name, text in TREE.items():
        repository.write(name, text)
    repository.commit()
    expected = [item for item in from_disk(*paths) if item[0] != "borte"]
    assert expected == [item for item in read(revision(), *paths) if item[0] != "borte"]
    assert expected


@pytest.mark.parametrize("paths", [(".",), ("../../routines",), ("..",), ("dyp", "../b.md"), ("../../les.md",)])
def test_paths_are_relative_to_the_working_directory_in_a_subfolder(
    paths: tuple[str, ...], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in TREE.items():
        repository.write(name, text)
    repository.commit()
    monkeypatch.chdir("routines/under")
    assert from_disk(*paths) == read(revision(), *paths)


def test_an_absolute_path_is_shown_as_the_work_tree_shows_it(repository: Repository) -> None:
    repository.commit(routines__a="tekst")
    given = str(repository.folder / "routines")
    assert [("routines/a.md", "tekst")] == from_disk(given) == read(revision(), given)


def test_a_path_that_the_commit_lacks_is_an_error_and_the_others_are_read(repository: Repository) -> None:
    repository.commit(a="tekst")
    repository.write("ny/b.md", "ikke innsjekket")
    message = "finnes ikke som fil eller mappe i HEAD; kontroller stien"
    assert [("ny", message), ("../ute", message), ("a.md", "tekst")] == read(revision(), "ny", "../ute", "a.md")


def test_a_deleted_file_is_read_from_the_commit_that_had_it(repository: Repository) -> None:
    before = repository.commit(a="gammel", b="blir")
    repository.commit(a=None)
    assert [("a.md", "gammel"), ("b.md", "blir")] == read(revision(before))
    assert [("b.md", "blir")] == read(revision())


ODD = ["blåbærgrøt", "med mellomrom", 'gåse"øyne', "ny\nlinje", "-flagg", "stjerne*", ":(top)x", "\u202eomvendt"]


@posix_names
def test_odd_names_are_read_as_they_are(repository: Repository) -> None:
    for name in ODD:
        repository.write(f"{name}.md", name)
        repository.write(f"{name}/a.md", f"i {name}")
    repository.commit()
    assert from_disk() == read(revision())
    assert {(f"{name}.md", name) for name in ODD} <= set(read(revision()))
    for name in ODD:
        assert [(f"{name}/a.md", f"i {name}")] == read(revision(), f"./{name}")


@posix_names
def test_a_name_that_is_not_utf8_is_shown_with_a_replacement(repository: Repository) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", given=b"tekst")
    repository.git("update-index", "-z", "--index-info", given=b"100644 %s\ta\xe5.md\0" % blob.encode())
    repository.git("commit", "--quiet", "--message", "navn")
    assert [("a�.md", "tekst")] == read(revision())


def test_bytes_come_as_they_were_committed(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.write(".gitattributes", "*.md text eol=crlf ident\n")
    repository.commit(a="en\nto $Id$\n")
    repository.git("checkout", "--quiet", "HEAD", "--", ".")
    assert [("a.md", "en\nto $Id$\n")] == read(revision())


def test_what_cannot_be_a_routine_is_an_error_that_stops_no_other(repository: Repository) -> None:
    repository.commit(a=b"\xe5", b="x" * (MAX_BYTES + 1), c="x" * MAX_BYTES, d="\ufefftekst", e="")
    assert from_disk() == read(revision())
    assert "er ikke UTF-8 (byte 0, linje 1); lagre filen på nytt som UTF-8" in dict(read(revision()))["a.md"]
    assert "er for stor" in dict(read(revision()))["b.md"]


@posix_names
def test_links_and_submodules_are_left_out(repository: Repository) -> None:
    commit = repository.commit(a="tekst", mappe__b="b")
    (repository.folder / "lenke.md").symlink_to("/etc/hostname")
    (repository.folder / "lenkemappe").symlink_to("mappe")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},modul.md")
    repository.commit()
    assert ["a.md", "mappe/b.md"] == [path for path, _ in read(revision())]
    assert [("lenkemappe/b.md", "b")] == from_disk("lenkemappe") == read(revision(), "lenkemappe")


def test_reading_may_stop_halfway(repository: Repository) -> None:
    repository.commit(a="en", b="to")
    sources = iter(revision().sources(["."]))
    assert Source("a.md", "en") == next(sources)
    del sources
    assert [("a.md", "en"), ("b.md", "to")] == read(revision())


# What lies beside


def test_the_commit_answers_for_its_own_files(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("under/nabo.markdown", routine_text("Tekst.\n", id="nabo"))
    repository.write("under/bilde.png", b"\x89")
    before = revision(repository.commit(under__a=routine_text("Tekst.\n", id="en")))
    repository.commit(under__a=None, under__b="---\nid: to\n---\n")
    after = revision()
    asked = ["under/a.md", "under/b.md", "under", "under/bilde.png", ".", "", "under/a.md/x", "a\0b", "und"]
    assert [True, False, True, True, True, True, False, False, False] == [before.exists(path) for path in asked]
    assert [after.exists(path) for path in asked] == [Disk().exists(path or ".") for path in asked]
    assert (frozenset({"en", "nabo"}), frozenset({"to", "nabo"})) == tuple(
        each.ids_beside("under/a.md") for each in (before, after)
    )
    assert frozenset() == before.ids_beside("les.md") == before.ids_beside("../x.md")
    monkeypatch.chdir("under")
    assert (True, True, False) == tuple(revision(before.commit).exists(path) for path in ("a.md", "../under", "b.md"))
    assert Disk().ids_beside("b.md") == revision().ids_beside("b.md")


def test_outside_the_repository_the_disk_is_asked(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(in_folder / "lager")
    repository.commit(a="tekst")
    (in_folder / "ute.md").write_text("ute", encoding="utf-8")
    monkeypatch.chdir("lager")
    assert (True, False) == (revision().exists("../ute.md"), revision().exists("../borte.md"))


# What git would have run


def hostile(repository: Repository, script: str) -> None:
    """Let everything that a repository can name as a program be this script."""
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy",
        "credential.helper", "diff.external", "diff.feil.textconv", "diff.feil.command", "filter.feil.clean",
        "filter.feil.smudge", "filter.feil.process", "gpg.program", "pager.cat-file", "pager.ls-tree",
        "pager.rev-parse", "core.alternateRefsCommand", "uploadpack.packObjectsHook", "alias.rev-parse",
    ):  # fmt: skip
        repository.git("config", key, f"!{script}" if key.startswith("alias") else script)
    repository.git("config", "filter.feil.required", "true")
    repository.git("config", "core.hooksPath", str(Path(script).parent))


@posix_names
def test_nothing_that_the_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit(a="en")
    repository.write(".gitattributes", "* filter=feil diff=feil\n")
    repository.commit(a="to")
    marker = tmp_path / "kjort"
    script = repository.write("kroker/post-checkout", f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    script.chmod(0o755)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        shutil.copy(script, script.parent / hook)
    hostile(repository, str(script))
    subprocess.run(["git", "status"], capture_output=True, cwd=repository.folder, check=False)
    assert marker.exists(), "the trap must be able to close"
    marker.unlink()
    before, after = open_range(f"{first}...HEAD", Path())
    assert after is not None
    assert [("a.md", "en"), ("a.md", "to")] == [*read(before), *read(after)]
    assert (True, frozenset()) == (before.exists("a.md"), after.ids_beside("a.md"))
    assert not marker.exists()


@posix_names
def test_a_partial_clone_fetches_nothing_and_says_what_is_lacking(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a="en")
    blob = repository.git("rev-parse", "HEAD:a.md")
    marker = tmp_path / "kjort"
    repository.git("config", "core.repositoryFormatVersion", "1")
    for key, value in {
        "extensions.partialClone": "origin", "remote.origin.promisor": "true", "protocol.ext.allow": "always",
        "protocol.allow": "always", "remote.origin.url": f"ext::touch {marker}",
    }.items():  # fmt: skip
        repository.git("config", key, value)
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    subprocess.run(["git", "cat-file", "-p", blob], capture_output=True, cwd=repository.folder, check=False)
    assert marker.exists(), "the trap must be able to close"
    marker.unlink()
    with pytest.raises(UsageError, match="klon på nytt uten filter"):
        read(revision())
    assert not marker.exists()


def test_nothing_is_written_to_the_repository(repository: Repository) -> None:
    repository.commit(a="en")
    repository.write("a.md", "endret")

    def everything() -> dict[Path, tuple[int, bytes]]:
        files = (path for path in sorted(repository.folder.rglob("*")) if path.is_file())
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = everything()
    assert [("a.md", "en")] == read(revision())
    assert before == everything()


def test_what_a_hook_says_of_another_repository_is_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a="min")
    Repository(tmp_path / "annet").commit(a="annens")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "annet" / ".git"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "spor"))
    assert [("a.md", "min")] == [item for item in read(revision()) if item[0] == "a.md"]
    assert not (tmp_path / "spor").exists()


@posix_names
def test_a_replaced_object_is_read_as_it_was_committed(repository: Repository) -> None:
    repository.commit(a="ekte")
    false = repository.git("hash-object", "-w", "--stdin", given=b"falsk")
    repository.git("replace", repository.git("rev-parse", "HEAD:a.md"), false)
    assert [("a.md", "ekte")] == read(revision())


# What has moved

LINES = [f"Linje {number} i rutinen.\n" for number in range(10)]


def sources(**texts: str) -> list[Source]:
    return [Source(f"{name.replace('__', '/')}.md", text) for name, text in texts.items()]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": "en"}, {"a": "to"}, {}),
        ({"a": "en\nto\n"}, {"b": "en\r\nto\r\n"}, {"a.md": "b.md"}),
        ({"a": "---\nid: x\n---\nen"}, {"b": "---\nid: x\n---\nalt annet\nher"}, {"a.md": "b.md"}),
        ({"a": "".join(LINES)}, {"b": "".join(LINES[:6])}, {"a.md": "b.md"}),
        ({"a": "".join(LINES)}, {"b": "".join(LINES[:3])}, {}),
        ({"a": "".join(LINES)}, {"b": "".join(LINES[:6]), "c": "".join(LINES[:8])}, {"a.md": "c.md"}),
        ({"x__a": "s", "y__b": "s"}, {"z__b": "s", "z__a": "s"}, {"x/a.md": "z/a.md", "y/b.md": "z/b.md"}),
        ({"a": "en", "b": "to"}, {"a": "to"}, {}),
        ({"a": ""}, {"b": ""}, {}),
    ],
    ids=["kept", "text", "id", "alike", "unlike", "the best", "file name", "only paths that are gone", "empty"],
)  # fmt: skip
def test_a_routine_that_moved_is_recognised(
    before: dict[str, str], after: dict[str, str], expected: dict[str, str]
) -> None:
    assert expected == renamed(sources(**before), sources(**after))


def test_routines_with_ids_of_their_own_are_not_taken_for_one_another() -> None:
    body = "".join(LINES)
    before, after = sources(a=routine_text(body, id="en")), sources(b=routine_text(body, id="to"))
    assert {} == renamed(before, after)
    assert {"a.md": "b.md"} == renamed(sources(a=routine_text(body, id=None)), after)


texts = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from(LINES[:4]), max_size=4).map("".join))


@given(texts, texts)
def test_each_moved_routine_has_one_new_path_whatever_the_order(before: dict[str, str], after: dict[str, str]) -> None:
    old, new = sources(**before), sources(**after)
    pairs = renamed(old, new)
    assert pairs == renamed(old[::-1], new[::-1])
    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= {source.path for source in old} - {source.path for source in new}
    assert set(pairs.values()) <= {source.path for source in new} - {source.path for source in old}


# The whole way

BREACH = "Vurder om det haster før du ringer vakttelefonen.\n"


@pytest.mark.parametrize("id_", ["fast", None])
def test_a_routine_that_moved_and_changed_is_told_only_of_what_the_change_caused(
    id_: str | None, repository: Repository, catalogue: Catalogue
) -> None:
    filler = "".join(f"{line}\n" for line in LINES)
    before_text = routine_text(f"{filler}\n{BREACH}", id=id_)
    first = repository.commit(gammel=before_text)
    new = "Vurder om saken haster før du setter over.\n"
    repository.commit(gammel=None, ny__sti=f"{before_text}\n{new}".replace("\n", "\r\n"))
    before, after = open_range(f"{first}..HEAD", Path())
    assert after is not None
    old, later = ([item for item in side.sources(["."]) if isinstance(item, Source)] for side in (before, after))
    options = Options(TODAY, select=("MAN006",))
    earlier = review(old, catalogue, options, before)
    result = caused(earlier, review(later, catalogue, options, after), renamed(old, later))
    assert [("ny/sti.md", new.strip())] == [(item.path, item.excerpt) for item in result.findings]
    assert [BREACH.strip()] == [item.excerpt for item in result.unchanged]
