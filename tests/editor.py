"""A small editor for tests: it talks with `reviewkit lsp` over the real protocol, and waits for what it is told."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONG = 30.0
"""Seconds after which a test gives up waiting: only a broken server makes it wait so long."""

_ABLE: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
    "textDocument": {
        "codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    },
}


class Editor:
    """An editor with one server. Every message that is told and not asked for is kept in `told`."""

    def __init__(self, folder: Path | None, *, encoding: str = "utf-16", **options: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "reviewkit", "lsp"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        self._number = 0
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._errors: list[bytes] = []
        self.told: list[dict[str, Any]] = []
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._read, self._read_errors)]
        for thread in self._threads:
            thread.start()
        able = {**_ABLE, "general": {"positionEncodings": [encoding]}}
        folders = [{"uri": folder.as_uri(), "name": "prøve"}] if folder else None
        settings = {"today": "2026-12-01", "pause": 0, **options}
        self.answer = self.ask(
            "initialize",
            {"processId": None, "rootUri": None, "capabilities": able, "workspaceFolders": folders,
             "initializationOptions": settings},
        )  # fmt: skip
        self.tell("initialized", {})
        self.registered = self.until("client/registerCapability")

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.quit()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def quit(self) -> int:
        """Say goodbye as an editor does; the exit code of the server."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        code = self.process.wait(LONG)
        for thread in self._threads:
            thread.join(LONG)
        return code

    @property
    def errors(self) -> str:
        """What the server has written on its error stream."""
        return b"".join(self._errors).decode()

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while True:
            length = 0
            while (line := out.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not line:
                self._messages.put(None)
                return
            self._messages.put(json.loads(out.read(length)))

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._errors.append(line)

    def send(self, data: bytes) -> None:
        """Send some bytes as the body of a message."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _say(self, **message: Any) -> None:
        self.send(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def _next(self) -> dict[str, Any]:
        message = self._messages.get(timeout=LONG)
        assert message is not None, f"the server has gone: {self.errors}"
        if "method" in message and "id" in message:
            self._say(id=message["id"], result=None)
        return message

    def tell(self, method: str, params: Any) -> None:
        """Tell the server something."""
        self._say(method=method, params=params)

    def call(self, method: str, params: Any) -> int:
        """Ask something without waiting; the number of the question."""
        self._number += 1
        self._say(id=self._number, method=method, params=params)
        return self._number

    def answered(self, number: int) -> dict[str, Any]:
        """The answer to a question, with its result or its error."""
        while True:
            message = self._next()
            if "method" not in message and message.get("id") == number:
                return message
            self.told.append(message)

    def ask(self, method: str, params: Any) -> Any:
        """The result of a question."""
        answer = self.answered(self.call(method, params))
        assert "error" not in answer, answer
        return answer.get("result")

    def until(self, method: str, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """What the server tells next, or has told and nobody has looked at, that fits."""
        while True:
            for index, message in enumerate(self.told):
                if message.get("method") == method and fits(message["params"]):
                    del self.told[: index + 1]
                    params: dict[str, Any] = message["params"]
                    return params
            self.told.append(self._next())

    def found(
        self, uri: str, version: int | None = None, fits: Callable[[list[dict[str, Any]]], bool] = lambda _: True
    ) -> list[dict[str, Any]]:
        """The diagnostics of a document (in a version) when they fit."""

        def shown(params: dict[str, Any]) -> bool:
            here = params["uri"] == uri and (version is None or params.get("version") == version)
            return here and fits(params["diagnostics"])

        found: list[dict[str, Any]] = self.until("textDocument/publishDiagnostics", shown)["diagnostics"]
        return found

    def open(self, path: Path | str, text: str | None = None, version: int = 1) -> str:
        """Open a file, or an unsaved document, and give its address."""
        uri = path if isinstance(path, str) else path.as_uri()
        if text is None:
            assert isinstance(path, Path)
            text = path.read_bytes().decode()
        item = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        """Change an open document."""
        identity = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", {"textDocument": identity, "contentChanges": list(changes)})

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """Ask something about a position."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": place, **more})

    def actions(self, uri: str, place: dict[str, Any], only: list[str] | None = None) -> list[dict[str, Any]]:
        """The code actions for a range."""
        context: dict[str, Any] = {"diagnostics": []} | ({"only": only} if only else {})
        params = {"textDocument": {"uri": uri}, "range": place, "context": context}
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", params)
        return found


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """A text with an editor's edits carried out; positions are in UTF-16."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(place: dict[str, int]) -> int:
        encoded = lines[place["line"]].encode("utf-16-le")[: place["character"] * 2]
        return starts[place["line"]] + len(encoded.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda one: (one["range"]["start"]["line"], one["range"]["start"]["character"]))[
        ::-1
    ]:
        start, end = (offset(edit["range"][name]) for name in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
        lines = text.split("\n")
    return text
