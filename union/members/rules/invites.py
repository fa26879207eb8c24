"""Invitations: whether one still opens, and that it was used."""

from datetime import datetime

from sqlmodel import Session

from union.core.errors import NotFound
from union.core.i18n import gettext as _
from union.members.invitation import Invitation
from union.members.models import Arrival, Invite, Member, Poster


def invitation_for(
    db: Session, invitation: Invitation, at: datetime
) -> Invite | Poster:
    """What the invitation stands for, while it is worth something."""
    by_poster = invitation.kind == "poster"
    found = (
        db.get(Poster, invitation.id) if by_poster else db.get(Invite, invitation.id)
    )
    if found is None or not found.is_open(at):
        raise NotFound(
            _("This invite does not work, or works no more. Ask for a new one.")
        )
    return found


def take_up(
    db: Session, invitation: Invitation, newcomer: Member, at: datetime
) -> None:
    """Come in by an invitation."""
    found = invitation_for(db, invitation, at)
    arrival = Arrival(member_id=newcomer.id, came_at=at)
    if isinstance(found, Invite):
        found.used_at, arrival.invited_by = at, found.made_by
    else:
        found.uses, arrival.poster_id = found.uses + 1, found.id
    if not (isinstance(found, Invite) and found.member_id):
        db.add(arrival)
