"""A new routine from a template, and a new repository for routines: what is to be written, before anything is."""

from reviewkit.author.starting.answers import KINDS, Answers, Kind, suggested_id, year_on
from reviewkit.author.starting.placeholders import filled
from reviewkit.author.starting.repository import Planned, plan
from reviewkit.author.starting.routine import Refusal, front_matter, new_routine, refusals

__all__ = [
    "KINDS",
    "Answers",
    "Kind",
    "Planned",
    "Refusal",
    "filled",
    "front_matter",
    "new_routine",
    "plan",
    "refusals",
    "suggested_id",
    "year_on",
]
