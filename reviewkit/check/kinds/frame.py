"""The frame: an act and an object in one clause, by a certain actor, told or forbidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from reviewkit.check.kinds.match import Ask, Facts, Match, at_line, at_statement
from reviewkit.check.specs import BareTemplate, Frame, FrameRule
from reviewkit.language import QUESTION, Clause, Hit, Reading, bits
from reviewkit.language.words import NOT_PASSIVE, PASSIVE_AUXILIARIES, PASSIVE_ENDINGS
from reviewkit.model import Routine, Statement

SECURE = "melding sikker"
"""A template for a secure case system, where the words of a message reveal nothing to others."""

_WORDS_SHOWN = 3
_LETTERS_SHOWN = 60


def find_frames(rule: FrameRule, facts: Facts) -> Iterator[Match]:
    """Every statement that one of the frames fits, once, in the order of the text."""
    found: dict[int, Match] = {}
    for frame in rule.frames:
        for statement, hits in matching(frame, facts.reading):
            if statement.index not in found:
                found[statement.index] = at_statement(statement, shown(statement, hits))
    yield from (found[index] for index in sorted(found))
    if rule.bare_template is not None:
        yield from _bare_templates(rule.bare_template, facts)
    if rule.ring is not None and not fits_anywhere(rule.ring.broken_by, facts):
        for line, value in facts.routine.metadata.items(rule.ring.key):
            yield at_line(facts.routine, line, "ring", words=value).asking(Ask("open", value))


def fits_anywhere(frames: tuple[Frame, ...], facts: Facts) -> bool:
    """Whether one of some frames fits anywhere in the routine."""
    return any(True for frame in frames for _ in matching(frame, facts.reading))


def _bare_templates(rule: BareTemplate, facts: Facts) -> Iterator[Match]:
    """The first line of every message template that says nothing of what the frames ask for."""
    if not facts.routine.metadata.flag(rule.flag):
        return
    told = {statement.index for frame in rule.needs for statement, _ in matching(frame, facts.reading)}
    for block in _template_blocks(facts.routine):
        rejected = facts.reading.inherited(block[0]).denied
        if block[0].fence != SECURE and not rejected and told.isdisjoint(line.index for line in block):
            match = at_statement(block[0], block[0].text)
            yield replace(match, variant="bare-template")


def _template_blocks(routine: Routine) -> Iterator[list[Statement]]:
    """The lines of each message template."""
    block: list[Statement] = []
    for statement in routine.statements:
        if statement.kind != "template":
            continue
        between = routine.source.text[block[-1].end : statement.start] if block else ""
        if block and (block[-1].index + 1 != statement.index or "```" in between or "~~~" in between):
            yield block
            block = []
        block.append(statement)
    if block:
        yield block


def matching(frame: Frame, reading: Reading) -> Iterator[tuple[Statement, Sequence[Hit]]]:
    """The statements that a frame fits, with the hits that made it fit."""
    candidates = _candidates(frame, reading)
    if not candidates:
        return
    statements = reading.routine.statements
    for index in bits(candidates & _where(frame, reading)):
        statement = statements[index]
        if statement.fence != SECURE:
            hits = _fit(frame, statement, reading)
            if hits:
                yield statement, hits


def has_candidates(frame: Frame, reading: Reading) -> bool:
    """Whether a routine has a statement where a frame looks that holds what it looks for."""
    return bool(_candidates(frame, reading) & _where(frame, reading))


def _candidates(frame: Frame, reading: Reading) -> int:
    """The statements that hold what the frame needs and nothing that excuses them, as a mask.

    Everything but a sentence of its own may take its act from above.
    """
    found = reading.having(frame.anchors)
    if found and frame.act and frame.object and QUESTION not in frame.act:
        acting = reading.having(frame.act)
        taking = reading.under(frame.act) & ~reading.of_kind("sentence") if frame.inherit else 0
        found &= acting | taking
    if found and frame.unless:
        found &= ~reading.having(frame.unless)
    if found and frame.unless_above:
        found &= ~reading.under(frame.unless_above)
    for group in frame.also if found else ():
        found &= reading.having(group) | reading.under(group)
    return found


def _where(frame: Frame, reading: Reading) -> int:
    """The statements that stand where a frame looks, as a mask."""
    templates, headings = reading.of_kind("template"), reading.of_kind("heading")
    elsewhere = 0
    for place in ("template", "heading", "text"):
        if place not in frame.where:
            elsewhere |= {"template": templates, "heading": headings, "text": ~(templates | headings)}[place]
    within = 0
    for domain in frame.domain:
        within |= reading.in_domain(domain)
    return within & ~elsewhere


def _fit(frame: Frame, statement: Statement, reading: Reading) -> list[Hit]:
    """The hits that make a frame fit a candidate; empty where it does not. What is cheap to ask is asked first."""
    if frame.unless_after and _stands_after(frame, reading.hits(statement)):
        return []
    acts = reading.hits_of(statement, frame.act)
    if QUESTION in frame.act and reading.is_question(statement):
        acts.append(Hit(0, 0, QUESTION))
    inherits = frame.inherit and bool(frame.object) and not acts and statement.kind != "sentence"
    if frame.act and not acts and not inherits:
        return []
    objects = reading.hits_of(statement, frame.object)
    objects = [hit for hit in sorted(objects, key=_leftmost) if _holds(frame, statement, hit, reading)]
    if frame.object and not objects:
        return []
    if not frame.act:
        return next(([hit] for hit in objects if _acts(frame, statement, hit, reading)), [])
    if inherits:
        return [] if _own_act(statement, reading) else _inherited_act(frame, statement, objects, reading)
    return _fitting_act(frame, statement, sorted(acts, key=_leftmost), objects, reading)


def _leftmost(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _fitting_act(
    frame: Frame, statement: Statement, acts: list[Hit], objects: list[Hit], reading: Reading
) -> list[Hit]:
    for act in acts:
        if not _holds(frame, statement, act, reading) or not _acts(frame, statement, act, reading):
            continue
        if not frame.object:
            return [act]
        near = [hit for hit in objects if _together(frame, statement, act, hit, reading)]
        if near:
            return [act, near[0]]
    return []


def _stands_after(frame: Frame, hits: list[Hit]) -> bool:
    """Whether something that excuses the object comes after it («Frelsesarmeen ringer for brukeren»)."""
    first = min((hit.end for hit in hits if hit.concept in frame.object), default=0)
    return any(hit.concept in frame.unless_after and hit.start >= first for hit in hits)


def _holds(frame: Frame, statement: Statement, hit: Hit, reading: Reading) -> bool:
    """Whether a hit stands in a clause that tells, with the polarity that the frame asks for."""
    clause = reading.clause_at(statement, hit.start)
    if clause is None:
        return frame.polarity == "any" or not _denied_above(statement, None, reading)
    if statement.kind == "template":
        return not reading.inherited(statement).denied
    if not clause.counts and not _allowed_there(frame, clause, hit):
        return False
    if frame.polarity == "any":
        return True
    if frame.polarity == "own":
        return not _denied_above(statement, clause, reading)
    denied = clause.denied or _denied_above(statement, clause, reading)
    return denied == (frame.polarity == "forbidden")


def _allowed_there(frame: Frame, clause: Clause, hit: Hit) -> bool:
    """Whether a frame takes a hit in a clause that only says when, why or before what."""
    if frame.conditions == "any":
        return True
    if hit.concept not in frame.object:
        return False
    return frame.conditions == "object" or (frame.conditions == "before" and clause.role == "before")


def _denied_above(statement: Statement, clause: Clause | None, reading: Reading) -> bool:
    """Whether what governs a statement forbids it; a sentence with a subject of its own stands for itself."""
    own = clause is not None and statement.kind == "sentence" and (clause.subject is not None or clause.imperative)
    return not own and reading.inherited(statement).denied


def _acts(frame: Frame, statement: Statement, hit: Hit, reading: Reading) -> bool:
    if len(frame.actor) == 5:
        return True
    clause = reading.clause_at(statement, hit.start)
    word = statement.text[hit.start : hit.end].lower()
    actor = reading.acting(clause, _passive(word, clause)) if clause is not None else None
    governed = reading.inherited(statement).actor
    listed = statement.kind in ("item", "cell")
    if clause is not None and clause.imperative and listed and governed in ("office", "other"):
        actor = governed
    return (actor or governed or "nobody") in frame.actor


def _passive(word: str, clause: Clause) -> bool:
    """Whether an act is said in the passive: «kartlegges», «blir kartlagt»."""
    first = word.split(" ", maxsplit=1)[0]
    if first in NOT_PASSIVE:
        return False
    if first.endswith(PASSIVE_ENDINGS):
        return True
    return first.endswith(("t", "a", "d")) and any(token.word in PASSIVE_AUXILIARIES for token in clause.tokens)


def _together(frame: Frame, statement: Statement, act: Hit, other: Hit, reading: Reading) -> bool:
    """Whether act and object belong together: the same clause, or one hangs on the other."""
    if frame.scope == "statement" or act.concept == QUESTION:
        return True
    if act.start <= other.start and other.end <= act.end:
        return act.end - act.start > other.end - other.start
    one, two = reading.clause_at(statement, act.start), reading.clause_at(statement, other.start)
    if one is two or _hangs_on(one, two) or _hangs_on(two, one):
        return True
    if one is not None and two is not None and one.parent is two.parent is not None and "quote" in (one.role, two.role):
        return True
    return frame.conditions in ("object", "before") and two is not None and not two.counts


def _hangs_on(clause: Clause | None, other: Clause | None) -> bool:
    while clause is not None:
        if clause is other:
            return True
        clause = clause.parent
    return False


def _own_act(statement: Statement, reading: Reading) -> bool:
    """Whether a statement says itself what is done, so that it takes no act from above."""
    return any(
        clause.imperative or clause.subject is not None for clause in reading.clauses(statement) if clause.counts
    )


def _inherited_act(frame: Frame, statement: Statement, objects: list[Hit], reading: Reading) -> list[Hit]:
    above = reading.inherited(statement)
    if not above.concepts & set(frame.act):
        return []
    return [objects[0]] if (above.actor or "nobody") in frame.actor else []


def shown(statement: Statement, hits: Sequence[Hit]) -> str:
    """The words that made a frame fit, as they stand in the text."""
    words = []
    for hit in sorted(hits)[:_WORDS_SHOWN]:
        word = statement.text[hit.start : hit.end]
        if word and word not in words:
            words.append(word)
    telling = [word for word in words if not any(word != other and word in other for other in words)]
    return " … ".join(telling) or statement.text[:_LETTERS_SHOWN]
