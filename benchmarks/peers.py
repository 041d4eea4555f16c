"""Other reviewers of prose and Markdown on the same routines: how they are installed, run, and given words to look for.

Reviewkit looks for the phrases of its lexicon. A peer that takes a word list gets as many of them as its form allows
(codespell and typos know single words only); a peer that takes none runs with its own rules. Run by itself, the module
writes the peers' configurations into a folder and prints how many words each has got as JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYTHON_PEERS = ("codespell", "proselint", "typos", "rumdl")
NODE_PEERS = ("textlint", "textlint-rule-prh", "markdownlint-cli2")
_MOST_FORMS = 64
"""An entry that stands for more phrases than this is left out: it is a pattern, not a phrase."""


class Peer(NamedTuple):
    """A peer that is installed: its command on a corpus, where it is run, its version, and what it looks for."""

    name: str
    command: list[str]
    cwd: Path
    version: str
    load: str


def install(folder: Path) -> None:
    """Install the peers into a folder, each by itself, so that one that cannot be had does not stop the others."""
    environment = folder / "venv"
    folder.mkdir(parents=True, exist_ok=True)
    if not (environment / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name in PYTHON_PEERS:
        _installed(name, [*pip, name])
    npm = shutil.which("npm")
    if npm is None:
        print(f"npm is not installed: {', '.join(NODE_PEERS)} are left out")
        return
    for name in NODE_PEERS:
        _installed(name, [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), name])


def _installed(name: str, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = (done.stderr or done.stdout).strip().splitlines()[-1:]
    print(f"{name}: installed" if done.returncode == 0 else f"{name}: not installed ({''.join(last)})")


def found(folder: Path, configs: Path, corpus: Path, words: dict[str, int]) -> tuple[list[Peer], list[str]]:
    """The peers that are installed in a folder, ready to run on a corpus, and the names of those that are not."""
    rules = folder / "node_modules"
    python, node = folder / "venv" / "bin", rules / ".bin"
    prh = f"{words['phrases']:,} phrases of the lexicon, evenly chosen, in {words['concepts']:,} rules"
    single = f"{words['single']:,} single words of the lexicon"
    described = [
        (python / "codespell", ["--dictionary", str(configs / "codespell.txt"), str(corpus)], configs, single),
        (
            python / "typos",
            ["--config", str(configs / "typos.toml"), "--format", "brief", str(corpus)],
            configs,
            f"its own English words and {single}; all cores",
        ),
        (
            node / "textlint",
            ["--config", str(configs / "textlintrc.json"), "--rules-base-directory", str(rules), f"{corpus}/*.md"],
            folder,
            f"textlint-rule-prh with {prh}",
        ),
        (python / "proselint", ["check", str(corpus)], configs, "its own checks (English)"),
        (
            python / "rumdl",
            ["check", "--no-cache", "--no-config", str(corpus)],
            configs,
            "its default rules; all cores",
        ),
        (node / "markdownlint-cli2", ["*.md"], corpus, "its default rules"),
    ]
    peers, absent = [], []
    for path, arguments, cwd, load in described:
        if path.exists() and (path.name != "textlint" or (rules / "textlint-rule-prh").exists()):
            peers.append(Peer(path.name, [str(path), *arguments], cwd, _version(path, folder), load))
        else:
            absent.append(path.name)
    return peers, absent


def _version(path: Path, folder: Path) -> str:
    """The version that the package itself tells, since the commands' ways of asking differ."""
    if path.parent.name == ".bin":
        package = folder / "node_modules" / path.name / "package.json"
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    ask = f"import importlib.metadata as m; print(m.version({path.name!r}))"
    done = subprocess.run([str(path.parent / "python"), "-c", ask], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "?"


def lexicon_phrases() -> dict[str, list[str]]:
    """The plain phrases of the lexicon by concept: written out, in their base form, open words left out."""
    import yaml

    phrases: dict[str, dict[str, None]] = {}
    for path in sorted((ROOT / "checks" / "lexicon").glob("*.yaml")):
        concepts = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for name, concept in concepts.items():
            for entry in concept.get("entries") or ():
                for written in entry.values() if isinstance(entry, dict) else (entry,):
                    phrases.setdefault(name, {}).update(dict.fromkeys(_written_out(str(written), name)))
    return {name: list(found) for name, found in phrases.items() if found}


def _written_out(entry: str, concept: str) -> Iterator[str]:
    from reviewkit.language.entries import read_entry

    pattern = read_entry(entry, concept)
    if pattern.open_left or pattern.ending == "*" or prod(map(len, pattern.slots)) > _MOST_FORMS:
        return
    for words in product(*pattern.slots):
        phrase = " ".join(word for word in words if word)
        if len(phrase) > 3 and phrase.replace(" ", "").isalnum():
            yield phrase


def thinned(phrases: dict[str, list[str]], most: int) -> dict[str, list[str]]:
    """About so many of the phrases, taken evenly from first to last."""
    every = [(name, phrase) for name, chosen in phrases.items() for phrase in chosen]
    chosen: dict[str, list[str]] = {}
    for name, phrase in every[:: max(1, -(-len(every) // most))]:
        chosen.setdefault(name, []).append(phrase)
    return chosen


def write_configs(folder: Path, phrases: dict[str, list[str]], most: int) -> dict[str, int]:
    """Write a configuration for each peer that takes words, and say how many words it got.

    textlint-rule-prh gets one rule for each concept and at most so many phrases: it looks for each by itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    every = {phrase for chosen in phrases.values() for phrase in chosen}
    single = sorted({phrase.lower() for phrase in every if phrase.isalpha()})
    (folder / "codespell.txt").write_text("".join(f"{word}->{word}x\n" for word in single), encoding="utf-8")
    words = "".join(f"{json.dumps(word, ensure_ascii=False)} = {json.dumps(word + 'x')}\n" for word in single)
    (folder / "typos.toml").write_text(f"[default.extend-words]\n{words}", encoding="utf-8")
    prh_phrases = thinned(phrases, most)
    rules = [{"expected": f"«{name}»", "patterns": sorted(chosen)} for name, chosen in prh_phrases.items()]
    prh = json.dumps({"version": 1, "rules": rules}, ensure_ascii=False)
    (folder / "prh.yml").write_text(prh, encoding="utf-8")
    (folder / "textlintrc.json").write_text(
        json.dumps({"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}), encoding="utf-8"
    )
    taken = sum(map(len, prh_phrases.values()))
    return {"lexicon": len(every), "single": len(single), "phrases": taken, "concepts": len(rules)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--phrases", type=int, default=2_000, help="most phrases for textlint-rule-prh")
    given = options.parse_args()
    sys.path.insert(0, str(ROOT))
    print(json.dumps(write_configs(given.folder, lexicon_phrases(), given.phrases)))


if __name__ == "__main__":
    main()
