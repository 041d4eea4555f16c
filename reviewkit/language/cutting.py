"""Where one clause of a statement ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

from reviewkit.language import words
from reviewkit.language.acting import inside_quote, read_clause
from reviewkit.language.clauses import Clause, Role, Token, is_finite, tokenize
from reviewkit.language.lexicon import Hit

_VOWELS = "aeiouyæøå"
"""Where the office stands before, a verb that ends in one of these is its infinitive («kan ringe og foreslå»)."""

_NESTED = 8
"""How many clauses up the one that an answer belongs to is looked for."""

_DASHES = ("–", "—", "-")
_ARROWS = ("→", "⇒", "➜", "➔")
"""«Ikke svar → melding»: what stands before an arrow is the condition of what comes after."""


def cut_clauses(text: str, hits: Sequence[Hit], quoted: bool, listed: bool = False) -> list[Clause]:
    """The clauses of a statement in order, each with its actor and polarity.

    `quoted` speech addresses the user; a `listed` statement may leave its subject to what stands above it.
    """
    cutter = _Cutter(tokenize(text, hits), listed)
    clauses = cutter.cut()
    for number, clause in enumerate(clauses):
        read_clause(clause, quoted or inside_quote(clause), listed and number == 0)
    return clauses


class _Cutter:
    """Finds where one clause ends and the next begins."""

    def __init__(self, tokens: list[Token], listed: bool) -> None:
        self._tokens = tokens
        self._listed = listed
        self._clauses: list[Clause] = []
        self._current = Clause(0, 0, "main", None, [])
        self._outside_quote: Clause | None = None
        self._outer: list[Clause] = []

    def cut(self) -> list[Clause]:
        for number, token in enumerate(self._tokens):
            self._step(number, token)
        self._close()
        for outer in reversed(self._outer):
            self._current = outer
            self._close()
        return sorted(self._clauses, key=lambda clause: clause.start)

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
            self._open("main", (self._current.parent or self._current) if joined else None)
        self._current.tokens.append(token)

    def _mark(self, number: int, mark: str) -> None:
        here = self._current
        if mark == "?" and here.role == "main" and number + 1 < len(self._tokens):
            here.role = "condition"
        if mark in (";", "?", "!", ".") or mark in _DASHES or (mark == ":" and here.role == "condition"):
            self._open("main", None)
        elif mark in _ARROWS:
            if here.role == "main" and not self._imperative_at_start(here):
                here.role = "condition"
            self._open("main", None)
        elif mark == ":":
            self._open("colon", here if here.tokens else here.parent)
        elif mark in ("«", "“") or (mark == '"' and self._outside_quote is None):
            self._outside_quote = here
            joins = all(token.word in words.COORDINATORS for token in here.tokens)
            self._open("quote", here.parent if joins else here)
        elif mark in ("»", "”", '"') and self._outside_quote is not None:
            outside, self._outside_quote = self._outside_quote, None
            self._open(outside.role if outside.role != "condition" else "main", outside if outside.tokens else None)
        elif mark == "(":
            self._outer.append(here)
            self._current = Clause(0, 0, "colon", here if here.tokens else here.parent, [])
        elif mark == ")" and self._outer:
            self._close()
            self._current = self._outer.pop()
        elif mark == "," and here.tokens and not self._list_goes_on(number):
            self._ask_first(number)
            elided = self._word(number + 1) == "og" and self._finite_at(number + 2)
            self._open("main", (here.parent or here) if elided else None)

    def _ask_first(self, number: int) -> None:
        """«Spør bruker om inntekt, svarer vi …» is a condition, where «Spør bruker om inntekt.» is a demand."""
        root = self._current
        for _ in range(_NESTED):
            root = root.parent or root
        if len(root.tokens) < 2 or root.tokens[0].word not in words.ASKS or root.tokens[1].actor != "user":
            return
        listed = not self._word(number + 2)[:1].isalnum() or self._word(number + 2) in words.COORDINATORS
        if self._imperative_at(number + 1) or (self._finite_at(number + 1) and not listed):
            root.role = "condition"

    def _imperative_at_start(self, clause: Clause) -> bool:
        return clause.tokens[0].word in words.IMPERATIVES if clause.tokens else False

    def _list_goes_on(self, number: int) -> bool:
        """Whether a comma only separates members of a list, so that the clause goes on."""
        if self._current.role in ("condition", "before", "relative", "purpose", "without"):
            return False
        follows = self._word(number + 1)
        if follows in ("men", "så") or self._answers(number + 1) or self._contrasts(follows):
            return False
        if follows in words.COORDINATORS:
            new = self._subject_at(number + 2) or self._imperative_at(number + 2) or self._word(number + 2) == "da"
            return not (new or (follows == "og" and self._finite_at(number + 2)))
        inverted = self._finite_at(number + 1) and self._subject_at(number + 2)
        return not (inverted or self._subject_at(number + 1) or self._imperative_at(number + 1))

    def _answers(self, number: int) -> bool:
        """Whether a verb stands here that the clause before, which began with its verb, is the condition of."""
        root = self._current
        for _ in range(_NESTED):
            root = root.parent or root
        return bool(root.tokens) and is_finite(root.tokens[0]) and self._finite_at(number)

    def _contrasts(self, follows: str) -> bool:
        """«…, ikke til oss»: a denial after a whole clause is of what follows it."""
        return follows in ("ikke", "ikkje") and any(is_finite(token) for token in self._current.tokens)

    def _finite_at(self, number: int) -> bool:
        return number < len(self._tokens) and is_finite(self._tokens[number])

    def _subject_at(self, number: int) -> bool:
        if number >= len(self._tokens):
            return False
        token = self._tokens[number]
        return token.word in words.SUBJECT_PRONOUNS or token.actor is not None

    def _imperative_at(self, number: int) -> bool:
        word = self._word(number)
        if word not in words.IMPERATIVES:
            return False
        theirs = any(token.actor in ("office", "other") for token in self._current.tokens)
        if theirs and (word in words.PRESENT_TOO or word[-1] in _VOWELS):
            return False
        return word not in words.NOUN_OR_IMPERATIVE or self._word(number + 1) not in words.PREPOSITIONS

    def _subordinate(self, number: int, word: str) -> Role | None:
        """The role of the clause that a word opens, if it opens one."""
        follows, before = self._word(number + 1), self._word(number - 1)
        if word in words.CONDITION:
            adverb = (word, before) == ("siden", "på") or (word, follows) == ("når", "som") or follows == "av"
            return None if adverb else "condition"
        if word in words.THAT:
            return "that"
        if word == "om" and follows in words.NEGATORS:
            return "whether" if before in words.ASKING else "condition"
        if word == "om" and (self._subject_at(number + 1) or not self._current.tokens):
            return self._role_of_om(number)
        if word in words.WHETHER and number == 0 and self._listed and self._tokens[-1].word != "?":
            return "whether"
        if word in words.WHETHER and self._current.tokens and before not in ("så", "kva", "hva", "kor", "hvor"):
            return "whether"
        if word in words.BEFORE and before not in ("dagen", "dager", "som", "aldri", "fra", "frå") and follows != "var":
            return None if follows[:1].isdigit() else "before"
        if word == "der" and self._current.tokens and self._subject_at(number + 1):
            return "relative"
        if word in words.RELATIVE and self._current.tokens and before != "slik" and follows not in words.AS_A_RULE:
            return "relative"
        if word in words.WITHOUT and follows in ("å", "at"):
            return "without"
        if word in ("stedet", "staden") and before == "i" and follows == "for" and self._word(number + 2) != "den":
            return "without"
        if word in words.PURPOSE_HEADS and follows in ("å", "at"):
            return "purpose"
        if (word, follows) in (("med", "mindre"), ("så", "lenge")) or (word in ("selv", "sjølv") and follows == "om"):
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
        follows = self._word(number + 1)
        return (
            self._subject_at(number) and follows[:1].isalnum() and follows not in ("og", "eller", "sin", "sitt", "sine")
        )
