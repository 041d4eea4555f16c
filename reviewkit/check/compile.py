"""Files of the catalogue to its compiled form: validated once, kept as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import fields

from reviewkit.check.compile_guidance import compile_guidance, compile_quality
from reviewkit.check.judge import compile_judge
from reviewkit.check.pages import read_front, read_title, read_yaml
from reviewkit.check.register import compile_laws
from reviewkit.check.specs import CheckSpec, Risk, concepts_of, frames_of
from reviewkit.language import ACTORS, DOMAINS, QUESTION, Pattern, compile_patterns, read_entry
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError

_OWN_KEYS = frozenset(field.name for field in fields(CheckSpec) if field.name != "rule")


def compile_catalogue(files: Iterable[CatalogueFile], key: str) -> dict[str, Any]:
    """The compiled catalogue in plain values; raises CatalogueError at the first broken file.

    Of two checks with one code in different folders the later folder's counts; within one folder it is an error.
    """
    files = list(files)
    patterns, hides, concepts = _compile_lexicon(file for file in files if file.path.startswith("lexicon/"))
    specs: dict[str, tuple[int, CheckSpec]] = {}
    for file in files:
        if not file.path.endswith(".md"):
            continue
        spec = _compile_check(file, concepts)
        root, other = specs.get(spec.code, (-1, None))
        if other is not None and root == file.root:
            raise CatalogueError(f"koden {spec.code} er brukt av {other.path} også", file.path)
        specs[spec.code] = file.root, spec
    checks = tuple(specs[code][1] for code in sorted(specs))
    roots = {code: root for code, (root, _) in specs.items()}
    risks = [risk for file in files if file.path == "risk-points.yaml" for risk in _risks(file)]
    _check_risks(checks, {risk.number for risk in risks})
    used = ACTORS.union(DOMAINS, *(concepts_of(spec.rule) for spec in checks))
    patterns = [pattern for pattern in patterns if pattern.concept in used or pattern.concept in hides]
    pages = {file.path: file.data for file in files if file.path.endswith(".md")}
    return {
        "digest": key,
        "checks": msgspec.msgpack.encode(checks),
        "lexicon": compile_patterns(patterns),
        "hides": hides,
        "laws": compile_laws(file for file in files if file.path.startswith("law/")),
        "risks": msgspec.msgpack.encode(risks),
        "guidance": compile_guidance(files, roots),
        "quality": compile_quality(files, roots),
        "judge": compile_judge(files),
        "pages": {spec.path: pages[spec.path] for spec in checks},
    }


def _risks(file: CatalogueFile) -> Iterable[Risk]:
    try:
        for group in read_yaml(file.text, file.path) or ():
            for point in group["points"]:
                yield msgspec.convert({"group": group["group"], **point}, Risk)
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        raise CatalogueError(f"et risikopunkt kan ikke leses: {error}", file.path) from None


def _check_risks(specs: Iterable[CheckSpec], known: set[int]) -> None:
    for spec in specs:
        unknown = [point.point for point in spec.risk_points if point.point not in known]
        if unknown and known:
            raise CatalogueError(f"risikopunkt {unknown[0]} finnes ikke i risk-points.yaml", spec.path)


def _compile_lexicon(files: Iterable[CatalogueFile]) -> tuple[list[Pattern], dict[str, list[str]], set[str]]:
    patterns: dict[Pattern, None] = {}
    hides: dict[str, list[str]] = {}
    concepts = {QUESTION}
    for file in files:
        for concept, body in _load_concepts(file):
            if concept in concepts:
                raise CatalogueError(f"konseptet {concept} er definert to ganger", file.path)
            concepts.add(concept)
            if body.get("hides"):
                hides[concept] = list(body["hides"])
            for entry in body["entries"]:
                for written in entry.values() if isinstance(entry, Mapping) else (entry,):
                    patterns[_entry(str(written), concept, file.path)] = None
    return list(patterns), hides, concepts


def _entry(written: str, concept: str, path: str) -> Pattern:
    try:
        return read_entry(written, concept)
    except CatalogueError as error:
        raise CatalogueError(error.message, path) from None


def _load_concepts(file: CatalogueFile) -> Iterable[tuple[str, Mapping[str, Any]]]:
    data = read_yaml(file.text, file.path)
    if not isinstance(data, Mapping):
        raise CatalogueError("leksikonet er ikke konsepter med oppføringer", file.path)
    for concept, body in data.items():
        if not isinstance(body, Mapping) or not isinstance(body.get("entries"), list):
            raise CatalogueError(f"konseptet {concept} mangler en liste «entries»", file.path)
        yield str(concept), body


def _compile_check(file: CatalogueFile, concepts: set[str]) -> CheckSpec:
    """The check that a file holds; raises CatalogueError where its front matter is not as docs/CHECK-FORMAT.md says."""
    front, prose = read_front(file.text, file.path)
    data = {_snake(key): value for key, value in front.items()}
    own = {key: _snake_deep(value) for key, value in data.items() if key in _OWN_KEYS and key != "variants"}
    rest = {key: _snake_deep(value) for key, value in data.items() if key not in _OWN_KEYS}
    title = read_title(prose, str(data.get("code", "")), file.path)
    whole = {**own, "variants": data.get("variants", {}), "title": title, "path": file.path, "rule": rest}
    try:
        spec = msgspec.convert(whole, CheckSpec)
    except msgspec.ValidationError as error:
        raise CatalogueError(_plainly(error), file.path, _line_of(error, file.text)) from None
    if any(not frame.act and not frame.object for frame in frames_of(spec.rule)):
        raise CatalogueError("en ramme må ha act eller object", file.path)
    if unknown := sorted(concepts_of(spec.rule) - concepts):
        raise CatalogueError(f"ukjent konsept: {', '.join(unknown)}", file.path)
    return spec


def _plainly(error: msgspec.ValidationError) -> str:
    """The validator's words with the key as it is written in the file: `$.rule.frames[0].act` is frames[0].act."""
    return str(error).replace("$.rule.", "$.").replace("`$.", "`").replace("_", "-")


def _line_of(error: msgspec.ValidationError, text: str) -> int:
    """The line of the key that an error names, as far as it can be told; 1 where it cannot."""
    named = [word.split("[")[0].replace("_", "-") for word in re.findall(r"[\w-]+(?:\[\d+\])?", str(error))]
    for word in reversed(named):
        match = re.search(rf"^[ \t-]*{re.escape(word)}:", text, re.MULTILINE)
        if match:
            return text.count("\n", 0, match.start()) + 1
    return 1


def _snake(key: Any) -> str:
    return str(key).replace("-", "_")


def _snake_deep(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_snake(key): _snake_deep(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_snake_deep(inner) for inner in value]
    return value
