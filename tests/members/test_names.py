"""Names: one alphabet, nothing hidden, and nobody who looks like an officer."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.core.base import now
from union.core.letters import visible
from union.members import names, queries
from union.members.models import Role

KAZAKH = "әғқңөұүһі"

FINE = [
    "Ada",
    "Әлия Сматай",
    "Құрманғазы Өтеғұл",
    "Виктория-Анна Тен",
    "Ілияс 2",
    "Ұлжан М.",
    "D'Arcy O’Neil",
    "Zoë Ångström",
    "Şükrü Iğdır",
    "محمد",
    "Ә" * 80,
]
FLAWED = {
    "Cyrillic in Latin": ("Аda", "two alphabets"),
    "Latin in Cyrillic": ("Aйгүл", "two alphabets"),
    "two words, two alphabets": ("Ada Лавлейс", "two alphabets"),
    "Arabic in Latin": ("Ada محمد", "two alphabets"),
    "turned round": ("Ada\u202egnitoV", "invisible"),
    "isolated": ("\u2066Ada\u2069", "invisible"),
    "zero width": ("A\u200bda", "invisible"),
    "a joiner": ("A\u200dda", "invisible"),
    "soft hyphen": ("A\u00adda", "invisible"),
    "tags": ("Ada\U000e0041", "invisible"),
    "a noncharacter": ("Ada\ufffe", "invisible"),
    "private use": ("Ada\ue000", "invisible"),
    "a lone surrogate": ("Ada\ud800", "invisible"),
    "a tower": ("A" + "\u0301\u0302\u0303\u0304" + "da", "piled"),
    "a mark on nothing": ("\u0301Ada", "Use letters"),
    "full width": ("Ａｄａ", "Use letters"),
    "Greek": ("Αδα", "Use letters"),
    "fraktur": ("𝔄𝔡𝔞", "Use letters"),
    "small capitals": ("ᴀᴅᴀ", "Use letters"),
    "markup": ("<b>Ada</b>", "Use letters"),
    "a template": ("{{7*7}}", "Use letters"),
    "a picture": ("Ada ✊", "Use letters"),
    "digits of another script": ("Ada १२", "Use letters"),
    "digits alone": ("12 34", "has letters"),
    "dots alone": ("...", "has letters"),
}


@pytest.mark.parametrize("name", FINE)
def test_a_name_of_a_person_is_a_name(name):
    assert names.flaw_in(names.tidied(name)) is None


@pytest.mark.parametrize(("name", "said"), FLAWED.values(), ids=FLAWED)
def test_a_flaw_in_a_name_is_said(name, said):
    assert said in names.flaw_in(names.tidied(name))


def test_a_name_is_kept_composed_and_with_single_spaces():
    assert names.tidied("Zoe\u0308 \u00a0 Li ") == "Zoë Li"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Tulegenova", "Аdа Tulegenova"),
        ("СОРОКА", "COPOKA"),
        ("Ильяс 1", "Ильяс l"),
        ("Олжас", "0лжас"),
        ("Айгүл", "Айгул"),
        ("Zoë", "Zoe"),
        ("Ann-Marie", "Ann Marie."),
        ("Алиев", "АЛИЕВ"),
        ("Hanna", "Ηαnnα"),
    ],
)
def test_what_a_hasty_eye_confuses_has_one_skeleton(one, other):
    assert names.skeleton(one) == names.skeleton(other)


def test_different_names_have_different_skeletons():
    different = ["Ада", "Әлия", "Дана", "Олжас", "Ержан", "Ерлан", "Мадина", "Марина"]

    assert len(set(map(names.skeleton, different))) == len(different)


SIGNS = st.text(
    "".join([KAZAKH, KAZAKH.upper(), "абвгдежзийклмнопрстуфхцчшщъыьэюя"])
    + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .'-αβγηνοχ\u0301",
    max_size=20,
)


@given(SIGNS)
def test_a_skeleton_of_a_skeleton_is_itself(name):
    assert names.skeleton(names.skeleton(name)) == names.skeleton(name)


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(name):
    fine = names.flaw_in(names.tidied(name)) is None

    assert not fine or not {
        sign for sign in name if unicodedata.category(sign) in {"Cf", "Cc", "Cn", "Cs"}
    } - set(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85")
    assert isinstance(names.skeleton(name), str)
    names.flaw_in_sign_in_name(name)


@given(st.text(KAZAKH + KAZAKH.upper() + "абдеийлмнст", min_size=1, max_size=20))
def test_kazakh_letters_always_pass(name):
    assert names.flaw_in(names.tidied(name)) is None


WORD = st.one_of(
    *(st.text(letters, min_size=1, max_size=9) for letters in ("тасорух1", "catopyx9"))
)


@given(st.lists(WORD, min_size=1, max_size=6))
def test_look_alikes_are_few_and_know_each_other(words):
    key = names.folded(" ".join(words))

    alike = names.look_alikes(key)

    assert key in alike
    assert len(alike) <= 2**6
    assert all(names.skeleton(other) == names.skeleton(key) for other in alike)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("steppe", "Two words"),
        ("a b c d e f g", "Two words"),
        ("стeппе-жел-27", "two alphabets"),
        ("steppe-w\u200bind-27", "invisible"),
        ("steppe-wind-27 ✊", "Use letters"),
    ],
)
def test_a_flaw_in_a_sign_in_name_is_said(name, said):
    assert said in names.flaw_in_sign_in_name(name)


@pytest.mark.parametrize("name", ["дала-құлан-52", "Tau-бүркіт-38", "steppe_wind 27"])
def test_each_word_of_a_sign_in_name_has_an_alphabet_of_its_own(name):
    assert names.flaw_in_sign_in_name(name) is None


@pytest.fixture
def steward(make):
    return make.officer(Role.STEWARD, make.branch(), name="Асет Сарсенов")


@pytest.mark.parametrize(
    "name", ["Асет Сарсенов", "асет  сарсенов", "Acet Capceнов", "Асет-Сapсеноb"]
)
def test_nobody_looks_like_an_officer(db, steward, name):
    assert queries.looks_like_an_officer(db, name, None)
    assert not queries.looks_like_an_officer(db, name, besides=steward.id)


def test_a_former_officer_keeps_no_name(db, steward):
    steward.left_at = now()
    db.commit()

    assert not queries.looks_like_an_officer(db, steward.name, None)


def test_a_name_like_an_officers_is_refused_and_kept_in_the_form(
    db, browser, make, steward
):
    ada = make.member()

    answer = browser(ada).post("/me/name", data={"name": "Асет Сарсенов."})

    assert answer.status_code == 422
    assert "looks like the name of an officer" in answer.text
    assert 'value="Асет Сарсенов."' in answer.text
    db.refresh(ada)
    assert ada.name == "Ada"


# No form can bring a lone surrogate: its bytes are read as UTF-8.
SENT = {
    why: (name, said) for why, (name, said) in FLAWED.items() if "\ud800" not in name
}


@pytest.mark.parametrize(("name", "said"), SENT.values(), ids=SENT)
def test_a_flawed_name_changes_nothing(db, browser, make, name, said):
    ada = make.member()

    answer = browser(ada).post("/me/name", data={"name": name})

    assert answer.status_code == 422
    assert said in answer.text or "invisible" in answer.text
    db.refresh(ada)
    assert ada.name == "Ada"


@pytest.mark.parametrize("twin", ["ТАС-СУ-11", "tac-cy-11", "TAC-су-11"])
def test_a_sign_in_name_drawn_like_another_is_taken(db, browser, make, twin):
    make.member(sign_in_key="тас су 11")
    ada = make.member()

    answer = browser(ada).post("/me/sign-in-name", data={"sign_in_name": twin})

    assert answer.status_code == 422
    assert "This name is taken." in answer.text
    assert twin in answer.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pay\u202eyap", "<bdi>pay⟦U+202E⟧yap</bdi>"),
        ("a\u200bb\U000e0041", "<bdi>a⟦U+200B⟧b⟦U+E0041⟧</bdi>"),
        ("<b>", "<bdi>&lt;b&gt;</bdi>"),
        ("z" + "\u0329\u032a\u032b\u032c\u032d", "<bdi>z\u0329\u032a\u032b</bdi>"),
        ("Әлия, ё́лка", "<bdi>Әлия, ё́лка</bdi>"),
        ("👩\u200d🔧 ✊", "<bdi>👩\u200d🔧 ✊</bdi>"),
    ],
)
def test_free_text_hides_nothing(text, shown):
    assert str(visible(text)) == shown
