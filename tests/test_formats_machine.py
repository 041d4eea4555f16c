"""The formats that machines read: valid by their schemas, complete, and harmless whatever a routine says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, get_args
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from msgspec.structs import replace
from xmlschema import XMLSchema

from reviewkit.check import Catalogue
from reviewkit.model import (
    SEVERITIES,
    Finding,
    InputError,
    Language,
    NotReviewed,
    Problem,
    Related,
    Review,
    Rule,
    Source,
    Suppressed,
)
from reviewkit.report import gitlab, junit, sarif
from reviewkit.review import Options, review
from reviewkit.version import __version__
from tests.build import ROOT, TODAY, WELL_FOUNDED, routine_text

SCHEMAS = ROOT / "tests" / "schemas"
SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))
JUNIT = XMLSchema(SCHEMAS / "junit-10.xsd")
LANGUAGES: tuple[Language, ...] = get_args(Language)

HOSTILE = "rutiner/mat på 100 %: ærlig #1?.md"
WARNED, CLEAN, SAMI, RETIRED, BROKEN = (f"rutiner/{name}.md" for name in ("tid", "god", "samisk", "utgått", "ødelagt"))
REASON = "avtalt <b>med</b> ]]> fagansvar"
HOSTILE_BODY = f"""{WELL_FOUNDED["nb"]}
## Mat <script>alert(1)</script> ]]> [her](https://ond.example)

Frelsesarmeen deler ut mat.

Foreslå at bruker ber kreditor om utsettelse, og
vurder om bruker skal søke.

<!-- reviewkit: tillat MAN001 "{REASON}" til 2027-06-30 -->
Frelsesarmeen deler ut klær.

Ring Frelsesarmeen \x1b[31m\x00 & <script> ]]> \u202e på 01017000027.
"""

ANY = st.text(st.characters(exclude_categories=()), max_size=40)
"""Any string there can be in Python, with control characters and lone surrogates."""
NASTY = "\x00\x08\x1b[31m\ud800\ufffe\u202e]]>&<script>'\"\r\n{0} [x](1)"


def all_reviewed(catalogue: Catalogue, language: Language) -> Review:
    """A review with something in every pile."""
    sources: list[Source | InputError] = [
        Source(HOSTILE, routine_text(HOSTILE_BODY, id="mat")),
        Source(WARNED, routine_text(f"{WELL_FOUNDED['nb']}\nKontoret er åpent mandag til fredag kl. 10-14.\n")),
        Source(CLEAN, routine_text(WELL_FOUNDED["nb"], id="god")),
        Source(SAMI, routine_text("Bures.\n", id="samisk", spraak="se")),
        Source(RETIRED, routine_text("Gammelt.\n", id="gammel", status="utgått")),
        InputError("er ikke UTF-8 (byte 2)", BROKEN, 2),
    ]
    result = review(sources, catalogue, Options(TODAY, language))
    rules = tuple(
        Rule(spec.code, spec.slug, spec.title, spec.severity, spec.basis, spec.source, f"# {spec.code}\n")
        for spec in catalogue.checks
    )
    first = result.findings[0]
    known = replace(first, fingerprint="b" * 16, line=first.line + 1, end_line=first.end_line + 1)
    return replace(result, rules=rules, baselined=(known,), muted=(first, first), unchanged=(first,))


@pytest.fixture(params=LANGUAGES)
def reviewed(request: pytest.FixtureRequest, catalogue: Catalogue) -> Review:
    return all_reviewed(catalogue, request.param)


@pytest.fixture(scope="module")
def norwegian(catalogue: Catalogue) -> Review:
    return all_reviewed(catalogue, "nb")


EMPTY = Review("digest", "2026-12-01", "nb", 0)


def a_finding(text: str, path: str = "rutine.md", fingerprint: str = "f" * 16) -> Finding:
    """A finding with the same words wherever a routine or a message has a say."""
    return Finding(
        rule="MAN001", slug="regel", severity="info", path=path, line=3, column=1, end_line=4, end_column=2,
        section=(text,), excerpt=text, message=text, remedy=text, basis=("lov § 1", "lov § 1"), source=("kilde",),
        risk_points=(1,), audience=("owner",), related=(Related(path, 2, text),), fingerprint=fingerprint,
    )  # fmt: skip


def review_saying(text: str, path: str) -> Review:
    """A review in which some words stand in every pile."""
    finding = a_finding(text, path)
    return replace(
        EMPTY,
        routines=1,
        reviewed=(path,),
        findings=(finding, finding),
        suppressed=(Suppressed(finding, text, text),),
        baselined=(finding,),
        not_reviewed=(NotReviewed(path, text),),
        problems=(Problem(path, 0, text),),
    )


def sarif_run(result: Review) -> dict[str, Any]:
    """The run of the SARIF log, which is valid."""
    log = json.loads(sarif.render(result))
    SARIF.validate(log)
    (run,) = log["runs"]
    return run


def sarif_results(result: Review) -> list[dict[str, Any]]:
    """The results that nothing suppresses."""
    return [item for item in sarif_run(result)["results"] if "suppressions" not in item]


def region(item: dict[str, Any]) -> dict[str, Any]:
    return item["locations"][0]["physicalLocation"]["region"]


def junit_root(result: Review) -> ET.Element:
    """The JUnit document, which is valid."""
    root = ET.fromstring(junit.render(result).encode())
    JUNIT.validate(root)
    return root


def suite_of(root: ET.Element, path: str) -> ET.Element:
    (suite,) = (item for item in root if item.get("name") == path)
    return suite


def harmful(text: str) -> list[str]:
    """The characters in an output that could drive a terminal, hide words, or break its reader."""
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return [
        character
        for character in text
        if (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r")
        or unicodedata.bidirectional(character) in directions
    ]


def strings(value: Any) -> list[str]:
    """Every string in a JSON document, with its escapes read."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("render", [sarif.render, gitlab.render, junit.render])
