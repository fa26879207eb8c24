"""The worker in Chromium, under the union's own policy: what it keeps and says."""

import re

import pytest

from tests.sealed.browsers import ask, refusal
from tests.sealed.elections import GROUP, Made
from union.sealed.ballot import read_ballot
from union.sealed.credential import check_possession, public_key, voting_key
from union.sealed.proofs import proof_in
from union.sealed.vote import check_audit

STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("ortaq-sealed");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("kept").objectStore("kept").getAll();
    const out = (key, kind) => crypto.subtle.exportKey(kind, key)
      .then(() => 1, () => 0);
    asked.onsuccess = async () => resolve(await Promise.all(asked.result.map(
      async ({ key, closed, cipher }) => ({
        isExtractable: key.extractable,
        length: closed.byteLength,
        iv: cipher.iv.length,
        words: new TextDecoder().decode(closed),
        exported: await out(key, "raw") + await out(key, "jwk"),
      }),
    )));
  };
})"""


@pytest.fixture(scope="module")
def one():
    """An election with one voter, whose code is known here."""
    return Made("one", voters=1, votes=[])


@pytest.fixture
def phone(page):
    """A member's phone that has made its voting code."""
    ask(page, "newCode", "mine")
    return page


def test_a_code_survives_a_reload(phone):
    code = ask(phone, "kept", "mine")

    phone.reload()

    assert re.fullmatch(r"([0-9A-Z]{3}-){8}[0-9A-Z]{2}[0-9A-Z*~$=]", code)
    assert ask(phone, "kept", "mine") == code


def test_what_is_stored_is_closed_and_its_key_cannot_be_taken_out(phone):
    code = ask(phone, "kept", "mine")

    [stored] = phone.evaluate(STORED)

    assert stored["length"] == len(code) + 16
    assert code not in stored.pop("words")
    assert stored == {
        "isExtractable": False,
        "length": 51,
        "iv": 12,
        "exported": 0,
    }


def test_nothing_that_is_kept_is_replaced(phone):
    code = ask(phone, "kept", "mine")

    assert "exists" in refusal(phone, "newCode", "mine")
    ask(phone, "keep", "mine", code)
    assert ask(phone, "kept", "mine") == code


def test_what_is_forgotten_is_gone(phone):
    ask(phone, "forget", "mine")

    assert ask(phone, "kept", "mine") is None
    assert phone.evaluate(STORED) == []


def test_a_code_with_a_wrong_sign_is_not_kept(phone):
    code = ask(phone, "kept", "mine")
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")

    assert refusal(phone, "keep", "other", wrong) == "sign"
    assert ask(phone, "kept", "other") is None


def test_the_union_gets_a_key_and_a_proof_for_one_member(phone):
    secret = voting_key(GROUP, ask(phone, "kept", "mine"))

    registered = ask(phone, "register", "mine", "a union", "a member")

    key, proof = GROUP.element(registered["key"]), registered["proof"]
    assert key == public_key(GROUP, secret)
    check_possession(GROUP, key, "a union", "a member", proof_in(GROUP, proof))


def test_a_ballot_is_cast_once_and_not_audited_then(phone, one):
    votes = [[0, 1, 0], [1, 0, 1]]

    told = ask(phone, "seal", "mine", one.raw.decode(), votes)
    raw = ask(phone, "cast")

    ballot = read_ballot(one.election, raw.encode())
    assert told == {"election": one.election.digest, "tracker": ballot.tracker}
    assert refusal(phone, "audit") == refusal(phone, "cast") == "sealed"


def test_a_ballot_that_was_audited_is_never_cast(phone, one):
    votes = [[1, 0, 0], [0, 0, 0]]
    ask(phone, "seal", "mine", one.raw.decode(), votes)

    audit = ask(phone, "audit")

    randomness = [[GROUP.exponent(r) for r in row] for row in audit["randomness"]]
    check_audit(one.election, audit["raw"].encode(), audit["votes"], randomness)
    assert audit["votes"] == votes
    assert refusal(phone, "cast") == "sealed"


def test_another_device_sees_what_an_audited_ballot_says(phone, one):
    raw, votes = one.raw.decode(), [[0, 0, 1], [0, 1, 0]]
    told = ask(phone, "seal", "mine", raw, votes)
    audit = ask(phone, "audit")
    seen = [audit["raw"], audit["votes"], audit["randomness"]]

    tracker = ask(phone, "check", raw, *seen)

    assert tracker == told["tracker"] == audit["tracker"]
    lie = [seen[0], [[0, 1, 0], [0, 1, 0]], seen[2]]
    assert refusal(phone, "check", raw, *lie) == "vote"


def test_a_refused_election_leaves_no_ballot(phone, one):
    votes = [[0, 1, 0], [0, 0, 0]]
    forged = one.raw.decode().replace("BELENIOS-2048", "BELENIOS-1024")
    ask(phone, "seal", "mine", one.raw.decode(), votes)

    assert refusal(phone, "seal", "mine", forged, votes) == "group"
    assert refusal(phone, "cast") == "sealed"


def test_whoever_has_no_code_seals_nothing(page, one):
    raw = one.raw.decode()

    assert refusal(page, "seal", "none", raw, [[0, 1, 0], [0, 0, 0]]) == "text"


def test_a_tellers_secret_key_is_no_answer(phone):
    for deed in ("keyOf", "tally", "nothing"):
        assert "is not a function" in refusal(phone, deed, "mine")


def test_the_page_does_not_stand_still_while_a_ballot_is_sealed(phone, one):
    beats = """async (asked) => {
      let beats = 0;
      const beat = setInterval(() => { beats += 1; }, 1);
      const sealed = globalThis.ask(...asked);
      await sealed;
      clearInterval(beat);
      return beats;
    }"""

    heard = phone.evaluate(
        beats, ["seal", "mine", one.raw.decode(), [[0, 1, 0], [0, 0, 0]]]
    )

    assert heard > 5


def test_only_our_own_worker_may_be_started(page, complaints):
    start = """async ([module, path]) => {
      try { return (await import(module)).script(path); } catch (e) { return e.name; }
    }"""
    bare = """() => {
      try { new Worker("./worker.js"); return "started"; } catch (e) { return e.name; }
    }"""

    assert page.evaluate(start, ["../trusted.js", "forms.js"]) == "TypeError"
    assert page.evaluate(start, ["../trusted.js", "//evil/x.js"]) == "TypeError"
    assert page.evaluate(bare) == "TypeError"
    assert "requires 'TrustedScriptURL'" in complaints.pop()
