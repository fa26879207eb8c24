"""The text of a demand as a hash is taken of it, and as a ballot decides on it."""

import json
from collections.abc import Iterable
from hashlib import sha256

from union.core.i18n import LANGUAGES
from union.demands.models import Clause, Demand, Frame


def canonical(demand: Demand, frame: Frame, clauses: Iterable[Clause]) -> str:
    """All that is decided, in every language: sorted names, no spaces, UTF-8."""
    said = {
        "track": demand.track,
        "frame": {code: frame.side(code) for code in LANGUAGES},
        "clauses": [
            {code: clause.side(code) for code in LANGUAGES}
            | {"due_on": clause.due_on and clause.due_on.isoformat()}
            for clause in clauses
        ],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(demand: Demand, frame: Frame, clauses: Iterable[Clause]) -> str:
    """SHA-256 of the canonical text."""
    return sha256(canonical(demand, frame, clauses).encode()).hexdigest()