@given(text=ANY, path=ANY)
@example(text=NASTY, path=NASTY)
@example(text="", path="")
def test_no_words_can_harm_the_reader_of_a_format(render: Callable[[Review], str], text: str, path: str) -> None:
    """Whatever a routine says, the output is UTF-8, and without control characters even once it has been read."""
    rendered = render(review_saying(text, path))
    rendered.encode("utf-8")
    assert rendered.endswith("\n")
    if render is junit.render:
        root = ET.fromstring(rendered.encode())
        JUNIT.validate(root)
        told = [part for item in root.iter() for part in (*item.attrib.values(), item.text or "")]
    else:
        told = strings(json.loads(rendered))
    assert [] == [character for part in told for character in harmful(part)]


@given(text=ANY, path=ANY)
@example(text=NASTY, path=NASTY)
@example(text="", path="")
def test_whatever_is_said_the_log_is_valid_sarif(text: str, path: str) -> None:
    run = sarif_run(review_saying(text, path))
    assert len(run["results"]) == 4


@pytest.mark.parametrize("render", [sarif.render, gitlab.render, junit.render])
def test_an_empty_review_has_a_form_too(render: Callable[[Review], str]) -> None:
    SARIF.validate(json.loads(sarif.render(EMPTY)))
    JUNIT.validate(ET.fromstring(junit.render(EMPTY)))
    assert gitlab.render(EMPTY) == "[]\n"
    assert render(EMPTY) == render(EMPTY)


# SARIF


def test_every_finding_is_a_result_in_its_exact_place(reviewed: Review) -> None:
    results = sarif_results(reviewed)
    places = [(item.rule, item.line, item.column, item.end_line, item.end_column) for item in reviewed.findings]
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    assert places == [(item["ruleId"], *(region(item)[key] for key in keys)) for item in results]
    assert sarif_run(reviewed)["columnKind"] == "unicodeCodePoints"
    assert any(item.end_line == item.line + 1 for item in reviewed.findings), "no finding of two lines was tried"


def test_severities_are_levels(reviewed: Review) -> None:
    names = {"error": "error", "warning": "warning", "info": "note"}
    assert [names[item.severity] for item in reviewed.findings] == [item["level"] for item in sarif_results(reviewed)]
    assert {"error", "warning"} <= {item.severity for item in reviewed.findings}
    (note,) = sarif_results(replace(EMPTY, findings=(a_finding("x"),)))
    assert note["level"] == "note"


def test_every_rule_is_described_and_pointed_at(reviewed: Review) -> None:
    run = sarif_run(reviewed)
    rules = run["tool"]["driver"]["rules"]
    assert [rule.code for rule in reviewed.rules] == [item["id"] for item in rules]
    for rule, item in zip(reviewed.rules, rules, strict=True):
        assert (rule.slug, rule.title) == (item["name"], item["shortDescription"]["text"])
        assert rule.title in item["help"]["text"]
        assert rule.page == item["help"]["markdown"]
        assert list(rule.basis) == item["properties"]["basis"]
        assert list(rule.source) == item["properties"]["source"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in run["results"])


def test_a_rule_without_a_page_has_its_help_in_plain_text(norwegian: Review) -> None:
    bare = replace(norwegian, rules=tuple(replace(rule, page="") for rule in norwegian.rules))
    helps = [item["help"] for item in sarif_run(bare)["tool"]["driver"]["rules"]]
    assert all(item["text"] and "markdown" not in item for item in helps)


