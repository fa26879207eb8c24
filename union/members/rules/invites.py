"""What an invitation is worth at the door, and coming in by it."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import CursorResult, Update, update
from sqlmodel import Session, col, select

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members import codes
from union.members.invitation import Invitation, Kind
from union.members.models import Arrival, Invite, Member, Poster


def digest_of(token: str) -> str:
    """What is kept of a personal link."""
    return sha256(token.encode()).hexdigest()


def by_token(db: Session, token: str, at: datetime) -> Invitation:
    """The invitation a personal link is; the same no for every link that is none."""
    id_ = select(Invite.id).where(col(Invite.digest) == digest_of(token))
    return _if_worth(db, "invite", db.exec(id_).first(), at)


def by_code(db: Session, code: str, at: datetime) -> Invitation:
    """The invitation a poster's code is; the same no for every code that is none."""
    id_ = select(Poster.id).where(col(Poster.code) == codes.tidy(code))
    return _if_worth(db, "poster", db.exec(id_).first(), at)


def invitation_for(
    db: Session, invitation: Invitation, at: datetime
) -> Invite | Poster:
    """What the invitation stands for, while it is worth something."""
    by_poster = invitation.kind == "poster"
    found = (
        db.get(Poster, invitation.id) if by_poster else db.get(Invite, invitation.id)
    )
    if found is None or not found.is_open(at) or not _is_vouched_for(db, found):
        raise worth_nothing()
    return found


def take_up(
    db: Session, invitation: Invitation, newcomer: Member, at: datetime
) -> None:
    """Come in by an invitation: of those who use the last place at once, one does.

    The newcomer is in the session. Whoever takes over an account that an import made
    was brought by nobody.
    """
    found = invitation_for(db, invitation, at)
    made_for = found.member_id if isinstance(found, Invite) else None
    if made_for not in (None, newcomer.id) or not _is_taken(db, found, at):
        raise worth_nothing()

    if made_for is None:
        _note_arrival(db, found, newcomer, at)


def worth_nothing() -> NotFound:
    """The one answer to used, past, taken back, full and unknown."""
    return NotFound(
        _("This invite does not work, or works no more. Ask for a new one.")
    )


def _if_worth(db: Session, kind: Kind, id_: UUID | None, at: datetime) -> Invitation:
    if id_ is None:
        raise worth_nothing()
    invitation = Invitation(kind, id_)
    invitation_for(db, invitation, at)
    return invitation


def _is_vouched_for(db: Session, found: Invite | Poster) -> bool:
    """A personal link is worth as much as its maker; a poster is the branch's."""
    return isinstance(found, Poster) or db.get_one(Member, found.made_by).is_current


def _is_taken(db: Session, found: Invite | Poster, at: datetime) -> bool:
    """Whether the place was still there to be taken, in one statement."""
    use = _use_of_poster(found) if isinstance(found, Poster) else _use_of(found, at)
    done = db.execute(use)
    return isinstance(done, CursorResult) and done.rowcount == 1


def _use_of(invite: Invite, at: datetime) -> Update:
    unused = (col(Invite.used_at).is_(None), col(Invite.revoked_at).is_(None))
    return update(Invite).where(col(Invite.id) == invite.id, *unused).values(used_at=at)


def _use_of_poster(poster: Poster) -> Update:
    has_room = (col(Poster.uses) < col(Poster.most), col(Poster.revoked_at).is_(None))
    one_more = {"uses": col(Poster.uses) + 1}
    return update(Poster).where(col(Poster.id) == poster.id, *has_room).values(one_more)


def _note_arrival(
    db: Session, found: Invite | Poster, newcomer: Member, at: datetime
) -> None:
    """Keep by whom or what somebody came, for 30 days; the inviter's number stays."""
    arrival = Arrival(member_id=newcomer.id, came_at=at)
    if isinstance(found, Poster):
        arrival.poster_id = found.id
    else:
        arrival.invited_by = found.made_by
        one_more = update(Member).values(brought=col(Member.brought) + 1)
        db.execute(one_more.where(col(Member.id) == found.made_by))
    db.add(arrival)
