"""Phones that never hear the answer press again: nothing is lost, nothing doubled."""

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cli.hall import serving, settings_in
from tests.storms.crowd import SAID_YES, Crowd, Persistent, choice_of
from tests.storms.proxy import BAD, bad_network
from union.ballots.models import ABSTAIN

PHONES = 8
FIVE_UNDER_WAY = 409  # all of them the same petition, begun anew with each new key


@pytest.fixture
def hall(tmp_path, extent):
    settings = settings_in(tmp_path)
    crowd = Crowd(settings, extent(40, 250))
    with serving(settings, log=tmp_path / "log") as (port, _process):
        yield crowd, port
    crowd.leave()
    assert "Traceback" not in (tmp_path / "log").read_text()


def act(crowd, port, number, member, key_of=None):
    """All that a member may do, one after another, on a line that fails them."""
    someone = Persistent(crowd.phone(member, port), key_of=key_of)
    deeds = [
        crowd.vote(ABSTAIN),
        crowd.vote(choice_of(number)),
        crowd.signature(),
        crowd.withdrawal(),
        crowd.draft(f"Petition {number}"),
    ]
    deeds += [crowd.signature()] if number % 2 else []
    told = [someone.send(*deed) for deed in deeds]
    refused = set() if key_of is None else {FIVE_UNDER_WAY}
    assert set(told) - refused == {SAID_YES}, (told, someone.seen)
    return member


def everyone(crowd, port, key_of=None):
    with ThreadPoolExecutor(PHONES) as phones:
        return set(
            phones.map(
                lambda one: act(crowd, port, *one, key_of), enumerate(crowd.members)
            )
        )


def drafts_too_many(crowd):
    drafted = [
        crowd.petitions_called(f"Petition {n}") for n in range(len(crowd.members))
    ]
    assert all(drafted), "one was lost"
    return sum(drafted) - len(drafted)


@pytest.mark.timeout(1800)
def test_on_a_bad_network_every_deed_is_done_once(hall, toll):
    crowd, port = hall
    many = len(crowd.members)
    with bad_network(port, **BAD, latency=0.005) as network:
        acknowledged = everyone(crowd, network.port)

    signed = {member for n, member in enumerate(crowd.members) if n % 2}
    closings, tally = crowd.end_the_ballot()
    wanted = Counter(choice_of(n) for n in range(many))
    doubled = sum(tally.values()) - many + drafts_too_many(crowd)
    doubled += crowd.minutes("PetitionSigned") - many - len(signed)
    doubled += crowd.minutes("SignatureWithdrawn") - many
    fired = network.weather.fired
    more = ", ".join(f"{kind} {times}" for kind, times in sorted(fired.items()))
    cost = toll(
        "bad network", fired.total(), acknowledged, crowd.voted(), doubled, more
    )
    assert cost.lost == cost.doubled == 0
    assert crowd.signers() == signed
    assert closings == 1
    assert Counter({k: n for k, n in tally.items() if n}) == wanted
    assert min(fired[kind] for kind in BAD) > 10


def test_who_makes_a_new_key_for_each_try_is_found_out(hall, toll):
    crowd, port = hall
    crowd.members = crowd.members[:25]
    with bad_network(port, **BAD) as network:
        acknowledged = everyone(
            crowd, network.port, key_of=lambda _form: secrets.token_urlsafe(16)
        )

    doubled = drafts_too_many(crowd)

    fired = network.weather.fired.total()
    toll(
        "negative control", fired, acknowledged, crowd.voted(), doubled, "keys renewed"
    )
    assert doubled


def test_on_the_slowest_line_a_vote_arrives(hall, toll):
    crowd, port = hall
    few = crowd.members[:PHONES]
    slow = {"latency": 2.0, "bytes_per_second": 64_000 / 8}
    with bad_network(port, **slow) as network:
        with ThreadPoolExecutor(PHONES) as phones:
            told = phones.map(
                lambda member: Persistent(crowd.phone(member, network.port)).send(
                    *crowd.vote()
                ),
                few,
            )

    assert set(told) == {SAID_YES}
    toll("64 kbit/s, 2 s", len(few), set(few), crowd.voted())
    assert crowd.voted() == set(few)
