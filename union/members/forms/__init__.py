"""What members fill in about themselves, and officers about members."""

from union.members.forms.contact import (
    Leaving,
    NewContact,
    SixDigits,
)
from union.members.forms.door import (
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
    Workplace,
)
from union.members.forms.people import (
    CodeOfPhone,
    Reason,
    Sought,
    Suspension,
)

__all__ = [
    "CodeOfPhone",
    "Leaving",
    "NewBranch",
    "NewContact",
    "NewInvite",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewPhone",
    "NewPoster",
    "NewSignInName",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "SixDigits",
    "Sought",
    "Suspension",
    "TypedCode",
    "Vouching",
    "Workplace",
]
