"""What can be asked about members, branches and units."""

from union.members.queries.branches import (
    branch_or_refuse,
    every_branch,
    is_under,
    open_register,
    the_union,
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
)
from union.members.queries.ways import (
    asks_for_codes,
    notes_of,
    one_time_secret_of,
    passkey_for,
    passkeys_of,
)

__all__ = [
    "MOST_PEOPLE",
    "Step",
    "asks_for_codes",
    "branch_or_refuse",
    "called",
    "cities",
    "every_branch",
    "history_of",
    "is_current",
    "is_full_member",
    "is_under",
    "member_for",
    "names_of",
    "newcomers",
    "notes_of",
    "one_time_secret_of",
    "open_register",
    "passkey_for",
    "passkeys_of",
    "platforms",
    "session_for",
    "sessions_of",
    "the_union",
    "units_of",
]
