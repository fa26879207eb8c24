"""What counts know of a member: which ballot files they sent in."""

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.counts.models import BallotCount
from union.members.facts.words import for_good
from union.members.known import Section, knows, rows_of
from union.members.models import Member


@knows(BallotCount)
def counts(db: Session, member: Member) -> Section:
    asked = (
        select(BallotCount)
        .where(BallotCount.by == member.id)
        .options(defer(BallotCount.report))  # type: ignore[arg-type]
    )
    return Section(
        "counts",
        _("Ballot files I had counted"),
        purpose=_("So that you answer for what you brought."),
        until=for_good(),
        words={
            "asked_at": _("When"),
            "title": _("Title"),
            "rule": _("Rule"),
        },
        rows=rows_of(
            db.exec(asked.order_by(col(BallotCount.asked_at))),
            "asked_at",
            "title",
            "rule",
        ),
    )
