"""The guide for authors, followed as it is written: from Word to a reviewed routine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.conftest import Run

GUIDE = (ROOT / "docs" / "KOM-I-GANG.md").read_text(encoding="utf-8")
TODAY = ("--today", "2026-12-01")


def fences(info: str) -> list[str]:
    return re.findall(rf"^```{info}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_guide_leads_from_word_to_a_reviewed_routine(run: Run, in_folder: Path) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("jinja2")
    shutil.copy(ROOT / "docs" / "examples" / "stromregning-og-husleie.docx", in_folder)
    imported = run("import", "stromregning-og-husleie.docx", "--to", "routines")
    told, clean = fences("text")
    assert (0, told) == (imported.code, imported.out)
    routine = in_folder / "routines" / "stromregning-og-husleie.md"
    text = routine.read_text(encoding="utf-8")
    routine.write_text(text.replace("spraak: nb\n", f"spraak: nb\n{fences('yaml')[0]}", 1), encoding="utf-8")
    assert run("check", *TODAY).code == 1
    assert run("report", "--kind", "owner", "--out", "rapport", *TODAY).code == 0
    assert list((in_folder / "rapport").glob("eier-*.html"))
    assert run("fix", "--apply", *TODAY).code == 0
    assert "§§ 18 og 19" in routine.read_text(encoding="utf-8")
    proposed = run("fix", "--unsafe", "--select", "MAN,TIL", "--yes", *TODAY)
    assert proposed.code == 0
    assert len(re.findall(r"^routines/.*: ", proposed.out, re.MULTILINE)) == 5  # four proposals, and what was written
    checked = run("check", *TODAY)
    assert checked.code == 0
    assert checked.out.endswith(clean)
