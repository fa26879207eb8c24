"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.door import (
    MemberSignedOut,
    SessionEnded,
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
from union.members.events.way_back import (
    AccountRecovered,
    WayBackAsked,
    WayBackStopped,
    WayBackVouched,
)

__all__ = [
    "AccountRecovered",
    "LetterRevived",
    "MemberAdmitted",
    "MemberLeft",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSignedOut",
    "MemberSuspended",
    "MembersLookedUp",
    "SessionEnded",
    "WayBackAsked",
    "WayBackStopped",
    "WayBackVouched",
]
