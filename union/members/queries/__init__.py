"""What can be asked about members, branches and units."""

from union.members.queries.branches import (
    branch_or_refuse,
    every_branch,
    is_under,
    open_register,
    the_union,
)
from union.members.queries.lobby import (
    has_vouched,
    invited,
    lobby_of,
    newcomer_by_code,
    vouches_for,
    welcome_for,
    welcomes,
)
from union.members.queries.people import (
    MOST_PEOPLE,
    Step,
    called,
    has_finished_joining,
    history_of,
    is_current,
    is_full_member,
    is_waiting,
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
    "called",
    "cities",
    "every_branch",
    "has_finished_joining",
    "has_vouched",
    "history_of",
    "invited",
    "is_current",
    "is_full_member",
    "is_under",
    "is_waiting",
    "lobby_of",
    "member_for",
    "names_of",
    "newcomer_by_code",
    "newcomers",
    "open_register",
    "platforms",
    "session_for",
    "sessions_of",
    "the_union",
    "units_of",
    "vouches_for",
    "welcome_for",
    "welcomes",
]
