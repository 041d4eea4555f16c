"""The register in use: everything that is written is checked against how it stands, and nobody's work is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from reviewkit.check import masked, private_spans
from reviewkit.model import Stage, UsageError
from reviewkit.register.chain import GENESIS, BrokenChainError, Entry, told, verify
from reviewkit.register.events import (
    Assessed,
    DeviationAccepted,
    Event,
    FactReplied,
    FindingAdded,
    MeasurePromised,
    StageReached,
    StatusReported,
)
from reviewkit.register.fold import fold
from reviewkit.register.matching import plain_words
from reviewkit.register.store import HeadMovedError, Store
from reviewkit.register.values import (
    Acceptance,
    Reason,
    Reply,
    Sighting,
    Sort,
    SourceKind,
    State,
    Status,
    Tracked,
    Verdict,
)

_UNWRITABLE = re.compile("[\ud800-\udfff]")
"""Halves of characters: what is left of bytes that are not UTF-8."""

Change = Callable[[State], Sequence[Event]]
_TRIES = 10
_ROLE = 200
_VERIFY = "kjør «reviewkit register verify»"
_NEXT: dict[Stage, Stage] = {"draft": "comments", "comments": "final"}
_CODE = re.compile(r"[A-ZÆØÅ]{2,8}\d{1,4}")
_MANDATE = "MAN"
"""The family whose rules are waived only with a second role's consent."""


class ConflictError(UsageError):
    """Somebody else has changed the same finding in the meantime."""


