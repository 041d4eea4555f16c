"""What hypothesis draws from: routines put together of words and Markdown that routines are written with."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr

NORMS = st.sampled_from(["nb", "nn"])

SENTENCES = st.sampled_from(
    [
        "Vi ringer Nav-kontoret.",
        "NKS gir generell informasjon.",
        "Nav-kontoret vurderer behovet.",
        "Spør om inntekt og gjeld.",
        "Foreslå at bruker ber kreditor om utsettelse.",
        "Vurder om det haster før du ringer vakttelefonen.",
        "Frelsesarmeen deler ut mat.",
        "Forklar begrunnelsen i vedtaket.",
        "Du kan kontakte [Røde Kors](https://www.rodekors.no).",
        "Kontoret er åpent mandag kl. 10-14.",
        "Ring Kari Holm på 91 23 45 67.",
        "Be brukaren gjere greie for kvifor det hastar.",
        "Ikkje fortel kva som står i vedtaket.",
        "Vi skal **aldri** love noe.",
        "Sei at *alle* kan søkje – også munnleg.",
        "Send melding til Nav-kontoret via Gosys.",
        "😀 Bruker sier: «Jeg har ikke mat.»",
        "f.eks. strøm\tog husleie",
    ]
)
"""Sentences that many rules look at, with and without findings."""

HEADINGS = st.sampled_from(
    ["Hvem gjør hva", "Dette gjør vi ikke", "Når det haster", "Kan vi love noe?", "**Kartlegging**"]
)
LEAD_INS = st.sampled_from(["Dette gjør vi ikke:", "Nav-kontoret:", "Spør om:", "Gjør slik:", "Eksempel:"])


def _paragraphs() -> st.SearchStrategy[str]:
    return st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)


def _lists() -> st.SearchStrategy[str]:
    marks = st.sampled_from(["- ", "* ", "1. ", "• ", "- [ ] ", "  - "])
    items = st.lists(st.tuples(marks, SENTENCES).map("".join), min_size=1, max_size=4).map("\n".join)
    return st.tuples(LEAD_INS, st.sampled_from(["\n", "\n\n"]), items).map("".join)


def _tables() -> st.SearchStrategy[str]:
    row = st.tuples(SENTENCES, SENTENCES).map(lambda cells: f"| {cells[0]} | {cells[1]} |")
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: "\n".join(["| Tema | NKS |", "|---|---|", *rows]))


def _fences() -> st.SearchStrategy[str]:
    info = st.sampled_from(["melding", "melding sikker", "text", ""])
    return st.tuples(info, _paragraphs()).map(lambda drawn: f"```{drawn[0]}\n{drawn[1]}\n```")


def _quotes() -> st.SearchStrategy[str]:
    return st.one_of(_paragraphs(), _lists()).map(lambda text: "\n".join("> " + line for line in text.split("\n")))


def _headings() -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["#", "##", "###"]), HEADINGS).map(" ".join)


BLOCKS = st.one_of(_paragraphs(), _lists(), _tables(), _fences(), _quotes(), _headings())
"""One block of Markdown of every kind that routines hold."""

BODIES = st.lists(BLOCKS, min_size=1, max_size=6).map(lambda blocks: "\n\n".join(blocks) + "\n")
"""A routine's body."""

MARKDOWN_NOISE = st.text(alphabet="ab æ.:*_-#>|`~[]()<>!\\/&;\"'+=1. \n\n\t\r{}•–«»", max_size=120)
"""Text in which every character means something to Markdown."""

ANY_TEXT = st.one_of(
    st.text(max_size=200),
    MARKDOWN_NOISE,
    MARKDOWN_NOISE.map(lambda text: f"---\nid: {text}\n---\n{text}"),
    st.lists(st.one_of(BLOCKS, MARKDOWN_NOISE), max_size=4).map("\n".join),
)
"""Any text at all, with a weight on what looks like Markdown and YAML."""

FILLER = st.lists(st.sampled_from(["", "<!-- merknad -->"]), min_size=1, max_size=9)
"""Lines that say nothing, to be put before something else."""

