"""Text to statements: what is a statement, where it stands, and what governs it."""

from __future__ import annotations

import pytest

from reviewkit.model import InputError, Source, Statement
from reviewkit.parse import parse
from reviewkit.parse.sentences import split_sentences
from tests.build import FRONT_LINES, parsed, routine_text, statements, texts


def places(text: str) -> list[tuple[str, int, int]]:
    """Words, line and column of every statement."""
    routine = parsed(text)
    return [(item.text, *routine.source.locate(item.start)) for item in routine.statements]


def slices(text: str) -> list[str]:
    """The pieces of source that the statements stand on."""
    return [text[item.start : item.end] for item in parsed(text).statements]


def by_text(body: str, words: str) -> Statement:
    """The one statement that begins with some words."""
    (found,) = [item for item in statements(body) if item.text.startswith(words)]
    return found


def governor_of(body: str, words: str) -> str | None:
    governor = by_text(body, words).governor
    return governor.text if governor is not None else None


# What is a statement


def test_each_sentence_of_a_paragraph_is_a_statement() -> None:
    body = "Vi ringer kontoret. Så venter vi! Svarer de?\n"
    assert places(body) == [("Vi ringer kontoret.", 1, 1), ("Så venter vi!", 1, 21), ("Svarer de?", 1, 35)]


def test_a_sentence_may_run_over_lines() -> None:
    body = "Vi setter over\nsamtalen til\nkontoret. Så er vi ferdige.\n"
    assert places(body) == [("Vi setter over samtalen til kontoret.", 1, 1), ("Så er vi ferdige.", 3, 11)]
    assert slices(body)[0] == "Vi setter over\nsamtalen til\nkontoret."


@pytest.mark.parametrize(
    "sentence",
    [
        "Ta f.eks. Husbanken som utgangspunkt.",
        "Det gjelder bl.a. Oslo og omegn.",
        "Ring kl. 09 i morgen.",
        "Se kap. 4 i loven.",
        "Oppgi ev. Navn på kontoret.",
        "Det følger av sotjl. § 18, jf. Helsetilsynets rapport.",
        "Bruk tlf. 55 55 33 33 til dette.",
        "Møtet er 3. Mai i år.",
        "Fristen er ca. To dager.",
    ],
)
def test_an_abbreviation_or_a_date_does_not_end_a_sentence(sentence: str) -> None:
    assert [sentence] == texts(sentence + "\n")


def test_a_small_letter_does_not_begin_a_sentence() -> None:
    assert texts("Skriv nav.no. og så videre.\n") == ["Skriv nav.no. og så videre."]


def test_closing_quotation_marks_belong_to_their_sentence() -> None:
    assert texts("«Vi ringer deg.» Så legger vi på.\n") == ["«Vi ringer deg.»", "Så legger vi på."]


@pytest.mark.parametrize("ending", ["  \n", "\\\n", "<br>\n", "<br/>\n"])
def test_a_hard_line_break_ends_a_statement(ending: str) -> None:
    body = f"Ring kontoret{ending}Send melding\n"
    assert [line for _, line, _ in places(body)] == [1, 2]
    assert [words.rstrip("\\") for words in texts(body)] == ["Ring kontoret", "Send melding"]


def test_a_word_divided_over_two_lines_is_joined() -> None:
    assert texts("Nav-\nkontoret svarer.\n") == ["Nav-kontoret svarer."]


def test_each_item_is_a_statement_and_its_mark_is_left_out() -> None:
    body = "- ring\n* skriv\n+ vent\n1. spør\n2) svar\n"
    assert places(body) == [("ring", 1, 3), ("skriv", 2, 3), ("vent", 3, 3), ("spør", 4, 4), ("svar", 5, 4)]
    assert {"item"} == {item.kind for item in statements(body)}


def test_tick_boxes_are_no_words() -> None:
    assert texts("- [ ] ringt\n- [x] skrevet\n- [X] spurt\n") == ["ringt", "skrevet", "spurt"]


