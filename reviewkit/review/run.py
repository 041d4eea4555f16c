"""One run over many routines: every chosen check on each, and all that was hidden or left out said aloud."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field

from reviewkit.check import Catalogue, CheckSpec, Facts, Judge, find
from reviewkit.language import Reading
from reviewkit.model import Finding, InputError, Language, NotReviewed, Problem, Review, Routine, Source, Suppressed
from reviewkit.parse import parse
from reviewkit.review.collection import Collection, Files, Outline, outline
from reviewkit.review.findings import Found, in_order, make_findings, with_fingerprints
from reviewkit.review.judging import Judged, judged, raised
from reviewkit.review.suppression import Exemption, excepting, fault, read_exemptions

SUPPRESSION = "FOR007"
"""The check whose findings are made here: only a whole run knows which exceptions were used."""

_NOT_REVIEWED: dict[str, dict[Language, str]] = {
    "retired": {
        "nb": "rutinen er utgått",
        "nn": "rutinen er utgått",
        "en": "the routine is retired (utgått)",
    },
    "sami": {
        "nb": "rutinen er på samisk: bare metadata og personopplysninger er gjennomgått",
        "nn": "rutinen er på samisk: berre metadata og personopplysningar er gjennomgått",
        "en": "the routine is in Sami: only metadata and personal data were reviewed",
    },
}


class Options(Struct, frozen=True):
    """What one run is asked for: the day, the language, which checks, which never to except, and the second judge."""

    today: date
    language: Language = "nb"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    never_suppress: frozenset[str] = frozenset()
    second_judge: bool = True


class _Draft(Struct, frozen=True):
    """One routine's findings before the collection has answered and exceptions have been looked at.

    The facts are kept only where there are exceptions to judge.
    """

    outline: Outline
    found: list[Found]
    facts: Facts | None
    asked: frozenset[str]


class _Tally(Struct):
    drafts: list[_Draft] = field(default_factory=list)
    retired: list[Outline] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppressed] = field(default_factory=list)
    muted: list[Finding] = field(default_factory=list)
    not_reviewed: list[NotReviewed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def review(
    sources: Iterable[Source | InputError], catalogue: Catalogue, options: Options, files: Files | None = None
) -> Review:
    """The review of some routines: the same whatever their order; a bad routine never stops the others.

    `files` tells of what lies beside the routines; without it, links out of the run are taken to lead somewhere.
    Raises UsageError where a code to select or ignore is unknown.
    """
    checks = catalogue.chosen(options.select, options.ignore)
    tally = _Tally()
    for source in sources:
        if isinstance(source, InputError):
            tally.problems.append(Problem(source.path, source.line, source.message))
            continue
        try:
            _review_one(source, catalogue, checks, options, tally)
        except InputError as error:
            tally.problems.append(Problem(error.path, error.line, error.message))
    _settle(tally, catalogue, options, files)
    return Review(
        catalogue=catalogue.digest,
        today=options.today.isoformat(),
        language=options.language,
        routines=len(tally.drafts),
        findings=tuple(tally.findings),
        suppressed=tuple(tally.suppressed),
        muted=tuple(tally.muted),
        not_reviewed=tuple(sorted(tally.not_reviewed, key=lambda item: (item.path, item.reason))),
        problems=tuple(sorted(tally.problems, key=lambda item: (item.path, item.line, item.message))),
        deselected=len(catalogue.checks) - len(checks),
    )


def _review_one(
    source: Source, catalogue: Catalogue, checks: tuple[CheckSpec, ...], options: Options, tally: _Tally
) -> None:
    routine = parse(source)
    metadata = routine.metadata
    if metadata.text("status") == "utgått":
        tally.not_reviewed.append(NotReviewed(source.path, _NOT_REVIEWED["retired"][options.language]))
        tally.retired.append(outline(routine))
        return
    sami = metadata.text("spraak") == "se"
    if sami:
        tally.not_reviewed.append(NotReviewed(source.path, _NOT_REVIEWED["sami"][options.language]))
    facts = Facts(routine, Reading(routine, catalogue.lexicon), catalogue.register, options.today)
    asked = [spec for spec in checks if _applies(spec, routine) and (spec.any_language or not sami)]
    judge = catalogue.judge if options.second_judge else None
    beside = [] if judge is None else _beside(asked, catalogue, judge, routine)
    found_by = ((spec, match) for spec in (*asked, *beside) for match in find(spec.rule, facts))
    everything = list(judged(found_by, facts, judge))
    standing = (item.match.statement for item in everything if not item.muted)
    taken = frozenset(statement.index for statement in standing if statement is not None)
    matches = [item for item in everything if item.spec in asked]
    matches += [Judged(spec, match) for spec, match in raised(asked, taken, facts, judge)]
    found = make_findings(matches, facts, options.language)
    codes = frozenset(spec.code for spec in asked)
    tally.drafts.append(_Draft(outline(routine), found, facts if routine.directives else None, codes))


def _beside(asked: list[CheckSpec], catalogue: Catalogue, judge: Judge, routine: Routine) -> list[CheckSpec]:
    """The rules of the judge that were not asked for: what they find is not raised, whatever was selected."""
    if not any(spec.code in judge.rules for spec in asked):
        return []
    known = (spec for spec in catalogue.checks if spec.code in judge.rules and _applies(spec, routine))
    return [spec for spec in known if spec not in asked]


def _applies(spec: CheckSpec, routine: Routine) -> bool:
    if spec.applies_to == "kommunal" and routine.administration == "statlig":
        return False
    return routine.metadata.text("type") not in spec.exempt_types if spec.exempt_types else True


def _settle(tally: _Tally, catalogue: Catalogue, options: Options, files: Files | None) -> None:
    """Findings that stand, in the order of their places, when the collection and the exceptions have had their say."""
    tally.drafts.sort(key=lambda draft: draft.outline.path)
    collection = Collection([*(draft.outline for draft in tally.drafts), *tally.retired], files)
    for draft in tally.drafts:
        collection.hear(draft.outline, draft.found)
    for draft in tally.drafts:
        found = list(collection.settle(draft.outline, draft.found))
        reasons: dict[int, Exemption] = {}
        if draft.facts is not None:
            found, reasons = _except(found, draft, draft.facts, catalogue, options)
        findings = with_fingerprints((item.finding for item in found), draft.outline.id)
        for item, finding in zip(found, findings, strict=True):
            reason = reasons.get(id(item))
            if reason is None:
                (tally.muted if item.muted else tally.findings).append(finding)
            else:
                tally.suppressed.append(Suppressed(finding, reason.reason, reason.until))


def _except(
    found: list[Found], draft: _Draft, facts: Facts, catalogue: Catalogue, options: Options
) -> tuple[list[Found], dict[int, Exemption]]:
    """All findings with those about exceptions themselves, and the exception of each that one covers."""
    exemptions = read_exemptions(facts.routine.directives, catalogue, options.never_suppress, options.today)
    reasons: dict[int, Exemption] = {}
    used: set[int] = set()
    for item in found:
        covering = excepting(item, exemptions.holding)
        if covering is not None:
            reasons[id(item)] = covering
            used.add(id(covering))
    unused = [item for item in exemptions.holding if id(item) not in used and item.code in draft.asked]
    faults = [*exemptions.faults, *(fault(item.directive, "unused", code=item.code) for item in unused)]
    if SUPPRESSION in draft.asked:
        spec = catalogue.check(SUPPRESSION)
        found = found + make_findings((Judged(spec, match) for match in faults), facts, options.language)
    return sorted(found, key=lambda item: in_order(item.finding)), reasons
