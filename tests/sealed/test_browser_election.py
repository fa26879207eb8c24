"""An election whose secrets never leave Chromium, accepted here and by Belenios."""

import json
import shutil
import subprocess
from io import BytesIO

import pytest

from tests.conftest import needed
from tests.sealed.browsers import ask, refusal
from tests.sealed.elections import BOARD, GROUP, SECONDS, STRIKE
from tools.sealed_vectors import Drawing
from union.sealed.casting import Box, accept, parts_of, that_count
from union.sealed.credential import check_possession, election_credential
from union.sealed.decryption import combined, read_factors, result_of
from union.sealed.election import base64_of, read_election
from union.sealed.proofs import proof_in
from union.sealed.records import election_record, roll_record
from union.sealed.secret import token
from union.sealed.strict import written
from union.sealed.tally import added, tally_record
from union.sealed.tellers import Table, assemble
from union.sealed.trustees import read_trustees
from union.sealed.verifier import verify
from union.sealed.writer import Writer

VOTERS = [f"voter {number}" for number in range(10)]
VOTES = [[[0, 1, 0], [1, 0, 1]], [[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 0]]]
SEATS = range(1, 4)


class Board:
    """What three tellers post by their own devices, two of whom are needed."""

    def __init__(self, devices):
        self.devices = devices
        for device in devices:
            ask(device, "newSeed", "key")
        self.certs = [ask(d, "certify", "key", i, 3, 2) for i, d in self.seats()]
        self.shares = [ask(d, "share", *self.seat(i)) for i, d in self.seats()]
        self.keys = [
            ask(d, "receive", *self.seat(i), self.shares) for i, d in self.seats()
        ]

    def seats(self):
        return zip(SEATS, self.devices, strict=True)

    def seat(self, index):
        """The name of the key, the place, how many are needed, all certificates."""
        return ["key", index, 2, self.certs]

    def trustees(self):
        group = assemble(Table(GROUP, 2, self.certs), self.shares, self.keys)
        return written([["Pedersen", group]])


class Held:
    """An election that was set up by a server which knows public things alone."""

    def __init__(self, phone, board):
        self.phone, self.board = phone, board
        self.uuid = token(Drawing("held"), 14)
        self.raw_trustees = board.trustees()
        self.trustees = read_trustees(GROUP, self.raw_trustees)
        y = self.trustees.groups[0].common
        words = ("Ереуіл", "A «strike»")
        self.raw = election_record(GROUP, self.uuid, words, (STRIKE, BOARD), y)
        self.election = read_election(self.raw)
        self.credentials = [
            election_credential(GROUP, self.uuid, registered(phone, name))
            for name in VOTERS
        ]
        self.roll = roll_record(self.credentials)
        self.ballots, self.trackers, self.parts = [], set(), set()

    def cast(self, name, votes):
        """By the phone; taken by the server as it takes every ballot."""
        told = ask(self.phone, "seal", name, self.raw.decode(), votes)
        raw = ask(self.phone, "cast").encode()
        roll = {str(c).encode() for c in self.credentials}
        box = Box(self.election, True, roll, self.trackers, self.parts)
        ballot = accept(box, raw)
        self.trackers.add(ballot.tracker)
        self.parts.update(parts_of(ballot))
        assert told["tracker"] == ballot.tracker
        self.ballots.append(raw)
        return ballot

    def counting(self):
        ballots = [raw.decode() for raw in self.ballots]
        return [self.raw.decode(), self.roll.decode(), ballots]

    def finish(self, counted, given):
        """The archive, and the result in it."""
        tally = added(self.election, [ballot.answers for ballot in counted])
        factors = {
            owner: read_factors(self.election, self.trustees.keys[owner - 1], tally, f)
            for owner, f in given.items()
        }
        taken = combined(self.election, self.trustees, factors)
        result = result_of(self.election, tally, taken, len(counted))
        writer = Writer(file := BytesIO(), SECONDS)
        writer.set_up(self.raw, self.raw_trustees, self.roll)
        for raw in self.ballots:
            writer.cast(raw)
        writer.end()
        writer.count(tally, len(counted))
        for owner, part in given.items():
            writer.decrypt(owner, part)
        writer.publish(result)
        return file.getvalue(), result, base64_of(tally_record(tally))


def registered(phone, name):
    """The public voting key of a member who makes one on the phone."""
    ask(phone, "newCode", name)
    made = ask(phone, "register", name, "a union", name)
    key = GROUP.element(made["key"])
    check_possession(GROUP, key, "a union", name, proof_in(GROUP, made["proof"]))
    return key


def judged_by_belenios(folder, uuid, archive):
    tool = needed(shutil.which("belenios-tool"), "belenios-tool")
    (folder / f"{uuid}.bel").write_bytes(archive)
    words = [tool, "election", "verify", "--dir", str(folder)]
    return subprocess.run(words, capture_output=True, check=False, text=True)


@pytest.mark.timeout(600)
def test_an_election_of_browsers_is_accepted_by_both(device, tmp_path):
    tellers = [device() for _ in SEATS]
    held = Held(device(), Board(tellers))
    cast = [held.cast(name, VOTES[n % 3]) for n, name in enumerate(VOTERS)]
    too_few = held.counting()
    too_few[2] = too_few[2][:-1]
    cast.append(held.cast(VOTERS[0], VOTES[1]))

    assert refusal(tellers[0], "count", *too_few) == "few"
    told = [ask(teller, "count", *held.counting()) for teller in tellers[:2]]
    parts = {
        i: ask(tellers[i - 1], "decrypt", *held.board.seat(i), held.board.keys[i - 1])
        for i in (1, 2)
    }
    given = {owner: part.encode() for owner, part in parts.items()}
    archive, result, tally = held.finish(that_count(cast), given)

    assert result == [[4, 3, 3], [3, 3, 3]]
    assert verify(BytesIO(archive)).result == result
    assert (
        told[0]
        == told[1]
        == {
            "election": held.election.digest,
            "roll": base64_of(held.roll),
            "tally": tally,
        }
    )
    refuses_another_tally(tellers[0], held)
    said = judged_by_belenios(tmp_path, held.uuid, archive)
    assert said.returncode == 0, said.stderr
    assert "all checks passed" in said.stdout + said.stderr
    assert json.loads(parts[1])["decryption_factors"]


def refuses_another_tally(teller, held):
    """Two tallies that differ by one ballot would tell what it says."""
    seat = [*held.board.seat(1), held.board.keys[0]]
    again = ask(teller, "decrypt", *seat)
    election, roll, ballots = held.counting()

    ask(teller, "count", election, roll, ballots[:-1])

    assert json.loads(again)["decryption_factors"]
    assert "exists" in refusal(teller, "decrypt", *seat)
    teller.reload()
    assert refusal(teller, "decrypt", *seat) == "count"
