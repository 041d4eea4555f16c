"""Filled-in sheets from disk: XLSX by openpyxl and CSV, within limits; formulas and macros are never carried out."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewkit.model import Filled, InputError, UsageError, Worksheet

if TYPE_CHECKING:
    from openpyxl import Workbook

LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 40_000_000
MOST_PARTS = 1_000
MOST_ROWS = 2_000
MOST_COLUMNS = 64
MOST_SHEETS = 100
LONGEST_CELL = 32_767
MISSING = "XLSX trenger pakken «openpyxl», som mangler; installer med: pip install 'reviewkit[risk]', eller bruk CSV"
_ZIP = b"PK\x03\x04"
_WORKBOOKS = (".xlsx", ".xlsm")


def read_tables(path: Path) -> list[Worksheet]:
    """The sheets of a workbook, or the one of a CSV file.

    Raises InputError where the file cannot be read, is no such file, or is larger than a form can be; UsageError where
    openpyxl is missing.
    """
    shown = path.as_posix()
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(f"kan ikke leses ({error.strerror}); kontroller stien", shown) from None
    return worksheets(data, shown)


def worksheets(data: bytes, shown: str) -> list[Worksheet]:
    """The sheets in the bytes of a file; see `read_tables`."""
    if len(data) > LARGEST_FILE:
        raise InputError(f"er større enn {LARGEST_FILE // 1_000_000} MB; det er ikke et utfylt skjema", shown)
    if data.startswith(_ZIP):
        return _of_workbook(data, shown)
    if shown.lower().endswith(_WORKBOOKS) or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("er ikke XLSX, eller er beskyttet med passord; lagre filen som .xlsx eller CSV", shown)
    return [Worksheet(shown, "", tuple(_csv_rows(_decoded(data, shown), shown)))]


def _of_workbook(data: bytes, shown: str) -> list[Worksheet]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise UsageError(MISSING, shown) from None
    _must_be_small(data, shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book: Workbook = load_workbook(io.BytesIO(data), read_only=True, keep_vba=False, keep_links=False)
            try:
                return _sheets(book, shown)
            finally:
                book.close()
        except InputError:
            raise
        except Exception:  # whatever openpyxl stumbles on in a damaged file
            raise InputError("er en skadet XLSX-fil; åpne den i et regneark og lagre den på nytt", shown) from None


def _sheets(book: Workbook, shown: str) -> list[Worksheet]:
    if len(book.worksheets) > MOST_SHEETS:
        raise InputError(f"har flere enn {MOST_SHEETS} ark; del den opp", shown)
    return [Worksheet(shown, sheet.title, tuple(_xlsx_rows(sheet, shown))) for sheet in book.worksheets]


def _must_be_small(data: bytes, shown: str) -> None:
    """Refuse an archive that unpacks to more than a form can be, or whose parts declare entities of their own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                said = f"pakker seg ut til mer enn {LARGEST_UNPACKED // 1_000_000} MB"
                raise InputError(f"{said} eller {MOST_PARTS} deler, og leses ikke", shown)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise InputError("har egne XML-deklarasjoner (DOCTYPE), og leses ikke; lagre den på nytt", shown)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise InputError("er en skadet XLSX-fil; åpne den i et regneark og lagre den på nytt", shown) from None


def _declares(xml: bytes) -> bool:
    """Whether a part declares a document type, in an encoding of one byte or two."""
    return b"<!DOCTYPE" in xml or b"<\0!\0D\0O\0C" in xml or b"\0<\0!\0D\0O\0C" in xml


def _xlsx_rows(sheet: Any, shown: str) -> Iterator[tuple[Filled, ...]]:
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
    return _limited((tuple(_filled(cell) for cell in row) for row in rows), f"{shown}: {sheet.title}")


def _filled(cell: Any) -> Filled:
    value = cell.value
    if value is None:
        return Filled()
    if cell.data_type == "f":
        return Filled(str(getattr(value, "text", value) or "="), formula=True)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Filled(str(value), odd=True)
    return Filled(value, odd=cell.data_type == "e")


def _decoded(data: bytes, shown: str) -> str:
    """The words of a CSV file: UTF-8, UTF-16 with its mark, or what Excel writes on Windows."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError("er verken XLSX eller CSV; lagre skjemaet som ett av dem", shown)


def _csv_rows(text: str, shown: str) -> Iterator[tuple[Filled, ...]]:
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from _limited((tuple(Filled(_freed(cell)) for cell in row) for row in reader), shown)
    except csv.Error as error:
        raise InputError(f"er ikke hel CSV ({error}); lagre den på nytt", shown, reader.line_num) from None


def _freed(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being read as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def _limited(rows: Iterable[tuple[Filled, ...]], shown: str) -> Iterator[tuple[Filled, ...]]:
    """The rows as they are; raises InputError where there are more, or wider, or longer ones than a form has."""
    for number, row in enumerate(rows, start=1):
        told = any(cell.value != "" for cell in row)
        if number > MOST_ROWS and told:
            raise InputError(f"har flere enn {MOST_ROWS} rader; det er ikke et utfylt skjema", shown)
        if any(cell.value != "" for cell in row[MOST_COLUMNS:]):
            raise InputError(f"har flere enn {MOST_COLUMNS} kolonner; det er ikke et utfylt skjema", shown, number)
        if any(len(cell.value) > LONGEST_CELL for cell in row if isinstance(cell.value, str)):
            raise InputError(f"har en celle på mer enn {LONGEST_CELL} tegn; kort den ned", shown, number)
        if number <= MOST_ROWS:
            yield row
