"""The pages of ballots: reading, voting, the officers' desk, the result."""

from union.ballots.views import desk, read, result, roll, steps, vote
from union.ballots.views.blueprint import bp

__all__ = ["bp", "desk", "read", "result", "roll", "steps", "vote"]
