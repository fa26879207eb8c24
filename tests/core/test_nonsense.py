"""What no page of ours sends: refused in words, never a breakdown, never kept."""

import pytest
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from sqlmodel import select

from tests.ballots.factories import proposal
from tests.petitions.factories import MakePetition, filled_in
from union.ballots.models import Ballot
from union.members.models import Role

HUGE = "9" * 5000
BEYOND = "99999999999999999999"  # more than any table counts to


@pytest.fixture
def officer(make):
    """Somebody whom nearly every page lets in."""
    roles = set(Role) - {Role.TELLER, Role.SYSTEM_ADMIN}  # whom others exclude
    return make.officer(*roles, make.branch())


@pytest.mark.parametrize(
    "address",
    [
        *(f"/activity?before={number}" for number in (BEYOND, HUGE, "-1", "x")),
        *(f"/documents?before={year}/1" for year in (BEYOND, HUGE, "x")),
        "/activity?kind=%00",
        "/activity?branch=%00",
        "/ballots/?before=x",
        "/demands?after=%00",
        "/petitions?words=%00",
        "/petitions?words=%ED%A0%80",
        "/petitions?after=x",
        "/v/%00%00%00%00%00%00%00%00",
        f"/v/{HUGE}",
    ],
)
def test_no_address_breaks_a_page(browser, officer, address):
    answer = browser(officer).get(address)

    assert answer.status_code in (200, 403, 404, 422)


@pytest.mark.parametrize(
    "given",
    [
        {"opens_at": "0001-01-01T00:00"},
        {"closes_at": "9999-12-31T23:59-14:00"},
        {"closes_at": "9999-12-31T23:59Z"},
        {"opens_at": "1e309"},
        {"workforce": BEYOND, "workforce_source": "x", "workforce_on": "2026-01-01"},
        {f"options_{code}": f"{'a' * 121}\nb" for code in ("kk", "ru", "en")},
        {"title_kk": "a\0b"},
        {"title_kk": "a\x1b[31m"},
        {"\0": "b"},
        {"quorum": "gte 1/0 of members"},
    ],
)
def test_a_ballot_takes_no_nonsense(db, browser, officer, given):
    form = proposal(branch_id=str(officer.branch_id)) | given

    answer = browser(officer).post("/ballots/", data=form)

    assert answer.status_code == 422
    assert db.exec(select(Ballot)).all() == []


@pytest.mark.parametrize(
    "given", [{"text_en": "a\0"}, {"goal": HUGE}, {"closes_at": "0001-01-01T00:00"}]
)
def test_nor_does_a_petition(browser, officer, given):
    form = filled_in(officer.branch) | given

    assert browser(officer).post("/petitions", data=form).status_code == 422


def test_a_key_of_nonsense_is_no_breakdown(browser, officer):
    form = {"name": "Айша", "once": "a\0b"}

    assert browser(officer).post("/me/name", data=form).status_code in (303, 422)


def test_fields_by_the_thousand_are_too_many(browser, officer):
    form = {f"field{number}": "x" for number in range(2000)}

    assert browser(officer).post("/me/name", data=form).status_code == 413


def test_a_refusal_is_read_where_the_form_is_gone(db, browser):
    """Its page now leads away: the reason must not be lost on the way."""
    make = MakePetition(db)
    petition = make.petition()
    make.signers(petition, 1)

    answer = browser(petition.author).post(
        f"/petitions/{petition.id}/edit", data=filled_in(petition.branch)
    )

    assert answer.status_code == 409
    assert "The first member has signed" in answer.text


@pytest.mark.parametrize("error", [ObjectDeletedError, StaleDataError])
def test_what_somebody_deleted_meanwhile_is_no_breakdown(app, error):
    with app.test_request_context(method="POST", headers={"Accept-Language": "en"}):
        app.preprocess_request()
        gone = error(None) if error is ObjectDeletedError else error("0 rows")

        page, status = app.handle_user_exception(gone)

    assert status == 409
    assert "Someone was faster" in page
