"""Every example on every check's page is a test, and the pages hold together as a set."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import Any, NamedTuple

import pytest
import yaml

from reviewkit.check import Catalogue, Example
from reviewkit.check.pages import read_front, read_page
from reviewkit.check.specs import concepts_of
from reviewkit.language import ACTORS, DOMAINS
from reviewkit.load import catalogue_root, read_catalogue
from reviewkit.measure import ALONE, TODAY, routine_of
from reviewkit.model import Source
from reviewkit.review import Options, review
from tests.build import WELL_FOUNDED, review_text, routine_text

LANGUAGES = ("nb", "nn", "en")
SECTIONS = ("Hvorfor", "Hva som meldes", "Hva som ikke meldes", "Slik retter du", "Eksempler")
FAMILY_FOLDERS = {
    "MAN": "mandat",
    "BOR": "bortveiledning",
    "TAU": "taushetsplikt",
    "TIL": "tilgjengelighet",
    "FOR": "forankring",
    "KLA": "klarspraak",
}
VERDICTS = ("flagged", "ok")


class Page(NamedTuple):
    path: str
    front: dict[str, Any]
    prose: str
    examples: tuple[Example, ...]

    @property
    def code(self) -> str:
        return str(self.front["code"])


def _pages() -> list[Page]:
    found = []
    for file in read_catalogue(catalogue_root()):
        if file.path.endswith(".md"):
            front, prose = read_front(file.text, file.path)
            found.append(Page(file.path, front, prose, read_page(file.text, file.path).examples))
    return found


PAGES = _pages()
EXAMPLES = [
    pytest.param(page, example, id=f"{page.code}-{example.verdict}-{example.norm}-line{example.page_line}")
    for page in PAGES
    for example in page.examples
]
PASTES = [
    pytest.param(page, norm, id=f"{page.code}-{norm}")
    for page in PAGES
    for norm in ("nb", "nn")
    if "paste" in page.front
]
each_page = pytest.mark.parametrize("page", [pytest.param(page, id=page.code) for page in PAGES])


@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_example_gives_the_findings_it_states(page: Page, example: Example, catalogue: Catalogue) -> None:
    """A flagged example has a finding on exactly the lines it names (0 is the document), an ok example none."""
    source, shift = routine_of(example)
    found = review([source], catalogue, Options(TODAY, select=(page.code,)), ALONE).findings
    document = 0 in example.lines or shift > 0
    lines = {0 if finding.line == 1 and document else finding.line - shift for finding in found}
    assert sorted(set(example.lines)) == sorted(lines)


@each_page
def test_code_and_slug_are_the_file_name(page: Page) -> None:
    assert page.path.rsplit("/", 1)[-1] == f"{page.code}-{page.front['slug']}.md"


@each_page
def test_page_lies_in_the_folder_of_its_family(page: Page) -> None:
    assert page.path.split("/")[0] == FAMILY_FOLDERS[page.code[:3]]


@each_page
def test_code_and_slug_have_their_form(page: Page) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", page.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.front["slug"])


@each_page
@pytest.mark.parametrize("verdict", VERDICTS)
def test_page_has_enough_examples_of_each_verdict(page: Page, verdict: str) -> None:
    """Ten of each verdict, about half of them in nynorsk."""
    examples = [example for example in page.examples if example.verdict == verdict]
    assert len(examples) >= 10
    assert sum(example.norm == "nn" for example in examples) >= 5


@each_page
def test_every_flagged_example_is_followed_by_its_twin_in_nynorsk(page: Page) -> None:
    """Both norms have equal rank: what is found in the one is found in the other, on the same lines."""
    flagged = [example for example in page.examples if example.verdict == "flagged"]
    assert [example.norm for example in flagged] == ["nb", "nn"] * (len(flagged) // 2)
    pairs = list(zip(flagged[::2], flagged[1::2], strict=True))
    apart = [
        one.page_line for one, two in pairs if one.lines != two.lines or one.text.count("\n") != two.text.count("\n")
    ]
    assert apart == []


@each_page
def test_no_example_stands_twice(page: Page) -> None:
    counts = Counter(" ".join(example.text.split()) for example in page.examples)
    assert [text for text, number in counts.items() if number > 1] == []


@each_page
def test_page_names_its_source(page: Page) -> None:
    """Every source names a report and a section, or a page by name."""
    assert page.front["source"]
    assert all(isinstance(source, str) and "," in source for source in page.front["source"])


@each_page
def test_texts_stand_in_three_languages_that_differ(page: Page) -> None:
    """No language is left as a copy of another, in the message, the remedy or a variant."""
    texts = [page.front["message"], page.front["remedy"], *page.front.get("variants", {}).values()]
    for text in texts:
        assert sorted(LANGUAGES) == sorted(text)
        # a short variant («key» er tomt.) may be the same in both norms
        pairs = [("nb", "en"), ("nn", "en")] if len(text["nb"]) < 40 else list(combinations(LANGUAGES, 2))
        assert [(one, other) for one, other in pairs if text[one] == text[other]] == []


@each_page
def test_same_placeholders_in_every_language(page: Page) -> None:
    for text in (page.front["message"], page.front["remedy"], *page.front.get("variants", {}).values()):
        names = {language: sorted(set(re.findall(r"\{(\w+)\}", text[language]))) for language in LANGUAGES}
        assert names["nb"] == names["nn"] == names["en"]


@each_page
def test_a_remedy_with_paste_has_a_sentence_to_paste(page: Page) -> None:
    assert ("{paste}" in page.front["remedy"]["nb"]) == ("paste" in page.front)


@each_page
def test_page_has_its_sections_in_order(page: Page) -> None:
    headings = re.findall(r"^## (.+)$", re.sub(r"(?ms)^(~{3,}|`{3,}).*?^\1\s*$", "", page.prose), re.MULTILINE)
    assert tuple(heading for heading in headings if heading in SECTIONS) == SECTIONS


def test_no_two_pages_are_alike() -> None:
    """Codes, slugs, titles, messages and the reasons given are each page's own."""
    said = {
        "code": [page.code for page in PAGES],
        "slug": [page.front["slug"] for page in PAGES],
        "title": [re.findall(r"^# \S+ (.+)$", page.prose, re.MULTILINE)[0] for page in PAGES],
        "why": [page.prose.split("## Hvorfor")[-1].split("\n## ")[0].strip() for page in PAGES],
        **{f"message {norm}": [page.front["message"][norm] for page in PAGES] for norm in LANGUAGES},
    }
    twice = {name: [value for value, number in Counter(values).items() if number > 1] for name, values in said.items()}
    assert twice == {name: [] for name in said}