def test_headings_are_statements_without_their_marks() -> None:
    body = "# En\n## To ##\n\nTre\n===\n\nFire\n---\n"
    assert places(body) == [("En", 1, 3), ("To", 2, 4), ("Tre", 4, 1), ("Fire", 7, 1)]
    assert {"heading"} == {item.kind for item in statements(body)}


def test_the_heading_path_follows_the_levels() -> None:
    body = "# A\n## B\n#### C\nLangt nede.\n## D\nLenger ned.\n"
    assert by_text(body, "Langt").section.path == ("A", "B", "C")
    assert by_text(body, "Lenger").section.path == ("A", "D")


def test_units_are_numbered_by_second_level_headings() -> None:
    body = "Først.\n# Tittel\nSå.\n## En\nDer.\n### Under\nHer.\n## To\nSist.\n"
    units = {item.text: item.section.unit for item in statements(body) if item.kind == "sentence"}
    assert units == {"Først.": 0, "Så.": 0, "Der.": 1, "Her.": 1, "Sist.": 2}


@pytest.mark.parametrize("closing", ["", "\n"])
def test_an_empty_heading_is_no_statement(closing: str) -> None:
    assert texts(f"#{closing}\n\nTekst.\n") == ["Tekst."]


def test_comments_are_no_statements() -> None:
    assert texts("<!-- Spør om inntekt. -->\n\nSynlig <!-- skjult -->tekst.\n") == ["Synlig tekst."]


def test_html_blocks_are_read_as_words() -> None:
    assert "Ring kontoret" in texts("<div>\nRing kontoret\n</div>\n")


def test_rules_and_empty_lines_are_no_statements() -> None:
    assert texts("En.\n\n---\n\n***\n\nTo.\n\n\n") == ["En.", "To."]


# Inline markup


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Vi skal **aldri** svare.", "Vi skal aldri svare."),
        ("Vi skal __aldri__ svare.", "Vi skal aldri svare."),
        ("Vi skal *ikke* svare.", "Vi skal ikke svare."),
        ("Bruk `Modia` her.", "Bruk Modia her."),
        ("Ring ~~ikke~~ nå.", "Ring ikke nå."),
        ("Svar\\-ark og \\# tegn.", "Svar-ark og # tegn."),
        ("R&oslash;de &amp; bl&aring;.", "Røde & blå."),
        ("Skriv [bruker.navn] her.", "Skriv [bruker.navn] her."),
        ("Les <u>dette</u> nå.", "Les dette nå."),
        ("Vi svarer **alltid**brukeren.", "Vi svarer alltid brukeren."),
        ("To  mellomrom   her.", "To mellomrom her."),
        ("Ett fast\u00a0mellomrom.", "Ett fast mellomrom."),
        ("Et snake_case_ord står.", "Et snake_case_ord står."),
        ("Se ![bilde](b.png) av kontoret.", "Se bilde av kontoret."),
    ],
)
def test_markup_is_taken_off(written: str, read: str) -> None:
    assert [read] == texts(written + "\n")


def test_a_link_gives_its_words_and_its_host() -> None:
    found = statements("Se [siden vår](https://www.nav.no/sosial?x=1) i dag.\n")
    assert [(item.text, item.hosts) for item in found] == [("Se siden vår i dag.", ("www.nav.no/sosial",))]


def test_a_relative_link_has_no_host() -> None:
    (found,) = statements("Se [rutinen](annen-rutine.md).\n")
    assert [host for host in found.hosts if host] == []


def test_a_reference_link_gets_its_host_at_its_use() -> None:
    body = "Se [siden][nav] eller [NAV].\n\n[nav]: https://www.nav.no/sosial\n"
    (found,) = statements(body)
    assert (found.text, found.hosts) == ("Se siden eller NAV.", ("www.nav.no/sosial", "www.nav.no/sosial"))


@pytest.mark.parametrize("written", ["<https://frelsesarmeen.no>", "https://frelsesarmeen.no", "www.frelsesarmeen.no"])
def test_a_bare_address_is_a_host_and_no_words(written: str) -> None:
    (found,) = statements(f"Besøk {written} i dag.\n")
    assert found.text == "Besøk i dag."
    assert [host.removeprefix("www.") for host in found.hosts] == ["frelsesarmeen.no"]