def test_a_rule_that_only_a_finding_knows_is_described_too(norwegian: Review) -> None:
    run = sarif_run(replace(norwegian, rules=()))
    known = {item.rule for item in (*norwegian.findings, *norwegian.baselined)}
    known |= {item.finding.rule for item in norwegian.suppressed}
    assert sorted(known) == [item["id"] for item in run["tool"]["driver"]["rules"]]


def test_provisions_of_law_are_taxa_of_rules_and_results(norwegian: Review) -> None:
    run = sarif_run(norwegian)
    (taxonomy,) = run["taxonomies"]
    taxa = [item["id"] for item in taxonomy["taxa"]]
    assert sorted({basis for rule in norwegian.rules for basis in rule.basis}) == taxa
    for rule, item in zip(norwegian.rules, run["tool"]["driver"]["rules"], strict=True):
        targets = [link["target"] for link in item.get("relationships", ())]
        assert list(rule.basis) == [taxa[target["index"]] for target in targets] == [one["id"] for one in targets]
    for finding, item in zip(norwegian.findings, sarif_results(norwegian), strict=True):
        assert list(finding.basis) == [taxa[taxon["index"]] for taxon in item.get("taxa", ())]
        assert all(taxon["toolComponent"]["name"] == taxonomy["name"] for taxon in item.get("taxa", ()))


def test_identities_are_those_of_the_findings(norwegian: Review) -> None:
    prints = [item["partialFingerprints"] for item in sarif_results(norwegian)]
    assert [f"{item.fingerprint}:1" for item in norwegian.findings] == [
        one["primaryLocationLineHash"] for one in prints
    ]
    assert [item.fingerprint for item in norwegian.findings] == [one["reviewkit/1"] for one in prints]


def test_exceptions_and_the_baseline_are_suppressions(reviewed: Review) -> None:
    hidden = [item["suppressions"] for item in sarif_run(reviewed)["results"] if "suppressions" in item]
    said = {"nb": "kjent fra grunnlinjen", "nn": "kjend frå grunnlinja", "en": "known from the baseline"}
    excepted = {"kind": "inSource", "status": "accepted", "justification": REASON}
    known = {"kind": "external", "status": "accepted", "justification": said[reviewed.language]}
    assert [[{**excepted, "properties": {"expires": "2027-06-30"}}], [known]] == hidden


def test_muted_findings_are_counted_and_are_no_results(norwegian: Review) -> None:
    run = sarif_run(norwegian)
    assert len(run["results"]) == len(norwegian.findings) + len(norwegian.suppressed) + len(norwegian.baselined)
    counts = run["properties"]["counts"]
    assert (2, 1, 1, 1) == tuple(counts[name] for name in ("muted", "unchanged", "suppressed", "baselined"))
    assert {item: norwegian.count(item) for item in SEVERITIES} == {item: counts[item] for item in SEVERITIES}
    assert (norwegian.routines, 2, 1) == (counts["routines"], counts["notReviewed"], counts["problems"])


def test_the_run_says_its_tool_its_day_and_its_language(reviewed: Review) -> None:
    run = sarif_run(reviewed)
    assert run["tool"]["driver"]["version"] == __version__
    assert (reviewed.today, reviewed.catalogue) == (run["properties"]["today"], run["properties"]["catalogue"])
    assert reviewed.language == run["language"]


def test_paths_are_uris_that_lead_back_to_the_path(norwegian: Review) -> None:
    uris = [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in sarif_results(norwegian)]
    assert [item.path for item in norwegian.findings] == [unquote(uri) for uri in uris]
    assert all(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) for uri in uris)
    assert "rutiner/mat%20p%C3%A5%20100%20%25%3A%20%C3%A6rlig%20%231%3F.md" in uris
    listed = [item["location"]["uri"] for item in sarif_run(norwegian)["artifacts"]]
    assert list(norwegian.reviewed) == [unquote(uri) for uri in listed]


@pytest.mark.parametrize(("path", "scheme"), [("c:/a.md", ""), ("javascript:alert(1).md", ""), ("/tmp/å.md", "file")])
def test_no_name_of_a_file_is_read_as_a_scheme(path: str, scheme: str) -> None:
    (result,) = sarif_results(replace(EMPTY, findings=(a_finding("x", path),)))
    uri = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert (scheme, path, "") == (uri.scheme, unquote(uri.path), uri.netloc)


