"""What the reviewers have written down beside the findings: the stage, their priorities, the replies."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

Stage = Literal["draft", "comments", "final"]


class Reply(Struct, frozen=True, forbid_unknown_fields=True):
    """A dated reply to one finding, by its fingerprint, from the unit or role that gave it."""

    finding: str
    date: date
    sender: str
    text: str


class Notes(Struct, frozen=True, forbid_unknown_fields=True):
    """The reviewers' own part of a report; `priorities` are criteria by rule, by their ids in the catalogue.

    `authority` is who makes the report, `case` the number of the case.
    """

    stage: Stage = "draft"
    authority: str = ""
    case: str = ""
    priorities: dict[str, tuple[str, ...]] = {}
    replies: tuple[Reply, ...] = ()
