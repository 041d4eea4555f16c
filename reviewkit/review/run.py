"""One run over many routines: every chosen check on each, and all that was hidden or left out said aloud."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from reviewkit.check import Catalogue, CheckSpec, Facts, find
from reviewkit.language import Reading
from reviewkit.model import Finding, InputError, Language, NotReviewed, Problem, Review, Routine, Source
from reviewkit.parse import parse
from reviewkit.review.findings import make_findings, with_fingerprints

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


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked for: the day, the language of messages, and which checks."""

    today: date
    language: Language = "nb"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    findings: list[Finding] = field(default_factory=list)
    not_reviewed: list[NotReviewed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    routines: int = 0


def review(sources: Iterable[Source | InputError], catalogue: Catalogue, options: Options) -> Review:
    """The review of some routines: the same whatever their order; a bad routine never stops the others.

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
    return Review(
        catalogue=catalogue.digest,
        today=options.today.isoformat(),
        language=options.language,
        routines=tally.routines,
        findings=tuple(sorted(tally.findings, key=_order)),
        not_reviewed=tuple(sorted(tally.not_reviewed, key=lambda item: (item.path, item.reason))),
        problems=tuple(sorted(tally.problems, key=lambda item: (item.path, item.line, item.message))),
        deselected=len(catalogue.checks) - len(checks),
    )


def _order(finding: Finding) -> tuple[str, int, int, str]:
    """By place and rule; a rule's own order is kept, so that missing keys come as the catalogue lists them."""
    return finding.path, finding.line, finding.column, finding.rule


def _review_one(
    source: Source, catalogue: Catalogue, checks: tuple[CheckSpec, ...], options: Options, tally: _Tally
) -> None:
    routine = parse(source)
    metadata = routine.metadata
    if metadata.text("status") == "utgått":
        tally.not_reviewed.append(NotReviewed(source.path, _NOT_REVIEWED["retired"][options.language]))
        return
    sami = metadata.text("spraak") == "se"
    if sami:
        tally.not_reviewed.append(NotReviewed(source.path, _NOT_REVIEWED["sami"][options.language]))
    facts = Facts(routine, Reading(routine, catalogue.lexicon), options.today)
    matches = (
        (spec, match)
        for spec in checks
        if _applies(spec, routine) and (spec.any_language or not sami)
        for match in find(spec.rule, facts)
    )
    found = make_findings(matches, facts, options.language)
    tally.routines += 1
    tally.findings.extend(with_fingerprints(sorted(found, key=_order), routine))


def _applies(spec: CheckSpec, routine: Routine) -> bool:
    if spec.applies_to == "kommunal" and routine.administration == "statlig":
        return False
    return routine.metadata.text("type") not in spec.exempt_types if spec.exempt_types else True
