"""Text to statements: what is a statement, where it stands, and what governs it."""

from __future__ import annotations

import pytest

from reviewkit.model import InputError, Source, Statement
from reviewkit.parse import parse
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
    assert [("Vi ringer kontoret.", 1, 1), ("Så venter vi!", 1, 21), ("Svarer de?", 1, 35)] == places(body)


def test_a_sentence_may_run_over_lines() -> None:
    body = "Vi setter over\nsamtalen til\nkontoret. Så er vi ferdige.\n"
    assert [("Vi setter over samtalen til kontoret.", 1, 1), ("Så er vi ferdige.", 3, 11)] == places(body)
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
    assert ["Skriv nav.no. og så videre."] == texts("Skriv nav.no. og så videre.\n")


def test_closing_quotation_marks_belong_to_their_sentence() -> None:
    assert ["«Vi ringer deg.»", "Så legger vi på."] == texts("«Vi ringer deg.» Så legger vi på.\n")


@pytest.mark.parametrize("ending", ["  \n", "\\\n", "<br>\n", "<br/>\n"])
def test_a_hard_line_break_ends_a_statement(ending: str) -> None:
    body = f"Ring kontoret{ending}Send melding\n"
    assert [1, 2] == [line for _, line, _ in places(body)]
    assert ["Ring kontoret", "Send melding"] == [words.rstrip("\\") for words in texts(body)]


def test_a_word_divided_over_two_lines_is_joined() -> None:
    assert ["Nav-kontoret svarer."] == texts("Nav-\nkontoret svarer.\n")


def test_each_item_is_a_statement_and_its_mark_is_left_out() -> None:
    body = "- ring\n* skriv\n+ vent\n1. spør\n2) svar\n"
    assert [("ring", 1, 3), ("skriv", 2, 3), ("vent", 3, 3), ("spør", 4, 4), ("svar", 5, 4)] == places(body)
    assert {"item"} == {item.kind for item in statements(body)}


def test_tick_boxes_are_no_words() -> None:
    assert ["ringt", "skrevet", "spurt"] == texts("- [ ] ringt\n- [x] skrevet\n- [X] spurt\n")


def test_headings_are_statements_without_their_marks() -> None:
    body = "# En\n## To ##\n\nTre\n===\n\nFire\n---\n"
    assert [("En", 1, 3), ("To", 2, 4), ("Tre", 4, 1), ("Fire", 7, 1)] == places(body)
    assert {"heading"} == {item.kind for item in statements(body)}


def test_the_heading_path_follows_the_levels() -> None:
    body = "# A\n## B\n#### C\nLangt nede.\n## D\nLenger ned.\n"
    assert ("A", "B", "C") == by_text(body, "Langt").section.path
    assert ("A", "D") == by_text(body, "Lenger").section.path


def test_units_are_numbered_by_second_level_headings() -> None:
    body = "Først.\n# Tittel\nSå.\n## En\nDer.\n### Under\nHer.\n## To\nSist.\n"
    units = {item.text: item.section.unit for item in statements(body) if item.kind == "sentence"}
    assert {"Først.": 0, "Så.": 0, "Der.": 1, "Her.": 1, "Sist.": 2} == units


@pytest.mark.parametrize("closing", ["", "\n"])
def test_an_empty_heading_is_no_statement(closing: str) -> None:
    assert ["Tekst."] == texts(f"#{closing}\n\nTekst.\n")


def test_comments_are_no_statements() -> None:
    assert ["Synlig tekst."] == texts("<!-- Spør om inntekt. -->\n\nSynlig <!-- skjult -->tekst.\n")


def test_html_blocks_are_read_as_words() -> None:
    assert "Ring kontoret" in texts("<div>\nRing kontoret\n</div>\n")


def test_rules_and_empty_lines_are_no_statements() -> None:
    assert ["En.", "To."] == texts("En.\n\n---\n\n***\n\nTo.\n\n\n")


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
    assert [("Se siden vår i dag.", ("www.nav.no/sosial",))] == [(item.text, item.hosts) for item in found]


