"""How far a person belongs, and what they have been trusted with."""

from datetime import timedelta
from enum import StrEnum

from union.core.i18n import mark

PROBATION = timedelta(days=14)


class Standing(StrEnum):
    """How far a person belongs to the union."""

    GUEST = "guest"
    PENDING = "pending"
    PROBATIONER = "probationer"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


class Role(StrEnum):
    """What a member has been trusted with beyond membership."""

    STEWARD = "steward"
    RETURNING_OFFICER = "returning_officer"
    TELLER = "teller"
    REPRESENTATIVE = "representative"
    CASEWORKER = "caseworker"
    BRANCH_ADMIN = "branch_admin"
    SYSTEM_ADMIN = "system_admin"


INCOMPATIBLE = (  # nobody holds both, wherever; the database refuses it
    (Role.SYSTEM_ADMIN, Role.TELLER),
    (Role.SYSTEM_ADMIN, Role.RETURNING_OFFICER),
    (Role.BRANCH_ADMIN, Role.TELLER),
    (Role.RETURNING_OFFICER, Role.TELLER),
)

LISTED = (  # the standings of those whom a list of members shows
    Standing.PENDING,
    Standing.PROBATIONER,
    Standing.MEMBER,
    Standing.SUSPENDED,
)

STANDINGS = {
    Standing.GUEST: mark("has not finished joining"),
    Standing.PENDING: mark("waiting to be admitted"),
    Standing.PROBATIONER: mark("probationer"),
    Standing.MEMBER: mark("member"),
    Standing.SUSPENDED: mark("suspended"),
    Standing.LEFT: mark("former member"),
}
ROLES = {
    Role.STEWARD: mark("steward"),
    Role.RETURNING_OFFICER: mark("returning officer"),
    Role.TELLER: mark("teller"),
    Role.REPRESENTATIVE: mark("representative"),
    Role.CASEWORKER: mark("caseworker"),
    Role.BRANCH_ADMIN: mark("branch administrator"),
    Role.SYSTEM_ADMIN: mark("system administrator"),
}
