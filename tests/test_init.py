"""`reviewkit init`: a repository that is clean at once, and nothing touched that was there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from reviewkit.author.starting import plan
from reviewkit.author.starting.repository import GITHUB, GITLAB, PRE_COMMIT
from reviewkit.load.configuration import read_configuration
from tests.build import ROOT
from tests.conftest import Run

FILES = [".github/workflows/routines.yml", ".pre-commit-config.yaml", "reviewkit.toml"]
NAMES = {"nb": "routines/var-forste-rutine.md", "nn": "routines/den-forste-rutinen-var.md"}
DAY = ("--today", "2026-12-01")


@pytest.fixture
def repository(in_folder: Path) -> Path:
    """An empty git repository that is the working directory."""
    subprocess.run(["git", "init", "--quiet"], cwd=in_folder, check=True, timeout=20)
    return in_folder


def files_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("norm", ["nb", "nn"])
def test_a_new_repository_is_clean(norm: str, repository: Path, run: Run) -> None:
    assert run("init", "--spraak", norm, *DAY).code == 0
    assert sorted(files_in(repository)) == sorted([*FILES, NAMES[norm]])
    checked = run("check", *DAY, "--fail-on", "info")
    assert (0, "") == (checked.code, checked.err)
    assert "1 rutin" in checked.out
    assert "0 funn" in checked.out


def test_the_configuration_is_valid_and_in_use(repository: Path, run: Run) -> None:
    run("init", "--spraak", "nn", *DAY)
    configuration = read_configuration(Path.cwd(), None)
    assert (configuration.file, configuration.settings.lang) == ("reviewkit.toml", "nn")
    assert run("config", "explain", NAMES["nn"]).code == 0


def test_the_workflows_are_those_of_the_documentation() -> None:
    planned = {item.path: item.text for item in plan("nb", ("a", ""), True)}
    for path, name in ((GITHUB, "github-workflow.yml"), (GITLAB, "gitlab-ci.yml")):
        assert planned[path] == (ROOT / "docs" / "examples" / name).read_text(encoding="utf-8")
    ours = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (repo,) = yaml.safe_load(planned[PRE_COMMIT])["repos"]
    assert ours == {hook["id"] for hook in repo["hooks"]}


def test_gitlab_only_where_it_is_asked_for(repository: Path, run: Run) -> None:
    assert run("init", "--gitlab", *DAY).code == 0
    assert sorted(files_in(repository)) == sorted([*FILES, NAMES["nb"], ".gitlab-ci.yml"])


def test_a_dry_run_says_all_and_writes_nothing(repository: Path, run: Run) -> None:
    shown = run("init", "ny/mappe", "--dry-run", *DAY)
    assert shown.code == 0
    assert all(f"ville skrive {name}\n" in shown.out for name in [*FILES, NAMES["nb"]])
    assert files_in(repository) == {}
    assert not (repository / "ny").exists()


def test_a_second_run_touches_nothing(repository: Path, run: Run) -> None:
    run("init", *DAY)
    (repository / "reviewkit.toml").write_text("lang = 'en'\n", encoding="utf-8")
    before = files_in(repository)
    again = run("init", "--spraak", "nn", *DAY)
    assert again.code == 0
    assert files_in(repository) == before
    assert again.out.count("lot ") == len(FILES) + 1


def test_what_is_there_is_left_alone_and_how_to_merge_is_said(repository: Path, run: Run) -> None:
    (repository / PRE_COMMIT).write_text("repos: []\n", encoding="utf-8")
    said = run("init", *DAY)
    assert (repository / PRE_COMMIT).read_text(encoding="utf-8") == "repos: []\n"
    assert f"lot {PRE_COMMIT} være: den finnes. For hånd: legg krokene" in said.out


def test_no_second_configuration_beside_pyproject(repository: Path, run: Run) -> None:
    """Both a reviewkit.toml and a [tool.reviewkit] in one folder are an error."""
    (repository / "pyproject.toml").write_text('[tool.reviewkit]\nlang = "nn"\n', encoding="utf-8")
    said = run("init", *DAY)
    assert "lot reviewkit.toml være: pyproject.toml har [tool.reviewkit]" in said.out
    assert run("check", *DAY).code == 0


def test_a_pyproject_without_our_table_is_no_hindrance(repository: Path, run: Run) -> None:
    (repository / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    run("init", *DAY)
    assert (repository / "reviewkit.toml").is_file()


def test_a_folder_with_routines_gets_no_first_one(repository: Path, run: Run) -> None:
    (repository / "routines" / "a").mkdir(parents=True)
    (repository / "routines" / "a" / "min.md").write_text("# Min\n", encoding="utf-8")
    run("init", *DAY)
    assert [name for name in files_in(repository) if name.endswith(".md")] == ["routines/a/min.md"]


def test_nothing_is_written_through_a_link_out_of_the_repository(
    repository: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("utenfor")
    (repository / ".github").symlink_to(outside)
    (repository / "routines").symlink_to(outside)
    assert run("init", *DAY).code == 0
    assert list(outside.iterdir()) == []


def test_a_person_as_owner_is_refused_before_anything_is_written(repository: Path, run: Run) -> None:
    assert run("init", "--eier", "Kari Nordmann", *DAY).code == 2
    assert files_in(repository) == {}


def test_a_file_in_place_of_the_folder_is_an_error_for_people(repository: Path, run: Run) -> None:
    (repository / "fil").write_text("x", encoding="utf-8")
    assert run("init", "fil", *DAY).code == 2
    assert run("init", "fil/under", *DAY).code == 2
