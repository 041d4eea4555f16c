"""A statement cut into clauses: what role each plays, who acts in it, and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reviewkit.language import words
from reviewkit.language.lexicon import Hit, lower

Actor = Literal["nks", "user", "office", "other"]
Role = Literal["main", "condition", "that", "whether", "before", "without", "purpose", "relative", "quote", "colon"]

_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[,;:?!.()«»\"“”–—/]")
_LABEL_WORDS = 6
_DASHES = ("–", "—")
ACTORS = frozenset(("nks", "user", "office", "other"))


class Token:
    """One word or mark of a statement, with its offsets and the actor it belongs to, if any."""

    __slots__ = ("actor", "end", "start", "word")

    def __init__(self, word: str, start: int, end: int) -> None:
        self.word = word
        self.start = start
        self.end = end
        self.actor: Actor | None = None


@dataclass(slots=True)
class Clause:
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
    label: Actor | None = None
    imperative: bool = False
    negated: bool = False
    question: bool = False

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
        own = self.subject is not None or self.imperative
        label_only = self.role != "colon" or (len(self.parent.tokens) <= _LABEL_WORDS and not own)
        return label_only and self.parent.denied

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
    return tokens


def cut_clauses(text: str, hits: Sequence[Hit], quoted: bool, listed: bool = False) -> list[Clause]:
    """The clauses of a statement in order, each with its actor and polarity.

    `quoted` speech addresses the user; a `listed` statement may leave its subject to what stands above it.
    """
    cutter = _Cutter(tokenize(text, hits), listed)
    clauses = cutter.cut()
    for number, clause in enumerate(clauses):
        _read_clause(clause, quoted or _inside_quote(clause), listed and number == 0)
    if clauses and text.rstrip(" »”\"*").endswith("?"):
        clauses[0].question = True
    return clauses


def is_finite(word: str) -> bool:
    """Whether a word reads like a finite verb: a known one, or the present tense."""
    return word in words.MODALS or (word.endswith("r") and len(word) > 3)


def _inside_quote(clause: Clause) -> bool:
    here: Clause | None = clause
    while here is not None:
        if here.role == "quote":
            return True
        here = here.parent
    return False


class _Cutter:
    """Finds where one clause ends and the next begins."""

    def __init__(self, tokens: list[Token], listed: bool) -> None:
        self._tokens = tokens
        self._listed = listed
        self._clauses: list[Clause] = []
        self._current = Clause(0, 0, "main", None, [])
        self._outside_quote: Clause | None = None

    def cut(self) -> list[Clause]:
        for number, token in enumerate(self._tokens):
            self._step(number, token)
        self._close()
        return self._clauses

    def _word(self, number: int) -> str:
        return self._tokens[number].word if 0 <= number < len(self._tokens) else ""

    def _open(self, role: Role, parent: Clause | None) -> None:
        self._close()
        self._current = Clause(0, 0, role, parent, [])

    def _close(self) -> None:
        if self._current.tokens:
            self._current.start = self._current.tokens[0].start
            self._current.end = self._current.tokens[-1].end
            self._clauses.append(self._current)

    def _step(self, number: int, token: Token) -> None:
        word = token.word
        if not word[0].isalnum():
            self._mark(number, word)
            return
        role = self._subordinate(number, word)
        if role is not None:
            here = self._current
            parent = here if here.tokens else here.parent
            self._open(role, parent)
        elif self._main_begins(number, word):
            joined = word in ("og", "så") and self._current.role == "main"
            self._open("main", self._current if joined else None)
        self._current.tokens.append(token)

    def _mark(self, number: int, mark: str) -> None:
        here = self._current
        if mark in (";", "?", "!", ".") or mark in _DASHES:
            self._open("main", None)
        elif mark == ":" and here.role == "condition":
            self._open("main", None)
        elif mark == ":":
            self._open("colon", here if here.tokens else here.parent)
        elif mark in ("«", "“") or (mark == '"' and self._outside_quote is None):
            self._outside_quote = here
            self._open("quote", here if here.tokens else here.parent)
        elif mark in ("»", "”", '"') and self._outside_quote is not None:
            outside, self._outside_quote = self._outside_quote, None
            self._open(outside.role if outside.role != "condition" else "main", outside if outside.tokens else None)
        elif mark == "(":
            self._open("colon", here if here.tokens else here.parent)
        elif mark == ")":
            self._open("main", None)
        elif mark == "," and here.tokens and not self._list_goes_on(number):
            self._open("main", None)

    def _list_goes_on(self, number: int) -> bool:
        """Whether a comma only separates members of a list, so that the clause goes on."""
        if self._current.role in ("condition", "before", "relative", "purpose", "without"):
            return False
        follows = self._word(number + 1)
        if follows in words.COORDINATORS:
            return not (follows == "men" or self._subject_at(number + 2) or self._imperative_at(number + 2))
        inverted = is_finite(follows) and self._subject_at(number + 2)
        return not (inverted or self._subject_at(number + 1) or self._imperative_at(number + 1))

    def _subject_at(self, number: int) -> bool:
        if number >= len(self._tokens):
            return False
        token = self._tokens[number]
        return token.word in words.SUBJECT_PRONOUNS or token.actor is not None

    def _imperative_at(self, number: int) -> bool:
        word = self._word(number)
        if word not in words.IMPERATIVES:
            return False
        return word not in words.NOUN_OR_IMPERATIVE or self._word(number + 1) not in words.PREPOSITIONS

    def _subordinate(self, number: int, word: str) -> Role | None:
        """The role of the clause that a word opens, if it opens one."""
        follows, before = self._word(number + 1), self._word(number - 1)
        if word in words.CONDITION:
            return None if word == "siden" and before == "på" else "condition"
        if word in words.THAT:
            return "that"
        if word == "om" and (self._subject_at(number + 1) or not self._current.tokens):
            return self._role_of_om(number)
        if word in words.WHETHER and self._current.tokens and before not in ("så", "kva", "hva", "kor", "hvor"):
            return "whether"
        if word in words.BEFORE and before not in ("dagen", "dager", "som", "aldri", "fra", "frå") and follows != "var":
            return "before"
        if word in words.RELATIVE and self._current.tokens and before != "slik":
            return "relative"
        if word in words.WITHOUT and follows in ("å", "at"):
            return "without"
        if word == "stedet" and before == "i" and follows == "for":
            return "without"
        if word in words.PURPOSE_HEADS and follows in ("å", "at"):
            return "purpose"
        if (word, follows) == ("med", "mindre") or (word in ("selv", "sjølv") and follows == "om"):
            return "condition"
        return None

    def _role_of_om(self, number: int) -> Role:
        if number == 0 and self._listed:
            return "whether"
        if not self._current.tokens or self._word(number - 1) in ("selv", "sjølv", "som"):
            return "condition" if self._subject_at(number + 1) else "main"
        return "whether"

    def _main_begins(self, number: int, word: str) -> bool:
        here = self._current
        if not here.tokens:
            return False
        if word in words.CONTRASTS:
            return True
        if here.role == "condition" and word in words.MODALS and number + 1 < len(self._tokens):
            follower = self._tokens[number + 1]
            inverted = follower.word in ("vi", "du", "me") or follower.actor == "nks"
            return inverted and len(here.tokens) > 2
        if word in ("og", "så", "da", "deretter") and here.tokens:
            return self._imperative_at(number + 1) or self._finite_subject_at(number + 1)
        return False

    def _finite_subject_at(self, number: int) -> bool:
        """Whether a subject stands here that a finite verb follows («og kommunen vurderer»)."""
        return self._subject_at(number) and self._word(number + 1) not in ("", "og", "eller", "sin", "sitt", "sine")


def _subject_elided(clause: Clause) -> bool:
    """«Råder bruker om bil»: an item that begins with its verb has its subject in the lead-in or heading."""
    word = clause.tokens[0]
    return word.actor is None and word.word not in words.MODALS and is_finite(word.word)


def _read_clause(clause: Clause, quoted: bool, first: bool) -> None:
    clause.negated = _negated(clause.tokens)
    clause.imperative = clause.role in ("main", "colon", "quote") and _imperative(clause.tokens)
    elided = first and _subject_elided(clause)
    oblique: set[Actor] = set()
    previous = ""
    last: Token | None = None
    for token in clause.tokens:
        actor = _actor_of(token, quoted)
        if actor is not None and not (last is not None and last.actor == actor and token.actor == actor):
            if previous in words.PREPOSITIONS or (last is not None and last.word in ("det", "eige", "lokale")
                                                  and _before(clause, token, 2) in words.PREPOSITIONS):  # fmt: skip
                place = previous if previous in words.PREPOSITIONS else _before(clause, token, 2)
                helped = place in ("fra", "frå") and any(other.word in words.HELP for other in clause.tokens)
                if place in words.PLACE_OF_ACTION or helped:
                    oblique.add(actor)
            elif clause.subject is None and not clause.imperative and not (elided and clause.tokens.index(token)):
                clause.subject = actor
        previous, last = token.word, token
    if "office" in oblique:
        clause.agent = "office"
    elif oblique:
        clause.agent = sorted(oblique)[0]
    if clause.imperative:
        clause.subject = "user" if quoted else "nks"


def _before(clause: Clause, token: Token, steps: int) -> str:
    place = clause.tokens.index(token) - steps
    return clause.tokens[place].word if place >= 0 else ""


def _actor_of(token: Token, quoted: bool) -> Actor | None:
    if token.actor is not None:
        return token.actor
    if quoted and token.word in words.ADDRESSED:
        return "user"
    if token.word in words.NKS_PRONOUNS:
        return "nks"
    if token.word in words.USER_PRONOUNS:
        return "user"
    return None


def _imperative(tokens: list[Token]) -> bool:
    """Whether a clause begins with an imperative, after a label, an adverb or a coordinator."""
    for number, token in enumerate(tokens[:3]):
        word = token.word
        if word in words.IMPERATIVES and token.actor is None:
            follows = tokens[number + 1].word if number + 1 < len(tokens) else ""
            return word not in words.NOUN_OR_IMPERATIVE or follows not in words.PREPOSITIONS
        if word not in _BEFORE_IMPERATIVE and not word.isdigit():
            return False
    return False


_BEFORE_IMPERATIVE = frozenset(
    "ikke ikkje aldri alltid og men så da deretter først fyrst eventuelt gjerne deretter vennligst også òg bare berre"
    " heller eller steg trinn tilslutt til slutt".split()
)


def _negated(tokens: list[Token]) -> bool:
    """Whether a clause denies or forbids, read from its negators and what stands beside them."""
    for number, token in enumerate(tokens):
        if token.word not in words.NEGATORS:
            continue
        beside = {tokens[place].word for place in (number - 1, number + 1) if 0 <= place < len(tokens)}
        if beside & words.AFFIRMED_AFTER:
            return False
        follows = tokens[number + 1].word if number + 1 < len(tokens) else ""
        if follows in words.NOT_DENIED_AFTER:
            continue
        return True
    text = " ".join(token.word for token in tokens)
    return any(phrase in text for phrase in _PROHIBITING)


_PROHIBITING = (
    "la være", "lat vere", "la vere", "lar være", "lèt vere", "let vere", "lar vi være", "lèt vi vere", "skal unngås", "hold deg unna", "hald deg unna",
    "slutt å", "slutt med", "utenfor mandatet", "utanfor mandatet", "utenfor vårt mandat", "ligger utenfor",
    "ligg utanfor", "overlat", "verken", "styr unna", "oss unna", "deg unna", "vi unna", "hører ikke",
)  # fmt: skip
