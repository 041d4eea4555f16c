"""Where people plug reviewkit in: every file keeps to its published schema, and the steps of the action hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.build import ROOT, TODAY, routine_text
from tests.conftest import Run

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash er ikke installert")

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, REVIEW = ACTION["runs"]["steps"]
GITLAB: dict[str, Any] = yaml.safe_load((ROOT / "docs/examples/gitlab-ci.yml").read_text(encoding="utf-8"))["routines"]
WORKFLOWS = (".github/workflows/routines.yml", "docs/examples/github-workflow.yml")

BREACH = routine_text("Frelsesarmeen deler ut mat.\n")
SOUND = routine_text("Nav-kontoret svarer bruker.\n")
HOSTILE = ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "a\ntouch pwned", "' || touch pwned #", "* ?", "-x"]

# How the tests know that a program was reached: it writes down its arguments and does as it is told.
RECORDER = """#!{python} -IS
import json, os, sys
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
print("::notice::sammendrag")
for argument in sys.argv:
    if argument.startswith("--output="):
        with open(argument.partition("=")[2], "w") as sarif:
            sarif.write("{{}}")
"""


@dataclass
class Runner:
    """What GitHub gives a step: folders, files for outputs and summary, and the inputs as environment."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("workspace", "temp/reviewkit/bin", "path"):
            (self.folder / name).mkdir(parents=True)
        own = {
            "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", "GITHUB_WORKSPACE": "workspace",
            "RUNNER_TEMP": "temp", "HOME": "home",
        }  # fmt: skip
        self.environment |= {name: str(self.folder / value) for name, value in own.items()}
        self.environment |= {
            "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_ACTION_PATH": str(ROOT), "PYTHONUTF8": "1",
            "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
            "PATH": f"{self.folder / 'path'}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        (self.folder / "output").touch()

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def install(self, program: str, where: str, text: str) -> None:
        path = self.folder / where / program
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def use_reviewkit(self) -> None:
        """The reviewkit of this checkout, as if the first step had installed it."""
        day = f'if [ "$1" = check ]; then shift; set -- check --today {TODAY} "$@"; fi'
        start = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -P -m reviewkit "$@"'
        self.install("reviewkit", "temp/reviewkit/bin", f"#!/usr/bin/env bash\n{day}\n{start}\n")

    def use_recorder(self) -> None:
        """A reviewkit that only writes down what it was called with."""
        text = RECORDER.format(python=sys.executable, log=str(self.folder / "calls"))
        self.install("reviewkit", "temp/reviewkit/bin", text)

    def calls(self) -> list[list[str]]:
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def run(self, step: Mapping[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does, with the values that its expressions would have."""
        defaults = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()}
        known = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {name: evaluated(expression, known) for name, expression in step["env"].items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace, env=self.environment | values, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


def evaluated(expression: str, inputs: Mapping[str, str]) -> str:
    """The value of an expression of the action: an input, or the base of the change."""
    found = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)
    return inputs[found[1]] if found else inputs.get("change-base", "")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-actions", "action.yml"),
        *(("vendor.github-workflows", name) for name in WORKFLOWS),
        *(("custom.github-workflows-require-timeout", name) for name in WORKFLOWS),
        ("vendor.gitlab-ci", "docs/examples/gitlab-ci.yml"),
    ],
)
def test_the_file_keeps_to_its_published_schema(schema: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / name)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_expression_stands_inside_a_script() -> None:
    steps = [*ACTION["runs"]["steps"]]
    for name in WORKFLOWS:
        jobs = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))["jobs"]
        steps += [step for job in jobs.values() for step in job["steps"]]
    assert not [step for step in steps if "${{" in step.get("run", "")]


def test_every_input_of_the_action_reaches_a_step_and_every_output_comes_from_one() -> None:
    expressions = " ".join([*INSTALL["env"].values(), *REVIEW["env"].values()])
    assert set(re.findall(r"inputs\.([a-z-]+)", expressions)) == set(ACTION["inputs"])
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.{REVIEW['id']}.outputs.{name} }}}}"
        assert f"{name}=%s" in REVIEW["run"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_write_nothing_but_its_log_and_pins_what_it_uses(name: str) -> None:
    workflow = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read", "security-events": "write"}
        used = [step["uses"] for step in job["steps"]]
        assert all(re.search(r"@(v\d+|[0-9a-f]{40})$", action) for action in used if action != "./")
        inputs = next(step.get("with", {}) for step in job["steps"] if step.get("id") == "routines")
        assert set(inputs) <= set(ACTION["inputs"])


def test_a_breach_gives_marks_a_summary_a_log_and_exit_code_one(runner: Runner) -> None:
    runner.use_reviewkit()
    (runner.workspace / "routines").mkdir()
    (runner.workspace / "routines/mat.md").write_text(BREACH, encoding="utf-8")
    result = runner.run(REVIEW, lang="nn")
    assert result.returncode == 1, result.stderr
    assert "::error file=routines/mat.md,line=" in result.stdout
    assert "title=MAN001 " in result.stdout
    assert "MAN001" in (runner.folder / "summary").read_text(encoding="utf-8")
    assert (runner.folder / "summary").read_text(encoding="utf-8").count("\n# ") <= 1
    assert runner.outputs() == {"exit-code": "1", "sarif-file": "reviewkit.sarif"}
    (log,) = json.loads((runner.workspace / "reviewkit.sarif").read_text(encoding="utf-8"))["runs"]
    assert "MAN001" in {found["ruleId"] for found in log["results"]}
    assert log["language"] == "nn"


def test_the_exit_code_is_that_of_the_review(runner: Runner) -> None:
    runner.use_reviewkit()
    (runner.workspace / "mat.md").write_text(BREACH, encoding="utf-8")
    assert runner.run(REVIEW, paths="mat.md", fail_on="never", sarif_file="").returncode == 0
    assert runner.outputs() == {"exit-code": "0"}
    assert not list(runner.workspace.glob("*.sarif"))


def test_no_log_passes_for_a_review_that_was_not_carried_out(runner: Runner) -> None:
    runner.use_reviewkit()
    (runner.workspace / "reviewkit.sarif").write_text("an older log")
    (runner.workspace / "mat.md").write_text(SOUND, encoding="utf-8")
    result = runner.run(REVIEW, paths="mat.md", config="finnes-ikke.toml")
    assert result.returncode == 2
    assert re.search(r"^::error title=reviewkit::.*finnes-ikke\.toml", result.stdout, re.MULTILINE)
    assert runner.outputs() == {"exit-code": "2"}


def test_paths_without_routines_are_said_as_an_error(runner: Runner) -> None:
    runner.use_reviewkit()
    (runner.workspace / "tom").mkdir()
    result = runner.run(REVIEW, paths="tom")
    assert result.returncode == 3
    assert "::error title=reviewkit::Fant ingen rutiner" in result.stdout


def committed(folder: Path, text: str) -> str:
    """The commit of a workspace in which a routine has the text."""
    (folder / "mat.md").write_text(text, encoding="utf-8")
    commit = ["-c", "user.name=Prøve", "-c", "user.email=prove@example.invalid", "commit", "--quiet", "-m", "endring"]
    for arguments in (["init", "--quiet"], ["add", "mat.md"], commit):
        subprocess.run(["git", *arguments], cwd=folder, env=plain_git(), check=True)
    said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, env=plain_git(), check=True, capture_output=True)
    return said.stdout.decode().strip()


def plain_git() -> dict[str, str]:
    """The environment without what git would take from the user or from a hook that the tests run in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git er ikke installert")


@needs_git
def test_a_pull_request_is_judged_by_what_it_changes(runner: Runner) -> None:
    runner.use_reviewkit()
    base = committed(runner.workspace, BREACH)
    committed(runner.workspace, BREACH + "\nRutinen er lest.\n")
    known = runner.run(REVIEW, paths="mat.md", change_base=base)
    assert known.returncode == 0, known.stdout + known.stderr
    committed(runner.workspace, BREACH + "\nKirkens Bymisjon deler ut klær.\n")
    caused = runner.run(REVIEW, paths="mat.md", change_base=base)
    assert caused.returncode == 1, caused.stdout + caused.stderr
    assert runner.run(REVIEW, paths="mat.md", change_base=base, diff_base="HEAD").returncode == 0
    assert runner.run(REVIEW, paths="mat.md", change_base=base, diff_base="none").returncode == 1


@needs_git
def test_what_the_base_has_put_right_since_is_not_the_pull_requests_doing(runner: Runner) -> None:
    runner.use_reviewkit()
    fork = committed(runner.workspace, BREACH)
    base = committed(runner.workspace, SOUND)
    back = ["git", "checkout", "--quiet", fork]
    subprocess.run(back, cwd=runner.workspace, env=plain_git(), check=True)
    committed(runner.workspace, BREACH + "\nRutinen er lest.\n")
    result = runner.run(REVIEW, paths="mat.md", change_base=base)
    assert result.returncode == 0, result.stdout + result.stderr


@needs_git
def test_a_shallow_clone_says_what_to_fetch(runner: Runner) -> None:
    runner.use_reviewkit()
    original = runner.folder / "original"
    original.mkdir()
    base = committed(original, SOUND)
    committed(original, BREACH)
    runner.workspace.rmdir()
    clone = ["git", "clone", "--quiet", "--depth=1", original.as_uri(), str(runner.workspace)]
    subprocess.run(clone, env=plain_git(), check=True)
    result = runner.run(REVIEW, paths="mat.md", change_base=base)
    assert result.returncode == 2
    assert re.search(r"^::error title=reviewkit::.*shallow.*fetch-depth: 0", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(ACTION["inputs"]) - {"version"}))
@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_in_an_input_is_run_or_split(name: str, value: str, runner: Runner) -> None:
    runner.use_recorder()
    result = runner.run(REVIEW, **{name: value})
    assert not list(runner.folder.rglob("pwned*"))
    assert result.returncode in {0, 2}
    for call in runner.calls():
        options, paths = call[: call.index("--")], call[call.index("--") + 1 :]
        assert all(option.startswith("--") for option in options[1:])
        assert paths == (value.split("\n") if name == "paths" else [])
        assert name in {"paths", "sarif-file"} or any(option.endswith(f"={value}") for option in options)
    assert runner.calls() or (name == "sarif-file" and "\n" in value)


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
@example("reviewkit.sarif\nexit-code=0")
def test_any_log_name_adds_no_output_and_no_command(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    runner = Runner(tmp_path_factory.mktemp("runner"))
    runner.use_recorder()
    result = runner.run(REVIEW, sarif_file=value)
    written = (runner.folder / "output").read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert written[-1] == f"exit-code={result.returncode}"
    assert written[:-1] in ([], [f"sarif-file={value}"])
    commands = [line for line in result.stdout.split("\n") if line.startswith("::") and "sammendrag" not in line]
    assert all(line.startswith("::error title=reviewkit::") for line in commands)


def test_remarks_cannot_become_commands(runner: Runner) -> None:
    noisy = (
        "#!/usr/bin/env bash\necho '::notice::sammendrag'\nprintf '::stop-commands::x\\n100%% \\r::debug::y\\n' >&2\n"
    )
    runner.install("reviewkit", "temp/reviewkit/bin", noisy)
    result = runner.run(REVIEW, sarif_file="")
    assert result.stdout.split("\n")[1:3] == [
        "::notice title=reviewkit::::stop-commands::x",
        "::notice title=reviewkit::100%25 %0D::debug::y",
    ]
    assert not result.stderr


@pytest.mark.parametrize(("version", "asked"), [("", str(ROOT)), *((value, value) for value in HOSTILE)])
def test_the_version_is_one_word_for_pip_and_otherwise_the_checkout_of_the_action(
    version: str, asked: str, runner: Runner
) -> None:
    log = str(runner.folder / "calls")
    recorder = RECORDER.format(python=sys.executable, log=log)
    runner.install("python3", "path", recorder)
    runner.install("python", "temp/reviewkit/bin", recorder)
    result = runner.run(INSTALL, version=version)
    assert result.returncode == 0, result.stderr
    old_enough, venv, pip = runner.calls()
    assert old_enough[:2] == ["-I", "-c"]
    assert venv == ["-I", "-m", "venv", str(runner.folder / "temp/reviewkit")]
    assert pip[:4] == ["-I", "-m", "pip", "install"]
    assert pip[-2:] == ["--", asked]
    assert not list(runner.folder.rglob("pwned*"))


def test_a_python_that_is_too_old_is_said(runner: Runner) -> None:
    runner.install("python3", "path", "#!/usr/bin/env bash\nexit 1\n")
    result = runner.run(INSTALL)
    assert result.returncode == 2
    assert "::error title=reviewkit::Python 3.11 eller nyere mangler" in result.stdout


def test_modules_in_the_workspace_are_not_imported(runner: Runner) -> None:
    for name in ("sys", "venv", "pip", "reviewkit"):
        (runner.workspace / f"{name}.py").write_text("open('pwned', 'w')\n")
    # A venv without pip is made at once, and then only the workspace could have a pip to import.
    choose = 'if [ "$3" = venv ]; then set -- "$@" --without-pip; fi'
    runner.install("python3", "path", f'#!/usr/bin/env bash\n{choose}\nexec "{sys.executable}" "$@"\n')
    result = runner.run(INSTALL)
    assert "No module named pip" in result.stderr
    assert not (runner.workspace / "pwned").exists()
    assert "python" not in REVIEW["run"].replace("`python -m`", "")


@needs_git
@pytest.mark.parametrize("change", [True, False])
def test_the_lines_for_gitlab_write_their_reports_and_fail_on_what_is_new(change: bool, runner: Runner) -> None:
    runner.use_reviewkit()
    runner.environment["PATH"] = f"{runner.folder}/temp/reviewkit/bin{os.pathsep}{runner.environment['PATH']}"
    (runner.workspace / "reviewkit.toml").write_text('paths = ["mat.md"]\n')
    base = committed(runner.workspace, BREACH)
    script = "\n".join(GITLAB["script"])
    environment = runner.environment | ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if change else {})
    done = subprocess.run(
        ["sh", "-e", "-c", script], cwd=runner.workspace, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == (0 if change else 1), done.stderr
    reports = GITLAB["artifacts"]["reports"]
    found = json.loads((runner.workspace / reports["codequality"]).read_text(encoding="utf-8"))
    assert "MAN001" in {issue["check_name"] for issue in found}
    assert "<testsuites" in (runner.workspace / reports["junit"]).read_text(encoding="utf-8")


def test_the_hooks_start_this_command_once_for_all_files(run: Run) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["reviewkit", "reviewkit-collection"]
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "reviewkit"
        assert run(*arguments, "--help").code == 0
        assert hook["language"] == "python"
        assert hook["require_serial"]
    changed, collection = hooks
    assert re.search(changed["files"], "routines/nav/mat.md")
    assert not re.search(changed["files"], "README.md")
    assert collection["always_run"]
    assert not collection["pass_filenames"]


def test_the_baseline_of_the_samples_holds_all_their_findings_and_no_others(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    options = ["--baseline=reviewkit-baseline.tsv", f"--today={TODAY}", "--fail-on=info", "--format=json"]
    outcome = run("check", "routines", *options)
    summary = json.loads(outcome.out)["summary"]
    assert outcome.code == 0, "write it anew: reviewkit baseline write routines --today 2026-12-01"
    assert summary["baselined"] > 0


GUIDE = (ROOT / "docs/INTEGRATION.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"<!-- output: (\w+) -->\n```\w+\n(.*?)\n```\n", GUIDE, re.DOTALL))


def test_the_guide_shows_what_each_place_shows() -> None:
    assert set(SHOWN) == {"github", "markdown", "gitlab", "junit", "text", "rdjsonl"}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_the_guide_shows_is_true_output(name: str, in_folder: Path, run: Run) -> None:
    shutil.copytree(ROOT / "routines", "routines")
    shutil.copy(ROOT / "reviewkit-baseline.tsv", ".")
    with Path("routines/personkortet.md").open("a", encoding="utf-8") as routine:
        routine.write("\nFrelsesarmeen deler ut mat.\n")
    outcome = run("check", "--baseline=reviewkit-baseline.tsv", f"--today={TODAY}", f"--format={name}")
    assert outcome.code == 1
    shown = SHOWN[name]
    if name == "text":
        head, shown = shown.split("\n\n", 1)
        assert yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]["name"] in head
    assert shown in outcome.out


def test_the_guide_lists_the_inputs_of_the_action_and_leads_to_files_that_exist() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", GUIDE, re.MULTILINE) == list(ACTION["inputs"])
    links = re.findall(r"\]\(([^)#]+)\)", re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL))
    assert links
    assert not [link for link in links if not (ROOT / "docs" / link).exists()]
