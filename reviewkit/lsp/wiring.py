"""The wiring: what an editor says, and which of the house's answers it is given."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from lsprotocol import types
from pygls.uris import to_fs_path

from reviewkit.lsp import completion, hover, places
from reviewkit.lsp.actions import KINDS, plain
from reviewkit.lsp.documents import Encoding
from reviewkit.lsp.projects import inside
from reviewkit.lsp.server import Server, log

_WATCHED = ("**/*.md", "**/*.markdown", "**/reviewkit.toml", "**/pyproject.toml", "**/*.yaml", "**/*.tsv")

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")


def _guarded(handler: Callable[_Params, _Result]) -> Callable[_Params, _Result | None]:
    """A handler from which no exception escapes: what goes wrong is logged, and the editor gets nothing."""

    @wraps(handler)
    def guarded(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result | None:
        try:
            return handler(*args, **kwargs)
        except Exception as error:
            log(error)
            return None

    return guarded


def _guarded_async(handler: Callable[_Params, Awaitable[_Result]]) -> Callable[_Params, Awaitable[_Result | None]]:
    @wraps(handler)
    async def guarded(*args: _Params.args, **kwargs: _Params.kwargs) -> _Result | None:
        try:
            return await handler(*args, **kwargs)
        except Exception as error:
            log(error)
            return None

    return guarded


def make_server(today: Callable[[], date]) -> Server:
    """A server with everything that it can do; `today` tells the day."""
    quiet = logging.getLogger("pygls")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    server = Server(today)
    _start(server)
    _documents(server)
    _workspace(server)
    _asked(server)
    _actions(server)
    return server


def _start(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    @_guarded
    def initialize(params: types.InitializeParams) -> None:
        session = server.session
        encoding = server.workspace.position_encoding
        session.encoding = Encoding(encoding) if encoding else Encoding.Utf16
        roots = [folder.uri for folder in params.workspace_folders or ()] or (
            [params.root_uri] if params.root_uri else []
        )
        session.folders = [path for root in roots if (path := to_fs_path(root)) is not None]
        options = params.initialization_options
        session.wish(options)
        pause = options.get("pause") if isinstance(options, dict) else None
        if isinstance(pause, int | float) and 0 <= pause <= 5000:
            server.pause = pause / 1000

    @server.feature(types.INITIALIZED)
    @_guarded
    def initialized(_: types.InitializedParams) -> None:
        watching = server.client_capabilities.workspace
        able = watching.did_change_watched_files if watching else None
        if able is None or not able.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob) for glob in _WATCHED])
        registration = types.Registration("reviewkit-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.SHUTDOWN)
    @_guarded
    def shutdown(_: None) -> None:
        server.asked_to_stop = True
        for uri in list(server.waiting):
            server.stop(uri)
        for task in (server.reading, server.hearing):
            if task is not None:
                task.cancel()


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @_guarded
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.session.open(params.text_document)
        server.soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @_guarded
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        if server.session.change(params):
            server.soon(params.text_document.uri, server.pause)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @_guarded
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        _files_changed(server, [params.text_document.uri])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @_guarded
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.stop(uri)
        server.session.close(uri)
        server.publish(uri, [])
        for other in list(server.session.documents):
            server.settle(other)


def _workspace(server: Server) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @_guarded
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        _files_changed(server, [change.uri for change in params.changes])

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    @_guarded
    def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, dict) and "reviewkit" in params.settings:
            server.session.wish(params.settings)
            server.again()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    @_guarded
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {to_fs_path(folder.uri) for folder in params.event.removed}
        kept = [folder for folder in server.session.folders if folder not in gone]
        added = [path for folder in params.event.added if (path := to_fs_path(folder.uri)) is not None]
        server.session.folders = [*kept, *added]
        server.session.forget()
        server.again()


def _files_changed(server: Server, uris: list[str]) -> None:
    paths = [path for uri in uris if uri.startswith("file:") and (path := to_fs_path(uri)) is not None]
    if server.session.touched(paths):
        server.again()
        return
    for uri in list(server.session.documents):
        server.settle(uri)


def _asked(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    @_guarded
    def hovered(params: types.HoverParams) -> types.Hover | None:
        known = server.session.known(params.text_document.uri)
        if known is None:
            return None
        document, project, seen = known
        with inside(project.root):
            return hover.hover(document, params.position, seen.findings, project)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=completion.TRIGGERS))
    @_guarded
    def completed(params: types.CompletionParams) -> types.CompletionList | None:
        known = server.session.known(params.text_document.uri)
        return completion.completion(known[0], params.position, known[1]) if known is not None else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_guarded
    def defined(params: types.DefinitionParams) -> types.Location | None:
        known = server.session.known(params.text_document.uri)
        return places.definition(known[0], params.position, known[1]) if known is not None else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
    @_guarded
    def linked(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        known = server.session.known(params.text_document.uri)
        return places.links(known[0], known[1]) if known is not None else None

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    @_guarded
    def folded(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        document = server.session.documents.get(params.text_document.uri)
        return places.folds(document) if document is not None else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @_guarded
    def headings(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        document = server.session.documents.get(params.text_document.uri)
        return places.symbols(document) if document is not None else None


def _actions(server: Server) -> None:
    def resolvable() -> bool:
        able = server.client_capabilities.text_document
        action = able.code_action if able else None
        support = action.resolve_support if action else None
        return bool(support and "edit" in support.properties and action and action.data_support)

    def edited(action: types.CodeAction) -> types.CodeAction:
        data = action.data if isinstance(action.data, dict) else {}
        workshop = server.session.workshop(str(data.get("uri")))
        document = server.session.documents.get(str(data.get("uri")))
        if workshop is None or document is None or document.version != data.get("version"):
            return action
        edit = workshop.resolved(data)
        able = server.client_capabilities.workspace
        versioned = able is not None and able.workspace_edit is not None and able.workspace_edit.document_changes
        action.edit = edit if edit is None or versioned else plain(edit)
        return action

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=KINDS, resolve_provider=True)
    )
    @_guarded_async
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        workshop = server.session.workshop(params.text_document.uri)
        found: list[types.CodeAction] = []
        for action in workshop.offered(params.range, params.context.only) if workshop is not None else ():
            found.append(action if resolvable() else edited(action))
            await asyncio.sleep(0)
        return found

    @server.feature(types.CODE_ACTION_RESOLVE)
    @_guarded
    def resolved(action: types.CodeAction) -> types.CodeAction:
        return edited(action)


def serve(today: Callable[[], date]) -> int:
    """Talk with an editor over standard input and output until it leaves; 1 where it left without saying so first."""
    server = make_server(today)
    server.start_io()
    return 0 if server.asked_to_stop else 1
