"""Tellers' keys: made by messages on a board, and what each teller refuses."""

from copy import deepcopy

import pytest

from tests.sealed.elections import GROUP, group_of_tellers
from tools.sealed_vectors import Drawing
from union.sealed.envelope import close, decrypt_letter, encrypt_letter, unseal
from union.sealed.refusals import Rejected
from union.sealed.strict import written
from union.sealed.tellers import (
    Table,
    Teller,
    assemble,
    certify,
    key_of,
    new_seed,
    receive,
    share,
)
from union.sealed.trustees import read_trustees


class Meeting:
    """Three tellers, two of whom are needed, and all that they posted."""

    def __init__(self):
        self.draw = Drawing("meeting")
        self.tellers = [Teller(GROUP, new_seed(self.draw), i) for i in (1, 2, 3)]
        certs = [certify(one, 3, 2, self.draw) for one in self.tellers]
        self.table = Table(GROUP, 2, certs)
        self.posted = [share(one, self.table, self.draw) for one in self.tellers]

    def receive(self, teller, posted=None):
        board = posted or self.posted
        return receive(self.tellers[teller], self.table, board, self.draw)


@pytest.fixture(scope="module")
def meeting():
    return Meeting()


def test_each_teller_gets_a_key_and_its_public_half_is_posted(meeting):
    received = [meeting.receive(i) for i in range(3)]

    group = assemble(meeting.table, meeting.posted, received)
    trustees = read_trustees(GROUP, written([["Pedersen", group]]))

    secrets = [
        key_of(one, meeting.table, mine)
        for one, mine in zip(meeting.tellers, received, strict=True)
    ]
    assert [GROUP.power(GROUP.g, x) for x in secrets] == trustees.keys


def test_any_two_shares_give_the_common_key(meeting):
    received = [meeting.receive(i) for i in range(3)]
    x = [
        key_of(t, meeting.table, r)
        for t, r in zip(meeting.tellers, received, strict=True)
    ]
    group = assemble(meeting.table, meeting.posted, received)
    common = read_trustees(GROUP, written([["Pedersen", group]])).groups[0].common

    first, second = 2 * x[0] - x[1], (3 * x[0] - x[2]) * pow(2, -1, int(GROUP.q))

    assert GROUP.power(GROUP.g, first % GROUP.q) == common
    assert GROUP.power(GROUP.g, second % GROUP.q) == common


def test_a_teller_refuses_a_value_that_was_not_committed_to(meeting):
    forged = deepcopy(meeting.posted)
    forged[2]["secrets"][0] = close(
        GROUP,
        meeting.tellers[2].signing,
        meeting.table.certificates[0].encryption,
        {"secret": "7"},
        meeting.draw,
    )

    with pytest.raises(Rejected, match=r"teller 3 gave: It is not what was .+\.$"):
        meeting.receive(0, forged)


def test_a_letter_cannot_be_handed_on_to_another_teller(meeting):
    letter = meeting.posted[0]["secrets"][1]
    sender = meeting.table.certificates[0].verification
    inside = unseal(GROUP, meeting.tellers[1].opening, sender, letter)

    with pytest.raises(Rejected, match="cannot be opened"):
        unseal(GROUP, meeting.tellers[2].opening, sender, letter)
    assert set(inside) == {"secret"}


def test_a_letter_signed_for_another_is_refused_when_closed_again(meeting):
    one, two = meeting.tellers[0].signing, meeting.table.certificates
    letter = close(GROUP, one, two[1].encryption, {"secret": "1"}, meeting.draw)
    opened = unseal(GROUP, meeting.tellers[1].opening, two[0].verification, letter)

    with pytest.raises(Rejected, match=r"A proof does not hold\.$"):
        unseal(GROUP, meeting.tellers[1].opening, two[2].verification, letter)
    assert opened == {"secret": "1"}


def test_a_letter_closed_again_for_another_is_refused(meeting):
    """Its signature is true, but it names whom it was written to."""
    two, three = meeting.tellers[1:]
    inside = decrypt_letter(GROUP, two.opening, meeting.posted[0]["secrets"][1])
    to_three = meeting.table.certificates[2].encryption
    sender = meeting.table.certificates[0].verification

    handed_on = encrypt_letter(GROUP, to_three, inside, meeting.draw)

    with pytest.raises(Rejected, match=r"^This letter was written to somebody else\.$"):
        unseal(GROUP, three.opening, sender, handed_on)


def test_a_letter_in_another_cipher_is_refused(meeting):
    letter = meeting.posted[0]["secrets"][1].replace("AES-GCM", "AES-CCM")

    with pytest.raises(Rejected, match=r"cannot be opened with this key\.$"):
        decrypt_letter(GROUP, meeting.tellers[1].opening, letter)


@pytest.mark.parametrize(
    "change", [lambda posted: posted[:2], lambda posted: posted * 2]
)
def test_a_teller_wants_one_message_of_each(meeting, change):
    with pytest.raises(Rejected, match="another length"):
        meeting.receive(0, change(meeting.posted))


@pytest.mark.parametrize("field", ["alpha", "data"])
def test_a_letter_that_was_touched_is_refused(meeting, field):
    letter = meeting.posted[0]["secrets"][1]
    at = letter.index(f'"{field}":"') + len(field) + 6
    touched = letter[:at] + ("1" if letter[at] != "1" else "2") + letter[at + 1 :]
    sender = meeting.table.certificates[0].verification

    with pytest.raises(Rejected):
        unseal(GROUP, meeting.tellers[1].opening, sender, touched)


def test_a_teller_refuses_a_table_where_another_sits_in_its_place(meeting):
    elsewhere = Teller(GROUP, meeting.tellers[0].seed, 2)

    with pytest.raises(Rejected, match=r"not this teller's\.$"):
        share(elsewhere, meeting.table, meeting.draw)


def test_a_table_refuses_one_teller_in_two_places():
    draw = Drawing("twice")
    seed = new_seed(draw)
    certs = [certify(Teller(GROUP, seed, i), 2, 2, draw) for i in (1, 2)]

    with pytest.raises(Rejected, match=r"Two tellers have one certificate\.$"):
        share(Teller(GROUP, seed, 1), Table(GROUP, 2, certs), draw)


def test_a_certificate_for_another_threshold_is_refused():
    draw = Drawing("threshold")
    teller = Teller(GROUP, new_seed(draw), 1)
    certs = [certify(teller, 1, 1, draw)]

    with pytest.raises(Rejected, match=r"another group of tellers\.$"):
        share(teller, Table(GROUP, 2, certs), draw)


def test_one_teller_alone_is_a_group_too():
    record, keys = group_of_tellers(1, 1, Drawing("alone"))

    trustees = read_trustees(GROUP, written([["Pedersen", record]]))

    assert trustees.groups[0].common == GROUP.power(GROUP.g, keys[0])
