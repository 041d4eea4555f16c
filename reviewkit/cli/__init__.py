"""The command line: options in, one library call, render, exit code."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from reviewkit.model import ReviewkitError
from reviewkit.version import __version__

_COMMANDS = {
    "check": "check",
    "import": "importing",
    "new": "new",
    "init": "init",
    "fix": "fix",
    "twin": "twin",
    "lsp": "lsp",
    "report": "report",
    "register": "decisions",  # which puts its own commands beside those of the register
    "risk": "risk",
    "checks": "checks",
    "baseline": "baseline",
    "config": "config",
    "evaluate": "evaluate",
}
"""Every command, with the module of the command line that has it."""


class _Lazy(click.Group):
    """Loads a command's module only when the command is used, so that `check` starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"reviewkit.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        return command


@click.group(cls=_Lazy)
@click.version_option(__version__, prog_name="reviewkit")
def main() -> None:
    """Gå gjennom servicerutiner: hva går ut over generell veiledning, hvorfor, og hva skal stå i stedet."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; whatever goes wrong becomes a message, never a traceback."""
    try:
        code = main.main(
            args=list(arguments) if arguments is not None else None, prog_name="reviewkit", standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except ReviewkitError as error:
        click.echo(f"Feil: {error}", err=True)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0
