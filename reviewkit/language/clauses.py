"""The clause: what role it plays, who acts in it, and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from reviewkit.language import words
from reviewkit.language.entries import lower
from reviewkit.language.lexicon import Hit

Actor = Literal["nks", "user", "office", "other"]
Role = Literal["main", "condition", "that", "whether", "before", "without", "purpose", "relative", "quote", "colon"]

_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|(?<=\s)-(?=\s)|[,;:?!.()«»\"“”–—/→⇒➜➔]")
_LABEL_WORDS = 6
ACTORS = frozenset(("nks", "user", "office", "other"))


class Token:
    """One word or mark of a statement, with its offsets and the actor it belongs to, if any."""

    __slots__ = ("actor", "end", "start", "word")

    def __init__(self, word: str, start: int, end: int) -> None:
        self.word = word
        self.start = start
        self.end = end
        self.actor: Actor | None = None


class Clause(Struct):
    """A run of tokens with one role; `parent` is the clause it hangs on.

    `subject` acts by its own words, `agent` by a phrase like «av Nav-kontoret»; `negated` is the clause's own denial.
    """

    start: int
    end: int
    role: Role
    parent: Clause | None
    tokens: list[Token]
    subject: Actor | None = None
    agent: Actor | None = None
    imperative: bool = False
    negated: bool = False

    @property
    def denied(self) -> bool:
        """Whether what the clause says is forbidden or denied, by itself or by what it hangs on."""
        above = self._hangs_on_denial()
        if self.role == "without":
            return not above
        if self.role == "before":
            return False
        return self.negated or above

    def _hangs_on_denial(self) -> bool:
        if self.parent is None or self.role in ("main", "condition"):
            return False
        if self.role in ("colon", "quote") and (label := self.parent.label) is not None:
            return label
        own = self.subject is not None or self.imperative
        lacking = bool(self.parent.tokens) and self.parent.tokens[0].word in ("ingen", "inga")
        label_only = self.role != "colon" or (len(self.parent.tokens) <= _LABEL_WORDS and not own and not lacking)
        return label_only and self.parent.denied

    @property
    def label(self) -> bool | None:
        """Whether a clause of a word or two labels what follows as rejected («Feil:») or recommended («Riktig:»)."""
        if len(self.tokens) > 2 or self.role not in ("main", "colon"):
            return None
        said = {token.word for token in self.tokens}
        if said & words.AFFIRMING_LABELS:
            return False
        return True if said & words.REJECTING_LABELS else None

    @property
    def counts(self) -> bool:
        """Whether the clause says what is to be done, rather than when, why or before what."""
        if self.role == "condition":
            return False
        if self.parent is None or self.role == "main":
            return True
        if self.role == "before":
            return self.parent.denied and self.parent.counts
        return self.parent.counts


def tokenize(text: str, hits: Sequence[Hit]) -> list[Token]:
    """The words and marks of a statement; words inside an actor's name know the actor."""
    tokens = [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(lower(text))]
    for hit in hits:
        if hit.concept in ACTORS:
            for token in tokens:
                if hit.start <= token.start < hit.end and token.actor != "office":
                    token.actor = hit.concept  # type: ignore[assignment]
    for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
        uses = token.word in ("bruker", "brukar") and after.word in ("vi", "du", "man", "me", "nks")
        if token.word == "mange" and before is not None and before.word in ("hvor", "kor"):
            token.actor = None
        if uses and (before is None or before.word not in words.CONDITION | {"om", "som", "en", "ein"}):
            token.actor = None
    return tokens


def is_finite(token: Token) -> bool:
    """Whether a word reads like a finite verb: a known one, or the present tense."""
    word = token.word
    if token.actor is not None or word in words.PREPOSITIONS or word in words.COORDINATORS:
        return False
    return word in words.MODALS or word in words.SHORT_FINITE or (word.endswith("r") and len(word) > 3)
