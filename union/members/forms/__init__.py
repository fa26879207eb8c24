"""What members fill in about themselves, and officers about members."""

from union.members.forms.contact import (
    Leaving,
    NewContact,
    SixDigits,
)
from union.members.forms.door import (
    Code,
    KeyAnswer,
    NewPassphrase,
    NewPhone,
    Proof,
    Recovery,
    SignIn,
    Vouching,
)
from union.members.forms.joining import (
    NewInvite,
    NewPoster,
    TypedCode,
)
from union.members.forms.me import (
    NewBranch,
    NewLanguage,
    NewName,
    NewSignInName,
    NewVehicle,
    Workplace,
)
from union.members.forms.people import (
    Called,
    CodeOfPhone,
    Filters,
    Reason,
    Sought,
    Suspension,
    Taking,
    place_of,
    written_place,
)
from union.members.forms.places import (
    BranchEdit,
    BranchForm,
    CityEdit,
    Names,
    NewHome,
    PlatformEdit,
    PlatformForm,
    Workforce,
)
from union.members.forms.roles import (
    NewRole,
)

__all__ = [
    "BranchEdit",
    "BranchForm",
    "Called",
    "CityEdit",
    "Code",
    "CodeOfPhone",
    "Filters",
    "KeyAnswer",
    "Leaving",
    "Names",
    "NewBranch",
    "NewContact",
    "NewHome",
    "NewInvite",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewPhone",
    "NewPoster",
    "NewRole",
    "NewSignInName",
    "NewVehicle",
    "PlatformEdit",
    "PlatformForm",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "SixDigits",
    "Sought",
    "Suspension",
    "Taking",
    "TypedCode",
    "Vouching",
    "Workforce",
    "Workplace",
    "place_of",
    "written_place",
]