def test_a_relative_link_has_no_host() -> None:
    (found,) = statements("Se [rutinen](annen-rutine.md).\n")
    assert [] == [host for host in found.hosts if host]


def test_a_reference_link_gets_its_host_at_its_use() -> None:
    body = "Se [siden][nav] eller [NAV].\n\n[nav]: https://www.nav.no/sosial\n"
    (found,) = statements(body)
    assert ("Se siden eller NAV.", ("www.nav.no/sosial", "www.nav.no/sosial")) == (found.text, found.hosts)


@pytest.mark.parametrize("written", ["<https://frelsesarmeen.no>", "https://frelsesarmeen.no", "www.frelsesarmeen.no"])
def test_a_bare_address_is_a_host_and_no_words(written: str) -> None:
    (found,) = statements(f"Besøk {written} i dag.\n")
    assert "Besøk i dag." == found.text
    assert ["frelsesarmeen.no"] == [host.removeprefix("www.") for host in found.hosts]


def test_an_item_that_is_only_a_link_is_a_statement() -> None:
    (found,) = statements("- <https://www.rodekors.no>\n")
    assert (("www.rodekors.no",), 3) == (found.hosts, found.start + 1)


def test_words_glued_to_a_link_are_parted_from_it() -> None:
    assert ["Se her eller ring."] == texts("Se [her](https://nav.no/a#b)eller ring.\n")


# Positions


def test_the_slice_of_the_source_is_the_statement() -> None:
    body = "# Tittel\n\nVi skal **aldri** svare.  Vi ringer.\n\n- et [punkt](x.md)\n\n| a | b |\n|---|---|\n| c d | e |\n"
    expected = ["Tittel", "Vi skal **aldri** svare.", "Vi ringer.", "et [punkt](x.md)", "a", "b", "c d", "e"]
    assert expected == slices(body)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_gives_the_same_lines_and_columns(newline: str) -> None:
    lines = ["---", "id: x", "---", "# Tittel", "", "En. To.", "- punkt", "", "> sitat", "", "| a | b |", "|---|---|", "| c | d |"]
    assert places("\n".join(lines) + "\n") == places(newline.join(lines) + newline)
    assert [("En.", 6, 1), ("To.", 6, 5)] == places(newline.join(lines) + newline)[1:3]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_front_matter_may_end_its_lines_in_any_way(newline: str) -> None:
    text = routine_text("Tekst.\n").replace("\n", newline)
    routine = parsed(text)
    assert ((), FRONT_LINES + 1) == (routine.metadata.faults, routine.source.locate(routine.statements[0].start)[0])


def test_columns_count_code_points() -> None:
    assert [("😀 æøå.", 1, 1), ("Så.", 1, 8)] == places("😀 æøå. Så.\n")


def test_a_tab_is_one_column() -> None:
    assert [("punkt", 1, 3)] == places("-\tpunkt\n")
    assert [("En.", 1, 1), ("To.", 1, 5)] == places("En.\tTo.\n")


def test_an_item_indented_by_a_tab_is_below_the_one_above() -> None:
    body = "- over\n\t- under\n"
    assert [("over", 1, 3), ("under", 2, 4)] == places(body)
    assert "over" == governor_of(body, "under")


def test_positions_inside_quotes_and_lists() -> None:
    body = "> Sitat her. Mer her.\n> - punkt\n>   fortsetter\n"
    assert [("Sitat her.", 1, 3), ("Mer her.", 1, 14), ("punkt fortsetter", 2, 5)] == places(body)


def test_a_lazy_line_of_a_quote_keeps_its_place() -> None:
    body = "> Først her\nså der. Til slutt.\n"
    assert [("Først her så der.", 1, 3), ("Til slutt.", 2, 9)] == places(body)


def test_a_file_without_its_last_line_ending() -> None:
    assert [("Slutt", 3, 1)] == places("\n\nSlutt")


