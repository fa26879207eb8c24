import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.browser import lasting
from tests.conftest import needed
from union.core.base import now
from union.core.errors import NotAllowed, Refused
from union.core.events import announced
from union.demands import exports
from union.demands.events import LetterReleased
from union.demands.rules.release import release
from union.documents.exports import file
from union.law import asked, house
from union.members.models import Role
from union.petitions.events import NamesReleased
from union.petitions.models import Petition

URL = "https://ortaq.example"


def by_language(documents):
    return {document.language: document for document in documents}


@pytest.fixture
def letters(db, hall):
    """The letter of a demand that grew from a petition, in each language."""
    demand, _fixed = hall.petitioned()
    documents = by_language(release(db, demand, hall.representative))
    db.commit()
    return documents


def words_of(document):
    reader = needed(shutil.which("pdftotext"), "poppler")
    page = subprocess.run(
        [reader, "-layout", "-", "-"],
        input=file(document, "pdf", URL),
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(page.split())


def test_a_letter_leaves_in_three_languages_with_three_numbers(db, hall):
    demand, fixed = hall.ratified()

    documents = release(db, demand, hall.representative)

    assert [document.language for document in documents] == ["kk", "ru", "en"]
    assert len({document.number for document in documents}) == 3
    assert {document.about for document in documents} == {fixed.id}
    assert LetterReleased in map(type, announced(db))


def test_releasing_again_is_the_same_letter(db, hall):
    demand, _fixed = hall.ratified()
    first = release(db, demand, hall.representative)
    hall.branch.name_en = "Another name"
    db.commit()

    again = release(db, demand, hall.representative)

    assert again == first


def test_only_a_ratified_text_leaves(db, hall):
    demand, _fixed = hall.frozen()

    with pytest.raises(Refused, match="ratified"):
        release(db, demand, hall.representative)


def test_a_steward_releases_no_letter(db, hall):
    demand, _fixed = hall.ratified()

    with pytest.raises(NotAllowed):
        release(db, demand, hall.steward)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_same_letter_has_the_same_bytes(letters, form):
    kazakh = letters["kk"]

    assert file(kazakh, form, URL) == file(kazakh, form, URL)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_letter_says_it_in_its_language(letters, language):
    document = letters[language]

    said = words_of(document)

    assert f"At least 850 ₸ {language}" in said
    assert f"To Glovo {language}" in said
    assert document.number in said
    assert document.content_hash[:16] in said.replace(" ", "")
    assert f"{URL}/v/{document.code}" in said.replace(" ", "")


def test_the_letter_says_its_mandate_its_law_and_its_hour(db, letters):
    said = words_of(letters["en"])

    assert "No. " in said
    assert "minutes No. " in said
    assert "Yes: 8" in said
    assert "Labour Code, arts. 163 and 164, as a model" in said
    assert "Confidence: medium" in said
    assert "nobody is blocked" in said
    assert "Information, not legal advice" in said
    assert "indicative" in said


def test_the_answer_is_due_three_working_days_after_the_letter(db, hall):
    demand, fixed = hall.ratified()
    fixed.letter_on = date(2026, 3, 18)

    letter = exports.gather(db, demand, fixed)

    answer = asked.deadline(asked.RECEIVED, letter.on)
    assert answer.deadline.day == date(2026, 3, 26)
    assert "26 марта 2026" in str(exports.paper(letter, "ru"))


def test_a_text_fixed_after_midnight_in_almaty_bears_that_day(db, hall):
    demand, fixed = hall.ratified()
    fixed.at = datetime(2026, 3, 17, 20, tzinfo=UTC)

    assert exports.gather(db, demand, fixed).on == date(2026, 3, 18)


def test_the_letter_says_what_it_rests_on_and_how_sure_we_are(db, hall):
    demand, fixed = hall.ratified()
    fixed.letter_on = date(2026, 3, 18)
    before = str(exports.paper(exports.gather(db, demand, fixed), "en"))
    fixed.letter_on = date(2027, 3, 18)

    after = str(exports.paper(exports.gather(db, demand, fixed), "en"))

    for article in ("164(1)", "164(3)", "163(2)"):
        assert f"Labour Code {article}" in before
    assert "Law 370-II" in before
    assert "unconfirmed" not in before
    assert after.count("; unconfirmed") == 4
    assert "were to be checked by February 23, 2027" in after


def test_a_letter_under_a_law_without_such_a_period_names_no_last_day(db, hall):
    demand, fixed = hall.ratified()
    house.choose("GB")
    try:
        said = str(exports.paper(exports.gather(db, demand, fixed), "en"))
    finally:
        house.choose()

    assert "We ask for a written answer" in said
    assert "answer by" not in said
    assert "Statutory ballots need a qualified scrutineer" in said
    assert "Please confirm in writing" in said
    assert "wise to ask a lawyer whether" in said
    for theirs in ("Labour Code", "Social Code", "370-II", "Kazakhstan"):
        assert theirs not in said


def test_the_page_of_the_letter_says_by_when_to_hand_it_over(db, browser, hall):
    demand, fixed = hall.ratified()
    fixed.decided_at = datetime(2026, 3, 19, 9, tzinfo=UTC)
    db.commit()

    shown = browser(hall.representative).get(f"/demands/{demand.id}/letter").text

    assert "March 22, 2026" in shown
    assert "March 26, 2026" in shown
    assert "/law/KZ/KZ-SERVE-DEMANDS" in shown


def test_names_stand_in_the_annex_only_by_their_own_choice(letters):
    said = words_of(letters["en"])

    annex = said.split("Annex B.")[-1]
    assert annex.count("Ada") == 2
    assert "Counted without a name 10" in annex


def test_a_demand_without_a_petition_has_no_second_annex(db, hall):
    demand, fixed = hall.ratified()
    letter = exports.gather(db, demand, fixed)

    assert "Annex B" not in str(exports.paper(letter, "en"))


def test_the_page_offers_the_letter_and_then_its_files(browser, hall):
    demand, _fixed = hall.ratified()
    aigul, address = browser(hall.representative), f"/demands/{demand.id}/letter"

    before = aigul.get(address).text
    aigul.post(address)
    after = aigul.get(address).text

    assert "Release the letter in three languages" in before
    assert after.count(".pdf") == 3
    assert after.count(".docx") == 3
    assert after.count("/v/") >= 3


def test_the_files_are_for_those_who_serve_the_branch(db, browser, hall, letters):
    document = letters["kk"]
    address = f"/documents/{document.id}.pdf"

    assert browser(hall.steward).get(address).status_code == 200
    assert browser(hall.member).get(address).status_code == 404


def test_a_representative_elsewhere_opens_no_letter(db, browser, make, letters):
    other = make.officer(Role.REPRESENTATIVE, make.branch())
    document = letters["kk"]

    assert browser(other).get(f"/documents/{document.id}").status_code == 404


def test_the_check_of_a_letter_names_nobody(stranger, letters):
    shown = stranger.get(f"/v/{letters['kk'].code}").text

    assert not re.search(r"\bAda\b", lasting(shown))
    assert letters["kk"].content_hash in shown


def test_pages_of_a_letter_ask_little(browser, hall, statements):
    demand, _fixed = hall.ratified()
    aigul, page = browser(hall.representative), f"/demands/{demand.id}/letter"
    aigul.post(page)
    paper = aigul.get(page).text.split('href="/documents/')[1].split(".pdf")[0]

    for address in (page, f"/documents/{paper}"):
        statements.clear()
        aigul.get(address)

        assert len(statements) <= 4


def test_names_leave_with_the_letter_only_when_nobody_can_withdraw(db, hall):
    demand, _fixed = hall.petitioned()
    petition = db.get_one(Petition, demand.petition_id)
    petition.closes_at = now() + timedelta(days=1)
    db.commit()

    with pytest.raises(Refused, match="signers may withdraw"):
        release(db, demand, hall.representative)


def test_that_names_left_with_the_letter_is_minuted(db, hall):
    demand, _fixed = hall.petitioned()

    release(db, demand, hall.representative)

    kinds = [type(event) for event in announced(db)]
    assert kinds.count(NamesReleased) == 1


def test_the_letter_of_a_withdrawn_petition_leaves_without_names(db, hall):
    demand, _fixed = hall.petitioned(named=0, others=0)
    petition = db.get_one(Petition, demand.petition_id)
    petition.closes_at, petition.withdrawn_at = now() + timedelta(days=1), now()
    db.commit()

    documents = by_language(release(db, demand, hall.representative))

    assert len(documents) == 3
    assert "Signatures under the petition" not in str(documents["en"].paper)
