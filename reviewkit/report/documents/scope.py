"""What a report rests on, and what was not looked at: said alike in every report."""

from __future__ import annotations

from reviewkit.dossier import Dossier, Owner
from reviewkit.report.documents.pieces import counted
from reviewkit.report.documents.tree import Block, Facts, Line, Listing, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording
from reviewkit.version import __version__

_DIGEST = 16


def head(dossier: Dossier, wording: Wording, *first: tuple[str, Line], owner: Owner | None = None) -> Facts:
    """The facts at the top of a report: the day, how many routines and findings, which catalogue and version.

    The figures are those of one owner's routines where there is one.
    """
    review = dossier.review
    routines = review.routines if owner is None else len(owner.routines)
    findings = review.findings if owner is None else [item.finding for item in owner.findings]
    return Facts(
        (
            *first,
            (wording("scope.day"), plain(wording.date(review.today))),
            (wording("scope.routines"), plain(wording.number(routines))),
            (wording("scope.findings"), plain(counted(findings, wording))),
            (wording("scope.catalogue"), (Text(review.catalogue[:_DIGEST], "code"),)),
            (wording("scope.version"), plain(f"reviewkit {__version__}")),
        )
    )


def limits(dossier: Dossier, wording: Wording) -> Section:
    """What was not looked at and why, what was set aside, and what a finding is not."""
    review = dossier.review
    said = [plain(wording(f"limits.{name}")) for name in ("text", "practice", "clean")]
    aside = [
        wording.count(f"limits.{name}", count)
        for name, count in (
            ("suppressed", len(review.suppressed)),
            ("muted", len(review.muted)),
            ("baselined", len(review.baselined)),
            ("excluded", review.excluded),
            ("deselected", review.deselected),
        )
        if count
    ]
    if review.deselected:
        left_out = ", ".join(spec.code for spec in dossier.catalogue.checks if spec.code not in dossier.specs)
        aside[-1] = wording("limits.named", said=aside[-1].removesuffix("."), names=left_out) if left_out else aside[-1]
    blocks: list[Block] = [Listing((*said, *(plain(words) for words in aside)))]
    missing = [((Text(item.path, "code"),), plain(item.reason)) for item in review.not_reviewed]
    unread = Text(wording("limits.unread") + ": ")
    missing += [
        ((Text(item.path, "code"),), (unread, Text(item.message, lang="" if wording.language == "nb" else "nb")))
        for item in review.problems
    ]
    if missing:
        head_of = (wording("routine.file"), wording("limits.why"))
        blocks.append(Table(wording("limits.table"), head_of, tuple(missing)))
    else:
        blocks.append(Paragraph(plain(wording("limits.none-left-out"))))
    return Section("avgrensing", plain(wording("scope.limits")), tuple(blocks))
