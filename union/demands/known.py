"""What demands know of a member: the versions they wrote, the texts they froze."""

from sqlalchemy import and_
from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.demands.models import ACTS, Demand, Fixing, Frame, Version
from union.members.facts.words import for_good
from union.members.known import Row, Section, knows
from union.members.models import Member

_its_frame = and_(
    col(Frame.demand_id) == col(Demand.id),
    col(Frame.version) == col(Demand.frame_version),
)


@knows(Demand, Version, Fixing)
def versions(db: Session, member: Member) -> Section:
    return Section(
        "demands",
        _("What I wrote in demands"),
        purpose=_("So that every change has an author."),
        until=for_good(),
        words={"demand": _("Demand"), "at": _("When"), "what": _("What")},
        rows=[*_written(db, member), *_frozen(db, member)],
        page="demands.index",
    )


def _written(db: Session, member: Member) -> list[Row]:
    theirs = (
        select(Version, Frame)
        .join(Demand, col(Demand.id) == col(Version.demand_id))
        .join(Frame, _its_frame)
        .where(col(Version.author_id) == member.id)
        .order_by(col(Version.at).desc())
    )
    return [
        {
            "demand": frame.shown("title"),
            "at": version.at,
            "what": _(ACTS[version.act]),
        }
        for version, frame in db.exec(theirs)
    ]


def _frozen(db: Session, member: Member) -> list[Row]:
    theirs = (
        select(Fixing, Frame)
        .join(Demand, col(Demand.id) == col(Fixing.demand_id))
        .join(Frame, _its_frame)
        .where(col(Fixing.by) == member.id)
        .order_by(col(Fixing.at).desc())
    )
    return [
        {
            "demand": frame.shown("title"),
            "at": fixing.at,
            "what": _("Frozen for a decision"),
        }
        for fixing, frame in db.exec(theirs)
    ]
