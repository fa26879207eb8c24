"""Six digits that go to a phone, and confirm that it is its owner's."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from union.core import jobs
from union.core.i18n import LANGUAGES
from union.core.outbox import Letter
from union.core.settings import Settings
from union.members.messages import LONGEST, code_message
from union.members.models import Contact, PhoneCode

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


def test_where_no_messages_are_sent_no_code_is(db, phone):
    leave(phone)

    answer = phone.post("/me/contact/code")

    assert answer.status_code == 404
    assert "This union sends no messages" in phone.get("/me/contact").text
    assert db.exec(select(PhoneCode)).all() == []


def code_in(message):
    return message["text"].rpartition("#")[2]


def test_a_code_confirms_a_number(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    [message] = sent()

    code = code_in(message)
    answer = phone.post("/me/contact/confirm", data={"code": f"{code[:3]} {code[3:]}"})

    assert message["to"] == NUMBER
    assert message["text"].endswith(f"\n@localhost #{code}")
    assert answer.status_code == 303
    assert kept(db)[0].confirmed_at
    assert db.exec(select(PhoneCode)).all() == []


def test_confirming_twice_is_confirming_once(phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    code = code_in(sent()[0])

    answers = [phone.post("/me/contact/confirm", data={"code": code}) for _ in "12"]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_neither_number_nor_code_lies_in_the_outbox(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")

    [letter] = db.exec(select(Letter)).all()
    assert set(letter.about) == {"by", "branch_id", "member_id", "sending"}


def wait(db, time):
    code = db.exec(select(PhoneCode)).one()
    code.made_at, code.sent_at = code.made_at - time, code.sent_at - time
    db.commit()


def test_sent_again_it_is_the_same_code_and_not_too_soon(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")

    sent()
    hasty = phone.post("/me/contact/code")
    wait(db, timedelta(seconds=61))
    patient = phone.post("/me/contact/code")

    assert (hasty.status_code, patient.status_code) == (409, 303)
    first, second = sent()
    assert code_in(first) == code_in(second)


def test_three_messages_in_ten_minutes_are_enough(db, phone, sent):
    leave(phone)
    for _ in range(3):
        phone.post("/me/contact/code")
        wait(db, timedelta(seconds=61))

    fourth = phone.post("/me/contact/code")
    wait(db, timedelta(minutes=10))
    later = phone.post("/me/contact/code")

    assert (fourth.status_code, later.status_code) == (409, 303)
    assert len({message["key"] for message in sent()}) == 1, "late ones are not sent"


def test_five_tries_and_no_more(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    code = code_in(sent()[0])
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    guesses = [phone.post("/me/contact/confirm", data={"code": wrong}) for _ in "12345"]
    right = phone.post("/me/contact/confirm", data={"code": code})

    assert {guess.status_code for guess in guesses} == {422}
    assert right.status_code == 409
    assert not kept(db)[0].confirmed_at


def test_a_code_lives_ten_minutes(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    code = code_in(sent()[0])
    wait(db, timedelta(minutes=10))

    assert phone.post("/me/contact/confirm", data={"code": code}).status_code == 409


def test_a_code_confirms_only_the_number_it_went_to(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    code = code_in(sent()[0])
    leave(phone, "8 702 000 00 00")

    answer = phone.post("/me/contact/confirm", data={"code": code})

    assert answer.status_code == 422
    assert not kept(db)[0].confirmed_at


def test_changing_the_number_sends_no_more_messages(db, phone, sent):
    leave(phone)
    phone.post("/me/contact/code")
    leave(phone, "8 702 000 00 00")

    assert phone.post("/me/contact/code").status_code == 409


@pytest.mark.parametrize("code", ["", "12345", "1234567", "१२३४५६", "abcdef", "1" * 99])
def test_a_code_that_is_none_costs_no_try(db, phone, sent, code):
    leave(phone)
    phone.post("/me/contact/code")

    answer = phone.post("/me/contact/confirm", data={"code": code})

    assert answer.status_code == 422
    assert db.exec(select(PhoneCode)).one().tries == 0


def test_who_left_no_number_confirms_none(phone, sent):
    assert phone.post("/me/contact/code").status_code == 404
    assert phone.post("/me/contact/confirm", data={"code": "123456"}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_fits_into_one_sms(language):
    text = code_message("123456", "ortaq.example.kz", language)

    assert len(text) <= LONGEST
    assert text.splitlines()[-1] == "@ortaq.example.kz #123456"


def test_messages_on_the_screen_never_meet_members():
    dangers = Settings(sms="console").dangers()

    assert any("UNION_SMS" in danger for danger in dangers)


def test_a_message_reaches_the_screen(app, capsys, phone):
    kept = app.config["SETTINGS"]
    app.config["SETTINGS"] = kept.model_copy(update={"sms": "console"})
    leave(phone)
    phone.post("/me/contact/code")
    with app.app_context():
        jobs.empty_outbox()
    app.config["SETTINGS"] = kept

    assert NUMBER in capsys.readouterr().out
