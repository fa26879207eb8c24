"""Reading the names that their owners opened. Each reading is minuted."""

from sqlmodel import Session

from union.core.base import db_now
from union.core.errors import NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.models import Member
from union.petitions.events import NamesReleased, SignersRead
from union.petitions.models import Petition
from union.petitions.permissions import may_read_signers
from union.petitions.rules.common import minuted


def open_signers(db: Session, petition: Petition, member: Member) -> None:
    """Let an organiser read the open names; that they did is minuted with theirs."""
    if not may_read_signers(member, petition):
        raise NotAllowed(_("Only organisers of this branch can read the names."))

    announce(db, SignersRead(**minuted(member, petition)))


def release_names(db: Session, petition: Petition, member: Member) -> None:
    """Let the sheet be made, once nobody on it can withdraw any more."""
    if not may_read_signers(member, petition):
        raise NotAllowed(_("Only organisers of this branch can read the names."))
    if petition.withdrawn_at or not petition.is_over(db_now(db)):
        raise Refused(
            _("The sheet is made once the petition has closed: signers may withdraw.")
        )

    announce(db, NamesReleased(**minuted(member, petition)))
