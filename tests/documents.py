"""A document with every kind of block, and words that mean harm in every format."""

from __future__ import annotations

from reviewkit.report.documents.tree import (
    Bar,
    Bars,
    Cell,
    Document,
    Entry,
    Facts,
    Field,
    Grid,
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
    strong,
)

HARMFUL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[klikk](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %} {# x #} ${x}",
    '#eval(sys) #import "x" $x$ @ref <label> \\ `code` *b* _i_',
    '=HYPERLINK("http://x")',
    "\u202eabc\u202c \u0000\u0007\u001b[31m \ufffe",
    "]]> <!-- --> &amp; &#60;",
    "| a | b |\n---\n# x",
)


def sample(lang: str = "nb", harm: tuple[str, ...] = ()) -> Document:
    """The document; `harm` are words that stand in every place where words of a routine may stand."""
    words = " ".join(("Foreslå at bruker ber kreditor om utsettelse.", *harm))
    line = (Text("Regelen "), Text("MAN002", "strong"), Text(": "), Text(words, lang="nn"))
    first = Section(
        "sammendrag",
        plain("Sammendrag"),
        (
            Paragraph(plain("Tre funn må rettes i én rutine."), "lead"),
            Paragraph((Text("Se "), Text("rutinen", target="rutine-1"), Text(" og "), Text("listen", file="oversikt"))),
            Listing((line, plain("Et punkt til.")), ordered=True),
            Listing((plain("Uten rekkefølge."), plain(words))),
            Bars(
                "Funn etter regelfamilie", "Flest funn gjelder mandatet.", "Familie", ("Feil", "Advarsel"),
                (Bar(f"Mandat {words}", (5, 1)), Bar("Tilgjengelighet", (0, 2)), Bar("Klarspråk", (0, 0))),
            ),
            Grid(
                "Risikomatrise", "Rutiner mot risikopunkter.", "Rutine", ("12", "24"),
                (("Økonomi", (Cell("3", 4), Cell(""))), (words, (Cell("1", 1), Cell("2", 2)))),
            ),
        ),
    )  # fmt: skip
    finding = Section(
        "funn-1",
        (Text("1. "), Text("MAN002", "code"), Text(" Gjeldsråd, linje 3")),
        (
            Quotation(words, "nb", (Text("Linje 3, under «Slik gjør du»"),)),
            Facts(
                (("Hvorfor", plain("Teksten går ut over mandatet.")), ("Hjemmel", plain("sosialtjenesteloven § 17")))
            ),
            Paragraph(plain(words), "good"),
            Paragraph(plain("Merk at dette er funn i tekst."), "caution"),
            Field("svar-1", "Ditt svar", 3, words if harm else ""),
        ),
        "error",
    )
    routine = Section(
        "rutine-1",
        plain(f"Økonomi {words}" if harm else "Økonomi"),
        (
            Paragraph(plain("Et notat."), "note"),
            Passage(
                "Rutinen med funnene merket",
                "nb",
                (
                    SourceLine(1, (Part("---"),)),
                    SourceLine(2, ()),
                    SourceLine(3, (Part("- "), Part(words, ("1",), "error"), Part(" Hei.", ("2", "3"), "warning"))),
                    SourceLine(4, (Part("Bruker kan alltid søke.", ("a",), "good"),)),
                ),
                {"1": "funn-1"},
            ),
            finding,
            Table(
                "Funnene",
                ("Regel", "Sted", "Tekst"),
                ((strong("MAN002"), plain("linje 3"), line), (plain("x"), (), plain(words))),
            ),
            Table("Bred", tuple(f"K{n}" for n in range(14)), (tuple(plain(words[:9]) for _ in range(14)),), wide=True),
        ),
    )  # fmt: skip
    return Document(
        name="prove",
        title=f"Prøverapport {words}" if harm else "Prøverapport",
        subtitle="For rutineeieren",
        lang=lang,  # type: ignore[arg-type]
        day="2026-12-01",
        head=Facts((("Eier", plain(words)), ("Dato", plain("1. desember 2026")))),
        contents=(Entry("sammendrag", "Sammendrag"), Entry("rutine-1", "Økonomi")),
        sections=(first, routine),
        status="Utkast",
    )
