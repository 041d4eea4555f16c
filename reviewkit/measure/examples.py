"""The examples on a check's page, run as tests of the check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from reviewkit.check import Catalogue, CheckSpec, Example, Page
from reviewkit.model import Source
from reviewkit.review import Options, review

TODAY = date(2026, 12, 1)
"""The day that examples are judged on."""

_FRONT = """---
id: eksempel
tittel: Eksempel
spraak: {norm}
forvaltning: kommunal
tjenester:
  - økonomisk stønad
eier: Nav kontaktsenter, fagansvar sosiale tjenester
status: gjeldende
gyldig_fra: 2026-01-15
revideres_innen: 2027-06-30
hjemmel:
  - forvaltningsloven § 11
---
"""


class _Alone:
    """An example stands alone: no file and no routine lies beside it."""

    def exists(self, path: str) -> bool:  # noqa: ARG002
        return False

    def ids_beside(self, path: str) -> frozenset[str]:  # noqa: ARG002
        return frozenset()


ALONE = _Alone()


class Failure(Struct, frozen=True):
    """An example that did not give the verdict its page states."""

    code: str
    path: str
    line: int
    message: str


def routine_of(example: Example, norm: str | None = None) -> tuple[Source, int]:
    """The routine that an example stands for, and how many lines were put before it."""
    if example.text.startswith("---\n"):
        return Source(f"eksempel-linje-{example.page_line}.md", example.text), 0
    front = _FRONT.format(norm=norm or example.norm)
    return Source(f"eksempel-linje-{example.page_line}.md", front + example.text), front.count("\n")


def failing_examples(spec: CheckSpec, page: Page, catalogue: Catalogue) -> Iterator[Failure]:
    """Every example of a page whose findings are not on the lines that it states; and a page that lacks a verdict."""
    for verdict in ("flagged", "ok"):
        if not any(example.verdict == verdict for example in page.examples):
            yield Failure(spec.code, page.path, 1, f"siden mangler eksempler med dommen «{verdict}»")
    for example in page.examples:
        source, shift = routine_of(example)
        options = Options(TODAY, select=(spec.code,))
        found = review([source], catalogue, options, ALONE).findings
        whole = 0 in example.lines or shift > 0
        lines = {0 if finding.line == 1 and whole else finding.line - shift for finding in found}
        if lines != set(example.lines):
            expected = ", ".join(map(str, example.lines)) or "ingen"
            got = ", ".join(map(str, sorted(lines))) or "ingen"
            yield Failure(spec.code, page.path, example.page_line, f"ventet funn på linje {expected}, fikk {got}")
