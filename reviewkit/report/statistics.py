"""What every rule cost and found in a run, and which rules had nothing to look at: nothing is silently green."""

from __future__ import annotations

from collections import Counter

from reviewkit.model import Language, Review
from reviewkit.review import Watch

_WORDS: dict[Language, tuple[tuple[str, ...], str, str]] = {
    "nb": (
        ("regel", "rutiner", "med noe å se på", "funn", "sekunder"),
        "Regler som ikke hadde noe å se på i noen rutine (de kan ikke ha funnet noe): ",
        "Regler som ikke gjaldt noen rutine: ",
    ),
    "nn": (
        ("regel", "rutinar", "med noko å sjå på", "funn", "sekund"),
        "Reglar som ikkje hadde noko å sjå på i nokon rutine (dei kan ikkje ha funne noko): ",
        "Reglar som ikkje galdt nokon rutine: ",
    ),
    "en": (
        ("rule", "routines", "with something to look at", "findings", "seconds"),
        "Rules that had nothing to look at in any routine (they cannot have found anything): ",
        "Rules that applied to no routine: ",
    ),
}


def render(review: Review, watch: Watch) -> str:
    """A table of all rules of the run: routines asked of, routines with something to look at, findings, seconds."""
    titles, blind, unasked = _WORDS[review.language]
    found = Counter(finding.rule for finding in (*review.findings, *review.baselined, *review.unchanged))
    rows = [titles]
    for code in (rule.code for rule in review.rules):
        figures = (watch.asked.get(code, 0), watch.looked.get(code, 0), found[code])
        rows.append((code, *map(str, figures), f"{watch.seconds.get(code, 0.0):.3f}"))
    first, *widths = (max(8, len(title) + 2) for title in titles)
    lines = [row[0].ljust(first) + "".join(map(str.rjust, row[1:], widths)) for row in rows]
    codes = [rule.code for rule in review.rules]
    for sentence, named in (
        (unasked, [code for code in codes if not watch.asked.get(code)]),
        (blind, [code for code in codes if watch.asked.get(code) and not watch.looked.get(code)]),
    ):
        if named:
            lines.append(sentence + ", ".join(named) + ".")
    return "\n".join(lines)
