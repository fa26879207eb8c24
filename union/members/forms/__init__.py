"""What members fill in about themselves, and officers about members."""

from union.members.forms.door import (
    NewPassphrase,
    Proof,
    Recovery,
    SignIn,
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
    Reason,
    Sought,
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
    "CityEdit",
    "Names",
    "NewBranch",
    "NewHome",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewRole",
    "NewSignInName",
    "NewVehicle",
    "PlatformEdit",
    "PlatformForm",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "Sought",
    "Workforce",
    "Workplace",
]
