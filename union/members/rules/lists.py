"""Lists of members that leave the house: for a purpose, and seen by the branch."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from union.core.errors import NotAllowed
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members.events import ListTaken
from union.members.forms import Taking
from union.members.models import Branch, Member, TakenList
from union.members.permissions import may_take_list


@dataclass(frozen=True)
class File:
    """A list as it was written, before anybody has it."""

    id: UUID
    content: bytes
    digest: str
    people: int


def take(
    db: Session, branch: Branch, officer: Member, form: Taking, file: File
) -> None:
    """Note who took which list out, and what for, for every member of the branch."""
    if not may_take_list(officer, branch):
        raise NotAllowed(_("Only an administrator of the branch takes a list out."))

    asked = form.model_dump(mode="json", exclude={"purpose", "branch_id"})
    db.add(
        TakenList(
            id=file.id,
            branch_id=branch.id,
            by=officer.id,
            purpose=form.purpose,
            sought={name: value for name, value in asked.items() if value},
            people=file.people,
            digest=file.digest,
        )
    )

    announce(db, ListTaken(by=officer.id, branch_id=branch.id, list_id=file.id))
