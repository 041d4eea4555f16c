"""Files of the catalogue to its compiled form: validated once with pydantic, kept as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Annotated, Any

from reviewkit.check.judge import compile_judge
from reviewkit.check.pages import read_front, read_title, read_yaml
from reviewkit.check.register import compile_laws
from reviewkit.check.specs import CheckSpec, Rule, concepts_of, frames_of
from reviewkit.language import ACTORS, DOMAINS, QUESTION, Pattern, compile_patterns, read_entry
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError

_OWN_KEYS = frozenset(field.name for field in fields(CheckSpec))


def compile_catalogue(files: Iterable[CatalogueFile], key: str) -> dict[str, Any]:
    """The compiled catalogue in plain values; raises CatalogueError at the first broken file."""
    files = list(files)
    patterns, hides, concepts = _compile_lexicon(file for file in files if file.path.startswith("lexicon/"))
    compiled = [_compile_check(file, concepts) for file in files if file.path.endswith(".md")]
    specs = [spec for spec, _ in compiled]
    codes: dict[str, str] = {}
    for spec in specs:
        if spec["code"] in codes:
            raise CatalogueError(f"koden {spec['code']} er brukt av {codes[spec['code']]} også", spec["path"])
        codes[spec["code"]] = spec["path"]
    risks = [risk for file in files if file.path == "risk-points.yaml" for risk in _risks(file)]
    _check_risks(specs, {risk["number"] for risk in risks})
    used = ACTORS.union(DOMAINS, *(named for _, named in compiled))
    patterns = [pattern for pattern in patterns if pattern.concept in used or pattern.concept in hides]
    specs.sort(key=lambda spec: str(spec["code"]))
    laws = compile_laws(file for file in files if file.path.startswith("law/"))
    return {
        "digest": key,
        "checks": specs,
        "lexicon": compile_patterns(patterns),
        "hides": hides,
        "laws": laws,
        "risks": risks,
        "judge": compile_judge(files),
    }


def _risks(file: CatalogueFile) -> Iterable[dict[str, Any]]:
    try:
        for group in read_yaml(file.text, file.path) or ():
            for point in group["points"]:
                yield {"group": group["group"], **{key: point[key] for key in ("number", "name", "text")}}
    except (KeyError, TypeError) as error:
        raise CatalogueError(f"et risikopunkt mangler {error}", file.path) from None


def _check_risks(specs: Iterable[Mapping[str, Any]], known: set[int]) -> None:
    for spec in specs:
        unknown = [point["point"] for point in spec["risk_points"] if point["point"] not in known]
        if unknown and known:
            raise CatalogueError(f"risikopunkt {unknown[0]} finnes ikke i risk-points.yaml", spec["path"])


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


def _compile_check(file: CatalogueFile, concepts: set[str]) -> tuple[dict[str, Any], set[str]]:
    """A check in plain values, and the concepts it asks for."""
    from pydantic import Field, TypeAdapter, ValidationError

    front, prose = read_front(file.text, file.path)
    data = {_snake(key): value for key, value in front.items()}
    own = {key: _snake_deep(value) for key, value in data.items() if key in _OWN_KEYS and key != "variants"}
    own["variants"] = data.get("variants", {})
    own["title"] = read_title(prose, str(data.get("code", "")), file.path)
    own["path"] = file.path
    rest = {key: _snake_deep(value) for key, value in data.items() if key not in _OWN_KEYS}
    try:
        rule: Any = TypeAdapter(Annotated[Rule, Field(discriminator="kind")]).validate_python(rest)
        spec = TypeAdapter(CheckSpec).validate_python({**own, "rule": rule})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{place}: {first['msg']}", file.path) from None
    named = concepts_of(rule)
    if any(not frame.act and not frame.object for frame in frames_of(rule)):
        raise CatalogueError("en ramme må ha act eller object", file.path)
    if unknown := sorted(named - concepts):
        raise CatalogueError(f"ukjent konsept: {', '.join(unknown)}", file.path)
    dumped: dict[str, Any] = TypeAdapter(CheckSpec).dump_python(spec, mode="json", exclude_defaults=False)
    return dumped, named


def _snake(key: Any) -> str:
    return str(key).replace("-", "_")


def _snake_deep(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_snake(key): _snake_deep(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_snake_deep(inner) for inner in value]
    return value
