"""One run over many routines: every chosen check on each, and all that was hidden or left out said aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from reviewkit.check import Catalogue, CheckSpec
from reviewkit.model import (
    SEVERITIES,
    Finding,
    InputError,
    Language,
    NotReviewed,
    Problem,
    Review,
    Rule,
    Severity,
    Source,
    Suppressed,
)
from reviewkit.review.collection import Collection, Files
from reviewkit.review.drafting import Asked, Draft, LeftOut, draft
from reviewkit.review.findings import Found, dressed
from reviewkit.review.suppression import Exemption, excepting

_NOT_REVIEWED: dict[LeftOut, dict[Language, str]] = {
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
    """What one run is asked for: the day, the language, which checks, which never to except, and the second judge.

    `explain` puts the rules' pages into the review, `portrait` a portrait of the routine into every draft.
    """

    today: date
    language: Language = "nb"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    never_suppress: frozenset[str] = frozenset()
    second_judge: bool = True
    explain: bool = False
    portrait: bool = False

    def asked(self, catalogue: Catalogue) -> Asked:
        """What every routine is reviewed for; raises UsageError where a code to select or ignore is unknown."""
        rules = tuple(spec.code for spec in catalogue.chosen(self.select, self.ignore))
        return Asked(self.today, rules, tuple(sorted(self.never_suppress)), self.second_judge, self.portrait)


class _Tally(Struct):
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
    asked = options.asked(catalogue)
    return settle((draft(source, catalogue, asked) for source in sources), catalogue, options, files)


SeverityOf = Callable[[str, CheckSpec], Severity]
"""How grave a rule's findings are in the routine at a path."""


def settle(
    drafts: Iterable[Draft],
    catalogue: Catalogue,
    options: Options,
    files: Files | None = None,
    severity_of: SeverityOf | None = None,
) -> Review:
    """The review of some drafts, when the collection and the exceptions have had their say, in the order of places.

    A finding has its rule's severity unless the project has another word for it.
    """
    tally = _Tally()
    read: list[Draft] = []
    for item in drafts:
        if item.problem is not None:
            tally.problems.append(item.problem)
            continue
        read.append(item)
        if item.left_out is not None:
            reason = _NOT_REVIEWED[item.left_out][options.language]
            tally.not_reviewed.append(NotReviewed(item.outline.path, reason))
    read.sort(key=lambda item: item.outline.path)
    specs = {spec.code: spec for spec in catalogue.checks}
    _gather(read, specs, options, files, severity_of or _own_severity, tally)
    chosen = catalogue.chosen(options.select, options.ignore)
    reviewed = tuple(item.outline.path for item in read if item.left_out != "retired")
    return Review(
        catalogue=catalogue.digest,
        today=options.today.isoformat(),
        language=options.language,
        routines=len(reviewed),
        findings=tuple(tally.findings),
        suppressed=tuple(tally.suppressed),
        muted=tuple(tally.muted),
        not_reviewed=tuple(sorted(tally.not_reviewed, key=lambda item: (item.path, item.reason))),
        problems=tuple(sorted(tally.problems, key=lambda item: (item.path, item.line, item.message))),
        deselected=len(catalogue.checks) - len(chosen),
        reviewed=reviewed,
        rules=tuple(_rule(spec, catalogue, options.explain) for spec in chosen),
    )


def _rule(spec: CheckSpec, catalogue: Catalogue, explain: bool) -> Rule:
    page = catalogue.prose(spec) if explain else ""
    return Rule(spec.code, spec.slug, spec.title, spec.severity, spec.basis, spec.source, page)


def _gather(
    drafts: list[Draft], specs: Mapping[str, CheckSpec], options: Options, files: Files | None, severity_of: SeverityOf,
    tally: _Tally,
) -> None:  # fmt: skip
    collection = Collection([item.outline for item in drafts], files)
    for item in drafts:
        collection.hear(item.outline, item.found)
    for item in drafts:
        path = item.outline.path
        findings = []
        for found, exemption in _excepted(list(collection.settle(item.outline, item.found)), item.exemptions):
            spec = specs[found.rule]
            severity = _milder(found.severity, severity_of(path, spec))
            finding = dressed(found, spec, path, item.nynorsk, options.language, severity)
            if exemption is not None:
                tally.suppressed.append(Suppressed(finding, exemption.reason, exemption.until))
            elif found.muted:
                tally.muted.append(finding)
            else:
                findings.append(finding)
        tally.findings += findings


def _own_severity(_: str, spec: CheckSpec) -> Severity:
    return spec.severity


def _milder(own: Severity | None, severity: Severity) -> Severity:
    """A finding that is milder than its rule stays so, whatever the project says of the rule."""
    return severity if own is None else max(own, severity, key=SEVERITIES.index)


def _excepted(found: list[Found], exemptions: list[Exemption]) -> Iterator[tuple[Found, Exemption | None]]:
    """All that was found, with the exception that covers it, and what is said of exceptions that cover nothing."""
    if not exemptions:
        yield from ((item, None) for item in found)
        return
    covering = {item.fingerprint: excepting(item, exemptions) for item in found}
    used = {exemption.start for exemption in covering.values() if exemption is not None}
    unused = [item.unused for item in exemptions if item.unused is not None and item.start not in used]
    every = sorted([*found, *unused], key=lambda item: (item.line, item.column, item.rule))
    yield from ((item, covering.get(item.fingerprint)) for item in every)
