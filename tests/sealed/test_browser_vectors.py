"""In Node and in Chromium the same randomness makes the same bytes as in Python."""

import json

import pytest
from gmpy2 import mpz

from tests.sealed.browsers import call, in_node, in_page, n, result
from tools import sealed_vectors
from union.sealed.election import read_election
from union.sealed.group import BELENIOS_2048 as GROUP
from union.sealed.question import Question
from union.sealed.records import election_record
from union.sealed.vote import seal


@pytest.fixture(params=["Node", "Chromium"])
def run(request):
    """Make calls there, and hear what came of each."""
    if request.param == "Node":
        return in_node
    page = request.getfixturevalue("page")
    return lambda calls: in_page(page, calls)


def read(name):
    return json.loads((sealed_vectors.FOLDER / name).read_text("utf-8"))


def test_the_group_is_the_same(run):
    vector = read("group.json")
    challenge = vector["challenge"]
    words = challenge["prefix"] + ",".join(challenge["elements"])

    found = run(
        [
            call("group", "hashed", words),
            call("group", "ofG", n(1)),
            call("group", "mod", n(int(vector["q"]) - 1)),
            call("group", "times", n(int(vector["p"]) - 1), n(int(vector["p"]) - 2)),
        ]
    )

    last = str(int(vector["q"]) - 1)
    assert found == [challenge["is"], vector["g"], last, "2"]


def test_powers_are_the_same_at_every_edge(run):
    ones, q = int("1" * 64, 16), int(GROUP.q)
    exponents = [0, 1, 2, 15, 16, ones - 1, ones, ones + 1, q - 1, q, q + 1, -1, -ones]
    member = int(GROUP.g) ** 7 % int(GROUP.p)

    found = run([call("group", "power", n(member), n(e)) for e in exponents])
    [outside] = run([call("group", "power", n(3), n(q))])

    assert [int(x) for x in found] == [pow(member, e, int(GROUP.p)) for e in exponents]
    assert int(outside) == pow(3, q, int(GROUP.p)) != 1


@pytest.mark.parametrize("place", range(3))
def test_a_code_a_key_and_a_credential_are_the_same(run, place):
    vector = read("credentials.json")[place]
    possession = vector["possession"]
    names = [possession["union"], possession["member"]]

    found = run(
        [
            call("credential", "newCode", drawn=vector["randomness"]),
            call("credential", "votingKey", vector["code"]),
            call("group", "ofG", result(1)),
            call(
                "credential",
                "provePossession",
                result(1),
                *names,
                drawn=possession["randomness"],
            ),
            call("credential", "electionSecret", vector["election_uuid"], result(1)),
            call("group", "ofG", result(4)),
        ]
    )

    wanted = [vector["code"], vector["s"], vector["X"], possession["proof"]]
    assert found == [*wanted, vector["secret"], vector["credential"]]


@pytest.mark.parametrize("place", range(3))
def test_a_ballot_its_tracker_and_its_audit_are_the_same(run, place):
    vectors = read("ballots.json")
    vector = vectors["ballots"][place]
    votes, drawn = vector["votes"], vector["randomness"]

    election, sealed, audited = run(
        [
            call("ballot", "readElection", vectors["election"]),
            call("ballot", "seal", result(0), n(vector["secret"]), votes, drawn=drawn),
            call(
                "ballot",
                "checkAudit",
                result(0),
                vector["ballot"],
                votes,
                vector["audit"],
            ),
        ]
    )

    assert election["digest"] == vectors["election_hash"]
    assert sealed == {
        "raw": vector["ballot"],
        "tracker": vector["tracker"],
        "randomness": vector["audit"],
    }
    assert audited == vector["tracker"]


SHAPES = [  # answers, fewest, most, whether there is a blank, votes
    (1, 0, 1, False, [[0], [1]]),
    (1, 1, 1, True, [[1, 0], [0, 1]]),
    (3, 0, 2, True, [[1, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 1]]),
    (3, 2, 3, False, [[1, 1, 0], [1, 1, 1]]),
    (20, 0, 20, False, [[0] * 20, [1] * 20]),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape[:4]}")
def test_a_ballot_on_any_question_is_the_same(shape):
    size, least, most, has_blank, votes = shape
    question = Question("?", tuple("A" * size), least, most, has_blank=has_blank)
    raw = election_record(GROUP, "1" * 14, ("Ә", "\u2028"), [question], GROUP.g)
    draw, made, calls = sealed_vectors.Drawing("shape"), [], []
    for vote in votes:
        made.append(seal(read_election(raw), mpz(7), [vote], draw).raw.decode())
        given = [result(0), n(7), [vote]]
        calls.append(call("ballot", "seal", *given, drawn=draw.taken()))

    _, *found = in_node([call("ballot", "readElection", raw.decode()), *calls])

    assert [sealed["raw"] for sealed in found] == made


def test_a_partial_decryption_is_the_same(run):
    vector = read("decryption.json")
    tally = [
        [[n(one["alpha"]), n(one["beta"])] for one in row]
        for row in vector["encrypted_tally"]
    ]

    _, part = run(
        [
            call("ballot", "readElection", vector["election"]),
            call(
                "tellers",
                "decrypt",
                result(0),
                tally,
                n(vector["secret"]),
                drawn=vector["randomness"],
            ),
        ]
    )

    assert part == vector["partial_decryption"]


def posted(kind):
    """What tellers posted of one kind, and the randomness that each was made of."""
    board = [one for one in read("tellers.json")["board"] if one["is"] == kind]
    return [one["message"] for one in board], [one["randomness"] for one in board]


@pytest.mark.parametrize("place", range(3))
def test_what_a_teller_posts_is_the_same(run, place):
    kinds = {kind: posted(kind) for kind in ("seed", "certificate", "share", "key")}
    certs, shares = kinds["certificate"][0], kinds["share"][0]
    drawn = {kind: randomness[place] for kind, (_, randomness) in kinds.items()}

    seat = [result(0), place + 1, 2, certs]
    seed, cert, share, key, secret = run(
        [
            call("group", "token", 22, drawn=drawn["seed"]),
            call("tellers", "certify", *seat[:2], 3, 2, drawn=drawn["certificate"]),
            call("tellers", "share", *seat, drawn=drawn["share"]),
            call("tellers", "receive", *seat, shares, drawn=drawn["key"]),
            call("tellers", "keyOf", *seat, result(3)),
        ]
    )

    made = {"seed": seed, "certificate": cert, "share": share, "key": key}
    assert made == {kind: messages[place] for kind, (messages, _) in kinds.items()}
    assert secret == read("tellers.json")["secrets"][place]
