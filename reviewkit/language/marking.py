"""What only all clauses of a statement together tell: inverted conditions, questions in front, owners after a colon."""

from __future__ import annotations

from reviewkit.language import words
from reviewkit.language.clauses import Clause, is_finite
from reviewkit.model import Statement


def mark_named_owner(clauses: list[Clause]) -> None:
    """«Kartlegging av gjeld: Nav-kontoret»: an office alone after a colon is the one who does what stands before it."""
    for clause in clauses:
        named = clause.role == "colon" and clause.subject in ("office", "other") and clause.parent is not None
        if named and all(token.actor is not None or token.word in words.PREPOSITIONS for token in clause.tokens):
            owned = clause.parent
            if owned is not None and owned.subject is None and not owned.imperative:
                owned.subject = clause.subject


def mark_fronted_question(clauses: list[Clause], statement: Statement) -> None:
    """«Hvem som bor der, avklarer kontoret»: a question in front is what the verb after it is about."""
    if len(clauses) < 2 or statement.text.endswith("?") or clauses[0].tokens[0].word not in words.WHETHER:
        return
    free = (clause for clause in clauses[1:] if clause.role == "main" and clause.parent is None)
    answer = next((clause for clause in free if is_finite(clause.tokens[0])), None)
    if answer is not None and clauses[0].role == "main":
        clauses[0].role, clauses[0].parent, clauses[0].subject = "whether", answer, None


def mark_inverted_conditions(clauses: list[Clause], statement: Statement) -> None:
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
