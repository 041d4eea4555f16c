"""Reports that people act on: documents for owners, supervisors and lawyers, in the formats they work with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from reviewkit.model import Language, UsageError

if TYPE_CHECKING:
    from reviewkit.dossier import Dossier
    from reviewkit.register.quality import Upheld
    from reviewkit.register.values import State
    from reviewkit.report.documents.templates import Templates
    from reviewkit.report.documents.tree import Document
    from reviewkit.report.documents.wording import Wording

Kind = Literal["owner", "supervision", "mandate"]
Form = Literal["html", "docx", "pdf", "md"]

KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS: tuple[Form, ...] = get_args(Form)
MARKDOWN_MARK = b"<!-- Rapport fra reviewkit"
"""How every report in Markdown begins: a file that begins otherwise may be a routine, and is never written over."""

NEEDED: Mapping[Form, tuple[str, ...]] = {
    "html": ("babel", "jinja2"),
    "docx": ("babel", "docx"),
    "pdf": ("babel", "typst"),
    "md": ("babel", "jinja2"),
}
"""The packages of the extra `reports` that each format rests on, by the names they are imported by."""


class Publisher:
    """Makes the documents of a dossier, and files of documents, in one language and some formats.

    `templates` is a folder whose templates come before reviewkit's own. Raises UsageError where the folder is missing,
    or a package that the formats rest on.
    """

    def __init__(self, language: Language, templates: Path | None = None, forms: Sequence[Form] = FORMS) -> None:
        _must_have(dict.fromkeys(package for form in forms for package in NEEDED[form]))
        from reviewkit.report.documents.wording import Wording

        if templates is not None and not templates.is_dir():
            raise UsageError("mappen med maler finnes ikke; oppgi en mappe som finnes", str(templates))
        self._folder = templates
        self.wording: Wording = Wording(language)

    @cached_property
    def _templates(self) -> Templates:
        from reviewkit.report.documents.templates import Templates

        return Templates(self._folder)

    def documents(self, dossier: Dossier, kind: Kind, verdicts: Sequence[Upheld] | None = None) -> Iterator[Document]:
        """The documents of a kind: an index and one for each owner, or one.

        `verdicts` are what people have made of each rule's findings, for the lawyer; None where no register was asked.
        """
        if kind == "owner":
            from reviewkit.report.documents.owner import owner_reports

            yield from owner_reports(dossier, self.wording)
        elif kind == "supervision":
            from reviewkit.report.documents.supervision import supervision_report

            yield supervision_report(dossier, self.wording)
        else:
            from reviewkit.report.documents.mandate import mandate_report

            yield mandate_report(dossier, self.wording, verdicts)

    def follow_up(self, state: State, today: date) -> Document:
        """The follow-up report of a register on a day."""
        from reviewkit.report.documents.follow_up import follow_up_report

        return follow_up_report(state, today, self.wording)

    def _base(self) -> Path | None:
        """The reader's own Word document, where it lies in the folder and no link leads out of it."""
        base = self._folder / "report.docx" if self._folder is not None else None
        if base is None or not base.exists() or not base.resolve().is_relative_to(base.parent.resolve()):
            return None
        return base

    def file(self, document: Document, form: Form) -> Iterator[bytes]:
        """The file of a document, piece by piece; raises UsageError where a template fails."""
        if form == "html":
            from reviewkit.report.documents.html import render as html

            yield from (piece.encode("utf-8", "replace") for piece in html(document, self.wording, self._templates))
        elif form == "md":
            from reviewkit.report.documents.markdown import render as markdown

            yield MARKDOWN_MARK + b" -->\n\n"
            yield from (piece.encode("utf-8", "replace") for piece in markdown(document, self.wording, self._templates))
        elif form == "docx":
            from reviewkit.report.documents.docx import render as docx

            yield docx(document, self.wording, self._base())
        else:
            from reviewkit.report.documents.pdf import render as pdf

            yield pdf(document, self.wording, self._folder)


def _must_have(packages: Iterable[str]) -> None:
    for package in packages:
        try:
            import_module(package)
        except ImportError:
            said = f"rapportene trenger pakken «{package}», som mangler"
            raise UsageError(f"{said}; installer med: pip install 'reviewkit[reports]'") from None


__all__ = ["FORMS", "KINDS", "MARKDOWN_MARK", "NEEDED", "Form", "Kind", "Publisher"]
