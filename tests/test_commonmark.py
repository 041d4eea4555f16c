"""Markdown as it is specified, and as it is really written: nothing of it stops the review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewkit.check import Catalogue
from reviewkit.load import read_routine
from reviewkit.model import Source
from reviewkit.parse import parse
from reviewkit.report import FORMATS, renderer
from reviewkit.review import Options, review
from tests.build import FRONT_LINES, ROOT, TODAY, review_text, routine_text

SPEC = ROOT / "tests" / "data" / "commonmark.json"
REAL = ROOT.parent / "shared" / "real"

EXAMPLES: list[dict[str, Any]] = json.loads(SPEC.read_text(encoding="utf-8")) if SPEC.is_file() else []
DOCUMENTS = sorted(path for path in REAL.glob("*.md") if path.name != "README.md")

needs_spec = pytest.mark.skipif(not EXAMPLES, reason="tests/data/commonmark.json is not here: see tests/data/README.md")
needs_real = pytest.mark.skipif(not DOCUMENTS, reason=f"there are no real documents in {REAL}")


@needs_spec
def test_the_whole_spec_is_here() -> None:
    assert list(range(1, 653)) == [example["example"] for example in EXAMPLES]


@needs_spec
@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_example_of_the_spec_is_a_routine(number: int, catalogue: Catalogue) -> None:
    """Every example of CommonMark parses to statements that lie inside it, and is reviewed."""
    body = EXAMPLES[number]["markdown"]
    text = routine_text(body)
    routine = parse(Source("spec.md", text))
    assert all(len(text) - len(body) <= item.start < item.end <= len(text) for item in routine.statements)
    assert review_text(text, catalogue).routines == 1


@needs_spec
def test_examples_moved_down_give_the_same_statements() -> None:
    """Front matter before an example moves its statements by its lines, and changes nothing else."""
    for example in EXAMPLES:
        body = example["markdown"]
        if body.startswith("---"):
            continue
        alone, below = parse(Source("a.md", body)), parse(Source("b.md", routine_text(body)))
        expected = [
            (item.kind, item.text, alone.source.locate(item.start)[0] + FRONT_LINES) for item in alone.statements
        ]
        assert expected == [(item.kind, item.text, below.source.locate(item.start)[0]) for item in below.statements]


@needs_real
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_real_document_is_reviewed(path: Path, catalogue: Catalogue) -> None:
    """A document as Nav has written it is read, reviewed and reported; each statement lies where it says."""
    source = read_routine(path)
    routine = parse(source)
    assert all(0 <= item.start < item.end <= len(source.text) for item in routine.statements)
    result = review([source], catalogue, Options(TODAY))
    assert (result.routines, result.problems) == (1, ())
    assert all(isinstance(renderer(name)(result), str) for name in FORMATS)
