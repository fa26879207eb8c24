"""What a server hands to the browser is refused there unless it is as it must be."""

import json
import os
from copy import deepcopy

import pytest

from tests.sealed import mutants
from tests.sealed.browsers import call, in_node, n, result
from tests.sealed.elections import GROUP, Made, draws
from tests.sealed.forgery import P, raised
from tests.sealed.test_tellers import Meeting
from tests.tally import tally
from tools.sealed_vectors import Drawing
from union.sealed.credential import new_code, symbols_of
from union.sealed.envelope import close, encrypt_letter
from union.sealed.envelope import decrypt_letter as opened
from union.sealed.strict import written
from union.sealed.tellers import Teller, certify, new_seed

REASONS = {"proof", "size", "length", "element", "hash", "election", "text", "spelling"}
REASONS |= {"alpha beta", "challenge response"}
FORGED = 2_000 if os.environ.get("SEALED") == "all" else 100


def refusals(calls):
    """Why each call was refused, or what it gave."""
    return [
        one["refused"] if isinstance(one, dict) and "refused" in one else one
        for one in in_node(calls)
    ]


def elections(made):
    """False elections, and why each is refused."""

    def change(**fields):
        return json.dumps(
            json.loads(made.raw) | fields, separators=(",", ":"), ensure_ascii=False
        )

    def question(**fields):
        first, *rest = json.loads(made.raw)["questions"]
        return change(questions=[first | fields, *rest])

    y = int(made.election.y)
    many = [*"ABCDEFGHIJKLMNOPQRSTU"]
    return {
        change(group="RFC-3526-2048"): "group",
        change(version=2): "group",
        change(version="1"): "group",
        change(public_key=str(P - y)): "element",
        change(public_key="0"): "element",
        change(public_key=str(P + y)): "size",
        change(public_key=f"0{y}"): "text",
        change(public_key=hex(y)): "text",
        change(public_key=7): "text",
        change(uuid="short"): "text",
        change(uuid="0OIl" * 5): "text",
        change(name=1): "text",
        change(administrator=["x"]): "text",
        change(questions=[]): "size",
        change(questions=json.loads(made.raw)["questions"] * 26): "size",
        change(p=str(P)): "version description name",
        change(weights=True): "version description name",
        question(min=2, max=1): "size",
        question(max=3): "size",
        question(min=-1): "size",
        question(max=1.5): "size",
        question(max=0, min=0): "size",
        question(answers=[]): "size",
        question(answers=many): "size",
        question(answers=["Yes", 1]): "text",
        question(blank="yes"): "blank",
        question(extra=1): "answers ?blank",
        question(type="NonHomomorphic"): "answers ?blank",
        json.dumps(json.loads(made.raw)): "spelling",
        made.raw.decode() + "\n": "spelling",
        made.raw.decode().replace('"version":1', '"version":1.0'): "spelling",
        "null": "Cannot convert",
        "{": "JSON",
    }


def test_a_false_election_is_refused(made):
    false = elections(made)

    found = refusals([call("ballot", "readElection", raw) for raw in false])

    assert [
        f for f, why in zip(found, false.values(), strict=True) if why not in f
    ] == []


NO_VOTES = [
    [[1, 1, 0], [0, 0, 0]],
    [[0, 1, 1], [0, 0, 0]],
    [[0, 0, 0], [0, 0, 0]],
    [[0, 1, 0], [1, 1, 1]],
    [[0, 2, 0], [0, 0, 0]],
    [[0, 1, 0], [0, 0, -1]],
    [[0, 1, 0], [0, 0, True]],
    [[0, 1], [0, 0, 0]],
    [[0, 1, 0]],
    [[0, 1, 0], [0, 0, 0], [0]],
]


def test_what_is_no_vote_is_not_sealed(made):
    seal = [
        call("ballot", "seal", result(0), n(7), vote, drawn=None) for vote in NO_VOTES
    ]

    found = refusals([call("ballot", "readElection", made.raw.decode()), *seal])

    assert {*found[1:]} <= {"size", "length"}


def test_forged_ballots_are_refused():
    field = mutants.Field("browser")
    forged = [field.forged().decode("utf-8", "replace") for _ in range(FORGED)]
    read = [call("ballot", "readBallot", result(0), raw) for raw in forged]
    honest = call("ballot", "readBallot", result(0), field.ballots[0].decode())
    election = call("ballot", "readElection", field.made.raw.decode())

    _, true, *found = refusals([election, honest, *read])

    taken = [one for one in found if not isinstance(one, str)]
    tally("forged ballots, in JavaScript").update(tried=FORGED, accepted=len(taken))
    assert true["credential"] == str(field.made.credentials[0])
    assert taken == []
    assert {why for why in found if "JSON" not in why} <= REASONS


def test_an_audit_of_another_vote_or_ballot_is_refused(made):
    vote, other = [[0, 1, 0], [1, 0, 1]], [[0, 0, 1], [1, 0, 1]]
    drawn = draws("audit")(48 * 60)
    used = [[int.from_bytes(drawn[:48], "big") % GROUP.q] * 3] * 2
    randomness = [[str(r) for r in row] for row in used]
    raw = made.ballots[0].decode()
    audits = [(raw, other, randomness), (raw, vote, randomness), (raw, vote, [])]

    found = refusals(
        [call("ballot", "readElection", made.raw.decode())]
        + [call("ballot", "checkAudit", result(0), *audit) for audit in audits]
    )

    assert found[1:3] == ["vote", "vote"]
    assert isinstance(found[3], str)


CODE = new_code(draws("typed"))


def test_a_code_is_read_however_it_is_typed():
    code = new_code(lambda _: bytes([0, 0, 1, 1, 1, *range(10, 31)]))
    typed = [code, code.lower(), " ".join(code), code.replace("-", "")]
    typed += [code.replace("0", sign) for sign in "oO"]
    typed += [code.replace("1", sign) for sign in "iIlL"]

    found = in_node([call("credential", "symbolsOf", one) for one in typed])

    assert {*found} == {symbols_of(code)} == {"00111ABCDEFGHJKMNPQRSTVWXY"}


def test_a_slip_of_the_pen_is_noticed():
    wrong = ["~" if CODE[-1] != "~" else "*", "1" if CODE[0] != "1" else "2"]
    slips = [CODE[:-1] + wrong[0], wrong[1] + CODE[1:]]
    nonsense = [CODE[:-1], CODE + "1", "U" + CODE[1:], "", "Ж" + CODE[1:]]

    found = refusals([call("credential", "symbolsOf", s) for s in slips + nonsense])

    assert found == ["sign"] * 2 + ["code"] * 5


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
    seed = new_seed(draws("twice"))
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
    teller = Teller(GROUP, new_seed(draws("one")), 1)
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
