"""What the follow-up cannot say, who has commented on its facts, and the conclusion, which is left to people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewkit.register.values import Reply, State, Tracked
from reviewkit.report.documents.promised import name_of, owners_of
from reviewkit.report.documents.tree import Block, Field, Line, Listing, Paragraph, Section, Table, Text, plain
from reviewkit.report.documents.wording import Wording


def reservations(state: State, wording: Wording) -> Section:
    """What cannot be concluded, counted where it can be."""
    said = tuple(plain(words) for words in _reservations(state, wording))
    return Section("oppfolging-reservations", plain(wording("follow.reservations")), (Listing(said),))


def conclusion(wording: Wording) -> Section:
    """A place for the conclusion: no figure makes one."""
    blocks = (
        Paragraph(plain(wording("follow.conclusion.note")), "note"),
        Field("konklusjon", wording("follow.conclusion.field"), 6),
    )
    return Section("oppfolging-conclusion", plain(wording("follow.conclusion")), blocks)


def closed(state: State) -> dict[str, list[Tracked]]:
    """The closed findings by what closed them: the text was changed, the routine is gone, or only the rules changed."""
    found: dict[str, list[Tracked]] = {"text": [], "gone": [], "rules": []}
    for item in state.findings.values():
        if item.state == "closed" and item.evidence is not None:
            before, after = item.evidence.digest_before, item.evidence.digest_after
            found["gone" if not after else "rules" if before == after else "text"].append(item)
    return found


def _reservations(state: State, wording: Wording) -> Iterator[str]:
    yield wording("follow.cannot.practice")
    yield wording("follow.cannot.enough")
    measures = list(state.measures.values())
    latest = [(item, item.statuses[-1]) for item in measures if item.statuses]
    groups = (
        ("open", [item for item, status in latest if status.enough == "open"]),
        ("word", [item for item, status in latest if status.according_to]),
        ("silent", [item for item in measures if not item.statuses]),
    )
    for name, found in groups:
        if found:
            names = wording.listed([name_of(item, wording).lower() for item in found])
            yield wording.count(f"follow.cannot.{name}", len(found), names=names)
    for item, status in latest:
        if status.indicator is not None and status.indicator.caveat:
            shown = status.indicator
            yield wording(
                "follow.cannot.caveat", name=name_of(item, wording), indicator=shown.name, caveat=shown.caveat
            )
    unseen = sum(item.result == "unseen" and item.state not in ("closed", "rejected") for item in _in_text(state))
    if unseen:
        yield wording.count("follow.cannot.unseen", unseen)
    if len({run.catalogue for run in state.runs}) > 1:
        yield wording("follow.cannot.catalogue")
    same = closed(state)["rules"]
    if same:
        numbers = wording.listed([str(item.number) for item in same])
        yield wording.count("follow.cannot.rules", len(same), numbers=numbers)
    if state.stage != "final":
        yield wording("follow.cannot.stage", stage=wording(f"stage.{state.stage}").lower())


def _in_text(state: State) -> Iterable[Tracked]:
    return (item for item in state.findings.values() if not item.source)


def replies(state: State, wording: Wording) -> Section:
    """Who has commented on the facts, which units have not, and every reply with its date."""
    given = [(item, reply) for item in state.findings.values() for reply in item.replies]
    by_sender: dict[str, list[Reply]] = {}
    for _, reply in given:
        by_sender.setdefault(reply.sender, []).append(reply)
    heard = {sender.casefold() for sender in by_sender}
    silent = [owner for owner in owners_of(state) if owner.casefold() not in heard]
    blocks: list[Block] = [
        Paragraph(plain(wording("follow.replies.note", stage=wording(f"stage.{state.stage}").lower())), "note")
    ]
    if by_sender:
        blocks += [_senders(by_sender, wording), _answers(given, wording)]
    else:
        blocks.append(Paragraph(plain(wording("follow.no-answers"))))
    if silent:
        blocks.append(Paragraph(plain(wording("follow.silent", units=wording.listed(silent)))))
    return Section("oppfolging-replies", plain(wording("follow.replies")), tuple(blocks))


def _senders(by_sender: dict[str, list[Reply]], wording: Wording) -> Table:
    rows = tuple(
        (
            plain(sender),
            plain(wording.number(len(said))),
            plain(wording.date(min(reply.day for reply in said))),
            plain(wording.date(max(reply.day for reply in said))),
        )
        for sender, said in sorted(by_sender.items(), key=lambda item: item[0].casefold())
    )
    columns = tuple(wording(f"follow.sender.{name}") for name in ("who", "replies", "first", "last"))
    return Table(wording("follow.senders"), columns, rows)


def _answers(given: list[tuple[Tracked, Reply]], wording: Wording) -> Table:
    rows = tuple(
        (finding_name(item, wording), plain(wording.date(reply.day)), plain(reply.sender), plain(reply.text))
        for item, reply in given
    )
    columns = tuple(wording(name) for name in ("process.finding", "process.date", "process.sender", "process.text"))
    return Table(wording("follow.answers.table"), columns, rows)


def finding_name(item: Tracked, wording: Wording) -> Line:
    """A finding by its number and rule."""
    rule = item.seen.rule or wording("ledger.no-rule")
    return (
        Text(f"{wording('finding.number', number=item.number)} "),
        Text(rule, "code" if item.seen.rule else "plain"),
    )
