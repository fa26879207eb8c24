"""What members fill in about themselves, and officers about members."""

from union.members.forms.door import (
    NewPassphrase,
    NewPhone,
    Proof,
    Recovery,
    SignIn,
    Vouching,
)
from union.members.forms.me import (
    NewBranch,
    NewLanguage,
    NewName,
    NewSignInName,
    Workplace,
)
from union.members.forms.people import (
    CodeOfPhone,
    Reason,
    Sought,
)

__all__ = [
    "CodeOfPhone",
    "NewBranch",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewPhone",
    "NewSignInName",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "Sought",
    "Vouching",
    "Workplace",
]
