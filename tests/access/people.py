"""One person of every kind, in a branch of their own kind of trust."""

from datetime import timedelta

from union.core.base import now
from union.members.models import Role

KINDS = {  # as the columns of matrix.csv call them
    "X": "a stranger",
    "G": "somebody who has not finished joining",
    "W": "somebody who waits to be admitted",
    "P": "a probationer",
    "M": "a member",
    "S": "a steward",
    "RO": "a returning officer",
    "T": "a teller",
    "N": "a representative",
    "C": "a caseworker",
    "BA": "a branch administrator",
    "U": "an administrator of the whole union, a branch administrator of the root",
    "SA": "a system administrator",
    "Z": "somebody suspended",
}
OFFICES = {
    "S": Role.STEWARD,
    "RO": Role.RETURNING_OFFICER,
    "T": Role.TELLER,
    "N": Role.REPRESENTATIVE,
    "C": Role.CASEWORKER,
    "BA": Role.BRANCH_ADMIN,
    "U": Role.BRANCH_ADMIN,
    "SA": Role.SYSTEM_ADMIN,
}


def one(make, kind, branch):
    """A person of this kind; a stranger is nobody."""
    if kind == "X":
        return None
    if kind in OFFICES:
        office = OFFICES[kind]
        return make.officer(office, branch, name="Asker", passphrase_hash="kept")
    standings = {
        "G": {"joined_at": None, "admitted_at": None},
        "W": {"admitted_at": None},
        "P": {"admitted_at": now() - timedelta(days=3)},
        "M": {},
        "Z": {"suspended_at": now()},
    }
    return make.member(
        branch=branch, name="Asker", passphrase_hash="kept", **standings[kind]
    )
