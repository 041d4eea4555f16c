"""Front matter: keys and items with their lines, every way YAML can be wrong, and what FOR001 and FOR004 say of it."""

from __future__ import annotations

from datetime import date

import pytest

from reviewkit.check import Catalogue
from reviewkit.check.kinds.metadata import CHOICES, REQUIRED
from reviewkit.model import Fault, Metadata
from reviewkit.parse.frontmatter import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, read_front_matter
from tests.build import FRONT, parsed, review_text, routine_text


def front(*lines: str) -> Metadata:
    """The metadata of a routine with these lines of YAML."""
    return read_front_matter("\n".join(["---", *lines, "---", "Tekst.", ""]))


def faults(*lines: str) -> list[tuple[str, int]]:
    return [(fault.kind, fault.line) for fault in front(*lines).faults]


def for001(catalogue: Catalogue, **changes: str | None) -> list[tuple[int, str]]:
    """Line and message of every FOR001 in a routine with changed front matter."""
    found = review_text(routine_text("Tekst.\n", **changes), catalogue, "FOR001").findings
    return [(finding.line, finding.message) for finding in found]


LINE_OF = {key: number for number, key in enumerate(FRONT, start=2)}


# Reading


def test_keys_know_their_lines() -> None:
    metadata = front("# merknad", "id: min-rutine", "", "tittel: 'Et kolon: her'", "hast: true")
    assert {key: (field.value, field.line) for key, field in metadata.fields.items()} == {
        "id": ("min-rutine", 3),
        "tittel": ("Et kolon: her", 5),
        "hast": (True, 6),
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("hjemmel:", "  - a", "", "  - b"), (3, 5)),
        (("hjemmel:", "- a", "- b"), (3, 4)),
        (("hjemmel: [a, b]",), (2, 2)),
        (("hjemmel: [a,", "  b]"), (2, 3)),
        (("hjemmel: []",), ()),
    ],
)
def test_items_know_their_lines(lines: tuple[str, ...], expected: tuple[int, ...]) -> None:
    assert expected == front(*lines).fields["hjemmel"].item_lines


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-01-15", date(2026, 1, 15)),
        ("'2026-01-15'", "2026-01-15"),
        ("2026-13-45", "2026-13-45"),
        ("12", 12),
        ("true", True),
        ("False", False),
        ("no", "no"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ("1.5", "1.5"),
        ("!!python/object/apply:os.system [ls]", ["ls"]),
        ("0123", 123),
        ("|\n  to\n  linjer", "to\nlinjer\n"),
    ],
)
def test_scalars_are_what_a_person_expects(written: str, value: object) -> None:
    """Norway's `no` is a word, a quoted date is text, and a tag executes nothing."""
    assert value == front(f"nøkkel: {written}").fields["nøkkel"].value


def test_the_body_begins_after_the_closing_line() -> None:
    metadata = front("id: x")
    assert (metadata.body_offset, metadata.body_line, metadata.faults) == (14, 3, ())


@pytest.mark.parametrize(
    "text", ["---\n---\nTekst.\n", "---  \n--- \t\nTekst.\n", "---\n# bare en merknad\n---\nTekst.\n"]
)
def test_empty_front_matter_is_no_fault_of_yaml(text: str) -> None:
    metadata = read_front_matter(text)
    assert (metadata.fields, metadata.faults, metadata.present) == ({}, (), True)


@pytest.mark.parametrize(
    "text", ["", "Tekst.\n", "\n---\nid: x\n---\n", " ---\nid: x\n---\n", "----\nid: x\n----\n", "--\n"]
)
def test_text_that_does_not_begin_with_dashes_has_no_front_matter(text: str) -> None:
    assert Metadata({}, (Fault("missing", 1),), present=False) == read_front_matter(text)


def test_a_thematic_break_in_the_body_is_not_front_matter() -> None:
    assert [item.text for item in parsed("---\nid: x\n---\nEn.\n\n---\n\nTo.\n").statements] == ["En.", "To."]


# What can be wrong


