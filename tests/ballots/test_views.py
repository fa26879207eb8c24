import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from tests.ballots.factories import OPTIONS, proposal, vote
from union.ballots.models import NO, YES, Ballot, Consent, Envelope, NamedVote
from union.core.base import now
from union.core.once import Answer
from union.core.web.limits import limiter
from union.members.models import Role


def page(ballot, place=""):
    return f"/ballots/{ballot.id}{place}"


def sheet(choice=YES, **given):
    form = vote(choice)
    return {"choice": form.choice, "drawn": form.drawn, "once": form.key} | given


def test_the_list_says_what_waits_for_me(browser, ballots):
    ada, grace = ballots.voters(2)
    ballots.open([ada, grace], title_en="Join the fund")
    ballots.prepared(title_en="A warm room", opens_at=now() + timedelta(days=1))

    text = browser(ada).get("/ballots/").text

    assert text.index("Waiting for you") < text.index("Join the fund")
    assert text.index("To come") < text.index("A warm room")


def test_a_ballot_nobody_opened_in_time_says_so(browser, ballots):
    [ada] = ballots.voters(1)
    ballots.frozen([ada], closes_at=now() - timedelta(hours=1))

    text = browser(ada).get("/ballots/").text

    assert "did not open in time" in text
    assert "being counted" not in text


def test_closed_ballots_come_in_pages(browser, ballots):
    [ada] = ballots.voters(1)
    for n in range(23):
        ballots.frozen(
            [ada], title_en=f"Number {n:02}.", closed_at=now() - timedelta(days=n)
        )

    first = browser(ada).get("/ballots/").text
    place = first.partition('rel="next" href="')[2].partition('"')[0]
    second = browser(ada).get(place).text

    assert "Number 19." in first
    assert "Number 20." not in first
    assert "Number 20." in second
    assert "Number 22." in second


def test_a_vote_takes_three_pages_and_shows_nothing_in_an_address(db, browser, ballots):
    voters = ballots.voters(12)
    ballot, phone = ballots.open(voters), browser(voters[0])

    chosen = phone.get(page(ballot, "/vote"))
    checked = phone.post(page(ballot, "/check"), data={"choice": NO})
    cast = phone.post(page(ballot, "/votes"), data=sheet(NO))
    receipt = phone.get(cast.location)

    assert "Shall we join? en" in chosen.text
    assert "It does not count yet." in checked.text
    assert cast.status_code == 303
    assert cast.location.endswith("/receipt")
    assert "Your vote is in" in receipt.text
    assert "No</h2>" not in receipt.text
    assert db.exec(select(Envelope)).one().member_id == voters[0].id


