"""The tree of branches grows, is named, moved about, and grown together.

Every change to it is made with the whole tree locked and read anew, so that two that
come at once cannot cross.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from union.core.errors import Invalid, NotFound, Refused
from union.core.events import announce
from union.core.i18n import gettext as _
from union.members import founding
from union.members.editions import must_be
from union.members.events import BranchChanged, BranchFounded, BranchRehomed
from union.members.forms import BranchEdit, BranchForm
from union.members.models import Branch, City, Member
from union.members.permissions import may_shape
from union.members.queries import branch_to_shape, tree_to_change


def found(db: Session, above: Branch, officer: Member, form: BranchForm) -> Branch:
    """Found a branch below another."""
    above = shaped(tree_to_change(db, above), officer, above.id)
    _check_city(db, form.city_id)

    new = founding.branch(_names(form), under=above)
    new.city_id = form.city_id
    db.add(new)

    announce(db, BranchFounded(by=officer.id, branch_id=new.id))
    return new


def change(db: Session, branch: Branch, officer: Member, form: BranchEdit) -> None:
    """Name a branch otherwise, or let it answer for another city."""
    branch_to_shape(db, officer, branch.id)
    if form.city_id != branch.city_id:
        _check_city(db, form.city_id)
    must_be(db, branch, form.edition)

    branch.sqlmodel_update(form.model_dump(exclude={"edition"}))

    announce(db, BranchChanged(by=officer.id, branch_id=branch.id))


def rehome(db: Session, branch: Branch, officer: Member, into_id: UUID) -> None:
    """Move a branch, with all below it, under another one."""
    tree = tree_to_change(db, branch)
    into = new_home(tree, branch, officer, into_id)
    if branch.parent_id == into.id:
        return
    left = branch.parent_id or branch.id

    move_under(tree, branch, into)

    announce(
        db,
        BranchRehomed(
            by=officer.id, branch_id=branch.id, from_id=left, into_id=into.id
        ),
    )


def new_home(
    tree: Iterable[Branch], branch: Branch, officer: Member, into_id: UUID
) -> Branch:
    """Where a branch is to go, if the officer administers both ends of the way."""
    tree = list(tree)
    into = shaped(tree, officer, into_id)
    if branch.parent_id is None:
        raise Refused(_("The union itself is the root of the tree, and stays there."))
    shaped(tree, officer, branch.parent_id)
    if branch.closed_at:
        raise NotFound(_("There is no such branch."))
    if branch.contains(into):
        raise Refused(_("A branch cannot lie below itself."))
    return into


def move_under(tree: Iterable[Branch], branch: Branch, into: Branch) -> None:
    """Write the place of a branch anew, and of every one below it."""
    before, after = branch.path, f"{into.path}{branch.id.hex}/"
    branch.parent_id = into.id
    for below in tree:
        if below.path.startswith(before):
            below.path = after + below.path.removeprefix(before)


def shaped(tree: Iterable[Branch], officer: Member, branch_id: UUID) -> Branch:
    """The open branch of this id that the officer administers, as it is now."""
    found = next((branch for branch in tree if branch.id == branch_id), None)
    if found is None or found.closed_at or not may_shape(officer, found):
        raise NotFound(_("There is no such branch."))
    return found


def _names(form: BranchForm) -> dict[str, str]:
    return {"kk": form.name_kk, "ru": form.name_ru, "en": form.name_en}


def _check_city(db: Session, city_id: str | None) -> None:
    city = db.get(City, city_id) if city_id else None
    if city_id and (city is None or city.retired_at):
        sentence = _("Choose one of the answers.")
        raise Invalid(sentence, {"city_id": sentence})
