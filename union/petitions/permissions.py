"""Who may do what with a petition. Rules enforce it, pages ask it."""

from datetime import datetime

from union.members.models import Branch, Member, Role, Standing
from union.members.permissions import belongs_to, holds_any
from union.petitions.models import Petition

ORGANISERS = {Role.STEWARD, Role.REPRESENTATIVE, Role.BRANCH_ADMIN}
SERVING = set(Role) - {Role.SYSTEM_ADMIN}  # who keeps the server serves no branch


def may_see(member: Member, petition: Petition) -> bool:
    """A published petition is for its branch, a draft for its author."""
    if petition.author_id == member.id:
        return True
    return bool(petition.opened_at) and (
        is_concerned(member, petition.branch) or may_wait_with(member, petition)
    )


def may_wait_with(member: Member, petition: Petition) -> bool:
    """Whoever waits in the lobby reads and signs what is open in their own branch."""
    is_over = petition.closed_at or petition.withdrawn_at
    return member.is_waiting and not is_over and belongs_to(member, petition.branch)


def is_admitted(member: Member) -> bool:
    """Whether the member was let in and has not left, suspended or not."""
    return bool(member.admitted_at and not member.left_at)


def is_concerned(member: Member, branch: Branch) -> bool:
    """Whether the member was admitted and belongs to the branch, or serves it."""
    return is_admitted(member) and (
        belongs_to(member, branch) or holds_any(member, SERVING, branch)
    )


def may_draft(member: Member, branch: Branch, at: datetime) -> bool:
    """Full members, in the branches they belong to or serve.

    No steward's check stands before publishing: an author answers for the petition.
    """
    return member.standing(at) is Standing.MEMBER and is_concerned(member, branch)


def may_edit(member: Member, petition: Petition, at: datetime) -> bool:
    """Its author, until somebody has signed."""
    return (
        petition.author_id == member.id
        and petition.frozen_at is None
        and petition.withdrawn_at is None
        and petition.closed_at is None
        and may_draft(member, petition.branch, at)
    )


def may_sign(member: Member, petition: Petition) -> bool:
    """Whoever is in good standing, and who waits: theirs is kept and not counted."""
    return may_be_counted(member, petition) or may_wait_with(member, petition)


def may_be_counted(member: Member, petition: Petition) -> bool:
    """Whoever is in good standing, probationers too."""
    return member.is_current and is_concerned(member, petition.branch)


def may_read_names(member: Member, at: datetime) -> bool:
    """Names beside words of support are for full members, in probation for nobody."""
    return member.standing(at) is Standing.MEMBER


def may_withdraw(member: Member, petition: Petition) -> bool:
    """Its author; for how long, the rule knows."""
    return petition.author_id == member.id


def may_read_signers(member: Member, petition: Petition) -> bool:
    """Organisers of the branch, and only names whose owners allowed it."""
    return bool(petition.opened_at) and holds_any(member, ORGANISERS, petition.branch)
