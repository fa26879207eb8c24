"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.door import (
    SessionEnded,
)
from union.members.events.joining import (
    ManagerCleared,
    ManagerDeclared,
    MemberJoined,
    MemberTurnedAway,
    NewcomerVouchedFor,
    NewcomerWelcomed,
)
from union.members.events.operations import (
    LetterRevived,
)
from union.members.events.people import (
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
    "LetterRevived",
    "ManagerCleared",
    "ManagerDeclared",
    "MemberAdmitted",
    "MemberJoined",
    "MemberLeft",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSuspended",
    "MemberTurnedAway",
    "MembersLookedUp",
    "NewcomerVouchedFor",
    "NewcomerWelcomed",
    "SessionEnded",
]