def test_an_item_that_is_only_a_link_is_a_statement() -> None:
    (found,) = statements("- <https://www.rodekors.no>\n")
    assert (found.hosts, found.start + 1) == (("www.rodekors.no",), 3)


def test_words_glued_to_a_link_are_parted_from_it() -> None:
    assert texts("Se [her](https://nav.no/a#b)eller ring.\n") == ["Se her eller ring."]


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u2003"], ids=["space", "tab", "fixed", "em"])
@pytest.mark.parametrize("closing", ["", "*", "_", "»", "”", '"', "'", ")", "]", ".»", "**"])
@pytest.mark.parametrize("mark", [".", "!", "?", "…"])
def test_a_sentence_ends_at_its_mark_whatever_closes_it(mark: str, closing: str, space: str) -> None:
    text = f"Vi ringer kontoret{mark}{closing}{space}Så venter vi"
    cut = len(f"Vi ringer kontoret{mark}{closing}")
    assert list(split_sentences(text)) == [(0, cut), (cut + 1, len(text))]


# Positions


def test_the_slice_of_the_source_is_the_statement() -> None:
    body = (
        "# Tittel\n\nVi skal **aldri** svare.  Vi ringer.\n\n- et [punkt](x.md)\n\n| a | b |\n|---|---|\n| c d | e |\n"
    )
    expected = ["Tittel", "Vi skal **aldri** svare.", "Vi ringer.", "et [punkt](x.md)", "a", "b", "c d", "e"]
    assert expected == slices(body)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_gives_the_same_lines_and_columns(newline: str) -> None:
    lines = [
        "---",
        "id: x",
        "---",
        "# Tittel",
        "",
        "En. To.",
        "- punkt",
        "",
        "> sitat",
        "",
        "| a | b |",
        "|---|---|",
        "| c | d |",
    ]
    assert places("\n".join(lines) + "\n") == places(newline.join(lines) + newline)
    assert places(newline.join(lines) + newline)[1:3] == [("En.", 6, 1), ("To.", 6, 5)]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_front_matter_may_end_its_lines_in_any_way(newline: str) -> None:
    text = routine_text("Tekst.\n").replace("\n", newline)
    routine = parsed(text)
    assert (routine.metadata.faults, routine.source.locate(routine.statements[0].start)[0]) == ((), FRONT_LINES + 1)


def test_columns_count_code_points() -> None:
    assert places("😀 æøå. Så.\n") == [("😀 æøå.", 1, 1), ("Så.", 1, 8)]


def test_a_tab_is_one_column() -> None:
    assert places("-\tpunkt\n") == [("punkt", 1, 3)]
    assert places("En.\tTo.\n") == [("En.", 1, 1), ("To.", 1, 5)]


def test_an_item_indented_by_a_tab_is_below_the_one_above() -> None:
    body = "- over\n\t- under\n"
    assert places(body) == [("over", 1, 3), ("under", 2, 4)]
    assert governor_of(body, "under") == "over"


def test_positions_inside_quotes_and_lists() -> None:
    body = "> Sitat her. Mer her.\n> - punkt\n>   fortsetter\n"
    assert places(body) == [("Sitat her.", 1, 3), ("Mer her.", 1, 14), ("punkt fortsetter", 2, 5)]


def test_a_lazy_line_of_a_quote_keeps_its_place() -> None:
    body = "> Først her\nså der. Til slutt.\n"
    assert places(body) == [("Først her så der.", 1, 3), ("Til slutt.", 2, 9)]


def test_a_file_without_its_last_line_ending() -> None:
    assert places("\n\nSlutt") == [("Slutt", 3, 1)]


