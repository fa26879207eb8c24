"""Who conducts ballots, which are under way, and what came of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    literal,
    or_,
)
from sqlmodel import Session, col, func, select

from union.ballots.models import (
    Ballot,
    Consent,
    Step,
    Tally,
)
from union.ballots.permissions import DRAFTERS, may_draft
from union.ballots.queries.common import still_here
from union.ballots.result import Result
from union.members.models import Branch, HeldRole, Member
from union.members.queries import is_open, is_under, names_of

Hands = list[tuple[Consent, str | None]]  # each with its display name, if it has one


def outcome(db: Session, ballot: Ballot) -> Result | None:
    """What the ballot decided; None while it is not closed."""
    if ballot.closed_at is None:
        return None
    rows = db.exec(select(Tally).where(Tally.ballot_id == ballot.id))
    return Result(ballot, {row.choice: row.papers for row in rows})


def open_ballots(db: Session, at: datetime) -> list[Ballot]:
    """Every ballot that has begun and is not closed, wherever it is."""
    return list(
        db.exec(
            select(Ballot).where(
                col(Ballot.cleared_at).is_not(None),
                col(Ballot.closed_at).is_(None),
                col(Ballot.opens_at) <= at,
            )
        )
    )


def consents_to(db: Session, ballot: Ballot) -> dict[Step, Hands]:
    """Who has approved which step, by display name, the first hand first."""
    given = (
        select(Consent, Member.name)
        .join(Member, still_here(Consent.member_id), isouter=True)
        .where(Consent.ballot_id == ballot.id)
        .order_by(col(Consent.given_at))
    )
    steps: dict[Step, Hands] = {step: [] for step in Step}
    for consent, name in db.exec(given):
        steps[consent.step].append((consent, name))
    return steps


def people_of(db: Session, ballot: Ballot) -> dict[str, str]:
    """Display names of those who conducted the ballot, by id as text."""
    conducted = {UUID(teller) for teller in ballot.teller_ids}
    conducted |= {one for one in (ballot.chair_id, ballot.secretary_id) if one}
    return {str(one): name for one, name in names_of(db, conducted).items()}


def officers_of(db: Session, branch: Branch) -> list[tuple[UUID, str]]:
    """Who holds a role in this branch or above it, by display name."""
    holding = (
        select(Member.id, Member.name)
        .join(HeldRole, col(HeldRole.member_id) == col(Member.id))
        .join(Branch, col(Branch.id) == col(HeldRole.branch_id))
        .where(literal(branch.path).startswith(col(Branch.path)))
        .distinct()
        .order_by(col(Member.name), col(Member.id))
        .limit(500)
    )
    return [(member_id, name) for member_id, name in db.exec(holding)]


def branches_to_ask(db: Session, member: Member) -> list[Branch]:
    """Every branch to which the member may put a question, the widest first."""
    held = [is_under(role.branch) for role in member.roles if role.role in DRAFTERS]
    if not held:
        return []
    under = select(Branch).where(is_open(), or_(*held)).limit(500)
    found = db.exec(under.order_by(func.length(Branch.path)))
    return [branch for branch in found if may_draft(member, branch)]


def root_of(db: Session, branch: Branch) -> Branch:
    """The union whose branch it is."""
    return db.get_one(Branch, branch.union_id)
