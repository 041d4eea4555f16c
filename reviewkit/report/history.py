"""The register's log on a screen: what was done, when and by which role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewkit.model import Language
from reviewkit.register.chain import Entry, told
from reviewkit.register.events import (
    Assessed,
    Event,
    FindingsSeen,
    MeasurePromised,
    RunRecorded,
    StageReached,
    StatusReported,
    numbers_of,
)
from reviewkit.report.documents.wording import Wording
from reviewkit.report.harmless import one_line


def history(entries: Sequence[Entry], number: int | None, language: Language) -> str:
    """What was done, when and by which role: with one finding, or everything."""
    wording = Wording(language)
    lines = []
    measures: dict[int, frozenset[int]] = {}
    for item in told(entries):
        touched = _touched(item.event, measures)
        if number is None or number in touched:
            said = wording(f"event.{_kind(item.event)}") + _more(item.event, wording)
            if number is not None:
                said += _result_of(item.event, number, wording)
            elif touched:
                said += f": {_short(sorted(touched))}"
            lines.append(f"{item.number:>6}  {item.at}  {one_line(item.by, 60)}: {said}")
    return "\n".join(lines or [wording("history.none")]) + "\n"


def _more(event: Event, wording: Wording) -> str:
    """What an event says beside its kind: the verdict, the grade, the stage, the run's revision."""
    match event:
        case Assessed():
            return f" ({wording(f'state.{event.verdict}').lower()})"
        case StatusReported():
            return f" ({wording(f'grade.{event.status.grade}').lower()})"
        case StageReached():
            return f" ({wording(f'round.{event.stage}')})"
        case RunRecorded():
            return f" ({one_line(event.revision, 60)})" if event.revision else ""
        case _:
            return ""


def _result_of(event: Event, number: int, wording: Wording) -> str:
    """What a run said of one finding."""
    if not isinstance(event, FindingsSeen):
        return ""
    changed = {item.number for item in event.changed}
    returned = {item.number for item in event.returned}
    result = "changed" if number in changed else "returned" if number in returned else "unchanged"
    return f" ({wording(f'result.{result}')})"


def _touched(event: Event, measures: dict[int, frozenset[int]]) -> frozenset[int]:
    """The findings that an event is about, those of runs and of measures among them."""
    if isinstance(event, StatusReported):
        return measures.get(event.measure, frozenset())
    found = set(numbers_of(event))
    for name in ("findings", "moved", "changed", "returned"):
        found |= {item.number for item in getattr(event, name, ())}
    found |= set(getattr(event, "unchanged", ()))
    if isinstance(event, MeasurePromised):
        measures[event.measure] = frozenset(found)
    return frozenset(found)


def _kind(event: Event) -> str:
    return str(event.__struct_config__.tag)


def _short(numbers: Iterable[int]) -> str:
    listed = [str(number) for number in numbers]
    return ", ".join(listed[:10]) + (f" … (+{len(listed) - 10})" if len(listed) > 10 else "")
