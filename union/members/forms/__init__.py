"""What members fill in about themselves, and officers about members."""

from union.members.forms.door import (
    NewPassphrase,
    Proof,
    Recovery,
    SignIn,
)
from union.members.forms.imports import (
    AllDoubles,
    Columns,
    Entering,
    NewImport,
    OneDouble,
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
    "AllDoubles",
    "Columns",
    "Entering",
    "NewBranch",
    "NewImport",
    "NewLanguage",
    "NewName",
    "NewPassphrase",
    "NewSignInName",
    "OneDouble",
    "Proof",
    "Reason",
    "Recovery",
    "SignIn",
    "Sought",
    "Workplace",
]
