"""Relative links, anchors, and the ids of routines that a call is handed over to."""

from __future__ import annotations

from collections.abc import Iterator

from reviewkit.check.kinds.match import Ask, Facts, Match, at_line
from reviewkit.check.specs import LinkRule


def find_links(rule: LinkRule, facts: Facts) -> Iterator[Match]:
    """A match for every relative link and every id under the keys; each asks the collection if it leads somewhere."""
    routine = facts.routine
    for key in rule.keys:
        for line, value in routine.metadata.items(key):
            match = at_line(routine, line, "routine-missing", words=value, key=key)
            yield match.asking(Ask("routine", value))
    for statement in routine.statements:
        for target in statement.links:
            variant = "anchor-missing" if target.startswith("#") else "file-missing"
            match = Match(statement.start, statement.end, statement, target, variant)
            yield match.asking(Ask("link", target))
