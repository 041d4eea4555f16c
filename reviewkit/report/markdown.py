"""The review in Markdown, for a comment on a change or the summary of a workflow step on GitHub.

A comment holds 65,536 characters: the list is cut to the gravest findings, never the figures. A remedy that several
findings of a routine share is written once. Words of a routine are written so that they are only ever words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewkit.model import SEVERITIES, Finding, Language, Review
from reviewkit.report.harmless import BREAK, clean, one_line, uncalling
from reviewkit.report.words import WORDS, Words, findings, left_out, routines, see_also

LIMIT = 60_000
"""The most characters that a report holds."""

_LIST = 6_000
_RESERVE = 500
_MESSAGE, _REMEDY, _PATH = 1_000, 2_000, 300
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "&<>|`*_[]~\\!$"} | {ord(BREAK): "&#8203;"}


def render(review: Review) -> str:
    """The review as Markdown of at most `LIMIT` characters: counts, findings by routine, and all that was left out."""
    words = WORDS[review.language]
    before = [f"## reviewkit: {findings(review)}", f"{routines(review)}."]
    if not review.findings:
        before.append(f"{words.none} {words.caution}")
    unread = [(_place(item.path, item.line, words), item.message) for item in review.problems]
    before += _listed(words.problems, unread, words)
    stale = [
        (_place(item.path, item.line, words), f"{item.rule} {item.routine} {item.excerpt}") for item in review.stale
    ]
    before += _listed(words.stale_title, list(stale), words)
    after = _listed(words.not_reviewed, [(_code(item.path), item.reason) for item in review.not_reviewed], words)
    aside = left_out(review)
    if aside:
        after += [f"### {words.aside}", "\n".join(f"- {pile}" for pile in aside)]
    room = LIMIT - _RESERVE - sum(len(block) + 2 for block in (*before, *after))
    shown = _gravest(review.findings, room, review.language)
    blocks = [*before, *_routines(shown, review.language), *_rest(len(review.findings) - len(shown), words), *after]
    return "\n\n".join(blocks) + "\n"


def _listed(title: str, items: Sequence[tuple[str, str]], words: Words) -> list[str]:
    """A heading and a list, of which no more is shown than a small part of the report holds."""
    lines: list[str] = []
    for place, text in items:
        line = f"- {place}: {_plain(text, _MESSAGE)}"
        if sum(map(len, lines)) + len(line) > _LIST:
            break
        lines.append(line)
    blocks = [f"### {title}", "\n".join(lines)] if items else []
    return [*filter(None, blocks), *_rest(len(items) - len(lines), words)]


def _rest(count: int, words: Words) -> list[str]:
    return [f"*{words.more.replace('{count}', str(count))}*"] if count else []


def _gravest(findings: Sequence[Finding], room: int, language: Language) -> list[Finding]:
    """As many findings as there is room for, the gravest first, given back in the order of the review."""
    by_gravity = sorted(range(len(findings)), key=lambda index: SEVERITIES.index(findings[index].severity))
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for index in by_gravity:
        finding = findings[index]
        room -= _size(finding, seen, language)
        if room < 0:
            break
        seen |= {(finding.path,), (finding.path, finding.rule, finding.remedy)}
        chosen.append(index)
    return [findings[index] for index in sorted(chosen)]


def _size(finding: Finding, seen: set[tuple[str, ...]], language: Language) -> int:
    """At most how many characters a finding adds to the report, after those that have been seen."""
    size = len(_row(finding, language)) + len(f", {finding.line}") + 1
    if (finding.path, finding.rule, finding.remedy) not in seen:
        size += len(_remedy([finding], WORDS[language])) + 2
    if (finding.path,) not in seen:
        size += sum(len(block) + 2 for block in _frame(finding.path, WORDS[language]))
    return size


def _routines(shown: Sequence[Finding], language: Language) -> Iterator[str]:
    """Each routine with a table of its findings, and what to write instead folded away below."""
    words = WORDS[language]
    for path, group in groupby(shown, key=lambda finding: finding.path):
        mine = list(group)
        title, table, opening, closing = _frame(path, words)
        yield title
        yield "\n".join([table, *(_row(finding, language) for finding in mine)])
        yield opening
        together: dict[tuple[str, str], list[Finding]] = {}
        for finding in mine:
            together.setdefault((finding.rule, finding.remedy), []).append(finding)
        yield from (_remedy(group, words) for group in together.values())
        yield closing


def _frame(path: str, words: Words) -> tuple[str, str, str, str]:
    table = f"| {words.line} | {words.gravity} | {words.rule} | {words.what} |\n|---|---|---|---|"
    return f"### {_code(path)}", table, f"<details><summary>{words.instead}</summary>", "</details>"


def _row(finding: Finding, language: Language) -> str:
    severity = WORDS[language].severity[finding.severity][0]
    also = see_also(finding, language)
    message = _plain(finding.message, _MESSAGE) + (f" ({also})" if also else "")
    return f"| {finding.line} | {severity} | {_plain(finding.rule, 40)} | {message} |"


def _remedy(group: Sequence[Finding], words: Words) -> str:
    """What to write instead of some findings of one rule, and the basis of the demand."""
    first = group[0]
    lines = ", ".join(dict.fromkeys(str(finding.line) for finding in group))
    basis = f" {words.basis}: {_plain('; '.join(first.basis), _PATH)}." if first.basis else ""
    return f"**{words.line} {lines} ({_plain(first.rule, 40)}):** {_plain(first.remedy, _REMEDY)}{basis}"


def _place(path: str, line: int, words: Words) -> str:
    return _code(path) + (f", {words.line.lower()} {line}" if line else "")


def _plain(text: str, limit: int) -> str:
    """Words that Markdown and GitHub find nothing in: no markup, no HTML, no cell, no link, no one called."""
    return uncalling(one_line(text, limit)).translate(_ENTITIES)


def _code(text: str) -> str:
    """A path as code, whatever characters it holds."""
    path = clean(text)
    path = path if len(path) <= _PATH else path[: _PATH - 1] + "…"
    fence = "`" * (max((len(run) for run in re.findall("`+", path)), default=0) + 1)
    return f"{fence} {path} {fence}" if "`" in path or not path.strip() else f"{fence}{path}{fence}"
