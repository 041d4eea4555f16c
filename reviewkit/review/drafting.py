"""One routine by itself: what every rule finds in it, before the other routines have had their say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reviewkit.check import Catalogue, CheckSpec, Facts, Judge, Match, find, looks_at
from reviewkit.language import Reading
from reviewkit.model import InputError, Problem, Routine, Source
from reviewkit.parse import parse
from reviewkit.review.collection import Outline, outline
from reviewkit.review.findings import Found, Privacy, make_found
from reviewkit.review.judging import Judged, judged, raised
from reviewkit.review.portrait import Portrait, portrait
from reviewkit.review.suppression import Exemption, fault, read_exemptions

SUPPRESSION = "FOR007"
"""The check whose findings are made here: only a whole run knows which exceptions were used."""

LeftOut = Literal["retired", "sami"]


class Asked(Struct, frozen=True):
    """What one routine is reviewed for: the day, the rules by code, those never to except, and the second judge.

    With `portrait` the draft holds the routine as the reports show it.
    """

    today: date
    rules: tuple[str, ...]
    never_suppress: tuple[str, ...] = ()
    second_judge: bool = True
    portrait: bool = False


class Draft(Struct, frozen=True, array_like=True):
    """What was found in one routine by itself, in values that may be kept: the rest rests on the other routines.

    `left_out` says why the routine, or the most of it, was not reviewed; `problem` why it could not be read.
    """

    outline: Outline
    found: list[Found] = []
    exemptions: list[Exemption] = []
    nynorsk: bool = False
    left_out: LeftOut | None = None
    problem: Problem | None = None
    portrait: Portrait | None = None


class Watch:
    """Counts, by rule, the routines it was asked of, those where it had something to look at, and the time it took."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.asked: dict[str, int] = {}
        self.looked: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    def find(self, spec: CheckSpec, facts: Facts) -> list[Match]:
        """What a rule finds, counted and timed."""
        start = self._clock()
        found = list(find(spec.rule, facts))
        self.seconds[spec.code] = self.seconds.get(spec.code, 0.0) + self._clock() - start
        self.asked[spec.code] = self.asked.get(spec.code, 0) + 1
        self.looked[spec.code] = self.looked.get(spec.code, 0) + looks_at(spec.rule, facts)
        return found


def draft(source: Source | InputError, catalogue: Catalogue, asked: Asked, watch: Watch | None = None) -> Draft:
    """What is found in one routine; what cannot be read becomes the draft's problem, and never stops the others."""
    if isinstance(source, InputError):
        return _unreadable(source)
    try:
        return _read(source, catalogue, asked, watch)
    except InputError as error:
        return _unreadable(error)


def _unreadable(error: InputError) -> Draft:
    return Draft(Outline(error.path, "", frozenset()), problem=Problem(error.path, error.line, error.message))


def _read(source: Source, catalogue: Catalogue, asked: Asked, watch: Watch | None) -> Draft:
    routine = parse(source)
    metadata = routine.metadata
    if metadata.text("status") == "utgått":
        return Draft(outline(routine), left_out="retired", portrait=_retired(routine, catalogue, asked))
    sami = metadata.text("spraak") == "se"
    facts = Facts(routine, Reading(routine, catalogue.lexicon), catalogue.register, asked.today)
    checks = [spec for spec in catalogue.checks if spec.code in asked.rules and _applies(spec, routine, sami)]
    judge = catalogue.judge if asked.second_judge else None
    beside = [] if judge is None else _beside(checks, catalogue, judge, routine)
    everything = list(judged(_find([*checks, *beside], facts, watch), facts, judge))
    standing = (item.match.statement for item in everything if not item.muted)
    taken = frozenset(statement.index for statement in standing if statement is not None)
    matches = [item for item in everything if item.spec in checks]
    matches += [Judged(spec, match) for spec, match in raised(checks, taken, facts, judge)]
    found, exemptions = _excepted(matches, facts, checks, catalogue, asked)
    nynorsk = metadata.text("spraak") == "nn"
    shown = portrait(facts, checks) if asked.portrait else None
    return Draft(outline(routine), found, exemptions, nynorsk, "sami" if sami else None, portrait=shown)


def _retired(routine: Routine, catalogue: Catalogue, asked: Asked) -> Portrait | None:
    """The portrait of a routine that is not reviewed: whose it is, without what stands in it."""
    if not asked.portrait:
        return None
    facts = Facts(routine, Reading(routine, catalogue.lexicon), catalogue.register, asked.today)
    return replace(portrait(facts, []), reviewed=False, cited=(), sentences=())


def _find(checks: Iterable[CheckSpec], facts: Facts, watch: Watch | None) -> Iterator[tuple[CheckSpec, Match]]:
    for spec in checks:
        for match in find(spec.rule, facts) if watch is None else watch.find(spec, facts):
            yield spec, match


def _applies(spec: CheckSpec, routine: Routine, sami: bool = False) -> bool:
    if (spec.applies_to == "kommunal" and routine.administration == "statlig") or (sami and not spec.any_language):
        return False
    return routine.metadata.text("type") not in spec.exempt_types if spec.exempt_types else True


def _beside(asked: list[CheckSpec], catalogue: Catalogue, judge: Judge, routine: Routine) -> list[CheckSpec]:
    """The rules of the judge that were not asked for: what they find is not raised, whatever was selected."""
    if not any(spec.code in judge.rules for spec in asked):
        return []
    known = (spec for spec in catalogue.checks if spec.code in judge.rules and _applies(spec, routine))
    return [spec for spec in known if spec not in asked]


def _excepted(
    matches: list[Judged], facts: Facts, checks: list[CheckSpec], catalogue: Catalogue, asked: Asked
) -> tuple[list[Found], list[Exemption]]:
    """What was found, what is wrong with the exceptions among it, and the exceptions that hold.

    What would be found if an exception held nothing back gets its identity here, with all the others.
    """
    if not facts.routine.directives:
        return make_found(matches, facts), []
    exemptions = read_exemptions(facts.routine.directives, catalogue, frozenset(asked.never_suppress), asked.today)
    privacy = Privacy(facts.routine.source.text)
    holding = [(given, replace(item, reason=privacy.anywhere(item.reason))) for given, item in exemptions.holding]
    codes = {spec.code for spec in checks}
    if SUPPRESSION not in codes:
        return make_found(matches, facts), [item for _, item in holding]
    spec = catalogue.check(SUPPRESSION)
    unused = [(fault(directive, "unused", code=item.code), item) for directive, item in holding if item.code in codes]
    faults = [Judged(spec, match) for match in (*exemptions.faults, *(match for match, _ in unused))]
    found = make_found([*matches, *faults], facts)
    at = {item.start: item for _, item in unused}
    spare = {item.start: item for item in found if item.rule == SUPPRESSION and item.start in at}
    kept = [item for item in found if item.rule != SUPPRESSION or item.start not in at]
    return kept, [replace(item, unused=spare.get(item.start)) for _, item in holding]
