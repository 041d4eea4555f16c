"""Findings to a review: order, identity, what was left out and why."""

from reviewkit.review.run import Options, review

__all__ = ["Options", "review"]