@each_page
def test_mandate_and_access_rules_never_speak_of_a_breach_of_law(page: Page) -> None:
    """R5 was an investigation without power of supervision: «brudd» belongs to TAU and FOR002 alone."""
    if page.code[:3] in ("TAU",) or page.code == "FOR002":
        return
    texts = [page.front["message"], page.front["remedy"], *page.front.get("variants", {}).values()]
    said = " ".join(text[language] for text in texts for language in LANGUAGES).lower()
    assert re.findall(r"\w*(?:lovbr|brudd|brot\b|violat|breach|unlawful|illegal|ulovl)\w*", said) == []


@each_page
def test_mandate_messages_say_whose_task_it_is(page: Page) -> None:
    """MAN says that the text goes beyond the mandate, BOR and TIL that the service may become less accessible."""
    beyond = "går ut over mandatet"
    less = "mindre tilgjengelig"
    expected = {"MAN": (beyond,), "BOR": (beyond, less), "TIL": (beyond, less)}.get(page.code[:3])
    if expected is not None and page.code != "MAN009":
        assert any(words in page.front["message"]["nb"] for words in expected)


@pytest.mark.parametrize("norm", ["nb", "nn"])
def test_the_routine_around_a_pasted_sentence_has_no_finding(norm: str, catalogue: Catalogue) -> None:
    body = f"# Prøverutine\n\n{WELL_FOUNDED[norm]}"
    assert review_text(routine_text(body, spraak=norm), catalogue).findings == ()


@pytest.mark.parametrize(("page", "norm"), PASTES)
def test_pasted_sentence_gives_no_finding_of_any_rule(page: Page, norm: str, catalogue: Catalogue) -> None:
    """What a remedy offers passes the whole catalogue, wherever in a good routine it is put."""
    paste = page.front["paste"][norm]
    for body in (
        f"# Prøverutine\n\n{paste}\n\n{WELL_FOUNDED[norm]}",
        f"# Prøverutine\n\n{WELL_FOUNDED[norm]}\n## Kontakt\n\n- {paste}\n",
    ):
        found = review_text(routine_text(body, spraak=norm), catalogue).findings
        assert [(finding.rule, finding.excerpt) for finding in found] == []


DEMANDS = [
    page
    for page in PAGES
    if page.front["kind"] == "requires" and "paste" in page.front and page.front.get("expect") != "met"
]
HEALED = [
    pytest.param(page, example, id=f"{page.code}-{example.norm}-line{example.page_line}")
    for page in DEMANDS
    for example in page.examples
    if example.verdict == "flagged"
]


@pytest.mark.parametrize(("page", "example"), HEALED)
def test_pasted_sentence_heals_the_example(page: Page, example: Example, catalogue: Catalogue) -> None:
    """Put at the top of a flagged example, or where its own section counts, what the remedy offers heals it."""
    source, _ = routine_of(example)
    paste = page.front["paste"][example.norm]
    front, body = re.fullmatch(r"(---\n.*?\n---\n)(.*)", source.text, re.DOTALL).groups()  # type: ignore[union-attr]
    healed = f"{front}\n{paste}\n\n{body}"
    if page.front.get("reach") == "own-section":
        healed += f"\n\n{paste}\n"
    assert review([Source(source.path, healed)], catalogue, Options(TODAY, select=(page.code,))).findings == ()


def test_the_catalogue_holds_every_page_in_order(catalogue: Catalogue) -> None:
    assert [spec.code for spec in catalogue.checks] == sorted(page.code for page in PAGES)


def test_every_concept_of_the_lexicon_is_used(catalogue: Catalogue) -> None:
    """A concept that nothing asks for is a promise that nothing keeps."""
    files = [file for file in read_catalogue(catalogue_root()) if file.path.startswith("lexicon/")]
    written = {concept: body for file in files for concept, body in yaml.safe_load(file.text).items()}
    asked = set().union(*(concepts_of(spec.rule) for spec in catalogue.checks))
    covering = {concept for concept, body in written.items() if body.get("hides")}
    assert set() == set(written) - asked - covering - ACTORS - set(DOMAINS)
