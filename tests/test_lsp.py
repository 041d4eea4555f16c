"""The language server, over the real protocol: what the editor shows is what `check` says."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from reviewkit.check import Catalogue
from reviewkit.lsp.documents import Encoding, changed, opened
from tests.build import ROOT, WELL_FOUNDED, routine_text
from tests.conftest import Run
from tests.editor import Editor, edited

_SEVERITY = {"error": 1, "warning": 2, "info": 3}
Checked = dict[str, list[dict[str, Any]]]
_START = {"line": 0, "character": 0}

EXTRA = {
    "ring-en.md": routine_text("# A\n\nSett over.\n", id="ring-en", videre_til="[ring-to]"),
    "ring-to.md": routine_text("# B\n\nSett over.\n", id="ring-to", videre_til="[ring-en]"),
    "lov-a.md": routine_text("# L\n\nSe tullballoven § 3.\n", id="lov-a"),
    "lov-b.md": routine_text("# L\n\nSe tullballoven § 4.\n", id="lov-b"),
    "dobbel.md": routine_text("# D\n\nTekst.\n", id="lov-a", videre_til="[finnes-ikke]"),
    "emoji.md": routine_text("# 😀 Mat\n\n😀 Ring Frelsesarmeen 👨‍👩‍👧 på 12345678.\n", id="emoji"),
    "crlf.md": routine_text("# Mat\n\nRing Frelsesarmeen.\n\n- Fretex 😀\n", id="crlf").replace("\n", "\r\n"),
    "bom.md": "\ufeff" + routine_text("# Mat\n\nRing Frelsesarmeen.\n", id="bom"),
    "skille.md": routine_text("# Mat\n\nEn\u2028to\x0ctre\x85fire. Ring Frelsesarmeen.\n", id="skille"),
    "utgaatt.md": routine_text("# U\n\nRing Frelsesarmeen.\n", id="utgaatt", status="utgått"),
    "yaml.md": "---\nid: [\n---\n\n# Y\n\nRing Frelsesarmeen.\n",
    "unntak.md": routine_text(
        '# X\n\n<!-- reviewkit: tillat MAN001 "avtalt" -->\n- Ring Frelsesarmeen.\n\n'
        '<!-- reviewkit: tillat MAN001 "ubrukt" -->\nHei.\n', id="unntak"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the sample routines, and some that are difficult."""
    root = tmp_path_factory.mktemp("rutiner")
    shutil.copytree(ROOT / "routines", root / "routines")
    for name, text in EXTRA.items():
        (root / "routines" / name).write_bytes(text.encode())
    (root / "reviewkit.toml").write_text(
        '[severity]\nKLA = "error"\n\n[[overrides]]\npaths = ["routines/crlf.md"]\nseverity = {MAN001 = "info"}\n'
        'ignore = ["TIL"]\n'
    )
    return root


@pytest.fixture(scope="module")
def editor(folder: Path, cache_folder: Path) -> Iterator[Editor]:
    with Editor(folder) as started:
        yield started


@pytest.fixture(scope="module")
def checked(run_process: Run, folder: Path) -> Checked:
    """What `check` says of every routine."""
    outcome = run_process("check", "--format", "json", "--today", "2026-12-01", "--no-cache", folder=folder)
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(outcome.out)["findings"]:
        found.setdefault(finding["path"], []).append(finding)
    return found


