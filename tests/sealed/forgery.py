"""How archives are forged: KINDS has every way, each given a true election.

Whoever holds the server, a voter's key or a teller's may try it. Hashes and events are
always made new, so that only the proofs stand in the way.
"""

import json
from copy import copy

from tests.sealed.elections import GROUP
from union.sealed.strict import written
from union.sealed.vote import as_written, base64_of, prove_knowledge
from union.sealed.writer import Writer

KINDS, FORGERS = {}, []
P, Q = int(GROUP.p), int(GROUP.q)


def kind(forge):
    """One way to cheat, by its name."""
    FORGERS.append(forge)
    KINDS[forge.__name__] = forge
    return forge


def on_a_ballot(change):
    """A voter who is on the roll changes the own ballot, and signs it anew."""

    def forge(made):
        ballot = json.loads(made.ballots[0])
        change(ballot)
        return opened(made, [*made.ballots[1:], resigned(made, 0, ballot)])

    FORGERS.append(change)
    KINDS[change.__name__] = forge
    return change


def on_raw(change):
    """The bytes of a ballot that has been signed are changed."""

    def forge(made):
        return opened(made, [*made.ballots[1:], change(made.ballots[0])])

    FORGERS.append(change)
    KINDS[change.__name__] = forge
    return change


def on_trustees(change):
    """The record of the tellers is changed before the election opens."""

    def forge(made):
        forged = copy(made)
        trustees = json.loads(made.raw_trustees)
        change(trustees)
        forged.raw_trustees = written(trustees)
        return opened(forged, [])

    FORGERS.append(change)
    KINDS[change.__name__] = forge
    return change


def resigned(made, voter, ballot):
    """The ballot as if it had been made like this."""
    ballot.pop("signature")
    digest = base64_of(written(ballot))
    secret = made.secrets[voter]
    proof = prove_knowledge(GROUP, f"sig|{digest}|", secret, made.draw)
    signature = {"hash": digest, "proof": as_written(proof)}
    return written(ballot | {"signature": signature})


def opened(made, ballots):
    """An archive that is still open, with these ballots."""
    writer, file = made.begun()
    for raw in ballots:
        writer.cast(raw)
    return file.getvalue()


def happening(made, steps):
    """An archive in which, after the set-up, exactly this happened."""
    writer, file = made.begun()
    for step in steps:
        step(writer)
    return file.getvalue()


def whole(made, **changed):
    """The steps of the whole election, each by its name; None leaves one out."""
    steps = {
        f"cast{n}": lambda w, raw=raw: w.cast(raw) for n, raw in enumerate(made.ballots)
    }
    steps["end"] = Writer.end
    steps["count"] = lambda w: w.count(made.tally, len(made.counted))
    for owner, raw in made.decryptions.items():
        steps[f"decrypt{owner}"] = lambda w, o=owner, raw=raw: w.decrypt(o, raw)
    steps["publish"] = lambda w: w.publish(made.result)
    return [step for step in (steps | changed).values() if step]


def raised(number, by=1):
    """A number written as text, made another one."""
    return str((int(number) + by) % Q)
