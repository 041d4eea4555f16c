"""Whether git keeps a file as it stands, so that nothing is lost when it is replaced."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from reviewkit.load.plumbing import run_git
from reviewkit.model import UsageError


def is_committed(path: Path, data: bytes) -> bool:
    """Whether the last commit has exactly these bytes at a path; False wherever git cannot say."""
    try:
        answer = run_git(str(path.parent), "rev-parse", "--verify", "--quiet", f"HEAD:./{os.fspath(path.name)}")
    except (UsageError, OSError, ValueError):
        return False
    name = answer.stdout.strip().decode("ascii", "replace")
    if answer.returncode or len(name) not in (40, 64):
        return False
    digest = hashlib.sha1 if len(name) == 40 else hashlib.sha256
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == name
