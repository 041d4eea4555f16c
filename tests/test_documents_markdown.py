"""A report as Markdown: its structure, and words of routines that are never more than words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from reviewkit.model import UsageError
from reviewkit.report.documents import markdown
from reviewkit.report.documents.templates import Templates
from reviewkit.report.documents.tree import (
    Bar,
    Bars,
    Document,
    Facts,
    Field,
    Listing,
    Paragraph,
    Part,
    Passage,
    Quotation,
    Section,
    SourceLine,
    Table,
    Text,
    plain,
)
from reviewkit.report.documents.wording import Wording
from tests.documents import HARMFUL, sample

TEMPLATES = Templates()
PARSER = MarkdownIt("gfm-like", {"linkify": False})
ANCHOR = re.compile(r'<a id="[a-z0-9-]+">|</a>')


def written(document: Document, templates: Templates = TEMPLATES) -> str:
    return "".join(markdown.render(document, Wording(document.lang), templates))


def of(*sections: Section) -> Document:
    return replace(sample(), sections=sections)


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def shape(text: str) -> Counter[tuple[str, str, str]]:
    """Every element of a text, with where it leads; never the words."""
    return Counter(
        (token.type, token.tag, str(token.attrGet("href") or token.attrGet("src") or ""))
        for token in tokens(text)
        if token.type not in {"text", "text_special"}
    )


def shown(text: str) -> str:
    """The words that a reader is shown."""
    return "".join(token.content for token in tokens(text) if token.type in {"text", "text_special", "code_inline"})


def test_a_report_reads_as_headings_lists_tables_and_quotations() -> None:
    text = written(sample())
    assert text.startswith("# Prøverapport\n\nFor rutineeieren · **Utkast**\n\n- **Eier:** ")
    assert '\n## Økonomi <a id="rutine-1"></a>\n' in text
    assert '\n### Feil: 1. `MAN002` Gjeldsråd, linje 3 <a id="funn-1"></a>\n' in text
    assert "- [Økonomi](#rutine-1)\n" in text
    assert "Se [rutinen](#rutine-1) og [listen](./oversikt.md)\n" in text
    assert "\n> — Linje 3, under «Slik gjør du»\n" in text
    assert "\n> ⚠ Merk at dette er funn i tekst.\n" in text
    assert "\n**Ditt svar**\n\n> …\n" in text
    assert "\n\n\n" not in text
    assert text.endswith("\n---\n\nLaget med reviewkit 1. desember 2026.\n")


def test_a_chart_and_a_grid_are_tables_of_their_figures() -> None:
    text = written(sample())
    assert "**Funn etter regelfamilie**\n\nFlest funn gjelder mandatet.\n\n| Familie | Feil | Advarsel |\n" in text
    assert "| Tilgjengelighet | 0 | 2 |\n" in text
    assert "| Økonomi | 3 |  |\n" in text


def test_the_marked_lines_of_a_routine_stand_with_their_numbers() -> None:
    text = written(sample())
    assert "- Linje 3: - **Foreslå at bruker ber kreditor om utsettelse.** (Feil [1](#funn-1)) **Hei.**" in text
    assert "- Linje 4: **Bruker kan alltid søke.** (Bra a)\n" in text


def test_what_is_known_stands_in_the_field() -> None:
    assert "**Svar**\n\n> Ja\n>\n> 1\\. Nei\n" in written(
        of(Section("a", plain("A"), (Field("b", "Svar", 3, "Ja\n1. Nei"),)))
    )


def test_a_row_has_as_many_cells_as_the_head() -> None:
    text = written(of(Section("a", plain("A"), (Table("T", ("a", "b", "c"), ((plain("1"),),)),))))
    assert "| a | b | c |\n|---|---|---|\n| 1 |  |  |\n" in text


@pytest.mark.parametrize("words", HARMFUL)
def test_harmful_words_become_no_markup(words: str) -> None:
    harmed, harmless = written(sample(harm=(words,))), written(sample(harm=("ufarlig",)))
    if "\n" in words:
        assert shape(harmless).keys() | {("hardbreak", "br", "")} >= shape(harmed).keys()
    else:
        assert shape(harmless) == shape(harmed)
    html = [token.content for token in tokens(harmed) if token.type.startswith("html")]
    assert html
    assert all(ANCHOR.fullmatch(content) for content in html)


@pytest.mark.parametrize("words", HARMFUL)
def test_harmful_words_can_be_read(words: str) -> None:
    text = shown(written(sample(harm=(words,)))).replace("\u200b", "")
    visible = ["".join(map(str, piece)) for piece in re.split(r"[^\S ]+|[^\w\s!-~«»]", words)]
    assert all(piece.strip() in text for piece in visible)


@pytest.mark.parametrize("words", ["@nav", "#12", "https://nav.no", "www.nav.no", "GH-12", ":tada:", "a@b.no"])
def test_no_one_is_called_and_nothing_is_linked(words: str) -> None:
    text = written(sample(harm=(words,)))
    assert words not in text
    assert words not in shown(text)


@pytest.mark.parametrize(
    "words",
    ["- a", "+ a", "* a", "1. a", "12) a", "# a", "> a", "---", "===", "    a", "\ta", "```", "~~~", "[x] a", "| a |",
     "[a]: b", "[^1]: a", "<!-- a", "a\n---", "a\n\n# b", "_a_", "***", "a\\", "&lt;", "`", "![a](b)", "<a@b.no>"],
)  # fmt: skip
def test_words_begin_no_block_wherever_they_stand(words: str) -> None:
    def told(text: str) -> str:
        line = plain(text)
        blocks = (
            Paragraph(line),
            Paragraph(line, "note"),
            Listing((line, (Text(text, "strong"),))),
            Listing((line,), ordered=True),
            Quotation(" ".join(text.split()), "nb", line),
            Facts(((text, line),)),
            Table(text, (text, "b"), ((line, (Text(text, "code"),)),)),
            Bars(text, text, text, (text,), (Bar(text, (1,)),)),
            Passage(text, "nb", (SourceLine(1, (Part(text, ("1",), "error"), Part(text))),)),
            Field("f", text, 1, " ".join(text.split())),
        )
        return written(replace(of(Section("a", line, blocks)), title=text, subtitle=text, status=text))

    without_code = {key: count for key, count in shape(told(words)).items() if key[0] != "code_inline"}
    assert without_code == {key: count for key, count in shape(told("«ord»")).items() if key[0] != "code_inline"}


@given(st.text(min_size=1).filter(lambda text: not text.isspace()))
def test_any_words_are_only_words(words: str) -> None:
    def told(text: str) -> str:
        blocks = (Paragraph(plain(text)), Table("T", ("a",), ((plain(text),),)), Listing((plain(f"x{text}"),)))
        return written(of(Section("a", plain(f"x{text}"), blocks)))

    assert shape(told("ord")) == shape(told(words))


def test_the_same_document_is_the_same_text() -> None:
    assert written(sample("nn", HARMFUL)) == written(sample("nn", HARMFUL), Templates())


def test_a_long_report_is_never_whole_in_memory() -> None:
    made = 0

    def sections() -> Iterator[Section]:
        nonlocal made
        for number in range(1000):
            made += 1
            yield Section(f"s-{number}", plain("x" * 500))

    pieces = markdown.render(replace(sample(), sections=sections()), Wording("nb"), TEMPLATES)
    next(pieces)
    assert made < 100
    assert sum(piece.count("\n## ") for piece in pieces) > 800


def test_a_template_that_fails_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_text("# {{ title }}\n\n{{ title.x.y }}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        written(sample(), Templates(tmp_path))
    assert (str(tmp_path / "report.md.j2"), 3) == (caught.value.path, caught.value.line)


def test_a_template_of_the_readers_own_gets_words_that_are_already_harmless(tmp_path: Path) -> None:
    (tmp_path / "report.md.j2").write_text("{{ title }}|{{ sections | list | length }}", encoding="utf-8")
    assert r"\<b\>|2" == written(replace(sample(), title="<b>"), Templates(tmp_path))
