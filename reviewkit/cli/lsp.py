"""`reviewkit lsp`: the language server, which an editor starts."""

from __future__ import annotations

from datetime import date

import click

from reviewkit.model import UsageError


@click.command("lsp")
@click.option(
    "--stdio", is_flag=True, help="Snakk over standard inn og ut. Det gjøres uansett; noen editorer sier det."
)
def lsp(stdio: bool) -> int:  # noqa: ARG001
    """Start språkserveren, som viser funnene i editoren mens du skriver. Editoren starter den selv."""
    try:
        from reviewkit.lsp.wiring import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise UsageError("språkserveren er ikke installert; installer med pip install 'reviewkit[lsp]'") from None
    return serve(date.today)
