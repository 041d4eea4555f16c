"""A date in the front matter that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewkit.check.kinds.match import Facts, Match, at_line
from reviewkit.check.specs import DeadlineRule


def find_passed(rule: DeadlineRule, facts: Facts) -> Iterator[Match]:
    """A match at the key when its date lies before today."""
    field = facts.routine.metadata.fields.get(rule.key)
    if field is not None and isinstance(field.value, date) and field.value < facts.today:
        yield at_line(facts.routine, field.line, date=field.value.isoformat())
