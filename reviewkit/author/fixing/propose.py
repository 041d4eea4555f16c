"""Which fixes a routine can have: every one is tried, and none that brings a new finding is ever proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from reviewkit.author.fixing.edits import Edit, Fix, applied
from reviewkit.author.fixing.metadata import find_metadata_fixes
from reviewkit.author.fixing.typography import find_typography
from reviewkit.author.fixing.wording import find_wording_fixes
from reviewkit.check import Catalogue
from reviewkit.check.specs import RequiresRule
from reviewkit.model import InputError, Routine, Source
from reviewkit.parse import parse
from reviewkit.review import Draft, Options, draft

_ROUNDS = 20


def find_safe_fixes(routine: Routine) -> Iterator[Fix]:
    """The safe fixes of a routine before any of them has been tried."""
    yield from find_metadata_fixes(routine)
    yield from find_typography(routine)


class Fixer:
    """Proposes fixes by a catalogue, for the rules and the day of some options."""

    def __init__(self, catalogue: Catalogue, options: Options) -> None:
        self._catalogue = catalogue
        self._asked = options.asked(catalogue)
        self._showing = frozenset(
            spec.code for spec in catalogue.checks if isinstance(spec.rule, RequiresRule) and spec.rule.expect == "met"
        )

    def safe(self, source: Source, lines: Collection[int] | None = None, select: Sequence[str] = ()) -> list[Fix]:
        """The safe fixes of a routine, or of some lines of it, in the order of the text, each tried by itself.

        With `select` only those for findings of some codes or families. Raises InputError where it cannot be read.
        """
        before = self._draft(source)
        fixes = [fix for fix in find_safe_fixes(parse(source)) if lines is None or fix.line in lines]
        fixes = [fix for fix in fixes if not select or fix.rule.startswith(_codes(select))]
        return [fix for fix in fixes if self._harmless(source, before, fix)]

    def unsafe(
        self, source: Source, select: Sequence[str] = (), found_as: Collection[str] | None = None
    ) -> Iterator[Fix]:
        """The fixes that change what a routine says, for some codes or families or for all, each tried by itself.

        With `found_as` only those for findings with these fingerprints. One is proposed only where it settles the
        finding that it is for. Raises InputError where the routine cannot be read.
        """
        before = self._draft(source)
        routine = parse(source)
        for found in before.found:
            if found.muted or (select and not found.rule.startswith(_codes(select))):
                continue
            if found_as is not None and found.fingerprint not in found_as:
                continue
            for fix in find_wording_fixes(routine, found, self._catalogue.check(found.rule), before.nynorsk):
                if self._harmless(source, before, fix, settles=True):
                    yield fix

    def apply_safe(self, source: Source, select: Sequence[str] = ()) -> Source:
        """The routine with its safe fixes, until there are none: fixing it again changes nothing."""
        for _ in range(_ROUNDS):
            fixes = self.safe(source, select=select)
            if not fixes:
                return source
            text = self._together(source, fixes)
            if text == source.text:
                return source
            source = Source(source.path, text)
        return source

    def _together(self, source: Source, fixes: Sequence[Fix]) -> str:
        """All fixes at once but for the order of keys, which comes when nothing else is left."""
        first = [edit for fix in fixes if fix.key != "order" for edit in fix.edits]
        return applied(source.text, first or [edit for fix in fixes for edit in fix.edits])

    def _harmless(self, source: Source, before: Draft, fix: Fix, settles: bool = False) -> bool:
        """Whether a fix brings no finding that was not there; with `settles`, and takes its own away."""
        after = self._after(source, fix.edits)
        if after is None:
            return False
        had, has = self._weighed(before), self._weighed(after)
        if has - had:
            return False
        return not settles or any(rule == fix.rule for rule, _ in had - has)

    def _after(self, source: Source, edits: Sequence[Edit]) -> Draft | None:
        try:
            return self._draft(Source(source.path, applied(source.text, edits)))
        except InputError:
            return None

    def _draft(self, source: Source) -> Draft:
        drafted = draft(source, self._catalogue, self._asked)
        if drafted.problem is not None:
            problem = drafted.problem
            raise InputError(problem.message, problem.path, problem.line)
        return drafted

    def _weighed(self, drafted: Draft) -> Counter[tuple[str, str]]:
        """The findings that count, by rule and words: places move with a fix, and are no part of it.

        A rule that shows where a demand is met (MAN009) is the other side of the one that a fix settles.
        """
        return Counter(
            (item.rule, " ".join(item.excerpt.split()))
            for item in drafted.found
            if not item.muted and item.rule not in self._showing
        )


def _codes(select: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.upper() for code in select)
