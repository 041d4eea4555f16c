"""Findings to a review: order, identity, what was left out and why."""

from reviewkit.review.drafting import Asked, Draft, Watch, draft
from reviewkit.review.run import Options, review, settle

__all__ = ["Asked", "Draft", "Options", "Watch", "draft", "review", "settle"]
