"""What the register knows of a member: the papers they issued."""

from sqlmodel import Session, col, select

from union.core.i18n import gettext as _
from union.documents.models import Document
from union.members.facts.words import for_good
from union.members.known import Section, knows
from union.members.models import Member


@knows(Document)
def papers(db: Session, member: Member) -> Section:
    made = (
        select(Document.title, Document.year, Document.serial, Document.issued_at)
        .where(col(Document.issued_by) == member.id)
        .order_by(col(Document.issued_at).desc())
    )
    return Section(
        "papers",
        _("Papers I issued"),
        purpose=_("So that each paper of the union has somebody who issued it."),
        until=for_good(),
        words={
            "number": _("Number"),
            "title": _("Title"),
            "issued_at": _("Issued"),
        },
        rows=[
            {"number": f"{year}/{serial}", "title": title, "issued_at": issued_at}
            for title, year, serial, issued_at in db.exec(made)
        ],
    )
