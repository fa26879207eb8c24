"""A whole sealed election with made-up voters, to see how it goes before it matters."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from gmpy2 import mpz

from union.sealed.ballot import Ballot
from union.sealed.casting import Box, accept, batch, parts_of, that_count
from union.sealed.credential import (
    election_credential,
    election_secret,
    new_code,
    public_key,
    voting_key,
)
from union.sealed.decryption import combined, read_factors, result_of
from union.sealed.election import read_election
from union.sealed.group import BELENIOS_2048
from union.sealed.question import Question
from union.sealed.records import election_record, roll_record
from union.sealed.refusals import Rejected
from union.sealed.roll import read_roll
from union.sealed.secret import token
from union.sealed.shares import check_enough, decrypt
from union.sealed.strict import Json, written
from union.sealed.tally import added
from union.sealed.tellers import (
    Table,
    Teller,
    assemble,
    certify,
    key_of,
    new_seed,
    receive,
    share,
)
from union.sealed.trustees import read_trustees
from union.sealed.vote import seal
from union.sealed.writer import Writer

GROUP, DRAW = BELENIOS_2048, secrets.token_bytes
BLANK_EVERY, AGAIN_EVERY, ABSENT_EVERY = 5, 4, 11


@dataclass
class Rehearsal:
    """The parts that people play, in the order in which they play them."""

    tellers: int
    threshold: int
    voters: int
    questions: Sequence[Question]
    tell: Callable[[str], None]
    seconds: int

    def __post_init__(self) -> None:
        self.file = BytesIO()
        self.writer = Writer(self.file, self.seconds)
        self.uuid = token(DRAW, 14)
        self.ballots: list[Ballot] = []
        self.trackers: set[str] = set()
        self.parts: set[str] = set()
        self.votes: dict[bytes, list[list[int]]] = {}

    @property
    def places(self) -> range:
        """The tellers' numbers."""
        return range(1, self.tellers + 1)

    def play(self) -> bytes:
        """From the tellers' keys to the result; the archive of it."""
        self.make_keys()
        self.make_roll()
        self.open()
        self.vote()
        self.count()
        self.decrypt()
        return self.file.getvalue()

    def make_keys(self) -> None:
        """Three messages of each teller, on a board that all of them read."""
        self.devices = [Teller(GROUP, new_seed(DRAW), place) for place in self.places]
        certs = [certify(t, self.tellers, self.threshold, DRAW) for t in self.devices]
        self.table = Table(GROUP, self.threshold, certs)
        posted = [share(t, self.table, DRAW) for t in self.devices]
        self.board = [receive(t, self.table, posted, DRAW) for t in self.devices]
        group = assemble(self.table, posted, self.board)
        pairs: Json = [["Pedersen", group]]
        self.raw_trustees = written(pairs)
        self.trustees = read_trustees(GROUP, self.raw_trustees)
        self.tell(
            f"{self.tellers} tellers make keys on their own devices, in three rounds of"
            f" messages; any {self.threshold} of them will be enough, fewer will not."
        )

    def make_roll(self) -> None:
        """Each voter's device makes a code; the roll follows from the public keys."""
        codes = [new_code(DRAW) for _ in range(self.voters)]
        keys = [voting_key(GROUP, code) for code in codes]
        self.secrets = [election_secret(GROUP, self.uuid, key) for key in keys]
        public = [public_key(GROUP, key) for key in keys]
        self.raw_roll = roll_record(
            election_credential(GROUP, self.uuid, key) for key in public
        )
        self.roll = read_roll(self.raw_roll)
        self.tell(
            f"{self.voters} voters make voting codes, such as {codes[0]}, which nobody"
            " else sees. The roll is made of their public keys, with all phones off:"
            f"\n   sha256 {self.roll.digest}"
        )

    def open(self) -> None:
        """The election, its tellers and its roll are fixed in the archive."""
        words = ("Rehearsal", "Made-up voters, to see how it goes.")
        common = GROUP.product(tellers.common for tellers in self.trustees.groups)
        raw = election_record(GROUP, self.uuid, words, self.questions, common)
        self.election = read_election(raw)
        self.writer.set_up(raw, self.raw_trustees, self.raw_roll)
        self.tell(f"Election {self.uuid} opens. Its hash is\n   {self.election.digest}")

    def vote(self) -> None:
        """In two rounds, each published at its end: in the second some change."""
        everybody = range(self.voters)
        # The absent are few, and none while a result would be withheld.
        absent = set(everybody[ABSENT_EVERY - 1 :: ABSENT_EVERY][: self.voters - 10])
        self.cast([voter for voter in everybody if voter not in absent])
        again = [v for v in everybody[::AGAIN_EVERY] if v not in absent]
        self.cast(again)
        self.tell(
            f"{self.voters - len(absent)} people vote, {len(absent)} do not;"
            f" {len(again)} of them vote again. Of each only the"
            " last ballot counts, and one that was taken is not taken a second time:"
            f"\n   {self.try_again()}"
        )

    def cast(self, voters: Sequence[int]) -> None:
        """Seal, send, check on receipt; publish in an order that tells nothing."""
        pool = []
        for voter in voters:
            votes = [self.choice(voter, question) for question in self.questions]
            raw = seal(self.election, self.secrets[voter], votes, DRAW).raw
            ballot = accept(self.box, raw)
            self.votes[ballot.credential] = votes
            self.ballots.append(ballot)
            self.trackers.add(ballot.tracker)
            self.parts.update(parts_of(ballot))
            pool.append((ballot.credential, raw))
            self.latest = raw
        for raw in batch(pool, DRAW):
            self.writer.cast(raw)

    @property
    def box(self) -> Box:
        """The ballot box as it is now."""
        return Box(
            self.election,
            is_open=True,
            roll=self.roll,
            trackers=self.trackers,
            parts=self.parts,
        )

    def choice(self, voter: int, question: Question) -> list[int]:
        """What somebody made up chooses: every fifth leaves it blank where one may."""
        if question.has_blank and voter % BLANK_EVERY == 0:
            return [1] + [0] * len(question.answers)
        many = question.least + secrets.randbelow(len(question.sums))
        chosen = secrets.SystemRandom().sample(range(len(question.answers)), many)
        return [0] * question.has_blank + [
            int(answer in chosen) for answer in range(len(question.answers))
        ]

    def try_again(self) -> str:
        """What the box says to a ballot it has."""
        try:
            accept(self.box, self.latest)
        except Rejected as why:
            return str(why)
        raise AssertionError("A ballot was taken twice.")

    def count(self) -> None:
        """No more ballots; those that count are added up while they are encrypted."""
        self.counted = that_count(self.ballots)
        self.tally = added(self.election, [ballot.answers for ballot in self.counted])
        self.writer.end()
        self.writer.count(self.tally, len(self.counted))
        self.tell(
            f"The box closes: {len(self.ballots)} ballots were taken, and"
            f" {len(self.counted)} count. They are added up without being opened."
        )

    def decrypt(self) -> None:
        """One teller is lost, if that can be borne; the others are enough."""
        check_enough(len(self.counted))
        lost = int(self.threshold < self.tellers)
        deciding = self.devices[lost:][: self.threshold]
        given = {}
        for teller in deciding:
            key = key_of(teller, self.table, self.board[teller.index - 1])
            raw = decrypt(self.election, self.tally, key, DRAW)
            self.writer.decrypt(teller.index, raw)
            shown: mpz = self.trustees.keys[teller.index - 1]
            given[teller.index] = read_factors(self.election, shown, self.tally, raw)
        factors = combined(self.election, self.trustees, given)
        result = result_of(self.election, self.tally, factors, len(self.counted))
        self.writer.publish(result)
        self.tell(
            ("Teller 1 has lost the key, which changes nothing. " if lost else "")
            + f"Tellers {', '.join(str(one.index) for one in deciding)} decrypt the"
            " sum, and only the sum. The result is what these voters chose, added up by"
            f" hand: {'yes' if result == self.by_hand else 'NO'}."
        )

    @cached_property
    def by_hand(self) -> list[list[int]]:
        """The made-up votes, which here alone are known, added up."""
        return [
            [sum(answer) for answer in zip(*votes, strict=True)]
            for votes in zip(*self.votes.values(), strict=True)
        ]