def test_what_was_not_reviewed_is_notified_and_a_problem_is_a_failed_run(norwegian: Review) -> None:
    (invocation,) = sarif_run(norwegian)["invocations"]
    told = [
        (item["level"], unquote(item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]))
        for item in invocation["toolExecutionNotifications"]
    ]
    assert [("error", BROKEN), ("warning", SAMI), ("warning", RETIRED)] == told
    assert not invocation["executionSuccessful"]
    (invocation,) = sarif_run(replace(norwegian, problems=()))["invocations"]
    assert invocation["executionSuccessful"]


def test_the_message_comes_first_and_the_remedy_after_a_blank_line(reviewed: Review) -> None:
    label = {"nb": "Gjør slik", "nn": "Gjer slik", "en": "Do this"}[reviewed.language]
    for finding, item in zip(reviewed.findings, sarif_results(reviewed), strict=True):
        message, remedy, *_ = item["message"]["text"].split("\n\n")
        assert finding.message == message
        assert f"{label}: {finding.remedy}" == remedy
        assert "markdown" not in item["message"]


def test_related_places_are_linked_from_the_message(norwegian: Review) -> None:
    related = [
        (item, one) for item, one in zip(norwegian.findings, sarif_results(norwegian), strict=True) if item.related
    ]
    assert related
    for finding, item in related:
        for other, place in zip(finding.related, item["relatedLocations"], strict=True):
            assert f"[linje {other.line}]({place['id']}): {other.message}" in item["message"]["text"]
            assert place["physicalLocation"]["region"] == {"startLine": other.line}


def test_words_of_a_routine_are_never_links_or_placeholders() -> None:
    text = "se [her](https://ond.example) og {0}"
    (item,) = sarif_results(replace(EMPTY, findings=(replace(a_finding(text), related=()),)))
    assert "](" not in item["message"]["text"]
    assert not re.search(r"(?<!\{)\{\d+\}", item["message"]["text"])
    assert text == region(item)["snippet"]["text"], "the snippet is no message, and stands as it was"


def test_personal_data_stays_masked(norwegian: Review) -> None:
    for render in (sarif.render, gitlab.render, junit.render):
        assert "01017000027" not in render(norwegian)
    assert any("•••••••••••" in region(item)["snippet"]["text"] for item in sarif_results(norwegian))


# GitLab


def gitlab_issues(result: Review) -> list[dict[str, Any]]:
    """The issues of the report, each with the fields that GitLab documents and with values that it knows."""
    issues = json.loads(gitlab.render(result))
    for issue in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issue)
        assert all(isinstance(issue[name], str) and issue[name] for name in set(issue) - {"location"})
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert {"path", "lines"} == set(issue["location"])
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    return issues


def test_every_finding_is_an_issue_in_its_lines(reviewed: Review) -> None:
    issues = gitlab_issues(reviewed)[: len(reviewed.findings)]
    names = {"error": "major", "warning": "minor", "info": "info"}
    expected = [
        (item.rule, names[item.severity], item.fingerprint, item.path, item.line, item.end_line)
        for item in reviewed.findings
    ]
    found = [
        (
            item["check_name"], item["severity"], item["fingerprint"], item["location"]["path"],
            item["location"]["lines"]["begin"], item["location"]["lines"]["end"],
        )
        for item in issues
    ]  # fmt: skip
    assert expected == found


def test_an_issue_says_the_rule_what_is_wrong_and_what_to_write(norwegian: Review) -> None:
    for finding, issue in zip(norwegian.findings, gitlab_issues(norwegian), strict=False):
        assert f"{finding.rule}: {finding.message} Gjør slik: {finding.remedy}" == issue["description"]


def test_an_info_is_an_info_in_gitlab() -> None:
    (issue,) = gitlab_issues(replace(EMPTY, findings=(a_finding("x"),)))
    assert issue["severity"] == "info"


def test_what_could_not_be_read_is_an_issue_and_never_silence(reviewed: Review) -> None:
    told = [(item["severity"], item["location"]["path"]) for item in gitlab_issues(reviewed)[len(reviewed.findings) :]]
    assert [("critical", BROKEN), ("info", SAMI), ("info", RETIRED)] == told


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "b", "\x00", "\x01"]), max_size=12))
def test_fingerprints_are_unique_even_where_the_findings_share_one(fingerprints: list[str]) -> None:
    findings = tuple(a_finding("x", fingerprint=item) for item in fingerprints)
    unique = [issue["fingerprint"] for issue in gitlab_issues(replace(EMPTY, findings=findings))]
    assert len(fingerprints) == len(set(unique))


