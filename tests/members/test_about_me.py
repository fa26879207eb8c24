from datetime import timedelta

import pytest
from sqlmodel import select

from union.core.audit import Minute
from union.core.base import now
from union.core.jobs import do_chores
from union.core.live.wire import socketio
from union.members import passphrases
from union.members.models import City, Platform, Role, SignInSession, WorksIn

PAGES = [
    "/me",
    "/me/name",
    "/me/sign-in-name",
    "/me/passphrase",
    "/me/recovery-code",
    "/me/language",
    "/me/branch",
    "/me/work",
    "/me/devices",
    "/me/leave",
    "/prove",
]


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def phone(browser, ada):
    return browser(ada)


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_about_me_opens(browser, ada, page, speaks):
    assert browser(ada, speaks).get(page).status_code == 200


def test_a_name_is_changed_and_minuted_without_it(db, phone, ada):
    phone.post("/me/name", data={"name": "Әлия"})

    db.refresh(ada)
    assert ada.name == "Әлия"
    minute = db.exec(select(Minute)).one()
    assert (minute.event, minute.about) == ("MemberRenamed", {"member_id": str(ada.id)})


def test_the_same_name_again_is_no_news(db, phone, ada):
    phone.post("/me/name", data={"name": ada.name})

    assert db.exec(select(Minute)).all() == []


def test_a_sign_in_name_is_taken_once(db, make, phone, ada):
    make.member(sign_in_key="дала құлан 52")

    taken = phone.post("/me/sign-in-name", data={"sign_in_name": "Дала-Құлан-52"})
    free = phone.post("/me/sign-in-name", data={"sign_in_name": "дала-құлан-53"})

    assert (taken.status_code, free.status_code) == (422, 303)
    assert "This name is taken." in taken.text
    db.refresh(ada)
    assert ada.sign_in_key == "дала құлан 53"


def test_a_new_passphrase_signs_other_devices_out(db, browser, phone, ada):
    tablet = browser(ada)

    answer = phone.post("/me/passphrase", data={"passphrase": "тоғыз қызыл кесе"})

    assert answer.status_code == 303
    db.refresh(ada)
    assert passphrases.matches(ada.passphrase_hash, "тоғыз қызыл кесе")
    assert phone.get("/me").status_code == 200
    assert tablet.get("/me").status_code == 302


def test_the_language_of_letters_is_also_that_of_pages(db, phone, ada):
    answer = phone.post("/me/language", data={"language": "ru"}, follow_redirects=True)

    db.refresh(ada)
    assert ada.language == "ru"
    assert 'lang="ru"' in answer.text


def test_moving_is_minuted_in_the_new_branch(db, make, phone, ada):
    astana = make.branch(name_en="Astana")

    phone.post("/me/branch", data={"branch_id": str(astana.id)})

    db.refresh(ada)
    assert ada.branch_id == astana.id
    assert db.exec(select(Minute)).one().branch_id == astana.id


@pytest.fixture
def glovo_in_almaty(make):
    names = {"name_kk": "Алматы", "name_ru": "Алматы", "name_en": "Almaty"}
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    make.save(City(id="almaty", **names))
    return {"platform_id": "glovo", "city_id": "almaty"}


def test_work_is_named_once_and_taken_back(db, phone, ada, glovo_in_almaty):
    phone.post("/me/work", data=glovo_in_almaty)
    phone.post("/me/work", data=glovo_in_almaty)

    works_in = db.exec(select(WorksIn)).one()
    assert "Glovo, Almaty" in phone.get("/me").text
    phone.post(f"/me/work/{works_in.unit_id}/stop")
    assert db.exec(select(WorksIn)).all() == []


def test_no_one_works_for_an_unknown_platform(phone, glovo_in_almaty):
    answer = phone.post("/me/work", data=glovo_in_almaty | {"city_id": "atlantis"})

    assert answer.status_code == 404


def sessions(db):
    db.expire_all()
    return db.exec(select(SignInSession)).all()


def test_one_device_is_signed_out_and_its_sockets_close(db, app, browser, phone, ada):
    tablet = browser(ada)
    wire = socketio.test_client(app, flask_test_client=tablet)
    lost = sessions(db)[1]

    phone.post(f"/me/devices/{lost.id}/sign-out")

    assert not wire.is_connected()
    assert tablet.get("/me").status_code == 302
    assert phone.get("/me").status_code == 200


def test_nobody_signs_out_the_devices_of_others(db, browser, make, phone):
    browser(make.member())
    theirs = sessions(db)[1]

    assert phone.post(f"/me/devices/{theirs.id}/sign-out").status_code == 404


def test_all_others_are_signed_out(db, browser, phone, ada):
    browser(ada)

    phone.post("/me/devices/sign-out-others")

    assert phone.get("/me").status_code == 200
    assert len(sessions(db)) == 1


def test_everything_is_signed_out_everywhere(db, browser, phone, ada):
    browser(ada)

    answer = phone.post("/me/devices/sign-out-everywhere")

    assert "Clear-Site-Data" in answer.headers
    assert sessions(db) == []


def test_use_is_noted_once_an_hour(db, phone):
    session = sessions(db)[0]
    session.seen_at = before = now() - timedelta(minutes=50)
    db.commit()

    phone.get("/me")
    assert sessions(db)[0].seen_at == before
    session.seen_at = now() - timedelta(minutes=61)
    db.commit()
    phone.get("/me")

    assert sessions(db)[0].seen_at > before


def test_an_officers_use_is_noted_each_minute(db, make, browser):
    client = browser(make.officer(Role.STEWARD, make.branch()))
    sessions(db)[0].seen_at = before = now() - timedelta(minutes=2)
    db.commit()

    client.get("/me")

    assert sessions(db)[0].seen_at > before


@pytest.mark.parametrize(
    ("role", "idle", "lives"),
    [
        (None, timedelta(days=6, hours=23), True),
        (None, timedelta(days=7), False),
        (Role.STEWARD, timedelta(minutes=29), True),
        (Role.STEWARD, timedelta(minutes=30), False),
    ],
)
def test_idle_sessions_end_and_are_swept(db, app, make, browser, role, idle, lives):
    who = make.officer(role, make.branch()) if role else make.member()
    client = browser(who)
    sessions(db)[0].seen_at = now() - idle
    db.commit()

    assert (client.get("/me/name").status_code == 200) is lives
    sessions(db)[:1] and setattr(sessions(db)[0], "seen_at", now() - idle)
    db.commit()
    with app.app_context():
        do_chores()

    assert bool(sessions(db)) is lives


def test_no_session_grows_older_than_thirty_days(db, phone):
    sessions(db)[0].began_at = now() - timedelta(days=30)
    db.commit()

    assert phone.get("/me").status_code == 302


def test_the_suspended_do_not_choose_who_decides_about_them(db, browser, make):
    ada, friendly = make.member(suspended_at=now()), make.branch()
    before = ada.branch_id

    answer = browser(ada).post("/me/branch", data={"branch_id": str(friendly.id)})

    db.refresh(ada)
    assert answer.status_code == 403
    assert ada.branch_id == before
