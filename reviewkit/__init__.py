"""reviewkit finds what in a service routine goes beyond general guidance, and says why and what to write instead."""

from reviewkit.version import __version__

__all__ = ["__version__"]