def _units(text: str, line: int, column: int, encoding: str) -> int:
    """The editor's character of a column in code points, found another way than the server finds it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    codec, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    return len(lines[line - 1][: column - 1].encode(codec)) // width


def _expected(found: list[dict[str, Any]], text: str, encoding: str) -> list[tuple[Any, ...]]:
    bom = text.startswith("\ufeff")
    plain = text.removeprefix("\ufeff")

    def at(line: int, column: int) -> tuple[int, int]:
        shift = len("\ufeff".encode()) if encoding == "utf-8" else 1
        return line - 1, _units(plain, line, column, encoding) + (shift if bom and line == 1 else 0)

    return [
        (
            item["rule"], _SEVERITY[item["severity"]], f"{item['message']}\nGjør slik: {item['remedy']}",
            at(item["line"], item["column"]), at(item["end_line"], item["end_column"]),
            [(one["line"] - 1, one["message"]) for one in item["related"]], item["fingerprint"],
        )
        for item in found
    ]  # fmt: skip


def _shown(diagnostics: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    def at(place: dict[str, int]) -> tuple[int, int]:
        return place["line"], place["character"]

    return [
        (
            item["code"], item["severity"], item["message"], at(item["range"]["start"]), at(item["range"]["end"]),
            [(one["location"]["range"]["start"]["line"], one["message"])
             for one in item.get("relatedInformation") or ()],
            item["data"]["fingerprint"],
        )
        for item in diagnostics
        if "code" in item
    ]  # fmt: skip


def test_every_routine_has_the_findings_of_check_to_the_column(editor: Editor, folder: Path, checked: Checked) -> None:
    paths = sorted((folder / "routines").glob("*.md"))
    assert len(paths) >= 14 + len(EXTRA)
    for path in paths:
        text = path.read_bytes().decode()
        expected = _expected(checked.get(f"routines/{path.name}", []), text, "utf-16")
        uri = editor.open(path)
        assert _shown(editor.found(uri, fits=lambda found, want=expected: _shown(found) == want)) == expected  # type: ignore[misc]
        editor.tell("textDocument/didClose", {"textDocument": {"uri": uri}})


@pytest.mark.parametrize(("encoding", "workspace"), [("utf-8", True), ("utf-32", False)])
def test_places_are_right_in_other_encodings_and_without_a_workspace(
    folder: Path, checked: Checked, encoding: str, workspace: bool
) -> None:
    with Editor(folder if workspace else None, encoding=encoding) as editor:
        assert editor.answer["capabilities"]["positionEncoding"] == encoding
        for name in ("emoji.md", "bom.md", "crlf.md"):
            path = folder / "routines" / name
            expected = _expected(checked[f"routines/{name}"], path.read_bytes().decode(), encoding)
            assert expected
            found = editor.found(editor.open(path), fits=lambda found, want=expected: _shown(found) == want)  # type: ignore[misc]
            assert _shown(found) == expected
        editor.tell("exit", None)
        assert editor.process.wait(30) == 1, "goodbye without a word first is an error"


def test_each_finding_leads_to_the_page_of_its_rule(editor: Editor, folder: Path) -> None:
    found = editor.found(editor.open(folder / "routines" / "barnefamilier.md"), fits=bool)
    assert {item["source"] for item in found} == {"reviewkit"}
    assert all(item["codeDescription"]["href"].endswith(".md") for item in found)
    assert "MAN001" in found[0]["codeDescription"]["href"]


_NAMES = count(1)


def _writing(editor: Editor, folder: Path, body: str, name: str = "", **front: str) -> tuple[str, str]:
    """Open a routine that only the editor knows; its address and text."""
    name = name or f"skriver-{next(_NAMES)}.md"
    text = routine_text(body, **{"id": name.removesuffix(".md"), **front})
    return editor.open(folder / "routines" / name, text), text


def _line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n")


def _codes(found: list[dict[str, Any]]) -> list[str]:
    return [item["code"] for item in found if "code" in item]


def test_findings_come_and_go_as_the_author_writes(editor: Editor, folder: Path) -> None:
    uri, text = _writing(editor, folder, f"# Mat 😀\n\n{WELL_FOUNDED['nb']}\n## Hjelp 😀\n\nHei 😀.\n")
    assert "MAN001" not in _codes(editor.found(uri, 1))
    line = _line_of(text, "Hei 😀")
    place = {"line": line, "character": len("Hei 😀".encode("utf-16-le")) // 2}
    editor.change(uri, 2, {"range": {"start": place, "end": place}, "text": " Ring Frelsesarmeen 😀"})
    found = next(item for item in editor.found(uri, 2) if item["code"] == "MAN001")
    assert found["range"]["start"] == {"line": line, "character": 0}
    gone = {"start": place, "end": {"line": line, "character": place["character"] + 23}}
    editor.change(uri, 3, {"range": gone, "text": ""})
    assert "MAN001" not in _codes(editor.found(uri, 3))


def test_only_the_last_of_many_keystrokes_is_reviewed_in_the_end(editor: Editor, folder: Path) -> None:
    uri, text = _writing(editor, folder, "# Mat\n\n")
    for version, character in enumerate("Ring Frelsesarmeen.", 2):
        lines = text.count("\n")
        place = {"line": lines, "character": version - 2}
        editor.change(uri, version, {"range": {"start": place, "end": place}, "text": character})
    assert "MAN001" in _codes(editor.found(uri, 20))


def test_an_unsaved_routine_is_part_of_the_collection(editor: Editor, folder: Path) -> None:
    uri, _ = _writing(editor, folder, "# A\n\nTekst.\n", "peker.md", videre_til="[bare-i-editoren]")
    assert "FOR006" in _codes(editor.found(uri, 1))
    other, _ = _writing(editor, folder, "# B\n\nTekst.\n", "bare-i-editoren.md")
    editor.found(uri, 1, lambda found: "FOR006" not in _codes(found))
    editor.tell("textDocument/didClose", {"textDocument": {"uri": other}})
    editor.found(uri, 1, lambda found: "FOR006" in _codes(found))


def test_a_file_that_comes_and_goes_is_noticed(editor: Editor, folder: Path) -> None:
    uri, _ = _writing(editor, folder, "# A\n\nSe [den](ny/fil.md).\n", "venter.md", videre_til="[kommer-snart]")
    assert _codes(editor.found(uri, 1)).count("FOR006") == 2
    path = folder / "routines" / "ny" / "fil.md"
    path.parent.mkdir()
    path.write_text(routine_text("# Ny\n\nTekst.\n", id="kommer-snart"))
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 1}]})
    editor.found(uri, 1, lambda found: "FOR006" not in _codes(found))
    path.unlink()
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 3}]})
    editor.found(uri, 1, lambda found: _codes(found).count("FOR006") == 2)


def test_it_asks_to_be_told_of_files_that_change(editor: Editor) -> None:
    globs = [item["globPattern"] for item in editor.registered["registrations"][0]["registerOptions"]["watchers"]]
    assert {"**/*.md", "**/reviewkit.toml"} <= set(globs)


def test_a_broken_configuration_is_told_and_a_mended_one_counts(tmp_path: Path, run_process: Run) -> None:
    (tmp_path / "routines").mkdir()
    path = tmp_path / "routines" / "en.md"
    path.write_text(routine_text("# Mat\n\nRing Frelsesarmeen.\n", id="en"))
    settings = tmp_path / "reviewkit.toml"
    settings.write_text("tull = 1\n")
    changed = {"changes": [{"uri": settings.as_uri(), "type": 2}]}
    with Editor(tmp_path) as editor:
        uri = editor.open(path)
        said = editor.until("window/showMessage")["message"]
        assert "reviewkit.toml:1" in said
        assert "tull" in said
        settings.write_text('ignore = ["MAN001"]\n')
        editor.tell("workspace/didChangeWatchedFiles", changed)
        assert "MAN001" not in _codes(editor.found(uri, fits=bool))
        settings.write_text('checks = ["egne"]\n')
        (tmp_path / "egne").mkdir()
        (tmp_path / "egne" / "ZZZ001-x.md").write_text("ikke en regel\n")
        editor.tell("workspace/didChangeWatchedFiles", changed)
        assert "egne/ZZZ001-x.md" in editor.until("window/showMessage")["message"]
        settings.write_text("")
        editor.tell("workspace/didChangeWatchedFiles", changed)
        assert "MAN001" in _codes(editor.found(uri, fits=bool))
        known = run_process("baseline", "write", "--output", "kjent.tsv", "--today", "2026-12-01", folder=tmp_path)
        assert known.code == 0
        settings.write_text('baseline = "kjent.tsv"\n')
        editor.tell("workspace/didChangeWatchedFiles", changed)
        assert editor.found(uri, fits=lambda found: not found) == []
        assert editor.quit() == 0
        assert editor.errors == ""


@pytest.mark.parametrize(
    ("language", "message", "hovered"),
    [("nb", "Teksten viser til frivillig hjelp", "funn var rette"), ("nn", "Teksten viser til frivillig hjelp", "vart"),
     ("en", "The text points to voluntary help", "findings were correct")],
)  # fmt: skip
def test_it_speaks_the_language_that_is_wished(
    editor: Editor, folder: Path, language: str, message: str, hovered: str
) -> None:
    uri = editor.open(folder / "routines" / "emoji.md")
    wishes = {"language": language, "today": "2026-12-01"}
    editor.tell("workspace/didChangeConfiguration", {"settings": {"reviewkit": wishes}})
    remedy = {"nb": "Gjør slik", "nn": "Gjer slik", "en": "Do this"}[language]
    found = editor.found(uri, fits=lambda all_: bool(all_) and remedy in all_[0]["message"])
    finding = next(item for item in found if item["code"] == "MAN001")
    assert finding["message"].startswith(message)
    told = editor.at("hover", uri, **finding["range"]["start"])["contents"]["value"]
    assert hovered in told
    editor.tell("workspace/didChangeConfiguration", {"settings": {"reviewkit": {"today": "2026-12-01"}}})
    editor.found(uri, fits=lambda all_: bool(all_) and "Gjør slik" in all_[0]["message"])


def test_the_pointer_tells_of_rules_laws_and_keys(editor: Editor, folder: Path) -> None:
    body = (
        "# Mat\n\nRing Frelsesarmeen.\n\nSe forvaltningsloven § 11, forvaltningsloven § 999 og sosialtjenesteloven.\n"
    )
    uri, text = _writing(editor, folder, body)

    def told(words: str) -> str:
        start = text.index(words)
        line = text[:start].count("\n")
        answer = editor.at("hover", uri, line, start - text.rfind("\n", 0, start) - 1)
        return str(answer["contents"]["value"]) if answer else ""

    assert "MAN001 Viser til frivillige" in told("Frelsesarmeen")
    assert "sosialtjenesteloven § 3" in told("Frelsesarmeen")
    assert "Kommunen har ansvaret" in told("Frelsesarmeen")
    assert "34 av 55" in told("Frelsesarmeen")
    assert "§ 11 er i kraft" in told("forvaltningsloven § 11, forv")
    assert "§ 999 finnes ikke" in told("forvaltningsloven § 999")
    assert "er i kraft" in told("sosialtjenesteloven.")
    assert "`kommunal`, `statlig`, `felles`" in told("forvaltning: ")
    assert told("økonomisk stønad") == ""


def _resolved(editor: Editor, action: dict[str, Any], text: str) -> str:
    assert "edit" not in action
    edit = editor.ask("codeAction/resolve", action)["edit"]["documentChanges"][0]
    assert edit["textDocument"]["version"] == action["data"]["version"]
    return edited(text, edit["edits"])


def _finding(editor: Editor, uri: str, code: str) -> dict[str, Any]:
    return next(item for item in editor.found(uri, fits=lambda all_: code in _codes(all_)) if item["code"] == code)


def test_a_missing_sentence_is_put_in_and_its_finding_goes(editor: Editor, folder: Path) -> None:
    uri, text = _writing(editor, folder, f"# Mat\n\n{WELL_FOUNDED['nb']}\n## Hjelp\n\nRing Frelsesarmeen.\n")
    finding = _finding(editor, uri, "MAN001")
    action = next(one for one in editor.actions(uri, finding["range"]) if "sett inn" in one["title"])
    assert action["diagnostics"][0]["code"] == "MAN001"
    editor.change(uri, 2, {"text": _resolved(editor, action, text)})
    assert "MAN001" not in _codes(editor.found(uri, 2))


def test_what_is_safe_is_fixed_one_by_one_or_all_at_once(editor: Editor, folder: Path) -> None:
    uri, text = _writing(editor, folder, "# Mat\n\nSe forvaltningsloven §11.\n\nOg forvaltningsloven §17.\n")
    line = _line_of(text, "§17")
    place = {"line": line, "character": 3}
    actions = editor.actions(uri, {"start": place, "end": place}, ["quickfix"])
    assert [_resolved(editor, one, text) for one in actions] == [text.replace("§17", "§ 17")]
    every = editor.actions(uri, {"start": _START, "end": _START}, ["source.fixAll"])
    assert [one["kind"] for one in every] == ["source.fixAll.reviewkit"]
    assert _resolved(editor, every[0], text) == text.replace("§1", "§ 1")


@pytest.mark.parametrize(
    "body",
    [
        "# Mat\n\nRing Frelsesarmeen.\n",
        "# Mat\n\nVi svarer først. Ring Frelsesarmeen.\n",
        "# Mat\n\nVi svarer først.\nRing Frelsesarmeen.\n",
        "# Mat\n\n- Nav-kontoret\n- Ring Frelsesarmeen 😀\n",
        "# Mat\n\n| Behov | Hvem |\n| --- | --- |\n| Klær | Ring Frelsesarmeen |\n",
        "# Mat\n\n> Ring Frelsesarmeen.\n",
    ],
)
def test_an_exception_covers_its_statement_once_the_reason_is_written(editor: Editor, folder: Path, body: str) -> None:
    uri, text = _writing(editor, folder, body)
    finding = _finding(editor, uri, "MAN001")
    action = next(one for one in editor.actions(uri, finding["range"]) if one["title"].startswith("Tillat MAN001"))
    after = _resolved(editor, action, text)
    editor.change(uri, 2, {"text": after})
    without_reason = _codes(editor.found(uri, 2))
    assert {"MAN001", "FOR007"} <= set(without_reason)
    editor.change(uri, 3, {"text": after.replace('"…"', '"avtalt med kommunen"')})
    assert not {"MAN001", "FOR007"} & set(_codes(editor.found(uri, 3)))


def test_what_may_not_be_excepted_is_not_offered(editor: Editor, folder: Path, catalogue: Catalogue) -> None:
    uri, _ = _writing(editor, folder, "# Mat\n\nFødselsnummer 01010012356.\n")
    found = editor.found(uri, 1)
    place = {"start": _START, "end": {"line": 99, "character": 0}}
    offered = {one["diagnostics"][0]["code"] for one in editor.actions(uri, place) if one["title"].startswith("Tillat")}
    refused = {spec.code for spec in catalogue.checks if not spec.suppressible}
    assert refused & set(_codes(found))
    assert not refused & offered


@pytest.mark.parametrize(
    ("marked", "offers", "result"),
    [
        ("---\nid: x\nsta¦\n---\n", "status: ", "status: "),
        ("---\nstatus: ut¦\n---\n", "utkast", "status: utkast"),
        ("---\nid: x\ntjenester: [økonomisk stønad, mid¦]\n---\n", "midlertidig botilbud", "midlertidig botilbud]"),
        ("---\nid: x\nkanaler:\n  - te¦\n---\n", "telefon", "  - telefon"),
        ("---\nid: x\nhast: ¦\n---\n", "true", "hast: true"),
        ("---\nid: x\ngyldig_fra: ¦\n---\n", "2026-12-01", "gyldig_fra: 2026-12-01"),
        ("---\nid: x\nvidere_til:\n  - hast¦\n---\n", "hastehenvendelser", "  - hastehenvendelser"),
        ("---\nid: x\nhjemmel:\n  - forvalt¦\n---\n", "forvaltningsloven § ", "  - forvaltningsloven § "),
        ("---\nid: x\ngjelder:\n  - forvaltningsloven § 1¦\n---\n", "11", "forvaltningsloven § 11"),
        ("---\nid: x\n---\n\n😀 Se forvaltningsloven § ¦\n", "11", "😀 Se forvaltningsloven § 11"),
        ("---\nid: x\n---\n\n<!-- reviewkit: tillat MAN¦ -->\n", 'MAN001 "skriv grunnen her"', "tillat MAN001 \"skriv"),
    ],
)  # fmt: skip
def test_the_next_words_are_offered(editor: Editor, folder: Path, marked: str, offers: str, result: str) -> None:
    before, _, after = marked.partition("¦")
    uri = editor.open(folder / "routines" / "fullfører.md", before + after)
    line = before.count("\n")
    character = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
    items = editor.at("completion", uri, line, character)["items"]
    item = next(one for one in items if one["label"] == offers)
    assert result in edited(before + after, [item["textEdit"]])


def test_nothing_is_offered_in_the_middle_of_ordinary_text(editor: Editor, folder: Path) -> None:
    uri, text = _writing(editor, folder, "# Mat\n\nVi ringer \n")
    line = _line_of(text, "Vi ringer")
    assert editor.at("completion", uri, line, 10)["items"] == []


def test_ids_and_links_lead_to_their_files(editor: Editor, folder: Path) -> None:
    body = "# A\n\nSe [b](fullmakt.md#x) og [borte](borte.md).\n"
    uri, text = _writing(editor, folder, body, videre_til="[hastehenvendelser, borte]")
    line = _line_of(text, "videre_til")
    target = editor.at("definition", uri, line, len("videre_til: [has"))
    assert target["uri"].endswith("/routines/hastehenvendelser.md")
    assert editor.at("definition", uri, line, len("videre_til: [hastehenvendelser, bo")) is None
    line = _line_of(text, "Se [b]")
    assert editor.at("definition", uri, line, len("Se [b](full"))["uri"].endswith("/routines/fullmakt.md")
    links = editor.ask("textDocument/documentLink", {"textDocument": {"uri": uri}})
    assert [item["target"].rpartition("/")[2] for item in links] == ["hastehenvendelser.md", "fullmakt.md#x"]


def test_front_matter_sections_and_messages_fold_and_headings_are_listed(editor: Editor, folder: Path) -> None:
    body = "# A\n\n## B\n\nTekst.\n\n~~~melding\nHei\nDu\n~~~\n\n### C\n\nTekst.\n\n## D\n\nTekst.\n"
    uri, text = _writing(editor, folder, body)
    identity = {"textDocument": {"uri": uri}}
    folds = {(item["startLine"], item["endLine"]) for item in editor.ask("textDocument/foldingRange", identity)}
    first = _line_of(text, "# A")
    assert (0, first - 1) in folds
    assert (first + 2, first + 14) in folds
    assert (first + 6, first + 9) in folds
    (top,) = editor.ask("textDocument/documentSymbol", identity)
    assert [item["name"] for item in top["children"]] == ["B", "D"]
    assert [item["name"] for item in top["children"][0]["children"]] == ["C"]


def test_what_is_no_routine_is_left_alone(editor: Editor, folder: Path, tmp_path: Path) -> None:
    assert editor.found(editor.open(folder / "LESMEG.md", "# Les\n\nRing Frelsesarmeen.\n")) == []
    assert editor.found(editor.open(tmp_path / "notat.md", "# Notat\n\nRing Frelsesarmeen.\n")) == []
    text = routine_text("# Mat\n\nRing Frelsesarmeen.\n", videre_til="[hvem-vet]")
    assert "MAN001" in _codes(editor.found(editor.open(tmp_path / "rutine.md", text)))
    found = editor.found(editor.open("untitled:Untitled-1", text))
    assert "MAN001" in _codes(found)
    assert "FOR006" not in _codes(found)


def test_projects_that_are_open_at_once_are_kept_apart(editor: Editor, folder: Path, tmp_path: Path) -> None:
    body = "# A\n\nTekst.\n"
    uris = []
    for name in ("en", "to"):
        (tmp_path / name / "routines").mkdir(parents=True)
        (tmp_path / name / "routines" / "annen.md").write_text(routine_text(body, id=f"bare-i-{name}"))
        text = routine_text(body, id="her", videre_til="[bare-i-to]")
        uris.append(editor.open(tmp_path / name / "routines" / "her.md", text))
    assert "FOR006" in _codes(editor.found(uris[0], 1))
    assert "FOR006" not in _codes(editor.found(uris[1], 1))


def test_a_very_large_document_is_not_reviewed_while_it_is_written(editor: Editor, folder: Path) -> None:
    uri, _ = _writing(editor, folder, "# Mat\n\n" + "Ring Frelsesarmeen.\n" * 15_000, "stor.md")
    (only,) = editor.found(uri, 1)
    assert "reviewkit check" in only["message"]
    uri, _ = _writing(editor, folder, "x" * 1_100_000, "enorm.md")
    (only,) = editor.found(uri, 1)
    assert "for stor" in only["message"]


_HOSTILE = (
    "\ud800\udfff\x00\x1b[31m", "---\n" + "a: [" * 5_000 + "\n---\n", ">" * 5_000 + " x\n", "- " * 3_000 + "x",
    "<!-- reviewkit: tillat MAN001", "---\nid: &a [*a]\n---\n", "\r\r\n\n\r",
    "---\nid: ../../x\nvidere_til: ['%00', '\x00']\n---\n"
    "[x](%00.md) [y](\x00)",
    "§" * 2_000, "|" * 3_000 + "\n" + "|-" * 3_000,
)  # fmt: skip


def test_nothing_that_is_written_or_asked_brings_it_down(folder: Path, cache_folder: Path) -> None:
    with Editor(folder) as editor:
        for number, text in enumerate(_HOSTILE):
            uri = editor.open(folder / "routines" / f"fiendtlig-{number}.md", routine_text("# A\n\n") + text)
            editor.change(uri, 2, {"text": text})
            editor.found(uri, 2)
            beyond = {"start": {"line": 9_999, "character": 9_999}, "end": {"line": 2_147_483_647, "character": 0}}
            editor.change(uri, 3, {"range": beyond, "text": "Frelsesarmeen 01010112377"})
            for line, character in ((1, 2_147_483_647), (9_999, 9)):
                for method in ("hover", "completion", "definition"):
                    editor.at(method, uri, line, character)
            editor.actions(uri, {"start": _START, "end": {"line": 9_999, "character": 0}})
            for method in ("foldingRange", "documentSymbol", "documentLink"):
                editor.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}})
        editor.change("file:///ingen/slik.md", 2, {"text": "Frelsesarmeen"})
        editor.tell("textDocument/didClose", {"textDocument": {"uri": "file:///ingen/slik.md"}})
        editor.tell("workspace/didChangeConfiguration", {"settings": {"reviewkit": {"language": 7, "today": ["x"]}}})
        editor.tell("ukjent/melding", {"hemmelig": "Frelsesarmeen"})
        editor.send(b'{"jsonrpc": "2.0", "Frelsesarmeen')
        editor.send(b'{"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {"Frelsesarmeen": 1}}')
        assert "error" in editor.answered(editor.call("ukjent/sak", {"hemmelig": 1}))
        resolved = editor.ask("codeAction/resolve", {"title": "x", "data": {"uri": "file:///ingen", "fix": "a"}})
        assert resolved.get("edit") is None
        assert editor.at("hover", editor.open(folder / "routines" / "fullmakt.md"), 1, 1) is not None
        assert editor.quit() == 0
        assert "Frelsesarmeen" not in editor.errors
        assert "01010112377" not in editor.errors
        assert "Traceback" not in editor.errors


def test_a_question_that_is_taken_back_is_answered_and_the_next_one_too(editor: Editor, folder: Path) -> None:
    uri = editor.open(folder / "routines" / "barnefamilier.md")
    place = {"start": _START, "end": {"line": 200, "character": 0}}
    params = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
    number = editor.call("textDocument/codeAction", params)
    editor.tell("$/cancelRequest", {"id": number})
    answer = editor.answered(number)
    assert answer.get("error", {}).get("code") == -32800
    assert editor.at("hover", uri, 1, 1) is not None


_ENCODINGS = {"utf-8": Encoding.Utf8, "utf-16": Encoding.Utf16, "utf-32": Encoding.Utf32}
_TEXTS = st.text(st.sampled_from("aå😀\u2028\x85\x0c\r\n §"), max_size=30)


@given(_TEXTS, st.sampled_from(sorted(_ENCODINGS)), st.booleans())
def test_every_offset_has_a_position_that_leads_back(text: str, encoding: str, mark: bool) -> None:
    document = opened("file:///a.md", "a.md", 1, "markdown", "\ufeff" * mark + text, _ENCODINGS[encoding])
    ends = {offset for offset in range(len(text)) if text[offset : offset + 2] == "\r\n"}
    for offset in range(len(text) + 1):
        inside_end = offset - 1 in ends
        assert document.offset(document.position(offset)) == offset - inside_end


@given(_TEXTS, _TEXTS, st.data(), st.sampled_from(sorted(_ENCODINGS)))
def test_a_change_of_a_range_is_a_change_of_the_text(text: str, new: str, data: st.DataObject, encoding: str) -> None:
    document = opened("file:///a.md", "a.md", 1, "markdown", text, _ENCODINGS[encoding])
    within = [offset for offset in range(len(text) + 1) if text[max(0, offset - 1) : offset + 1] != "\r\n"]
    start, end = sorted((data.draw(st.sampled_from(within)), data.draw(st.sampled_from(within))))
    change = types.TextDocumentContentChangePartial(range=document.range(start, end), text=new)
    assert changed(document, 2, [change]).text == text[:start] + new + text[end:]


def test_without_the_extra_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "reviewkit.lsp.wiring", raising=False)
    monkeypatch.delitem(sys.modules, "reviewkit.lsp.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    outcome = run("lsp")
    assert outcome.code == 2
    assert "pip install 'reviewkit[lsp]'" in outcome.err
