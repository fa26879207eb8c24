"""What a server hands to the browser is refused there unless it is as it must be."""

import json
import os
import re

from tests.sealed import mutants
from tests.sealed.browsers import call, in_node, n, refusals, result
from tests.sealed.elections import GROUP
from tests.sealed.forgery import P
from tests.tally import tally
from tools.sealed_vectors import Drawing
from union.sealed.credential import new_code, symbols_of

SLIPS = re.compile("undefined|is not a|Cannot")  # of the script itself: no reasons
FORGED = 2_000 if os.environ.get("SEALED") == "all" else 100


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
        change(public_key="1"): "element",
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
    assert [why for why in found if SLIPS.search(why) and "JSON" not in why] == []


def test_an_audit_of_another_vote_or_ballot_is_refused(made):
    vote, other = [[0, 1, 0], [1, 0, 1]], [[0, 0, 1], [1, 0, 1]]
    drawn = Drawing("audit")(48 * 60)
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


CODE = new_code(Drawing("typed"))


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
