"""A phone number: left by choice, sealed, found by nobody else, gone in one tap."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from union.core import jobs
from union.core.audit import Minute
from union.core.fields import Keyring
from union.core.i18n import LANGUAGES
from union.members import phones
from union.members.models import Contact
from union.members.rules import contact as rules

NUMBER = "+77012345678"
KEY = b"k" * 32


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def phone(browser, ada):
    return browser(ada)


@pytest.fixture
def ring(app):
    return app.extensions["keyring"]


@pytest.fixture
def sent(app, tmp_path):
    """Lets messages go into a file; says which went."""
    kept, file = app.config["SETTINGS"], tmp_path / "sms"
    app.config["SETTINGS"] = kept.model_copy(update={"sms": f"file:{file}"})
    file.touch()

    def read():
        with app.app_context():
            jobs.empty_outbox()
        return [json.loads(line) for line in file.read_text().splitlines()]

    yield read
    app.config["SETTINGS"] = kept


def leave(client, number="8 701 234 56 78", **more):
    return client.post("/me/contact", data={"phone": number} | more)


def kept(db):
    db.expire_all()
    return db.exec(select(Contact)).all()


@pytest.mark.parametrize(
    "written",
    [
        "8 701 234 56 78",
        "87012345678",
        "7012345678",
        "+7 (701) 234-56-78",
        "8‑701‑234‑56‑78",
        "+7 701 234 5678",
    ],
)
def test_a_number_is_one_however_it_is_written(written):
    assert phones.normal(written) == NUMBER


@pytest.mark.parametrize(
    "written",
    ["", "112", "8 701", "+7 701 234 56 78 90", "701-CALL-NOW", "0" * 41, "8701;ext=1"],
)
def test_what_rings_nowhere_is_no_number(written):
    assert phones.normal(written) is None


@given(st.text(max_size=50))
def test_whatever_is_typed_is_a_number_or_none(typed):
    number = phones.normal(typed)

    assert number is None or phones.normal(number) == number


def test_the_same_number_is_another_one_in_another_branch(make):
    here, there = make.branch().id, make.branch().id

    assert phones.index_of(NUMBER, KEY, here) == phones.index_of(NUMBER, KEY, here)
    assert phones.index_of(NUMBER, KEY, here) != phones.index_of(NUMBER, KEY, there)
    assert phones.index_of(NUMBER, KEY, here) != phones.index_of(NUMBER, b"o", here)


def test_a_number_is_sealed_bound_to_its_owner_and_not_minuted(db, phone, ada, ring):
    answer = leave(phone, may_call="yes")

    [contact] = kept(db)
    assert answer.status_code == 303
    assert contact.may_call
    assert rules.phone_of(contact, ring) == NUMBER
    assert b"7012345678" not in contact.phone_sealed
    assert db.exec(select(Minute)).all() == []


def test_a_sealed_number_moved_to_another_member_opens_nowhere(db, make, phone, ring):
    leave(phone)
    [contact] = kept(db)

    moved = Contact(
        member_id=make.member().id,
        branch_id=contact.branch_id,
        phone_sealed=contact.phone_sealed,
    )

    assert rules.phone_of(moved, ring) is None


@pytest.mark.parametrize("speaks", LANGUAGES)
def test_the_page_says_what_is_kept(browser, ada, speaks):
    client = browser(ada, speaks)
    empty = client.get("/me/contact")
    leave(client)

    page = client.get("/me/contact")

    assert empty.status_code == page.status_code == 200
    assert "+7 701 234 5678" in page.text
    assert "+7 701 234 5678" not in empty.text


def test_nobody_may_call_unless_it_is_ticked(db, phone):
    leave(phone, may_call="yes")
    leave(phone)

    [contact] = kept(db)
    assert not contact.may_call


@pytest.mark.parametrize(
    ("field", "nonsense", "status"),
    [
        ("phone", "call me", 422),
        ("phone", "8 701 234 56 78\0", 422),
        ("phone", "8 701 234\u202e 56 78", 422),
        ("phone", "8" * 5000, 422),
        ("phone", "' OR 1=1--", 422),
        ("phone", "{{7*7}}", 422),
        ("phone", "<script>alert(1)</script>", 422),
        ("may_call", "perhaps", 422),
        ("member_id", "00000000-0000-0000-0000-000000000000", 422),
        ("confirmed_at", "2026-11-25", 422),
        ("phone_index", "ff", 422),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(db, phone, field, nonsense, status):
    answer = phone.post(
        "/me/contact", data={"phone": "8 701 234 56 78", field: nonsense}
    )

    assert answer.status_code == status
    assert kept(db) == []
    assert "<script>alert" not in answer.text


def test_what_was_typed_is_kept(phone):
    answer = leave(phone, "8 701 23", may_call="yes")

    assert 'value="8 701 23"' in answer.text
    assert "checked" in answer.text


def test_another_site_leaves_no_number(db, phone):
    answer = phone.post(
        "/me/contact",
        data={"phone": NUMBER},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert kept(db) == []


def test_a_number_goes_in_one_tap(db, phone):
    leave(phone)

    phone.post("/me/contact/remove")
    again = phone.post("/me/contact/remove")

    assert again.status_code == 303
    assert kept(db) == []


def test_a_known_number_gets_the_same_answer_as_an_unknown_one(db, make, browser, ada):
    other = make.member(branch=ada.branch)
    leave(browser(ada))

    known = leave(browser(other))
    unknown = leave(browser(make.member(branch=ada.branch)), "8 701 000 00 01")

    assert (known.status_code, known.location) == (
        unknown.status_code,
        unknown.location,
    )
    found = {c.member_id: c.phone_index for c in kept(db)}
    assert None not in found.values()
    assert len(set(found.values())) == 3
    assert {len(index) for index in found.values()} == {32}


def test_moving_makes_a_number_findable_in_the_new_branch(db, app, make, phone, ada):
    leave(phone)
    there = make.branch()

    phone.post("/me/branch", data={"branch_id": str(there.id)})
    assert kept(db)[0].phone_index is None
    with app.app_context():
        jobs.do_chores()

    key = app.config["SETTINGS"].index_key.get_secret_value().encode()
    [contact] = kept(db)
    assert contact.branch_id == there.id
    assert contact.phone_index == phones.index_of(NUMBER, key, there.id)


def test_a_branch_changed_behind_its_back_is_noticed(db, app, make, phone, ada):
    leave(phone)
    ada.branch = make.branch()
    db.commit()

    with app.app_context():
        jobs.do_chores()

    assert kept(db)[0].branch_id == ada.branch_id


def test_a_number_nobody_can_open_stops_no_other(db, app, make, ada, ring):
    lost = Keyring({"gone": "g" * 32})
    for member, by in ((ada, lost), (other := make.member(), ring)):
        place = rules.place_of_phone(member.id)
        sealed = by.seal(NUMBER.encode(), place)
        make.save(Contact(member_id=member.id, branch_id=member.branch_id, phone_sealed=sealed))  # fmt: skip  # noqa: E501

    with app.app_context():
        jobs.do_chores()

    found = {c.member_id: bool(c.phone_index) for c in kept(db)}
    assert found == {ada.id: False, other.id: True}
