"""What must hold after each step, recounted from the rows."""

import json
from collections import Counter
from hashlib import sha256

from sqlmodel import func, select

from tests.ballots.factories import SEALER
from union.ballots.models import Ballot, Envelope, NamedVote, Paper, RollEntry
from union.ballots.queries import outcome
from union.ballots.rules import digest
from union.core.audit import Minute
from union.core.once import Answer
from union.core.outbox import Letter, dead_letters
from union.demands import canon
from union.demands.models import Demand, Fixing
from union.demands.queries import clauses_of, frame_at
from union.documents.models import Document
from union.petitions.models import CountingPlace, Petition, Signature
from union.petitions.queries import tally

OF_CLOSED = ("closed_at", "closes_at", "opened_at", "cleared_at", "roll_digest")
OF_OVER = ("closed_at", "withdrawn_at", "opened_at", "text_hash", "goal_reached_at")


def all_holds(db, expected, people):
    """Raise AssertionError for the first promise that is broken."""
    names = {id_: name for name, id_ in people.items()}
    for petition in expected.petitions:
        a_petition_counts_right(db, expected, petition, names)
    for ballot in expected.ballots:
        a_ballot_counts_right(db, expected, ballot, names)
    for demand in expected.demands:
        a_demand_stays(db, expected, demand)
    what_left_the_house_stays(db, expected)
    the_minutes_are_complete(db, expected)
    assert dead_letters(db) == []


def _never_changes(expected, about, now):
    assert expected.fixed.setdefault(about, now) == now, about


def a_petition_counts_right(db, expected, said, names):
    petition = db.get_one(Petition, said.id)
    rows = db.exec(select(Signature).where(Signature.petition_id == said.id)).all()
    counted = [row for row in rows if not row.waiting]
    places = db.exec(
        select(CountingPlace.disclosure, CountingPlace.signatures).where(
            CountingPlace.petition_id == said.id
        )
    ).all()
    added_up = Counter()
    for disclosure, signatures in places:
        added_up[disclosure] += signatures

    assert bool(petition.closed_at) == said.closed
    assert bool(petition.withdrawn_at) == said.withdrawn
    assert +added_up == Counter(row.disclosure for row in counted), "places = names"
    assert tally(db, said.id).total == len(counted), "shown = recounted"
    stored = {names[row.member_id]: row.disclosure.value for row in counted}
    assert stored == {n: said.names[n] for n in said.counted}, "acknowledged = stored"
    assert {names[r.member_id] for r in rows if r.waiting} == said.kept
    if said.closed or said.withdrawn:
        then = [getattr(petition, name) for name in OF_OVER]
        _never_changes(expected, said.id, (then, len(counted)))


def a_ballot_counts_right(db, expected, said, names):
    ballot = db.get_one(Ballot, said.id)
    entries = db.exec(select(RollEntry).where(RollEntry.ballot_id == said.id)).all()
    marks = {names[entry.member_id] for entry in entries if entry.voted}

    assert bool(ballot.closed_at) == said.closed
    assert bool(ballot.lapsed_at) == said.lapsed
    assert marks == set(said.answers), "marks = acknowledged"
    if said.roll is None:
        assert entries == []
        return
    ids = sorted(entry.member_id for entry in entries)
    assert {names[id_] for id_ in ids} == said.roll, "the roll is who belonged"
    assert ballot.roll_size == len(ids)
    assert ballot.roll_digest == digest(said.id, ids), "digest = entries"
    _never_changes(expected, (said.id, "roll"), ballot.roll_digest)
    if said.closed:
        _a_closed_ballot(db, expected, said, ballot, names)
    else:
        _an_open_ballot(db, said, names)


def _an_open_ballot(db, said, names):
    stored = {names[id_]: choice for id_, choice in _cast(db, said)}

    acknowledged = {who: answer[0] for who, answer in said.answers.items()}
    assert stored == acknowledged, "acknowledged = stored"
    assert _papers(db, said) == [], "no paper before the end"


def _cast(db, said):
    if not said.confidential:
        votes = select(NamedVote).where(NamedVote.ballot_id == said.id)
        return [(vote.member_id, vote.choice) for vote in db.exec(votes)]
    ciphers = SEALER.ciphers(said.id)
    envelopes = db.exec(select(Envelope).where(Envelope.ballot_id == said.id)).all()
    return [
        (each.member_id, ciphers.open(each.member_id, each.sealed).choice)
        for each in envelopes
    ]


def _papers(db, said):
    papers = select(Paper.choice).where(Paper.ballot_id == said.id)
    return list(db.exec(papers.order_by(Paper.id)))


def _a_closed_ballot(db, expected, said, ballot, names):
    result = outcome(db, ballot)
    wanted = Counter(choice for choice, _key, _drawn in said.answers.values())
    answers = select(func.count()).where(Answer.about == said.id)

    assert +Counter(result.tally) == wanted, "shown = acknowledged"
    if said.confidential:
        assert Counter(_papers(db, said)) == wanted, "papers = voted"
        assert _cast(db, said) == [], "no envelope remains"
    else:
        stored = {names[id_]: choice for id_, choice in _cast(db, said)}
        assert stored == {who: said.answers[who][0] for who in said.answers}
    assert db.exec(answers).one() == 0, "no once-answer remains"
    then = [getattr(ballot, name) for name in OF_CLOSED]
    _never_changes(expected, said.id, (then, result.tally, _papers(db, said)))


def a_demand_stays(db, expected, said):
    demand = db.get_one(Demand, said.id)
    fixings = db.exec(select(Fixing).where(Fixing.demand_id == said.id)).all()
    standing = [fixing for fixing in fixings if fixing.lifted_at is None]

    assert demand.version == said.version
    assert [fixing.ballot_id for fixing in standing] == [said.ballot] * said.frozen
    for fixing in fixings:
        frame = frame_at(db, said.id, fixing.version)
        clauses = clauses_of(db, said.id, fixing.version)
        assert fixing.digest == canon.digest(demand, frame, clauses), "its text stays"
        words = canon.canonical(demand, frame, clauses)
        _never_changes(expected, fixing.id, (fixing.digest, words))
    if said.decided:
        assert [bool(one.serial) for one in standing] == [said.decided == "ratified"]
        mandate = [(one.decided_at, one.mandate) for one in standing]
        _never_changes(expected, (said.id, said.ballot, "mandate"), mandate)


def what_left_the_house_stays(db, expected):
    papers = db.exec(select(Document)).all()
    numbers = [paper.serial for paper in papers]

    assert sorted(numbers) == list(range(1, len(numbers) + 1)), "no number twice"
    for paper in papers:
        written = json.dumps(
            paper.paper, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        ).encode()
        assert sha256(written).hexdigest() == paper.content_hash
        _never_changes(expected, paper.id, (written, paper.number, paper.code))


def the_minutes_are_complete(db, expected):
    kept = db.exec(select(Minute.event, func.count()).group_by(Minute.event)).all()

    minuted = {event: many for event, many in kept if event in expected.minutes}
    assert minuted == expected.minutes


def nothing_is_owed(db):
    """Whether the worker has done all."""
    return db.exec(select(func.count()).select_from(Letter)).one() == 0
