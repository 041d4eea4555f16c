"""A ratchet: findings known from before are counted, not reported; what is no longer found must be taken out."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Protocol

from msgspec.structs import replace

from reviewkit.load.baseline import Baseline, Entry, Key, harmless
from reviewkit.model import Finding, Review, Stale
from reviewkit.review.findings import in_order


class Places(Protocol):
    """How a baseline names routines, and what the disk knows of those it names."""

    def name(self, path: str) -> str:
        """The name in the baseline of a routine, by its path from the working directory."""

    def gone(self, routine: str) -> bool:
        """Whether a routine, by its name in the baseline, is no longer there."""


def apply_baseline(review: Review, baseline: Baseline, places: Places) -> Review:
    """The review with known findings moved to `baselined`, and the entries that nothing answers to in `stale`.

    One entry covers one finding: that of its own routine, or, where its routine is gone, the same finding in a routine
    that has taken over its id. An entry is judged only where its routine and rule were part of the run, or where the
    routine is gone. Applying the same baseline twice changes nothing.
    """
    answers = _answers(review, baseline, places)
    known = frozenset(answers.values())
    hidden = [finding for finding in review.findings if _key(finding, places) in known]
    names = _reviewed(review, places)
    stale = [entry for entry in baseline.entries if entry.key not in answers and _judged(entry, review, names, places)]
    others = (item for item in review.stale if item.path != baseline.path)
    return replace(
        review,
        findings=tuple(finding for finding in review.findings if _key(finding, places) not in known),
        baselined=tuple(sorted((*review.baselined, *hidden), key=in_order)),
        stale=(*others, *(_stale(entry, baseline) for entry in sorted(stale, key=lambda item: item.line))),
    )


def renewed(applied: Review, baseline: Baseline, places: Places) -> tuple[Entry, ...]:
    """The entries after a run to which the baseline has been applied: all that was found, known or new.

    Entries of routines and rules that were no part of the run are kept.
    """
    found = (_entry(finding, places) for finding in (*applied.findings, *applied.baselined))
    answered = _answers(applied, baseline, places)
    return (*found, *(entry for entry in pruned(applied, baseline) if entry.key not in answered))


def pruned(applied: Review, baseline: Baseline) -> tuple[Entry, ...]:
    """The entries of a baseline without those that the review has found stale; none is added."""
    lines = {item.line for item in applied.stale if item.path == baseline.path}
    return tuple(entry for entry in baseline.entries if entry.line not in lines)


def _answers(review: Review, baseline: Baseline, places: Places) -> dict[Key, Key]:
    """The entries that something in the run answers to, each with the finding it covers.

    What was muted, or stood before a change, answers too: it has not been put right. What the author has excepted
    does not: it is accounted for where it stands.
    """
    pool = (*review.findings, *review.baselined, *review.unchanged, *review.muted)
    found = {_key(finding, places) for finding in pool}
    answers = {entry.key: entry.key for entry in baseline.entries if entry.key in found}
    names = _reviewed(review, places)
    free: dict[tuple[str, str], deque[Key]] = defaultdict(deque)
    for key in sorted(found - answers.keys()):
        free[key[1:]].append(key)
    for key in sorted(entry.key for entry in baseline.entries if entry.key not in answers):
        if free[key[1:]] and key[0] not in names and places.gone(key[0]):
            answers[key] = free[key[1:]].popleft()
    return answers


def _judged(entry: Entry, review: Review, names: frozenset[str], places: Places) -> bool:
    """Whether the run can say that an entry is stale; where all rules were applied, one that is unknown is no more."""
    if entry.routine not in names:
        return places.gone(entry.routine)
    return not review.deselected or any(rule.code == entry.rule for rule in review.rules)


def _reviewed(review: Review, places: Places) -> frozenset[str]:
    return frozenset(places.name(path) for path in review.reviewed)


def _key(finding: Finding, places: Places) -> Key:
    return places.name(finding.path), finding.rule, finding.fingerprint


def _entry(finding: Finding, places: Places) -> Entry:
    return Entry(*_key(finding, places), harmless(finding.excerpt))


def _stale(entry: Entry, baseline: Baseline) -> Stale:
    return Stale(baseline.path, entry.line, entry.rule, entry.routine, entry.excerpt, entry.count)