@pytest.mark.parametrize("text", ["", "\n", "   \n\t\n", "---\n---\n", "---\nid: x\n---", "\x00", "\u2028"])
def test_nothing_to_read_is_no_error(text: str) -> None:
    assert all(0 <= item.start < item.end <= len(text) for item in parsed(text).statements)


# Inheritance


def test_a_lead_in_governs_its_items() -> None:
    body = "Dette gjør vi ikke:\n\n- ringer\n- skriver\n"
    assert ["Dette gjør vi ikke:"] * 2 == [governor_of(body, words) for words in ("ringer", "skriver")]


def test_a_lead_in_governs_items_that_follow_without_an_empty_line() -> None:
    assert "Spør om:" == governor_of("Spør om:\n- inntekt\n", "inntekt")


def test_a_lead_in_without_colon_governs_its_items() -> None:
    assert "Vi kan hjelpe med" == governor_of("Vi kan hjelpe med\n- dette\n", "dette")


def test_a_finished_sentence_governs_no_items() -> None:
    assert None is governor_of("Vi svarer alltid.\n\n- punkt\n", "punkt")


def test_only_the_last_sentence_leads_in() -> None:
    assert "Nav-kontoret:" == governor_of("Vi svarer ikke. Nav-kontoret:\n\n- vurderer\n", "vurderer")


def test_an_item_governs_the_items_below_it() -> None:
    body = "Vi skal ikke:\n\n- spørre om\n  - inntekt\n    - lønn\n- ringe\n"
    assert "spørre om" == governor_of(body, "inntekt")
    assert "inntekt" == governor_of(body, "lønn")
    assert "Vi skal ikke:" == governor_of(body, "ringe")


def test_a_second_paragraph_of_an_item_is_governed_by_its_first() -> None:
    body = "- Nav-kontoret vurderer\n\n  Det tar tid.\n"
    assert "Nav-kontoret vurderer" == governor_of(body, "Det tar")


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
    assert ("Over",) == by_text(body, "Vi ringer").section.path[:1]


def test_a_bold_sentence_is_no_heading() -> None:
    assert ["sentence", "sentence"] == [item.kind for item in statements("**Vi ringer alltid.**\n\nSå.\n")]


def test_a_second_bold_line_follows_the_first_rather_than_lying_below_it() -> None:
    body = "## Over\n\n**En**\n\nTekst.\n\n**To**\n\nMer.\n"
    assert ("Over", "To") == by_text(body, "Mer").section.path


def test_a_bold_line_governs_the_list_below_it() -> None:
    assert "Dette gjør vi ikke" == str(governor_of("**Dette gjør vi ikke**\n\n- ringer\n", "ringer")).rstrip(":")


def test_a_faq_heading_is_the_section_of_its_answer() -> None:
    body = "## Spørsmål\n\n### Kan vi love noe?\n\nNei.\n"
    assert ("Spørsmål", "Kan vi love noe?") == by_text(body, "Nei").section.path


def test_bold_marks_in_a_heading_are_taken_off() -> None:
    (heading,) = statements("## **Spørsmål til kartlegging**\n")
    assert "Spørsmål til kartlegging" == heading.text


def test_quotes_are_marked() -> None:
    body = "Vi sier:\n\n> «Du kan søke.»\n\nSlik.\n"
    assert {"Vi sier:": False, "«Du kan søke.»": True, "Slik.": False} == {
        item.text: item.quoted for item in statements(body)
    }


def test_lines_of_a_message_are_templates() -> None:
    body = "Skriv:\n\n```melding\nHei.\n\n  Ring bruker. I dag.\n```\n"
    found = [item for item in statements(body) if item.kind == "template"]
    assert [("Hei.", "melding"), ("Ring bruker. I dag.", "melding")] == [(item.text, item.fence) for item in found]
    assert [4, 6] == [line for words, line, _ in places(body) if words != "Skriv:"]