@pytest.mark.parametrize("closing", ["", "--", "...", " ---"])
def test_unclosed_front_matter_is_a_fault_and_the_body_is_still_read(closing: str) -> None:
    text = f"---\nid: x\ntittel: y\n{closing}\n\nVi ringer.\n"
    routine = parsed(text)
    assert Fault("unclosed", 1) in routine.metadata.faults
    assert routine.metadata.text("id") == "x"
    assert routine.statements[-1].text == "Vi ringer."
    assert routine.source.locate(routine.statements[-1].start)[0] == 6


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (("id: x", "tittel: a: b"), 3),
        (("id: 'x",), 3),
        (("id: x", "  tittel: y"), 3),
        (("id: [a, b",), 3),
        (("id: {a: b",), 3),
        (("id: x", "\ttittel: y"), 3),
        (("id: @x",), 2),
        (("id: %x",), 2),
        (("id: x", "tittel"), 4),
        (("id: \x00",), 2),
        (("id: x", "tittel: \x07"), 3),
    ],
)
def test_broken_yaml_names_its_line(lines: tuple[str, ...], line: int) -> None:
    assert [("yaml", line)] == faults(*lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("bare tekst",), [("not-a-mapping", 2)]),
        (("- en", "- to"), [("not-a-mapping", 2)]),
        (("id: x", "id: y"), [("duplicate", 3)]),
        (("id: x", "tittel: a", "id: y", "id: z"), [("duplicate", 4), ("duplicate", 5)]),
        (("a: &a [1]", "b: *a"), [("alias", 3)]),
        (("a: &a b", "<<: *a"), [("alias", 3)]),
    ],
)
def test_what_is_not_ordinary_metadata_is_a_fault(lines: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert expected == faults(*lines)


def test_the_first_of_two_keys_counts() -> None:
    assert front("id: x", "id: y").text("id") == "x"


def test_a_key_set_twice_is_told_at_its_second_line(catalogue: Catalogue) -> None:
    text = routine_text("Tekst.\n").replace("status: gjeldende\n", "status: gjeldende\nstatus: utkast\n")
    (finding,) = review_text(text, catalogue, "FOR001").findings
    assert (LINE_OF["status"] + 1, "«status» står to ganger i metadata. Behold den ene.") == (
        finding.line,
        finding.message,
    )


def test_an_alias_bomb_is_refused_without_being_built() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert faults(*lines) == [("alias", 3)]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("[" * 30_000, "too-deep"),
        ("[" * 30_000 + "]" * 30_000, "too-deep"),
        ("{" * 30_000, "too-deep"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "too-deep"),
        ("{a: " * 30 + "x" + "}" * 30, "too-deep"),
    ],
    ids=["open", "closed", "braces", "one-too-deep", "mappings"],
)
def test_deep_nesting_is_refused(value: str, kind: str) -> None:
    assert [(kind, 2)] == faults(f"hjemmel: {value}")


@pytest.mark.parametrize("mark", ["- ", "? ", "? - "], ids=["sequence", "key", "both"])
def test_deep_block_nesting_is_refused(mark: str) -> None:
    """Thousands of indicators in a row neither recurse without bound nor stop the review of the body."""
    text = f"---\n{mark * 8_000}x\n---\nVi ringer.\n"
    routine = parsed(text)
    assert len(routine.metadata.faults) == 1
    assert routine.metadata.faults[0].kind in ("too-deep", "yaml", "not-a-mapping")
    assert [item.text for item in routine.statements] == ["Vi ringer."]


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 2
    assert front(f"hjemmel: {'[' * depth}{']' * depth}").faults == ()


@pytest.mark.parametrize(
    "lines",
    [
        [f"k{n}: {n}" for n in range(MAX_NODES)],
        ["hjemmel:", *(f"- {n}" for n in range(MAX_NODES))],
        ["k: " + "x" * MAX_CHARACTERS],
    ],
    ids=["keys", "items", "characters"],
)
def test_huge_metadata_is_refused(lines: list[str]) -> None:
    assert [kind for kind, _ in faults(*lines)] == ["too-large"]


def test_metadata_that_cannot_be_read_hides_no_statement() -> None:
    text = "---\nid: [\n---\n# Tittel\n\nVi ringer.\n"
    assert [(item.text, parsed(text).source.locate(item.start)[0]) for item in parsed(text).statements] == [
        ("Tittel", 4),
        ("Vi ringer.", 6),
    ]


# What FOR001 says


