"""What is kept goes when the printed table says it goes."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from union.core import jobs
from union.core.base import now
from union.core.once import Answer
from union.members import retention
from union.members.models import (
    About,
    AccountDeed,
    AccountNote,
    Arrival,
    Import,
    Lobby,
    Look,
    Member,
    OneTimeSecret,
    PhoneCode,
    Poster,
    PrivacyConsent,
    Role,
    RoleProposal,
    SignInSession,
    SpentChallenge,
    TakenList,
    Vouch,
    WayBack,
)


def left(make, at):
    make.member(left_at=at)
    return select(Member).where(Member.name != "")


def phone_code(make, at):
    make.save(PhoneCode(member_id=make.member().id, sealed=b"s", made_at=at))
    return select(PhoneCode)


def answer(make, at):
    member = make.member()
    make.save(Answer(member_id=member.id, key="k", location="/", given_at=at))
    return select(Answer)


def session(make, at):
    member = make.member()
    make.save(SignInSession(member_id=member.id, digest="d", began_at=at))
    return select(SignInSession)


def look(make, at):
    make.save(Look(member_id=make.member().id, by=make.member().id, at=at))
    return select(Look)


def taken_list(make, at):
    by = make.member()
    branch_id = by.branch_id
    words = {"purpose": "p", "sought": {}, "people": 3, "digest": "d"}
    make.save(TakenList(branch_id=branch_id, by=by.id, at=at, **words))
    return select(TakenList)


def arrival(make, at):
    make.save(Arrival(member_id=make.member().id, came_at=at))
    return select(Arrival)


def poster(make, at):
    maker = make.member()
    about = {"branch_id": maker.branch_id, "made_by": maker.id, "expires_at": at}
    make.save(Poster(code="K3M2Q7XD", place="Door", most=9, **about))
    return select(Poster)


def way_back(make, at):
    make.save(WayBack(code="K3M2Q7XD", digest="d", passphrase_hash="", asked_at=at))
    return select(WayBack)


def vouch(make, at):
    about = {"member_id": make.member().id, "by": make.member().id}
    make.save(Vouch(about=About.ADMISSION, at=at, **about))
    return select(Vouch)


def proposal(make, at):
    by = make.member()
    about = {"member_id": make.member().id, "branch_id": by.branch_id, "reason": "r"}
    said = {"role": Role.STEWARD, "proposed_by": by.id, "decided_at": at}
    make.save(RoleProposal(**about, **said))
    return select(RoleProposal)


def note(make, at):
    deed = AccountDeed.PASSPHRASE
    make.save(AccountNote(member_id=make.member().id, deed=deed, at=at))
    return select(AccountNote)


def challenge(make, at):
    make.save(SpentChallenge(digest="d", spent_at=at))
    return select(SpentChallenge)


def unconfirmed(make, at):
    owner = make.member()
    make.save(OneTimeSecret(member_id=owner.id, sealed=b"s", made_at=at))
    return select(OneTimeSecret)


def guest(make, at):
    left = make.member(joined_at=None, admitted_at=None)
    notice = {"notice": "n", "language": "kk", "given_at": at}
    make.save(PrivacyConsent(member_id=left.id, **notice))
    return select(PrivacyConsent)


def lobby(make, at):
    member = make.member(admitted_at=at)
    make.save(Lobby(member_id=member.id, code="K3M2Q7XD", welcome_by=at))
    return select(Lobby)


def sent_list(make, at):
    by = make.member()
    about = {"branch_id": by.branch_id, "by": by.id, "name": "list.csv"}
    make.save(Import(sealed=b"s", sent_at=at, **about))
    return select(Import).where(col(Import.sealed).is_not(None))


def turned_away(make, at):
    make.member(name="Nobody", admitted_at=None, suspended_at=at)
    return select(Member).where(Member.name == "Nobody", col(Member.left_at).is_(None))


KEPT = {
    "forget_turned_away": turned_away,
    "forget_lists": sent_list,
    "forget_guests": guest,
    "forget_lobbies": lobby,
    "forget_notes": note,
    "forget_spent_challenges": challenge,
    "forget_unconfirmed_codes": unconfirmed,
    "forget_proposals": proposal,
    "forget_ways_back": way_back,
    "forget_vouches": vouch,
    "forget_edges": arrival,
    "forget_posters": poster,
    "erase_who_left": left,
    "forget_phone_codes": phone_code,
    "forget_answers": answer,
    "forget_sessions": session,
    "forget_looks": look,
    "forget_taken_lists": taken_list,
}
A_LITTLE = timedelta(minutes=5)
AHEAD = {"erase_who_left": timedelta(hours=1)}  # sooner than was promised

every_term = pytest.mark.parametrize("term", retention.terms, ids=lambda t: t.name)


@every_term
def test_what_is_older_goes(db, app, make, term):
    there = KEPT[term.name](make, now() - term.after - A_LITTLE)

    with app.app_context():
        jobs.do_chores()

    db.expire_all()
    assert db.exec(there).all() == []


@every_term
def test_what_is_younger_stays(db, app, make, term):
    young = now() - term.after + AHEAD.get(term.name, timedelta()) + A_LITTLE
    there = KEPT[term.name](make, young)

    with app.app_context():
        jobs.do_chores()

    db.expire_all()
    assert len(db.exec(there).all()) == 1


@pytest.mark.parametrize("page", ["/privacy", "/me/known"])
def test_every_term_is_printed(browser, make, page):
    told = browser(make.member()).get(page).text

    assert [term.what for term in retention.terms if term.what not in told] == []


def test_a_stranger_reads_the_table_too(stranger):
    page = stranger.get("/privacy", headers={"Accept-Language": "en"}).text

    assert "Notice of November 25, 2026" in page
    assert "3 years" in page


def test_much_goes_in_batches(db, app, make, monkeypatch):
    monkeypatch.setattr(retention, "A_BATCH", 2)
    ada, by = make.member(), make.member()
    for _ in range(5):
        make.save(Look(member_id=ada.id, by=by.id, at=now() - timedelta(days=400)))

    left_over = []
    for _ in range(3):
        with app.app_context():
            jobs.do_chores()
        left_over.append(len(db.exec(select(Look)).all()))

    assert left_over == [3, 1, 0]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1), "24 hours"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=1095), "3 years"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_a_length_of_time_is_said_whole(time, said):
    assert retention.span(time) == said
