"""Whether an archive is that of a true election, from the archive alone.

Twice through the file: first what happened and whether the chain holds, which is quick;
then every ballot, in batches that any number of processes may share. Ballots are not
kept in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Protocol, TypeVar

from union.sealed.ballot import read_ballot
from union.sealed.chronicle import Chronicle, follow, owner_of
from union.sealed.decryption import (
    Factors,
    combined,
    is_bound,
    read_factors,
    result_of,
)
from union.sealed.election import read_election
from union.sealed.history import Event, Kind
from union.sealed.refusals import Rejected, about
from union.sealed.roll import check_members, credentials_in
from union.sealed.tally import Rows, added, result_record, sized_record, tally_record

BATCH = 16
T = TypeVar("T")
U = TypeVar("U")


class Share(Protocol):
    """A way to have many pieces of work done, the answers in their order."""

    def __call__(
        self, work: Callable[[T], U], pieces: Iterable[T]
    ) -> Iterable[U]: ...  # pragma: no cover


@dataclass(frozen=True)
class Batch:
    """Some ballots: their numbers, their bytes, and whether each counts."""

    election: bytes
    ballots: list[tuple[int, bytes, bool]]


@dataclass(frozen=True)
class Report:
    """An archive that holds: what it tells, who decrypted, and what came out.

    Those who are `unbound` proved no more than version 1 of Belenios asks for.
    """

    told: Chronicle
    decrypted_by: list[int]
    unbound: list[int]
    result: list[list[int]] | None


def in_turn(work: Callable[[T], U], pieces: Iterable[T]) -> Iterable[U]:
    """One piece after the other, in this process."""
    return map(work, pieces)


def silent(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


def verify(
    file: BinaryIO, share: Share = in_turn, tell: Callable[[int, int], None] = silent
) -> Report:
    """Check everything in an archive; the first thing that is wrong is the reason."""
    told = follow(file)
    raw_election = told.raw_election
    file.seek(told.roll_place.offset)
    credentials = credentials_in(file, told.roll_place.size)
    rolls = ((raw_election, some) for some in _pieces(credentials))
    for _ in share(check_roll, rolls):
        pass
    tallies = share(check_batch, batches(told, file))
    tally = added(told.election, _counting(tallies, told.received, tell))
    given: dict[int, Factors] = {}
    result = None
    for event in told.later:
        if event.kind is Kind.TALLY:
            _check_tally(told, tally, event)
        elif event.kind is Kind.DECRYPTION:
            _check_decryption(told, tally, event, given)
        elif event.kind is Kind.RESULT:
            result = _check_result(told, tally, event, given)
    return Report(told, sorted(given), _unbound(told), result)


def batches(told: Chronicle, file: BinaryIO) -> Iterator[Batch]:
    """All ballots in their order, a few at a time."""
    for some in _pieces(enumerate(told.ballots(), 1)):
        read = [(number, place.read(file), counts) for number, (place, counts) in some]
        yield Batch(told.raw_election, read)


def check_batch(batch: Batch) -> Rows:
    """Check some ballots, and add up those that count."""
    election = read_election(batch.election)
    answers = []
    for number, raw, counts in batch.ballots:
        with about(f"Ballot {number}"):
            ballot = read_ballot(election, raw)
        if counts:
            answers.append(ballot.answers)
    return added(election, answers)


def check_roll(piece: tuple[bytes, list[bytes]]) -> None:
    """Check that some credentials of the roll are elements of the group."""
    raw_election, credentials = piece
    with about("The roll"):
        check_members(read_election(raw_election).group, credentials)


def _pieces(things: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(things)
    while piece := list(islice(iterator, BATCH)):
        yield piece


def _counting(
    tallies: Iterable[Rows], of: int, tell: Callable[[int, int], None]
) -> Iterator[Rows]:
    for done, tally in enumerate(tallies, 1):
        tell(min(done * BATCH, of), of)
        yield tally


def _check_tally(told: Chronicle, tally: Rows, event: Event) -> None:
    """The recorded tally, and how many ballots it is of, are what is counted here."""
    recorded, sized = event.data
    if recorded.body != tally_record(tally):
        raise Rejected("The recorded tally is not the sum of the ballots that count.")
    if sized.body != sized_record(told.counted, recorded.digest):
        raise Rejected("The tally is not of as many ballots as it says.")


def _check_decryption(
    told: Chronicle, tally: Rows, event: Event, given: dict[int, Factors]
) -> None:
    owner, keys = owner_of(event), told.trustees.keys
    if not 1 <= owner <= len(keys) or owner in given:
        raise Rejected("A partial decryption is by nobody, or the second of a teller.")
    factors = event.data[0].body
    with about(f"The decryption by teller {owner}"):
        given[owner] = read_factors(told.election, keys[owner - 1], tally, factors)


def _unbound(told: Chronicle) -> list[int]:
    decryptions = [event for event in told.later if event.kind is Kind.DECRYPTION]
    return sorted(
        owner_of(event) for event in decryptions if not is_bound(event.data[0].body)
    )


def _check_result(
    told: Chronicle, tally: Rows, event: Event, given: dict[int, Factors]
) -> list[list[int]]:
    """The result is what is left of the tally when all factors are taken off."""
    factors = combined(told.election, told.trustees, given)
    result = result_of(told.election, tally, factors, told.counted)
    if event.data[0].body != result_record(result):
        raise Rejected("The result is not what comes out of the decryptions.")
    return result
