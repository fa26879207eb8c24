"""Who looked at a member: each look of an officer, each list that may name them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from union.core.base import now
from union.core.i18n import gettext as _
from union.members.bands import band
from union.members.known import Row
from union.members.models import Branch, Look, Member, TakenList

A_PAGE = 20


@dataclass(frozen=True)
class Sight:
    """One officer saw something of a member, or of all members of a branch."""

    at: datetime
    who: str
    what: str
    purpose: str | None = None
    people: str | None = None  # a band

    def as_row(self) -> Row:
        return {
            "at": self.at,
            "who": self.who,
            "what": self.what,
            "purpose": self.purpose,
            "people": self.people,
        }


def who_looked(db: Session, member: Member, before: datetime) -> list[Sight]:
    """A page, the newest first, and one more if there are more."""
    return _seen(db, member, before, A_PAGE + 1)


def everyone_who_looked(db: Session, member: Member) -> list[Sight]:
    """All of it, the newest first."""
    return _seen(db, member, now(), None)


def _seen(
    db: Session, member: Member, before: datetime, most: int | None
) -> list[Sight]:
    looked = [_looked(look) for look in _looks(db, member, before, most)]
    taken = [_taken(sheet) for sheet in _lists(db, member, before, most)]
    newest_first = sorted(looked + taken, key=lambda sight: sight.at, reverse=True)
    return newest_first[:most]


def _looks(
    db: Session, member: Member, before: datetime, most: int | None
) -> list[Look]:
    looked = select(Look).where(col(Look.member_id) == member.id, col(Look.at) < before)
    newest_first = looked.order_by(col(Look.at).desc()).limit(most)
    return list(db.exec(newest_first.options(joinedload(Look.officer))))  # type: ignore[arg-type]


def _lists(
    db: Session, member: Member, before: datetime, most: int | None
) -> list[TakenList]:
    """Lists of the member's branch or of one above it, since they joined."""
    taken = (
        select(TakenList)
        .join(Branch)
        .where(
            col(Branch.path).in_(member.branch.lineage),
            col(TakenList.at) < before,
            col(TakenList.at) >= (member.joined_at or before),
        )
    )
    newest_first = taken.order_by(col(TakenList.at).desc()).limit(most)
    return list(
        db.exec(
            newest_first.options(
                joinedload(TakenList.officer),  # type: ignore[arg-type]
                joinedload(TakenList.branch),  # type: ignore[arg-type]
            )
        )
    )


def _looked(look: Look) -> Sight:
    what = _("Your phone number") if look.is_contact else _("Your page")
    return Sight(look.at, look.officer.known_as, what)


def _taken(sheet: TakenList) -> Sight:
    what = _("A list of the members of %(branch)s, perhaps with you on it")
    return Sight(
        sheet.at,
        sheet.officer.known_as,
        what % {"branch": sheet.branch.name},
        sheet.purpose,
        band(sheet.people),
    )
