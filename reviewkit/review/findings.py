"""Matches to findings: words in the reader's language, exact places, masked excerpts, lasting identities."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import Ask, CheckSpec, Facts, Match, Texts, masked, private_spans, statement_at
from reviewkit.model import Finding, Language, Related, Routine, Statement
from reviewkit.review.judging import Judged

_RELATED = {
    "nb": "her ble det lett etter det som mangler, og i innledningen",
    "nn": "her vart det leita etter det som manglar, og i innleiinga",
    "en": "looked here for what is missing, and in the introduction",
}
_PROBABLE = {
    "nb": "Trolig, ikke sikkert (ordene som veide mest: {words}): ",
    "nn": "Truleg, ikkje sikkert (orda som vog mest: {words}): ",
    "en": "Probable, not certain (the words that weighed most: {words}): ",
}
_EXCERPT = 1_000
_HIDDEN = "•"


class _Privacy:
    """Personal data of one routine: what is shown of the routine is shown through this."""

    def __init__(self, text: str) -> None:
        self._spans = private_spans(text)
        self.text = masked(text, self._spans)

    def words(self, words: str, start: int, end: int) -> str:
        """Words that were taken from a place, without its personal data; the place itself is masked exactly."""
        if not any(left < end and start < right for left, right in self._spans):
            return words
        return re.sub(r"\S*@\S*|\d", _HIDDEN, words)


class Found(Struct, frozen=True):
    """A finding without its fingerprint, the offset it stands at, and what it still asks the collection."""

    finding: Finding
    start: int
    ask: Ask | None = None
    muted: bool = False


def make_findings(matches: Iterable[Judged], facts: Facts, language: Language) -> list[Found]:
    """A finding for every match, in the order of the text; personal data is masked here, whatever rule found it."""
    privacy: _Privacy | None = None
    findings = []
    for item in matches:
        spec, match = item.spec, item.match
        privacy = privacy or _Privacy(facts.routine.source.text)
        findings.append(Found(_finding(spec, match, facts, language, privacy), match.start, match.asks, item.muted))
    return sorted(findings, key=lambda found: in_order(found.finding))


def in_order(finding: Finding) -> tuple[str, int, int, str]:
    """By place and rule; a rule's own order is kept, so that missing keys come as the catalogue lists them."""
    return finding.path, finding.line, finding.column, finding.rule


def _finding(spec: CheckSpec, match: Match, facts: Facts, language: Language, privacy: _Privacy) -> Finding:
    source = facts.routine.source
    line, column = source.locate(match.start)
    end_line, end_column = source.locate(match.end)
    statement = match.statement or statement_at(facts, match.start)
    message, remedy = _texts(spec, match, facts.routine, language, privacy)
    related = tuple(Related(source.path, source.locate(place)[0], _RELATED[language]) for place in match.related)
    return Finding(
        rule=spec.code,
        slug=spec.slug,
        severity=match.severity or spec.severity,
        path=source.path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        section=_section(statement, privacy),
        excerpt=privacy.text[match.start : match.end][:_EXCERPT],
        message=message,
        remedy=remedy,
        basis=spec.basis,
        source=spec.source,
        risk_points=tuple(point.point for point in spec.risk_points),
        audience=spec.audience,
        related=related,
        byte_column=source.byte_column(line, column),
        end_byte_column=source.byte_column(end_line, end_column),
    )


def _section(statement: Statement | None, privacy: _Privacy) -> tuple[str, ...]:
    headings = statement.section.headings if statement is not None else ()
    return tuple(privacy.words(heading.text, heading.start, heading.end) for heading in headings)


def _texts(spec: CheckSpec, match: Match, routine: Routine, language: Language, privacy: _Privacy) -> tuple[str, str]:
    message = _in(spec.variants.get(match.variant, spec.message), language)
    remedy = _in(spec.remedy, language)
    paste = ""
    if spec.paste is not None:
        paste = spec.paste.nn if routine.metadata.text("spraak") == "nn" else spec.paste.nb
    said = {"words": match.words, **dict(match.details)}
    details = {name: privacy.words(words, match.start, match.end) for name, words in said.items()}
    if match.weighed is not None:
        details["weighed"] = privacy.words(", ".join(match.weighed) or "–", match.start, match.end)
        message = _PROBABLE[language].replace("{words}", "{weighed}") + message
    return _fill(message, {**details, "paste": paste}), _fill(remedy, {**details, "paste": paste})


def _in(texts: Texts, language: Language) -> str:
    return {"nb": texts.nb, "nn": texts.nn, "en": texts.en}[language]


def _fill(text: str, details: dict[str, str]) -> str:
    """Put details into a text in one pass, so that nothing in a routine is ever read as a placeholder."""
    parts = text.split("{")
    filled = parts[0]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled += details[name] + rest if brace and name in details else "{" + part
    return " ".join(filled.split())


def with_fingerprints(findings: Iterable[Finding], routine_id: str) -> Iterator[Finding]:
    """The findings of one routine in order, each with an identity that survives moved lines.

    It rests on the rule, the routine's id, the headings, the words, and an ordinal among equals.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        words = " ".join(finding.excerpt.lower().split())
        identity = (finding.rule, routine_id, "\x1f".join(finding.section), words)
        seen[identity] += 1
        text = "\x1e".join((*identity, str(seen[identity])))
        yield replace(finding, fingerprint=hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest())
