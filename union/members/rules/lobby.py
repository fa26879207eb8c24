"""The lobby: a code for whoever waits, a captain who says hello, and its end."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from union.core.base import db_now
from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.codes import new_short_code
from union.members.events import NewcomerWelcomed
from union.members.models import About, Lobby, Member, Vouch
from union.members.permissions import may_welcome
from union.members.queries import is_waiting
from union.members.rules.placing import captain_for

WELCOME_WITHIN = timedelta(hours=24)


def stand_in_line(db: Session, member: Member) -> None:
    """Lock the member's row and read it again: decisions about them come in turn."""
    own = select(Member).where(col(Member.id) == member.id)
    own = own.with_for_update(of=Member, key_share=True)
    db.exec(own.execution_options(populate_existing=True)).one()


def open_lobby(db: Session, member: Member, at: datetime) -> None:
    """Give somebody who waits a code to show, and a captain to greet them."""
    db.add(
        Lobby(
            member_id=member.id,
            code=new_short_code(),
            captain_id=captain_for(db, member.branch),
            welcome_by=at + WELCOME_WITHIN,
        )
    )


def let_everybody_wait(db: Session) -> None:
    """Open the lobby to whoever waits without a code, as after an import."""
    at = db_now(db)
    has_one = select(Lobby.code).where(col(Lobby.member_id) == col(Member.id))
    without = select(Member).where(is_waiting(), ~has_one.exists()).limit(500)
    for member in db.exec(without).all():
        open_lobby(db, member, at)


def welcome(db: Session, lobby: Lobby, newcomer: Member, officer: Member) -> None:
    """Note that a newcomer has been greeted. Twice is once."""
    if not may_welcome(officer, newcomer, lobby.captain_id):
        raise NotAllowed(_("Somebody else was asked to welcome this person."))
    if lobby.welcomed_at:
        return

    lobby.welcomed_at = db_now(db)

    announce(
        db,
        NewcomerWelcomed(
            by=officer.id, branch_id=newcomer.branch_id, member_id=newcomer.id
        ),
    )


def close_lobby(db: Session, newcomer: Member) -> None:
    """Forget the code and the vouches of somebody who does not wait any more."""
    db.execute(delete(Lobby).where(col(Lobby.member_id) == newcomer.id))
    db.execute(
        delete(Vouch).where(
            col(Vouch.member_id) == newcomer.id, col(Vouch.about) == About.ADMISSION
        )
    )


def forget_lobbies(db: Session, before: datetime) -> None:
    """Erase the codes of those who were admitted before a moment, or have left."""
    over = select(Member.id).where(
        (col(Member.admitted_at) <= before) | col(Member.left_at).is_not(None)
    )
    db.execute(delete(Lobby).where(col(Lobby.member_id).in_(over)))