def test_a_fingerprint_of_its_own_is_left_as_it_is() -> None:
    findings = (a_finding("x", fingerprint="a"), a_finding("y", fingerprint="b"), a_finding("z", fingerprint="a"))
    assert ["a", "b", "a-2"] == [issue["fingerprint"] for issue in gitlab_issues(replace(EMPTY, findings=findings))]


# JUnit


def test_there_is_a_suite_for_every_routine(reviewed: Review) -> None:
    names = [suite.get("name") for suite in junit_root(reviewed)]
    assert sorted([HOSTILE, WARNED, CLEAN, SAMI, RETIRED, BROKEN]) == names


def test_a_clean_routine_is_one_passed_case(reviewed: Review) -> None:
    (case,) = suite_of(junit_root(reviewed), CLEAN).findall("testcase")
    assert case.get("name") == {"nb": "ingen funn", "nn": "ingen funn", "en": "no findings"}[reviewed.language]
    assert len(case) == 0


def test_every_finding_is_a_failed_case_with_its_severity(reviewed: Review) -> None:
    root = junit_root(reviewed)
    for path in (HOSTILE, WARNED):
        findings = [item for item in reviewed.findings if item.path == path]
        cases = [case for case in suite_of(root, path).findall("testcase") if case.find("failure") is not None]
        assert [item.severity for item in findings] == [case.find("failure").get("type") for case in cases]
        for finding, case in zip(findings, cases, strict=True):
            assert finding.fingerprint in case.get("name", "")
            assert f"{path}:{finding.line}:{finding.column} {finding.rule}" in case.find("failure").text
            assert finding.remedy in case.find("failure").text
            assert case.find("failure").get("message", "").endswith(f" {finding.line}: {finding.message}")


def test_what_was_hidden_or_left_out_is_skipped_with_the_reason(norwegian: Review) -> None:
    root = junit_root(norwegian)
    skipped = [(item.get("type"), item.get("message", "")) for item in suite_of(root, HOSTILE).iter("skipped")]
    assert ["suppressed", "baselined"] == [kind for kind, _ in skipped]
    assert skipped[0][1].endswith(f"unntatt med begrunnelse: {REASON}")
    for path in (SAMI, RETIRED):
        (item,) = suite_of(root, path).iter("skipped")
        assert item.get("type") == "not-reviewed"
        assert "rutinen er" in item.get("message", "")


def test_a_retired_routine_has_no_passed_case(reviewed: Review) -> None:
    """It was not reviewed, so nothing is said to be in order."""
    cases = suite_of(junit_root(reviewed), RETIRED).findall("testcase")
    assert [["skipped"]] == [[child.tag for child in case] for case in cases]


def test_what_could_not_be_read_is_an_error(reviewed: Review) -> None:
    (item,) = junit_root(reviewed).iter("error")
    assert item.get("message", "").endswith(" 2: er ikke UTF-8 (byte 2)")


@pytest.mark.parametrize("said", ["", NASTY])
def test_the_counts_add_up(norwegian: Review, said: str) -> None:
    """The figures of a suite are those of its cases, and those of the whole are the sums."""
    root = junit_root(review_saying(said, said) if said else norwegian)
    tags = {"failures": "failure", "errors": "error", "skipped": "skipped", "tests": "testcase"}
    for suite in root:
        assert {name: len(list(suite.iter(tag))) for name, tag in tags.items()} == {
            name: int(suite.get(name, "-1")) for name in tags
        }
    for name in ("tests", "failures", "errors"):
        assert root.get(name) == str(len(list(root.iter(tags[name]))))


def test_muted_findings_are_counted_in_their_suite(norwegian: Review) -> None:
    path = norwegian.muted[0].path
    listed = {item.get("name"): item.get("value") for item in suite_of(junit_root(norwegian), path).iter("property")}
    counts = {"muted": "2", "unchanged": "1"}
    assert {"today": "2026-12-01", "catalogue": norwegian.catalogue, **counts} == listed


@given(st.lists(st.sampled_from(["a", "a) 2", "b"]), max_size=8))
def test_no_two_cases_of_a_suite_have_one_name(fingerprints: list[str]) -> None:
    """A dashboard would keep only one of them."""
    root = junit_root(replace(EMPTY, findings=tuple(a_finding("x", fingerprint=item) for item in fingerprints)))
    names = [case.get("name") for case in root.iter("testcase")]
    assert len(fingerprints) == len(set(names))


def test_markup_in_a_routine_is_words_and_never_elements(norwegian: Review) -> None:
    rendered = junit.render(norwegian)
    assert "<script" not in rendered
    assert "]]>" not in rendered
    assert any("<script>" in (item.text or "") for item in junit_root(norwegian).iter("failure"))
