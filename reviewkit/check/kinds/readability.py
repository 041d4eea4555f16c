"""How hard the text that is meant for the user is to read: long sentences, and LIX by section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.check.kinds.match import Facts, Match, at_statement
from reviewkit.check.specs import ReadabilityRule
from reviewkit.model import Section, Statement

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONG = 6
"""A long word has more than six letters (Björnsson 1968, Läsbarhet)."""


def find_hard_text(rule: ReadabilityRule, facts: Facts) -> Iterator[Match]:
    """A match for every sentence over the limit, or at the first statement of every section over it."""
    meant = [statement for statement in facts.routine.statements if _for_user(rule, statement, facts)]
    if rule.measure == "sentence":
        for statement in meant:
            count = len(_WORD.findall(statement.text))
            if count > rule.limit:
                match = at_statement(statement, str(count))
                yield match.telling(count=str(count), limit=str(rule.limit))
        return
    sections: dict[Section, list[Statement]] = {}
    for statement in meant:
        sections.setdefault(statement.section, []).append(statement)
    for statements in sections.values():
        words = [word for statement in statements for word in _WORD.findall(statement.text)]
        if len(words) >= rule.least_words and lix(words, len(statements)) > rule.limit:
            shown = str(round(lix(words, len(statements))))
            yield at_statement(statements[0], shown).telling(lix=shown, limit=str(rule.limit))


def lix(words: list[str], sentences: int) -> float:
    """Words per sentence, and the share of words with more than six letters in per cent (Björnsson 1968)."""
    long_words = sum(len(word) > _LONG for word in words)
    return len(words) / sentences + 100 * long_words / len(words) if words and sentences else 0.0


def _for_user(rule: ReadabilityRule, statement: Statement, facts: Facts) -> bool:
    """Whether a statement is meant for the user: quoted, or under a heading, column or lead-in that says so."""
    if statement.kind in ("heading", "template") or not statement.text:
        return False
    if statement.quoted:
        return True
    above = [statement.governor, statement.column, *statement.section.headings]
    reading = facts.reading
    return any(not reading.concepts(other).isdisjoint(rule.sections) for other in above if other is not None)
