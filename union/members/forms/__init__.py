"""What members fill in about themselves, and officers about members."""

from union.members.forms.door import (
    NewPassphrase,
    Proof,
    Recovery,
    SignIn,
)
from union.members.forms.joining import (
    HOW,
    Check,
    How,
    NewAccount,
    TwoGroups,
    Typed,
    Work,
)
from union.members.forms.me import (
    NewBranch,
    NewLanguage,
    NewName,
    NewSignInName,
    Workplace,
)
from union.members.forms.people import (
    Reason,
    Sought,
)

__all__ = [
    "HOW",
    "Check",
    "How",
    "NewAccount",
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
    "TwoGroups",
    "Typed",
    "Work",
    "Workplace",
]