def test_no_answer_leads_back_to_the_question(browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    answer = browser(voters[0]).post(page(ballot, "/check"), data={})

    assert answer.status_code == 422
    assert "Fill this in." in answer.text
    assert "Continue to check" in answer.text


def test_an_answer_that_was_not_offered_is_refused(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    answer = browser(voters[0]).post(page(ballot, "/votes"), data=sheet("zzz"))

    assert answer.status_code == 422
    assert db.exec(select(Envelope)).all() == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_before_voting_the_page_says_who_could_see_the_vote(browser, ballots, language):
    label = {
        "kk": "Осы сервердің операторынан құпия емес.",
        "ru": "Не тайна для оператора этого сервера.",
        "en": "Not secret from the operator of this server.",
    }
    voters = ballots.voters(12)
    ballot, phone = ballots.open(voters), browser(voters[0], speaks=language)

    assert label[language] in phone.get(page(ballot)).text
    assert label[language] in phone.get(page(ballot, "/vote")).text
    checked = phone.post(page(ballot, "/check"), data={"choice": YES})
    assert label[language] in checked.text


def test_a_named_ballot_says_that_names_are_shown(browser, ballots):
    voters = ballots.voters(3)
    ballot = ballots.open(voters, secrecy="named")

    text = browser(voters[0]).get(page(ballot, "/vote")).text

    assert "sees your name and your answer" in text
    assert "operator" not in text


def test_every_answer_gives_a_check_page_of_the_same_size(browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters, options=OPTIONS, majority=None)
    phone = browser(voters[0], speaks="kk")

    sizes = {
        len(phone.post(page(ballot, "/check"), data={"choice": option.key}).data)
        for option in ballot.choices()
    }

    assert len(sizes) == 1


def test_a_first_vote_and_a_changed_one_are_answered_alike(browser, ballots):
    voters = ballots.voters(12)
    ballot, phone = ballots.open(voters), browser(voters[0])

    first = phone.post(page(ballot, "/votes"), data=sheet(YES))
    again = phone.post(page(ballot, "/votes"), data=sheet(NO))

    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert first.location == again.location


def test_casting_keeps_no_digest_beside_the_member(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    browser(voters[0]).post(page(ballot, "/votes"), data=sheet())

    answer = db.exec(select(Answer)).one()
    assert (answer.digest, answer.about) == ("", ballot.id)


def test_who_is_not_on_the_roll_gets_the_reason(browser, ballots, make):
    ballot = ballots.open(ballots.voters(12))
    late = make.member(branch=ballots.branch)

    text = browser(late).get(page(ballot)).text
    refused = browser(late).get(page(ballot, "/vote"))

    assert "You are not on the frozen roll" in text
    assert refused.status_code == 403


def test_another_branch_finds_nothing(browser, ballots, make):
    ballot = ballots.open(ballots.voters(2), secrecy="named")

    assert browser(make.member()).get(page(ballot)).status_code == 404
    assert browser(make.member()).get(f"/ballots/{uuid4()}").status_code == 404


def test_a_member_asks_whether_they_can_vote(browser, ballots, make):
    ballot = ballots.prepared()
    [full] = ballots.voters(1)
    new = make.member(branch=ballots.branch, admitted_at=now() - timedelta(days=3))

    assert (
        "Yes, as things stand." in browser(full).get(page(ballot, "/can-i-vote")).text
    )
    assert "(probationer)" in browser(new).get(page(ballot, "/can-i-vote")).text


@pytest.mark.parametrize(
    ("became", "reason"),
    [("manages_since", "You manage or dispatch others"), ("suspended_at", "suspended")],
)
def test_who_may_not_vote_any_more_is_offered_no_vote(
    db, browser, ballots, became, reason
):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    setattr(voters[0], became, now())
    db.commit()
    ada = browser(voters[0])

    pages = [ada.get(page(ballot, place)).text for place in ("", "/can-i-vote")]

    assert all(reason in text for text in pages)
    assert "Vote or change your vote" not in pages[0]
    assert "Yes. You are on the frozen roll." not in pages[1]
    assert "/vote" not in ada.get("/").text


def test_a_manager_reads_why_they_are_on_no_roll(browser, ballots, make):
    boss = make.member(branch=ballots.branch, manages_since=now())

    text = browser(boss).get(page(ballots.prepared(), "/can-i-vote")).text

    assert "You manage or dispatch others" in text
    assert "you are not a full member yet" not in text


def test_an_objection_is_answered(browser, ballots, make):
    ballot, officer = ballots.prepared(), ballots.returning_officer()
    new = make.member(branch=ballots.branch, admitted_at=now() - timedelta(days=3))

    browser(new).post(
        page(ballot, "/objections"), data={"reason": "I was admitted in October."}
    )
    desk = browser(officer).get(page(ballot, "/roll")).text
    place = desk.partition("/objections/")[2].partition('"')[0]
    browser(officer).post(
        page(ballot, f"/objections/{place}"),
        data={"upheld": "yes", "answer": "True, by the paper list."},
    )

    assert "I was admitted in October." in desk
    text = browser(new).get(page(ballot, "/can-i-vote")).text
    assert "Upheld: you will be on the roll" in text
    assert "Yes, as things stand." in text
    assert "No, as things stand" not in text
    assert "True, by the paper list." in text


def test_members_do_not_read_the_roll(browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    assert browser(voters[0]).get(page(ballot, "/roll")).status_code == 403


def test_officers_search_the_roll_by_pages(browser, ballots):
    ballot = ballots.open(ballots.voters(30))
    teller = browser(ballots.teller())

    first = teller.get(page(ballot, "/roll")).text
    found = teller.get(page(ballot, "/roll?name=0029")).text

    assert 'rel="next"' in first
    assert "Voter 0029" not in first
    assert "Voter 0029" in found


def test_an_officer_puts_a_question(db, browser, ballots):
    officer = ballots.returning_officer()

    answer = browser(officer).post(
        "/ballots/", data=proposal(branch_id=str(ballots.branch.id))
    )

    ballot = db.exec(select(Ballot)).one()
    assert answer.location.endswith(str(ballot.id))
    assert ballot.opens_at.isoformat() == "2126-11-24T04:00:00+00:00"
    assert ballot.quorum == "gt 1/2 of members"


def test_what_does_not_fit_is_said_beside_its_field(browser, ballots):
    answer = browser(ballots.returning_officer()).post(
        "/ballots/",
        data=proposal(
            branch_id=str(ballots.branch.id),
            closes_at="2126-11-23T09:00",
            options_kk="Иә",
        ),
    )

    assert answer.status_code == 422
    assert "Voting closes after it opens." in answer.text
    assert "Give at least two options" in answer.text


def test_options_are_written_line_by_line(db, browser, ballots):
    lines = {f"options_{code}": "A\n\n B \nC" for code in ("kk", "ru", "en")}

    browser(ballots.returning_officer()).post(
        "/ballots/", data=proposal(branch_id=str(ballots.branch.id), **lines)
    )

    ballot = db.exec(select(Ballot)).one()
    assert [each["ru"] for each in ballot.options] == ["A", "B", "C"]


def test_the_edit_page_holds_what_the_ballot_says(browser, ballots):
    ballot = ballots.prepared(options=OPTIONS, title_kk="Жиналыс күні")

    text = browser(ballots.returning_officer()).get(page(ballot, "/edit")).text

    assert "Жиналыс күні" in text
    assert "Сенбі\nЖексенбі\nДүйсенбі" in text
    assert '<option value="gt 1/2 of members" selected>' in text


def test_two_officers_freeze_open_and_close(db, browser, ballots):
    ballots.voters(12)
    ballot = ballots.prepared()
    first, second = browser(ballots.returning_officer()), browser(ballots.teller())

    for step in ("freeze", "open"):
        assert "Approve as the first" in first.get(page(ballot, f"/steps/{step}")).text
        first.post(page(ballot, f"/steps/{step}"))
        assert "First approval: Ada." in second.get(page(ballot)).text
        second.post(page(ballot, f"/steps/{step}"))
    reason = {"reason": "The platform has withdrawn its tariff."}
    first.post(page(ballot, "/steps/close"), data=reason)
    second.post(page(ballot, "/steps/close"), data=reason)

    db.refresh(ballot)
    assert ballot.roll_size == 14
    assert ballot.opened_at
    text = second.get(page(ballot, "/result")).text
    assert "The platform has withdrawn its tariff." in text


@pytest.mark.parametrize("step", ["freeze", "open", "close"])
def test_going_back_to_a_step_that_was_taken_offers_nothing(db, browser, ballots, step):
    ballot, officer = ballots.closed([YES] * 12), ballots.returning_officer()
    role = Role.RETURNING_OFFICER
    about = {"ballot_id": ballot.id, "member_id": officer.id, "role": role}
    db.add(Consent(step=step, **about))
    db.commit()

    text = browser(officer).get(page(ballot, f"/steps/{step}")).text

    assert "This step is not to be taken now." in text
    assert "Another person must confirm it" not in text
    assert "<button" not in text.partition("<main")[2].partition("</main")[0]


def test_nobody_is_told_that_they_can_vote_in_what_has_closed(browser, ballots):
    ballot = ballots.closed([YES] * 12)
    [voter, *_rest] = ballots.branch_members()

    text = browser(voter).get(page(ballot, "/can-i-vote")).text

    assert "This ballot has closed." in text
    assert "Yes. You are on the frozen roll." not in text


def test_a_name_that_is_on_no_roll_is_said_to_be_on_none(browser, ballots):
    ballot = ballots.open(ballots.voters(12))

    text = browser(ballots.teller()).get(page(ballot, "/roll?name=zzz")).text

    assert "Nobody on the roll is found by this name." in text


def test_an_officer_counts_by_hand_and_the_form_is_forgotten_too(db, browser, ballots):
    ballot = ballots.end(ballots.open(ballots.voters(12)))
    desk, form = browser(ballots.returning_officer()), {"once": "a key"}

    counted = desk.post(page(ballot, "/count"), data=form)
    again = desk.post(page(ballot, "/count"), data=form)

    db.refresh(ballot)
    assert (counted.status_code, again.status_code) == (303, 303)
    assert ballot.closed_at


def test_while_it_is_open_no_moment_stands_beside_a_voter(db, browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)

    browser(voters[0]).post(page(ballot, "/votes"), data=sheet())

    at = db.exec(select(Answer)).one().given_at
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def seen_on(answer):
    """Which words a page had, for the form to say."""
    return re.search(r'name="seen" value="(\w+)"', answer.text)[1]


def test_nobody_approves_words_they_have_not_read(db, browser, ballots):
    """What a dishonest officer writes while another reads is not approved so."""
    ballots.voters(12)
    ballot = ballots.prepared()
    officer, teller = browser(ballots.returning_officer()), browser(ballots.teller())
    changed = proposal(
        title_kk="Басқа сұрақ", question_ru="Не спрашиваем ли мы другое?"
    )
    read_by_teller = {"seen": seen_on(teller.get(page(ballot, "/steps/freeze")))}
    officer.post(page(ballot, "/edit"), data=changed)
    seen = {"seen": seen_on(officer.get(page(ballot, "/steps/freeze")))}
    officer.post(page(ballot, "/steps/freeze"), data=seen)

    late = teller.post(page(ballot, "/steps/freeze"), data=read_by_teller)

    assert late.status_code == 409
    assert "Не спрашиваем ли мы другое?" in late.text
    assert "Read it as it is now before you approve it." in late.text
    db.refresh(ballot)
    assert (ballot.title_kk, ballot.roll_frozen_at) == ("Басқа сұрақ", None)
    teller.post(page(ballot, "/steps/freeze"), data={"seen": seen_on(late)})
    db.refresh(ballot)
    assert ballot.roll_frozen_at


def test_of_two_who_edit_at_once_the_later_is_told_and_loses_nothing(
    db, browser, ballots
):
    ballot = ballots.prepared()
    first, second = (browser(ballots.returning_officer()) for _ in range(2))
    seen = {"seen": seen_on(second.get(page(ballot, "/edit")))}
    first.post(page(ballot, "/edit"), data=proposal(title_kk="Бірінші") | seen)

    late = second.post(page(ballot, "/edit"), data=proposal(title_kk="Екінші") | seen)

    assert late.status_code == 409
    assert "Somebody changed this ballot while you were writing." in late.text
    assert "Екінші" in late.text
    again = proposal(title_kk="Екінші") | {"seen": seen_on(late)}
    assert second.post(page(ballot, "/edit"), data=again).status_code == 303
    db.refresh(ballot)
    assert ballot.title_kk == "Екінші"


def test_the_same_officer_is_never_both_hands(browser, ballots):
    ballots.voters(12)
    ballot = ballots.prepared()
    officer = browser(ballots.returning_officer())
    officer.post(page(ballot, "/steps/freeze"))

    answer = officer.post(page(ballot, "/steps/freeze"))

    assert answer.status_code == 409
    assert "Another person must confirm it." in answer.text


def test_the_result_shows_figures_rule_and_their_limits(browser, ballots):
    ballot = ballots.closed([YES] * 8 + [NO] * 4, roll=20)
    text = browser(ballots.teller()).get(page(ballot, "/result")).text

    assert "Adopted" in text
    assert "more than half of the roll, that is 11" in text
    assert ">met<" in text
    assert "12 of 20 took part." in text
    assert "indicative" in text
    assert "Information, not legal advice." in text


def test_a_quorum_by_law_never_stands_without_its_article(browser, ballots):
    ballot = ballots.closed([YES] * 9 + [NO], kind="ratification")

    text = browser(ballots.teller()).get(page(ballot, "/result")).text

    assert "Quorum by law" in text
    assert "Labour Code 164(1)" in text
    assert "Confidence: medium" in text


def test_figures_come_as_a_table(browser, ballots):
    ballot = ballots.closed([YES] * 8 + [NO] * 4)

    answer = browser(ballots.teller()).get(page(ballot, "/result.csv"))

    assert answer.mimetype == "text/csv"
    assert "Yes,8" in answer.text
    assert "Decision,Adopted" in answer.text


def test_names_are_for_the_roll_of_a_named_ballot(db, browser, ballots):
    ballot = ballots.closed([YES, NO, YES], secrecy="named")
    voter = db.exec(select(NamedVote.member_id)).first()
    member = next(m for m in ballots.branch_members() if m.id == voter)

    assert "Voter 0001" in browser(member).get(page(ballot, "/names")).text
    assert browser(ballots.teller()).get(page(ballot, "/names")).status_code == 403


def test_a_confidential_ballot_has_no_names(browser, ballots):
    voters = ballots.voters(12)
    ballot = ballots.open(voters)
    ballots.end(ballot)

    assert browser(voters[0]).get(page(ballot, "/names")).status_code == 403


@pytest.mark.parametrize("place", ["", "/vote", "/can-i-vote", "/receipt", "/turnout"])
def test_a_page_asks_the_database_four_times_at_most(
    browser, ballots, statements, place
):
    voters = ballots.voters(12)
    address, phone = page(ballots.open(voters), place), browser(voters[0])
    statements.clear()

    phone.get(address, headers={"HX-Request": "true"})

    assert len(statements) <= 4, "\n\n".join(statements)


def test_the_list_asks_no_more_for_more_ballots(browser, ballots, statements):
    [ada] = ballots.voters(1)
    phone = browser(ada)
    asked = []
    for many in (1, 12):
        for n in range(many):
            ballots.open([ada], secrecy="named")
            ballots.frozen([ada], closed_at=now() - timedelta(days=n))
        statements.clear()
        phone.get("/ballots/")
        asked.append(len(statements))

    assert asked == [3, 3]


def test_the_result_asks_the_database_four_times_at_most(browser, ballots, statements):
    place = page(ballots.closed([YES] * 12), "/result")
    teller = browser(ballots.teller())
    statements.clear()

    teller.get(place)

    assert len(statements) <= 4, "\n\n".join(statements)


def test_members_behind_one_address_do_not_use_up_each_others_votes(
    browser, ballots, monkeypatch
):
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    voters = ballots.voters(24)
    ballot = ballots.open(voters)

    cast = [browser(one).post(page(ballot, "/votes"), data=sheet()) for one in voters]
    same = [
        browser(voters[0]).post(page(ballot, "/votes"), data=sheet()) for _ in range(20)
    ]

    limiter.reset()
    assert {answer.status_code for answer in cast} == {303}
    assert same[-1].status_code == 429
