"""A phone that sends an old form again, after its owner has thought better of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from tests.petitions.factories import pledge
from union.core.db import unit_of_work
from union.core.once import NOBODY, Answer, Slip, claim, keep
from union.members.models import Member
from union.petitions import rules
from union.petitions.models import Petition, Signature
from union.petitions.queries import tally

ROUNDS = 20


@pytest.fixture
def phone(browser, make, petition):
    return browser(make.neighbour(petition))


@pytest.fixture
def page(petition):
    return f"/petitions/{petition.id}"


def signing(petition, once):
    return {"disclosure": "union", "text_hash": petition.text_hash, "once": once}


def names(db):
    db.expire_all()
    return len(db.exec(select(Signature)).all())


def test_a_signature_that_was_taken_back_is_not_given_again(db, phone, petition, page):
    form = signing(petition, "one")
    first = phone.post(f"{page}/sign", data=form)
    phone.post(f"{page}/signature/withdraw", data={"once": "two"})

    again = phone.post(f"{page}/sign", data=form)

    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert names(db) == tally(db, petition.id).total == 0


def test_nor_does_an_old_withdrawal_take_a_new_signature(db, phone, petition, page):
    phone.post(f"{page}/sign", data=signing(petition, "one"))
    first = phone.post(f"{page}/signature/withdraw", data={"once": "two"})
    phone.post(f"{page}/sign", data=signing(petition, "three"))

    again = phone.post(f"{page}/signature/withdraw", data={"once": "two"})

    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert names(db) == 1


def test_a_new_page_signs_anew(db, phone, petition, page):
    phone.post(f"{page}/sign", data=signing(petition, "one"))
    phone.post(f"{page}/signature/withdraw", data={"once": "two"})

    phone.post(f"{page}/sign", data=signing(petition, "three"))

    assert names(db) == 1


def test_the_old_form_with_other_words_is_refused(db, phone, petition, page):
    phone.post(f"{page}/sign", data=signing(petition, "one"))
    phone.post(f"{page}/signature/withdraw", data={"once": "two"})

    form = {"word": "No.", "once": "one"}
    other = phone.post(f"{page}/sign", data=form)

    assert other.status_code == 409
    assert "already sent" in other.text
    assert names(db) == 0


def test_one_phone_s_form_is_nothing_in_another_hand(
    db, browser, make, phone, petition, page
):
    phone.post(f"{page}/sign", data=signing(petition, "one"))
    phone.post(f"{page}/signature/withdraw", data={"once": "two"})

    browser(make.neighbour(petition)).post(
        f"{page}/sign", data=signing(petition, "one")
    )

    assert names(db) == 1


def test_what_is_kept_of_it_names_neither_member_nor_form(
    db, browser, make, petition, page
):
    member = make.neighbour(petition)
    phone, keys = browser(member), ("one" * 7, "two" * 7)
    phone.post(f"{page}/sign", data=signing(petition, keys[0]))
    phone.post(f"{page}/signature/withdraw", data={"once": keys[1]})

    kept = db.exec(select(Answer)).all()

    assert len(kept) == 2
    assert {answer.member_id for answer in kept} == {NOBODY}
    assert {answer.about for answer in kept} == {None}
    assert not {answer.key for answer in kept} & set(keys)


def test_while_it_is_taken_back_it_can_come_again_and_signs_nothing(committed, the_app):
    """The old form waits for the withdrawal, or is answered before it: never signs."""
    petition = committed.petition()
    petition_id, hash_of = petition.id, pledge(petition)
    people = [committed.neighbour(petition).id for _ in range(ROUNDS)]

    def sends(who, key, rule, *given):
        with the_app.app_context(), unit_of_work() as db:
            slip = Slip(who, key, petition_id, key)
            if claim(db, slip) is None:
                petition = db.get_one(Petition, petition_id)
                rule(db, petition, db.get_one(Member, who), *given)
                keep(db, slip, "/there")

    def taps(who):
        sign = (who, "one", rules.sign, hash_of)
        sends(*sign)
        back = (who, "two", rules.withdraw_signature)
        with ThreadPoolExecutor(4) as phones:
            list(phones.map(lambda deed: sends(*deed), [sign, back, sign, sign]))

    for who in people:
        taps(who)

    committed.db.rollback()  # or it would see what it saw before
    assert names(committed.db) == 0
