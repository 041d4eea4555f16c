"""What a change of the catalogue changes, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from reviewkit.measure import Impact
from reviewkit.model import Finding, Language, UsageError
from reviewkit.report.harmless import one_line

SCHEMA = "reviewkit.impact/1"
_TEXT = 110
_PATH = 200
_DIGEST = 16
_LISTS = ("appeared", "disappeared", "regraded")


def as_text(impact: Impact, language: Language) -> str:
    """The lists by rule, with counts first; raises UsageError where the package that holds the words is missing."""
    try:
        from reviewkit.report.documents.wording import Wording
    except ImportError as error:
        said = f"teksten trenger pakken «{error.name}», som mangler"
        remedy = "installer med: pip install 'reviewkit[reports]', eller bruk --format json"
        raise UsageError(f"{said}; {remedy}") from None
    wording = Wording(language)
    counts = [wording.count(f"impact.{name}.count", len(getattr(impact, name))) for name in _LISTS]
    counts.append(wording.count("impact.kept.count", impact.kept - len(impact.regraded)))
    catalogues = wording("impact.catalogues", old=impact.old[:_DIGEST], new=impact.new[:_DIGEST])
    lines = [f"{wording.count('count.routines', impact.routines)}. {catalogues}", f"{wording.listed(counts)}."]
    for name in _LISTS:
        lines += _listed(wording(f"impact.{name}"), getattr(impact, name), {
            severity: wording(f"impact.severity.{severity}") for severity in ("error", "warning", "info")
        })  # fmt: skip
    return "\n".join(lines) + "\n"


def _listed(title: str, findings: Sequence[Finding], severities: dict[str, str]) -> Iterator[str]:
    if not findings:
        return
    counts = Counter(item.rule for item in findings)
    yield f"\n{title}: {', '.join(f'{rule} {count}' for rule, count in sorted(counts.items()))}"
    for item in sorted(findings, key=lambda item: (item.rule, item.path, item.line)):
        words = one_line(item.excerpt or item.message, _TEXT)
        yield f"  {item.rule} {severities[item.severity]:<8} {one_line(item.path, _PATH)}:{item.line}  «{words}»"


def as_json(impact: Impact) -> str:
    """The same as one document (`reviewkit.impact/1`, described in docs/CHECK-FORMAT.md)."""
    document = {
        "schema": SCHEMA,
        "old": impact.old,
        "new": impact.new,
        "routines": impact.routines,
        "kept": impact.kept,
        **{name: [_item(item) for item in getattr(impact, name)] for name in _LISTS},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _item(item: Finding) -> dict[str, object]:
    return {
        "rule": item.rule, "severity": item.severity, "path": item.path, "line": item.line,
        "section": list(item.section), "excerpt": item.excerpt, "fingerprint": item.fingerprint,
    }  # fmt: skip
