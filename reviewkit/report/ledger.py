"""The register on a screen: its findings, one finding, its measures, and its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from reviewkit.model import Language, UsageError
from reviewkit.register.book import alike
from reviewkit.register.chain import Entry, told
from reviewkit.register.events import Event, StatusReported, numbers_of
from reviewkit.register.values import Measure, RunResult, State, Tracked
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line

_TEXT = 90
_RESULTS: tuple[Literal["new"] | RunResult, ...] = ("new", "unchanged", "changed", "gone", "returned", "unseen")


class Wanted(Struct, frozen=True):
    """Which findings to list: states, rules or families, and a part of the owner's name."""

    states: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    owner: str = ""

    def takes(self, item: Tracked, today: date) -> bool:
        """Whether a finding is among them on a day."""
        rules = tuple(rule.upper() for rule in self.rules)
        return (
            (not self.states or item.effective(today) in self.states)
            and (not rules or item.seen.rule.startswith(rules))
            and self.owner.casefold() in item.seen.owner.casefold()
        )


def run_summary(state: State, language: Language) -> str:
    """What the last run said of the findings, counted, and how many are new."""
    wording = Wording(language)
    run = state.runs[-1]
    results = Counter(item.result for item in state.findings.values() if not item.source and _counts(item, run.number))
    lines = [wording("ledger.run", number=run.number, day=wording.date(run.day), routines=len(run.routines))]
    lines += [f"  {wording(f'result.{name}')}: {wording.number(results[name])}" for name in _RESULTS if results[name]]
    back = [item for item in state.findings.values() if item.follows and item.first_run == run.number]
    lines += [f"  {wording('ledger.back', number=item.number, before=item.follows)}" for item in back]
    return "\n".join(lines) + "\n"


def _counts(item: Tracked, run: int) -> bool:
    """Whether the last run had something to say of a finding that is not closed since long."""
    return item.state != "closed" or item.last_run >= run - 1


def findings(state: State, today: date, language: Language, wanted: Wanted) -> str:
    """The findings that are wanted, a line each, and how many there are."""
    wording = Wording(language)
    chosen = [item for item in state.findings.values() if wanted.takes(item, today)]
    lines = [_line(item, today, wording) for item in chosen]
    counts = Counter(item.effective(today) for item in chosen)
    said = [f"{wording(f'state.{name}').lower()} {wording.number(count)}" for name, count in sorted(counts.items())]
    lines.append(wording.count("ledger.count", len(chosen), states=wording.listed(said) if said else "–"))
    return "\n".join(lines) + "\n"


def _line(item: Tracked, today: date, wording: Wording) -> str:
    seen = item.seen
    state = wording(f"state.{item.effective(today)}")
    place = f"{seen.path}:{seen.line}" if seen.line else seen.path or wording("ledger.no-place")
    words = one_line(seen.text or seen.message, _TEXT)
    return (
        f"{item.number:>6}  {state:<18} {seen.rule or wording('ledger.no-rule'):<10} {one_line(place, 60)}  «{words}»"
    )


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
    seen = item.seen
    lines = [
        wording("card.title", number=number, rule=seen.rule or wording("ledger.no-rule")),
        f"{wording('card.state')}: {wording(f'state.{item.effective(today)}')} ({wording(f'result.{item.result}')})",
        f"{wording('card.version')}: {item.last}",
        f"{wording('card.place')}: {one_line(f'{seen.path}:{seen.line}' if seen.line else seen.path or '–', 200)}",
        f"{wording('card.text')}: «{one_line(seen.text, 1_000)}»",
    ]
    lines += [f"{wording('card.why')}: {one_line(seen.message, 1_000)}"] if seen.message else []
    lines += [wording("card.follows", number=item.follows)] if item.follows else []
    lines += _decided(item, state, today, wording)
    same = [other for other in alike(state, number) if other != number]
    lines += [wording("card.alike", numbers=wording.listed([str(other) for other in same]))] if same else []
    return "\n".join(lines) + "\n"


def _decided(item: Tracked, state: State, today: date, wording: Wording) -> Iterator[str]:
    for said in item.judgements:
        reason = f", {wording(f'reason.{said.reason}')}" if said.reason else ""
        note = f": {one_line(said.note, 1_000)}" if said.note else ""
        yield f"{wording('card.verdict')}: {wording(f'state.{said.verdict}')}{reason} ({said.at[:10]}, {said.by}){note}"
    if item.acceptance is not None:
        accepted = item.acceptance
        until = wording.date(accepted.until) if accepted.until else wording("exceptions.open")
        decided = f"{accepted.recommendation} → {accepted.decision} ({accepted.decided_by}, {until})"
        yield f"{wording('card.accepted')}: {decided}"
    for measure in state.measures.values():
        if item.number in measure.findings:
            yield f"{wording('card.measure')}: {_measure(measure, today, wording).strip()}"
    for reply in item.replies:
        yield f"{wording('card.reply')}: {wording.date(reply.day)}, {reply.sender}: {one_line(reply.text, 1_000)}"
    if item.evidence is not None:
        before = one_line(item.evidence.before, 1_000)
        yield f"{wording('card.before')} ({item.evidence.digest_before[:12]}): «{before}»"
        after = one_line(item.evidence.after, 1_000) or wording("card.nothing")
        yield f"{wording('card.after')} ({item.evidence.digest_after[:12] or '–'}): «{after}»"


def history(entries: Sequence[Entry], number: int | None, language: Language) -> str:
    """What was done, when and by which role: with one finding, or everything."""
    wording = Wording(language)
    lines = []
    measures: dict[int, frozenset[int]] = {}
    for item in told(entries):
        event = item.event
        touched = _touched(event, measures)
        if number is None or number in touched:
            about = f" {wording('history.findings')} {_short(sorted(touched))}" if touched else ""
            lines.append(
                f"{item.number:>6}  {item.at}  {one_line(item.by, 60)}: {wording(f'event.{_kind(event)}')}{about}"
            )
    return "\n".join(lines or [wording("history.none")]) + "\n"


def _touched(event: Event, measures: dict[int, frozenset[int]]) -> frozenset[int]:
    """The findings that an event is about, those of runs and of measures among them."""
    if isinstance(event, StatusReported):
        return measures.get(event.measure, frozenset())
    found = set(numbers_of(event))
    for name in ("findings", "moved", "changed"):
        found |= {item.number for item in getattr(event, name, ())}
    found |= set(getattr(event, "returned", ())) | set(getattr(event, "unchanged", ()))
    if _kind(event) == "measure":
        measures[getattr(event, "measure", 0)] = frozenset(found)
    return frozenset(found)


def _kind(event: Event) -> str:
    return str(event.__struct_config__.tag)


def _short(numbers: Iterable[int]) -> str:
    listed = [str(number) for number in numbers]
    return ", ".join(listed[:10]) + (f" … (+{len(listed) - 10})" if len(listed) > 10 else "")
