"""The same chain where no script runs: slower to move, and all of it there."""

import re

import pytest

from tests.e2e import chain
from tests.e2e.chain import CLOSED, DEMAND, OPEN, PETITION, UPCOMING, find


@pytest.fixture
def plain_phone(phone):
    """A phone whose browser runs no scripts."""

    def hand(**options):
        return phone(java_script_enabled=False, **options)

    return hand


def test_a_signature_is_counted_and_can_be_taken_back(plain_phone):
    reader = find(plain_phone().sign_in("chair"), "/petitions", PETITION)
    signer = plain_phone().sign_in("member")

    before, after = chain.sign(signer)

    assert after == before + 1
    reader.page.reload()
    assert reader.number() == after
    find(signer, "/petitions", PETITION)
    signer.follow("Қолымды қайтарып аламын")
    signer.press("Қолымды қайтарып аламын")
    assert signer.number() == before


def test_a_vote_is_cast_and_changed(plain_phone):
    voter = plain_phone().sign_in("member")

    chain.vote(voter, "Иә")
    chain.vote(voter, "Жоқ")

    find(voter, "/ballots/", OPEN)
    assert "Дауыс бердің" in voter.words


def test_a_form_keeps_what_was_typed_when_the_language_changes(plain_phone):
    signer = find(plain_phone().sign_in("member"), "/petitions", PETITION)
    signer.page.fill("[name=word]", "Күткен минут та – еңбек.")

    signer.press("Рус")

    assert signer.page.locator("html").get_attribute("lang") == "ru"
    assert signer.page.input_value("[name=word]") == "Күткен минут та – еңбек."
    assert not signer.page.locator("[name=disclosure]:checked").count()


def test_result_minutes_demand_and_letter_are_there(plain_phone):
    speaker = find(plain_phone().sign_in("representative-1"), "/ballots/", CLOSED)
    assert "Қабылданды" in speaker.words
    assert speaker.download("Хаттама, PDF: Қазақша")[1].startswith(b"%PDF")
    find(speaker, "/demands", DEMAND)
    assert speaker.page.locator(".clauses > li").count() >= 8
    speaker.follow("Хат")
    assert speaker.download("PDF жүктеу")[1].startswith(b"%PDF")
    assert speaker.download("DOCX жүктеу")[1].startswith(b"PK")
    code = re.search(r"/v/(\w+)", speaker.words)[1]

    stranger = plain_phone()
    stranger.go("/v/")
    stranger.page.fill("[name=code]", code.lower())
    stranger.press("Тексеру")

    assert stranger.heading == "Түпнұсқа"


def test_two_officers_freeze_and_open_a_ballot(plain_phone):
    officer = plain_phone().sign_in("returning-officer-1")
    teller = plain_phone().sign_in("teller-1")

    for step in ("Тізімді бекіту", "Дауыс беруді ашу"):
        chain.approve(officer, step, "Бірінші болып мақұлдау")
        chain.approve(teller, step, "Екінші болып растау")

    find(officer, "/ballots/", UPCOMING)
    assert "Екі адам ашты" in officer.words


def test_signing_out_ends_the_visit(plain_phone):
    guest = plain_phone().sign_in("member")
    guest.go("/me")

    guest.press("Осы жерден шығу")
    guest.go("/me")

    assert guest.path == "/sign-in"
