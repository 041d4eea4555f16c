"""Text to routine: front matter with line numbers, sections, and statements with their exact places."""

from __future__ import annotations

from reviewkit.model import Routine, Source
from reviewkit.parse.blocks import Places, read_blocks
from reviewkit.parse.directives import find_directives
from reviewkit.parse.frontmatter import read_front_matter
from reviewkit.parse.statements import StatementBuilder

__all__ = ["parse"]


def parse(source: Source) -> Routine:
    """The routine that a source holds.

    Whatever is wrong with the front matter is kept in the metadata's faults. Raises InputError where lists or
    quotes are nested deeper than can be read.
    """
    metadata = read_front_matter(source.text)
    routine = Routine(source, metadata)
    blocks, references = read_blocks(source, metadata.body_offset)
    StatementBuilder(routine, Places(source), references).build(blocks)
    find_directives(routine, [(block.start, block.end) for block in blocks if block.kind in ("fence", "code")])
    return routine
