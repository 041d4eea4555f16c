"""`python -m reviewkit` and the `reviewkit` command; the only place that exits."""

import gc
import sys

from reviewkit.cli import run

_COLLECTION = (50_000, 20, 100)
"""A run makes many small values that live as long as their routine: collecting seldom saves a third of the time."""


def main() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(*_COLLECTION)
    sys.exit(run())


if __name__ == "__main__":
    main()
