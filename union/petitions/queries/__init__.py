"""What can be asked about petitions."""

from union.petitions.queries.common import A_PAGE
from union.petitions.queries.counting import Tally, shown, tally
from union.petitions.queries.finding import (
    Line,
    Standing,
    branches_of,
    petition_for,
    petitions_for,
    standing_for,
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
    "Standing",
    "Tally",
    "Voice",
    "branches_of",
    "names_for_addressee",
    "petition_for",
    "petitions_for",
    "shown",
    "signers",
    "standing_for",
    "tally",
    "under_way",
    "unsigned_for",
    "voices",
]
