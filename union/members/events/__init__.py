"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.door import (
    SessionEnded,
)
from union.members.events.operations import (
    LetterRevived,
)
from union.members.events.people import (
    ContactSeen,
    ListTaken,
    MemberLookedAt,
    MembersLookedUp,
)
from union.members.events.standing import (
    MemberAdmitted,
    MemberLeft,
    MemberMoved,
    MemberReinstated,
    MemberRenamed,
    MemberSuspended,
)

__all__ = [
    "ContactSeen",
    "LetterRevived",
    "ListTaken",
    "MemberAdmitted",
    "MemberLeft",
    "MemberLookedAt",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSuspended",
    "MembersLookedUp",
    "SessionEnded",
]
