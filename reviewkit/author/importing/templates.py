"""The texts of messages to the Nav office, known by what leads in to them, as the templates that the rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewkit.author.importing.tree import (
    Block,
    Code,
    Heading,
    Paragraph,
    Quote,
    Run,
    Template,
    text_of,
    words,
)

_SURE = re.compile(
    r"(?:(?:forslag|eksempel|døme|utkast)\s+(?:til|på)\s+)?"
    r"(?:meldings?(?:mal|tekst)(?:en|a)?|tekst(?:en)?\s+(?:til|i)\s+(?:kontakt)?meldinga?(?:en)?|"
    r"mal(?:en)?\s+for\s+(?:kontakt)?melding(?:a|en|er|ar)?|standardtekst\s+(?:til|i|for)\s+meldinga?(?:en)?|"
    r"(?:skriv|bruk)\s+(?:denne|dette|slik|følgende|følgjande)\s?(?:tekst(?:en)?|teksten)?\s+i\s+meldinga?(?:en)?)"
    r"(?:\s+(?:til|for|ved|når|om|i)\b[^.:!?]{0,70}|\s*\d{1,2}|\s*\([^)]{0,40}\))?",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\b(?:melding(?:a|en|er|ar)?|kontaktmelding(?:a|en)?|gosys-?(?:melding|oppgave|oppgåve))\b", re.IGNORECASE
)
_TO_USER = re.compile(r"\b(?:til bruker(?:en)?|til brukar(?:en)?|si til|hurtigtekst|chat|sms)\b", re.IGNORECASE)
_INLINE = re.compile(rf"(?P<lead>{_SURE.pattern})\s*:\s*(?P<text>\S.*)", re.IGNORECASE)
_QUOTED = re.compile(r"[«\"“”].*[»\"“”]\.?", re.DOTALL)
_GOES_ON = re.compile(r"\[[^\]]+\]|\bXX+\b|\b(?:tlf|mvh|hilsen|helsing|telefon)\b|\{[^}]+\}", re.IGNORECASE)
_REPORTED = re.compile(
    r"\A\W?(?:bruker(?:en)?|brukar(?:en)?|innringer|innringar)\b|\b(?:tlf|ringes|ringast|nåes|nås|nåast)\b",
    re.IGNORECASE,
)
_LEAD_WORDS = 25
_MOST = 8


def with_templates(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Blocks with the texts of messages made to templates: a box beneath a lead-in, or one paragraph and what is
    plainly part of it. Where title or heading speak of messages, any lead-in to a box will do.
    """
    place = 0
    above = bool(_LIKELY.search(title))
    about = above
    while place < len(blocks):
        block = blocks[place]
        place += 1
        inline = _split(block)
        if inline is not None:
            yield from inline
            continue
        yield block
        if isinstance(block, Heading):
            about = above or bool(_LIKELY.search(words(block.runs)))
        sure, likely = _leads(block, about or _reports(blocks[place : place + 1]))
        if not sure and not likely:
            continue
        taken = _taken(blocks, place, sure)
        if taken:
            yield Template(tuple(line for part in blocks[place : place + taken] for line in _lines(part)))
            place += taken


def _split(block: Block) -> tuple[Block, ...] | None:
    """A lead-in and its text in one paragraph, apart."""
    if isinstance(block, Quote) and len(block.blocks) > 1:
        lead, *rest = block.blocks
        if _leads(lead, False)[0] and isinstance(lead, Paragraph) and all(map(_plain, rest)):
            return lead, Template(tuple(line for part in rest for line in _lines(part)))
    if not isinstance(block, Paragraph) or any(run.raw or run.link for run in block.runs):
        return None
    found = _INLINE.fullmatch(words(block.runs))
    if found is None or len(found["text"].split()) < 3:
        return None
    return Paragraph((Run(found["lead"] + ":"),)), Template((_unquoted(found["text"]),))


def _leads(block: Block, about: bool) -> tuple[bool, bool]:
    """Whether a block surely, or likely, leads in to the text of a message."""
    if not isinstance(block, Heading | Paragraph):
        return False, False
    text = words(block.runs)
    bare = text.rstrip(": ")
    if _SURE.fullmatch(bare) and (text.endswith(":") or isinstance(block, Heading) or len(bare.split()) <= 4):
        return True, True
    short = len(text.split()) <= _LEAD_WORDS and (text.endswith(":") or isinstance(block, Heading))
    return False, bool(short and (about or _LIKELY.search(text)) and not _TO_USER.search(text))


def _reports(following: Sequence[Block]) -> bool:
    """Whether a box tells of the user as a message does."""
    return any(
        ((isinstance(box, Quote) and box.box) or (isinstance(box, Code) and not box.info))
        and _REPORTED.search(text_of([box]))
        for box in following
    )


def _taken(blocks: Sequence[Block], place: int, sure: bool) -> int:
    """How many blocks from here are the text of the message."""
    following = blocks[place] if place < len(blocks) else None
    if isinstance(following, Quote):
        plain = all(isinstance(part, Paragraph) and not _has_comment(part) for part in following.blocks)
        return int(plain and (sure or following.box))
    if isinstance(following, Code):
        return int(not following.info)
    if (
        not sure
        or not isinstance(following, Paragraph)
        or _has_comment(following)
        or words(following.runs).endswith(":")
    ):
        return 0
    count = 1
    for block in blocks[place + 1 : place + _MOST]:
        if not isinstance(block, Paragraph) or _has_comment(block) or not _GOES_ON.search(words(block.runs)):
            break
        count += 1
    return count


def _plain(block: Block) -> bool:
    return isinstance(block, Paragraph) and not _has_comment(block)


def _has_comment(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(run.raw for run in block.runs)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _unquoted(_with_addresses(block))
    elif isinstance(block, Quote):
        for part in block.blocks:
            yield from _lines(part)
    else:
        yield from text_of([block]).split("\n")


def _with_addresses(block: Paragraph) -> str:
    """The words of a paragraph; in a template a link is only its address behind its words."""
    parts = [
        f"{run.text} ({run.link})" if run.link and run.link != run.text.strip() else run.text for run in block.runs
    ]
    return " ".join("".join(parts).split())


def _unquoted(text: str) -> str:
    whole = _QUOTED.fullmatch(text) and not set(text[1:-1].rstrip(".")) & set('«»"“”')
    return text.strip('«»"“” ') if whole else text
