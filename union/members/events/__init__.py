"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.door import (
    SessionEnded,
)
from union.members.events.operations import (
    LetterRevived,
)
from union.members.events.people import (
    MembersLookedUp,
)
from union.members.events.places import (
    BranchChanged,
    BranchFounded,
    BranchMerged,
    BranchRehomed,
    PlaceAdded,
    PlaceBroughtBack,
    PlaceChanged,
    PlaceRetired,
    WorkforceEstimated,
)
from union.members.events.roles import (
    RoleDeclined,
    RoleGranted,
    RoleLaidDown,
    RoleProposed,
    RoleTakenBack,
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
    "BranchChanged",
    "BranchFounded",
    "BranchMerged",
    "BranchRehomed",
    "LetterRevived",
    "MemberAdmitted",
    "MemberLeft",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSuspended",
    "MembersLookedUp",
    "PlaceAdded",
    "PlaceBroughtBack",
    "PlaceChanged",
    "PlaceRetired",
    "RoleDeclined",
    "RoleGranted",
    "RoleLaidDown",
    "RoleProposed",
    "RoleTakenBack",
    "SessionEnded",
    "WorkforceEstimated",
]
