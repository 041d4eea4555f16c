"""What the second judge makes of a routine: findings muted as unlikely, and statements raised as probable breaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from reviewkit.check import CheckSpec, Facts, FrameRule, Judge, Match
from reviewkit.model import Statement

_FEWEST = 4
"""Words under which a statement says too little to be judged: a bare name is what the rule knows, not the judge."""

_FORBIDDABLE = ("MAN", "TAU")
"""Families in which a prohibition is the opposite of a breach; a ban on giving access is the breach of the others."""

_ABOUT_LISTS = "TAU002"
"""The rule whose finding stands at the lead-in; elsewhere what is led in says it."""


class Judged(Struct, frozen=True):
    """A match of a check, and whether the second judge holds it back."""

    spec: CheckSpec
    match: Match
    muted: bool = False


def judged(found: Iterable[tuple[CheckSpec, Match]], facts: Facts, judge: Judge | None) -> Iterator[Judged]:
    """Every match with the judge's word on it; without a judge none is held back."""
    for spec, match in found:
        yield Judged(spec, match, muted=_unlikely(spec, match, facts, judge))


def _unlikely(spec: CheckSpec, match: Match, facts: Facts, judge: Judge | None) -> bool:
    statement = match.statement
    if judge is None or statement is None or spec.code not in judge.rules or match.severity is not None:
        return False
    if len(statement.text.split()) < _FEWEST:
        return False
    return judge.judge(statement, facts.reading)[spec.code] < judge.mute_below


def raised(
    checks: Sequence[CheckSpec], taken: frozenset[int], facts: Facts, judge: Judge | None
) -> Iterator[tuple[CheckSpec, Match]]:
    """A match for every statement that no rule has found and the judge holds for a probable breach of one.

    `taken` are the indexes of statements with a finding; only rules made of frames can be raised, each in the parts
    of the routine where its frames look.
    """
    if judge is None or judge.raise_above >= 1:
        return
    known = {spec.code: spec for spec in checks if spec.code in judge.rules and isinstance(spec.rule, FrameRule)}
    for statement in facts.routine.statements:
        if statement.index in taken or statement.kind == "heading" or len(statement.text.split()) < _FEWEST:
            continue
        if not judge.may_raise(statement, facts.reading):
            continue
        likely = judge.judge(statement, facts.reading)
        code = max(likely, key=lambda rule: (likely[rule], rule))
        spec = known.get(code)
        if statement.text.endswith(":") and code != _ABOUT_LISTS:
            continue
        if spec is not None and likely[code] >= judge.raise_above and _looks_at(spec, statement, facts):
            if code.startswith(_FORBIDDABLE) and _forbidden(statement, facts):
                continue
            words = judge.explain(statement, facts.reading, code)
            yield spec, _probable(statement, words)


def _forbidden(statement: Statement, facts: Facts) -> bool:
    """Whether all that a statement tells is denied, by itself or by what governs it."""
    telling = [clause for clause in facts.reading.clauses(statement) if clause.counts]
    return facts.reading.inherited(statement).denied or all(clause.denied for clause in telling)


def _probable(statement: Statement, words: Sequence[str]) -> Match:
    start, end, shown = statement.start, statement.end, statement.text[:80]
    return Match(start, end, statement, shown, severity="warning", weighed=tuple(words))


def _looks_at(spec: CheckSpec, statement: Statement, facts: Facts) -> bool:
    place = "template" if statement.kind == "template" else "text"
    frames = spec.rule.frames if isinstance(spec.rule, FrameRule) else ()
    return any(place in frame.where and facts.reading.domain(statement) in frame.domain for frame in frames)
