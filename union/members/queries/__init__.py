"""What can be asked about members, branches and units."""

from union.members.queries.branches import (
    branch_or_refuse,
    every_branch,
    is_under,
    open_register,
    the_union,
)
from union.members.queries.names import (
    looks_like_an_officer,
    sign_in_name_is_taken,
)
from union.members.queries.people import (
    MOST_PEOPLE,
    Step,
    called,
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
    whose_devices,
)
from union.members.queries.ways_back import (
    VOUCHERS_NEEDED,
    asked_from,
    open_ways_back,
    own_way_back,
    vouchers_of,
    way_back_for,
)

__all__ = [
    "MOST_PEOPLE",
    "VOUCHERS_NEEDED",
    "Step",
    "asked_from",
    "branch_or_refuse",
    "called",
    "cities",
    "every_branch",
    "history_of",
    "is_current",
    "is_full_member",
    "is_under",
    "looks_like_an_officer",
    "member_for",
    "names_of",
    "newcomers",
    "open_register",
    "open_ways_back",
    "own_way_back",
    "platforms",
    "session_for",
    "sessions_of",
    "sign_in_name_is_taken",
    "the_union",
    "units_of",
    "vouchers_of",
    "way_back_for",
    "whose_devices",
]
