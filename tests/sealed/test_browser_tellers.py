"""What other tellers and a server may hand to a teller's browser, and it refuses."""

import json
from copy import deepcopy

import pytest

from tests.sealed.browsers import call, in_node, refusals, result
from tests.sealed.elections import GROUP, Made
from tests.sealed.forgery import P, raised
from tests.sealed.test_tellers import Meeting
from tools.sealed_vectors import Drawing
from union.sealed.envelope import close, encrypt_letter
from union.sealed.envelope import decrypt_letter as opened
from union.sealed.strict import written
from union.sealed.tellers import Teller, certify, new_seed


@pytest.fixture(scope="module")
def meeting():
    return Meeting()


def received(meeting, posted, teller=0):
    """What this teller says to what was posted."""
    seat = [meeting.tellers[teller].seed, teller + 1, 2, meeting.table.certs]
    return call("tellers", "receive", *seat, posted, drawn=None)


def test_a_teller_refuses_what_was_not_committed_to(meeting):
    forged = [deepcopy(meeting.posted) for _ in range(7)]
    one, three = meeting.tellers[0], meeting.tellers[2]
    to_one = meeting.table.certificates[0].encryption
    lie = {"secret": "7"}
    forged[0][2]["secrets"][0] = close(GROUP, three.signing, to_one, lie, meeting.draw)
    forged[1][1]["secrets"][0] = forged[1][1]["secrets"][2]
    forged[2][1]["secrets"][0] = forged[2][2]["secrets"][0]
    inside = opened(GROUP, meeting.tellers[1].opening, forged[3][2]["secrets"][1])
    forged[3][2]["secrets"][0] = encrypt_letter(GROUP, to_one, inside, meeting.draw)
    algorithm = forged[4][1]["secrets"]
    algorithm[0] = algorithm[0].replace("AES-GCM", "AES-CCM")
    forged[5][1]["coefexps"] = forged[5][2]["coefexps"]
    signature = forged[6][1]["signature"]
    signature["response"] = raised(signature["response"])

    found = refusals([received(meeting, posted) for posted in forged])

    assert found[0] == "teller 3"
    assert "recipient" in found[3:5]
    assert found[2] == found[5] == found[6] == "proof"
    assert all(isinstance(why, str) for why in found)
    assert one.index == 1


def test_a_teller_wants_one_message_of_each(meeting):
    posted = [meeting.posted[:2], meeting.posted * 2, [], None]

    found = refusals([received(meeting, one) for one in posted])

    assert found[:3] == ["length"] * 3
    assert isinstance(found[3], str)


def test_a_teller_sits_only_at_its_own_place_among_all(meeting):
    certs, (one, two, _) = meeting.table.certs, meeting.tellers
    seed = new_seed(Drawing("twice"))
    twins = [certify(Teller(GROUP, seed, i), 2, 2, meeting.draw) for i in (1, 2)]
    outside = deepcopy(certs)
    message = json.loads(outside[2]["message"])
    message["encryption"] = str(P - int(message["encryption"]))
    outside[2]["message"] = written(message).decode()
    seats = [
        (one.seed, 2, 2, certs),
        (two.seed, 1, 2, certs),
        (one.seed, 4, 2, certs),
        (one.seed, 1, 1, certs),
        (one.seed, 1, 4, certs),
        (one.seed, 1, 2, certs[:2]),
        (one.seed, 1, 2, [certs[0], certs[2], certs[1]]),
        (seed, 1, 2, twins),
        (one.seed, 1, 2, outside),
        ("seed", 1, 2, certs),
    ]

    found = refusals([call("tellers", "share", *s, drawn=None) for s in seats])

    teller, place = ["teller"] * 3, ["place", "size", "place", "place"]
    assert found == teller + place + ["twice", "element", "text"]


@pytest.fixture(scope="module")
def few():
    """Ten voters, one of whom votes twice."""
    votes = [(n, [[0, 1, 0], [0, 0, 0]]) for n in range(9)]
    return Made("few", voters=10, votes=[*votes, (0, [[1, 0, 0], [1, 1, 0]])])


def test_a_tally_is_of_ten_ballots_that_were_checked_here(few):
    last = few.ballot(9, [[0, 0, 1], [1, 0, 0]])
    ballots = [raw.decode() for raw in [*few.ballots, last]]
    roll, unlisted = few.roll.decode(), written([*map(str, few.credentials[1:])])
    counted = [
        (roll, ballots[:-1]),
        (roll, [*ballots[:-1], ballots[0]]),
        (unlisted.decode(), ballots),
        (
            roll,
            [*ballots[:-1], ballots[-1].replace('"challenge":"1', '"challenge":"2')],
        ),
        (roll, ballots),
    ]

    found = refusals(
        [call("ballot", "readElection", few.raw.decode())]
        + [call("tellers", "count", result(0), *given) for given in counted]
    )

    assert found[1:4] == ["few", "twice", "roll"]
    assert isinstance(found[4], str)
    assert [len(row) for row in found[5]] == [3, 3]


def test_both_halves_draw_equally_much():
    teller = Teller(GROUP, new_seed(Drawing("one")), 1)
    drawing = Drawing("certificate")
    cert = certify(teller, 1, 1, drawing)

    given = ["tellers", "certify", teller.seed, 1, 1, 1]
    taken = drawing.taken()
    exact, more, less = in_node(
        [call(*given, drawn=drawn) for drawn in (taken, taken + "00", taken[2:])]
    )

    assert exact == cert
    assert [more, less] == [
        {"refused": "Less is drawn than was."},
        {"refused": "More is drawn than was."},
    ]
