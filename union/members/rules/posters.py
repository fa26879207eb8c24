"""Sheets on walls: made and taken down by those who answer for a branch."""

from datetime import timedelta

from sqlmodel import Session

from union.core.base import now
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.codes import new_short_code
from union.members.events import PosterMade, PosterTakenDown
from union.members.forms import NewPoster
from union.members.models import Branch, Member, Poster
from union.members.permissions import looks_after, may_make_posters


def make_poster(
    db: Session, branch: Branch, officer: Member, form: NewPoster
) -> Poster:
    """Make a sheet by which people come to wait in the lobby of a branch."""
    if not may_make_posters(officer, branch):
        raise NotAllowed(
            _("Only stewards and administrators of a branch make posters for it.")
        )

    at = now()
    poster = Poster(
        code=new_short_code(),
        branch_id=branch.id,
        place=form.place,
        most=form.most,
        made_by=officer.id,
        made_at=at,
        expires_at=at + timedelta(days=form.days),
    )
    db.add(poster)

    announce(db, PosterMade(by=officer.id, branch_id=branch.id, poster_id=poster.id))
    return poster


def take_down(db: Session, poster: Poster, officer: Member) -> None:
    """Let nobody come by a poster any more. Twice is once."""
    if not looks_after(officer, poster.branch):
        raise NotAllowed(
            _("Only stewards and administrators of a branch make posters for it.")
        )
    if poster.revoked_at:
        return

    poster.revoked_at = now()

    announce(
        db,
        PosterTakenDown(by=officer.id, branch_id=poster.branch_id, poster_id=poster.id),
    )
