"""Forms: what is wrong is said, what was typed is kept, what is sent twice is once."""

import pytest
from pydantic import SecretStr
from sqlmodel import Field, select

from union.core.audit import Minute
from union.core.base import Form
from union.core.errors import Invalid
from union.core.i18n import speaking
from union.core.once import Answer
from union.core.web.forms import read


class Order(Form):
    """What a courier carries."""

    dish: str = Field(min_length=3, max_length=10)
    count: int = Field(ge=1, le=9)
    extras: list[str] = Field(default_factory=list, max_length=2)
    word: SecretStr | None = None


def submitted(the_app, **data):
    with the_app.test_request_context(method="POST", data=data):
        return read(Order)


def problems(the_app, **data):
    with pytest.raises(Invalid) as refusal:
        submitted(the_app, **data)
    return refusal.value.problems


def test_a_form_is_read_tidily(the_app):
    order = submitted(
        the_app,
        dish="  бешбар\u0438\u0306 ",
        count="2",
        extras=["қазы", "", " жая "],
        once="key",
    )

    assert order == Order(dish="бешбарй", count=2, extras=["қазы", "жая"])


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"count": "1"}, "dish", "Fill this in."),
        ({"dish": "   ", "count": "1"}, "dish", "Fill this in."),
        ({"dish": "ab", "count": "1"}, "dish", "At least 3 are needed."),
        ({"dish": "a" * 11, "count": "1"}, "dish", "At most 10 characters, please."),
        ({"dish": "plov", "count": "x"}, "count", "Write a number."),
        ({"dish": "plov", "count": "0"}, "count", "This is too small."),
        ({"dish": "plov", "count": "99"}, "count", "This is too large."),
        (
            {"dish": "plov", "count": "1", "boss": "yes"},
            "boss",
            "This page does not know such a field.",
        ),
    ],
)
def test_what_is_wrong_is_said_field_by_field(the_app, data, field, said):
    assert problems(the_app, **data) == {field: said}


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "Осы жерді толтыр."), ("ru", "Заполни это поле."), ("en", "Fill this in.")],
)
def test_it_is_said_in_the_readers_language(the_app, language, said):
    with speaking(language):
        assert problems(the_app, count="1")["dish"] == said


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def phone(browser, ada):
    return browser(ada)


def test_a_refused_form_is_drawn_again_with_what_was_typed(phone):
    answer = phone.post("/me/name", data={"name": "Ә" * 81})

    assert answer.status_code == 422
    assert "Ә" * 81 in answer.text
    assert 'id="errors"' in answer.text
    assert 'href="#name"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_field_nobody_asked_for_is_refused(db, phone, ada):
    answer = phone.post("/me/name", data={"name": "Әлия", "left_at": "2020-01-01"})

    assert answer.status_code == 422
    db.refresh(ada)
    assert ada.name == "Ada"


def test_another_language_keeps_what_was_typed_and_does_nothing(db, phone, ada):
    answer = phone.post("/me/name", data={"name": "Әлия", "_language": "ru"})

    assert answer.status_code == 200
    assert 'lang="ru"' in answer.text
    assert 'value="Әлия"' in answer.text
    assert 'id="errors"' not in answer.text
    db.refresh(ada)
    assert ada.name == "Ada"
    assert 'lang="ru"' in phone.get("/me").text


def test_a_passphrase_is_never_drawn_again(phone):
    answer = phone.post("/me/passphrase", data={"passphrase": "too short"})

    assert answer.status_code == 422
    assert "too short" not in answer.text


def test_a_form_sent_twice_is_done_once(db, phone):
    form = {"name": "Әлия", "once": "the first key"}

    first, second = phone.post("/me/name", data=form), phone.post("/me/name", data=form)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert len(db.exec(select(Minute)).all()) == 1


def test_who_is_led_elsewhere_than_was_hoped_is_led_there_again(
    app, phone, monkeypatch
):
    view = app.view_functions["members.rename"]
    monkeypatch.setattr(view, "leads_to", "members.sign_in", raising=False)
    form = {"name": "Әлия", "once": "the first key"}

    first, second = phone.post("/me/name", data=form), phone.post("/me/name", data=form)

    assert first.location == second.location != "/sign-in"


def test_the_same_key_with_other_content_is_refused(db, phone, ada):
    phone.post("/me/name", data={"name": "Әлия", "once": "one key"})

    answer = phone.post("/me/name", data={"name": "Айша", "once": "one key"})

    assert answer.status_code == 409
    assert "already sent" in answer.text
    db.refresh(ada)
    assert ada.name == "Әлия"


def test_a_refused_form_may_be_sent_again_with_its_key(phone):
    refused = phone.post("/me/name", data={"name": "", "once": "one key"})
    mended = phone.post("/me/name", data={"name": "Әлия", "once": "one key"})

    assert (refused.status_code, mended.status_code) == (422, 303)


def test_one_members_key_is_not_anothers(browser, make):
    form = {"name": "Әлия", "once": "one key"}

    for member in (make.member(), make.member()):
        assert browser(member).post("/me/name", data=form).status_code == 303


def test_of_a_secret_act_no_digest_is_kept(db, browser, ada):
    client = browser(ada)
    client.post("/me/name", data={"name": "Әлия", "once": "an open act"})
    client.post("/sign-out", data={"once": "a secret act"})

    digests = {answer.key: answer.digest for answer in db.exec(select(Answer))}

    assert len(digests["an open act"]) == 64
    assert digests["a secret act"] == ""
