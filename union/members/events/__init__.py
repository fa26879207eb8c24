"""What happens to members, to the places they belong to, and on their devices."""

from union.members.events.contact import (
    PhoneCodeWanted,
)
from union.members.events.door import (
    MemberSignedOut,
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
from union.members.events.inviting import (
    InviteMade,
    InviteTakenBack,
    PosterMade,
    PosterTakenDown,
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
    ContactSeen,
    ListTaken,
    MemberLookedAt,
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
    PlaceEvent,
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
    MemberErased,
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
    "AccountLinkMade",
    "AccountRecovered",
    "BranchChanged",
    "BranchFounded",
    "BranchMerged",
    "BranchRehomed",
    "ContactSeen",
    "ImportDropped",
    "ImportEvent",
    "ImportMoved",
    "ImportReady",
    "ImportSent",
    "InviteMade",
    "InviteTakenBack",
    "LetterRevived",
    "ListTaken",
    "ManagerCleared",
    "ManagerDeclared",
    "MemberAdmitted",
    "MemberErased",
    "MemberJoined",
    "MemberLeft",
    "MemberLookedAt",
    "MemberMoved",
    "MemberReinstated",
    "MemberRenamed",
    "MemberSignedOut",
    "MemberSuspended",
    "MemberTurnedAway",
    "MembersLookedUp",
    "NewcomerVouchedFor",
    "NewcomerWelcomed",
    "PeopleImported",
    "PhoneCodeWanted",
    "PlaceAdded",
    "PlaceBroughtBack",
    "PlaceChanged",
    "PlaceEvent",
    "PlaceRetired",
    "PosterMade",
    "PosterTakenDown",
    "RoleDeclined",
    "RoleGranted",
    "RoleLaidDown",
    "RoleProposed",
    "RoleTakenBack",
    "SessionEnded",
    "WayBackAsked",
    "WayBackStopped",
    "WayBackVouched",
    "WorkforceEstimated",
]
