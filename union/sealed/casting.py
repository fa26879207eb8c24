"""What a server asks of a ballot before it takes it, and how ballots are published.

The state of the ballot box is handed in: nothing here stores or looks anything up.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from union.sealed.ballot import Ballot, read_ballot
from union.sealed.election import Election, base64_of
from union.sealed.refusals import Rejected
from union.sealed.secret import Draw


@dataclass(frozen=True)
class Box:
    """A ballot box: its election, whether it is open, the roll, and what is in it.

    Of each ballot it knows the tracker and `parts_of` it.
    """

    election: Election
    is_open: bool
    roll: Container[bytes]
    trackers: Container[str]
    parts: Container[str]


def accept(box: Box, raw: bytes, credential: bytes | None = None) -> Ballot:
    """Take a ballot, or refuse it with the reason. Whoever sent it may be known.

    The same ballot is never taken twice: else whoever keeps the box could bring back
    a vote that its voter has replaced.
    """
    if not box.is_open:
        raise Rejected("The ballot box is closed.")
    if base64_of(raw) in box.trackers:
        raise Rejected("This ballot has been cast before.")
    ballot = read_ballot(box.election, raw)
    if ballot.credential not in box.roll:
        raise Rejected("This credential is not on the roll.")
    if credential not in (None, ballot.credential):
        raise Rejected("This ballot was signed with somebody else's key.")
    parts = parts_of(ballot)
    if len(set(parts)) < len(parts) or any(part in box.parts for part in parts):
        raise Rejected("A part of this ballot was used before.")
    return ballot


def parts_of(ballot: Ballot) -> list[str]:
    """What stands for each of its ciphertexts: g to an r that nobody draws twice.

    Whoever used an r again has a device that draws badly, or shows others how they
    voted.
    """
    return [
        base64_of(str(choice.alpha).encode())
        for answer in ballot.answers
        for choice in answer
    ]


def that_count(ballots: Iterable[Ballot]) -> list[Ballot]:
    """The last ballot of each credential."""
    return [*{ballot.credential: ballot for ballot in ballots}.values()]


def batch(pool: Sequence[tuple[bytes, bytes]], draw: Draw) -> list[bytes]:
    """Ballots as they are published: credentials in random order, not that of coming.

    The pool has (credential, ballot) in the order of coming; each credential's own
    ballots keep theirs.
    """
    ballots: dict[bytes, list[bytes]] = {}
    for credential, raw in pool:
        ballots.setdefault(credential, []).append(raw)
    mixed = sorted(ballots, key=lambda _credential: draw(16))
    return [raw for credential in mixed for raw in ballots[credential]]
