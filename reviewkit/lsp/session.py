"""One editor's session: its open documents, its projects, and what is to be told of each document."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import get_args

from lsprotocol import types
from msgspec import Struct
from msgspec.structs import replace
from pygls.uris import to_fs_path

from reviewkit.lsp.actions import Workshop
from reviewkit.lsp.diagnostics import diagnostics, too_large
from reviewkit.lsp.documents import Document, Encoding, changed, opened
from reviewkit.lsp.projects import Project, Seen, Wish, inside, root_of
from reviewkit.lsp.words import say
from reviewkit.model import Language, ReviewkitError, Source

WHILE_TYPING = 250_000
"""Bytes: a larger document is not reviewed while it is written."""

_UNNAMED = "<uten navn>"
_CONFIGURING = ("reviewkit.toml", "pyproject.toml")


_END = object()


class Place(Struct, frozen=True):
    """Where a document lies: the folder of its project, whether that has a collection, and its path on disk."""

    root: str
    loose: bool
    path: str


class Session:
    """All that the server knows. `complain` shows a message to the author, each once until something changes; `today`
    is asked for the day of every review, unless the editor wishes another."""

    def __init__(self, complain: Callable[[str], None], today: Callable[[], date]) -> None:
        self._calendar = today
        self.documents: dict[str, Document] = {}
        self.encoding: Encoding = Encoding.Utf16
        self.folders: list[str] = []
        self._wish = Wish()
        self._complain = complain
        self._complained: set[str] = set()
        self._projects: dict[tuple[str, bool], Project | None] = {}
        self._seen: dict[str, tuple[int, Seen]] = {}
        self._workshops: dict[str, Workshop] = {}
        self._waiting: list[Project] = []
        self._unheard: list[Project] = []

    def wish(self, settings: object) -> None:
        """Take in what the editor's settings say; what cannot be used is told of, and the rest counts."""
        told = settings if isinstance(settings, dict) else {}
        told = told.get("reviewkit", told)
        told = told if isinstance(told, dict) else {}
        language, today = told.get("language") or None, told.get("today") or None
        if language is not None and language not in get_args(Language):
            self.say("bad-language")
            language = None
        self._wish = Wish(language, self._day(today))
        self.forget()

    def _day(self, today: object) -> date | None:
        if today is None:
            return None
        try:
            return date.fromisoformat(str(today))
        except ValueError:
            self.say("bad-day")
            return None

    def today(self) -> date:
        """The day of the reviews."""
        return self._wish.today or self._calendar()

    def say(self, key: str, **details: object) -> None:
        """Tell the author something, once."""
        self._tell(say(key, self._wish.language or "nb", **details))

    def _tell(self, words: str) -> None:
        if words not in self._complained:
            self._complained.add(words)
            self._complain(words)

    def forget(self) -> None:
        """Everything is read anew: the settings, a configuration or a catalogue has changed."""
        self._projects.clear()
        self._seen.clear()
        self._workshops.clear()
        self._waiting.clear()
        self._unheard.clear()
        self._complained.clear()

    def open(self, item: types.TextDocumentItem) -> None:
        """A document is opened; it is kept whatever it is."""
        path = to_fs_path(item.uri) if item.uri.startswith("file:") else None
        document = opened(item.uri, path or _UNNAMED, item.version, item.language_id, item.text, self.encoding)
        self.documents[item.uri] = document
        self._seen.pop(item.uri, None)
        self._workshops.pop(item.uri, None)

    def change(self, params: types.DidChangeTextDocumentParams) -> bool:
        """A document is changed; whether it was open."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            return False
        self.documents[document.uri] = changed(document, params.text_document.version, params.content_changes)
        self._workshops.pop(document.uri, None)
        return True

    def close(self, uri: str) -> None:
        """A document is closed: what lies on disk counts again."""
        document = self.documents.get(uri)
        project = self.project(document) if document is not None else None
        self.documents.pop(uri, None)
        self._seen.pop(uri, None)
        self._workshops.pop(uri, None)
        if project is not None and document is not None:
            with inside(project.root):
                project.close(project.shown(document.source.path))

    def project(self, document: Document) -> Project | None:
        """The project of a document; nothing where it is configured in a way that cannot be, which is told."""
        place = self._place(document)
        key = place.root, place.loose
        if key not in self._projects:
            try:
                with inside(place.root):
                    self._projects[key] = Project(place.root, self._wish, self.today, place.loose)
            except ReviewkitError as error:
                self._projects[key] = None
                self.say("broken", error=error)
            else:
                project = self._projects[key]
                if project is not None and not place.loose:
                    self._waiting.append(project)
        return self._projects[key]

    def _place(self, document: Document) -> Place:
        path = document.source.path
        if path == _UNNAMED:
            return Place(self.folders[0] if self.folders else os.path.expanduser("~"), True, path)
        root = root_of(path, self.folders)
        return Place(root, False, path) if root is not None else Place(os.path.dirname(path), True, path)

    @property
    def unread(self) -> bool:
        """Whether a collection waits to be read."""
        return bool(self._waiting)

    @property
    def unheard(self) -> bool:
        """Whether it is still to be read what the routines of a collection ask of each other."""
        return bool(self._unheard)

    def reading(self) -> Iterator[None]:
        """Read the ids and anchors of the collections that wait for it, one routine a step."""
        waiting, self._waiting = self._waiting, []
        for project in waiting:
            yield from _steps(project, project.outlining())
        self._unheard += waiting

    def hearing(self) -> Iterator[None]:
        """Read what the routines of the collections ask of each other, one routine a step."""
        waiting, self._unheard = self._unheard, []
        for project in waiting:
            yield from _steps(project, project.hearing())

    def review(self, uri: str) -> tuple[list[types.Diagnostic], list[str]] | None:
        """The diagnostics of an open document, and the open documents whose findings may have changed with it.

        Nothing where the document is not open, or belongs to no project that can be used.
        """
        document = self.documents.get(uri)
        project = self.project(document) if document is not None else None
        if document is None or project is None:
            return None
        shown = self._shown(document, project)
        if not project.covers(shown, document.text):
            self._seen.pop(uri, None)
            return [], []
        size = len(document.text.encode("utf-8", "replace"))
        if size > WHILE_TYPING:
            self._seen.pop(uri, None)
            return too_large(document, size, project.language), []
        with inside(project.root):
            before = project.told(shown)
            seen = project.review(self._source(document, shown))
            after = project.told(shown)
        self._seen[uri] = document.version, seen
        others = self._others(uri, project) if before != after else []
        return diagnostics(document, seen, project), others

    def settled(self, uri: str) -> list[types.Diagnostic] | None:
        """The diagnostics of a document that has been reviewed, with the collection as it is now."""
        document, known = self.documents.get(uri), self._seen.get(uri)
        project = self.project(document) if document is not None else None
        if document is None or project is None or known is None or known[0] != document.version:
            return None
        with inside(project.root):
            seen = project.settle(self._shown(document, project))
        self._seen[uri] = document.version, seen
        self._workshops.pop(uri, None)
        return diagnostics(document, seen, project)

    def _others(self, uri: str, project: Project) -> list[str]:
        return [other for other in self._seen if other != uri and self.project(self.documents[other]) is project]

    def _shown(self, document: Document, project: Project) -> str:
        return _UNNAMED if document.source.path == _UNNAMED else project.shown(document.source.path)

    @staticmethod
    def _source(document: Document, shown: str) -> Source:
        return Source(shown, document.text)

    def known(self, uri: str) -> tuple[Document, Project, Seen] | None:
        """A document as it is now, its project and what is found in it; nothing where it is no routine."""
        document = self.documents.get(uri)
        project = self.project(document) if document is not None else None
        if document is None or project is None:
            return None
        shown = self._shown(document, project)
        known = self._seen.get(uri)
        if known is None or known[0] != document.version:
            if not project.covers(shown, document.text) or len(document.text) > WHILE_TYPING:
                return None
            with inside(project.root):
                known = document.version, project.review(self._source(document, shown))
            self._seen[uri] = known
        return as_shown(document, shown), project, known[1]

    def workshop(self, uri: str) -> Workshop | None:
        """The actions for a document as it is now."""
        known = self.known(uri)
        if known is None:
            return None
        if uri not in self._workshops:
            self._workshops[uri] = Workshop(known[0], known[2], known[1])
        return self._workshops[uri]

    def touched(self, paths: Iterable[str]) -> bool:
        """Some files have changed on disk; whether everything must be read anew."""
        paths = list(paths)
        if any(path.endswith(_CONFIGURING) or self._is_check(path) for path in paths):
            self.forget()
            return True
        for project in self._projects.values():
            if project is not None:
                with inside(project.root):
                    project.touched(project.shown(path) for path in paths)
        return False

    def _is_check(self, path: str) -> bool:
        """Whether a file is a page of a project's own checks, or its baseline; it may be, where that is not known."""
        for project in self._projects.values():
            if project is None:
                return True
            settings = project.configuration.settings
            for own in (*settings.checks, *((settings.baseline,) if settings.baseline else ())):
                full = os.path.normpath(os.path.join(project.root, own))
                if path == full or path.startswith(os.path.join(full, "")):
                    return True
        return False


def as_shown(document: Document, shown: str) -> Document:
    """A document whose source has the path that `check` would show."""
    return replace(document, source=Source(shown, document.text))


def _steps(project: Project, steps: Iterator[None]) -> Iterator[None]:
    """Some steps, each in the folder of a project, whatever was done elsewhere in between."""
    going = True
    while going:
        with inside(project.root):
            going = next(steps, _END) is not _END
        yield
