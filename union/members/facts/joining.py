"""How a member came in, and whom they brought; while that is remembered."""

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.members.known import Row, Section, knows, rows_of
from union.members.models import (
    About,
    Arrival,
    Invite,
    Lobby,
    Member,
    Poster,
    Vouch,
)


@knows(Arrival, Lobby)
def arrival(db: Session, member: Member) -> Section:
    return Section(
        "arrival",
        _("How I came"),
        purpose=_("So that a newcomer is welcomed, and a misused poster is noticed."),
        until=_("30 days."),
        words={
            "came_at": _("Came"),
            "by": _("Came by"),
            "lobby_code": _("My code in the lobby"),
            "welcome_by": _("To be welcomed by"),
            "welcomed_at": _("Welcomed"),
        },
        rows=[*_arrived(db, member), *_waited(db, member)],
    )


def _arrived(db: Session, member: Member) -> list[Row]:
    edge = db.get(Arrival, member.id)
    if edge is None:
        return []
    by = _("a poster") if edge.poster_id else _("an invite")
    return [{"came_at": edge.came_at, "by": by}]


def _waited(db: Session, member: Member) -> list[Row]:
    lobby = db.get(Lobby, member.id)
    if lobby is None:
        return []
    return [
        {
            "lobby_code": lobby.code,
            "welcome_by": lobby.welcome_by,
            "welcomed_at": lobby.welcomed_at,
        }
    ]


@knows(Invite)
def invites(db: Session, member: Member) -> Section:
    """In numbers only: when an invite was used would tell who used it."""
    return Section(
        "invites",
        _("My invites"),
        purpose=_("So that nobody invites a crowd of strangers."),
        until=_("30 days; then only how many joined by them."),
        words={
            "made": _("Made"),
            "used": _("Used"),
            "came_lately": _("Came by them in the last 30 days"),
            "to_welcome": _("Newcomers I was to welcome"),
        },
        rows=[_invited(db, member)],
    )


def _invited(db: Session, member: Member) -> Row:
    counted = select(func.count(), func.count(col(Invite.used_at)))
    made, used = db.exec(counted.where(Invite.made_by == member.id)).one()
    edges = select(func.count()).where(Arrival.invited_by == member.id)
    welcomed = select(func.count()).where(Lobby.captain_id == member.id)
    return {
        "made": made,
        "used": used,
        "came_lately": db.exec(edges).one(),
        "to_welcome": db.exec(welcomed).one(),
    }


@knows(Poster)
def posters(db: Session, member: Member) -> Section:
    made = select(Poster).where(Poster.made_by == member.id)
    return Section(
        "posters",
        _("Posters I put up"),
        purpose=_("So that somebody answers for each poster."),
        until=_("As long as the poster is kept."),
        words={
            "place": _("Place"),
            "made_at": _("Made"),
            "expires_at": _("Ends"),
            "revoked_at": _("Taken down"),
        },
        rows=rows_of(
            db.exec(made.order_by(col(Poster.made_at))),
            *("place", "made_at", "expires_at", "revoked_at"),
        ),
    )


@knows(Vouch)
def vouches(db: Session, member: Member) -> Section:
    return Section(
        "vouches",
        _("Who vouched for whom"),
        purpose=_("So that strangers do not let strangers in."),
        until=_("30 days."),
        words={
            "by": _("By whom"),
            "whom": _("For whom"),
            "purpose": _("What for"),
            "at": _("When"),
        },
        rows=_vouched(db, member),
    )


def _vouched(db: Session, member: Member) -> list[Row]:
    """Whom the member vouched for by name; who vouched for the member is not told."""
    subject, voucher = aliased(Member), aliased(Member)
    mine = (
        select(Vouch, subject, voucher)
        .join(subject, col(Vouch.member_id) == subject.id)
        .join(voucher, col(Vouch.by) == voucher.id)
        .where(or_(col(Vouch.member_id) == member.id, col(Vouch.by) == member.id))
        .order_by(col(Vouch.at))
    )
    return [
        {
            "by": by.known_as if by.id == member.id else None,
            "whom": whom.known_as,
            "purpose": _purpose(vouch),
            "at": vouch.at,
        }
        for vouch, whom, by in db.exec(mine)
    ]


def _purpose(vouch: Vouch) -> str:
    return _("admission") if vouch.about is About.ADMISSION else _("a new phone")