PROHIBITIONS = {
    "nb": ("Vi skal ikke {}.", "NKS skal aldri {}.", "Du må ikke {}, uansett hva bruker ber om.", "Unngå å {}."),
    "nn": ("Vi skal ikkje {}.", "NKS skal aldri {}.", "Du må aldri {}, same kva brukaren bed om.", "Unngå å {}."),
}
PROHIBITION_LEAD_INS = {
    "nb": ("Dette gjør vi ikke:", "Vi skal ikke:", "NKS skal aldri:"),
    "nn": ("Dette gjer vi ikkje:", "Vi skal ikkje:", "NKS skal aldri:"),
}
ACTS = {
    "nb": (
        "spørre om inntekt og utgifter",
        "kartlegge gjelden til bruker",
        "hjelpe bruker med å be kreditor om utsettelse",
        "sette opp et budsjett sammen med bruker",
        "forklare begrunnelsen i vedtaket",
        "lese opp vedtaket for bruker",
        "henvise bruker til Frelsesarmeen",
        "foreslå at bruker kontakter Røde Kors",
    ),
    "nn": (
        "spørje om inntekt og utgifter",
        "kartleggje gjelda til brukaren",
        "hjelpe brukaren med å be kreditor om utsetjing",
        "setje opp eit budsjett saman med brukaren",
        "forklare grunngjevinga i vedtaket",
        "lese opp vedtaket for brukaren",
        "vise brukaren til Frelsesarmeen",
        "føreslå at brukaren kontaktar Røde Kors",
    ),
}
"""What the MAN rules look for, each as an infinitive to be forbidden."""


def prohibitions(norm: str) -> st.SearchStrategy[str]:
    """A sentence, or a list under a lead-in, that forbids what the MAN rules look for."""
    acts = st.sampled_from(ACTS[norm])
    sentence = st.tuples(st.sampled_from(PROHIBITIONS[norm]), acts).map(lambda drawn: drawn[0].format(drawn[1]))
    items = st.lists(acts, min_size=1, max_size=4).map(lambda drawn: "\n".join(f"- {act}" for act in drawn))
    under = st.tuples(st.sampled_from(PROHIBITION_LEAD_INS[norm]), items).map("\n\n".join)
    heading = st.tuples(st.sampled_from(PROHIBITION_LEAD_INS[norm]), items).map(
        lambda drawn: f"## {drawn[0].rstrip(':')}\n\n{drawn[1]}"
    )
    return st.one_of(sentence, under, heading)


def _identity(day: date, serial: int, shift: int) -> str | None:
    """A number with valid check digits for a day; shift 1 is a D-number (day + 40), 2 an H-number (month + 40)."""
    written = f"{day:%d%m%y}"
    if shift == 1:
        written = f"{int(written[0]) + 4}{written[1:]}"
    elif shift == 2:
        written = f"{written[:2]}{int(written[2]) + 4}{written[3:]}"
    digits = f"{written}{serial:03d}"
    first = fodselsnummer.calc_check_digit1(digits)
    if first in ("-", "10"):
        return None
    second = fodselsnummer.calc_check_digit2(digits + first)
    number = digits + first + second
    return number if number.isdigit() and len(number) == 11 and fodselsnummer.is_valid(number) else None


IDENTITY_NUMBERS: st.SearchStrategy[str] = (
    st.builds(
        _identity,
        st.integers(0, 18_000).map(lambda days: date(1950, 1, 1) + timedelta(days=days)),
        st.integers(0, 499),
        st.sampled_from([0, 1, 2]),
    )
    .filter(lambda number: number is not None)
    .map(str)
)
"""Made-up national identity, D- and H-numbers with valid check digits: nobody's, and everybody's form."""

IDENTITY_FORMATS = st.sampled_from(
    ["{0}{1}", "{0} {1}", "{0}-{1}", "{0}\u00a0{1}", "**{0} {1}**", "`{0}{1}`", "({0}{1})", "{0}{1}."]
)

ACCOUNTS: st.SearchStrategy[str] = (
    st.integers(0, 9_999_999_999)
    .map(lambda number: f"{number:010d}")
    .filter(lambda digits: kontonr.is_valid(digits + str(_account_check(digits))))
    .map(lambda digits: digits + str(_account_check(digits)))
)


def _account_check(digits: str) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 11 if total % 11 != 1 else 0
