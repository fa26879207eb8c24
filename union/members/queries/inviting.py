"""The links and sheets by which people come in, and how many came."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import false, func, or_, tuple_
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.models import (
    EDGES_KEPT,
    Arrival,
    Branch,
    Invite,
    Member,
    Poster,
)
from union.members.permissions import looks_after
from union.members.queries.branches import is_under

INVITES_A_PAGE = POSTERS_A_PAGE = 20

Thing = TypeVar("Thing", Invite, Poster)


def invite_for(db: Session, member: Member, invite_id: UUID) -> Invite:
    """A link of this member's own."""
    invite = db.get(Invite, invite_id)
    if invite is None or invite.made_by != member.id:
        raise NotFound(_("There is no such invite of yours."))
    return invite


def invites_of(
    db: Session, member: Member, at: datetime, before: UUID | None = None
) -> list[Invite]:
    """A page of a member's own links, newest first, and one more if there is another.

    Those that lead to an account an import made are not for the member to keep.
    """
    own = select(Invite).where(
        col(Invite.made_by) == member.id,
        col(Invite.member_id).is_(None),
        col(Invite.made_at) > at - EDGES_KEPT,
    )
    return list(db.exec(_page(own, Invite, before)))


def invites_made(db: Session, member: Member, since: datetime) -> int:
    """How many links for newcomers a member has made lately, taken back or not."""
    return db.exec(_made(member, since)).one()


def invites_given(db: Session, member: Member, at: datetime) -> int:
    """How many of a member's links count against what is allowed in 30 days."""
    made = _made(member, at - EDGES_KEPT)
    return db.exec(made.where(col(Invite.revoked_at).is_(None))).one()


def invitees_of(db: Session, member: Member, since: datetime) -> int:
    """How many came by this member's links lately and are still here; never who."""
    came = came_by(member, since).subquery()
    return db.exec(select(func.count()).select_from(came)).one()


def came_by(member: Member, since: datetime) -> SelectOfScalar[Member]:
    """Those people, for a rule that acts on them; no page may show them."""
    return (
        select(Member)
        .join(Arrival, col(Arrival.member_id) == col(Member.id))
        .where(
            col(Arrival.invited_by) == member.id,
            col(Arrival.came_at) > since,
            col(Member.suspended_at).is_(None),
            col(Member.left_at).is_(None),
        )
    )


def _made(member: Member, since: datetime) -> SelectOfScalar[int]:
    return select(func.count(col(Invite.id))).where(
        col(Invite.made_by) == member.id,
        col(Invite.member_id).is_(None),
        col(Invite.made_at) > since,
    )


def poster_for(db: Session, officer: Member, poster_id: UUID) -> Poster:
    """A poster of a branch this officer looks after."""
    poster = db.get(Poster, poster_id)
    if poster is None or not looks_after(officer, poster.branch):
        raise NotFound(_("There is no such poster in your branches."))
    return poster


def posters_of(
    db: Session, officer: Member, before: UUID | None = None
) -> list[Poster]:
    """A page of posters where this officer looks after people, newest first."""
    branches = [h.branch for h in officer.roles if looks_after(officer, h.branch)]
    theirs = (
        select(Poster)
        .join(Branch)
        .where(or_(false(), *(is_under(branch) for branch in branches)))
    )
    theirs = theirs.options(contains_eager(Poster.branch))  # type: ignore[arg-type]
    return list(db.exec(_page(theirs, Poster, before)))


def _page(
    wanted: SelectOfScalar[Thing], kind: type[Thing], before: UUID | None
) -> SelectOfScalar[Thing]:
    """The rows made before one of them; if that is gone, the list begins anew."""
    key = tuple_(col(kind.made_at), col(kind.id))
    if before:
        place = select(kind.made_at, kind.id).where(kind.id == before)
        wanted = wanted.where(or_(key < place.scalar_subquery(), ~place.exists()))
    newest_first = wanted.order_by(col(kind.made_at).desc(), col(kind.id).desc())
    return newest_first.limit(INVITES_A_PAGE + 1)
