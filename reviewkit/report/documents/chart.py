"""A chart of bars as SVG that grows with the page: lengths across in percent, lengths down and words in ems.

The fillings differ in pattern as well as in colour. The figures stand in a table below, so the words here may be cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from reviewkit.report.documents.tree import Bar, Bars
from reviewkit.report.harmless import one_line

_FILLINGS = 4
_ROW = 2.9
_WIDEST = 86
_LABEL = 36


def chart(bars: Bars, name: str) -> Markup:
    """The picture, with its title and description; `name` begins the ids in it."""
    most = max((sum(bar.values) for bar in bars.bars), default=0) or 1
    rows = "".join(_row(bar, index * _ROW, most, name) for index, bar in enumerate(bars.bars))
    return Markup(
        f'<svg class="chart" role="img" aria-labelledby="{name}_title {name}_text" width="100%" '
        f'height="{len(bars.bars) * _ROW:.1f}em">\n'
        f'<title id="{name}_title">{_words(bars.caption, 200)}</title>\n'
        f'<desc id="{name}_text">{_words(bars.description, 2000)}</desc>\n'
        f"<defs>{''.join(_patterns(bars.series, name))}</defs>\n{rows}"
        '<line class="axis" x1="0" x2="0" y1="0" y2="100%"/>\n</svg>'
    )


def legend(bars: Bars, name: str) -> Markup:
    """The names of the series, each with its filling."""
    items = (
        f'<li><svg width="1em" height="1em" aria-hidden="true">{_bar(index, ("0", "0", "100%", "1em"), name)}</svg> '
        f"{_words(words, 200)}</li>"
        for index, words in enumerate(bars.series)
    )
    return Markup("".join(items))


def _row(bar: Bar, top: float, most: int, name: str) -> str:
    """A label, its bars one after the other, and the sum."""
    written = [f'<text class="label" x="0.4em" y="{top + 1:.2f}em">{_words(bar.label, _LABEL)}</text>\n']
    start = 0.0
    for index, value in enumerate(bar.values):
        width = value * _WIDEST / most
        if width > 0:
            place = (f"{start:.2f}%", f"{top + 1.4:.2f}em", f"{width:.2f}%", "1em")
            written.append(_bar(index, place, name) + "\n")
        start += width
    written.append(f'<text class="sum" x="{start:.2f}%" dx="0.4em" y="{top + 2.2:.2f}em">{sum(bar.values)}</text>\n')
    return "".join(written)


def _bar(index: int, place: tuple[str, str, str, str], name: str) -> str:
    """A bar in the colour of its series, with the pattern over it."""
    filling = index % _FILLINGS
    x, y, width, height = place
    box = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    over = f'<rect {box} fill="url(#{name}_{filling})"/>' if filling else ""
    return f'<rect class="series-{filling}" {box}/>{over}'


def _patterns(series: Sequence[str], name: str) -> list[str]:
    """The patterns that part the series for those who do not see their colours."""
    shapes = {
        1: '<path d="M-2 2 l4 -4 M0 8 l8 -8 M6 10 l4 -4"/>',
        2: '<path d="M4 0 v8"/>',
        3: '<circle cx="4" cy="4" r="1.3"/>',
    }
    return [
        f'<pattern id="{name}_{filling}" class="pattern" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{shapes[filling]}</pattern>"
        for filling in range(1, min(len(series), _FILLINGS))
    ]


def _words(text: str, limit: int) -> str:
    return str(escape(one_line(text, limit)))
