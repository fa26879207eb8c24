"""What happened, event after event: each names the one before by its SHA-256.

The order is strict: the election is set up, ballots come, they end, the tally, its
partial decryptions, the result. What an archive does not have yet may follow later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from union.sealed.archive import LARGEST_RECORD, Record
from union.sealed.refusals import Outside, Rejected
from union.sealed.strict import read, record, text, written


class Kind(StrEnum):
    """What may happen."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END = "EndBallots"
    TALLY = "EncryptedTally"
    DECRYPTION = "PartialDecryption"
    RESULT = "Result"


RANKED = {"Shuffle", "EndShuffles"}
NAMES, WORDS, NUMBERS = 1 << 10, 1 << 20, 1 << 23  # bytes
# The data that belong to an event, the last of which is its payload; how large each may
# be. Whoever reads JSON needs many times as much memory as it has bytes.
DATA: dict[Kind, tuple[int, ...]] = {
    Kind.SETUP: (WORDS, NUMBERS, LARGEST_RECORD, NAMES),
    Kind.BALLOT: (NUMBERS,),
    Kind.END: (),
    Kind.TALLY: (NUMBERS, NAMES),
    Kind.DECRYPTION: (NUMBERS, NAMES),
    Kind.RESULT: (WORDS,),
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
MOST_DATA = max(map(len, DATA.values()))


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
    if len(data) != len(DATA[kind]):
        raise Rejected(f"{kind} comes with other data than it must.")
    if any(len(r.body) > most for r, most in zip(data, DATA[kind], strict=True)):
        raise Rejected(f"{kind} comes with larger data than it may.")
    payload = data[-1].digest if data else None
    parent = before.digest if before else None
    if one.body != event_record(parent, height, kind, payload):
        raise Rejected(f"{kind} does not follow from what happened before it.")
    return Event(kind, one.digest, data)


def _kind_of(one: Record) -> Kind:
    if len(one.body) > NAMES:
        raise Rejected("An event is larger than it may be.")
    said = text(record(read(one.body), "?parent height type ?payload")["type"])
    if said in RANKED:
        raise Outside("Ranked questions are not part of UNION-B1.")
    try:
        return Kind(said)
    except ValueError:
        raise Rejected("Something happened that the protocol does not know.") from None
