"""The only reader of disk: routines, the catalogue's files, and the compiled catalogue."""

from reviewkit.load.catalogue import (
    CatalogueFile,
    catalogue_root,
    digest,
    read_catalogue,
    read_compiled,
    write_compiled,
)
from reviewkit.load.routines import MAX_BYTES, Disk, find_routines, read_routine, read_stream

__all__ = [
    "MAX_BYTES",
    "CatalogueFile",
    "Disk",
    "catalogue_root",
    "digest",
    "find_routines",
    "read_catalogue",
    "read_compiled",
    "read_routine",
    "read_stream",
    "write_compiled",
]
