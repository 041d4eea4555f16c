"""Fixes for findings: safe ones, and those that change what a routine says and need consent."""

from reviewkit.author.fixing.edits import Edit, Fix, applied
from reviewkit.author.fixing.propose import Fixer

__all__ = ["Edit", "Fix", "Fixer", "applied"]
