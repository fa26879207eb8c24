"""The chain on phones, in Kazakh, as people walk it with several pages open at once."""

import re
import shutil

import pytest

from tests.conftest import needed
from tests.e2e import chain
from tests.e2e.chain import CLOSED, DEMAND, LANGUAGES, OPEN, PETITION, UPCOMING, find
from tests.e2e.phone import NEWS

playwright = pytest.importorskip("playwright.sync_api")
SOON = 12_000  # «within a second or two», and a slow machine


def count_of(phone):
    return playwright.expect(phone.page.locator("#tally .count strong"))


@pytest.fixture(scope="module", autouse=True)
def pdftotext():
    needed(shutil.which("pdftotext"), "pdftotext")


def test_a_signature_moves_the_count_on_another_open_page(phone):
    watcher = find(phone().sign_in("chair"), "/petitions", PETITION).listen()

    before, after = chain.sign(phone().sign_in("member"))

    assert after == before + 1
    count_of(watcher).to_have_text(str(after), timeout=SOON)
    assert watcher.has_heard(NEWS)


def test_a_page_that_was_offline_catches_up(phone):
    watcher = find(phone().sign_in("representative-2"), "/petitions", PETITION)
    playwright.expect(watcher.page.locator("#tally")).to_be_visible()
    watcher.page.context.set_offline(True)
    _, after = chain.sign(phone().sign_in("secretary"))
    count_of(watcher).to_have_text(str(after - 1))

    watcher.page.context.set_offline(False)

    count_of(watcher).to_have_text(str(after), timeout=60_000)
    watcher.complaints.clear()  # the browser says that the network was away


def test_a_member_votes_and_changes_the_vote(phone):
    voter = phone().sign_in("member")

    chain.vote(voter, "Иә")
    chain.vote(voter, "Жоқ")

    find(voter, "/ballots/", OPEN)
    assert "Дауыс бердің" in voter.words
    assert not [url for url in voter.asked if "choice" in url or "yes" in url]


def test_the_minutes_of_a_closed_ballot_can_be_downloaded(phone):
    reader = find(phone().sign_in("member"), "/ballots/", CLOSED)
    digest = reader.page.locator("code").inner_text()
    assert "Қабылданды" in reader.words

    for language in LANGUAGES:
        _, pdf = reader.download(f"Хаттама, PDF: {language}")
        assert pdf.startswith(b"%PDF")
        assert digest in chain.squeezed(chain.text_of(pdf))
        if language == "Қазақша":
            assert "құжатын бекітесің бе?" in chain.text_of(pdf)


def test_the_ratified_demand_leaves_as_a_letter_in_three_languages(phone):
    speaker = find(phone().sign_in("representative-1"), "/demands", DEMAND)
    assert speaker.page.locator(".clauses > li").count() >= 8
    speaker.follow("Хат")
    letters = speaker.page.locator("main .card", has_text="DOCX")
    assert letters.count() == 3

    for letter in letters.all():
        for form, start in (("PDF", b"%PDF"), ("DOCX", b"PK")):
            with speaker.page.expect_download() as coming:
                letter.get_by_role("link", name=f"{form} жүктеу").click()
            assert coming.value.path().read_bytes().startswith(start)


def test_whoever_holds_the_letter_finds_it_genuine(phone):
    speaker = find(phone().sign_in("representative-1"), "/demands", DEMAND)
    speaker.follow("Хат")
    code = re.search(r"/v/(\w+)", speaker.words)[1]
    stranger = phone()

    stranger.go(f"/v/{code}")

    assert stranger.heading == "Түпнұсқа"
    stranger.go("/v/AAAAAAAA")
    assert "AAAAAAAA" in stranger.words
    assert stranger.heading != "Түпнұсқа"


def test_signing_out_here_closes_the_sockets_of_this_phone(phone):
    own = phone().sign_in("teller-1")
    another_page = own.page.context.new_page()
    another_page.goto(f"{own.server}/me")
    with own.page.expect_event("websocket") as coming:
        find(own, "/petitions", PETITION)
    socket = coming.value
    own.listen()

    with socket.expect_event("close", timeout=SOON):
        another_page.get_by_role("button", name="Осы жерден шығу").first.click()

    own.go("/me")
    assert own.path == "/sign-in"


def test_two_officers_freeze_and_open_a_ballot(phone):
    officer, teller = (
        phone().sign_in("returning-officer-1"),
        phone().sign_in("teller-1"),
    )

    chain.approve(officer, "Тізімді бекіту", "Бірінші болып мақұлдау")
    chain.approve(teller, "Тізімді бекіту", "Екінші болып растау")
    chain.approve(officer, "Дауыс беруді ашу", "Бірінші болып мақұлдау")
    chain.approve(teller, "Дауыс беруді ашу", "Екінші болып растау")

    find(officer, "/ballots/", UPCOMING)
    assert "Екі адам ашты" in officer.words
