"""Findings to a review: order, identity, what was left out and why."""

from reviewkit.review.drafting import Asked, Draft, Watch, draft
from reviewkit.review.portrait import Cited, Left, Met, Place, Portrait
from reviewkit.review.run import Options, review, settle

__all__ = [
    "Asked",
    "Cited",
    "Draft",
    "Left",
    "Met",
    "Options",
    "Place",
    "Portrait",
    "Watch",
    "draft",
    "review",
    "settle",
]
