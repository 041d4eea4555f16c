"""Routines as they stood in a commit: read from git's objects alone, beside what lies on disk."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from reviewkit.load.plumbing import open_objects, run_git, unreadable
from reviewkit.load.routines import MAX_BYTES, SUFFIXES, decode, front_matter_id, too_large
from reviewkit.model import InputError, Source, UsageError

_OBJECT = re.compile(rb"[0-9a-f]{40,64}\n?\Z")
_UNSHALLOW = "hent historikken med «git fetch --unshallow», eller sett fetch-depth: 0 i CI"

_MAX_SHARED = 50_000_000
"""No file of a catalogue is larger: the second judge's weights have some megabytes."""


class _Entry(NamedTuple):
    """What a commit has at a path."""

    mode: str
    kind: str
    object: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file: no link, and no submodule."""
        return self.kind == "blob" and self.mode != "120000"


class Revision(Struct, frozen=True, dict=True):
    """A commit, seen from a folder `start` that lies `prefix` below the top of the work tree; `name` is for people.

    Paths are given and told relative to `start`, as a check of the work tree does. Raises UsageError where git cannot
    read the commit (a damaged repository, or a partial clone that lacks objects).
    """

    name: str
    commit: str
    start: str
    prefix: str

    def sources(self, paths: Iterable[str]) -> Iterator[Source | InputError]:
        """The routines below some paths, as `find_routines` and `read_routine` would read them from disk.

        Links and submodules are left out; a path that the commit lacks is an InputError.
        """
        with open_objects(self.start) as read:
            for path, found in self._find(paths):
                if isinstance(found, InputError):
                    yield found
                    continue
                data = read(found.object, MAX_BYTES)
                try:
                    yield decode(data, path) if isinstance(data, bytes) else InputError(too_large(data), path)
                except InputError as error:
                    yield error

    def folder(self, path: str) -> Iterator[tuple[str, bytes]]:
        """Every plain file below a folder of the commit, by its path from there.

        Raises UsageError where one is far too large to be a file of a catalogue.
        """
        inside = self._inside(path)
        start = "" if inside == "." else f"{inside}/"
        with open_objects(self.start) as read:
            for name, entry in self._entries.items():
                if inside is not None and name.startswith(start) and entry.is_file:
                    data = read(entry.object, _MAX_SHARED)
                    if not isinstance(data, bytes):
                        raise UsageError(f"er større enn {_MAX_SHARED // 1_000_000} MB i {self.name}", name)
                    yield name[len(start) :], data

    def exists(self, path: str) -> bool:
        """Whether the commit has a file or folder at a path; outside the repository, whether the disk has."""
        inside = self._inside(path)
        if inside is None:
            return os.path.exists(os.path.join(self.start, path))
        return inside in self._entries or inside in self._folders

    def ids_beside(self, path: str) -> frozenset[str]:
        """The ids in the front matter of the routines in the folder of a routine."""
        folder = self._inside(posixpath.dirname(path))
        if folder is None:
            return frozenset()
        known: dict[str, frozenset[str]] = self._ids
        if folder not in known:
            known[folder] = frozenset(self._read_ids(folder))
        return known[folder]

    def merge_base(self, other: Revision) -> Revision:
        """The commit that this one and another go back to; raises UsageError where there is none."""
        answer = run_git(self.start, "merge-base", self.commit, other.commit)
        commit = answer.stdout.partition(b"\n")[0]
        name = f"{self.name}...{other.name}"
        if answer.returncode or not _OBJECT.match(commit):
            remedy = _UNSHALLOW if _is_shallow(self.start) else "bruk to punktum («A..B») for å sammenligne dem direkte"
            raise UsageError(f"{name}: fant ingen felles forløper; {remedy}")
        return Revision(name, commit.decode(), self.start, self.prefix)

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        answer = run_git(self.start, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        if answer.returncode:
            raise unreadable(self.name)
        entries: dict[str, _Entry] = {}
        for line in answer.stdout.split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            entries[os.fsdecode(path)] = _Entry(*head.decode("ascii").split())
        return entries

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders = {"."}
        for path in self._entries:
            while (path := posixpath.dirname(path)) and path not in folders:
                folders.add(path)
        return frozenset(folders)

    @cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return {}

    def _inside(self, path: str) -> str | None:
        """A path as the repository names it, `.` for its top; nothing where it lies outside."""
        if os.path.isabs(path):
            path = Path(os.path.relpath(path, os.path.abspath(self.start))).as_posix()
        inside = posixpath.normpath(posixpath.join(self.prefix, path))
        return None if inside == ".." or inside.startswith("../") else inside

    def _find(self, paths: Iterable[str]) -> Iterator[tuple[str, _Entry | InputError]]:
        seen: set[str] = set()
        for given in paths:
            inside = self._place(given)
            if inside is None:
                shown = _shown(Path(given), self.start)
                yield shown, InputError(f"finnes ikke som fil eller mappe i {self.name}; kontroller stien", shown)
                continue
            below = [inside] if inside in self._entries else self._below(inside)
            for path in below:
                if path not in seen:
                    seen.add(path)
                    rest = "" if path == inside else path[len(inside) + 1 :] if inside != "." else path
                    yield _shown(Path(given, rest), self.start), self._entries[path]

    def _place(self, given: str) -> str | None:
        """Where a path that was given lies in the commit; links on the way are followed as they lie on disk."""
        real = os.path.relpath(os.path.realpath(os.path.join(self.start, given)), os.path.realpath(self.start))
        for path in (Path(given).as_posix(), Path(real).as_posix()):
            inside = self._inside(path)
            entry = self._entries.get(inside or "")
            if inside is not None and (entry.is_file if entry else inside in self._folders):
                return inside
        return None

    def _below(self, folder: str) -> list[str]:
        """The routines below a folder in the order of a walk: the files of a folder come before its subfolders."""
        start = "" if folder == "." else f"{folder}/"
        found: list[tuple[list[tuple[bool, str]], str]] = []
        for path, entry in self._entries.items():
            if path.startswith(start) and entry.is_file and path.lower().endswith(SUFFIXES):
                *folders, name = path[len(start) :].split("/")
                if not any(part.startswith(".") for part in (*folders, name)):
                    found.append(([*((True, part) for part in folders), (False, name)], path))
        return [path for _, path in sorted(found)]

    def _read_ids(self, folder: str) -> Iterator[str]:
        start = "" if folder == "." else f"{folder}/"
        with open_objects(self.start) as read:
            for path, entry in self._entries.items():
                beside = path.startswith(start) and "/" not in path[len(start) :]
                if not beside or not entry.is_file or not path.lower().endswith(SUFFIXES):
                    continue
                data = read(entry.object, MAX_BYTES)
                if isinstance(data, bytes):
                    found = front_matter_id(data.decode("utf-8", "replace"))
                    if found:
                        yield found


def parse_range(text: str) -> tuple[str, str | None, bool]:
    """What `--diff` names: the revision before, the one after (None: the work tree), and whether from the merge base.

    As in git, an end that is left out of a range is HEAD. Raises UsageError where nothing is named.
    """
    before, dots, after = text.partition("...")
    if not dots:
        before, dots, after = text.partition("..")
    if not before and not after:
        raise UsageError("--diff mangler en revisjon; skriv for eksempel --diff main eller --diff main...HEAD")
    return (before or "HEAD", after or "HEAD", dots == "...") if dots else (before, None, False)


def open_range(text: str, start: Path) -> tuple[Revision, Revision | None]:
    """The versions that `--diff` compares, the second nothing where it is the work tree; raises UsageError."""
    before, after, from_merge_base = parse_range(text)
    first = open_revision(before, start)
    second = open_revision(after, start) if after is not None else None
    return (first.merge_base(second) if second is not None and from_merge_base else first), second


def open_revision(name: str, start: Path) -> Revision:
    """A commit by any name that git knows it by; raises UsageError with a remedy where git or the commit is lacking."""
    shown = "".join(character if character.isprintable() else "�" for character in name)
    if not name or name.startswith("-") or "\0" in name:
        raise UsageError(f"«{shown}» er ikke en revisjon; oppgi en gren, et merke eller en innsjekking (commit)")
    prefix = _prefix(start)
    answer = run_git(str(start), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if answer.returncode or not _OBJECT.match(answer.stdout):
        if _is_shallow(str(start)):
            raise UsageError(f"revisjonen «{shown}» finnes ikke i denne grunne klonen (shallow); {_UNSHALLOW}")
        raise UsageError(f"revisjonen «{shown}» finnes ikke; kontroller navnet, eller hent den med «git fetch»")
    return Revision(shown, answer.stdout.decode().strip(), str(start), prefix)


def _prefix(start: Path) -> str:
    """The way from the top of the work tree down to a folder, as `a/b/`."""
    answer = run_git(str(start), "rev-parse", "--is-inside-work-tree", "--show-prefix")
    inside, _, prefix = answer.stdout.partition(b"\n")
    if not answer.returncode and inside == b"true":
        return os.fsdecode(prefix.removesuffix(b"\n"))
    complaint = answer.stderr.decode("utf-8", "replace")
    if "dubious ownership" in complaint or "unsafe repository" in complaint:
        command = re.search(r"git config --global --add safe\.directory \S[^\n]*", complaint)
        remedy = command.group() if command else "git config --global --add safe.directory MAPPE"
        raise UsageError(f"git leser ikke lageret, for en annen bruker eier det; stoler du på det, kjør «{remedy}»")
    raise UsageError("--diff trenger et git-lager, og mappen er ikke i et arbeidstre; kjør fra mappen som er klonet")


def _is_shallow(start: str) -> bool:
    return run_git(start, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _shown(path: Path, start: str) -> str:
    """A path as a check of the work tree shows it: relative to `start` where it lies below, with `/`."""
    try:
        relative = os.path.relpath(os.path.join(start, path), start)
    except ValueError:
        relative = ".."
    shown = path.as_posix() if relative.startswith("..") else Path(relative).as_posix()
    return os.fsencode(shown).decode("utf-8", "replace")
