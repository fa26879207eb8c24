"""Who waits in the lobby, by their code and by those who must greet them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, func, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    EDGES_KEPT,
    About,
    Arrival,
    Branch,
    Lobby,
    Member,
    Role,
    Vouch,
)
from union.members.permissions import may_welcome
from union.members.queries.branches import is_under
from union.members.queries.people import is_current

GOES_HIGHER = timedelta(hours=24)  # after the hour at which one had to be welcomed
MOST_WELCOMES = 3


def lobby_of(db: Session, member: Member) -> Lobby | None:
    """The code of somebody who waits, if they have one already."""
    return db.get(Lobby, member.id)


def vouches_for(db: Session, newcomer: Member) -> int:
    """How many in good standing have vouched for somebody; never who."""
    given = (
        select(func.count())
        .select_from(Vouch)
        .join(Member, col(Member.id) == col(Vouch.by))
        .where(
            col(Vouch.member_id) == newcomer.id,
            col(Vouch.about) == About.ADMISSION,
            is_current(),
        )
    )
    return db.exec(given).one()


def vouched_lately(db: Session, voucher: Member, about: About, at: datetime) -> int:
    """How many this member has vouched for within the time vouches are kept."""
    given = select(func.count()).where(
        col(Vouch.by) == voucher.id,
        col(Vouch.about) == about,
        col(Vouch.at) > at - EDGES_KEPT,
    )
    return db.exec(given).one()


def has_vouched(db: Session, voucher: Member, newcomer: Member) -> bool:
    return db.get(Vouch, (About.ADMISSION, newcomer.id, voucher.id)) is not None


def invited(db: Session, host: Member, newcomer: Member) -> bool:
    """Whether this member invited that one, as long as it is remembered."""
    arrival = db.get(Arrival, newcomer.id)
    return arrival is not None and arrival.invited_by == host.id


def newcomer_by_code(db: Session, reader: Member, code: str) -> Member:
    """Whoever shows this code to a member of the same union, and waits.

    Who has vouched for them may still look afterwards.
    """
    shown = select(Member).join(Lobby, col(Lobby.member_id) == col(Member.id))
    newcomer = db.exec(shown.where(col(Lobby.code) == code)).first()
    if (
        newcomer is None
        or newcomer.branch.union_id != reader.branch.union_id
        or not (newcomer.is_waiting or has_vouched(db, reader, newcomer))
    ):
        raise NotFound(_("Nobody who waits has this code. Read it once more."))
    return newcomer


def welcome_for(
    db: Session, officer: Member, newcomer_id: UUID
) -> tuple[Lobby, Member]:
    """A newcomer whom this officer may greet, and the row that says who was asked."""
    lobby, newcomer = db.get(Lobby, newcomer_id), db.get(Member, newcomer_id)
    is_theirs = lobby and newcomer and may_welcome(officer, newcomer, lobby.captain_id)
    if lobby is None or newcomer is None or not is_theirs:
        raise NotFound(_("There is no such member in your branches."))
    return lobby, newcomer


def welcomes(db: Session, officer: Member, at: datetime) -> list[tuple[Lobby, Member]]:
    """Whom this officer has yet to greet; an administrator, whom a captain forgot."""
    branches = [held.branch for held in officer.roles if held.role is Role.BRANCH_ADMIN]
    forgotten = or_(
        col(Lobby.captain_id).is_(None), col(Lobby.welcome_by) <= at - GOES_HIGHER
    )
    higher = (and_(is_under(branch), forgotten) for branch in branches)
    waiting = (
        select(Lobby, Member)
        .join(Member, col(Member.id) == col(Lobby.member_id))
        .join(Branch, col(Branch.id) == col(Member.branch_id))
        .where(
            col(Lobby.welcomed_at).is_(None),
            col(Member.left_at).is_(None),
            or_(col(Lobby.captain_id) == officer.id, *higher),
        )
        .order_by(col(Lobby.welcome_by))
        .limit(MOST_WELCOMES)
        .options(contains_eager(Member.branch))  # type: ignore[arg-type]
    )
    return list(db.exec(waiting))
