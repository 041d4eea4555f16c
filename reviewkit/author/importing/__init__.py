"""Files from Word, saved pages and ugly Markdown to clean routines: read, tidied, written, and accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from reviewkit.author.importing.guarding import MAX_FILE, Form, check_content, form_of
from reviewkit.author.importing.metadata import Value, answer, choices, front_matter, known_of
from reviewkit.author.importing.tidying import Tidied, tidy
from reviewkit.author.importing.tree import Block, Heading, Lost, Read, Run
from reviewkit.author.importing.writing import write
from reviewkit.model import InputError, UsageError

if TYPE_CHECKING:
    from reviewkit.check.register import Register

NEEDED: dict[Form, tuple[str, ...]] = {"docx": ("docx", "lxml"), "html": ("lxml",), "md": ("lxml",)}
"""The packages of the extra `import`, by the names they are imported by, and the files that each is needed for."""

MAX_ROUTINE = 1_000_000
_ROUNDS = 8


class Document(Struct, frozen=True):
    """A file that has been read: its title, its body as Markdown, and what was not carried over."""

    path: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    body: str
    lost: tuple[Lost, ...] = ()
    front: str = ""


class Imported(Struct, frozen=True):
    """A routine as it is to be written, with the keys that the text filled in and those that are still missing."""

    id: str
    text: str
    filled: tuple[str, ...]
    missing: tuple[str, ...]


def read_document(data: bytes, name: str, path: str) -> Document:
    """The document in a file; raises InputError where it is refused, UsageError where a package is missing.

    Reading the Markdown that is made gives the same Markdown again.
    """
    form = form_of(name, len(data), path)
    check_content(data, form, path)
    must_have(form)
    try:
        read = _read(data, form, path)
        stem = PurePath(name).stem
        tidied = tidy(read, " ".join(stem.replace("_", " ").split()) or "Rutine")
        if not tidied.body and not tidied.title:
            raise InputError("har ingen tekst; kontroller filen", path)
        body, tidied = _settled(tidied, stem, path)
    except RecursionError:
        raise InputError("er så dypt nøstet at den ikke kan leses; del opp dokumentet", path) from None
    if len(body.encode()) > MAX_ROUTINE:
        raise InputError(f"blir en rutine på over {MAX_ROUTINE // 1_000_000} MB; del opp dokumentet", path)
    return Document(path, stem, tidied.title, tidied.body, body, read.lost, read.front)


def routine_of(
    document: Document, register: Register, day: date, answers: Mapping[str, Value] | None = None
) -> Imported:  # fmt: skip
    """The routine that a document becomes on a day, with what a person has answered for keys."""
    known = known_of(document.title, document.blocks, register, day)
    front = front_matter(known, document.front, answers or {}, document.name)
    return Imported(front.id, f"{front.front}\n{document.body}", front.filled, front.missing)


def must_have(form: Form) -> None:
    """Raise UsageError where a package that a kind of file needs is missing."""
    for package in NEEDED[form]:
        try:
            import_module(package)
        except ImportError:
            said = f"å hente inn filer trenger pakken «{package}», som mangler"
            raise UsageError(f"{said}; installer med: pip install 'reviewkit[import]'") from None


def _read(data: bytes, form: Form, path: str) -> Read:
    if form == "docx":
        from reviewkit.author.importing.word import read_word

        return read_word(data, path)
    if form == "html":
        from reviewkit.author.importing.pages import read_page

        return read_page(data, path)
    from reviewkit.load import decode

    return _markdown(decode(data, path).text, path)


def _markdown(text: str, path: str) -> Read:
    from reviewkit.author.importing.markdown import read_markdown
    from reviewkit.author.importing.pages import read_fragment

    return read_markdown(text, path, lambda html: read_fragment(html, path))


def _settled(tidied: Tidied, name: str, path: str) -> tuple[str, Tidied]:
    """The Markdown that is read as itself, and what it is read as."""
    body = _written(tidied)
    for _ in range(_ROUNDS):
        tidied = tidy(_markdown(body, path), name)
        again = _written(tidied)
        if again == body:
            break
        body = again
    return body, tidied


def _written(tidied: Tidied) -> str:
    title = (Heading(1, (Run(tidied.title),)),) if tidied.title else ()
    return write((*title, *tidied.body))


__all__ = [
    "MAX_FILE",
    "NEEDED",
    "Document",
    "Imported",
    "Lost",
    "Value",
    "answer",
    "choices",
    "must_have",
    "read_document",
    "routine_of",
]
