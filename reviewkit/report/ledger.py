"""The register on a screen: its findings, one finding, and its measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from reviewkit.model import SEVERITIES, Language, UsageError
from reviewkit.register.book import alike, groups
from reviewkit.register.values import STATES, Measure, RunResult, State, Status, Tracked
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line

_TEXT = 90
_PLACE = 60
_RESULTS: tuple[Literal["new"] | RunResult, ...] = ("new", "unchanged", "changed", "gone", "returned", "unseen")
Order = Literal["number", "place", "severity"]


class Wanted(Struct, frozen=True):
    """Which findings to list, and how: states, rules or families, a part of the owner's name, results, the order."""

    states: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    owner: str = ""
    results: tuple[str, ...] = ()
    order: Order = "number"

    def chosen(self, state: State, today: date) -> list[Tracked]:
        """The findings that are wanted on a day, in their order."""
        return sorted((item for item in state.findings.values() if self._takes(item, today)), key=self._key)

    def _takes(self, item: Tracked, today: date) -> bool:
        rules = tuple(rule.upper() for rule in self.rules)
        return (
            (not self.states or item.effective(today) in self.states)
            and (not self.results or (item.result in self.results and not item.source))
            and (not rules or item.seen.rule.startswith(rules))
            and self.owner.casefold() in item.seen.owner.casefold()
        )

    def _key(self, item: Tracked) -> tuple[Any, ...]:
        place = item.seen.path, item.seen.line, item.number
        if self.order == "severity":
            return SEVERITIES.index(item.seen.severity), *place
        return place if self.order == "place" else (item.number,)


def run_summary(state: State, language: Language) -> str:
    """What the last run said of the findings, counted, and how many are new."""
    wording = Wording(language)
    run = state.runs[-1]
    results = Counter(item.result for item in state.findings.values() if not item.source and _counts(item, run.number))
    lines = [wording.count("ledger.run", len(run.routines), run=run.number, day=wording.date(run.day))]
    lines += [f"  {wording(f'result.{name}')}: {wording.number(results[name])}" for name in _RESULTS if results[name]]
    back = [item for item in state.findings.values() if item.follows and item.first_run == run.number]
    lines += [f"  {wording('ledger.back', number=item.number, before=item.follows)}" for item in back]
    return "\n".join(lines) + "\n"


def _counts(item: Tracked, run: int) -> bool:
    """Whether the last run had something to say of a finding: one that was closed before it is left alone."""
    return item.state != "closed" or (item.evidence is not None and item.evidence.run == run)


def findings(state: State, today: date, language: Language, wanted: Wanted, width: int = 0) -> str:
    """The findings that are wanted, a line each of at most `width` characters (0: any), and how many there are."""
    wording = Wording(language)
    chosen = wanted.chosen(state, today)
    places = [_place(item, wording) for item in chosen]
    broad = max(map(len, places), default=0)
    copies = {number: len(same) for same in groups(state, today).values() for number in same if len(same) > 1}
    lines = []
    for item, place in zip(chosen, places, strict=True):
        mark = f" ({wording('ledger.alike', copies=copies[item.number])})" if item.number in copies else ""
        left = f"{_columns(item, today, wording)}  {place:<{broad}}  "
        room = max(20, width - len(left) - len(mark) - 2) if width else _TEXT
        lines.append(f"{left}«{one_line(item.seen.text or item.seen.message, min(room, _TEXT))}»{mark}")
    counts = Counter(item.effective(today) for item in chosen)
    said = [f"{wording(f'state.{name}').lower()} {wording.number(counts[name])}" for name in STATES if counts[name]]
    lines.append(wording.count("ledger.count", len(chosen), states=wording.listed(said) if said else "–"))
    lines.append(wording("ledger.stage", stage=wording(f"round.{state.stage}")))
    return "\n".join(lines) + "\n"


def _columns(item: Tracked, today: date, wording: Wording) -> str:
    result = wording("ledger.people") if item.source else wording(f"result.{item.result}")
    rule = item.seen.rule or wording("ledger.no-rule")
    return f"{item.number:>6}  {wording(f'state.{item.effective(today)}'):<14} {result:<14} {rule:<10}"


def _place(item: Tracked, wording: Wording) -> str:
    """Where a finding is; of a long path the end, which tells routines apart."""
    seen = item.seen
    place = f"{seen.path}:{seen.line}" if seen.line else seen.path or seen.routine or wording("ledger.no-place")
    place = one_line(place, 1_000)
    return place if len(place) <= _PLACE else "…" + place[1 - _PLACE :]


def measures_of(state: State, today: date, language: Language, overdue: bool = False) -> str:
    """The measures, a line each; with `overdue` those whose deadline has passed without their being carried out."""
    wording = Wording(language)
    chosen = [item for item in state.measures.values() if not overdue or item.overdue(today)]
    lines = [_measure(item, today, wording) for item in chosen]
    return "\n".join([*lines, wording.count("ledger.measures", len(chosen))]) + "\n"


