"""Personal links: who makes them, how many, what is shown and what is kept."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from tests.browser import lasting
from union.core.audit import Minute
from union.core.base import now
from union.core.errors import NotAllowed, NotFound, Refused
from union.core.once import Answer
from union.members.models import Invite, Role
from union.members.permissions import may_invite
from union.members.queries import invite_for
from union.members.rules import invites, inviting

LINK = re.compile(r"http://localhost/i/([a-z2-7]{26})<")


@pytest.fixture
def almaty(make):
    return make.branch()


@pytest.fixture
def ada(make, almaty):
    return make.member(branch=almaty)


@pytest.fixture
def steward(make, almaty):
    return make.officer(Role.STEWARD, almaty)


@pytest.fixture
def given(make):
    """An invite that was made some time ago."""

    def give(member, **about):
        usual = {
            "digest": uuid4().hex,
            "branch_id": member.branch_id,
            "made_by": member.id,
        }
        return make.save(Invite(**usual | about))

    return give


def made(db):
    return db.exec(select(Invite)).all()


def test_full_members_invite_and_probationers_wait(make, almaty):
    lately = now() - timedelta(days=13)

    assert may_invite(make.member(), now())
    assert may_invite(make.officer(Role.STEWARD, almaty, admitted_at=lately), now())
    for who in (
        {"admitted_at": lately},
        {"admitted_at": None},
        {"suspended_at": now()},
        {"left_at": now()},
    ):
        assert not may_invite(make.member(**who), now())
    teller = make.officer(Role.TELLER, almaty, admitted_at=lately)
    assert not may_invite(teller, now())


def test_only_the_digest_of_a_link_is_kept(db, browser, ada):
    page = browser(ada).post("/invites")

    token = LINK.search(page.text)[1]
    (invite,) = made(db)
    assert page.status_code == 200
    assert invite.digest == invites.digest_of(token)
    assert token not in repr(invite.model_dump())
    assert invite.branch_id == ada.branch_id


def test_the_link_is_shown_once(browser, ada):
    phone = browser(ada)
    token = LINK.search(phone.post("/invites").text)[1]

    assert token not in phone.get("/invites").text


def test_no_two_links_are_alike(db, browser, ada):
    phone = browser(ada)

    shown = {LINK.search(phone.post("/invites").text)[1] for _ in range(5)}

    assert len(shown) == len(made(db)) == 5


def test_a_form_that_comes_twice_shows_the_same_link(db, browser, ada):
    phone = browser(ada)

    first, again = (phone.post("/invites", data={"once": "k"}).text for _ in "12")

    assert LINK.search(first)[1] == LINK.search(again)[1]
    assert len(made(db)) == 1
    assert db.exec(select(Answer)).all() == []


def test_a_used_link_is_not_shown_again(db, browser, ada):
    phone = browser(ada)
    phone.post("/invites", data={"once": "k"})
    made(db)[0].used_at = now()
    db.commit()

    answer = phone.post("/invites", data={"once": "k"})

    assert answer.status_code == 409
    assert not LINK.search(answer.text)


def test_five_in_thirty_days_and_no_more(db, browser, ada, given):
    for day in range(5):
        given(ada, made_at=now() - timedelta(days=day))

    answer = browser(ada).post("/invites")

    assert answer.status_code == 409
    assert "all your invites of these 30 days" in answer.text
    assert len(made(db)) == 5


def test_what_was_taken_back_or_is_long_ago_is_not_counted(db, ada, given):
    for day in (1, 2, 3, 30, 31):
        given(ada, made_at=now() - timedelta(days=day))
    given(ada, revoked_at=now())

    assert inviting.left_to_give(db, ada, now()) == 2


def test_an_officer_has_no_such_limit_but_a_day_has(db, steward, almaty, given):
    for _number in range(49):
        given(steward)

    inviting.invite(db, almaty, steward, "the fiftieth")

    with pytest.raises(Refused, match="enough for a day"):
        inviting.invite(db, almaty, steward, "one more")


def test_making_and_taking_back_all_day_ends_too(db, ada, almaty, given):
    for _number in range(50):
        given(ada, revoked_at=now())

    with pytest.raises(Refused, match="enough for a day"):
        inviting.invite(db, almaty, ada, "one more")


def test_a_member_invites_into_their_own_branch_only(db, make, ada, almaty):
    elsewhere, below = make.branch(), make.branch(under=almaty)

    for branch in (elsewhere, below):
        with pytest.raises(NotAllowed):
            inviting.invite(db, branch, ada, "t")


def test_an_officer_invites_where_they_look_after_people(db, make, steward, almaty):
    below = make.branch(under=almaty)

    assert inviting.invite(db, below, steward, "t").branch_id == below.id
    with pytest.raises(NotAllowed):
        inviting.invite(db, make.branch(), steward, "u")


def test_nobody_is_invited_into_a_merged_branch(db, make, almaty, steward):
    merged = make.branch(under=almaty, closed_at=now())

    with pytest.raises(NotAllowed):
        inviting.invite(db, merged, steward, "t")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"branch_id": "another"}, 403),
        ({"branch_id": "x"}, 422),
        ({"branch_id": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"member_id": "00000000-0000-0000-0000-000000000000"}, 422),
        ({"made_by": "00000000-0000-0000-0000-000000000000"}, 422),
        ({"digest": "a" * 64}, 422),
        ({"made_at": "2999-01-01"}, 422),
    ],
)
def test_nothing_else_is_taken_from_the_form(db, make, browser, ada, sent, status):
    if sent.get("branch_id") == "another":
        sent = {"branch_id": str(make.branch().id)}

    answer = browser(ada).post("/invites", data=sent)

    assert answer.status_code == status
    assert made(db) == []


def test_the_page_is_closed_to_whoever_may_not_invite(browser, make):
    probationer = make.member(admitted_at=now() - timedelta(days=1))
    phone = browser(probationer)

    for answer in (phone.get("/invites"), phone.post("/invites")):
        assert answer.status_code == 403
        assert "once your probation is over" in answer.text
    assert 'href="/invites"' not in phone.get("/me").text


def test_other_sites_make_no_links(db, browser, ada):
    headers = {"Sec-Fetch-Site": "cross-site"}

    assert browser(ada).post("/invites", headers=headers).status_code == 403
    assert made(db) == []


def test_the_list_tells_states_and_never_names(browser, make, ada, given):
    make.member(branch=ada.branch, name="Whoever came")
    given(ada, used_at=now())
    given(ada, revoked_at=now())
    given(ada, made_at=now() - timedelta(days=7))
    given(ada)
    given(make.member())
    given(ada, made_at=now() - timedelta(days=31))

    page = browser(ada).get("/invites").text

    said = re.findall(r"pill[^>]*>([^<]+)<", lasting(page))
    assert sorted(said) == ["run out", "taken back", "used", "waiting"]
    assert "Whoever came" not in page


def test_the_list_goes_on_page_by_page(browser, steward, given):
    for number in range(21):
        given(steward, made_at=now() - timedelta(minutes=number))
    phone = browser(steward)

    first = phone.get("/invites").text
    address = first.partition('rel="next" href="')[2].partition('"')[0]
    second = phone.get(address).text

    assert first.count("pill sun") == 20
    assert second.count("pill sun") == 1


def test_links_of_an_import_are_not_the_importers(db, browser, make, steward, given):
    given(steward, member_id=make.member().id)

    assert "pill" not in lasting(browser(steward).get("/invites").text)
    assert inviting.invites_made(db, steward, now() - timedelta(days=1)) == 0


def test_a_link_is_taken_back_once_and_for_all(db, browser, ada, given):
    invite, phone = given(ada), browser(ada)

    for _time in range(2):
        answer = phone.post(f"/invites/{invite.id}/take-back")
        assert answer.location == "/invites"

    db.refresh(invite)
    assert invite.revoked_at
    assert not invite.is_open(now())


def test_what_was_used_is_not_taken_back(db, browser, ada, given):
    invite = given(ada, used_at=now())

    answer = browser(ada).post(f"/invites/{invite.id}/take-back")

    assert answer.status_code == 409
    assert "come by this invite already" in answer.text


def test_anothers_invite_is_as_if_it_were_not_there(db, make, ada, steward, given):
    with pytest.raises(NotFound):
        invite_for(db, steward, given(ada).id)


def test_the_minutes_do_not_tell_who_invited(db, browser, ada, steward):
    phone = browser(ada)
    phone.post("/invites")
    phone.post(f"/invites/{made(db)[0].id}/take-back")

    lines = db.exec(select(Minute)).all()
    assert [line.event for line in lines] == ["InviteMade", "InviteTakenBack"]
    assert {line.by for line in lines} == {None}
    assert [line.about for line in lines] == [{}, {}]
    assert "invite" not in browser(steward).get("/activity").text.partition("<ol")[2]


def test_who_brought_people_reads_a_number(browser, make):
    page = browser(make.member(brought=3)).get("/me").text

    assert "You have brought 3 people into the union." in page
    assert "brought" not in browser(make.member()).get("/me").text


def test_the_page_asks_little_of_the_database(browser, steward, given, statements):
    for _number in range(9):
        given(steward)
    phone = browser(steward)
    statements.clear()

    phone.get("/invites")

    assert len(statements) <= 4
