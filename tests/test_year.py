"""A year with the sample routines, by the command line alone, with the register in SQLite and in PostgreSQL."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

pytest.importorskip("sqlalchemy")
pytest.importorskip("docx")
pytest.importorskip("typst")


ROUTINES = Path(__file__).parent.parent / "routines"
SOCIAL = "Nav kontaktsenter, fagansvar sosiale tjenester"
BANK = "ringe banken og be om noen måneder uten avdrag"
BANK_LATER = "ringe banken og be om utsettelse med avdragene"
MESSAGE = "Bruker har fått varsel om at strømmen blir stengt på fredag."
SETTLEMENT = "foreslå en nedbetalingsavtale for den som krever inn pengene"
WATCH = "Be brukaren gjere greie for kvifor det ikkje kan vente til i morgon, før du ringjer vakta."


class Year:
    """The calls of a year, all with one register and role."""

    def __init__(self, run: Run, folder: Path, place: str) -> None:
        self._run = run
        self.folder = folder
        self.place = place
        shutil.copytree(ROUTINES, folder / "routines")

    def call(self, *arguments: str, code: int = 0) -> str:
        """What a call prints, when it ends as it should."""
        outcome = self._run(*arguments, "--register", self.place)
        assert outcome.code == code, outcome.both
        assert "Traceback" not in outcome.both
        return outcome.out if code == 0 else outcome.both

    def register(self, *arguments: str, by: str = "Fagansvarlig", code: int = 0) -> str:
        """A call that changes the register."""
        return self.call("register", *arguments, "--by", by, code=code)

    def record(self, day: str, revision: str) -> str:
        """A review that is recorded."""
        return self.register("record", "routines", "--today", day, "--revision", revision, "--no-cache", "--jobs", "1")

    def findings(self) -> list[dict[str, Any]]:
        """The findings as they stand."""
        document = json.loads(self.call("register", "export", "--format", "json"))
        return list(document["findings"])

    def number(self, text: str, **wanted: object) -> int:
        """The newest finding on some words."""
        found = [
            item
            for item in self.findings()
            if text in item["text"] and all(item[name] == value for name, value in wanted.items())
        ]
        return int(found[-1]["number"])

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Change words of a routine; each must stand there."""
        path = self.folder / "routines" / name
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")


def test_a_year_from_the_first_review_to_the_follow_up_report(run: Run, in_folder: Path, place: str) -> None:
    year = Year(run, in_folder, place)
    first_review(year)
    head = comments(year)
    interim(year)
    second_review(year)
    statuses(year)
    reports(year)
    exports(year, head)


def first_review(year: Year) -> None:
    """December: what the rules find, what people think of it, and what is promised."""
    said = year.record("2026-12-01", "2026-12")
    assert re.search(r"nytt: 24\b", said)
    bank, settlement, watch = year.number(BANK), year.number(SETTLEMENT), year.number(WATCH)
    year.register("assess", str(bank), str(settlement), "--verdict", "upheld", "--note", "Råd i egen sak")
    year.register("assess", str(watch), "--verdict", "legal")
    year.register("assess", str(year.number("Mental Helse")), "--verdict", "rejected", "--reason", "within-guidance")
    year.register("assess", str(year.number(MESSAGE)), "--verdict", "upheld")
    for numbers, text, deadline, more in (
        ((bank, settlement), "Ta ut rådene om gjeld", "2027-03-01", ()),
        ((watch,), "Skrive om avsnittet om vakttelefonen", "2027-09-01", ()),
        ((year.number(MESSAGE),), "Tjenestene skal være tilgjengelige for alle", "2027-06-01", ("--decision",)),
    ):  # fmt: skip
        chosen = [str(number) for number in numbers]
        year.register("measure", *chosen, "--text", text, "--owner", SOCIAL, "--deadline", deadline, *more)
    seen = ("--source", "call", "--place", "spørreanrop", "--text", "Veileder ba om kontoutskrift")
    year.register("add", *seen)


def comments(year: Year) -> str:
    """January: the draft goes out, the unit answers, and the report is final; gives the log's last hash."""
    bank = str(year.number(BANK))
    assert "uttalelse" in year.register("reply", bank, "--sender", SOCIAL, "--text", "For tidlig", code=2)
    year.register("stage", "comments")
    year.register("reply", bank, "--sender", SOCIAL, "--text", "Vi er enige.", "--today", "2027-01-15")
    year.register("stage", "final")
    return year.call("register", "verify").split()[-1]


def interim(year: Year) -> None:
    """Spring: one breach is mended, and a review sees it."""
    year.edit("okonomi-og-gjeldsraadgivning.md", (f"- {SETTLEMENT}\n", ""))
    assert "borte: 1" in year.record("2027-05-01", "2027-05")