def _measure(item: Measure, today: date, wording: Wording) -> str:
    grade = wording(f"grade.{item.grade}") if item.grade else wording("grade.none")
    late = f" ({wording('ledger.overdue')})" if item.overdue(today) else ""
    numbers = ", ".join(map(str, item.findings))
    deadline = wording.date(item.deadline)
    said = one_line(item.text, _TEXT)
    return f"{item.number:>4}  {grade:<20} {deadline}{late}  {one_line(item.owner, 40)}: {said} [{numbers}]"


def card(state: State, number: int, today: date, language: Language) -> str:
    """All that is known of one finding; raises UsageError where there is no such."""
    item = state.findings.get(number)
    if item is None:
        raise UsageError(f"funn {number} finnes ikke; «reviewkit register list» viser alle")
    wording = Wording(language)
    lines = [wording("card.title", number=number, rule=item.seen.rule or wording("ledger.no-rule"))]
    lines += [f"{wording(f'card.{name}')}: {said}" for name, said in _facts(item, today, wording) if said]
    lines += [wording("card.follows", number=item.follows)] if item.follows else []
    heir = next((other.number for other in state.findings.values() if other.follows == number), 0)
    lines += [wording("card.heir", number=heir)] if heir else []
    lines += _decided(item, state, today, wording)
    lines += _compared(item, state, wording)
    same = [other for other in alike(state, number, today) if other != number]
    lines += [wording("card.alike", numbers=wording.listed([str(other) for other in same]))] if same else []
    return "\n".join(lines) + "\n"


def _facts(item: Tracked, today: date, wording: Wording) -> Iterator[tuple[str, str]]:
    seen = item.seen
    result = wording(f"source.{item.source}") if item.source else wording(f"result.{item.result}")
    state = f"{wording(f'state.{item.effective(today)}')} ({result})"
    if item.state == "accepted" and item.effective(today) == "open":
        state += f" – {wording('card.expired')}"
    yield "state", state
    yield "version", str(item.last)
    yield "place", one_line(f"{seen.path}:{seen.line}" if seen.line else seen.path or seen.routine or "–", 200)
    yield "section", one_line(" > ".join(seen.section), 300)
    yield "owner", one_line(seen.owner, 200)
    yield "text", f"«{one_line(seen.text, 1_000)}»" if seen.text else ""
    yield "why", one_line(seen.message, 1_000)


def _decided(item: Tracked, state: State, today: date, wording: Wording) -> Iterator[str]:
    for said in item.judgements:
        reason = f", {wording(f'reason.{said.reason}')}" if said.reason else ""
        note = f": {one_line(said.note, 1_000)}" if said.note else ""
        who = f"{wording.date(said.at[:10])}, {one_line(said.by, 200)}"
        yield f"{wording('card.verdict')}: {wording(f'state.{said.verdict}')}{reason} ({who}){note}"
    if item.acceptance is not None:
        accepted = item.acceptance
        until = wording("card.until", day=wording.date(accepted.until)) if accepted.until else wording("card.no-end")
        yield f"{wording('card.recommended')}: {one_line(accepted.recommendation, 1_000)}"
        decided = f"{one_line(accepted.decision, 1_000)} ({one_line(accepted.decided_by, 200)}, {until})"
        yield f"{wording('card.accepted')}: {decided}"
        if accepted.consent_by:
            yield f"{wording('card.consent')}: {one_line(accepted.consent_by, 200)}"
    for measure in state.measures.values():
        if item.number in measure.findings:
            said_of_it = " ".join(_measure(measure, today, wording).split())
            yield f"{wording('card.measure')} {said_of_it}"
            yield from (_status(status, wording) for status in measure.statuses)
    for reply in item.replies:
        sender = one_line(reply.sender, 200)
        yield f"{wording('card.reply')}: {wording.date(reply.day)}, {sender}: {one_line(reply.text, 1_000)}"


def _status(status: Status, wording: Wording) -> str:
    by = wording("card.according", who=one_line(status.according_to, 200)) if status.according_to else ""
    enough = wording(f"card.enough.{status.enough}") if status.enough != "open" else ""
    grade = ", ".join(filter(None, (wording(f"grade.{status.grade}"), by, enough)))
    return f"  {wording('card.status', day=wording.date(status.day))}: {grade}: {one_line(status.evidence, 1_000)}"


def _compared(item: Tracked, state: State, wording: Wording) -> Iterator[str]:
    """The old text and the new, with their revisions: on what a finding was closed, or how its words changed."""
    evidence, earlier = item.evidence, item.earlier
    if evidence is not None:
        yield _text("before", evidence.before, evidence.digest_before, state.revision(item.last_run), wording)
        yield _text("after", evidence.after, evidence.digest_after, state.revision(evidence.run), wording)
    elif earlier is not None:
        yield _text("before", earlier.text, earlier.version, state.revision(item.earlier_run), wording)
        yield _text("after", item.seen.text, item.seen.version, state.revision(item.last_run), wording)


def _text(key: str, words: str, digest: str, revision: str, wording: Wording) -> str:
    version = ", ".join(part for part in (one_line(revision, 60), digest[:12]) if part) or "–"
    said = f"«{one_line(words, 1_000)}»" if words else wording("card.nothing")
    return f"{wording(f'card.{key}')} ({version}): {said}"
