"""The only way to the `git` program: plumbing that reads objects, with all that a repository could start turned off.

The repository is as untrusted as its routines. Nothing runs through a shell, and nothing is written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from reviewkit.load.routines import MAX_BYTES
from reviewkit.model import UsageError

_OPTIONS = (
    "--no-pager", "--no-replace-objects",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never",
    "-c", "credential.helper=", "-c", "safe.bareRepository=explicit", "-c", f"core.bigFileThreshold={MAX_BYTES}",
)  # fmt: skip
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # A repository may allow a protocol by name, which beats protocol.allow; this beats both.
    "GIT_ALLOW_PROTOCOL": "none",
}
_KEPT = re.compile(r"(?!GIT_)|GIT_CONFIG_(?!PARAMETERS)|GIT_CEILING_DIRECTORIES\Z")
"""The user's own configuration is kept; all else of git's (a hook's GIT_DIR, traces) is left behind."""

_CHUNK = 65_536


def run_git(start: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What git answers in a folder, whatever its exit code; raises UsageError where there is no git."""
    command = _command(start, *arguments)
    return subprocess.run(command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)


@contextmanager
def open_objects(start: str) -> Iterator[Callable[[str, int], bytes | int]]:
    """A reader of objects by name, one process for all: the bytes of one, or its size where that is over a limit."""
    command = _command(start, "cat-file", "--batch")
    process = subprocess.Popen(
        command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    asked, answered = process.stdin, process.stdout
    assert asked is not None
    assert answered is not None

    def read(name: str, limit: int) -> bytes | int:
        with suppress(OSError):  # a process that has ended gives no answer, which is seen below
            asked.write(name.encode("ascii") + b"\n")
            asked.flush()
        head = answered.readline().split()
        if len(head) != 3:
            raise unreadable(name)
        size = int(head[2])
        if size <= limit:
            data: bytes = answered.read(size + 1)[:-1]
            if len(data) != size:
                raise unreadable(name)
            return data
        left = size + 1
        while left and (passed := answered.read(min(left, _CHUNK))):
            left -= len(passed)
        return size

    try:
        yield read
    finally:
        process.kill()
        for stream in (asked, answered):
            with suppress(OSError):
                stream.close()
        process.wait()


def unreadable(name: str) -> UsageError:
    """The error where git lacks an object that it should have."""
    remedy = "er klonen delvis (--filter), klon på nytt uten filter; ellers kjør «git fsck»"
    return UsageError(f"git kan ikke lese alt i {name}; {remedy}")


def _command(start: str, *arguments: str) -> list[str]:
    program = shutil.which("git")
    # A name found in the working directory (a relative PATH) could be the repository's own program.
    if program is None or not os.path.isabs(program):
        raise UsageError("--diff trenger git, som ikke er installert; installer git, eller kjør uten --diff")
    return [program, *_OPTIONS, "-C", start, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if _KEPT.match(name)}
    return {**kept, **_ENVIRONMENT}
