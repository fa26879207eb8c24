"""Elections of made-up people, the same each time: randomness comes from a word."""

from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

from tools.sealed_vectors import Drawing
from union.sealed.ballot import read_ballot
from union.sealed.casting import that_count
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
from union.sealed.secret import scalar, token
from union.sealed.shares import decrypt
from union.sealed.strict import written
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
    single_key,
)
from union.sealed.trustees import read_trustees
from union.sealed.vote import seal
from union.sealed.writer import Writer

GROUP = BELENIOS_2048
STRIKE = Question("Do we strike?", ("Yes", "No"), 1, 1, has_blank=True)
BOARD = Question("Who speaks for us?", ("A", "B", "C"), 0, 2, has_blank=False)
SECONDS = 1_800_000_000


def group_of_tellers(threshold, size, draw):
    """Teller devices, their record, and the key of each."""
    tellers = [Teller(GROUP, new_seed(draw), i + 1) for i in range(size)]
    certs = [certify(one, size, threshold, draw) for one in tellers]
    table = Table(GROUP, threshold, certs)
    posted = [share(one, table, draw) for one in tellers]
    received = [receive(one, table, posted, draw) for one in tellers]
    keys = [
        key_of(one, table, mine) for one, mine in zip(tellers, received, strict=True)
    ]
    return assemble(table, posted, received), keys


@dataclass
class Made:
    """An election that was made here; `votes` has (voter, answers) in their order."""

    word: str = "union"
    threshold: int = 2
    size: int = 3
    voters: int = 3
    questions: tuple = (STRIKE, BOARD)
    with_server_key: bool = False
    votes: list = field(
        default_factory=lambda: [
            (0, [[0, 1, 0], [1, 0, 1]]),
            (1, [[1, 0, 0], [0, 0, 0]]),
            (2, [[0, 0, 1], [0, 1, 0]]),
            (0, [[0, 0, 1], [1, 1, 0]]),
        ]
    )

    def __post_init__(self):
        self.draw = draw = Drawing(self.word)
        self.uuid = token(draw, 14)
        codes = [new_code(draw) for _ in range(self.voters)]
        self.voting_keys = [voting_key(GROUP, code) for code in codes]
        self.secrets = [election_secret(GROUP, self.uuid, s) for s in self.voting_keys]
        record, self.keys = group_of_tellers(self.threshold, self.size, draw)
        trustees = [["Pedersen", record]]
        if self.with_server_key:
            self.keys.insert(0, scalar(GROUP, draw))
            trustees.insert(0, ["Single", single_key(GROUP, self.keys[0], draw)])
        self.raw_trustees = written(trustees)
        self.trustees = read_trustees(GROUP, self.raw_trustees)
        y = GROUP.product(tellers.common for tellers in self.trustees.groups)
        words = ("Ереуіл ме?", "A «strike»")
        self.raw = election_record(GROUP, self.uuid, words, self.questions, y)
        self.election = read_election(self.raw)
        self.credentials = [
            election_credential(GROUP, self.uuid, public_key(GROUP, s))
            for s in self.voting_keys
        ]
        self.roll = roll_record(self.credentials)

    def ballot(self, voter, votes):
        return seal(self.election, self.secrets[voter], votes, self.draw).raw

    @cached_property
    def ballots(self):
        return [self.ballot(voter, votes) for voter, votes in self.votes]

    @cached_property
    def counted(self):
        read = [read_ballot(self.election, raw) for raw in self.ballots]
        return that_count(read)

    @cached_property
    def tally(self):
        return added(self.election, [ballot.answers for ballot in self.counted])

    def factors(self, owner):
        return decrypt(self.election, self.tally, self.keys[owner - 1], self.draw)

    @cached_property
    def deciding(self):
        """The numbers of those who decrypt: the first teller is lost."""
        server = [1] if self.with_server_key else []
        first = len(server) + 1 + self.size - self.threshold
        return [*server, *range(first, first + self.threshold)]

    @cached_property
    def decryptions(self):
        return {owner: self.factors(owner) for owner in self.deciding}

    @cached_property
    def result(self):
        keys = self.trustees.keys
        given = {
            owner: read_factors(self.election, keys[owner - 1], self.tally, raw)
            for owner, raw in self.decryptions.items()
        }
        factors = combined(self.election, self.trustees, given)
        return result_of(self.election, self.tally, factors, len(self.counted))

    def begun(self):
        """A writer whose archive is set up, and the file it writes to."""
        file = BytesIO()
        writer = Writer(file, SECONDS)
        writer.set_up(self.raw, self.raw_trustees, self.roll)
        return writer, file

    @cached_property
    def archive(self):
        """The whole archive."""
        writer, file = self.begun()
        for raw in self.ballots:
            writer.cast(raw)
        writer.end()
        writer.count(self.tally, len(self.counted))
        for owner, raw in self.decryptions.items():
            writer.decrypt(owner, raw)
        writer.publish(self.result)
        return file.getvalue()