@pytest.mark.parametrize("text", ["", "\n", "   \n\t\n", "---\n---\n", "---\nid: x\n---", "\x00", "\u2028"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    assert all(0 <= item.start < item.end <= len(text) for item in parsed(text).statements)


# Inheritance


def test_a_lead_in_governs_its_items() -> None:
    body = "Dette gjør vi ikke:\n\n- ringer\n- skriver\n"
    assert [governor_of(body, words) for words in ("ringer", "skriver")] == ["Dette gjør vi ikke:"] * 2


def test_a_lead_in_governs_items_that_follow_without_an_empty_line() -> None:
    assert governor_of("Spør om:\n- inntekt\n", "inntekt") == "Spør om:"


def test_a_lead_in_without_colon_governs_its_items() -> None:
    assert governor_of("Vi kan hjelpe med\n- dette\n", "dette") == "Vi kan hjelpe med"


def test_a_finished_sentence_governs_no_items() -> None:
    assert None is governor_of("Vi svarer alltid.\n\n- punkt\n", "punkt")


def test_only_the_last_sentence_leads_in() -> None:
    assert governor_of("Vi svarer ikke. Nav-kontoret:\n\n- vurderer\n", "vurderer") == "Nav-kontoret:"


def test_an_item_governs_the_items_below_it() -> None:
    body = "Vi skal ikke:\n\n- spørre om\n  - inntekt\n    - lønn\n- ringe\n"
    assert governor_of(body, "inntekt") == "spørre om"
    assert governor_of(body, "lønn") == "inntekt"
    assert governor_of(body, "ringe") == "Vi skal ikke:"


def test_a_second_paragraph_of_an_item_is_governed_by_its_first() -> None:
    body = "- Nav-kontoret vurderer\n\n  Det tar tid.\n"
    assert governor_of(body, "Det tar") == "Nav-kontoret vurderer"


def test_a_list_does_not_govern_the_paragraph_after_it() -> None:
    assert None is governor_of("Slik:\n\n- en\n\nEtterpå.\n", "Etterpå")


def test_a_heading_ends_a_lead_in() -> None:
    assert None is governor_of("Spør om:\n\n## Nytt\n\n- inntekt\n", "inntekt")


@pytest.mark.parametrize(
    "line", ["**Til veileder**", "**Til veileder:**", "**Til veileder**:", "__Til veileder__", "**Kan jeg søke?**"]
)
def test_a_bold_line_stands_for_a_heading(line: str) -> None:
    body = f"## Over\n\n{line}\n\nVi ringer.\n"
    words = line.strip("*_:").rstrip("*_:")
    heading = by_text(body, "Vi ringer").section.heading
    assert heading is not None
    assert (words, "heading") == (heading.text.rstrip(":"), heading.kind)
    assert by_text(body, "Vi ringer").section.path[:1] == ("Over",)


def test_a_bold_sentence_is_no_heading() -> None:
    assert [item.kind for item in statements("**Vi ringer alltid.**\n\nSå.\n")] == ["sentence", "sentence"]


def test_a_second_bold_line_follows_the_first_rather_than_lying_below_it() -> None:
    body = "## Over\n\n**En**\n\nTekst.\n\n**To**\n\nMer.\n"
    assert by_text(body, "Mer").section.path == ("Over", "To")


def test_a_bold_line_governs_the_list_below_it() -> None:
    assert str(governor_of("**Dette gjør vi ikke**\n\n- ringer\n", "ringer")).rstrip(":") == "Dette gjør vi ikke"


def test_a_faq_heading_is_the_section_of_its_answer() -> None:
    body = "## Spørsmål\n\n### Kan vi love noe?\n\nNei.\n"
    assert by_text(body, "Nei").section.path == ("Spørsmål", "Kan vi love noe?")


def test_bold_marks_in_a_heading_are_taken_off() -> None:
    (heading,) = statements("## **Spørsmål til kartlegging**\n")
    assert heading.text == "Spørsmål til kartlegging"


def test_quotes_are_marked() -> None:
    body = "Vi sier:\n\n> «Du kan søke.»\n\nSlik.\n"
    assert {item.text: item.quoted for item in statements(body)} == {
        "Vi sier:": False,
        "«Du kan søke.»": True,
        "Slik.": False,
    }


def test_lines_of_a_message_are_templates() -> None:
    body = "Skriv:\n\n```melding\nHei.\n\n  Ring bruker. I dag.\n```\n"
    found = [item for item in statements(body) if item.kind == "template"]
    assert [(item.text, item.fence) for item in found] == [("Hei.", "melding"), ("Ring bruker. I dag.", "melding")]
    assert [line for words, line, _ in places(body) if words != "Skriv:"] == [4, 6]


def test_a_secure_message_is_known_by_its_second_word() -> None:
    (found,) = statements("~~~ melding sikker\nHei.\n~~~\n")
    assert (found.kind, found.fence) == ("template", "melding sikker")


def test_another_fence_holds_ordinary_words() -> None:
    (found,) = statements("```text\nRing kontoret\n```\n")
    assert (found.kind, found.quoted, found.fence) == ("sentence", True, "")


def test_an_unclosed_message_runs_to_the_end() -> None:
    assert texts("```melding\nHei.\n\nSlutt.\n") == ["Hei.", "Slutt."]


def test_a_message_inside_an_item_keeps_its_places() -> None:
    body = "1. Skriv:\n\n   ```melding\n   Hei du.\n   ```\n"
    assert places(body)[-1] == ("Hei du.", 4, 4)


# Tables


TABLE = "| Tema | NKS | Nav-kontoret |\n|---|---|---|\n| Gjeld | sier ifra | gir råd |\n| Bolig | ringer | finner |\n"


def test_a_cell_knows_its_column_and_row() -> None:
    cell = by_text(TABLE, "gir råd")
    assert cell.column is not None
    assert cell.row is not None
    assert (cell.kind, cell.column.text, cell.row.text) == ("cell", "Nav-kontoret", "Gjeld")


def test_the_first_cell_of_a_row_has_no_row() -> None:
    cell = by_text(TABLE, "Bolig")
    assert cell.column is not None
    assert (cell.column.text, cell.row) == ("Tema", None)


def test_cells_have_exact_places() -> None:
    assert [place for place in places(TABLE) if place[0] in ("gir råd", "Bolig")] == [
        ("gir råd", 3, 23),
        ("Bolig", 4, 3),
    ]


def test_a_lead_in_governs_a_table() -> None:
    assert governor_of(f"Slik:\n\n{TABLE}", "gir råd") == "Slik:"


def test_an_escaped_pipe_stays_in_its_cell() -> None:
    body = "| a | b |\n|---|---|\n| en \\| to | tre |\n"
    assert texts(body) == ["a", "b", "en | to", "tre"]


def test_a_cell_of_several_sentences_is_several_statements() -> None:
    body = "| a | b |\n|---|---|\n| En. To. | tre<br>fire |\n"
    assert [words.strip() for words in texts(body)[2:]] == ["En.", "To.", "tre", "fire"]


def test_a_row_may_lack_its_outer_pipes_and_cells() -> None:
    body = "a | b\n---|---\nen\nto | tre | fire\n"
    columns = [(item.text, item.column.text if item.column else None) for item in statements(body)[2:]]
    assert columns == [("en", "a"), ("to", "a"), ("tre", "b")]


def test_an_empty_first_cell_keeps_the_columns_right() -> None:
    body = "|  | NKS | Kontoret |\n|---|---|---|\n|  | ringer | vurderer |\n"
    cell = by_text(body, "vurderer")
    assert cell.column is not None
    assert cell.column.text == "Kontoret"


# The state's part


@pytest.mark.parametrize(
    "attribute",
    ["{forvaltning=statlig}", "{ forvaltning = statlig }", '{forvaltning="statlig"}', "{forvaltning='statlig'}"],
)
def test_a_heading_marks_the_part_of_the_state(attribute: str) -> None:
    text = routine_text(
        f"## Dagpenger {attribute}\n\nVi veileder.\n\n### Under\n\nMer.\n\n## Sosialt\n\nAnnet.\n", forvaltning="felles"
    )
    domains = {item.text: item.domain for item in parsed(text).statements}
    assert domains == {
        "Dagpenger": "statlig", "Vi veileder.": "statlig", "Under": "statlig", "Mer.": "statlig",
        "Sosialt": "kommunal", "Annet.": "kommunal",
    }  # fmt: skip


def test_the_mark_counts_only_in_a_shared_routine() -> None:
    text = routine_text("## Dagpenger {forvaltning=statlig}\n\nVi veileder.\n", forvaltning="kommunal")
    assert {"kommunal"} == {item.domain for item in parsed(text).statements}


def test_a_column_headed_as_the_state_is_the_state() -> None:
    body = "| Tema | Statlige tjenester | Kommunale tjenester |\n|---|---|---|\n| Råd | gis | gis ikke |\n"
    domains = {item.text: item.domain for item in parsed(routine_text(body, forvaltning="felles")).statements[3:]}
    assert domains == {"Råd": "kommunal", "gis": "statlig", "gis ikke": "kommunal"}


@pytest.mark.parametrize(
    ("written", "reviewed"),
    [
        ("statlig", "statlig"),
        ("felles", "felles"),
        ("kommunal", "kommunal"),
        ("komunal", "kommunal"),
        ("[felles]", "kommunal"),
        (None, "kommunal"),
    ],
)
def test_an_unknown_administration_is_reviewed_as_municipal(written: str | None, reviewed: str) -> None:
    assert reviewed == parsed(routine_text("Tekst.\n", forvaltning=written)).administration


# Ugly Markdown, as it is really written


def test_pseudo_bullets_are_items_of_their_lead_in() -> None:
    body = "Vi skal ikke:\n• spørre om lønn\n• ringe banken\n"
    assert places(body) == [("Vi skal ikke:", 1, 1), ("spørre om lønn", 2, 3), ("ringe banken", 3, 3)]
    assert [governor_of(body, words) for words in ("spørre", "ringe")] == ["Vi skal ikke:"] * 2


def test_bullets_without_a_space_are_items() -> None:
    body = "Gjør slik:\n-ring kontoret\n-skriv melding\n"
    assert places(body)[1:] == [("ring kontoret", 2, 2), ("skriv melding", 3, 2)]
    assert {"item"} == {item.kind for item in statements(body)[1:]}


def test_mixed_bullets_nest() -> None:
    body = "* Ytre punkt\n  + Indre punkt\n  + Et til\n* Neste\n"
    assert governor_of(body, "Indre") == "Ytre punkt"
    assert [line for _, line, _ in places(body)] == [1, 2, 3, 4]


def test_a_jump_in_heading_levels_is_no_error() -> None:
    assert by_text("## Over\n#### Dypt\nTekst.\n", "Tekst").section.path == ("Over", "Dypt")


def test_an_escaped_heading_mark_is_text() -> None:
    (found,) = statements("\\# Ikke en overskrift\n")
    assert (found.kind, found.text) == ("sentence", "# Ikke en overskrift")


def test_trailing_spaces_and_tabs_are_not_part_of_a_statement() -> None:
    assert slices("Tekst her. \t\nMer.\t\n") == ["Tekst her.", "Mer."]


def test_an_address_glued_to_words_is_parted_from_them() -> None:
    (found,) = statements("Les [mer](https://www.nav.no/sosial#ulike-saker)eller spør.\n")
    assert (found.text, found.hosts) == ("Les mer eller spør.", ("www.nav.no/sosial",))


def test_placeholders_are_kept() -> None:
    body = "Hei [bruker.fornavn], vi ringer DAG+DATO fra {ANGI TELEFONNUMMER}.\n"
    assert [body.strip()] == texts(body)


def test_an_italic_aside_is_a_statement() -> None:
    assert texts("*[Til deg i NKS: ring kontoret.]*\n") == ["[Til deg i NKS: ring kontoret.]"]


# What is refused


@pytest.mark.parametrize("mark", ["- ", "> ", "1. "])
def test_nesting_deeper_than_can_be_read_is_refused(mark: str) -> None:
    """What lies below the limit would not be read, so it is said aloud."""
    with pytest.raises(InputError, match="dypere enn 60 nivåer") as caught:
        parse(Source("dyp.md", mark * 200 + "tekst\n"))
    assert caught.value.path == "dyp.md"


@pytest.mark.parametrize("mark", ["- ", "> "])
def test_ordinary_nesting_is_read(mark: str) -> None:
    assert texts(mark * 12 + "tekst\n") == ["tekst"]
