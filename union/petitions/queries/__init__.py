"""What can be asked about petitions."""

from union.petitions.queries.common import A_PAGE
from union.petitions.queries.counting import Tally, count_and_own, shown, tally
from union.petitions.queries.finding import (
    Line,
    branches_of,
    petition_for,
    petitions_for,
    under_way,
    unsigned_for,
)
from union.petitions.queries.naming import (
    Signer,
    Voice,
    names_for_addressee,
    signers,
    voices,
)

__all__ = [
    "A_PAGE",
    "Line",
    "Signer",
    "Tally",
    "Voice",
    "branches_of",
    "count_and_own",
    "names_for_addressee",
    "petition_for",
    "petitions_for",
    "shown",
    "signers",
    "tally",
    "under_way",
    "unsigned_for",
    "voices",
]
