"""The words of a ballot as somebody read them: what they approve is what they read."""

import json
from hashlib import sha256

from union.ballots.models import COLUMNS, Ballot
from union.core.errors import Refused


def words_of(ballot: Ballot) -> str:
    """SHA-256 of all that its officers may change: a form carries it to and fro."""
    said = {name: getattr(ballot, name) for name in COLUMNS}
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def check_seen(ballot: Ballot, seen: str, otherwise: str) -> None:
    """Raise Refused if other words were read; nothing, if none are said to have been.

    The ballot's row must be locked, or it could be changed after this.
    """
    if seen and seen != words_of(ballot):
        raise Refused(otherwise)
