"""What every rule cost and found in a run, and which rules had nothing to look at: nothing is silently green."""

from __future__ import annotations

from collections import Counter

from reviewkit.model import Language, Review
from reviewkit.review import Watch

_WORDS: dict[Language, tuple[str, str, str]] = {
    "nb": (
        "regel   rutiner  med noe å se på  funn  sekunder",
        "Regler som ikke hadde noe å se på i noen rutine (de kan ikke ha funnet noe): ",
        "Regler som ikke gjaldt noen rutine: ",
    ),
    "nn": (
        "regel   rutinar  med noko å sjå på  funn  sekund",
        "Reglar som ikkje hadde noko å sjå på i nokon rutine (dei kan ikkje ha funne noko): ",
        "Reglar som ikkje galdt nokon rutine: ",
    ),
    "en": (
        "rule   routines  with something to look at  findings  seconds",
        "Rules that had nothing to look at in any routine (they cannot have found anything): ",
        "Rules that applied to no routine: ",
    ),
}


def render(review: Review, watch: Watch) -> str:
    """A table of all rules of the run: routines asked of, routines with something to look at, findings, seconds."""
    head, blind, unasked = _WORDS[review.language]
    titles = head.split("  ")
    titles = [title.strip() for title in titles if title.strip()]
    found = Counter(finding.rule for finding in (*review.findings, *review.baselined, *review.unchanged))
    widths = [max(8, len(title) + 2) for title in titles]
    lines = ["".join(f"{title:<{widths[0]}}" if not place else f"{title:>{widths[place]}}" for place, title in
                     enumerate(titles))]  # fmt: skip
    for rule in review.rules:
        code = rule.code
        figures = (watch.asked.get(code, 0), watch.looked.get(code, 0), found[code], watch.seconds.get(code, 0.0))
        shown = (str(figures[0]), str(figures[1]), str(figures[2]), f"{figures[3]:.3f}")
        lines.append(f"{code:<{widths[0]}}" + "".join(f"{a:>{b}}" for a, b in zip(shown, widths[1:], strict=True)))
    codes = [rule.code for rule in review.rules]
    for sentence, named in (
        (unasked, [code for code in codes if not watch.asked.get(code)]),
        (blind, [code for code in codes if watch.asked.get(code) and not watch.looked.get(code)]),
    ):
        if named:
            lines.append(sentence + ", ".join(named) + ".")
    return "\n".join(lines)
