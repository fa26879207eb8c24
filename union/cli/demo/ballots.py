"""The demo's ballots: two closed with their minutes, one open, one to come."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from union.ballots import rules
from union.ballots.keys import sealer
from union.ballots.models import (
    ABSTAIN,
    NO,
    YES,
    Ballot,
    Consent,
    Kind,
    Proposal,
    RollEntry,
    Secrecy,
    Turnout,
    Vote,
)
from union.cli.demo import crowds
from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.people import People
from union.core import i18n
from union.core.base import now
from union.members.models import Member

KINDS = {
    "demand": Kind.RATIFICATION,
    "consultative": Kind.CONSULTATIVE,
    "decision": Kind.DECISION,
}
ANSWERS = {"yes": YES, "no": NO, "abstain": ABSTAIN}


def hold(
    db: Session, told: dict[str, Any], people: People, chronicle: Chronicle
) -> Ballot:
    """Hold one ballot of the demo's file, as far as it is said to have come."""
    dice = random.Random(told["number"])  # noqa: S311  (a demo must be the same each time)
    hours = _hours(told)
    branch = people.branches[told["branch"]]
    officer, teller = people[told["returning_officers"][0]], people[told["tellers"][0]]
    ballot = rules.draft(db, branch, officer, _proposal(told, people, hours))
    chronicle.happened(hours["drafted"])
    db.flush()
    if told["state"] == "upcoming":
        return ballot

    for hand in (officer, teller):
        rules.freeze(db, ballot, hand)
    if ballot.roll_frozen_at is None:  # it is large; here nobody waits for the lock
        rules.enter_whole(db, ballot)
    chronicle.happened(hours["frozen"])
    for hand in (officer, teller):
        rules.approve_opening(db, ballot, hand)
    chronicle.happened(hours["opens"])
    _vote(db, ballot, told, people, dice)
    if told["state"] == "closed":
        _close(db, ballot, hours["closes"], chronicle)
    else:
        _show_turnout(db, ballot)
    _date(db, ballot, hours)
    return ballot


def _hours(told: dict[str, Any]) -> dict[str, datetime]:
    """When each thing is said to have been, or is to be."""
    opens = _ago(told.get("opened_days_ago")) or _in(told["opens_in_hours"])
    closes = _ago(told.get("closed_days_ago")) or _in(told["closes_in_hours"])
    frozen = _ago(told.get("roll_frozen_days_ago")) or now()
    drafted = min(frozen, opens, now()) - timedelta(days=2)
    return {"drafted": drafted, "frozen": frozen, "opens": opens, "closes": closes}


def _ago(days: int | None) -> datetime | None:
    return _in_the_evening(now() - timedelta(days=days)) if days else None


def _in(hours: int) -> datetime:
    return _in_the_evening(now() + timedelta(hours=hours))


def _in_the_evening(moment: datetime) -> datetime:
    """Eight in the evening of that day, where the union lives."""
    local = moment.astimezone(i18n.zone.get())
    return local.replace(hour=20, minute=0, second=0, microsecond=0).astimezone(UTC)


def _proposal(
    told: dict[str, Any], people: People, hours: dict[str, datetime]
) -> Proposal:
    """The officer's form. What is said to have closed is still open when it is held."""
    words = {
        f"{part}_{code}": told[part][code].strip()
        for part in ("title", "question", "description")
        for code in i18n.LANGUAGES
    }
    words |= {
        f"options_{code}": [option["text"][code] for option in told.get("options", [])]
        for code in i18n.LANGUAGES
    }
    other = told["alternative"] or {}
    return Proposal(
        kind=KINDS[told["decides"]],
        secrecy=Secrecy(told["secrecy"]),
        authoritative=["kk"],
        quorum=_threshold(told["quorum"]),
        majority=_threshold(told["approval"]),
        alternative_quorum=_threshold(other.get("quorum")),
        alternative_majority=_threshold(other.get("approval")),
        opens_at=hours["opens"],
        closes_at=max(hours["closes"], now() + timedelta(hours=1)),
        chair_id=people[told["chair"]].id,
        secretary_id=people[told["secretary"]].id,
        teller_ids=[people[key].id for key in told["tellers"]],
        subject_path=told.get("subject_path", ""),
        subject_digest=told.get("subject_digest", ""),
        **words,
    )


def _threshold(told: dict[str, str] | None) -> str | None:
    """As the demo's file says it; its electorate is the roll."""
    if told is None:
        return None
    of = {"electorate": "members"}.get(told["of"], told["of"])
    return f"{told['op']} {told['fraction']} of {of}"


def _vote(
    db: Session,
    ballot: Ballot,
    told: dict[str, Any],
    people: People,
    dice: random.Random,
) -> None:
    """Let as many vote as the file says; who can sign in still has their vote."""
    officers = {member.id for member in people.officers.values()}
    roll = db.exec(
        select(Member.id)
        .join(RollEntry, col(RollEntry.member_id) == col(Member.id))
        .where(col(RollEntry.ballot_id) == ballot.id)
        .order_by(col(Member.sign_in_key))
    ).all()
    crowd = [member_id for member_id in roll if member_id not in officers]
    turnout = min(len(crowd), len(roll) * told["turnout"] // 100)
    keys, weights = _answers(told)
    voters = dice.sample(crowd, turnout)
    answers = [(voter, dice.choices(keys, weights)[0]) for voter in voters]
    if len(answers) > crowds.LARGE:
        crowds.cast(db, ballot, answers)
        return
    for voter, choice in answers:
        member = db.get_one(Member, voter)
        rules.cast(db, ballot, member, Vote(choice, "", 0), sealer())


def _answers(told: dict[str, Any]) -> tuple[list[str], list[int]]:
    """What can be answered, and how likely each answer is."""
    if options := told.get("options"):
        shares = [option["share"] for option in options]
        return [f"{n:03}" for n in range(1, len(options) + 1)], shares
    shape = told["shape"]
    return [ANSWERS[answer] for answer in shape], list(shape.values())


def _close(db: Session, ballot: Ballot, closed: datetime, chronicle: Chronicle) -> None:
    """Let its hour be over: the count and all that follows are the rules' own."""
    ballot.closes_at = closed
    db.flush()
    rules.close(db, ballot, sealer())
    chronicle.happened(closed)


def _show_turnout(db: Session, ballot: Ballot) -> None:
    """As if the worker had come by twice, ten minutes apart."""
    rules.publish_turnout(db, ballot)
    db.flush()
    turnout = db.get_one(Turnout, ballot.id)
    turnout.waiting_since = now() - timedelta(minutes=11)
    rules.publish_turnout(db, ballot)
    rules.publish_turnout(db, ballot)


def _date(db: Session, ballot: Ballot, hours: dict[str, datetime]) -> None:
    """Write the said moments where the rules wrote the present."""
    db.refresh(ballot)
    ballot.drafted_at, ballot.roll_frozen_at = hours["drafted"], hours["frozen"]
    ballot.roll_decided_at = hours["frozen"]
    ballot.cleared_at, ballot.opened_at = hours["frozen"], hours["opens"]
    ballot.closed_at = hours["closes"] if ballot.closed_at else None
    db.add(ballot)
    db.execute(
        update(Consent)
        .where(col(Consent.ballot_id) == ballot.id)
        .values(given_at=hours["frozen"])
    )


def told_ballots() -> list[dict[str, Any]]:
    """The ballots of the demo's file."""
    ballots: list[dict[str, Any]] = content("ballots")["ballots"]
    return ballots
