"""The server: a session, the reviews that wait for a pause in the writing, and what is shown of them."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from reviewkit.lsp.session import Session
from reviewkit.version import __version__

_LOG = logging.getLogger("reviewkit.lsp")
_PAUSE = 0.15
"""Seconds without a keystroke before a document is reviewed."""


class Server(LanguageServer):
    """The language server: a session, and the reviews that are waiting for a pause in the writing."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("reviewkit", __version__, types.TextDocumentSyncKind.Incremental)
        self.session = Session(self._show, today)
        self.pause = _PAUSE
        self.asked_to_stop = False
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.reading: asyncio.Task[None] | None = None
        self.hearing: asyncio.Task[None] | None = None

    def _show(self, words: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, words))

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002
        """Log what went wrong without a word of what was written."""
        log(error)

    def publish(self, uri: str, found: list[types.Diagnostic]) -> None:
        """Show the diagnostics of a document."""
        document = self.session.documents.get(uri)
        version = document.version if document is not None else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def soon(self, uri: str, pause: float) -> None:
        """Review a document after a pause; what was waiting for it waits anew."""
        self.stop(uri)
        self.waiting[uri] = asyncio.ensure_future(self._later(uri, pause))

    def stop(self, uri: str) -> None:
        """Leave out the review of a document that is waiting."""
        task = self.waiting.pop(uri, None)
        if task is not None:
            task.cancel()

    async def _later(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        document = self.session.documents.get(uri)
        if document is not None and self.session.project(document) is not None:
            await self.read()
        self.waiting.pop(uri, None)
        self.review(uri)

    def review(self, uri: str) -> None:
        """Review a document and show what is found, in it and in those that it bears on."""
        try:
            reviewed = self.session.review(uri)
        except Exception as error:
            log(error)
            return
        if reviewed is None:
            self.publish(uri, [])
            return
        self.publish(uri, reviewed[0])
        for other in reviewed[1]:
            self.settle(other)

    def settle(self, uri: str) -> None:
        """Show what is found in a document with the collection as it is now."""
        try:
            found = self.session.settled(uri)
        except Exception as error:
            log(error)
            return
        if found is not None:
            self.publish(uri, found)

    async def read(self) -> None:
        """Wait until the ids and links of the collections have been read; a cancelled review does not stop that."""
        while self.session.unread or not _done(self.reading):
            if self.reading is None or self.reading.done():
                self.reading = asyncio.ensure_future(self._read())
            await asyncio.shield(self.reading)

    async def _read(self) -> None:
        try:
            for _ in self.session.reading():
                await asyncio.sleep(0)
        except Exception as error:
            log(error)
        if _done(self.hearing):
            self.hearing = asyncio.ensure_future(self._hear())

    async def _hear(self) -> None:
        """Read what the routines ask of each other, and show what that changes."""
        heard = False
        try:
            while self.session.unheard:
                for _ in self.session.hearing():
                    heard = True
                    await asyncio.sleep(0)
        except Exception as error:
            log(error)
        for uri in list(self.session.documents) if heard else ():
            self.settle(uri)

    def again(self) -> None:
        """Review all open documents."""
        for uri in list(self.session.documents):
            self.soon(uri, 0)


def _done(task: asyncio.Task[None] | None) -> bool:
    return task is None or task.done()


def log(error: BaseException) -> None:
    """One line on the error stream: the kind of error and where in the program, never what a routine says."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({last[0].name}:{last[0].lineno})" if last else ""
    _LOG.error("reviewkit lsp: %s%s", type(error).__name__, where)