def second_review(year: Year) -> None:
    """November: a breach is removed, one changed, one moved, one is back, and a routine is gone."""
    moved, changed, removed = year.number(WATCH), year.number(BANK), year.number(MESSAGE)
    mended = year.number(SETTLEMENT)
    year.edit("okonomi-og-gjeldsraadgivning.md", (f"- {BANK}\n", f"- {BANK_LATER}\n- {SETTLEMENT}\n"))
    year.edit("melding-til-nav-kontoret.md", (MESSAGE, "Bruker ønsker å bli ringt opp."))
    year.edit("mellombels-butilbod.md", ("## Vakttelefonen", "## Når det hastar"))
    (year.folder / "routines" / "soknad-om-okonomisk-stonad.md").unlink()
    said = year.record("2027-11-15", "2027-11")
    found = {item["number"]: item for item in year.findings()}
    assert found[moved]["state"] == "legal"
    assert found[moved]["result"] == "unchanged"
    assert found[changed]["state"] == "open"
    assert found[changed]["text"] == BANK_LATER
    assert found[removed]["state"] == "closed"
    assert found[mended]["state"] == "closed"
    back = year.number(SETTLEMENT)
    assert back not in (mended, changed)
    assert found[back]["follows"] == mended
    assert f"Funn {back} er funn {mended}" in said
    gone = [item for item in found.values() if item["path"].endswith("soknad-om-okonomisk-stonad.md")]
    assert gone
    assert {item["state"] for item in gone} == {"closed"}
    assert "finnes ikke" not in year.call("register", "show", str(mended))


def statuses(year: Year) -> None:
    """November: how far the measures have come, by whose word, with an indicator; an accepted deviation."""
    shown = ("--indicator", "Andel ringt opp innen 48 timer", "--baseline", "82 prosent", "--target", "95 prosent")
    now = ("--now", "89 prosent", "--caveat", "Ikke mulig å skille ut de sosiale tjenestene.")
    day = ("--today", "2027-11-20")
    year.register("status", "1", "--grade", "partly", "--evidence", "To av tre råd er ute", *day)
    year.register("status", "3", "--grade", "seems-done", "--evidence", "Nye maler er tatt i bruk",
                  "--according-to", SOCIAL, "--enough", "no", *shown, *now, *day)  # fmt: skip
    number = str(year.number("Omskriving"))
    accept = ("--recommendation", "Ta ut listen", "--decision", "Beholdes til nytt system", "--decided-by", "Leder")
    year.register("accept", number, *accept, "--until", "2028-06-30")
    overdue = year.call("register", "list", "--overdue", "--today", "2027-12-01")
    assert "Ta ut rådene om gjeld" in overdue
    assert "Tjenestene skal" not in overdue


def reports(year: Year) -> None:
    """December: the follow-up report, in three languages and formats, and the lawyer's page."""
    for language, title in (("nb", "Oppfølging etter"), ("nn", "Oppfølging etter"), ("en", "Follow-up of")):
        form = ("--format", "html", "--format", "docx", "--format", "pdf", "--format", "md")
        out = year.folder / language
        year.call(
            "report", "--kind", "follow-up", "--lang", language, *form, "--out", str(out), "--today", "2027-12-01"
        )
        assert title in (out / "oppfolging.html").read_text(encoding="utf-8")
        assert (out / "oppfolging.docx").read_bytes()[:2] == b"PK"
        assert (out / "oppfolging.pdf").read_bytes()[:5] == b"%PDF-"
    said = (year.folder / "nb" / "oppfolging.md").read_text(encoding="utf-8").replace("\\", "")
    for words in (
        "2 tiltak er meldt: 1 delvis iverksatt og 1 uten status.", "1 vedtak skulle følges opp: 1 synes fulgt opp.",
        f"Ifølge {SOCIAL}: Nye maler er tatt i bruk", "vedtaket synes å være fulgt opp",
        "Det er stilt spørsmål ved om det som er gjort, er tilstrekkelig.", "Ikke mulig å skille ut",
        "Fristen er ute for 2 tiltak eller vedtak", "1 funn var lukket og er kommet tilbake",
        "Vi er enige.", "Veileder ba om kontoutskrift", "Beholdes til nytt system",
    ):  # fmt: skip
        assert words in said, words
    year.call("report", "routines", "--kind", "mandate", "--format", "md", "--out", str(year.folder / "jurist"),
              "--today", "2027-12-01", "--no-cache", "--jobs", "1")  # fmt: skip
    page = (year.folder / "jurist" / "mandat.md").read_text(encoding="utf-8")
    assert "Reglenes presisjon etter hva folk har ment" in page
    shown = year.call("checks", "show", "MAN009")
    assert "presisjon 0 %" in shown


def exports(year: Year, head: str) -> None:
    """The register leaves as a table, and its log is whole, from the hash that was noted in January."""
    for form in ("csv", "xlsx"):
        target = year.folder / f"funn.{form}"
        year.call("register", "export", "--format", form, "--output", str(target))
        assert target.stat().st_size > 1_000
    assert "ingenting er endret" in year.call("register", "verify", "--head", head)
    assert "gjennomgang ført inn" in year.call("register", "history")
