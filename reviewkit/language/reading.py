"""What language analysis knows of a routine: concepts by statement, clauses, and what headings and lead-ins pass on."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from reviewkit.language import words
from reviewkit.language.clauses import Actor, Clause, is_finite
from reviewkit.language.concepts import Concepts
from reviewkit.language.cutting import cut_clauses
from reviewkit.language.lexicon import Hit, Lexicon
from reviewkit.language.marking import mark_fronted_question, mark_inverted_conditions, mark_named_owner
from reviewkit.model import Routine, Statement

QUESTION = "question"
"""The concept of being a question put to the user: not in the lexicon, but read from the sentence."""

_CLOSING = ' »”"*'
_LABEL_WORDS = 5
_NAME_WORDS = 4
_THEY = ("de", "dei")
_KEPT = 1_000
"""How many statements' clauses are kept at most: statements come again, and while one is written, the others do."""

_NESTED = 8
"""How many parentheses back a clause is looked for that goes on after them."""


class Standing(Struct, frozen=True):
    """What a heading, lead-in, column or label passes on to the statements under it."""

    actor: Actor | None = None
    denied: bool = False
    concepts: frozenset[str] = frozenset()


NOTHING = Standing()


class Reading(Concepts):
    """The facts about one routine's statements, found once and kept: the checks only ask."""

    def __init__(self, routine: Routine, lexicon: Lexicon) -> None:
        super().__init__(routine, lexicon)
        self._clauses: dict[int, list[Clause]] = {}
        self._standings: dict[int, Standing] = {}
        self._inherited: dict[int, Standing] = {}

    def clauses(self, statement: Statement) -> list[Clause]:
        """The clauses of a statement."""
        found = self._clauses.get(statement.index)
        if found is None:
            kept = self._lexicon.kept
            key = statement.text, statement.hosts, statement.kind, statement.quoted
            found = kept.get(key)
            if found is None:
                found = self._cut(statement)
                if not self._begins_with_they(found):  # whom that is rests on the sentence before
                    if len(kept) >= _KEPT:
                        kept.clear()
                    kept[key] = found
            self._clauses[statement.index] = found
        return found

    def _cut(self, statement: Statement) -> list[Clause]:
        listed = statement.kind in ("item", "cell")
        found = cut_clauses(statement.text, self.hits(statement), statement.quoted, listed)
        mark_inverted_conditions(found, statement)
        mark_fronted_question(found, statement)
        mark_named_owner(found)
        self._resolve_they(found, statement)
        return found

    @staticmethod
    def _begins_with_they(clauses: list[Clause]) -> bool:
        return bool(clauses and clauses[0].tokens) and clauses[0].tokens[0].word in _THEY

    def _resolve_they(self, clauses: list[Clause], statement: Statement) -> None:
        """«De» right after a sentence about the office is the office."""
        before = self.routine.statements[statement.index - 1] if statement.index else None
        if before is None or before.section is not statement.section or not clauses:
            return
        first = clauses[0]
        if not self._begins_with_they(clauses) or len(first.tokens) < 2:
            return
        they = is_finite(first.tokens[1]) and not first.imperative
        if they and "office" in self.concepts(before):
            first.subject = "office"

    def clause_at(self, statement: Statement, offset: int) -> Clause | None:
        """The clause that an offset lies in; nothing for what stands outside the words (a link's address)."""
        if offset >= len(statement.text):
            return None
        clauses = self.clauses(statement)
        place = bisect_right(clauses, offset, key=lambda clause: clause.start) - 1
        if place < 0:
            return None
        for clause in reversed(clauses[max(0, place - _NESTED) : place + 1]):
            if offset < clause.end:
                return clause
        return clauses[place]

    def is_question(self, statement: Statement) -> bool:
        """Whether the statement is a question put to the user."""
        if statement.kind == "heading" or not statement.text.rstrip(_CLOSING).endswith("?"):
            return False
        if self._labels_its_item(statement):
            return False
        addressed = any(token.word in words.ADDRESSED for clause in self.clauses(statement) for token in clause.tokens)
        return statement.quoted or addressed or statement.kind in ("item", "cell")

    def _labels_its_item(self, statement: Statement) -> bool:
        """«Barn i husstanden? Hensynet til dem …»: a few words with a question mark, naming what an item is about."""
        if statement.kind != "item" or len(statement.text.split()) > _NAME_WORDS or statement.quoted:
            return False
        following = self.routine.statements[statement.index + 1 : statement.index + 2]
        between = self.routine.source.text[statement.end : following[0].start] if following else "\n"
        return "\n" not in between

    def standing(self, statement: Statement) -> Standing:
        """What a governing statement passes on: the actor, denial and concepts of its last telling clause."""
        found = self._standings.get(statement.index)
        if found is None:
            found = self._standings[statement.index] = self._read_standing(statement)
        return found

    def _read_standing(self, statement: Statement) -> Standing:
        telling = [clause for clause in self.clauses(statement) if clause.counts]
        if not telling:
            return NOTHING
        last = telling[-1]
        banning = next((clause for clause in telling if clause.denied and clause.role != "relative"), last)
        if statement.kind == "heading" and last.role == "quote":
            return NOTHING
        actor = None if self._only_a_verb(statement, last) else self.acting(last)
        tokens = [token.word for clause in telling for token in clause.tokens]
        label = len(tokens) <= _LABEL_WORDS and tokens[0] in words.PROHIBITION_LABELS
        pointing = any(word in words.RULING for word in tokens) or last.imperative
        denied = banning.denied and (self.acting(banning) == "nks" or (self.acting(banning) is None and pointing))
        concepts = {hit.concept for hit in self.hits(statement) if self._tells(statement, hit)}
        if self.is_question(statement):
            concepts.add(QUESTION)
        return Standing(actor, denied or (label and actor in (None, "nks")), frozenset(concepts))

    @staticmethod
    def _only_a_verb(statement: Statement, clause: Clause) -> bool:
        """Whether a column is headed with a verb alone («Gjør», «Svar»): the row says whose it is."""
        return statement.kind == "heading" and clause.imperative and len(clause.tokens) == 1

    def _tells(self, statement: Statement, hit: Hit) -> bool:
        clause = self.clause_at(statement, hit.start)
        return clause is not None and clause.counts

    def inherited(self, statement: Statement) -> Standing:
        """What a statement takes over from its lead-in, parent items, column, row label and headings."""
        found = self._inherited.get(statement.index)
        if found is None:
            found = self._inherited[statement.index] = self._inherit(statement)
        return found

    def _inherit(self, statement: Statement) -> Standing:
        governor = statement.governor
        above = self.standing(governor) if governor is not None else NOTHING
        further = self.inherited(governor) if governor is not None else self._from_headings(statement)
        matrix = self._responsibility(statement)
        column = self.standing(statement.column) if statement.column is not None else NOTHING
        row = self._row_label(statement)
        actor = matrix.actor or column.actor or row.actor or above.actor or further.actor
        denied = matrix.denied or column.denied or row.denied or above.denied or (further.denied and not above.actor)
        return Standing(actor, denied, column.concepts | row.concepts | above.concepts or further.concepts)

    def _responsibility(self, statement: Statement) -> Standing:
        """Who does what in a table «Oppgave | NKS | Nav-kontoret» whose cells only say yes or no."""
        if statement.kind != "cell" or statement.row is not None:
            return NOTHING
        ours = theirs = ""
        for other in self.routine.statements[statement.index + 1 :]:
            if other.row is not statement or other.column is None:
                break
            named = self.standing(other).actor
            if named in ("office", "nks") and len(other.text.split()) <= _NAME_WORDS:
                return Standing(named)
            actor = self.standing(other.column).actor
            if actor == "nks":
                ours = other.text.lower().strip(" .*")
            elif actor == "office":
                theirs = other.text.lower().strip(" .*")
        if theirs in words.YES_MARKS and ours in words.NO_MARKS:
            return Standing("office")
        if ours and ours in words.NO_MARKS:
            return Standing(None, True)
        return Standing("nks" if ours in words.YES_MARKS else None)

    def _row_label(self, statement: Statement) -> Standing:
        """A row's first cell governs where it only names who acts, or what is forbidden."""
        label = statement.row.text if statement.row is not None else "?"
        if statement.row is None or label.endswith("?") or len(label.split()) > _LABEL_WORDS:
            return NOTHING
        standing = self.standing(statement.row)
        first = self.clauses(statement.row)[0].tokens[0].word if self.clauses(statement.row) else ""
        denied = standing.denied and first in words.PROHIBITION_LABELS
        return Standing(standing.actor if standing.actor in ("office", "other") else None, denied)

    def _from_headings(self, statement: Statement) -> Standing:
        section = statement.section
        actor: Actor | None = None
        denied = False
        concepts: frozenset[str] = frozenset()
        nearest = True
        while section.heading is not None and section.level > 1:
            if section.heading is not statement:
                standing = self.standing(section.heading)
                actor = actor or _from_heading(standing.actor, self.clauses(section.heading))
                denied = denied or standing.denied
                if nearest:
                    concepts, nearest = standing.concepts, False
            if section.parent is None:
                break
            section = section.parent
        return Standing(actor, denied, concepts)

    def acting(self, clause: Clause, passive: bool = False) -> Actor | None:
        """Who acts in a clause by its own words or by the clause it hangs on; nobody known gives nothing."""
        if clause.imperative:
            return clause.subject
        if clause.agent == "office" and (passive or clause.subject in (None, "user")):
            return "office"
        if passive:
            return clause.agent
        if clause.subject is not None:
            return clause.subject
        if clause.agent is not None:
            return clause.agent
        if clause.parent is None or clause.role == "condition":
            return None
        if clause.role in ("relative", "purpose"):
            mentioned = [token.actor for token in clause.parent.tokens if token.actor is not None]
            if mentioned and (clause.role == "relative" or "office" in mentioned):
                return "office" if clause.role == "purpose" else mentioned[-1]
        return self.acting(clause.parent)


def _from_heading(actor: Actor | None, clauses: list[Clause]) -> Actor | None:
    """A heading's user only acts below it where the heading says what the user can, must or should do."""
    if actor != "user":
        return actor
    said = {token.word for clause in clauses for token in clause.tokens}
    return "user" if said & {"kan", "bør", "må", "skal", "selv", "sjølv"} else None
