"""Ballot files are sent in, counted by the worker, and counted again with a lot."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from union.core.base import now
from union.core.errors import Invalid, NotAllowed, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.counting.rules import WITHOUT_A_LOT
from union.counts.events import CountAsked, CountFinished, CountMoved
from union.counts.models import (
    LONGEST_NAME,
    LONGEST_TITLE,
    BallotCount,
    BallotFile,
    DrawnLot,
)
from union.counts.permissions import may_count
from union.members.models import Branch, Member


@dataclass(frozen=True)
class Parcel:
    """A ballot file as it arrived, and how it is to be counted."""

    id: UUID  # made of the form it came by: a second sending is the same count
    name: str
    content: bytes
    digest: str
    rule: str
    seats: int | None
    options: dict[str, Any]


def refuse_others(member: Member, branch: Branch) -> None:
    """Only who conducts the elections of a branch counts them here."""
    if not may_count(member, branch):
        raise NotAllowed(_("Only a returning officer of the branch counts here."))


def ask(db: Session, branch: Branch, member: Member, parcel: Parcel) -> BallotCount:
    """Take a ballot file in, to be counted. Asking twice is asking once."""
    refuse_others(member, branch)
    if asked := db.get(BallotCount, parcel.id):
        return asked

    file = BallotFile(
        name=parcel.name[-LONGEST_NAME:], content=parcel.content, digest=parcel.digest
    )
    count = BallotCount(
        id=parcel.id,
        branch_id=branch.id,
        file_id=file.id,
        by=member.id,
        rule=parcel.rule,
        seats=parcel.seats,
        options=parcel.options,
    )
    db.add_all([file, count])

    announce(db, CountAsked(**_about(count, member.id)))
    return count


def count_again(
    db: Session, earlier: BallotCount, member: Member, form: DrawnLot
) -> BallotCount:
    """Count the same file by the same rule with the lot that was drawn."""
    refuse_others(member, earlier.branch)
    if not asks_for_a_lot(earlier):
        raise Refused(_("This count does not wait for a lot."))
    lot = form.as_options()
    _refuse_half_a_lot(lot, earlier.report or {})

    kept = {
        name: said
        for name, said in earlier.options.items()
        if name not in ("tie_order", "lot_seed")
    }
    count = BallotCount(
        branch_id=earlier.branch_id,
        file_id=earlier.file_id,
        earlier_id=earlier.id,
        by=member.id,
        rule=earlier.rule,
        seats=earlier.seats,
        options=kept | lot,
    )
    db.add(count)

    announce(db, CountAsked(**_about(count, member.id)))
    return count


def asks_for_a_lot(count: BallotCount) -> bool:
    """Whether a lot would let it go on."""
    return count.is_tied and count.rule not in WITHOUT_A_LOT


def _refuse_half_a_lot(lot: dict[str, Any], report: dict[str, Any]) -> None:
    order, trouble = lot.get("tie_order", []), ""
    if len(lot) != 1:
        trouble = _("Write the order that was drawn, or the seed: one of the two.")
    elif order and (strangers := [n for n in order if n not in report["candidates"]]):
        words = _("There is no candidate with this name: %(name)s.")
        trouble = words % {"name": strangers[0]}
    elif order and (missing := [n for n in report["tied"] if n not in order]):
        words = _("The lot decides between all who are tied. Missing: %(names)s.")
        trouble = words % {"names": ", ".join(missing)}
    elif len(set(order)) < len(order):
        trouble = _("Write every name once.")
    if trouble:
        raise Invalid(_("Please check what you entered."), {"lot": trouble})


def note_progress(db: Session, count_id: UUID, done: int, whole: int) -> None:
    """Keep how far the worker has come, for the pages that show it."""
    count = db.get_one(BallotCount, count_id)
    count.done, count.whole = done, whole

    announce(db, CountMoved(**_about(count, count.by)))


def finish(db: Session, count_id: UUID, report: dict[str, Any]) -> None:
    """Keep the report. Whoever comes second finds the first's."""
    count = db.get_one(BallotCount, count_id, with_for_update=True)
    if count.finished_at:
        return

    count.report, count.is_tied = report, bool(report["tied"])
    count.title = report["title"][:LONGEST_TITLE]
    count.finished_at = now()

    announce(db, CountFinished(**_about(count, count.by)))


def give_up(db: Session, count_id: UUID, trouble: str) -> None:
    """Say that a file could not be counted, and why."""
    count = db.get_one(BallotCount, count_id, with_for_update=True)
    if count.finished_at:
        return

    count.trouble, count.finished_at = trouble[:LONGEST_TITLE], now()

    announce(db, CountMoved(**_about(count, count.by)))


def _about(count: BallotCount, by: UUID) -> dict[str, UUID]:
    return {"by": by, "branch_id": count.branch_id, "count_id": count.id}
