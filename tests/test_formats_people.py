"""The formats that people meet where they work together: GitHub's marks, reviewdog's comments, and Markdown."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from reviewkit.check import Catalogue
from reviewkit.model import (
    SEVERITIES,
    Finding,
    InputError,
    Language,
    NotReviewed,
    Problem,
    Review,
    Rule,
    Source,
    Stale,
)
from reviewkit.report import github, markdown, rdjsonl
from reviewkit.report.words import WORDS
from reviewkit.review import Options, review
from tests.build import ROOT, TODAY, WELL_FOUNDED, routine_text

EXPECTED = ROOT / "tests" / "expected"
FORMATS = {"github": github.render, "rdjsonl": rdjsonl.render, "markdown": markdown.render}
RULES = ("MAN001", "MAN002", "MAN003", "TAU002")
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

BODY = """Frelsesarmeen deler ut mat 😀 på æøå. Vi skriver: ring 😀 Kirkens Bymisjon på lørdag.

Skriv en omskriving i meldingen.

Spør om inntekt
og gjeld.

<!-- reviewkit: tillat MAN002 "avtalt" til 2027-06-30 -->
Foreslå at bruker ber kreditor om utsettelse.

"""


def reviewed(catalogue: Catalogue) -> Review:
    """Two routines with findings of two severities, one that is retired, and one that could not be read."""
    body = BODY + WELL_FOUNDED["nb"]
    sources = [
        Source("rutiner/a.md", routine_text(body, id="a")),
        Source("rutiner/b.md", routine_text("Frelsesarmeen deler ut mat.\n\n" + WELL_FOUNDED["nb"], id="b")),
        Source("rutiner/gammel.md", routine_text(body, id="gammel", status="utgått")),
        InputError("er ikke UTF-8; lagre filen på nytt", "rutiner/uleselig.md", 7),
    ]
    return review(sources, catalogue, Options(TODAY, select=RULES, second_judge=False))


@pytest.fixture(scope="module")
def mixed(catalogue: Catalogue) -> Review:
    """A review with something in every pile; the places and piles are real, the catalogue's words are stood in for."""
    real = reviewed(catalogue)
    basis = ("sosialtjenesteloven § 3",)
    short = tuple(
        replace(
            item, message=f"Noe i teksten, {item.rule}.", remedy=f"Skriv noe annet enn {item.rule}: «slik»", basis=basis
        )
        for item in real.findings
    )
    mild = replace(short[-1], severity="info")
    stale = Stale("grunnlinje.json", 3, "MAN001", "a", "Røde Kors", 1)
    rules = (Rule("MAN001", "frivillig", "Frivillig hjelp, uten påminnelse: 100 %", "error", (), ()),)
    return replace(
        real, findings=(*short[:-1], mild), baselined=short[:2], unchanged=short[:1], stale=(stale,), rules=rules,
        muted=(mild,), deselected=4,
    )  # fmt: skip


@pytest.fixture(scope="module")
def silent(catalogue: Catalogue) -> Review:
    """A review without findings."""
    return review([Source("a.md", routine_text(WELL_FOUNDED["nb"]))], catalogue, Options(TODAY))


@pytest.mark.parametrize(("name", "suffix"), [("github", "txt"), ("rdjsonl", "jsonl"), ("markdown", "markdown")])
def test_the_report_is_as_it_was_judged_by_eye(name: str, suffix: str, mixed: Review) -> None:
    assert FORMATS[name](mixed) == (EXPECTED / f"format-{name}.{suffix}").read_text(encoding="utf-8")


# What GitHub does with a command


def decoded(text: str) -> str:
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, meant)
    return text


