"""Who looked at a member, and what the log holds of what they did."""

from sqlmodel import Session, col, select

from union.core.audit import Minute
from union.core.events import kinds
from union.core.i18n import gettext as _
from union.members.facts.words import for_good
from union.members.known import Section, knows, rows_of
from union.members.looks import everyone_who_looked
from union.members.models import Import, Look, Member, TakenList


@knows(Look)
def looks(db: Session, member: Member) -> Section:
    return Section(
        "looks",
        _("Who looked"),
        purpose=_("So that officers look only when they must."),
        until=_("A look one year, a list that was taken out three."),
        words={
            "at": _("When"),
            "who": _("Who"),
            "what": _("What"),
            "purpose": _("What for"),
            "people": _("How many are on it"),
        },
        rows=[sight.as_row() for sight in everyone_who_looked(db, member)],
        page="members.looked",
    )


@knows(TakenList)
def lists(db: Session, member: Member) -> Section:
    taken = select(TakenList).where(TakenList.by == member.id)
    return Section(
        "lists",
        _("Lists of members I took out"),
        purpose=_("So that you answer for them."),
        until=_("Three years."),
        words={
            "at": _("When"),
            "purpose": _("What for"),
            "people": _("How many are on it"),
        },
        rows=rows_of(
            db.exec(taken.order_by(col(TakenList.at))), "at", "purpose", "people"
        ),
    )


@knows(Import)
def imports(db: Session, member: Member) -> Section:
    sent = select(Import).where(Import.by == member.id)
    return Section(
        "imports",
        _("Spreadsheets I brought in"),
        purpose=_("So that you answer for what you brought."),
        until=_("The sheet itself a week; that you brought it, for good."),
        words={"sent_at": _("When"), "name": _("File"), "lines": _("Lines")},
        rows=rows_of(
            db.exec(sent.order_by(col(Import.sent_at))), "sent_at", "name", "lines"
        ),
    )


@knows(Minute)
def minutes(db: Session, member: Member) -> Section:
    """What this member did under their own name. Signing and voting are not in it."""
    written = select(Minute).where(Minute.by == member.id)
    says = kinds()
    return Section(
        "log",
        _("What I did, in the activity log"),
        purpose=_("So that members can check what was done in their name."),
        until=for_good(),
        words={"at": _("When"), "what": _("What")},
        rows=[
            {
                "at": minute.at,
                "what": _(says[minute.event].says)
                if minute.event in says
                else minute.event,
            }
            for minute in db.exec(written.order_by(col(Minute.number).desc()))
        ],
    )
