"""A report as one HTML file that needs nothing else: no network, no script, no other file.

The templates lay out the blocks; here is what they cannot say well themselves: words that run on, a routine with its
marks, and the chart. A word of a routine is escaped wherever it stands, and the page lets only its own style and
script run (by their digests).
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

from reviewkit.report.documents.chart import chart, legend
from reviewkit.report.documents.templates import Templates, seen
from reviewkit.report.documents.tree import Bars, Block, Document, Line, Part, Passage, Section, Text
from reviewkit.report.documents.wording import Wording

TONES = ("error", "warning", "info", "good")
_ROOT = {"nb": "nb", "nn": "nn", "en": "en-GB"}
_STYLES = {"strong": "strong", "code": "code"}


def render(document: Document, wording: Wording, templates: Templates) -> Iterator[str]:
    """The file, piece by piece; the sections are asked for one by one. Raises UsageError for a template that fails."""
    style, script = templates.source("report.css"), templates.source("report.js")
    return templates.stream(
        "report.html.j2",
        document.sections,
        document=document,
        say=wording,
        page=Page(document, wording),
        root=_ROOT[document.lang],
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
    )


class Page:
    """What the templates ask for while one file is written; it knows what has been written before."""

    def __init__(self, document: Document, wording: Wording) -> None:
        self._lang = document.lang
        self._labels: Counter[str] = Counter()
        self._figures = 0
        self._marked: set[str] = set()
        self._words = {tone: wording(f"page.tone.{tone}") for tone in TONES}

    def kind(self, block: Block | Section) -> str:
        """What a block is called in the templates."""
        return type(block).__name__.lower()

    def tone(self, tone: str) -> str:
        """The word for a severity."""
        return self._words.get(tone, "")

    def lang(self, lang: str) -> Markup:
        """The attribute that says a language, where it is not that of the report."""
        return Markup("") if lang in {"", self._lang} else Markup(' lang="{}"').format(lang)

    def line(self, line: Line) -> Markup:
        """Words that run on, with their styles, languages and links."""
        return Markup("".join(map(self._text, line)))

    def label(self, words: str) -> str:
        """A name for a region that no other region of the page has."""
        self._labels[words] += 1
        count = self._labels[words]
        return words if count == 1 else f"{words} ({count})"

    def figure(self) -> str:
        """An id for a figure that nothing else on the page has."""
        self._figures += 1
        return f"figure_{self._figures}"

    def chart(self, bars: Bars, name: str) -> Markup:
        """The picture of some bars."""
        return chart(bars, name)

    def legend(self, bars: Bars, name: str) -> Markup:
        """What the fillings of the picture mean."""
        return legend(bars, name)

    def source(self, passage: Passage) -> Markup:
        """The lines of a routine, numbered, with the marks and their numbers."""
        written: list[str] = []
        for line in passage.lines:
            written.append(f'<li><span class="n">{line.number}</span><span class="t">')
            written += [self._part(part, passage.targets) for part in line.parts]
            written.append("</span></li>\n")
        return Markup("".join(written))

    def tones(self, passage: Passage) -> list[str]:
        """The severities that a routine is marked with, the gravest first."""
        found = {part.tone for line in passage.lines for part in line.parts if part.marks}
        return [tone for tone in TONES if tone in found]

    def place(self, section: Section) -> str:
        """The id of the mark that leads to a section, where one stands above it."""
        return _mark_id(section.id) if section.id in self._marked else ""

    def _text(self, part: Text) -> str:
        words = str(escape(seen(part.text)))
        lang = self.lang(part.lang)
        name = _STYLES.get(part.style, "span" if lang else "")
        if name:
            words = f"<{name}{lang}>{words}</{name}>"
        if not (part.target or part.file) or not part.text.strip():
            return words
        address = f"./{quote(part.file, safe='', errors='replace')}.html" if part.file else ""
        address += f"#{part.target}" if part.target else ""
        return f'<a href="{escape(address)}">{words}</a>'

    def _part(self, part: Part, targets: dict[str, str]) -> str:
        words = str(escape(seen(part.text)))
        if not part.marks:
            return words
        tone = part.tone if part.tone in TONES else "plain"
        numbers = "".join(self._number(mark, part.tone, targets.get(mark, "")) for mark in part.marks)
        return f'<mark class="{tone}">{words}{numbers}</mark>'

    def _number(self, mark: str, tone: str, target: str) -> str:
        """The number of a mark, which leads to what is said of it; the first one can be led back to."""
        words = f'<span class="unseen">{escape(self.tone(tone))} </span>{escape(seen(mark))}'
        if not target:
            return f'<span class="ref">{words}</span>'
        own = "" if target in self._marked else f' id="{escape(_mark_id(target))}"'
        self._marked.add(target)
        return f'<a class="ref"{own} href="#{escape(target)}">{words}</a>'


def _mark_id(target: str) -> str:
    return f"{target}_mark"


def _policy(style: str, script: str) -> str:
    """What the page may do: show itself, and run the one script that it came with."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
