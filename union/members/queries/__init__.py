"""What can be asked about members, branches and units."""

from union.members.queries.branches import (
    branch_or_refuse,
    every_branch,
    is_under,
    open_register,
    the_union,
)
from union.members.queries.joining import (
    INVITES_A_PAGE,
    POSTERS_A_PAGE,
    came_by,
    invite_for,
    invitees_of,
    invites_given,
    invites_made,
    invites_of,
    poster_for,
    posters_of,
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
    shown_name,
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
    "INVITES_A_PAGE",
    "MOST_PEOPLE",
    "POSTERS_A_PAGE",
    "VOUCHERS_NEEDED",
    "Step",
    "asked_from",
    "branch_or_refuse",
    "called",
    "came_by",
    "cities",
    "every_branch",
    "history_of",
    "invite_for",
    "invitees_of",
    "invites_given",
    "invites_made",
    "invites_of",
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
    "poster_for",
    "posters_of",
    "session_for",
    "sessions_of",
    "shown_name",
    "sign_in_name_is_taken",
    "the_union",
    "units_of",
    "vouchers_of",
    "way_back_for",
    "whose_devices",
]
