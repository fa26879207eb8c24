"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.door import (
    SessionEnded,
)
from union.members.events.imports import (
    AccountLinkMade,
    ImportDropped,
    ImportEvent,
    ImportMoved,
    ImportReady,
    ImportSent,
    PeopleImported,
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
    "AccountLinkMade",
    "ImportDropped",
    "ImportEvent",
    "ImportMoved",
    "ImportReady",
    "ImportSent",
    "LetterRevived",
    "MemberAdmitted",
    "MemberLeft",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSuspended",
    "MembersLookedUp",
    "PeopleImported",
    "SessionEnded",
]
