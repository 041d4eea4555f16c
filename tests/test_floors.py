"""The house stands as it was drawn: floors, sizes, and a doorway that opens fast."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build import ROOT, WELL_FOUNDED, routine_text

MODULES = sorted((ROOT / "reviewkit").rglob("*.py"))
REVIEW = "import reviewkit.cli\nassert reviewkit.cli.run(['check', 'a.md', '--no-cache', '--today', '2026-12-01']) == 0"
HEAVY = ("jinja2", "pydantic", "stdnum")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_each_floor_imports_only_from_below() -> None:
    """The contracts of import-linter in pyproject.toml are kept."""
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command, "--no-cache"], capture_output=True, cwd=ROOT, timeout=60, check=False)
    assert result.returncode == 0, result.stdout.decode()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_can_be_held_in_the_head(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") < 350


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_main_exits_and_only_the_doorway_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    forbidden = {"print", "exit", "quit", "os._exit", "sys.exit", "date.today", "datetime.now"}
    if path.name == "__main__.py":
        forbidden.discard("sys.exit")
    assert set() == called & forbidden


def modules_after(code: str, folder: Path, cache: Path) -> set[str]:
    """The top-level packages loaded once some code has run in a fresh process."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, cwd=folder, timeout=60, check=True, env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )  # fmt: skip
    return {name.split(".")[0] for name in result.stderr.decode().split()}


def test_the_doorway_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = modules_after("import reviewkit.cli", tmp_path, tmp_path)
    assert set() == loaded & {*HEAVY, "yaml", "pyromark", "asyncio"}


def test_a_review_with_a_compiled_catalogue_loads_nothing_heavy(tmp_path: Path) -> None:
    """jinja2 is for HTML; pydantic is not used."""
    (tmp_path / "a.md").write_text(routine_text(WELL_FOUNDED["nb"]), encoding="utf-8")
    modules_after(REVIEW, tmp_path, tmp_path)
    loaded = modules_after(REVIEW, tmp_path, tmp_path)
    assert set() == loaded & {"jinja2", "pydantic"}
    assert {"yaml", "pyromark", "msgspec"} <= loaded


def test_a_routine_without_long_numbers_needs_no_checksums(tmp_path: Path) -> None:
    """The dates that every front matter holds are no long numbers."""
    (tmp_path / "a.md").write_text(routine_text(WELL_FOUNDED["nb"]), encoding="utf-8")
    assert set() == modules_after(REVIEW, tmp_path, tmp_path) & {"stdnum"}


def test_a_damaged_cache_is_built_anew(tmp_path: Path) -> None:
    """A compiled catalogue cut off in the middle is no error, and neither is a cache that cannot be written."""
    (tmp_path / "a.md").write_text(routine_text(WELL_FOUNDED["nb"]), encoding="utf-8")
    review = REVIEW.replace("'--no-cache', ", "'--statistics', ")
    modules_after(review, tmp_path, tmp_path / "cache")
    (compiled,) = (tmp_path / "cache" / "reviewkit").glob("catalogue-*.bin")
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[: len(whole) // 2])
    modules_after(review, tmp_path, tmp_path / "cache")
    assert len(compiled.read_bytes()) > len(whole) // 2
    (tmp_path / "fil").write_text("", encoding="utf-8")
    modules_after(review, tmp_path, tmp_path / "fil")