def test_valid_metadata_has_no_finding(catalogue: Catalogue) -> None:
    assert for001(catalogue) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_a_missing_key_is_told_at_line_one(key: str, catalogue: Catalogue) -> None:
    done = " Rutinen er gjennomgått som kommunal." if key == "forvaltning" else ""
    assert [(1, f"Metadata mangler «{key}».{done}")] == for001(catalogue, **{key: None})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("spraak", "no", "«no» er ikke en gyldig verdi for «spraak»."),
        ("spraak", "bokmål", "«bokmål» er ikke en gyldig verdi for «spraak»."),
        ("forvaltning", "komunal", "Mente du «kommunal»?"),
        ("forvaltning", "statleg", "Mente du «statlig»?"),
        ("forvaltning", "Kommunal", "Mente du «kommunal»?"),
        ("status", "gjelande", "Mente du «gjeldende»?"),
        ("tjenester", "[okonomisk stønad]", "Mente du «økonomisk stønad»?"),
        ("kanaler", "[telfon]", "Mente du «telefon»?"),
        ("type", "veiledende", "Mente du «veiledning»?"),
    ],
)
def test_a_value_that_is_not_allowed_names_those_that_are(
    key: str, value: str, said: str, catalogue: Catalogue
) -> None:
    ((line, message),) = for001(catalogue, **{key: value})
    assert LINE_OF.get(key, len(FRONT) + 2) == line
    assert said in message
    assert f"Gyldige verdier: {', '.join(CHOICES[key])}." in message


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("tjenester", "økonomisk stønad", "«tjenester» skal være en liste, med ett punkt på hver linje."),
        ("hjemmel", "forvaltningsloven § 11", "«hjemmel» skal være en liste, med ett punkt på hver linje."),
        ("tjenester", "{a: b}", "«tjenester» skal være en liste, med ett punkt på hver linje."),
        ("spraak", "[nb]", "«spraak» skal være tekst."),
        ("forvaltning", "[felles]", "«forvaltning» skal være tekst."),
        ("hjemmel", "[1]", "«hjemmel» skal være tekst."),
        ("hjemmel", "[[a]]", "«hjemmel» skal være tekst."),
        ("hjemmel", "[]", "«hjemmel» er tomt."),
        ("tjenester", "[]", "«tjenester» er tomt."),
        ("tittel", "", "«tittel» er tomt."),
        ("tittel", "12", "«tittel» skal være tekst."),
        ("tittel", "{a: b}", "«tittel» skal være tekst."),
        ("eier", "[NKS]", "«eier» skal være tekst."),
        ("id", "Min Rutine", "«Min Rutine» kan ikke være id. Bruk små bokstaver a–z, tall og bindestrek."),
        ("id", "løype", "«løype» kan ikke være id. Bruk små bokstaver a–z, tall og bindestrek."),
        ("id", "a--b", "«a--b» kan ikke være id. Bruk små bokstaver a–z, tall og bindestrek."),
        ("gyldig_fra", "15.01.2026", "«15.01.2026» i «gyldig_fra» er ikke en dato. Skriv datoen som 2027-06-30."),
        ("gyldig_fra", "'2026-01-15'", "«2026-01-15» i «gyldig_fra» er ikke en dato. Skriv datoen som 2027-06-30."),
        ("gyldig_fra", "2026-02-30", "«2026-02-30» i «gyldig_fra» er ikke en dato. Skriv datoen som 2027-06-30."),
        ("revideres_innen", "2025-12-31", "«revideres_innen» (2025-12-31) ligger før «gyldig_fra»."),
        ("hast", "ja", "«ja» i «hast» skal være true eller false."),
        ("videre_til", "annen-rutine", "«videre_til» skal være en liste, med ett punkt på hver linje."),
        ("Tittel", "x", "«Tittel» er ikke et felt i metadata. Mente du «tittel»?"),
        ("hjemmmel", "[x]", "«hjemmmel» er ikke et felt i metadata. Mente du «hjemmel»?"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_at_its_key(key: str, value: str, said: str, catalogue: Catalogue) -> None:
    assert [(LINE_OF.get(key, len(FRONT) + 2), said)] == for001(catalogue, **{key: value})


@pytest.mark.parametrize("key", ["gyldig_fra", "revideres_innen", "spraak", "forvaltning", "status", "hast"])
def test_an_empty_value_is_told_without_programmers_words(key: str, catalogue: Catalogue) -> None:
    ((line, message),) = for001(catalogue, **{key: ""})
    assert LINE_OF.get(key, len(FRONT) + 2) == line
    assert "None" not in message


def test_an_empty_item_is_told_without_programmers_words(catalogue: Catalogue) -> None:
    ((_, message),) = for001(catalogue, tjenester="\n  - økonomisk stønad\n  -")
    assert "None" not in message


def test_each_bad_item_is_told_at_its_own_line(catalogue: Catalogue) -> None:
    found = for001(catalogue, tjenester="\n  - økonomisk stønad\n  - sosialhjelp\n  - økonomi")
    first = LINE_OF["tjenester"]
    assert [first + 2, first + 3] == [line for line, _ in found]


@pytest.mark.parametrize(
    "owner", ["Kari Holm", "Ola M. Hansen", "Kari Holm, NKS", "kari.holm@nav.no", "NKS v/ Kari Holm"]
)
def test_a_person_as_owner_is_told_without_the_name(owner: str, catalogue: Catalogue) -> None:
    ((line, message),) = for001(catalogue, eier=owner)
    assert LINE_OF["eier"] == line
    assert message.startswith("«eier» ser ut til å være en person.")
    assert "Holm" not in message


@pytest.mark.parametrize(
    "owner", ["Nav kontaktsenter", "NKS", "Fagansvarlig sosiale tjenester", "Team Sosial", "Avdeling Vest"]
)
def test_a_unit_or_role_may_be_the_owner(owner: str, catalogue: Catalogue) -> None:
    assert for001(catalogue, eier=owner) == []


def test_a_state_routine_may_have_no_municipal_services(catalogue: Catalogue) -> None:
    assert for001(catalogue, forvaltning="statlig", tjenester="[]") == []


@pytest.mark.parametrize("key", ["merknad", "sist_endret_av", "x"])
def test_a_key_of_the_owners_own_is_left_alone(key: str, catalogue: Catalogue) -> None:
    assert for001(catalogue, **{key: "noe"}) == []


def test_no_front_matter_is_one_finding_at_line_one(catalogue: Catalogue) -> None:
    (finding,) = review_text("# Tittel\n\nTekst.\n", catalogue, "FOR001").findings
    expected = (1, "Filen mangler metadata (frontmatter) øverst. Den er gjennomgått som kommunal rutine.")
    assert expected == (finding.line, finding.message)


def test_unclosed_front_matter_is_told_and_its_keys_are_still_read(catalogue: Catalogue) -> None:
    text = routine_text("").removesuffix("---\n") + "\n# Tittel\n\nTekst.\n"
    (finding,) = review_text(text, catalogue, "FOR001").findings
    assert finding.message.startswith("Metadata åpnes med ---, men lukkes ikke.")


def test_broken_yaml_is_one_finding_at_its_line(catalogue: Catalogue) -> None:
    (finding,) = review_text("---\nid: x\ntittel: a: b\n---\nTekst.\n", catalogue, "FOR001").findings
    assert finding.line == 3
    assert finding.message.startswith("Metadata kan ikke leses som YAML her (")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\na: &a [1]\nb: *a\n---\n", "Metadata bruker en YAML-henvisning"),
        (f"---\nk: {'x' * MAX_CHARACTERS}\n---\n", f"Metadata er for stort (grensen er {MAX_CHARACTERS})"),
        (f"---\nk: {'[' * 50}\n---\n", f"Metadata er nøstet for dypt (grensen er {MAX_DEPTH} nivåer)"),
        ("---\n- a\n---\n", "Metadata skal være felt med verdier"),
    ],
    ids=["alias", "large", "deep", "list"],
)
def test_refused_metadata_is_one_finding_that_says_why(text: str, said: str, catalogue: Catalogue) -> None:
    (finding,) = review_text(text, catalogue, "FOR001").findings
    assert finding.message.startswith(said)


