"""What a file really is, and whether it may be opened at all: nothing here trusts its name, its sizes or its parts."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal

from reviewkit.model import InputError

Form = Literal["docx", "html", "md"]

FORMS: dict[str, Form] = {
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "md",
    ".markdown": "md",
}
MAX_FILE = 50_000_000
LIMITS: dict[Form, int] = {"docx": MAX_FILE, "html": 20_000_000, "md": 1_000_000}
MAX_ENTRIES = 4_000
MAX_UNPACKED = 200_000_000
MAX_PART = 40_000_000
MAX_RATIO = 200
_SMALL = 5_000_000
"""A part that unpacks to less than this may be packed as tightly as it likes."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DTD = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_SAVE = "åpne den i Word og lagre den som Word-dokument (.docx)"
_OTHERS = {
    ".doc": "er i det gamle Word-formatet; " + _SAVE,
    ".docm": "kan inneholde makroer; åpne den i Word og lagre den som Word-dokument uten makroer (.docx)",
    ".dotm": "kan inneholde makroer; åpne den i Word og lagre den som Word-dokument uten makroer (.docx)",
    ".dotx": "er en Word-mal; " + _SAVE,
    ".odt": "er i OpenDocument-format; åpne den og lagre den som Word-dokument (.docx)",
    ".rtf": "er i RTF-format; " + _SAVE,
    ".pdf": "er en PDF; finn dokumentet den er laget av, og ta det i stedet",
    ".mht": "er en nettside i ett arkiv; lagre siden på nytt som «Nettside, bare HTML»",
    ".mhtml": "er en nettside i ett arkiv; lagre siden på nytt som «Nettside, bare HTML»",
    ".txt": "er ren tekst; endre navnet til .md hvis det er en rutine",
}


def form_of(name: str, size: int, path: str) -> Form:
    """What kind of file a name and a size promise; raises InputError with the remedy where it cannot be taken in."""
    suffix = PurePosixPath(name.lower()).suffix
    form = FORMS.get(suffix)
    if form is None:
        known = "ta en .docx, .html eller .md"
        raise InputError(_OTHERS.get(suffix, f"har et format som ikke kan hentes inn; {known}"), path)
    limit = LIMITS[form]
    if size > limit:
        said = f"er for stor ({size / 1e6:.1f} MB; grensen er {limit // 1_000_000} MB)"
        raise InputError(f"{said}; del opp dokumentet eller ta bort bildene", path)
    if not size:
        raise InputError("er tom; kontroller filen", path)
    return form


def check_content(data: bytes, form: Form, path: str) -> None:
    """Raise InputError where the bytes are something else than the name promises, or dangerous to open."""
    _check_magic(data, form, path)
    if form == "docx":
        _check_package(data, path)
    elif form == "html" and (_ENTITY.search(data) or _ENTITY.search(data.replace(b"\0", b""))):
        raise InputError("definerer egne entiteter (<!ENTITY>), som kan hente andre filer; lagre siden på nytt", path)


def _check_magic(data: bytes, form: Form, path: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("er beskyttet med passord; fjern passordet i Word og lagre på nytt", path)
        raise InputError(_OTHERS[".doc"], path)
    for start, suffix in ((b"%PDF", ".pdf"), (b"{\\rtf", ".rtf")):
        if data.startswith(start):
            raise InputError(_OTHERS[suffix], path)
    packed = data.startswith(b"PK\x03\x04")
    if form == "docx" and not packed:
        raise InputError("er ikke et Word-dokument, selv om navnet sier det; " + _SAVE, path)
    if form != "docx" and (packed or (b"\0" in data[:4_000] and not _utf16(data))):
        raise InputError("er ikke en tekstfil, selv om navnet sier det; kontroller filen", path)


def _utf16(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _check_package(data: bytes, path: str) -> None:
    """The package as a whole, from its list of contents alone, and then each part of XML for a type definition."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries, len(data), path)
            if "word/document.xml" not in {entry.filename for entry in entries}:
                _not_word(package, {entry.filename for entry in entries}, path)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_xml(package.read(entry), path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise InputError("er skadet og kan ikke pakkes ut; " + _SAVE, path) from None


def _check_entries(entries: list[zipfile.ZipInfo], size: int, path: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise InputError(f"har {len(entries)} deler (grensen er {MAX_ENTRIES}); den kan være laget for å skade", path)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise InputError("har deler med navn som ikke hører hjemme i et dokument; den kan være laget for å skade", path)
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError("er beskyttet med passord; fjern passordet og lagre på nytt", path)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise InputError(_OTHERS[".docm"], path)
    total = sum(entry.file_size for entry in entries)
    tight = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in entries
    )
    large = max((entry.file_size for entry in entries), default=0) > MAX_PART
    if total > MAX_UNPACKED or large or tight or total > max(_SMALL, size * MAX_RATIO):
        said = f"pakkes ut til {total / 1e6:.0f} MB"
        raise InputError(f"{said}, langt mer enn en rutine; den kan være laget for å skade", path)


def _leads_out(name: str) -> bool:
    return "\\" in name or ":" in name or name.startswith("/") or ".." in name.split("/")


def _check_xml(part: bytes, path: str) -> None:
    encoding = "utf-16" if _utf16(part) else "utf-8"
    head = part.decode(encoding, "replace").replace("\0", "")
    if _DTD.search(head):
        raise InputError("har en del med egen dokumenttype eller entiteter, som Word aldri lager; " + _SAVE, path)


def _not_word(package: zipfile.ZipFile, names: set[str], path: str) -> None:
    if "mimetype" in names and b"opendocument" in package.read("mimetype")[:200]:
        raise InputError(_OTHERS[".odt"], path)
    raise InputError("er ikke et Word-dokument, selv om navnet sier det; " + _SAVE, path)
