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
    Workplace,
)
from union.members.forms.people import (
    Filters,
    Reason,
    Sought,
    Taking,
    place_of,
    written_place,
)

__all__ = [
    "Filters",
    "NewBranch",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewSignInName",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "Sought",
    "Taking",
    "Workplace",
    "place_of",
    "written_place",
]
