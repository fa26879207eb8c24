"""Opening somebody's page and seeing their number: what it leaves behind."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, Refused, TooOften
from union.core.fields import Keyring
from union.core.i18n import zone
from union.members.models import (
    City,
    Contact,
    Look,
    Platform,
    Role,
    SignInSession,
    Unit,
    Vehicle,
    WorksIn,
)
from union.members.rules import looks

NUMBER = "+77011234567"


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty, name="Ерасыл")


@pytest.fixture
def admin(make, almaty):
    return make.officer(Role.BRANCH_ADMIN, almaty, name="Айгерім")


@pytest.fixture
def dina(make, almaty):
    since = now() - timedelta(days=30)
    return make.member(branch=almaty, name="Дина", manages_since=since)


@pytest.fixture
def ring(the_app):
    return the_app.extensions["keyring"]


@pytest.fixture
def leave_a_number(make, ring):
    def leave(member, **given):
        sealed = ring.seal(NUMBER.encode(), f"contact|phone|{member.id}")
        usual = {"phone_sealed": sealed, "may_call": True}
        branch_id = member.branch_id
        contact = Contact(member_id=member.id, branch_id=branch_id, **usual | given)
        return make.save(contact)

    return leave


def minutes(db):
    return [(m.event, m.by, m.about) for m in db.exec(select(Minute))]


def looked(db):
    return [(each.member_id, each.by) for each in db.exec(select(Look))]


def test_a_page_opens_when_the_officer_says_that_they_look(
    db, browser, make, dina, steward
):
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    make.save(City(id="almaty", **names))
    unit = make.save(Unit(platform_id="glovo", city_id="almaty"))
    make.save(WorksIn(member_id=dina.id, unit_id=unit.id))
    dina.vehicle = Vehicle.BICYCLE
    client = browser(steward)

    shut = client.get(f"/people/{dina.id}")
    opened = client.post(f"/people/{dina.id}/look", follow_redirects=True)

    assert "Дина" not in shut.text
    assert "that you looked at their page" in shut.text
    assert "Дина" in opened.text
    for said in ("Glovo, Almaty", "Bicycle", "Қазақша", "dispatch others", "member"):
        assert said in opened.text
    assert looked(db) == [(dina.id, steward.id)]
    about = {"member_id": str(dina.id)}
    assert minutes(db) == [("MemberLookedAt", steward.id, about)]


def test_the_activity_log_does_not_say_at_whom(browser, dina, steward):
    client = browser(steward)
    client.post(f"/people/{dina.id}/look")

    page = client.get("/activity").text

    assert "An officer looked at a member’s page" in page
    assert str(dina.id) not in page


def test_looking_again_on_the_same_day_is_one_look(db, browser, dina, steward):
    client = browser(steward)
    client.post(f"/people/{dina.id}/look")
    look = db.exec(select(Look)).one()
    look.at = before = datetime.combine(
        now().astimezone(zone.get()), time(), zone.get()
    )
    db.commit()

    client.post(f"/people/{dina.id}/look")

    db.refresh(look)
    assert look.at > before
    assert len(looked(db)) == len(minutes(db)) == 1


def test_the_page_closes_after_an_hour(db, browser, dina, steward):
    client = browser(steward)
    client.post(f"/people/{dina.id}/look")
    look = db.exec(select(Look)).one()

    look.at = now() - timedelta(minutes=61)
    db.commit()

    assert "Дина" not in client.get(f"/people/{dina.id}").text


def test_the_look_of_one_officer_opens_nothing_for_another(
    browser, dina, steward, admin
):
    browser(steward).post(f"/people/{dina.id}/look")

    assert "Дина" not in browser(admin).get(f"/people/{dina.id}").text


def test_a_refused_form_does_not_open_the_page(db, browser, dina, admin):
    answer = browser(admin).post(f"/people/{dina.id}/suspend", data={"reason": "no"})

    assert answer.status_code == 422
    assert "Дина" not in answer.text
    assert looked(db) == []


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.STEWARD, Role.BRANCH_ADMIN})])  # fmt: skip  # noqa: E501
def test_nobody_else_looks(db, browser, make, almaty, dina, leave_a_number, role):
    leave_a_number(dina)
    who = make.officer(role, almaty) if role else make.member(branch=almaty)
    client = browser(who)

    said = [
        client.get(f"/people/{dina.id}"),
        client.post(f"/people/{dina.id}/look"),
        client.post(f"/people/{dina.id}/contact"),
    ]

    assert [answer.status_code for answer in said] == [404] * 3
    assert not any("Дина" in answer.text for answer in said)
    assert looked(db) == minutes(db) == []


def test_somebody_elsewhere_is_like_nobody(db, browser, make, steward, leave_a_number):
    far = make.member(name="Алыс")
    gone = make.member(branch=steward.branch, name="Кетті", left_at=now())
    leave_a_number(far)
    client = browser(steward)

    for act in ("look", "contact", "admit", "suspend"):
        said = [
            client.post(f"/people/{id_}/{act}", data={"reason": "long enough"})
            for id_ in (far.id, gone.id, uuid4())
        ]
        assert [answer.status_code for answer in said] == [404] * 3
        assert len({answer.text.partition("<main")[2] for answer in said}) == 1
    assert looked(db) == minutes(db) == []


def test_a_steward_opens_so_many_people_a_day(db, make, almaty, dina, steward):
    for _number in range(looks.MOST_PEOPLE_OPENED):
        db.add(Look(member_id=dina.id, by=steward.id, at=now() - timedelta(hours=23)))

    with pytest.raises(TooOften):
        looks.look_at(db, make.member(branch=almaty), steward)


def test_the_rules_ask_who_it_is(db, make, dina, admin, ring, leave_a_number):
    leave_a_number(dina)

    with pytest.raises(NotAllowed):
        looks.look_at(db, dina, make.member())
    with pytest.raises(NotAllowed):
        looks.look_up(db, make.member(), [dina.branch], further=False)
    with pytest.raises(NotAllowed):
        looks.see_contact(db, dina, admin, ring)


def test_the_steward_is_shown_a_number_that_was_left_for_them(
    db, browser, dina, steward, leave_a_number
):
    leave_a_number(dina)
    client = browser(steward)
    before = client.post(f"/people/{dina.id}/look", follow_redirects=True)

    answer = client.post(f"/people/{dina.id}/contact")

    assert NUMBER not in before.text
    assert "Show the phone number" in before.text
    assert NUMBER in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(f"/people/{dina.id}/contact").status_code == 405
    contact = [each for each in db.exec(select(Look)) if each.is_contact]
    assert [(c.member_id, c.by) for c in contact] == [(dina.id, steward.id)]
    about = {"member_id": str(dina.id)}
    assert minutes(db)[-1] == ("ContactSeen", steward.id, about)
    assert NUMBER not in str(minutes(db))


def test_each_time_a_number_is_seen_is_told(db, dina, steward, ring, leave_a_number):
    leave_a_number(dina)

    looks.see_contact(db, dina, steward, ring)
    looks.see_contact(db, dina, steward, ring)

    assert len(looked(db)) == 2


def test_without_consent_there_is_no_number(
    db, browser, make, almaty, dina, steward, leave_a_number
):
    leave_a_number(dina, may_call=False)
    nobody = make.member(branch=almaty)
    client = browser(steward)
    opened = client.post(f"/people/{dina.id}/look", follow_redirects=True)

    answers = [client.post(f"/people/{each.id}/contact") for each in (dina, nobody)]

    assert "Show the phone number" not in opened.text
    assert [answer.status_code for answer in answers] == [409, 409]
    assert NUMBER not in answers[0].text
    assert len(looked(db)) == 1


def test_an_administrator_is_shown_no_number(db, browser, dina, admin, leave_a_number):
    leave_a_number(dina)
    client = browser(admin)
    opened = client.post(f"/people/{dina.id}/look", follow_redirects=True)

    answer = client.post(f"/people/{dina.id}/contact")

    assert "Show the phone number" not in opened.text
    assert answer.status_code == 403
    assert NUMBER not in answer.text


def test_a_number_asks_for_a_fresh_proof(db, browser, dina, steward, leave_a_number):
    leave_a_number(dina)
    client = browser(steward)
    for session in db.exec(select(SignInSession)):
        session.proved_at = now() - timedelta(minutes=11)
    db.commit()

    answer = client.post(f"/people/{dina.id}/contact")

    assert answer.location.startswith("/prove?next=")
    assert str(dina.id) in answer.location
    assert looked(db) == []


def test_a_number_sealed_by_a_lost_key_or_for_another_is_not_shown(
    db, make, almaty, dina, steward, ring, leave_a_number
):
    contact = leave_a_number(dina)
    other = make.member(branch=almaty)
    leave_a_number(other, phone_sealed=contact.phone_sealed)

    with pytest.raises(Refused, match="cannot be read"):
        looks.see_contact(db, dina, steward, Keyring({"2": "another" * 8}))
    with pytest.raises(Refused, match="cannot be read"):
        looks.see_contact(db, other, steward, ring)
    assert looked(db) == []


def test_other_pages_send_nobody_to_look(db, browser, dina, steward):
    foreign = {"Sec-Fetch-Site": "cross-site"}

    answer = browser(steward).post(f"/people/{dina.id}/look", headers=foreign)

    assert answer.status_code == 403
    assert looked(db) == []
