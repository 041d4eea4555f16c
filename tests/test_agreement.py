"""Every format is drawn from the same review: exit codes and figures agree, counted out of what each format says."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reviewkit.model import SEVERITIES
from reviewkit.report import FORMATS
from tests.build import ROOT, WELL_FOUNDED, routine_text
from tests.conftest import Run
from tests.test_cli import DAY, ERROR, WARNING

Counts = dict[str, int]
"""Findings by severity; `problems` and `not_reviewed` where the format has a place for them; other piles likewise."""


def text_of(name: str, *sentences: str, **changes: str | None) -> str:
    return routine_text("\n".join([WELL_FOUNDED["nb"], *sentences]), id=name, **changes)


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """Routines with errors, warnings, notes, an exception, a muted finding, one retired, one in Sami, one broken."""
    (in_folder / ".git").mkdir()
    (in_folder / "r").mkdir()
    routines = {
        "feil": text_of("feil", ERROR, ERROR, WARNING),
        "advarsel": text_of("advarsel", WARNING),
        "merknad": text_of("merknad", ERROR),
        "unntak": text_of("unntak", '<!-- reviewkit: tillat MAN006 "avtalt" -->\n' + ERROR, WARNING),
        "dempet": (ROOT / "routines" / "okonomi-og-gjeldsraadgivning.md").read_text(encoding="utf-8"),
        "utgatt": text_of("utgatt", ERROR, status="utgått"),
        "samisk": text_of("samisk", ERROR, spraak="se"),
        "god": text_of("god"),
    }
    for name, text in routines.items():
        (in_folder / "r" / f"{name}.md").write_text(text, encoding="utf-8")
    (in_folder / "r" / "odelagt.md").write_bytes(b"\xff")
    (in_folder / "reviewkit.toml").write_text(
        'paths = ["r"]\n[[overrides]]\npaths = ["r/merknad.md"]\nseverity = { MAN006 = "info" }\n'
    )
    return in_folder


# The counts, out of what each format says


def from_json(out: str) -> Counts:
    document = json.loads(out)
    counts = Counter(finding["severity"] for finding in document["findings"])
    assert {severity: counts[severity] for severity in SEVERITIES} == {
        severity: document["summary"][severity] for severity in SEVERITIES
    }
    piles = {name: len(document[name]) for name in ("suppressed", "muted", "baselined", "stale")}
    assert piles.items() <= document["summary"].items()
    left = {"problems": len(document["errors"]), "not_reviewed": len(document["run"]["not_reviewed"])}
    routines = {"routines": document["run"]["routines"], "unchanged": document["summary"]["unchanged"]}
    return {**counts, **piles, **left, **routines}


NAMES = {
    "error": "feil", "warning": "advarsel|advarsler", "info": "merknad|merknader",
    "suppressed": "unntatt med begrunnelse", "muted": "dempet som lite sannsynlige?",
    "baselined": "kjent fra grunnlinjen", "unchanged": "som sto der før endringen",
    "stale": "foreldet oppføring i grunnlinjen|foreldede oppføringer i grunnlinjen",
    "not_reviewed": "ikke gjennomgått", "problems": "kunne ikke leses", "routines": "rutiner? gjennomgått",
}  # fmt: skip


def in_words(said: str) -> Counts:
    """The figures of a summary in words."""
    found = ((name, re.search(rf"(\d+) (?:{words})\b", said)) for name, words in NAMES.items())
    return {name: int(match[1]) for name, match in found if match}


def from_text(out: str) -> Counts:
    counts = in_words(out.splitlines()[-1])
    named = Counter(re.findall(r"^\S+\.md:\d+:\d+ [A-Z]{3}\d{3} (feil|advarsel|merknad) ", out, re.MULTILINE))
    assert [counts[severity] for severity in SEVERITIES] == [named["feil"], named["advarsel"], named["merknad"]]
    return counts


def from_markdown(out: str) -> Counts:
    counts = in_words(re.sub(r"^\|.*$|^\*\*.*$", "", out, flags=re.MULTILINE))
    named = Counter(re.findall(r"^\| \d+ \| (feil|advarsel|merknad) \| [A-Z]{3}\d{3} \|", out, re.MULTILINE))
    assert [counts[severity] for severity in SEVERITIES] == [named["feil"], named["advarsel"], named["merknad"]]
    return counts


def from_github(out: str) -> Counts:
    summary, *marks = out.splitlines()
    counts = in_words(summary)
    found = Counter(re.match(r"::(\w+) ", mark)[1] for mark in marks if "title=" in mark)  # type: ignore[index]
    problems, left, stale = (counts.get(name, 0) for name in ("problems", "not_reviewed", "stale"))
    assert {
        "error": counts["error"] + problems + stale,
        "warning": counts["warning"],
        "notice": counts["info"] + left,
    } == {kind: found[kind] for kind in ("error", "warning", "notice")}
    return counts


def from_sarif(out: str) -> Counts:
    (run,) = json.loads(out)["runs"]
    names = {"error": "error", "warning": "warning", "note": "info"}
    standing = Counter(names[result["level"]] for result in run["results"] if not result.get("suppressions"))
    hidden = Counter(each["kind"] for result in run["results"] for each in result.get("suppressions", ()))
    told = run["invocations"][0]["toolExecutionNotifications"]
    notes = Counter("stale" if "descriptor" in item else item["level"] for item in told)
    piles = {"suppressed": hidden["inSource"], "baselined": hidden["external"]}
    return {**standing, **piles, "problems": notes["error"], "not_reviewed": notes["warning"], "stale": notes["stale"]}


def from_gitlab(out: str) -> Counts:
    issues = json.loads(out)
    names = {"major": "error", "minor": "warning", "info": "info"}
    kinds = {"reviewkit-problem": "problems", "reviewkit-not-reviewed": "not_reviewed", "reviewkit-baseline": "stale"}
    return Counter(kinds.get(issue["check_name"]) or names[issue["severity"]] for issue in issues)


OUTCOMES = ("failure", "error", "skipped")


def from_junit(out: str) -> Counts:
    root = ET.fromstring(out)
    told = Counter(str(element.get("type")) for element in root.iter() if element.tag in OUTCOMES)
    names = {"not-reviewed": "not_reviewed", "problem": "problems"}
    piles = Counter[str]()
    for each in root.iter("property"):
        if each.get("name") in ("muted", "unchanged"):
            piles[str(each.get("name"))] += int(str(each.get("value")))
    assert int(str(root.get("failures"))) == sum(told[kind] for kind in (*SEVERITIES, "stale"))
    assert int(str(root.get("errors"))) == told["problem"]
    return {**{names.get(kind, kind): count for kind, count in told.items()}, **piles}


def from_rdjsonl(out: str) -> Counts:
    counts: Counter[str] = Counter()
    for line in out.splitlines():
        item: dict[str, Any] = json.loads(line)
        if item.get("code") == {"value": "reviewkit-baseline"}:
            counts["stale"] += 1
        elif "code" in item:
            counts[item["severity"].lower()] += 1
        else:
            counts["problems" if item["severity"] == "ERROR" else "not_reviewed"] += 1
    return counts


EVERYWHERE = (*SEVERITIES, "problems", "not_reviewed", "stale")
PILES = ("suppressed", "muted", "baselined", "unchanged", "stale")
READERS: dict[str, tuple[Callable[[str], Counts], tuple[str, ...]]] = {
    "json": (from_json, (*EVERYWHERE, *PILES, "routines")),
    "text": (from_text, (*EVERYWHERE, *PILES, "routines")),
    "markdown": (from_markdown, (*EVERYWHERE, *PILES, "routines")),
    "github": (from_github, (*EVERYWHERE, *PILES, "routines")),
    "sarif": (from_sarif, (*EVERYWHERE, "suppressed", "baselined")),
    "junit": (from_junit, (*EVERYWHERE, "suppressed", "baselined", "muted", "unchanged")),
    "gitlab": (from_gitlab, EVERYWHERE),
    "rdjsonl": (from_rdjsonl, EVERYWHERE),
}
"""How each format is counted, and which piles it has a place for."""


def test_every_format_is_counted() -> None:
    assert set(FORMATS) == set(READERS)


def expected_code(counts: Counts, fail_on: str) -> int:
    """The exit code that the documentation gives for some counts."""
    if counts["problems"]:
        return 2
    if not counts["routines"] and not counts["not_reviewed"]:
        return 3
    if fail_on == "never":
        return 0
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]  # type: ignore[arg-type]
    return int(counts["stale"] > 0 or any(counts.get(severity) for severity in counted))


def agree(run: Run, *arguments: str, fail_on: str = "error") -> Counts:
    """The counts of a run, when all formats have given the same and the exit code follows from them."""
    counts: Counts = {}
    for form in sorted(FORMATS, key=lambda name: name != "json"):
        outcome = run("check", *DAY, *arguments, "--format", form, "--fail-on", fail_on)
        read, piles = READERS[form]
        said = Counter(read(outcome.out))
        counts = counts or dict(said)
        assert {pile: counts.get(pile, 0) for pile in piles} == {pile: said[pile] for pile in piles}, form
        assert expected_code(counts, fail_on) == outcome.code, form
    return counts


@pytest.mark.parametrize(
    ("fail_on", "problem"),
    [*((fail_on, False) for fail_on in (*SEVERITIES, "never")), ("error", True), ("never", True)],
)
def test_exit_code_and_counts_agree_across_all_formats(fail_on: str, problem: bool, folder: Path, run: Run) -> None:
    if not problem:
        (folder / "r" / "odelagt.md").unlink()
    counts = agree(run, fail_on=fail_on)
    some = ("error", "warning", "info", "suppressed", "muted", "not_reviewed")
    assert [] == [pile for pile in some if not counts.get(pile)]
    assert problem == bool(counts["problems"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--select", "MAN006"), 1), (("--select", "TIL"), 0), (("--ignore", "MAN,TAU,FOR"), 0),
        (("--no-second-judge",), 1), (("r/god.md",), 0), (("r/utgatt.md",), 0), (("r/samisk.md",), 0), (("tom",), 3),
        (("r/merknad.md", "r/advarsel.md"), 0), (("--jobs", "2"), 1), (("--today", "2031-01-01", "r/god.md"), 0),
    ],
)  # fmt: skip
def test_they_agree_whatever_is_asked_for(arguments: tuple[str, ...], code: int, folder: Path, run: Run) -> None:
    (folder / "tom").mkdir()
    (folder / "r" / "odelagt.md").unlink()
    assert code == expected_code(agree(run, *arguments), "error")


def test_they_agree_with_known_findings_and_stale_entries(folder: Path, run: Run) -> None:
    (folder / "r" / "odelagt.md").unlink()
    assert 0 == run("baseline", "write", "r/feil.md", "r/unntak.md", "--output", "kjent.tsv", *DAY).code
    known = agree(run, "--baseline", "kjent.tsv")
    assert (True, 0) == (known["baselined"] > 3, known["stale"])
    assert 0 == expected_code(agree(run, "r/feil.md", "--baseline", "kjent.tsv", fail_on="info"), "info")
    (folder / "r" / "feil.md").write_text(text_of("feil", ERROR), encoding="utf-8")
    stale = agree(run, "r/feil.md", "--baseline", "kjent.tsv")
    assert (0, True) == (stale.get("error", 0), stale["stale"] > 0)
    agree(run, "r/feil.md", "--baseline", "kjent.tsv", fail_on="never")


def test_a_second_run_from_what_is_remembered_agrees_with_the_first(folder: Path, run: Run) -> None:
    assert agree(run) == agree(run)


def test_the_findings_are_the_same_and_not_only_as_many(folder: Path, run: Run) -> None:
    out = {form: run("check", *DAY, "--format", form).out for form in FORMATS}
    found = [(item["path"], item["line"], item["rule"]) for item in json.loads(out["json"])["findings"]]
    sarif = [
        (place["artifactLocation"]["uri"], place["region"]["startLine"], result["ruleId"])
        for result in json.loads(out["sarif"])["runs"][0]["results"]
        if not result.get("suppressions")
        for place in [result["locations"][0]["physicalLocation"]]
    ]
    gitlab = [
        (item["location"]["path"], item["location"]["lines"]["begin"], item["check_name"])
        for item in json.loads(out["gitlab"])
        if not item["check_name"].startswith("reviewkit-")
    ]
    rdjsonl = [
        (item["location"]["path"], item["location"]["range"]["start"]["line"], item["code"]["value"])
        for item in map(json.loads, out["rdjsonl"].splitlines())
        if "code" in item
    ]
    said = re.findall(r"^(\S+\.md):(\d+):\d+ ([A-Z]{3}\d{3}) ", out["text"], re.MULTILINE)
    marks = re.findall(r"^::\w+ file=([^,]+),line=(\d+).*?title=([A-Z]{3}\d{3}) ", out["github"], re.MULTILINE)
    text = [(path, int(line), rule) for path, line, rule in said]
    github = [(path, int(line), rule) for path, line, rule in marks]
    assert found == sarif == gitlab == rdjsonl == text
    assert sorted(found) == sorted(github)
