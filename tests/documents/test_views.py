from hashlib import sha256
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.documents.factories import issue, paper
from union.members.models import Role


def page(document, form=""):
    return f"/documents/{document.id}{form}"


@pytest.fixture
def ada(make):
    return make.member()


@pytest.fixture
def letter(db, make, ada, open_kind):
    """A paper that Ada, and nobody else, may read."""
    open_kind(ada)
    return issue(db, make.branch())


def test_the_page_of_a_paper_names_its_number_and_offers_both_files(
    browser, ada, letter
):
    shown = browser(ada).get(page(letter)).text

    assert letter.number in shown
    assert page(letter, ".pdf") in shown
    assert page(letter, ".docx") in shown
    assert f"http://localhost/v/{letter.code}" in shown


def test_the_pdf_has_the_same_bytes_each_time(browser, ada, letter):
    first, second = (browser(ada).get(page(letter, ".pdf")) for _ in range(2))

    assert first.data.startswith(b"%PDF-")
    assert first.data == second.data
    assert "attachment" in first.headers["Content-Disposition"]


def test_the_docx_is_one(browser, ada, letter):
    answer = browser(ada).get(page(letter, ".docx"))

    assert "word/document.xml" in ZipFile(BytesIO(answer.data)).namelist()


def test_who_has_the_file_gets_it_no_second_time(browser, ada, letter):
    tag = browser(ada).get(page(letter, ".pdf")).headers["ETag"]

    answer = browser(ada).get(page(letter, ".pdf"), headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("form", ["", ".pdf", ".docx"])
def test_others_find_no_such_paper(browser, make, letter, form):
    assert browser(make.member()).get(page(letter, form)).status_code == 404


def test_a_kind_without_a_guard_is_closed(db, browser, make, ada):
    unguarded = issue(db, make.branch(), kind="unheard of")

    assert browser(ada).get(page(unguarded)).status_code == 404


def test_strangers_are_asked_to_sign_in(stranger, letter):
    assert stranger.get(page(letter, ".pdf")).status_code in {302, 401}


def test_anybody_can_check_that_a_paper_is_genuine(browser, ada, stranger, letter):
    stranger.set_cookie("language", "en")
    file = browser(ada).get(page(letter, ".pdf")).data

    shown = stranger.get(f"/v/{letter.code}").text

    assert "Genuine" in shown
    assert letter.title in shown
    assert letter.content_hash in shown
    assert sha256(file).hexdigest() in shown


def test_a_superseded_paper_names_its_successor(db, make, stranger):
    stranger.set_cookie("language", "en")
    almaty, about = make.branch(), uuid4()
    old = issue(db, almaty, about=about, paper=paper("850 ₸"))
    issue(db, almaty, about=about, paper=paper("900 ₸"))

    shown = stranger.get(f"/v/{old.code}").text

    assert "Genuine, but superseded" in shown
    assert "Version 2 of" in shown


def test_an_unknown_code_is_said_to_be_unknown(stranger):
    stranger.set_cookie("language", "en")

    answer = stranger.get("/v/00000000")

    assert answer.status_code == 404
    assert "Unknown code" in answer.text


def test_the_check_names_nobody(db, make, stranger):
    ada = make.member(name="Ada Lovelace")
    signed = issue(db, make.branch(), by=ada, paper=paper("Signed: Ada Lovelace"))

    assert "Ada Lovelace" not in stranger.get(f"/v/{signed.code}").text


def test_a_code_can_be_typed(stranger, letter):
    typed = f"{letter.code[:4]}-{letter.code[4:]}".lower()

    answer = stranger.get("/v/", query_string={"code": typed}, follow_redirects=True)

    assert letter.content_hash in answer.text


def test_the_register_is_paged_by_number(db, browser, make):
    almaty = make.branch()
    aigul = make.officer(Role.REPRESENTATIVE, almaty)
    papers = [issue(db, almaty) for _ in range(52)]

    first = browser(aigul).get("/documents").text
    second = browser(aigul).get(f"/documents?before={papers[2].number}").text

    assert first.count(papers[0].title) == 50
    assert f"before={papers[2].year}/3" in first.replace("%2F", "/")
    assert second.count(papers[0].title) == 2


def test_a_representative_sees_the_papers_of_their_branches_only(db, browser, make):
    almaty, astana = make.branch(), make.branch()
    issue(db, astana, paper=paper(title="Of Astana"))
    issue(db, make.branch(under=almaty), paper=paper(title="Of a zone of Almaty"))

    shown = browser(make.officer(Role.REPRESENTATIVE, almaty)).get("/documents").text

    assert "Of a zone of Almaty" in shown
    assert "Of Astana" not in shown


def test_a_nonsensical_place_in_the_register_is_its_beginning(browser, make):
    aigul = make.officer(Role.REPRESENTATIVE, make.branch())

    assert browser(aigul).get("/documents?before=²/x").status_code == 200


def test_members_have_no_register(browser, make):
    assert browser(make.member()).get("/documents").status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_register_asks_little_however_long_it_is(
    db, browser, make, statements, count
):
    almaty = make.branch()
    reader = browser(make.officer(Role.REPRESENTATIVE, almaty))
    for _ in range(count):
        issue(db, almaty)
    statements.clear()

    reader.get("/documents")

    assert len(statements) <= 3
