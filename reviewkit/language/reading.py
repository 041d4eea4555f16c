"""What language analysis knows of a routine: concepts by statement, clauses, and what headings and lead-ins pass on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, KeysView

from msgspec import Struct

from reviewkit.language import words
from reviewkit.language.clauses import Actor, Clause, is_finite
from reviewkit.language.cutting import cut_clauses
from reviewkit.language.lexicon import Hit, Lexicon
from reviewkit.model import INTRODUCTION, Domain, Routine, Statement, StatementKind

QUESTION = "question"
"""The concept of being a question put to the user: not in the lexicon, but read from the sentence."""

DOMAINS = ("state-benefit", "municipal-matter")
"""The concepts that tell, in a routine on both, what a part is about."""

_CLOSING = ' »”"*'
_LABEL_WORDS = 5
_NAME_WORDS = 4
_NESTED = 8
"""How many parentheses back a clause is looked for that goes on after them."""


class Standing(Struct, frozen=True):
    """What a heading, lead-in, column or label passes on to the statements under it."""

    actor: Actor | None = None
    denied: bool = False
    concepts: frozenset[str] = frozenset()


NOTHING = Standing()


class Reading:
    """The facts about one routine's statements, found once and kept: the checks only ask."""

    def __init__(self, routine: Routine, lexicon: Lexicon) -> None:
        self.routine = routine
        self._lexicon = lexicon
        self._hits: dict[int, dict[str, list[Hit]]] = {}
        self._by_concept: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._under: dict[str, int] | None = None
        self._domains: dict[Domain, int] | None = None
        self._state: frozenset[int] | None = None
        self._above: dict[int, frozenset[str]] = {}
        self._clauses: dict[int, list[Clause]] = {}
        self._standings: dict[int, Standing] = {}
        self._inherited: dict[int, Standing] = {}
        self._find_concepts()

    def _find_concepts(self) -> None:
        masks, places = self._by_concept, self._places
        for statement in self.routine.statements:
            bit = 1 << statement.index
            hits = self._hits[statement.index] = self._lexicon.hits(_words(statement))
            for concept in hits:
                masks[concept] = masks.get(concept, 0) | bit
            places[statement.kind] = places.get(statement.kind, 0) | bit

    def hits(self, statement: Statement) -> list[Hit]:
        """The concepts in a statement, with their places in its text."""
        return [hit for hits in self._hits[statement.index].values() for hit in hits]

    def hits_of(self, statement: Statement, concepts: Iterable[str]) -> list[Hit]:
        """The hits of some concepts in a statement."""
        own = self._hits[statement.index]
        return [hit for concept in concepts if concept in own for hit in own[concept]]

    def concepts(self, statement: Statement) -> KeysView[str]:
        """The concepts in a statement."""
        return self._hits[statement.index].keys()

    def having(self, concepts: Iterable[str]) -> int:
        """The statements that hold one of some concepts, as a mask: bit n stands for statement n."""
        masks = self._by_concept
        found = 0
        for concept in concepts:
            if concept in masks:
                found |= masks[concept]
        return found

    def under(self, concepts: Iterable[str]) -> int:
        """The statements that something governs which holds one of some concepts, as a mask."""
        if self._under is None:
            self._under = {}
            for statement in self.routine.statements:
                bit = 1 << statement.index
                for concept in self.above(statement):
                    self._under[concept] = self._under.get(concept, 0) | bit
        found = 0
        for concept in concepts:
            if concept in self._under:
                found |= self._under[concept]
        return found

    def of_kind(self, kind: StatementKind) -> int:
        """The statements of a kind, as a mask."""
        return self._places.get(kind, 0)

    def in_domain(self, domain: Domain) -> int:
        """The statements on the state's or the municipality's services, as a mask."""
        if self._domains is None:
            self._domains = {"kommunal": 0, "statlig": 0}
            for statement in self.routine.statements:
                self._domains[self.domain(statement)] |= 1 << statement.index
        return self._domains[domain]

    def domain(self, statement: Statement) -> Domain:
        """Whether a statement is on the state's or the municipality's services.

        In a routine on both, a part that names state benefits and nothing municipal is on the state's.
        """
        if statement.domain == "kommunal" and self.routine.administration == "felles":
            return "statlig" if statement.section.unit in self._state_units() else "kommunal"
        return statement.domain

    def _state_units(self) -> frozenset[int]:
        if self._state is None:
            named: tuple[set[int], set[int]] = (set(), set())
            for units, concept in zip(named, DOMAINS, strict=True):
                units.update(self.routine.statements[index].section.unit for index in bits(self.having((concept,))))
            state, municipal = named
            titled = bool(state) and (not municipal or (INTRODUCTION in state and INTRODUCTION not in municipal))
            every = {statement.section.unit for statement in self.routine.statements}
            self._state = frozenset((every if titled else state) - municipal)
        return self._state

    def above(self, statement: Statement) -> frozenset[str]:
        """The concepts of everything that governs a statement: lead-ins, column, row and headings."""
        found = self._above.get(statement.index)
        if found is None:
            concepts: set[str] = set()
            governor = statement.governor
            while governor is not None:
                concepts.update(self.concepts(governor))
                governor = governor.governor
            for other in (statement.column, statement.row, *statement.section.headings):
                if other is not None:
                    concepts.update(self.concepts(other))
            found = self._above[statement.index] = frozenset(concepts)
        return found

    def clauses(self, statement: Statement) -> list[Clause]:
        """The clauses of a statement."""
        found = self._clauses.get(statement.index)
        if found is None:
            listed = statement.kind in ("item", "cell")
            found = cut_clauses(statement.text, self.hits(statement), statement.quoted, listed)
            _mark_inverted_conditions(found, statement)
            _mark_fronted_question(found, statement)
            _mark_named_owner(found)
            self._resolve_they(found, statement)
            self._clauses[statement.index] = found
        return found

    def _resolve_they(self, clauses: list[Clause], statement: Statement) -> None:
        """«De» right after a sentence about the office is the office."""
        before = self.routine.statements[statement.index - 1] if statement.index else None
        if before is None or before.section is not statement.section or not clauses:
            return
        first = clauses[0]
        if first.tokens[0].word not in ("de", "dei") or len(first.tokens) < 2:
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


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _words(statement: Statement) -> str:
    return " ".join((statement.text, *statement.hosts)) if statement.hosts else statement.text