def test_a_secure_message_is_known_by_its_second_word() -> None:
    (found,) = statements("~~~ melding sikker\nHei.\n~~~\n")
    assert ("template", "melding sikker") == (found.kind, found.fence)


def test_another_fence_holds_ordinary_words() -> None:
    (found,) = statements("```text\nRing kontoret\n```\n")
    assert ("sentence", True, "") == (found.kind, found.quoted, found.fence)


def test_an_unclosed_message_runs_to_the_end() -> None:
    assert ["Hei.", "Slutt."] == texts("```melding\nHei.\n\nSlutt.\n")


def test_a_message_inside_an_item_keeps_its_places() -> None:
    body = "1. Skriv:\n\n   ```melding\n   Hei du.\n   ```\n"
    assert ("Hei du.", 4, 4) == places(body)[-1]


# Tables


TABLE = "| Tema | NKS | Nav-kontoret |\n|---|---|---|\n| Gjeld | sier ifra | gir råd |\n| Bolig | ringer | finner |\n"


def test_a_cell_knows_its_column_and_row() -> None:
    cell = by_text(TABLE, "gir råd")
    assert cell.column is not None
    assert cell.row is not None
    assert ("cell", "Nav-kontoret", "Gjeld") == (cell.kind, cell.column.text, cell.row.text)


def test_the_first_cell_of_a_row_has_no_row() -> None:
    cell = by_text(TABLE, "Bolig")
    assert cell.column is not None
    assert ("Tema", None) == (cell.column.text, cell.row)


def test_cells_have_exact_places() -> None:
    assert [("gir råd", 3, 23), ("Bolig", 4, 3)] == [place for place in places(TABLE) if place[0] in ("gir råd", "Bolig")]


def test_a_lead_in_governs_a_table() -> None:
    assert "Slik:" == governor_of(f"Slik:\n\n{TABLE}", "gir råd")


def test_an_escaped_pipe_stays_in_its_cell() -> None:
    body = "| a | b |\n|---|---|\n| en \\| to | tre |\n"
    assert ["a", "b", "en | to", "tre"] == texts(body)


def test_a_cell_of_several_sentences_is_several_statements() -> None:
    body = "| a | b |\n|---|---|\n| En. To. | tre<br>fire |\n"
    assert ["En.", "To.", "tre", "fire"] == [words.strip() for words in texts(body)[2:]]


def test_a_row_may_lack_its_outer_pipes_and_cells() -> None:
    body = "a | b\n---|---\nen\nto | tre | fire\n"
    columns = [(item.text, item.column.text if item.column else None) for item in statements(body)[2:]]
    assert [("en", "a"), ("to", "a"), ("tre", "b")] == columns


def test_an_empty_first_cell_keeps_the_columns_right() -> None:
    body = "|  | NKS | Kontoret |\n|---|---|---|\n|  | ringer | vurderer |\n"
    cell = by_text(body, "vurderer")
    assert cell.column is not None
    assert "Kontoret" == cell.column.text


# The state's part


@pytest.mark.parametrize(
    "attribute", ["{forvaltning=statlig}", "{ forvaltning = statlig }", '{forvaltning="statlig"}', "{forvaltning='statlig'}"]
)
def test_a_heading_marks_the_part_of_the_state(attribute: str) -> None:
    text = routine_text(f"## Dagpenger {attribute}\n\nVi veileder.\n\n### Under\n\nMer.\n\n## Sosialt\n\nAnnet.\n", forvaltning="felles")
    domains = {item.text: item.domain for item in parsed(text).statements}
    assert {
        "Dagpenger": "statlig", "Vi veileder.": "statlig", "Under": "statlig", "Mer.": "statlig",
        "Sosialt": "kommunal", "Annet.": "kommunal",
    } == domains  # fmt: skip


def test_the_mark_counts_only_in_a_shared_routine() -> None:
    text = routine_text("## Dagpenger {forvaltning=statlig}\n\nVi veileder.\n", forvaltning="kommunal")
    assert {"kommunal"} == {item.domain for item in parsed(text).statements}


