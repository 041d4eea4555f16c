"""`python -m reviewkit` and the `reviewkit` command; the only place that exits."""

import gc
import sys

_COLLECTION = (50_000, 20, 100)
"""A run makes many small values that live as long as their routine: collecting seldom saves a third of the time."""

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code; an interruption ends it at once, also while it starts."""
    gc.set_threshold(*_COLLECTION)
    try:
        from reviewkit.cli import run

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