def _from_heading(actor: Actor | None, clauses: list[Clause]) -> Actor | None:
    """A heading's user only acts below it where the heading says what the user can, must or should do."""
    if actor != "user":
        return actor
    said = {token.word for clause in clauses for token in clause.tokens}
    return "user" if said & {"kan", "bør", "må", "skal", "selv", "sjølv"} else None


def _mark_named_owner(clauses: list[Clause]) -> None:
    """«Kartlegging av gjeld: Nav-kontoret»: an office alone after a colon is the one who does what stands before it."""
    for clause in clauses:
        named = clause.role == "colon" and clause.subject in ("office", "other") and clause.parent is not None
        if named and all(token.actor is not None or token.word in words.PREPOSITIONS for token in clause.tokens):
            owned = clause.parent
            if owned is not None and owned.subject is None and not owned.imperative:
                owned.subject = clause.subject


def _mark_fronted_question(clauses: list[Clause], statement: Statement) -> None:
    """«Hvem som bor der, avklarer kontoret»: a question in front is what the verb after it is about."""
    if len(clauses) < 2 or statement.text.endswith("?") or clauses[0].tokens[0].word not in words.WHETHER:
        return
    free = (clause for clause in clauses[1:] if clause.role == "main" and clause.parent is None)
    answer = next((clause for clause in free if is_finite(clause.tokens[0])), None)
    if answer is not None and clauses[0].role == "main":
        clauses[0].role, clauses[0].parent, clauses[0].subject = "whether", answer, None


def _mark_inverted_conditions(clauses: list[Clause], statement: Statement) -> None:
    """«Får du ikke svar, send melding»: a clause that begins with its verb is a condition when another follows."""
    if statement.text.endswith("?"):
        return
    for number, clause in enumerate(clauses):
        if clause.role != "main" or len(clause.tokens) < 2 or clause.imperative:
            continue
        if number > 0 and clauses[number - 1].role == "condition":
            continue
        first, second = clause.tokens[0], clause.tokens[1]
        inverted = first.word in words.MODALS and (second.word in words.SUBJECT_PRONOUNS or second.actor is not None)
        later = next((other for other in clauses[number + 1 :] if other.role == "main"), None)
        answered = later is not None and (later.imperative or is_finite(later.tokens[0]))
        followed = later is not None or statement.text.endswith(":")
        if (inverted and followed) or (answered and is_finite(first) and statement.kind == "sentence"):
            clause.role = "condition"
