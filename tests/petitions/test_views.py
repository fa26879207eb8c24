"""The pages of petitions, as members meet them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from tests.petitions.factories import TITLE, filled_in, pledge
from union.core.base import now
from union.core.once import NOBODY, Answer
from union.members.models import Role
from union.petitions import rules
from union.petitions.models import Petition, Signature
from union.petitions.queries import A_PAGE

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


def test_a_petition_is_read_and_signed_without_any_script(make, browser, petition, db):
    member = make.neighbour(petition)
    client, path = browser(member), f"/petitions/{petition.id}"
    page = client.get(path)

    answer = client.post(
        f"{path}/sign",
        data={
            "disclosure": "counted",
            "word": "Time!",
            "text_hash": petition.text_hash,
        },
        follow_redirects=True,
    )

    assert TITLE in page.text
    assert "Your signature is in" in answer.text
    assert f"http://localhost{path}" in answer.text
    assert db.get(Signature, (petition.id, member.id)).word == "Time!"


def test_nothing_is_chosen_for_the_signer(make, browser, petition, db):
    client = browser(make.neighbour(petition))

    answer = client.post(
        f"/petitions/{petition.id}/sign",
        data={"word": "What I typed", "text_hash": petition.text_hash},
    )

    assert answer.status_code == 422
    assert "What I typed" in answer.text
    assert "Fill this in." in answer.text
    assert not db.exec(select(Signature)).all()


def test_the_same_form_sent_twice_gets_the_same_answer(make, browser, petition, db):
    client = browser(make.neighbour(petition))
    form = {"once": "k" * 22, "disclosure": "union", "text_hash": petition.text_hash}

    answers = [client.post(f"/petitions/{petition.id}/sign", data=form) for _ in "12"]

    assert answers[0].location == answers[1].location
    assert len(db.exec(select(Signature)).all()) == 1


def test_a_signature_is_withdrawn_on_a_page_of_its_own(make, browser, petition, db):
    signed = make.signers(petition, 1)[0]
    client = browser(signed.member)
    path = f"/petitions/{petition.id}/signature/withdraw"

    question = client.get(path)
    client.post(path)

    assert "Nobody is told that it was you" in question.text
    assert not db.exec(select(Signature)).all()


def test_a_member_drafts_previews_and_publishes(make, browser, db):
    member = make.member()
    client = browser(member)

    draft = client.post("/petitions", data=filled_in(member.branch))
    preview = client.get(draft.location)
    client.post(f"{draft.location}/publish")

    assert "This is a draft" in preview.text
    assert "fewer than ten have signed so far" in client.get(draft.location).text
    assert db.exec(select(Petition)).one().author_id == member.id


def test_a_refused_draft_keeps_what_was_typed(make, browser):
    member = make.member()
    form = filled_in(member.branch, title_kk="Тек тақырып", goal="3")

    answer = browser(member).post("/petitions", data=form)

    assert answer.status_code == 422
    assert "Тек тақырып" in answer.text
    assert "This is too small." in answer.text


def test_choosing_a_language_keeps_what_was_typed(make, browser):
    member = make.member()
    form = filled_in(member.branch) | {"_language": "kk"}

    answer = browser(member).post("/petitions", data=form)

    assert answer.status_code == 200
    assert 'lang="kk"' in answer.text
    assert TITLE in answer.text


@pytest.mark.parametrize("speaks", ["kk", "ru", "en"])
def test_every_page_opens_in_every_language(make, browser, petition, speaks):
    make.signers(petition, 12, word="Time is ours too.")
    steward = make.officer(Role.STEWARD, petition.branch)
    rules.sign(make.db, petition, steward, pledge(petition))
    make.db.commit()
    client = browser(steward, speaks)

    pages = ["", "/new"] + [
        f"/{petition.id}{page}"
        for page in ("", "/words", "/signed", "/signature/withdraw", "/signers")
    ]

    assert {client.get(f"/petitions{page}").status_code for page in pages} == {200}


def test_a_reader_of_another_language_is_told_which_text_counts(
    make, browser, petition
):
    page = browser(petition.author, speaks="ru").get(f"/petitions/{petition.id}")

    assert "Автор написал это только на одном языке: английский." in page.text


def test_what_people_write_stays_text(make, browser):
    petition = make.petition(title=HOSTILE, text=HOSTILE, addressee=HOSTILE)
    make.signers(petition, 10, word=HOSTILE)
    client = browser(petition.author)

    pages = [
        client.get(f"/petitions{page}").text
        for page in ("", f"/{petition.id}", f"/{petition.id}/words")
    ]

    assert all("&lt;script&gt;alert(1)" in page for page in pages)
    assert not any("<script>alert" in page for page in pages)


def test_words_stand_with_the_name_only_where_its_owner_allows(make, browser, petition):
    for disclosure in ("union", "counted"):
        signed = make.signers(petition, 5, disclosure=disclosure, word="Enough.")
        for signature in signed:
            signature.member.name = f"Signer {disclosure}"
    make.db.commit()

    page = browser(petition.author).get(f"/petitions/{petition.id}/words").text

    assert page.count("Signer union") == 5
    assert page.count("a member, name not shown") == 5
    assert "Signer counted" not in page


def test_the_words_of_the_first_nine_are_not_shown(make, browser, petition):
    make.signers(petition, 9, word="Enough.")
    client = browser(petition.author)

    pages = [client.get(f"/petitions/{petition.id}{p}").text for p in ("", "/words")]

    assert not any("Enough." in page for page in pages)
    assert "&lt;10" in pages[0]


def test_words_are_read_page_by_page(make, browser, petition):
    for number in range(A_PAGE + 3):
        make.signers(petition, 1, word=f"Word {number}.")
    client = browser(petition.author)

    first = client.get(f"/petitions/{petition.id}/words")
    rest = client.get(next_page(first))

    assert words(first) & words(rest) == set()
    assert len(words(first) | words(rest)) == A_PAGE + 3
    assert 'rel="next"' not in rest.text


def test_a_list_whose_place_is_gone_begins_anew(make, browser, petition):
    make.signers(petition, A_PAGE + 3, word="Enough.")
    client = browser(petition.author)
    address = next_page(client.get(f"/petitions/{petition.id}/words"))
    last = make.db.exec(
        select(Signature).where(Signature.mark == UUID(address.rpartition("=")[2]))
    ).one()
    rules.withdraw_signature(make.db, petition, last.member)
    make.db.commit()

    assert client.get(address).text.count("Enough.") == A_PAGE


def test_petitions_are_listed_open_first_and_page_by_page(make, browser):
    author = make.member()
    for day in range(A_PAGE + 2):
        make.petition(
            branch=author.branch,
            author=author,
            title=f"Word {day}.",
            closes_at=now() + timedelta(days=day - 5),
        )
    client = browser(author)

    first = client.get("/petitions")
    rest = client.get(next_page(first))

    assert first.text.index(f"Word {A_PAGE + 1}.") < first.text.index("Word 3.")
    assert words(rest) == {"0", "1"}


def words(page):
    """The numbers of the words on a page."""
    return {part.split(".")[0] for part in page.text.split("Word ")[1:]} - {"s of"}


def next_page(page):
    return page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")


def test_a_petition_is_found_by_words_in_any_case(make, browser):
    found = make.petition(title="Ұшқыр ЖЕЛКЕН")
    make.petition(branch=found.branch, title="Something else")
    client = browser(found.author)

    assert "Ұшқыр" in client.get("/petitions?words=желкен").text
    assert "No petition says this" in client.get("/petitions?words=%25").text


def test_petitions_of_other_branches_are_not_there(make, browser, petition):
    client = browser(make.member())

    assert TITLE not in client.get("/petitions").text
    for page in ("", "/tally", "/words", "/signed", "/signers", "/sheet.pdf"):
        assert client.get(f"/petitions/{petition.id}{page}").status_code == 404


def test_who_is_not_admitted_yet_reads_nothing_elsewhere(make, browser, petition):
    client = browser(make.member(admitted_at=None))

    for page in ("/petitions", "/", f"/petitions/{petition.id}"):
        assert TITLE not in client.get(page).text


def test_an_author_who_moved_away_reads_and_is_told_why_not_to_sign(make, browser):
    elsewhere = make.petition(branch=make.branch(), author=make.member())

    page = browser(elsewhere.author).get(f"/petitions/{elsewhere.id}").text

    assert "in good standing can sign" in page
    assert 'name="disclosure"' not in page


def test_reading_the_names_is_asked_for_minuted_and_paged(make, browser, petition):
    make.signers(petition, A_PAGE + 2, disclosure="union")
    make.signers(petition, 3, disclosure="counted")
    client = browser(make.officer(Role.STEWARD, petition.branch))
    path = f"/petitions/{petition.id}/signers"

    question = client.get(path)
    first = client.post(path)
    mark = first.text.split('name="after" value="')[1].split('"')[0]
    rest = client.post(path, data={"after": mark})

    assert "The activity log of the branch will say" in question.text
    assert first.text.count("Inside the union only") == A_PAGE
    assert rest.text.count("Inside the union only") == 2


def test_names_are_not_for_everybody(make, browser, petition):
    make.signers(petition, 12)

    answer = browser(petition.author).post(f"/petitions/{petition.id}/signers")

    assert answer.status_code == 403


def test_today_asks_for_what_is_not_signed_yet(make, browser, petition):
    member = make.neighbour(petition)

    before = browser(member).get("/").text
    rules.sign(make.db, petition, member, pledge(petition))
    make.db.commit()

    assert TITLE in before
    assert TITLE not in browser(member).get("/").text


@pytest.mark.parametrize("page", ["", "/{id}", "/{id}/words", "/{id}/tally"])
def test_a_page_asks_the_database_at_most_four_times(
    make, browser, petition, counted, page
):
    part = {"HX-Request": "true"}
    path = f"/petitions{page.format(id=petition.id)}"
    client = browser(petition.author)
    make.signers(petition, 12, word="Enough.")

    with counted() as few:
        client.get(path, headers=dict(part) if "tally" in page else {})
    make.signers(petition, 30, word="Enough.")
    for _ in range(8):
        make.petition(branch=petition.branch)
    with counted() as many:
        client.get(path, headers=dict(part) if "tally" in page else {})

    assert 1 < len(few) == len(many) <= 4


def test_of_a_withdrawn_signature_nothing_is_left(db, browser, make, petition):
    phone, address = browser(make.neighbour(petition)), f"/petitions/{petition.id}"
    mine = {"disclosure": "union", "text_hash": petition.text_hash, "once": "one"}
    phone.post(f"{address}/sign", data=mine)

    phone.post(f"{address}/signature/withdraw", data={"once": "two"})

    assert db.exec(select(Signature)).all() == []
    assert set(db.exec(select(Answer.member_id, Answer.about))) == {(NOBODY, None)}


def test_of_a_withdrawn_petition_no_signer_is_left(db, browser, make, petition):
    phone, address = browser(make.neighbour(petition)), f"/petitions/{petition.id}"
    mine = {"disclosure": "union", "text_hash": petition.text_hash, "once": "one"}
    phone.post(f"{address}/sign", data=mine)

    browser(petition.author).post(f"{address}/withdraw", data={"once": "two"})

    assert db.exec(select(Signature)).all() == []
    assert db.exec(select(Answer)).all() == []
