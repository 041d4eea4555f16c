"""The templates of the reports: the reader's own folder first, then those that come with reviewkit.

A template can only reach files in the two folders, and runs in Jinja's sandbox. What it writes into HTML is escaped
and cleaned of control characters unless it is the house's own markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, pass_eval_context
from jinja2.loaders import split_template_path
from jinja2.nodes import EvalContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reviewkit.model import ReviewkitError, UsageError
from reviewkit.report.harmless import clean

FOLDER = Path(__file__).parent / "templates"

_CHUNK = 32_768
_REMEDY = "rett malen, eller ta den ut av mappen, så brukes den som følger med"


class Templates:
    """Writes reports by templates; raises UsageError where the folder is missing, or a template is missing or broken.

    The error names the file and the line of the template.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise UsageError("mappen med maler finnes ikke; oppgi en mappe som finnes", str(folder))
        self._loader = _Folders([folder, FOLDER] if folder is not None else [FOLDER])
        self._environment = _Sandbox(
            loader=self._loader,
            autoescape=lambda name: name is None or not name.endswith(".md.j2"),
            undefined=StrictUndefined,
            finalize=_harmless,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )

    def stream(self, name: str, sections: Iterable[object], **values: object) -> Iterator[str]:
        """What a template writes, piece by piece; `sections` is read as the writing goes on.

        An error of `sections` itself is not the template's, and passes as it is.
        """
        passed: list[Exception] = []
        held: list[str] = []
        size = 0
        try:
            template = self._environment.get_template(name)
            for piece in template.generate(sections=_watched(sections, passed), **values):
                held.append(piece)
                size += len(piece)
                if size >= _CHUNK:
                    yield "".join(held)
                    held, size = [], 0
        except Exception as error:
            if isinstance(error, ReviewkitError) or any(error is other for other in passed):
                raise
            raise self._explained(error, name) from error
        yield "".join(held)

    def source(self, name: str) -> str:
        """The text of a file of the folders, as it stands."""
        try:
            return self._loader.get_source(self._environment, name)[0]
        except TemplateNotFound as error:
            raise self._explained(error, name) from error

    def _explained(self, error: Exception, name: str) -> UsageError:
        """What went wrong, in the template and at the line that the reader can mend."""
        if isinstance(error, TemplateSyntaxError):
            message = f"malen kan ikke leses ({error.message}); {_REMEDY}"
            return UsageError(message, error.filename or error.name or name, error.lineno)
        path, line = self._place(error.__traceback__)
        if isinstance(error, TemplateNotFound):
            message = f"malen «{error.name}» finnes ikke i mappene med maler; skriv navnet på en som finnes der"
            return UsageError(message, path or name, line)
        return UsageError(f"malen stanset ({type(error).__name__}: {error}); {_REMEDY}", path or name, line)

    def _place(self, traceback: TracebackType | None) -> tuple[str, int]:
        """The innermost line of a template that an error passed through."""
        path, line = "", 0
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename in self._loader.read:
                path, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
            traceback = traceback.tb_next
        return path, line


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which is not asked about the open sides of the house's own values: that took half the time."""

    def getattr(self, obj: object, attribute: str) -> object:
        if not attribute.startswith("_") and type(obj).__module__.startswith("reviewkit."):
            with suppress(AttributeError):
                return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _Folders(BaseLoader):
    """Files of some folders, the first folder first; never one outside them, whatever links lead there."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        self.read: set[str] = set()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        pieces = split_template_path(template)
        for folder in self._folders:
            path = folder.joinpath(*pieces)
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                self.read.add(str(path))
                return _text(path), str(path), None
        raise TemplateNotFound(template)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("malen kan ikke leses som UTF-8; lagre den på nytt", str(path)) from error


def _watched(sections: Iterable[object], passed: list[Exception]) -> Iterator[object]:
    try:
        yield from sections
    except Exception as error:
        passed.append(error)
        raise


def seen(text: str) -> str:
    """A text in which every character can be seen for what it is; line breaks are kept, tabs are spaces."""
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    return "\n".join(map(clean, lines))


@pass_eval_context
def _harmless(context: EvalContext, value: object) -> object:
    """What a template may write: the house's own markup as it is, words of others cleaned."""
    if isinstance(value, str) and not isinstance(value, Markup) and context.autoescape:
        return seen(value)
    return value
