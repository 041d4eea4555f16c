"""Files of the catalogue to its compiled form: validated once with pydantic, kept as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Annotated, Any

from reviewkit.check.pages import read_front, read_title
from reviewkit.check.specs import CheckSpec, Rule, frames_of
from reviewkit.language import ACTORS, QUESTION, Pattern, compile_patterns, read_entry
from reviewkit.load import CatalogueFile
from reviewkit.model import CatalogueError

_OWN_KEYS = frozenset(field.name for field in fields(CheckSpec))


def compile_catalogue(files: Iterable[CatalogueFile], key: str) -> dict[str, Any]:
    """The compiled catalogue in plain values; raises CatalogueError at the first broken file."""
    files = list(files)
    patterns, hides, concepts = _compile_lexicon(file for file in files if file.path.startswith("lexicon/"))
    specs = [_compile_check(file, concepts) for file in files if file.path.endswith(".md")]
    codes: dict[str, str] = {}
    for spec in specs:
        if spec["code"] in codes:
            raise CatalogueError(f"koden {spec['code']} er brukt av {codes[spec['code']]} også", spec["path"])
        codes[spec["code"]] = spec["path"]
    used = concepts_used(specs) | ACTORS
    patterns = [pattern for pattern in patterns if pattern.concept in used or pattern.concept in hides]
    specs.sort(key=lambda spec: str(spec["code"]))
    return {"digest": key, "checks": specs, "lexicon": compile_patterns(patterns), "hides": hides}


def concepts_used(specs: Iterable[Mapping[str, Any]]) -> set[str]:
    """The concepts that some check asks for; the others need not be looked for."""
    found: set[str] = set()
    for spec in specs:
        rule = spec["rule"]
        groups = [rule.get("frames", ()), rule.get("trigger", ()), *rule.get("companion", ())]
        for frame in (frame for group in groups for frame in group):
            found.update(frame["act"], frame["object"], frame["unless"], frame["unless_above"], frame["unless_after"])
            found.update(concept for group in frame["also"] for concept in group)
    return found


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
    import yaml

    try:
        data = yaml.load(file.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError(f"leksikonet er ikke gyldig YAML: {error.problem}", file.path, line) from None
    if not isinstance(data, Mapping):
        raise CatalogueError("leksikonet er ikke konsepter med oppføringer", file.path)
    for concept, body in data.items():
        if not isinstance(body, Mapping) or not isinstance(body.get("entries"), list):
            raise CatalogueError(f"konseptet {concept} mangler en liste «entries»", file.path)
        yield str(concept), body


def _compile_check(file: CatalogueFile, concepts: set[str]) -> dict[str, Any]:
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
    _check_concepts(rule, concepts, file.path)
    dumped: dict[str, Any] = TypeAdapter(CheckSpec).dump_python(spec, mode="json", exclude_defaults=False)
    return dumped


def _check_concepts(rule: Rule, concepts: set[str], path: str) -> None:
    for frame in frames_of(rule):
        named = {
            *frame.act,
            *frame.object,
            *frame.unless,
            *frame.unless_above,
            *frame.unless_after,
            *(c for group in frame.also for c in group),
        }
        unknown = sorted(named - concepts)
        if not frame.act and not frame.object:
            raise CatalogueError("en ramme må ha act eller object", path)
        if unknown:
            raise CatalogueError(f"ukjent konsept: {', '.join(unknown)}", path)


def _snake(key: Any) -> str:
    return str(key).replace("-", "_")


def _snake_deep(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_snake(key): _snake_deep(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_snake_deep(inner) for inner in value]
    return value
