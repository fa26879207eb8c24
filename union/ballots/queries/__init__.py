"""What can be asked about ballots."""

from union.ballots.queries.common import PAGE
from union.ballots.queries.conduct import (
    Hands,
    branches_to_ask,
    consents_to,
    officers_of,
    open_ballots,
    outcome,
    people_of,
    root_of,
)
from union.ballots.queries.rolls import (
    how_far,
    named_votes,
    names_on_roll,
    objection_for,
    objections_to,
    own_objection,
    rolls_to_enter,
)
from union.ballots.queries.seats import (
    Seat,
    ballot_for,
    closed_seats,
    current_seats,
    may_read_minutes,
    seat_for,
)

__all__ = [
    "PAGE",
    "Hands",
    "Seat",
    "ballot_for",
    "branches_to_ask",
    "closed_seats",
    "consents_to",
    "current_seats",
    "how_far",
    "may_read_minutes",
    "named_votes",
    "names_on_roll",
    "objection_for",
    "objections_to",
    "officers_of",
    "open_ballots",
    "outcome",
    "own_objection",
    "people_of",
    "rolls_to_enter",
    "root_of",
    "seat_for",
]
