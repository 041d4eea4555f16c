"""What the source documents recommend, who can mend what, what supervision puts first, and how good each rule is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from reviewkit.check.specs import Texts

AddresseeName = Literal["owner", "nks", "directorate", "ministry", "municipality"]
Norm = Literal["nb", "nn"]


class _Read(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What is read from the file of recommendations: an unknown key is an error."""


class Recommendation(_Read, frozen=True, kw_only=True):
    """What a source document recommends, to whom, and the codes of the rules that touch it: none where none can.

    `original` is the norm in which the text is the source's own; `lead_in` is what the source says before it.
    """

    id: str
    source: str
    original: Norm
    lead_in: Texts | None = None
    addressees: tuple[AddresseeName, ...]
    text: Texts
    rules: tuple[str, ...]


class Addressee(_Read, frozen=True, kw_only=True):
    """Somebody who can mend what some rules find."""

    id: AddresseeName
    name: Texts
    rules: tuple[str, ...]


class Priority(_Read, frozen=True, kw_only=True):
    """One of the criteria by which planned supervision is given priority."""

    id: str
    source: str
    original: Norm
    lead_in: Texts | None = None
    name: Texts
    text: Texts


class Guidance(Struct, frozen=True):
    """Recommendations, addressees and priorities in the order of their file; all empty where the catalogue has none."""

    recommendations: tuple[Recommendation, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    priorities: tuple[Priority, ...] = ()

    def touched_by(self, code: str) -> tuple[Recommendation, ...]:
        """The recommendations that a rule touches."""
        return tuple(item for item in self.recommendations if code in item.rules)

    def mended_by(self, code: str) -> tuple[Addressee, ...]:
        """Those who can mend what a rule finds; nobody for a rule of a project's own that names nobody."""
        return tuple(item for item in self.addressees if code in item.rules)


class Measured(Struct, frozen=True):
    """How a rule did on labelled routines: how many of its findings were correct, and how many of the breaches it met.

    A share is None where there is nothing to divide by.
    """

    correct: int
    found: int
    met: int
    breaches: int

    @property
    def precision(self) -> float | None:
        """The share of the findings that were correct."""
        return self.correct / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of the labelled breaches that were met."""
        return self.met / self.breaches if self.breaches else None


class Quality(Struct, frozen=True):
    """The figures of a rule at first look, on routines that nobody had read, and now, on all labelled routines."""

    first: Measured
    now: Measured
