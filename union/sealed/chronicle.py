"""One reading of an archive: that its chain holds, and where everything stands in it.

Ballots are not opened here. Of each, 20 bytes are kept, and of each credential its
digest, so that an archive of any size is read in little memory.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO, NamedTuple

from union.sealed.archive import Record, records
from union.sealed.election import Election, base64_of, read_election
from union.sealed.history import Event, Kind, events
from union.sealed.refusals import Rejected, about
from union.sealed.roll import Roll, fingerprint, read_roll
from union.sealed.strict import read, record, written
from union.sealed.trustees import Trustees, check_joint_key, read_trustees

SETUP = ("election", "trustees", "credentials")
BEGINNING = re.compile(
    rb'\{"election_uuid":"[^"\\]*","election_hash":"[^"\\]*",'
    rb'"credential":"([1-9][0-9]{0,616})",'
)


class Fate(StrEnum):
    """What became of a ballot, as whoever cast it asks."""

    COUNTS = "This ballot counts: it is the last of its voter."
    REPLACED = "This ballot does not count: a later one of its voter replaced it."
    MISSING = "This ballot is not in the archive."


class Place(NamedTuple):
    """Where the bytes of a record lie in the file."""

    offset: int
    size: int

    def read(self, file: BinaryIO) -> bytes:
        """The bytes themselves."""
        file.seek(self.offset)
        return file.read(self.size)


@dataclass
class Chronicle:
    """What has happened so far, told by an archive whose chain holds."""

    election: Election
    trustees: Trustees
    roll: Roll
    raw_election: bytes = field(repr=False)
    roll_place: Place
    head: str
    state: Kind = Kind.SETUP
    later: list[Event] = field(default_factory=list, repr=False)
    last: dict[bytes, int] = field(default_factory=dict, repr=False)
    _offsets: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)
    _sizes: "array[int]" = field(default_factory=lambda: array("L"), repr=False)
    _seen: set[bytes] = field(default_factory=set, repr=False)

    @property
    def received(self) -> int:
        """How many ballots were cast, those that later ones replaced included."""
        return len(self._offsets)

    @property
    def counted(self) -> int:
        """How many of them count: the last of each credential."""
        return len(self.last)

    @property
    def height(self) -> int:
        """How high the next event stands: whoever goes on writing begins there."""
        return 1 + self.received + len(self.later)

    def ballots(self) -> Iterator[tuple[Place, bool]]:
        """Where each ballot lies, and whether it is the last of its credential."""
        counting = set(self.last.values())
        for number, place in enumerate(zip(self._offsets, self._sizes, strict=True)):
            yield Place(*place), number in counting

    def fate(self, file: BinaryIO, tracker: str) -> Fate:
        """Of the ballot with this tracker. Only its voter knows which came last."""
        for place, counts in self.ballots():
            if base64_of(place.read(file)) == tracker:
                return Fate.COUNTS if counts else Fate.REPLACED
        return Fate.MISSING

    def take(self, event: Event) -> None:
        """Note what happened."""
        self.head, self.state = event.digest, event.kind
        if event.kind is Kind.BALLOT:
            self._take_ballot(event.data[0])
        else:
            self.later.append(event)

    def _take_ballot(self, one: Record) -> None:
        number = self.received + 1
        begun = BEGINNING.match(one.body)
        if not begun:
            raise Rejected(f"Ballot {number} does not begin as a ballot does.")
        if begun[1] not in self.roll:
            raise Rejected(f"Ballot {number} is by a credential that is not listed.")
        tracker = bytes.fromhex(one.digest)
        if tracker in self._seen:
            raise Rejected(f"Ballot {number} has been cast before.")
        self._seen.add(tracker)
        self.last[fingerprint(begun[1])] = self.received
        self._offsets.append(one.offset)
        self._sizes.append(len(one.body))


def follow(file: BinaryIO) -> Chronicle:
    """Read an archive once, from its beginning to its end."""
    file.seek(0)
    happened = events(records(file))
    chronicle = _set_up(next(happened))
    for event in happened:
        chronicle.take(event)
    return chronicle


def _set_up(event: Event) -> Chronicle:
    election, trustees, roll, names = event.data
    digests = [one.digest for one in event.data[:3]]
    if names.body != written(dict(zip(SETUP, digests, strict=True))):
        raise Rejected("The set-up does not name the election, its tellers and roll.")
    with about("The election"):
        found = read_election(election.body)
    with about("The tellers"):
        tellers = read_trustees(found.group, trustees.body)
    check_joint_key(found.group, tellers, found.y)
    return Chronicle(
        election=found,
        trustees=tellers,
        roll=read_roll(roll.body),
        raw_election=election.body,
        roll_place=Place(roll.offset, len(roll.body)),
        head=event.digest,
    )


def owner_of(event: Event) -> int:
    """Which teller a partial decryption is by."""
    fields = record(read(event.data[1].body), "owner payload")
    owner = fields["owner"]
    if type(owner) is not int or fields["payload"] != event.data[0].digest:
        raise Rejected("A partial decryption does not say whose it is.")
    return owner
