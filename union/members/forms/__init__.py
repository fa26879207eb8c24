"""What members fill in about themselves, and officers about members."""

from union.members.forms.door import (
    Code,
    KeyAnswer,
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
    Reason,
    Sought,
)

__all__ = [
    "Code",
    "KeyAnswer",
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
    "Workplace",
]
