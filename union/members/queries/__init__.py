"""What can be asked about members, branches and units."""

from union.members.queries.branches import (
    branch_or_refuse,
    every_branch,
    is_under,
    open_register,
    the_union,
)
from union.members.queries.looks import (
    has_looked,
    leaves_a_number,
    lists_taken,
)
from union.members.queries.people import (
    MOST_PEOPLE,
    Step,
    history_of,
    is_current,
    is_full_member,
    member_for,
    names_of,
    newcomers,
)
from union.members.queries.places import (
    cities,
    platforms,
    units_of,
)
from union.members.queries.sessions import (
    session_for,
    sessions_of,
)

__all__ = [
    "MOST_PEOPLE",
    "Step",
    "branch_or_refuse",
    "cities",
    "every_branch",
    "has_looked",
    "history_of",
    "is_current",
    "is_full_member",
    "is_under",
    "leaves_a_number",
    "lists_taken",
    "member_for",
    "names_of",
    "newcomers",
    "open_register",
    "platforms",
    "session_for",
    "sessions_of",
    "the_union",
    "units_of",
]
