"""Items that each say how deep they lie, to lists in lists."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reviewkit.author.importing.tree import Block, Listing, Paragraph

_LEVELS = 9
"""How deep lists go in Word."""


class Item(Struct, frozen=True):
    """A paragraph that is an item: of which list, how deep, numbered or not; `continues` the item before it."""

    list_id: str
    level: int
    ordered: bool
    first: int
    paragraph: Paragraph
    continues: bool = False


class _Open:
    """A list that items are still added to."""

    def __init__(self, item: Item, start: int) -> None:
        self.item = item
        self.start = start
        self.items: list[list[Block]] = []

    def closed(self) -> Listing:
        return Listing(self.item.ordered, tuple(tuple(item) for item in self.items), self.start)


def nested(pieces: Iterable[Block | Item]) -> tuple[Block, ...]:
    """Blocks with every run of items made to lists; a numbered list that is taken up again counts on."""
    blocks: list[Block] = []
    stack: list[_Open] = []
    counted: dict[tuple[str, int], int] = {}

    def close(depth: int) -> None:
        while len(stack) > depth:
            done = stack.pop().closed()
            (stack[-1].items[-1] if stack else blocks).append(done)

    for piece in pieces:
        if not isinstance(piece, Item):
            close(0)
            blocks.append(piece)
        elif piece.continues and stack:
            stack[-1].items[-1].append(piece.paragraph)
        else:
            while stack and stack[-1].item.level > piece.level:
                close(len(stack) - 1)
            if stack and stack[-1].item.level == piece.level and not _same(stack[-1].item, piece):
                close(len(stack) - 1)
            if not stack or stack[-1].item.level < piece.level:
                key = piece.list_id, piece.level
                stack.append(_Open(piece, counted.get(key, piece.first - 1) + 1 if piece.ordered else 1))
            stack[-1].items.append([piece.paragraph])
            _count(counted, piece, stack[-1])
    close(0)
    return tuple(blocks)


def _same(one: Item, other: Item) -> bool:
    return one.ordered == other.ordered and (not one.ordered or one.list_id == other.list_id)


def _count(counted: dict[tuple[str, int], int], item: Item, listing: _Open) -> None:
    """How far a numbered list has come; the ones below it begin anew."""
    if item.list_id:
        counted[item.list_id, item.level] = listing.start + len(listing.items) - 1
    for level in range(item.level + 1, _LEVELS):
        counted.pop((item.list_id, level), None)
