"""Text to routine: front matter with line numbers, sections, and statements with their exact places."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reviewkit.model import Routine, Source
from reviewkit.parse.blocks import Places, block_tokens, make_parser
from reviewkit.parse.directives import find_directives
from reviewkit.parse.frontmatter import read_front_matter
from reviewkit.parse.statements import StatementBuilder

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["parse"]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return make_parser()


def parse(source: Source) -> Routine:
    """The routine that a source holds.

    Whatever is wrong with the front matter is kept in the metadata's faults. Raises InputError where lists or
    quotes are nested deeper than can be read.
    """
    metadata = read_front_matter(source.text)
    routine = Routine(source, metadata)
    tokens, references = block_tokens(_parser(), source, metadata.body_offset)
    places = Places(source, metadata.body_line)
    StatementBuilder(routine, places, references).build(tokens)
    find_directives(routine, tokens)
    return routine
