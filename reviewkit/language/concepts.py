"""Which concepts stand where in a routine: found once, and asked for statement by statement or for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView

from reviewkit.language.lexicon import Hit, Lexicon
from reviewkit.model import INTRODUCTION, Domain, Routine, Statement, StatementKind

DOMAINS = ("state-benefit", "municipal-matter")
"""The concepts that tell, in a routine on both, what a part is about."""


class Concepts:
    """The concepts of one routine's statements, what governs them, and whose services they are about.

    A set of statements is a mask: a whole number in which bit n stands for statement n.
    """

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


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _words(statement: Statement) -> str:
    return " ".join((statement.text, *statement.hosts)) if statement.hosts else statement.text
