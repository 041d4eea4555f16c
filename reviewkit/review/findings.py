"""Matches to findings: words in the reader's language, exact places, masked excerpts, lasting identities."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import Ask, CheckSpec, Facts, Texts, masked, private_spans, statement_at
from reviewkit.check.specs import RequiresRule
from reviewkit.model import Finding, Language, Related, Severity, Statement
from reviewkit.review.judging import Judged

_RELATED = {
    "nb": "her ble det lett etter det som mangler, og i innledningen",
    "nn": "her vart det leita etter det som manglar, og i innleiinga",
    "en": "looked here for what is missing, and in the introduction",
}
_MET = {
    "nb": "her står påminnelsen",
    "nn": "her står påminninga",
    "en": "the reminder stands here",
}
_PROBABLE = {
    "nb": "Trolig, ikke sikkert (ordene som veide mest: {words}): ",
    "nn": "Truleg, ikkje sikkert (orda som vog mest: {words}): ",
    "en": "Probable, not certain (the words that weighed most: {words}): ",
}
_AGAIN = re.compile(r"(?<!\d)\d(?:[ .\u00a0-]?\d){7,10}(?!\d)|[\w.+-]+@\w[\w.-]*\w")
"""Numbers and addresses that may be those of a person."""
_EXCERPT = 1_000
_HIDDEN = "•"
WEIGHED = "weighed"
"""The detail that holds the words on which the second judge raised a finding."""


class Privacy:
    """Personal data of one routine: what is shown of the routine is shown through this."""

    def __init__(self, text: str) -> None:
        known = private_spans(text)
        self._secrets = frozenset(_bare(text[start:end]) for start, end in known)
        self._spans = [*known, *self._found(text)]
        self.text = masked(text, self._spans)

    def words(self, words: str, start: int, end: int) -> str:
        """Words that were taken from a place, without its personal data; the place itself is masked exactly."""
        if not any(left < end and start < right for left, right in self._spans):
            return words
        return re.sub(r"\S*@\S*|\d", _HIDDEN, words)

    def anywhere(self, words: str) -> str:
        """Words whose place is not known, without the personal data of the routine or of themselves."""
        return masked(words, [*private_spans(words), *self._found(words)])

    def _found(self, words: str) -> Iterator[tuple[int, int]]:
        """Where the routine's personal data stands once more, also where nothing beside it tells what it is."""
        for found in _AGAIN.finditer(words) if self._secrets else ():
            if _bare(found[0]) in self._secrets:
                yield found.span()


def _bare(words: str) -> str:
    """An address or a number, however it is written."""
    return words.casefold() if "@" in words else re.sub(r"\D", "", words)


class Found(Struct, frozen=True, array_like=True):
    """A match with its place and its words, masked, but without the texts of its rule: what a cache may keep.

    `severity` is the match's own where it has one; `ask` is what it still asks the collection; `fingerprint` is its
    identity, which survives moved lines.
    """

    rule: str
    severity: Severity | None
    start: int
    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int
    section: tuple[str, ...]
    excerpt: str
    variant: str
    details: dict[str, str]
    related: tuple[int, ...]
    ask: Ask | None
    muted: bool
    fingerprint: str = ""


def make_found(matches: Iterable[Judged], facts: Facts) -> list[Found]:
    """What every match found, in the order of the text; personal data is masked here, whatever rule found it."""
    privacy: Privacy | None = None
    found = []
    for item in matches:
        privacy = privacy or Privacy(facts.routine.source.text)
        found.append(_found(item, facts, privacy))
    return with_fingerprints(sorted(found, key=_in_place), facts.routine.id)


def _in_place(found: Found) -> tuple[int, int, str]:
    """By place and rule; a rule's own order is kept, so that missing keys come as the catalogue lists them."""
    return found.line, found.column, found.rule


def in_order(finding: Finding) -> tuple[str, int, int, str]:
    """By path, place and rule."""
    return finding.path, finding.line, finding.column, finding.rule


def _found(item: Judged, facts: Facts, privacy: Privacy) -> Found:
    source, match = facts.routine.source, item.match
    line, column = source.locate(match.start)
    end_line, end_column = source.locate(match.end)
    statement = match.statement or statement_at(facts, match.start)
    said = {"words": match.words, **dict(match.details)}
    details = {name: privacy.words(words, match.start, match.end) for name, words in said.items()}
    if match.weighed is not None:
        details[WEIGHED] = privacy.words(", ".join(match.weighed) or "–", match.start, match.end)
    return Found(
        rule=item.spec.code,
        severity=match.severity,
        start=match.start,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        byte_column=source.byte_column(line, column),
        end_byte_column=source.byte_column(end_line, end_column),
        section=headings_of(statement, privacy),
        excerpt=privacy.text[match.start : match.end][:_EXCERPT],
        variant=match.variant,
        details=details,
        related=tuple(source.locate(place)[0] for place in match.related),
        ask=match.asks,
        muted=item.muted,
    )


def headings_of(statement: Statement | None, privacy: Privacy) -> tuple[str, ...]:
    """The headings above a statement, from the outermost, without personal data."""
    headings = statement.section.headings if statement is not None else ()
    return tuple(privacy.words(heading.text, heading.start, heading.end) for heading in headings)


def dressed(found: Found, spec: CheckSpec, path: str, nynorsk: bool, language: Language, severity: Severity) -> Finding:
    """The finding that stands for what was found in a routine, with the texts of its rule in the reader's language.

    `nynorsk` is the routine's own norm, for the sentence to paste in.
    """
    message = _in(spec.variants.get(found.variant, spec.message), language)
    if WEIGHED in found.details:
        message = _PROBABLE[language].replace("{words}", "{" + WEIGHED + "}") + message
    paste = "" if spec.paste is None else spec.paste.nn if nynorsk else spec.paste.nb
    details = {**found.details, "paste": paste}
    return Finding(
        rule=spec.code,
        slug=spec.slug,
        severity=severity,
        path=path,
        line=found.line,
        column=found.column,
        end_line=found.end_line,
        end_column=found.end_column,
        section=found.section,
        excerpt=found.excerpt,
        message=_fill(message, details),
        remedy=_fill(_in(spec.remedy, language), details),
        basis=spec.basis,
        source=spec.source,
        risk_points=tuple(point.point for point in spec.risk_points),
        audience=spec.audience,
        related=tuple(Related(path, line, _related(spec, language)) for line in dict.fromkeys(found.related)),
        fingerprint=found.fingerprint,
        byte_column=found.byte_column,
        end_byte_column=found.end_byte_column,
    )


def _related(spec: CheckSpec, language: Language) -> str:
    """What the other places of a finding are: where what it lacks was looked for, or where what it asks for stands."""
    met = isinstance(spec.rule, RequiresRule) and spec.rule.expect == "met"
    return (_MET if met else _RELATED)[language]


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


def with_fingerprints(found: Iterable[Found], routine_id: str) -> list[Found]:
    """What was found in one routine in order, each with an identity that survives moved lines.

    It rests on the rule, the routine's id, the headings, the words, and an ordinal among equals.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    identified = []
    for item in found:
        words = " ".join(item.excerpt.lower().split())
        identity = (item.rule, routine_id, "\x1f".join(item.section), words)
        seen[identity] += 1
        text = "\x1e".join((*identity, str(seen[identity])))
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
        identified.append(replace(item, fingerprint=digest))
    return identified
