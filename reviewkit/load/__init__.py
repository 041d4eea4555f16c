"""The only reader of disk: routines, the catalogue's files, and the compiled catalogue."""

from reviewkit.load.catalogue import (
    CatalogueFile,
    catalogue_root,
    code_digest,
    digest,
    digest_of,
    read_catalogue,
    read_compiled,
    write_compiled,
)
from reviewkit.load.routines import (
    MAX_BYTES,
    Disk,
    Located,
    decode,
    find_routines,
    read_bytes,
    read_routine,
    read_stream,
    shown_path,
)

__all__ = [
    "MAX_BYTES",
    "CatalogueFile",
    "Disk",
    "Located",
    "catalogue_root",
    "code_digest",
    "decode",
    "digest",
    "digest_of",
    "find_routines",
    "read_bytes",
    "read_catalogue",
    "read_compiled",
    "read_routine",
    "read_stream",
    "shown_path",
    "write_compiled",
]
