"""Generated text is what the code and the catalogue give: `make generate` writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build import ROOT
from tests.generated import files, reports

NAMES = ("README.md", "checks/README.md")


@pytest.fixture(scope="module")
def generated(cache_folder: Path) -> dict[Path, str]:
    return files()


def test_the_generated_files_are_these(generated: dict[Path, str]) -> None:
    assert sorted(ROOT / name for name in NAMES) == sorted(generated)


@pytest.mark.parametrize("name", NAMES)
def test_generated_file_is_up_to_date(name: str, generated: dict[Path, str]) -> None:
    path = ROOT / name
    assert path.is_file(), f"{name} is missing: run make generate"
    assert generated[path] == path.read_text(encoding="utf-8")


def test_generating_twice_gives_the_same(generated: dict[Path, str]) -> None:
    assert generated == files()


def test_the_reports_of_the_sample_routines_are_up_to_date(tmp_path: Path, cache_folder: Path) -> None:
    pytest.importorskip("jinja2")
    written = reports(tmp_path / "reports")
    kept = {path.name: path.read_bytes() for path in (ROOT / "reports").iterdir()}
    assert sorted(written) == sorted(kept), "run make reports"
    assert [name for name in written if written[name] != kept[name]] == [], "run make reports"
