"""How soon a passphrase is guessed, judged without asking anybody."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from union.members import passphrases
from union.members.passphrases import weakness
from union.paths import PACKAGE

OWN = ("Тау-Бүркіт-38", "Айгүл Серік")
GOOD = [
    "қар үстінде көк велосипед",
    "төрт кілт бір құлыпта",
    "сары сөмке жаңбырда қалды",
    "синий термос на пятом этаже",
    "yellow bag left in the rain",
    "бірлік бар жерде тірлік бар, мен де пельмень",
    "ағаш 雨 зонт umbrella",
]
SOON = [
    " " * 12,
    "aaaaaaaaaaaa",
    "аааааааааааа",
    "123456789012",
    "password12345",
    "қазақстан2030",
    "Qazaqstan2024",
    "пароль пароль",
    "парольпароль1",
    "сәлем сәлем сәлем",
    "йцукенгшщзхъ",
    "зфыыцщкв12345",  # password12345, on the Russian keyboard
    "gfhjkmgfhjkm",  # парольпароль, on the English one
    "мама папа мен",
    "abcabcabcabcabc",
    "abc" * 200,
]
KNOWN = [
    "бірлік бар жерде тірлік бар",
    "Бірлік  бар жерде ТІРЛІК бар!",
    "birlik bar zherde tirlik bar",
    "Birlik bar jerde tirlik bar 2026",
    "бирлик бар жерде тирлик бар",
    "жеті рет өлшеп бір рет кес",
    "семь раз отмерь — один раз отрежь",
    "ctvm hfp jnvthm jlby hfp jnht;m",  # the same, on the English keyboard
    "correcthorsebatterystaple",
    "Correct Horse Battery Staple 1",
]


@pytest.mark.parametrize("good", GOOD)
def test_words_of_ones_own_are_good(good):
    assert weakness(good, OWN) is None


@pytest.mark.parametrize("soon", SOON, ids=lambda soon: soon[:20])
def test_what_is_guessed_soon_is_refused_with_what_to_do(soon):
    reason = weakness(soon, OWN)

    assert reason.endswith("Add one more word that only you know.")


@pytest.mark.parametrize("known", KNOWN)
def test_a_saying_is_known_however_it_is_typed(known):
    assert weakness(known, OWN).startswith("Many know this saying.")


@pytest.mark.parametrize(
    "own",
    [
        "менің тау бүркіт 38 құпиям",
        "ТАУБҮРКІТ38 жоғары ұшады",
        "тау-буркит-38 жоғары ұшады",
        "айгүл серік көк велосипедпен",
    ],
)
def test_a_name_of_the_owner_is_refused(own):
    assert weakness(own, OWN).startswith("It contains a name of yours.")


def test_the_list_is_long_and_holds_nothing_that_is_refused_anyway():
    path = PACKAGE / "members" / "data" / "common_passphrases.yaml"
    listed = yaml.safe_load(path.read_text("utf-8"))
    sayings = [saying for part in ("kk", "ru", "en", "keys") for saying in listed[part]]

    assert len(sayings) >= 60
    assert min(map(len, sayings)) >= passphrases.SHORTEST
    assert all(weakness(saying, ()) for saying in sayings)


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(anything):
    weakness(anything, OWN)


@pytest.mark.parametrize("weak", ["жеті рет өлшеп, бір рет кес", "парольпароль1"])
def test_a_weak_one_is_not_taken(db, browser, make, weak):
    member = make.member()

    answer = browser(member).post("/me/passphrase", data={"passphrase": weak})

    assert answer.status_code == 422
    assert "Add one more word that only you know." in answer.text
    assert weak not in answer.text
    db.refresh(member)
    assert member.passphrase_hash == ""


def test_nor_one_with_a_name_of_its_owner(db, browser, make):
    member = make.member(name="Айгүл Серік")

    answer = browser(member).post(
        "/me/passphrase", data={"passphrase": "айгүл серік көк велосипедпен"}
    )

    assert answer.status_code == 422
    assert "It contains a name of yours." in answer.text


def test_who_has_no_passphrase_is_opened_by_none():
    for kept in ("", None):
        assert not passphrases.matches(kept, "")
        assert not passphrases.matches(kept, "a passphrase that nobody has")
