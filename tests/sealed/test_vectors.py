"""The vectors that the browser's half is held against are what this half makes."""

import json

import pytest

from tests.sealed.elections import GROUP
from tools import sealed_vectors
from union.sealed.ballot import read_ballot
from union.sealed.credential import new_code, voting_key
from union.sealed.election import read_election
from union.sealed.proofs import Ciphertext
from union.sealed.shares import decrypt
from union.sealed.trustees import read_trustees
from union.sealed.vote import seal

FILES = ["ballots.json", "credentials.json", "decryption.json", "group.json"]
FILES.append("tellers.json")


@pytest.fixture(scope="module")
def made():
    return sealed_vectors.vectors()


def read(name):
    return json.loads((sealed_vectors.FOLDER / name).read_text("utf-8"))


def replayed(drawn):
    """Randomness that was drawn before."""
    left = bytes.fromhex(drawn)

    def draw(length):
        nonlocal left
        taken, left = left[:length], left[length:]
        assert len(taken) == length
        return taken

    return draw


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_vectors_is_as_the_tool_writes_it(made, name):
    written = (sealed_vectors.FOLDER / name).read_text("utf-8")

    assert sorted(made) == FILES
    assert written == sealed_vectors.text_of(made[name]), "run tools.sealed_vectors"


def test_the_same_randomness_makes_the_same_code():
    for vector in read("credentials.json"):
        code = new_code(replayed(vector["randomness"]))

        assert code == vector["code"]
        assert str(voting_key(GROUP, code)) == vector["s"]


def test_the_same_randomness_makes_the_same_ballot():
    vectors = read("ballots.json")
    election = read_election(vectors["election"].encode())
    for vector in vectors["ballots"]:
        secret = GROUP.exponent(vector["secret"])
        sealed = seal(election, secret, vector["votes"], replayed(vector["randomness"]))

        assert sealed.raw.decode() == vector["ballot"]
        assert read_ballot(election, sealed.raw).tracker == vector["tracker"]


def test_the_same_randomness_makes_the_same_decryption():
    vector = read("decryption.json")
    election = read_election(vector["election"].encode())
    tally = [
        [Ciphertext(GROUP.element(c["alpha"]), GROUP.element(c["beta"])) for c in row]
        for row in vector["encrypted_tally"]
    ]
    secret = GROUP.exponent(vector["secret"])

    part = decrypt(election, tally, secret, replayed(vector["randomness"]))

    assert part.decode() == vector["partial_decryption"]


def test_what_the_tellers_posted_is_a_record_that_holds():
    vector = read("tellers.json")

    trustees = read_trustees(GROUP, vector["trustees"].encode())

    secrets = [vector["single"], *vector["secrets"]]
    assert [pow(GROUP.g, int(x), GROUP.p) for x in secrets] == trustees.keys
