"""Findings to a review: order, identity, what was left out and why."""

from reviewkit.review.drafting import Asked, Draft, Watch, draft
from reviewkit.review.run import Options, Severities, review, settle

__all__ = ["Asked", "Draft", "Options", "Severities", "Watch", "draft", "review", "settle"]
