"""The log as a chain: every entry holds the hash of the one before, so that nothing can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from reviewkit.model import ReviewkitError
from reviewkit.register.events import Event
from reviewkit.register.fold import Told

GENESIS = "0" * 64
_DECODER = msgspec.json.Decoder(Event)


class Entry(Struct, frozen=True):
    """One row of the log: its number from 1, when (UTC), by which role, the event as JSON, and the two hashes."""

    number: int
    at: str
    by: str
    event: str
    previous: str
    hash: str


class BrokenChainError(ReviewkitError):
    """The log is not what was written."""


def chained(events: Iterable[Event], head: int, previous: str, at: str, by: str) -> list[Entry]:
    """Entries for some events after the entry `head` with the hash `previous`."""
    entries = []
    for number, event in enumerate(events, start=head + 1):
        text = _encoded(event)
        own = _hash(number, at, by, text, previous)
        entries.append(Entry(number, at, by, text, previous, own))
        previous = own
    return entries


def _encoded(event: Event) -> str:
    """An event as JSON; halves of characters, as in file names that are not UTF-8, become question marks."""
    try:
        return msgspec.json.encode(event).decode()
    except UnicodeEncodeError:
        plain = json.dumps(msgspec.to_builtins(event), ensure_ascii=False, separators=(",", ":"))
        return plain.encode("utf-8", "replace").decode()


def _hash(number: int, at: str, by: str, event: str, previous: str) -> str:
    said = f"{previous}\0{number}\0{at}\0{by}\0{event}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def verify(entries: Iterable[Entry]) -> str:
    """The hash of the last entry; raises BrokenChainError at the first that is missing or not what was written."""
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry.number != expected:
            raise BrokenChainError(f"hendelse {expected} mangler i loggen; hent registeret fra en sikkerhetskopi")
        own = _hash(entry.number, entry.at, entry.by, entry.event, entry.previous)
        if entry.previous != previous or entry.hash != own:
            said = f"hendelse {entry.number} ({entry.at}, {entry.by}) er endret etter at den ble skrevet"
            raise BrokenChainError(f"{said}; hent registeret fra en sikkerhetskopi")
        previous, expected = entry.hash, expected + 1
    return previous


def told(entries: Iterable[Entry]) -> Iterable[Told]:
    """The events of some entries; raises BrokenChainError where one is not an event that this version knows."""
    for entry in entries:
        try:
            yield Told(entry.number, entry.at, entry.by, _DECODER.decode(entry.event))
        except msgspec.MsgspecError as error:
            said = f"hendelse {entry.number} kan ikke leses ({error})"
            raise BrokenChainError(f"{said}; kjør «reviewkit register verify»") from None
