"""Ballots that are false in ways nobody thought of: made by chance, from true ones.

Most are signed anew by a voter who is on the roll, so that only the proofs can tell.
"""

import json
import random

from tests.sealed.elections import GROUP, STRIKE, Made
from tests.sealed.forgery import resigned
from tools.sealed_vectors import Drawing
from union.sealed.ballot import read_ballot
from union.sealed.proving import Branch, Opening, prove_one_of
from union.sealed.refusals import Rejected
from union.sealed.secret import scalar
from union.sealed.strict import written
from union.sealed.vote import as_written, encrypt, seal

P, Q = int(GROUP.p), int(GROUP.q)
VOTES = [[[0, 1, 0]], [[1, 0, 0]], [[0, 0, 1]], [[0, 1, 0]]]
BATCH = 50


class Field:
    """One question with a blank, four voters, and a ballot of each."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311  (the same ones each time)
        self.made = Made("field", 1, 1, 4, (STRIKE,), votes=[*enumerate(VOTES)])
        self.made.draw = Drawing(f"field {seed}")
        self.ballots = self.made.ballots

    def forged(self):
        """A ballot that must be refused."""
        voter = self.dice.randrange(4)
        true = self.ballots[voter]
        while (false := self.dice.choice(FORGERS)(self, voter)) == true:
            pass
        return false


def leaves(thing, path=()):
    """The way to every text in a ballot."""
    if isinstance(thing, str):
        yield path
        return
    for key in thing if isinstance(thing, dict) else range(len(thing)):
        yield from leaves(thing[key], (*path, key))


def at(thing, path):
    for key in path:
        thing = thing[key]
    return thing


def number_changed(field, voter):
    """One number becomes another that looks as good."""
    ballot = json.loads(field.ballots[voter])
    *way, last = path = field.dice.choice(list(leaves(ballot["answers"])))
    place, was = at(ballot["answers"], way), int(at(ballot["answers"], path))
    limit = P if last in ("alpha", "beta") else Q
    made = field.dice.choice(
        [
            (was + field.dice.choice((-1, 1))) % limit,
            field.dice.randrange(limit),
            limit - was,
            was ^ 1 << field.dice.randrange(limit.bit_length() - 1),
            field.dice.choice((0, 1, limit - 1)),
            pow(int(GROUP.g), field.dice.randrange(Q), P) % limit,
        ]
    )
    if made == was:
        return field.ballots[voter]
    place[last] = str(made)
    return resigned(field.made, voter, ballot)


def numbers_exchanged(field, voter):
    """Two places of one ballot exchange what stands in them, or of two ballots."""
    ballot = json.loads(field.ballots[voter])
    source = ballot
    if field.dice.random() < 0.5:
        source = json.loads(field.ballots[(voter + field.dice.randrange(1, 4)) % 4])
    ways = list(leaves(ballot["answers"]))
    (*one, end), (*two, stop) = field.dice.choices(ways, k=2)
    here, there = at(ballot["answers"], one), at(source["answers"], two)
    if here[end] == there[stop]:
        return field.ballots[voter]
    here[end], there[stop] = there[stop], here[end]
    return resigned(field.made, voter, ballot)


def piece_of_another(field, voter):
    """A whole choice, proof or answer is taken over from another voter."""
    ballot = json.loads(field.ballots[voter])
    other = json.loads(field.ballots[(voter + field.dice.randrange(1, 4)) % 4])
    path = field.dice.choice(list(leaves(ballot["answers"])))
    cut = field.dice.randrange(1, len(path))
    *way, last = path[:cut]
    at(ballot["answers"], way)[last] = at(other["answers"], path[:cut])
    return resigned(field.made, voter, ballot)


def list_changed(field, voter):
    """Something is left out of a list, or stands in it twice."""
    ballot = json.loads(field.ballots[voter])
    path = field.dice.choice(list(leaves(ballot["answers"])))
    lists = [n for n in range(len(path)) if isinstance(path[n], int)]
    cut = field.dice.choice(lists)
    found, place = at(ballot["answers"], path[:cut]), path[cut]
    if field.dice.random() < 0.5:
        found.pop(place)
    else:
        found.insert(place, found[place])
    return resigned(field.made, voter, ballot)


def bytes_changed(field, voter):
    """A byte is flipped, lost, doubled or put in; the signature is the old one."""
    raw = bytearray(field.ballots[voter])
    place = field.dice.randrange(len(raw))
    match field.dice.randrange(4):
        case 0:
            raw[place] ^= 1 << field.dice.randrange(8)
        case 1:
            del raw[place]
        case 2:
            raw.insert(place, raw[place])
        case _:
            raw.insert(place, field.dice.randrange(256))
    return bytes(raw)


def cheating_prover(field, voter):
    """What is encrypted is no vote, and its proofs are made as if it were one."""
    made, draw = field.made, field.made.draw
    ballot = json.loads(field.ballots[voter])
    answer, key = ballot["answers"][0], made.election.key
    context = f"{made.election.digest}|{ballot['credential']}"
    m, r = field.dice.choice((-1, 2, 7, Q - 1, 100)), scalar(GROUP, draw)
    cheat = encrypt(key, m % Q, r)
    prefix = f"prove|{context}|{cheat.alpha},{cheat.beta}|"
    branches = [Branch(cheat, 0), Branch(cheat, 1)]
    opening = Opening(field.dice.randrange(2), r)
    proof = prove_one_of(key, prefix, branches, opening, draw)
    place = field.dice.randrange(3)
    answer["choices"][place] = {"alpha": str(cheat.alpha), "beta": str(cheat.beta)}
    answer["individual_proofs"][place] = [*map(as_written, proof)]
    return resigned(made, voter, ballot)


def two_at_once(field, voter):
    """Each choice is 0 or 1 and proven so, but there are too many or none of them."""
    made = field.made
    question = field.dice.choice(LAX)
    raw = seal_lax(field, voter, question)
    ballot = json.loads(raw)
    true = json.loads(field.ballots[voter])["answers"][0]
    for name in ("overall_proof", "blank_proof"):
        ballot["answers"][0][name] = (ballot["answers"][0] | true)[name]
    return resigned(made, voter, ballot)


LAX = [[1, 1, 0], [0, 1, 1], [1, 1, 1], [0, 0, 0]]


def seal_lax(field, voter, vote):
    """A ballot by a script that asks not whether it is a vote."""
    made, draw = field.made, field.made.draw
    true = json.loads(field.ballots[voter])
    context = f"{made.election.digest}|{true['credential']}"
    choices, proofs = [], []
    for m in vote:
        r = scalar(GROUP, draw)
        one = encrypt(made.election.key, m, r)
        branches = [Branch(one, 0), Branch(one, 1)]
        prefix = f"prove|{context}|{one.alpha},{one.beta}|"
        proof = prove_one_of(made.election.key, prefix, branches, Opening(m, r), draw)
        choices.append({"alpha": str(one.alpha), "beta": str(one.beta)})
        proofs.append([*map(as_written, proof)])
    answer = true["answers"][0] | {"choices": choices, "individual_proofs": proofs}
    return written(true | {"answers": [answer]})


FORGERS = [
    number_changed,
    numbers_exchanged,
    piece_of_another,
    list_changed,
    bytes_changed,
    cheating_prover,
    two_at_once,
]


def accepted(seed):
    """How many of some forged ballots are taken for true."""
    field = Field(seed)
    return sum(holds(field.made.election, field.forged()) for _ in range(BATCH))


def refused(seed):
    """How many of some honest ballots are taken for false."""
    field = Field(seed)
    honest = (
        seal(field.made.election, secret, field.dice.choice(VOTES), field.made.draw).raw
        for _ in range(BATCH)
        for secret in [field.dice.choice(field.made.secrets)]
    )
    return sum(not holds(field.made.election, raw) for raw in honest)


def holds(election, raw):
    try:
        read_ballot(election, raw)
    except Rejected:
        return False
    return True