def test_a_column_headed_as_the_state_is_the_state() -> None:
    body = "| Tema | Statlige tjenester | Kommunale tjenester |\n|---|---|---|\n| Råd | gis | gis ikke |\n"
    domains = {item.text: item.domain for item in parsed(routine_text(body, forvaltning="felles")).statements[3:]}
    assert {"Råd": "kommunal", "gis": "statlig", "gis ikke": "kommunal"} == domains


@pytest.mark.parametrize(
    ("written", "reviewed"),
    [("statlig", "statlig"), ("felles", "felles"), ("kommunal", "kommunal"), ("komunal", "kommunal"), ("[felles]", "kommunal"), (None, "kommunal")],
)
def test_an_unknown_administration_is_reviewed_as_municipal(written: str | None, reviewed: str) -> None:
    assert reviewed == parsed(routine_text("Tekst.\n", forvaltning=written)).administration


# Ugly Markdown, as it is really written


def test_pseudo_bullets_are_items_of_their_lead_in() -> None:
    body = "Vi skal ikke:\n• spørre om lønn\n• ringe banken\n"
    assert [("Vi skal ikke:", 1, 1), ("spørre om lønn", 2, 3), ("ringe banken", 3, 3)] == places(body)
    assert ["Vi skal ikke:"] * 2 == [governor_of(body, words) for words in ("spørre", "ringe")]


def test_bullets_without_a_space_are_items() -> None:
    body = "Gjør slik:\n-ring kontoret\n-skriv melding\n"
    assert [("ring kontoret", 2, 2), ("skriv melding", 3, 2)] == places(body)[1:]
    assert {"item"} == {item.kind for item in statements(body)[1:]}


def test_mixed_bullets_nest() -> None:
    body = "* Ytre punkt\n  + Indre punkt\n  + Et til\n* Neste\n"
    assert "Ytre punkt" == governor_of(body, "Indre")
    assert [1, 2, 3, 4] == [line for _, line, _ in places(body)]


def test_a_jump_in_heading_levels_is_no_error() -> None:
    assert ("Over", "Dypt") == by_text("## Over\n#### Dypt\nTekst.\n", "Tekst").section.path


def test_an_escaped_heading_mark_is_text() -> None:
    (found,) = statements("\\# Ikke en overskrift\n")
    assert ("sentence", "# Ikke en overskrift") == (found.kind, found.text)


def test_trailing_spaces_and_tabs_are_not_part_of_a_statement() -> None:
    assert ["Tekst her.", "Mer."] == slices("Tekst her. \t\nMer.\t\n")


def test_an_address_glued_to_words_is_parted_from_them() -> None:
    (found,) = statements("Les [mer](https://www.nav.no/sosial#ulike-saker)eller spør.\n")
    assert ("Les mer eller spør.", ("www.nav.no/sosial",)) == (found.text, found.hosts)


def test_placeholders_are_kept() -> None:
    body = "Hei [bruker.fornavn], vi ringer DAG+DATO fra {ANGI TELEFONNUMMER}.\n"
    assert [body.strip()] == texts(body)


def test_an_italic_aside_is_a_statement() -> None:
    assert ["[Til deg i NKS: ring kontoret.]"] == texts("*[Til deg i NKS: ring kontoret.]*\n")


# What is refused


@pytest.mark.parametrize("mark", ["- ", "> ", "1. "])
def test_nesting_deeper_than_can_be_read_is_refused(mark: str) -> None:
    """What lies below the limit would not be read, so it is said aloud."""
    with pytest.raises(InputError, match="dypere enn 60 nivåer") as caught:
        parse(Source("dyp.md", mark * 200 + "tekst\n"))
    assert "dyp.md" == caught.value.path


@pytest.mark.parametrize("mark", ["- ", "> "])
def test_ordinary_nesting_is_read(mark: str) -> None:
    assert ["tekst"] == texts(mark * 12 + "tekst\n")