def commands(rendered: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log, read as GitHub's runner reads them: cut first, decoded afterwards."""
    read = []
    for line in rendered.splitlines():
        found = re.fullmatch(r"::([a-z-]+) (.*?)::(.*)", line)
        assert found, line
        properties = dict(part.split("=", 1) for part in found[2].split(","))
        read.append((found[1], {name: decoded(value) for name, value in properties.items()}, decoded(found[3])))
    return read


def test_the_first_mark_counts_everything_and_the_rest_come_gravest_first(mixed: Review) -> None:
    first, *rest = commands(github.render(mixed))
    assert first[:2] == ("notice", {"title": "reviewkit"})
    assert f"{len(mixed.findings)} funn" in first[2]
    assert f"{len(rest)} markeringer følger." in first[2]
    kinds = [kind for kind, _, _ in rest]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert len(rest) == len(mixed.findings) + len(mixed.problems) + len(mixed.stale) + len(mixed.not_reviewed)


def test_more_than_ten_of_a_type_are_announced(mixed: Review) -> None:
    error = next(item for item in mixed.findings if item.severity == "error")
    for others, announced in ((7, False), (8, False), (9, True)):
        summary = commands(github.render(replace(mixed, findings=(error,) * others)))[0][2]
        assert (WORDS["nb"].shown in summary) == announced


def test_columns_are_left_out_where_a_range_spans_lines(mixed: Review) -> None:
    marks = {item[1].get("line"): item[1] for item in commands(github.render(mixed)) if "endLine" in item[1]}
    for finding in mixed.findings:
        mark = marks[str(finding.line)]
        assert ("col" in mark, "endColumn" in mark) == (finding.line == finding.end_line,) * 2
    assert any(finding.line != finding.end_line for finding in mixed.findings)


def test_a_mark_bears_code_and_title_and_holds_the_remedy(mixed: Review) -> None:
    mark = next(item for item in commands(github.render(mixed)) if item[1]["title"].startswith("MAN001"))
    assert mark[1]["title"] == "MAN001 Frivillig hjelp, uten påminnelse: 100 %"
    assert mark[2] == "Noe i teksten, MAN001.\nGjør slik: Skriv noe annet enn MAN001: «slik»"
    assert mark[1]["file"] == "rutiner/a.md"


def test_an_unreadable_file_is_an_error_at_its_line(mixed: Review) -> None:
    mark = commands(github.render(mixed))[1]
    assert mark[0] == "error"
    assert mark[1] == {"file": "rutiner/uleselig.md", "title": "Kunne ikke leses", "line": "7"}


# What reviewdog reads


def diagnostics(rendered: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rendered.split("\n")[:-1]]


def test_columns_for_reviewdog_are_bytes(mixed: Review) -> None:
    """«æøå» counts two each and an emoji four, and the end is exclusive."""
    lines = routine_text(BODY + WELL_FOUNDED["nb"], id="a").encode().split(b"\n")
    of_a = [item for item in diagnostics(rdjsonl.render(mixed)) if item["location"]["path"] == "rutiner/a.md"]
    ranges = [item["location"]["range"] for item in of_a]
    texts = [
        lines[place["start"]["line"] - 1][place["start"]["column"] - 1 : place["end"]["column"] - 1].decode()
        for place in ranges
        if place["start"]["line"] == place["end"]["line"]
    ]
    assert texts == [
        item.excerpt for item in mixed.findings if item.path == "rutiner/a.md" and "\n" not in item.excerpt
    ]
    assert "Vi skriver: ring 😀 Kirkens Bymisjon på lørdag." in texts


def test_a_diagnostic_has_only_what_every_reviewdog_knows(mixed: Review) -> None:
    for item in diagnostics(rdjsonl.render(mixed)):
        assert set(item) <= {"message", "location", "severity", "code", "source"}
        assert set(item["location"]) <= {"path", "range"}
        assert item["severity"] in {"ERROR", "WARNING", "INFO"}
        assert item["source"] == {"name": "reviewkit"}


def test_everything_is_a_diagnostic(mixed: Review, silent: Review) -> None:
    items = diagnostics(rdjsonl.render(mixed))
    codes = [item["code"]["value"] for item in items if "code" in item]
    assert codes == [*(item.rule for item in mixed.findings), "reviewkit-baseline"]
    assert [item["message"] for item in items if "code" not in item] == [
        "Kunne ikke leses: er ikke UTF-8; lagre filen på nytt",
        "Ikke gjennomgått: rutinen er utgått",
    ]
    assert rdjsonl.render(silent) == ""


def test_no_line_is_longer_than_reviewdog_reads(mixed: Review) -> None:
    long = hostile(mixed, "@😀&" * 10_000, path="a.md")
    assert max(len(line.encode()) for line in rdjsonl.render(long).split("\n")) < 64 * 1024


# What Markdown makes of it


def tokens(rendered: str, preset: str = "commonmark") -> Iterator[Token]:
    for token in MarkdownIt(preset, {"html": True}).enable("table").parse(rendered):
        yield from token.children or [token]


def shape(rendered: str) -> list[tuple[str, str]]:
    """The structure of a document, its words left out: what is HTML is told whole."""
    return [
        (token.type, token.content if token.type.startswith("html") else "")
        for token in tokens(rendered)
        if token.type not in {"text", "text_special", "inline"}
    ]


def words_of(rendered: str) -> str:
    return "".join(
        token.content.replace("\u200b", "")
        for token in tokens(rendered)
        if token.type in {"text", "text_special", "code_inline"}
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_counts_in_the_readers_language(language: Language, mixed: Review) -> None:
    rendered = markdown.render(replace(mixed, language=language))
    headline = {
        "nb": "## reviewkit: 5 funn (3 feil, 1 advarsel, 1 merknad)",
        "nn": "## reviewkit: 5 funn (3 feil, 1 åtvaring, 1 merknad)",
        "en": "## reviewkit: 5 findings (3 errors, 1 warning, 1 note)",
    }
    assert rendered.splitlines()[0] == headline[language]
    assert f"<summary>{WORDS[language].instead}</summary>" in rendered


@pytest.mark.parametrize("name", ["github", "markdown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_findings_is_never_called_approved(name: str, language: Language, silent: Review) -> None:
    assert WORDS[language].caution in FORMATS[name](replace(silent, language=language))


@pytest.mark.parametrize("name", ["github", "markdown"])
def test_every_pile_is_counted(name: str, mixed: Review) -> None:
    rendered = FORMATS[name](mixed)
    for pile in (
        "1 unntatt med begrunnelse", "2 kjent fra grunnlinjen", "1 som sto der før endringen",
        "1 dempet som lite sannsynlig", "1 foreldet oppføring i grunnlinjen", "4 regler valgt bort",
        "1 ikke gjennomgått", "1 kunne ikke leses",
    ):  # fmt: skip
        assert pile in rendered


def test_a_long_report_keeps_its_counts_and_the_gravest_findings(mixed: Review) -> None:
    error, warning = (next(item for item in mixed.findings if item.severity == kind) for kind in SEVERITIES[:2])
    many = [replace(error if index % 50 == 0 else warning, path=f"{index:04}.md") for index in range(2_000)]
    rendered = markdown.render(replace(mixed, findings=tuple(many)))
    shown = [line for line in rendered.splitlines() if re.match(r"\| \d", line)]
    assert len(rendered) < markdown.LIMIT
    assert len(rendered) > markdown.LIMIT * 0.9
    assert "2000 funn (40 feil, 1960 advarsler, 0 merknader)" in rendered
    assert sum("| feil |" in line for line in shown) == 40
    assert f"*{2_000 - len(shown)} til er ikke vist her" in rendered


def test_long_lists_of_what_was_left_out_are_shortened_too(mixed: Review) -> None:
    problems = tuple(Problem(f"{index}.md", 1, "kan ikke leses " * 50) for index in range(1_000))
    left = tuple(NotReviewed(f"{index}.md" * 40, "rutinen er utgått") for index in range(1_000))
    rendered = markdown.render(replace(mixed, problems=problems, not_reviewed=left))
    assert len(rendered) < markdown.LIMIT
    assert all(f"Noe i teksten, {item.rule}." in rendered for item in mixed.findings)
    assert "1000 kunne ikke leses" in rendered
    assert "1000 ikke gjennomgått" in rendered


@given(count=st.integers(0, 400), text=st.sampled_from(["`" * 3_000, "@x " * 900, "ord " * 300, "|" * 50]))
def test_no_report_outgrows_a_comment(mixed: Review, count: int, text: str) -> None:
    one = hostile(mixed, text, text).findings[0]
    many = tuple(replace(one, path=f"{one.path}{index // 3}", line=index + 1) for index in range(count))
    assert len(markdown.render(replace(mixed, findings=many))) < markdown.LIMIT


def test_a_remedy_that_findings_of_a_routine_share_is_written_once(mixed: Review) -> None:
    rendered = markdown.render(mixed)
    in_a = rendered.split("### `rutiner/b.md`")[0]
    assert in_a.count("Skriv noe annet enn MAN001") == 1
    assert "**Linje 13 (MAN001):**" in in_a


# Hostile words


TRICKS = [
    "::set-output name=x::y", "\n::error::x", "%0A::error::x", "\r", "\x1b[31m", "\u2028", "\u202e", "##[error]x",
    "![](http://ond.example/x.png)", "[a](javascript:x)", "<img src=x>", "</details>", "<!--", "|", "\\|", "`",
    "```", "@noen", "@org/team", "&commat;noen", "&#64;noen", "#1", "org/repo#1", "GH-12", "&lt;b&gt;",
    "https://ond.example", "http:\\//ond.example", "www.ond.example", "a@b.no", "\n\n# H", "\n- x",
    "[x]: http://ond.example", "[^1]:", "\\", "*", "_x_", "~~x~~", "$x$", "\x00", "\ud800", "æøå", "😀", " ", ",",
    ":", "%", "file=x", "title=",
]  # fmt: skip
ALL_TRICKS = " a ".join(TRICKS)
HOSTILE = st.one_of(
    st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=5)), max_size=8).map("".join), st.text(max_size=60)
)


def hostile(calm: Review, text: str, path: str | None = None) -> Review:
    """A review in which everything that comes from routines and from the file system is this text."""
    path = text if path is None else path

    def with_text(finding: Finding) -> Finding:
        return replace(finding, message=text, remedy=text, slug=text, excerpt=text, section=(text,), path=path)

    return replace(
        calm,
        rules=(),
        findings=tuple(with_text(item) for item in calm.findings),
        problems=tuple(replace(item, path=path, message=text) for item in calm.problems),
        not_reviewed=tuple(replace(item, path=path, reason=text) for item in calm.not_reviewed),
    )


@given(HOSTILE)
@example(ALL_TRICKS)
def test_no_text_starts_or_bends_a_command(mixed: Review, text: str) -> None:
    calm, bent = (commands(github.render(hostile(mixed, words, words))) for words in ("ord", text))
    assert [(kind, properties.keys() - {"file"}) for kind, properties, _ in bent] == [
        (kind, properties.keys() - {"file"}) for kind, properties, _ in calm
    ]
    assert all(not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", message) for _, _, message in bent)
    assert [message.count("\n") for _, _, message in bent] == [message.count("\n") for _, _, message in calm]


@given(HOSTILE)
@example(ALL_TRICKS)
def test_no_text_makes_structure_in_markdown(mixed: Review, text: str) -> None:
    """Not a link, an image, a tag, a cell or a line more than where all words are plain."""
    assert shape(markdown.render(hostile(mixed, text, "a.md"))) == shape(markdown.render(hostile(mixed, "ord", "a.md")))
    assert shape(markdown.render(hostile(mixed, text, text))) == shape(markdown.render(hostile(mixed, "ord", "a.md")))


@given(HOSTILE)
@example(ALL_TRICKS)
def test_words_come_through_markdown_as_they_were(mixed: Review, text: str) -> None:
    text = f"«{text}»"
    kept = "".join(
        character if character.isprintable() or unicodedata.category(character) == "Zs" else "�"
        for character in " ".join(text.split())
    )
    remedies = {item.rule for item in mixed.findings}
    times = len(mixed.findings) + len(remedies) + len(mixed.problems) + len(mixed.not_reviewed)
    assert words_of(markdown.render(hostile(mixed, text, "a.md"))).count(kept) == times


@given(HOSTILE)
@example(ALL_TRICKS)
@pytest.mark.parametrize("name", ["markdown", "rdjsonl"])
def test_no_text_calls_anyone_or_leads_anywhere(name: str, mixed: Review, text: str) -> None:
    """GitHub looks for mentions, references and addresses in the words that a reader sees, outside code."""
    rendered = FORMATS[name](hostile(mixed, text, "a.md"))
    shown = [rendered] if name == "markdown" else [item["message"] for item in diagnostics(rendered)]
    for document in shown:
        found = list(tokens(document))
        assert not [item.type for item in found if item.type in {"link_open", "image", "html_inline"}]
        seen = "".join(item.content for item in found if item.type in {"text", "text_special"})
        assert not re.search(r"[@#]\w|://|www\.|gh-\d", seen, re.IGNORECASE)


@given(HOSTILE)
@example(ALL_TRICKS)
def test_a_diagnostic_is_one_line_whatever_it_says(mixed: Review, text: str) -> None:
    rendered = rdjsonl.render(hostile(mixed, text, text))
    rendered.encode("utf-8")
    assert len(rendered.splitlines()) == len(diagnostics(rendered)) == len(diagnostics(rdjsonl.render(mixed)))


@pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS)
def test_personal_data_is_in_no_report(render: Any, catalogue: Catalogue) -> None:
    text = routine_text("Ring Kari Holm på 91 23 45 67 eller kari.holm@eksempel.no.\n\n" + WELL_FOUNDED["nb"])
    rendered = render(review([Source("a.md", text)], catalogue, Options(TODAY)))
    assert "TAU003" in rendered
    assert "91 23 45 67" not in rendered
    assert "kari.holm" not in rendered


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_language_borrows_the_words_of_bokmaal(language: Language, mixed: Review) -> None:
    text = " ".join(render(replace(mixed, language=language)) for render in FORMATS.values())
    assert not re.search(r"\b(Gjør slik|gjennomgåtte|advarsel|ikke leses|Ikke|rutiner gjennomgått|grunnlinjen)\b", text)
