"""A teller and whoever votes last, who make up the result between them.

A proof of version 1 hashes what it commits to, not what it is about. So teller 3
commits first, voter 0 then casts the last ballot with the r that follows from the hash,
and the proof of a false factor holds (Bernhard, Pereira and Warinschi, 2012).
"""

import json
from copy import copy

from tests.sealed.elections import GROUP, Made
from tests.sealed.forged_histories import with_factors
from tests.sealed.forgery import happening, kind, raised, whole
from tools.sealed_vectors import Drawing
from union.sealed.decryption import lagrange
from union.sealed.proofs import Proof
from union.sealed.secret import scalar
from union.sealed.strict import written
from union.sealed.vote import as_written, seal

HONEST, FALSE = 2, 3
MOVED = [[0, 1, -1], [-1, 1, 0]]  # from whom to whom
AT = [[0, 4, 8], [18, 22, 26]]  # the number of draws before each r of a ballot
Q = GROUP.q


class Loaded(Drawing):
    """Randomness, some of which was decided before."""

    def __init__(self, word, decided):
        super().__init__(word)
        self.decided = decided

    def __call__(self, length):
        drawn, r = super().__call__(length), self.decided.get(self.count - 1)
        return drawn if r is None else int(r).to_bytes(length, "big")


def committed(made, alpha, moved):
    """A proof that is made first: it, the r it asks for, and by what it is false."""
    x, (a, b) = made.keys[FALSE - 1], (scalar(GROUP, made.draw) for _ in range(2))
    key = made.trustees.keys[FALSE - 1]
    prefix = f"decrypt|{made.election.digest}|{key}|"
    second = GROUP.power(alpha, a) * GROUP.power(GROUP.g, b) % GROUP.p
    c = GROUP.challenge(prefix, GROUP.power(GROUP.g, a), second)
    weight = lagrange(GROUP, FALSE, [HONEST, FALSE])
    by = -moved * pow(weight, -1, Q) % Q
    return Proof(c, (a - x * c) % Q), (b - by * c) * pow(a, -1, Q) % Q, by


def of_all(made):
    """The same for each answer, whose alpha is that of all others who voted."""
    others = copy(made)
    others.counted = [b for b in made.counted if int(b.credential) != voters_key(made)]
    tally = Made.tally.func(others)
    return [
        [committed(made, c.alpha, n) for c, n in zip(cells, moves, strict=True)]
        for cells, moves in zip(tally, MOVED, strict=True)
    ]


def voters_key(made):
    return GROUP.power(GROUP.g, made.secrets[0])


def conspired(made):
    """The election as these two make it; what comes out is said, not computed."""
    plot = of_all(made)
    places = [place for places in AT for place in places]
    wanted = [r for cells in plot for _proof, r, _by in cells]
    draw = Loaded("last", dict(zip(places, wanted, strict=True)))
    forged = copy(made)
    last = seal(made.election, made.secrets[0], made.votes[-1][1], draw)
    forged.ballots = [*made.ballots[:-1], last.raw]
    forged.result = [
        [n + moved for n, moved in zip(cells, moves, strict=True)]
        for cells, moves in zip(made.result, MOVED, strict=True)
    ]
    for name in ("counted", "tally", "decryptions"):
        forged.__dict__.pop(name, None)
    forged.decryptions = {HONEST: forged.factors(HONEST), FALSE: made_up(forged, plot)}
    return forged


def made_up(forged, plot):
    """What teller 3 gives: false factors, and the proofs committed to before."""
    part = json.loads(forged.factors(FALSE))
    rows = part["decryption_factors"], part["decryption_proofs"]
    for factors, proofs, cells in zip(*rows, plot, strict=True):
        for at, (proof, _r, by) in enumerate(cells):
            factors[at] = str(int(factors[at]) * GROUP.power(GROUP.g, by) % GROUP.p)
            proofs[at] = as_written(proof)
    return written(part)


def unbound(forged):
    """The same with no proofs but those that version 1 asks for."""
    for owner, raw in forged.decryptions.items():
        part = json.loads(raw)
        part.pop("bound_proofs")
        forged.decryptions[owner] = written(part)
    return forged


@kind
def a_factor_made_up_with_the_last_voter(made):
    forged = conspired(made)
    return happening(forged, whole(forged))


@kind
def a_factor_that_a_third_teller_contradicts(made):
    forged = conspired(made)
    forged.decryptions[1] = forged.factors(1)
    return happening(forged, whole(unbound(forged)))


@kind
def a_response_of_a_bound_proof(made):
    def change(part):
        proof = part["bound_proofs"][0][0]
        proof["response"] = raised(proof["response"])

    return with_factors(made, change)


@kind
def a_bound_proof_left_out(made):
    return with_factors(made, lambda part: part["bound_proofs"][1].pop())


@kind
def the_bound_proofs_of_another_answer(made):
    return with_factors(made, lambda part: part["bound_proofs"][0].reverse())


@kind
def loose_proofs_where_bound_ones_belong(made):
    def change(part):
        part["bound_proofs"] = part["decryption_proofs"]

    return with_factors(made, change)
