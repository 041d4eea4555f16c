"""`python -m reviewkit` and the `reviewkit` command; the only place that exits."""

import sys

from reviewkit.cli import run


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
