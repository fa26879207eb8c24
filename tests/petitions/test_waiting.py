"""What people sign who wait: kept, counted by nobody, until they are admitted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import func, select

from tests.petitions.factories import filled_in, pledge
from union.core import jobs
from union.core.audit import Minute
from union.core.base import now
from union.core.db import unit_of_work
from union.core.errors import NotAllowed, Refused
from union.members.forms import Check, How, Reason
from union.members.models import Member, Role
from union.members.rules import standing
from union.petitions import rules
from union.petitions.models import FEW, Disclosure, Draft, Petition, Signature
from union.petitions.queries import (
    names_for_addressee,
    petition_for,
    petitions_for,
    signers,
    tally,
    unsigned_for,
    voices,
)

MET = Check(how=How.MET)


@pytest.fixture
def waiting(make, petition):
    return make.neighbour(petition, name="Нұр", admitted_at=None)


@pytest.fixture
def steward(make, petition):
    return make.officer(Role.STEWARD, petition.branch)


def admit(app, db, waiting, steward):
    """Let them in through the door, and let the worker work."""
    standing.admit(db, waiting, steward, MET)
    member_id = waiting.id
    db.commit()
    with app.app_context(), unit_of_work() as work:
        rules.count_kept(work, work.get_one(Member, member_id))


def test_whoever_waits_signs_and_nothing_moves(db, petition, waiting):
    signature = rules.sign(db, petition, waiting, pledge(petition, word="Иә"))

    assert signature.waiting
    assert tally(db, petition.id).total == 0
    assert petition.frozen_at is None
    assert db.exec(select(Minute)).all() == []


def test_what_is_kept_is_shown_to_nobody(db, make, petition, waiting):
    make.signers(petition, FEW, word="Бірге")
    rules.sign(db, petition, waiting, pledge(petition, word="Құпия", disclosure=Disclosure.ADDRESSEE))  # fmt: skip  # noqa: E501

    said, _next = voices(db, petition)
    names, _next = signers(db, petition)

    assert "Құпия" not in {voice.word for voice in said}
    assert "Нұр" not in {signer.name for signer in names}
    assert names_for_addressee(db, petition) == []
    assert tally(db, petition.id).total == FEW


def test_its_owner_reads_that_it_is_kept(browser, petition, waiting):
    client = browser(waiting)
    data = {"disclosure": "union", "text_hash": petition.text_hash}

    signed = client.post(
        f"/petitions/{petition.id}/sign", data=data, follow_redirects=True
    )

    assert "Your signature is kept" in signed.text
    shown = client.get(f"/petitions/{petition.id}").text
    assert "It counts once you are admitted." in shown
    assert "you have signed" in client.get("/petitions").text


def test_it_counts_once_its_owner_is_admitted(app, db, petition, waiting, steward):
    rules.sign(db, petition, waiting, pledge(petition))
    before = now()

    admit(app, db, waiting, steward)

    signature = db.get(Signature, (petition.id, waiting.id))
    assert not signature.waiting
    assert signature.signed_at >= before - timedelta(seconds=1)
    assert tally(db, petition.id).total == 1
    assert petition.frozen_at
    assert [m.event for m in db.exec(select(Minute)) if m.event == "PetitionSigned"]


def test_counting_twice_is_counting_once(app, db, petition, waiting, steward):
    rules.sign(db, petition, waiting, pledge(petition))

    admit(app, db, waiting, steward)
    rules.count_kept(db, waiting)

    assert tally(db, petition.id).total == 1


def test_a_kept_signature_can_reach_the_goal(app, db, make, waiting, steward, petition):
    petition.goal = 1
    db.commit()
    rules.sign(db, petition, waiting, pledge(petition))
    assert petition.goal_reached_at is None

    admit(app, db, waiting, steward)

    assert petition.goal_reached_at


def test_the_worker_counts_it_because_of_the_admission(
    app, db, browser, petition, waiting, steward
):
    rules.sign(db, petition, waiting, pledge(petition))
    db.commit()

    browser(steward).post(f"/people/{waiting.id}/admit", data={"how": "call"})
    with app.app_context():
        assert jobs.empty_outbox() == 1

    db.expire_all()
    assert tally(db, petition.id).total == 1


def test_after_closing_it_is_too_late(app, db, petition, waiting, steward):
    rules.sign(db, petition, waiting, pledge(petition))
    petition.closes_at = now() - timedelta(seconds=1)
    db.commit()

    admit(app, db, waiting, steward)

    assert db.get(Signature, (petition.id, waiting.id)) is None
    assert tally(db, petition.id).total == 0


def test_closing_forgets_what_is_kept(db, petition, waiting):
    rules.sign(db, petition, waiting, pledge(petition))
    petition.closes_at = now() - timedelta(seconds=1)
    db.flush()

    rules.close_due(db)

    db.expire_all()
    assert db.get(Signature, (petition.id, waiting.id)) is None


def test_another_text_forgets_what_is_kept(db, make, petition, waiting):
    rules.sign(db, petition, waiting, pledge(petition))
    other = Draft.model_validate(filled_in(petition.branch, text_en="Other."))

    rules.edit(db, petition, petition.author, other)

    assert db.exec(select(Signature)).all() == []


@pytest.mark.parametrize("way_out", ["turned away", "left"])
def test_whoever_is_not_admitted_leaves_no_name(
    app, db, petition, waiting, steward, way_out
):
    rules.sign(db, petition, waiting, pledge(petition))
    member_id, steward_id = waiting.id, steward.id
    db.commit()

    with app.app_context():
        with unit_of_work() as work:
            newcomer = work.get_one(Member, member_id)
            if way_out == "left":
                standing.leave(work, newcomer)
            else:
                why = Reason(reason="Nobody here knows them.")
                officer = work.get_one(Member, steward_id)
                standing.turn_away(work, newcomer, officer, why)
        jobs.empty_outbox()

    assert db.exec(select(Signature)).all() == []


def test_it_can_be_withdrawn(db, petition, waiting):
    rules.sign(db, petition, waiting, pledge(petition))

    rules.withdraw_signature(db, petition, waiting)

    assert db.get(Signature, (petition.id, waiting.id)) is None
    assert tally(db, petition.id).total == 0
    assert db.exec(select(Minute)).all() == []


def test_whoever_waits_reads_what_is_open_in_their_branch(db, make, petition, waiting):
    closed = make.petition(branch=petition.branch, closed_at=now())
    elsewhere = make.petition()

    lines, _next = petitions_for(db, waiting)

    assert [line.petition.id for line in lines] == [petition.id]
    assert petition_for(db, waiting, petition.id)
    for other in (closed, elsewhere, make.draft(branch=petition.branch)):
        with pytest.raises(Refused):
            petition_for(db, waiting, other.id)
    assert [line.petition.id for line in unsigned_for(db, waiting, now())] == [
        petition.id
    ]


def test_whoever_waits_does_nothing_else_here(browser, petition, waiting):
    client, page = browser(waiting), f"/petitions/{petition.id}"

    assert client.get("/petitions/new").status_code == 403
    assert client.post("/petitions", data=filled_in(petition.branch)).status_code == 403
    assert client.get(f"{page}/signers").status_code == 303
    assert client.post(f"{page}/signers").status_code == 403
    assert client.post(f"{page}/sheet", data={"language": "kk"}).status_code == 403
    assert client.post(f"{page}/withdraw").status_code == 403
    for shut in ("/ballots/", "/demands", "/documents", "/branches"):
        assert client.get(shut).status_code == 403
    assert "/ballots" not in client.get("/petitions").text


def test_whoever_is_suspended_before_admission_signs_nothing(db, petition, waiting):
    waiting.suspended_at = now()

    with pytest.raises(NotAllowed):
        rules.sign(db, petition, waiting, pledge(petition))


@pytest.mark.parametrize(
    ("joined", "sees"),
    [
        (None, False),
        (timedelta(days=3), False),
        (timedelta(days=30), True),
    ],
)
def test_names_beside_words_are_for_full_members(browser, make, petition, joined, sees):
    petition.author.name = "Author"
    make.signers(petition, FEW, word="Бірге")
    admitted = now() - joined if joined else None
    reader = make.neighbour(petition, name="Reader", admitted_at=admitted)

    client = browser(reader)

    for page in ("", "/words"):
        text = client.get(f"/petitions/{petition.id}{page}").text
        assert "Бірге" in text
        assert (">Ada<" in text) is sees


def test_admission_signing_and_closing_at_once_lose_nothing(committed, the_app):
    """Whatever comes first: a signature counts, or is gone, and the count is exact."""
    petition = committed.petition(closes_at=now() + timedelta(milliseconds=400))
    steward = committed.officer(Role.STEWARD, petition.branch).id
    words = pledge(petition)
    people = [committed.neighbour(petition, admitted_at=None).id for _ in range(12)]

    def act(deed):
        with the_app.app_context():
            try:
                with unit_of_work() as db:
                    deed(db)
            except Refused:
                return

    def sign(member_id):
        return lambda db: rules.sign(
            db, db.get_one(Petition, petition.id), db.get_one(Member, member_id), words
        )

    def admit_(member_id):
        return lambda db: standing.admit(
            db, db.get_one(Member, member_id), db.get_one(Member, steward), MET
        )

    def close(db):
        rules.close_due(db)

    deeds = [d for id_ in people for d in (sign(id_), admit_(id_), sign(id_), close)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, deeds))
    with the_app.app_context():
        jobs.empty_outbox()
        with unit_of_work(writes=False) as db:
            counted = select(func.count()).where(Signature.waiting.is_(False))
            kept = select(func.count()).where(Signature.waiting.is_(True))
            assert db.exec(counted).one() == tally(db, petition.id).total
            assert db.exec(kept).one() == 0
