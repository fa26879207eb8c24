"""What happened, event after event: each names the one before by its SHA-256.

The order is strict: the election is set up, ballots come, they end, the tally, its
partial decryptions, the result. What an archive does not have yet may follow later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from union.sealed.archive import Record
from union.sealed.refusals import Outside, Rejected
from union.sealed.strict import read, record, written


class Kind(StrEnum):
    """What may happen."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END = "EndBallots"
    TALLY = "EncryptedTally"
    DECRYPTION = "PartialDecryption"
    RESULT = "Result"


RANKED = {"Shuffle", "EndShuffles"}
# How many records of data belong to an event, the last of which is its payload.
DATA = {
    Kind.SETUP: 4,
    Kind.BALLOT: 1,
    Kind.END: 0,
    Kind.TALLY: 2,
    Kind.DECRYPTION: 2,
    Kind.RESULT: 1,
}
AFTER: dict[Kind | None, set[Kind]] = {
    None: {Kind.SETUP},
    Kind.SETUP: {Kind.BALLOT, Kind.END},
    Kind.BALLOT: {Kind.BALLOT, Kind.END},
    Kind.END: {Kind.TALLY},
    Kind.TALLY: {Kind.DECRYPTION},
    Kind.DECRYPTION: {Kind.DECRYPTION, Kind.RESULT},
    Kind.RESULT: set(),
}
MOST_DATA = max(DATA.values())


@dataclass(frozen=True)
class Event:
    """Something that happened, and the data that came with it."""

    kind: Kind
    digest: str
    data: tuple[Record, ...]


def event_record(
    parent: str | None, height: int, kind: Kind, payload: str | None
) -> bytes:
    """An event as it is written; the first has no parent, the end no payload."""
    fields: dict[str, object] = {"parent": parent} if parent else {}
    fields |= {"height": height, "type": kind.value}
    return written(fields | ({"payload": payload} if payload else {}))


def events(found: Iterable[Record]) -> Iterator[Event]:
    """The events of an archive, if each follows from the one before."""
    before: Event | None = None
    data: list[Record] = []
    height = 0
    for one in found:
        if one.kind == "data":
            if len(data) == MOST_DATA:
                raise Rejected("There are data in the archive that belong to no event.")
            data.append(one)
            continue
        before = _next(before, height, one, tuple(data))
        yield before
        data, height = [], height + 1
    if data:
        raise Rejected("The archive ends with data that belong to no event.")
    if before is None:
        raise Rejected("Nothing has happened in this archive.")


def _next(
    before: Event | None, height: int, one: Record, data: tuple[Record, ...]
) -> Event:
    kind = _kind_of(one)
    if kind not in AFTER[before.kind if before else None]:
        raise Rejected(f"{kind} is out of order.")
    if len(data) != DATA[kind]:
        raise Rejected(f"{kind} comes with other data than it must.")
    payload = data[-1].digest if data else None
    parent = before.digest if before else None
    if one.body != event_record(parent, height, kind, payload):
        raise Rejected(f"{kind} does not follow from what happened before it.")
    return Event(kind, one.digest, data)


def _kind_of(one: Record) -> Kind:
    said = record(read(one.body), "?parent height type ?payload")["type"]
    if said in RANKED:
        raise Outside("Ranked questions are not part of UNION-B1.")
    try:
        return Kind(str(said))
    except ValueError:
        raise Rejected("Something happened that the protocol does not know.") from None
