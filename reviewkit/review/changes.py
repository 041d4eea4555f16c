"""What a change caused: the review after it, without what stood before it as well.

Both versions are reviewed whole and compared finding by finding, never line by line: deleting a reminder breaks a
sentence that nobody touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from reviewkit.model import SEVERITIES, Finding, Review

_ALIGNED = 300
"""A routine with more findings than this is compared by counts alone: aligning takes the square of the time or more."""

_HIDDEN = -1
"""The place of a finding that did not stand before the change: it was suppressed or muted."""

_Pair = tuple[int, int]
"""The same finding before and after, by its place among the findings of each."""


def caused(before: Review, after: Review, renamed: Mapping[str, str] | None = None) -> Review:
    """The review after a change with only the findings that the change caused; the others are moved to `unchanged`.

    Unchanged is what stood before with the same fingerprint and no milder severity, each finding once; so is what moved
    under another heading, or was given a new id, with its words. What was suppressed or muted before and stands now is
    caused. `renamed` has the new paths of routines that moved: each was reviewed where it lay, so that a link which the
    move broke is caused by it. Both reviews must be of the same catalogue, day and language.
    """
    before = _under_new_paths(before, renamed or {})
    old, new = before.findings, after.findings
    pairs = {right: left for left, right in _by_fingerprint(before, after)}
    taken = set(pairs.values())
    for left, right in _by_neighbours(old, new):
        if left not in taken and right not in pairs:
            pairs[right] = left
            taken.add(left)
    for key in _KEYS:
        for left, right in _by_count(key, _rest(old, taken), _rest(new, pairs)):
            pairs[right] = left
            taken.add(left)
    stood = {right for right, left in pairs.items() if left != _HIDDEN and not _graver(new[right], old[left])}
    return replace(
        after,
        findings=tuple(finding for index, finding in enumerate(new) if index not in stood),
        unchanged=(*after.unchanged, *(finding for index, finding in enumerate(new) if index in stood)),
    )


def _under_new_paths(review: Review, renamed: Mapping[str, str]) -> Review:
    def under(finding: Finding) -> Finding:
        return replace(finding, path=renamed.get(finding.path, finding.path))

    return replace(
        review,
        findings=tuple(map(under, review.findings)),
        muted=tuple(map(under, review.muted)),
        suppressed=tuple(replace(item, finding=under(item.finding)) for item in review.suppressed),
    )


_Indexed = Sequence[tuple[int, Finding]]
_Key = Callable[[Finding], Hashable]


def _rest(findings: Sequence[Finding], done: Iterable[int]) -> _Indexed:
    known = frozenset(done)
    return [(index, finding) for index, finding in enumerate(findings) if index not in known]


def _graver(finding: Finding, other: Finding) -> bool:
    return SEVERITIES.index(finding.severity) < SEVERITIES.index(other.severity)


def _equals(finding: Finding) -> Hashable:
    """What equal findings of a routine have in common: their fingerprint, but for the ordinal and the routine's id."""
    return finding.path, finding.rule, finding.section, _words(finding)


def _words(finding: Finding) -> str:
    """The words of a finding; where there are none to tell it by (front matter, a whole routine), its message."""
    words = " ".join(finding.excerpt.lower().split())
    return words if any(character.isalnum() for character in words) else finding.message


_KEYS: tuple[_Key, ...] = (
    _equals,
    lambda finding: (finding.path, finding.rule, _words(finding)),
    lambda finding: (finding.fingerprint, _words(finding)),
)
"""Ever looser: under the same heading; under another; and in a routine whose new path nobody knew."""


def _by_fingerprint(before: Review, after: Review) -> Iterator[_Pair]:
    """Pairs with one fingerprint, where there are as many equals as before: only then do ordinals mean the same.

    What is hidden is counted and recognised too, since it has its ordinal.
    """
    was, now = (Counter(map(_equals, _everything(review))) for review in (before, after))
    places = {(finding.path, finding.fingerprint): _HIDDEN for finding in _everything(before)}
    places.update({(finding.path, finding.fingerprint): index for index, finding in enumerate(before.findings)})
    for right, finding in enumerate(after.findings):
        left = places.get((finding.path, finding.fingerprint))
        if left is not None and was[_equals(finding)] == now[_equals(finding)]:
            yield left, right


def _everything(review: Review) -> Iterator[Finding]:
    yield from review.findings
    yield from review.muted
    yield from (item.finding for item in review.suppressed)


def _by_neighbours(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[_Pair]:
    """Pairs of equals that kept their place among their neighbours: where one of several is new, this tells which.

    Only routines with such equals are looked at.
    """
    was, now = Counter(map(_equals, old)), Counter(map(_equals, new))
    doubtful = {finding.path for finding in new if 0 < was[_equals(finding)] < now[_equals(finding)]}
    for path in sorted(doubtful):
        left, right = ([index for index, item in enumerate(side) if item.path == path] for side in (old, new))
        if max(len(left), len(right)) > _ALIGNED:
            continue
        before, after = [_equals(old[index]) for index in left], [_equals(new[index]) for index in right]
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            yield from zip(left[block.a : block.a + block.size], right[block.b : block.b + block.size], strict=True)


def _by_count(key: _Key, old: _Indexed, new: _Indexed) -> Iterator[_Pair]:
    """Pairs with the same key, the first with the first, as far as there are any left."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index, finding in reversed(old):
        waiting[key(finding)].append(index)
    for right, finding in new:
        if left := waiting.get(key(finding)):
            yield left.pop(), right