class Book:
    """A register with its log; `clock` gives the time (UTC, ISO) that entries are stamped with."""

    def __init__(self, store: Store, clock: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._previous = GENESIS
        self.state = State()
        self.refresh()

    def refresh(self) -> list[Entry]:
        """Read what others have written since; gives their entries."""
        entries = self._store.entries(self.state.head)
        if entries:
            self._carry_on(entries)
        return entries

    def _carry_on(self, entries: Sequence[Entry]) -> None:
        """Add entries to the state; raises BrokenChainError where they do not follow, or tell of what is not there."""
        if entries[-1].number - self.state.head != len(entries):
            raise BrokenChainError(f"det mangler hendelser i loggen; {_VERIFY}")
        try:
            fold(told(entries), self.state)
        except (KeyError, IndexError):
            said = f"hendelse {self.state.head + 1} gjelder noe som ikke står i loggen"
            raise BrokenChainError(f"{said}; {_VERIFY}") from None
        self._previous = entries[-1].hash

    def entries(self) -> list[Entry]:
        """The whole log."""
        return self._store.entries()

    def verify(self) -> tuple[int, str]:
        """How many entries there are and the hash of the last; raises BrokenChainError where one was tampered with."""
        entries = self._store.entries()
        return len(entries), verify(entries)

    def write(self, change: Change, by: str, touching: Collection[int] = (), since: int | None = None) -> State:
        """Write what a change makes of the state; it is asked anew where others have written in between.

        Raises ConflictError where people have changed one of the findings that it touches after the entry `since` (by
        default the last that this book has read), and UsageError where the change refuses.
        """
        role = plain(by)
        if not 0 < len(role) <= _ROLE:
            raise UsageError(f"oppgi hvem som gjør dette, som rolle eller enhet (høyst {_ROLE} tegn): --by")
        seen = self.state.head if since is None else since
        _refuse_conflict(self.state, touching, seen)
        for _ in range(_TRIES):
            events = list(change(self.state))
            if not events:
                return self.state
            try:
                entries = self._store.append(events, self.state.head, self._previous, self._clock(), role)
            except HeadMovedError:
                self.refresh()
                _refuse_conflict(self.state, touching, seen)
                continue
            self._carry_on(entries)
            return self.state
        raise UsageError("registeret er opptatt; prøv igjen om litt")

    def assess(
        self, numbers: Sequence[int], verdict: Verdict, reason: Reason, note: str, by: str, since: int | None = None
    ) -> None:
        """Give a verdict on some findings that are not closed."""

        def change(state: State) -> list[Event]:
            _standing(state, numbers)
            if verdict == "rejected" and not (reason or note.strip()):
                raise UsageError("et funn som forkastes, skal ha en grunn: --reason eller --note")
            return [Assessed(tuple(numbers), verdict, reason, plain(note))]

        self.write(change, by, numbers, since)

    def promise(
        self, numbers: Sequence[int], text: str, owner: str, deadline: date, by: str, sort: Sort = "measure"
    ) -> int:
        """Enter a promised measure, or a decision, on some findings; gives its number."""

        def change(state: State) -> list[Event]:
            _known(state, numbers)
            if not text.strip() or not owner.strip():
                raise UsageError("et tiltak skal ha tekst og eier")
            number = max(state.measures, default=0) + 1
            return [MeasurePromised(number, tuple(numbers), plain(text), plain(owner), deadline, sort)]

        return max(self.write(change, by, numbers).measures)

    def report_status(self, measure: int, status: Status, by: str) -> None:
        """Enter how far a measure has come, and on what evidence."""

        def change(state: State) -> list[Event]:
            if measure not in state.measures:
                raise UsageError(f"tiltak {measure} finnes ikke; «reviewkit register list --measures» viser alle")
            if not status.evidence.strip():
                raise UsageError("en status skal ha en dokumentasjon: --evidence")
            return [StatusReported(measure, status)]

        self.write(change, by)

    def accept(self, numbers: Sequence[int], acceptance: Acceptance, by: str, since: int | None = None) -> None:
        """Enter that some findings are lived with; a mandate rule is waived only with another role's consent."""

        def change(state: State) -> list[Event]:
            found = _standing(state, numbers)
            waived = sorted({item.seen.rule for item in found if item.seen.rule.startswith(_MANDATE)})
            consent, *others = (plain_words(role) for role in (acceptance.consent_by, by, acceptance.decided_by))
            if waived and (not consent or consent in others):
                said = f"{', '.join(waived)} gjelder mandatet, og fravikes bare når en annen rolle samtykker"
                raise UsageError(f"{said}: --consent")
            if not acceptance.decision.strip() or not acceptance.recommendation.strip():
                raise UsageError("skriv både hva som ble anbefalt, og hva som ble besluttet")
            if not acceptance.decided_by.strip():
                raise UsageError("skriv hvilken rolle som besluttet: --decided-by")
            return [DeviationAccepted(tuple(numbers), acceptance)]

        self.write(change, by, numbers, since)

    def add(self, seen: Sighting, source: SourceKind, by: str) -> int:
        """Enter what people saw and no rule found; gives its number."""
        before = self.state.next_number

        def change(state: State) -> list[Event]:
            if not seen.text.strip():
                raise UsageError("skriv hva som ble sett: --text")
            if seen.rule and not _CODE.fullmatch(seen.rule):
                raise UsageError(
                    f"«{seen.rule}» er ikke en regelkode som MAN001; utelat --rule der ingen regel gjelder"
                )
            return [FindingAdded(state.next_number, seen, source)]

        state = self.write(change, by)
        return max(number for number in state.findings if number >= before)

    def reply(self, numbers: Sequence[int], reply: Reply, by: str) -> None:
        """Enter a dated reply to some facts; only while the report is out for comments."""

        def change(state: State) -> list[Event]:
            _known(state, numbers)
            if not reply.text.strip() or not reply.sender.strip():
                raise UsageError("et svar skal ha tekst og avsender")
            if state.stage != "comments":
                raise UsageError(
                    "svar tas imot mens rapporten er til uttalelse; kjør «reviewkit register stage comments»"
                )
            return [FactReplied(tuple(numbers), reply)]

        self.write(change, by)

    def reach(self, stage: Stage, by: str) -> None:
        """Take the report on to its next stage: draft, comments, final."""

        def change(state: State) -> list[Event]:
            if _NEXT.get(state.stage) != stage:
                following = _NEXT.get(state.stage)
                hint = f"neste er «{following}»" if following else "en ny gjennomgang begynner med «record»"
                raise UsageError(f"rapporten er på trinnet «{state.stage}»; {hint}")
            return [StageReached(stage)]

        self.write(change, by)


def plain(text: str) -> str:
    """What people write, on one line, without personal data and without what no database takes."""
    line = " ".join(_UNWRITABLE.sub("\ufffd", text.replace("\0", "")).split())
    return masked(line, private_spans(line))


def alike(state: State, number: int, today: date) -> list[int]:
    """The findings that one decision could settle: the same rule on the same words, where it is open on a day."""
    one = _known(state, [number])[0].seen
    return groups(state, today).get((one.rule, plain_words(one.text)), [])


def groups(state: State, today: date) -> dict[tuple[str, str], list[int]]:
    """The open findings on a day by rule and words: each group is one and the same passage."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for item in state.findings.values():
        words = plain_words(item.seen.text)
        if words and item.effective(today) == "open":
            found[item.seen.rule, words].append(item.number)
    return found


def _known(state: State, numbers: Iterable[int]) -> list[Tracked]:
    numbers = list(numbers)
    if not numbers:
        raise UsageError("oppgi minst ett funn")
    for number in numbers:
        if number not in state.findings:
            raise UsageError(f"funn {number} finnes ikke; «reviewkit register list» viser alle")
    return [state.findings[number] for number in numbers]


def _standing(state: State, numbers: Iterable[int]) -> list[Tracked]:
    """The findings, none of them closed; raises UsageError that names the one that follows a closed one."""
    found = _known(state, numbers)
    for item in found:
        if item.state == "closed":
            heir = next((other.number for other in state.findings.values() if other.follows == item.number), 0)
            hint = f"; det kom tilbake som funn {heir}" if heir else ""
            raise UsageError(f"funn {item.number} er lukket og åpnes ikke igjen{hint}")
    return found


def _refuse_conflict(state: State, touching: Collection[int], since: int) -> None:
    for number in touching:
        finding = state.findings.get(number)
        if finding is not None and finding.last > since:
            said = f"funn {number} er endret av andre siden du så det (hendelse {finding.last})"
            raise ConflictError(f"{said}; se «reviewkit register show {number}», og prøv på nytt")