# What FOR004 says


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-30", [LINE_OF["revideres_innen"]]), ("2026-12-01", []), ("2026-12-02", [])],
    ids=["yesterday", "today", "tomorrow"],
)
def test_a_routine_is_due_when_its_day_has_passed(day: str, expected: list[int], catalogue: Catalogue) -> None:
    text = routine_text("Tekst.\n", revideres_innen=day)
    assert expected == [finding.line for finding in review_text(text, catalogue, "FOR004").findings]


def test_a_deadline_that_is_no_date_is_left_to_for001(catalogue: Catalogue) -> None:
    text = routine_text("Tekst.\n", revideres_innen="i fjor")
    assert [finding.rule for finding in review_text(text, catalogue, "FOR001", "FOR004").findings] == ["FOR001"]


# Characters that YAML, but no routine, counts as the end of a line


@pytest.mark.parametrize(
    "character", ["\u2028", "\u2029", "\x85"], ids=["line-separator", "paragraph-separator", "next-line"]
)
def test_a_separator_inside_a_value_moves_no_line(character: str, catalogue: Catalogue) -> None:
    """YAML 1.1 ends a line at these; an editor does not, and the finding stands where the editor shows it."""
    text = routine_text("Tekst.\n", tittel=f"a{character * 30}b", status="ukjent")
    (finding,) = review_text(text, catalogue, "FOR001").findings
    assert LINE_OF["status"] == finding.line
