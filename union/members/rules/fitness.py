"""Who can hold which role: asked when it is proposed, and again when it is granted."""

from sqlmodel import Session, select

from union.core.base import now
from union.core.errors import Refused
from union.core.i18n import gettext as _
from union.members.models import (
    INCOMPATIBLE,
    ROLES,
    Branch,
    HeldRole,
    Member,
    Role,
    Standing,
)
from union.members.queries import offices_of


def check_fitness(db: Session, member: Member, role: Role, branch: Branch) -> None:
    """Refuse a role to whoever cannot hold it, and say why."""
    if member.standing(now()) is not Standing.MEMBER:
        raise Refused(_("Only a full member can hold a role."))
    if member.manages_since:
        raise Refused(_("Whoever manages for a platform holds no role in the union."))
    if role is Role.SYSTEM_ADMIN and branch.parent_id:
        raise Refused(
            _("A system administrator serves the whole union: choose its root.")
        )
    held = {"member_id": member.id, "role": role, "branch_id": branch.id}
    if db.exec(select(HeldRole).filter_by(**held)).first():
        raise Refused(_("This person holds the role already."))
    _check_offices(role, offices_of(db, member))


def _check_offices(role: Role, held: set[Role]) -> None:
    """One person cannot both count and command; the database refuses it too."""
    for pair in INCOMPATIBLE:
        other = set(pair) - {role}
        if role in pair and other & held:
            words = {"held": _(ROLES[other.pop()]), "role": _(ROLES[role])}
            raise Refused(
                _(
                    "Nobody is both %(held)s and %(role)s. The first of these roles "
                    "must end before."
                )
                % words
            )
