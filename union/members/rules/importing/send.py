"""Lists are sent in, their columns named, and thrown away."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from union.core.base import now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.columns import COLUMNS, Column, digest_of
from union.members.events import ImportDropped, ImportReady, ImportSent
from union.members.forms import Columns
from union.members.models import Branch, Import, KnownColumns, Member, Stage
from union.members.permissions import may_import

LONGEST_NAME = 120


@dataclass(frozen=True)
class Parcel:
    """A file as it arrived: read once, then sealed."""

    id: UUID  # made of the form it came by: a second sending is the same list
    name: str
    sealed: bytes
    heads: list[str]
    lines: int


def place_of(import_id: UUID) -> str:
    """Where a list's file is sealed for."""
    return f"import|sealed|{import_id}"


def refuse_others(member: Member, branch: Branch) -> None:
    """Only who answers for the people of a branch may enter them from a list."""
    if not may_import(member, branch):
        raise NotAllowed(_("Only an administrator of the branch enters people here."))
    if branch.closed_at:
        raise Refused(_("This branch was merged into another. Choose that one."))


def send(db: Session, branch: Branch, member: Member, parcel: Parcel) -> Import:
    """Take a list in. Sending twice is sending once."""
    refuse_others(member, branch)
    if sent := db.get(Import, parcel.id):
        return sent

    batch = Import(
        id=parcel.id,
        branch_id=branch.id,
        by=member.id,
        name=parcel.name[-LONGEST_NAME:],
        sealed=parcel.sealed,
        heads=parcel.heads,
        lines=parcel.lines,
    )
    db.add(batch)

    announce(db, ImportSent(**_about(batch, member)))
    return batch


def name_columns(db: Session, batch: Import, member: Member, form: Columns) -> None:
    """Say which column holds what. From then on the worker checks every line."""
    if batch.stage not in (Stage.SENT, Stage.CHECKED):
        raise Refused(_("This list is being worked on. Wait until that is done."))
    places = form.places()
    _refuse_muddle(places, len(batch.heads))

    batch.columns = places
    batch.stage, batch.done = Stage.CHECKING, 0
    batch.found, batch.choices = {}, {}
    db.merge(
        KnownColumns(
            branch_id=batch.branch_id,
            heads_digest=digest_of(batch.heads),
            columns=places,
            at=now(),
        )
    )

    announce(db, ImportReady(**_about(batch, member)))


def _refuse_muddle(places: dict[str, int], width: int) -> None:
    taken: dict[int, str] = {}
    problems = {}
    for column, place in places.items():
        if place >= width:
            problems[column] = _("Choose one of the answers.")
        elif place in taken:
            problems[column] = _("This column is chosen for “%(other)s” already.") % {
                "other": _(COLUMNS[Column(taken[place])])
            }
        taken[place] = column
    if problems:
        raise Invalid(_("Please check what you entered."), problems)


def drop(db: Session, batch: Import, member: Member) -> None:
    """Throw a list away before anybody is entered."""
    if batch.stage in (Stage.ENTERING, Stage.ENTERED):
        raise Refused(_("These people are members already, or about to be."))
    dropped = ImportDropped(**_about(batch, member))

    db.delete(batch)

    announce(db, dropped)


def _about(batch: Import, member: Member) -> dict[str, UUID]:
    return {"by": member.id, "branch_id": batch.branch_id, "import_id": batch.id}
