"""A requires B within reach: the commonest form of a legal demand on a text."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.check.kinds.frame import fits_anywhere, matching, shown
from reviewkit.check.kinds.match import Facts, Match, at_document, at_statement
from reviewkit.check.specs import RequiresRule
from reviewkit.model import INTRODUCTION, Routine, Statement


def find_lacking(rule: RequiresRule, facts: Facts) -> Iterator[Match]:
    """A match for every trigger without its companions in reach, or one for the routine as a whole."""
    if rule.reach == "routine":
        if is_triggered(rule, facts) and not all(fits_anywhere(group, facts) for group in rule.companion):
            yield at_document()
        return
    triggers = _triggers(rule, facts)
    met = _units_met(rule, facts) if triggers else {}
    for statement, words in triggers.values():
        companions = met.get(statement.section.unit)
        if (companions is not None) != (rule.expect == "met"):
            continue
        heading = statement.section.heading
        related = companions or ((heading.start,) if heading is not None else ())
        match = at_statement(statement, words)
        yield Match(match.start, match.end, statement, words, related=related)


def find_companions(rule: RequiresRule, facts: Facts) -> Iterator[Statement]:
    """The statements that triggers have in their reach as companions, for the triggers that have all of theirs."""
    triggers = _triggers(rule, facts)
    if not triggers:
        return
    met = _units_met(rule, facts)
    starts = {start for statement, _ in triggers.values() for start in met.get(statement.section.unit, ())}
    yield from (statement for statement in facts.routine.statements if statement.start in starts)


def is_triggered(rule: RequiresRule, facts: Facts) -> bool:
    """Whether a rule demands anything of a routine as a whole."""
    return _triggered_otherwise(rule, facts.routine) or fits_anywhere(rule.trigger, facts)


def _triggered_otherwise(rule: RequiresRule, routine: Routine) -> bool:
    """Whether the demand holds for every routine, for one with this flag, or for one with message templates."""
    metadata = routine.metadata
    if rule.trigger_always or metadata.flag(rule.trigger_flag) or metadata.strings(rule.trigger_values):
        return True
    templates = (statement for statement in routine.statements if statement.kind == "template")
    return rule.trigger_template and any(statement.domain == "kommunal" for statement in templates)


def _triggers(rule: RequiresRule, facts: Facts) -> dict[int, tuple[Statement, str]]:
    found: dict[int, tuple[Statement, str]] = {}
    for frame in rule.trigger:
        for statement, hits in matching(frame, facts.reading):
            found.setdefault(statement.index, (statement, shown(statement, hits)))
    return dict(sorted(found.items()))


def _units_met(rule: RequiresRule, facts: Facts) -> dict[int, tuple[int, ...]]:
    """The h2 units in which every group of companions is met, with the places of the first that meet them.

    With reach `section` the introduction (unit 0) counts for every unit.
    """
    every = {statement.section.unit for statement in facts.routine.statements} | {INTRODUCTION}
    met: dict[int, tuple[int, ...]] = dict.fromkeys(every, ())
    for group in rule.companion:
        places: dict[int, int] = {}
        for statement in sorted(
            (statement for frame in group for statement, _ in matching(frame, facts.reading)),
            key=lambda statement: statement.index,
        ):
            places.setdefault(statement.section.unit, statement.start)
        if INTRODUCTION in places and rule.reach == "section":
            places = {unit: places.get(unit, places[INTRODUCTION]) for unit in every}
        met = {unit: (*found, places[unit]) for unit, found in met.items() if unit in places}
    return met
