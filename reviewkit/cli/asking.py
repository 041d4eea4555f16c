"""Questions to the author of a new routine, on a terminal: each answer is taken only when it can be used."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from click.core import ParameterSource

from reviewkit.author.starting.answers import ADMINISTRATIONS, KINDS, NORMS, Answers
from reviewkit.cli.new import Refused, as_line, with_proposals
from reviewkit.cli.options import DateOption
from reviewkit.model import UsageError

_NEUTRAL = {"tittel": "Ny rutine", "eier": "Nav kontaktsenter"}
"""What stands in for an answer that has not come yet, and that no rule finds anything in."""

_SEPARATOR = ";"


def asked(given: dict[str, Any], today: date, refused: Refused, context: click.Context) -> Answers:
    """All answers: what was given on the command line stands, the rest is asked for with a proposal."""
    answers = dict(given)
    for key, choices in (("kind", KINDS), ("spraak", NORMS)):
        if context.get_parameter_source(key) is ParameterSource.DEFAULT:
            answers[key] = click.prompt(_WORDS[key], default=answers[key], type=click.Choice(choices))
    fitting = ADMINISTRATIONS[answers["kind"]]
    if answers["forvaltning"] is None and len(fitting) > 1:
        answers["forvaltning"] = click.prompt(_WORDS["forvaltning"], default=fitting[0], type=click.Choice(fitting))
    for key in ("tittel", "id", "eier", "tjenester", "gyldig_fra", "revideres_innen", "hjemmel"):
        _ask(key, answers, bool(given[key]), today, refused)
    final = with_proposals(answers, today)
    found = refused(final)
    if found:
        raise UsageError("rutinen kan ikke skrives:\n" + "\n".join(as_line(item) for item in found))
    return final


def _ask(key: str, answers: dict[str, Any], was_given: bool, today: date, refused: Refused) -> None:
    """Ask for one answer until it can be used; one that was given is tried first."""
    trying = was_given
    while True:
        if not trying:
            proposed = with_proposals({**_standing_in(answers), key: None}, today) if key not in _NEUTRAL else None
            answers[key] = _prompt(key, getattr(proposed, key) if proposed is not None else None)
        trying = False
        faults = [item for item in refused(with_proposals(_standing_in(answers), today)) if item.key == key]
        if not faults:
            return
        for fault in faults:
            click.echo(as_line(fault), err=True)


def _standing_in(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, **{key: answers[key] or words for key, words in _NEUTRAL.items()}}


def _prompt(key: str, proposed: Any) -> Any:
    if isinstance(proposed, date):
        return click.prompt(_WORDS[key], default=proposed.isoformat(), value_proc=_day)
    if isinstance(proposed, tuple):
        written = click.prompt(_WORDS[key], default=f"{_SEPARATOR} ".join(proposed), show_default=bool(proposed))
        return tuple(part.strip() for part in written.split(_SEPARATOR) if part.strip())
    return click.prompt(_WORDS[key], default=proposed or None).strip()


def _day(written: str) -> date:
    return DateOption().convert(written.strip(), None, None)


_WORDS = {
    "kind": "Mal",
    "spraak": "Målform",
    "forvaltning": "Forvaltning",
    "tittel": "Tittel",
    "id": "Id, som også blir navnet på filen",
    "eier": "Eier (en enhet eller rolle, ikke en person)",
    "tjenester": "Tjenester (skilt med semikolon)",
    "gyldig_fra": "Gyldig fra (ÅÅÅÅ-MM-DD)",
    "revideres_innen": "Revideres innen (ÅÅÅÅ-MM-DD)",
    "hjemmel": "Hjemmel for NKS (skilt med semikolon)",
}
