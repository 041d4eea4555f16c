"""What a change of the catalogue changes, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from reviewkit.measure import Impact
from reviewkit.model import Finding
from reviewkit.report.harmless import one_line

SCHEMA = "reviewkit.impact/1"
_TEXT = 110


def as_text(impact: Impact) -> str:
    """Both lists by rule, with counts first."""
    lines = [
        f"{impact.routines} rutiner. Katalog {impact.old[:16]} → {impact.new[:16]}",
        f"{len(impact.appeared)} funn kommer til, {len(impact.disappeared)} blir borte, "
        f"{len(impact.regraded)} får annen alvorlighet, {impact.kept} er de samme.",
    ]
    lines += _listed("Kommer til", impact.appeared)
    lines += _listed("Blir borte", impact.disappeared)
    lines += _listed("Får annen alvorlighet", impact.regraded)
    return "\n".join(lines) + "\n"


def _listed(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    counts = Counter(item.rule for item in findings)
    yield f"\n{title}: {', '.join(f'{rule} {count}' for rule, count in sorted(counts.items()))}"
    for item in sorted(findings, key=lambda item: (item.rule, item.path, item.line)):
        words = one_line(item.excerpt or item.message, _TEXT)
        yield f"  {item.rule} {item.severity:<7} {one_line(item.path, 200)}:{item.line}  «{words}»"


def as_json(impact: Impact) -> str:
    """The same as one document."""
    lists = (("appeared", impact.appeared), ("disappeared", impact.disappeared), ("regraded", impact.regraded))
    document = {
        "schema": SCHEMA,
        "old": impact.old,
        "new": impact.new,
        "routines": impact.routines,
        "kept": impact.kept,
        **{name: [_item(item) for item in found] for name, found in lists},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _item(item: Finding) -> dict[str, object]:
    return {
        "rule": item.rule, "severity": item.severity, "path": item.path, "line": item.line,
        "section": list(item.section), "excerpt": item.excerpt, "fingerprint": item.fingerprint,
    }  # fmt: skip
