"""What members can do with a petition. Each rule is kept here and only here."""

from union.petitions.rules.drafting import (
    draft,
    edit,
    publish,
    withdraw,
)
from union.petitions.rules.erasing import (
    forget_signer,
)
from union.petitions.rules.naming import (
    open_signers,
    release_names,
)
from union.petitions.rules.signing import (
    close_due,
    sign,
    withdraw_signature,
)
from union.petitions.rules.waiting import (
    count_kept,
    forget_kept,
)

__all__ = [
    "close_due",
    "count_kept",
    "draft",
    "edit",
    "forget_kept",
    "forget_signer",
    "open_signers",
    "publish",
    "release_names",
    "sign",
    "withdraw",
    "withdraw_signature",
]
