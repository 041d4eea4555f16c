"""A check's file: front matter for the machine, prose for people, and examples that are tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reviewkit.check.specs import Example, Page
from reviewkit.model import CatalogueError

EXAMPLES = "\n## Eksempler\n"
"""The heading under which a page has its examples, the last of its parts."""

_FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
_TITLE = re.compile(r"^# ([A-Z]{3}\d{3}) (.+)$", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^(?P<fence>~{3,}|`{3,})(?P<verdict>flagged|ok) (?P<norm>nb|nn)(?: (?P<lines>[\d,]+))?[ \t]*\n"
    r"(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_LOOKS_LIKE_EXAMPLE = re.compile(r"^(?:~{3,}|`{3,})\s*(?:flagged|ok)\b", re.MULTILINE)


def read_front(text: str, path: str) -> tuple[dict[str, Any], str]:
    """The front matter of a check's file as data, and the prose; raises CatalogueError where it is malformed."""
    match = _FRONT.match(text)
    if not match:
        raise CatalogueError("sjekken mangler frontmatter mellom to linjer med ---", path, 1)
    data = read_yaml(match[1], path, 1)
    if not isinstance(data, Mapping):
        raise CatalogueError("sjekkens frontmatter er ikke nøkler med verdier", path, 1)
    return dict(data), text[match.end() :]


def read_yaml(text: str, path: str, before: int = 0) -> Any:
    """The data of a file of the catalogue; raises CatalogueError with the line, counted after `before` other lines."""
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = before + 1 + (error.problem_mark.line if error.problem_mark else 0)
        raise CatalogueError(f"filen er ikke gyldig YAML: {error.problem}", path, line) from None


def read_title(prose: str, code: str, path: str) -> str:
    """The title of the page, from its heading «# CODE Title»."""
    match = _TITLE.search(prose)
    if not match or match[1] != code:
        raise CatalogueError(f"siden mangler overskriften «# {code} Tittel»", path, 1)
    return match[2].strip()


def read_page(text: str, path: str) -> Page:
    """The prose and the examples of a check's file."""
    _, prose = read_front(text, path)
    offset = text.count("\n") - prose.count("\n")
    examples = []
    for match in _EXAMPLE.finditer(prose):
        lines = tuple(int(number) for number in (match["lines"] or "").split(",") if number)
        line = offset + prose.count("\n", 0, match.start()) + 1
        if (match["verdict"] == "flagged") != bool(lines):
            raise CatalogueError("et flagget eksempel har linjenummer, et ok-eksempel har ikke", path, line)
        verdict: Any = match["verdict"]
        norm: Any = match["norm"]
        examples.append(Example(verdict, norm, lines, match["text"], line))
    if len(examples) != len(_LOOKS_LIKE_EXAMPLE.findall(prose)):
        raise CatalogueError("et eksempel kan ikke leses; skriv «~~~flagged nb 1» eller «~~~ok nn»", path)
    return Page(path, prose, tuple(examples))
