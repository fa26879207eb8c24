"""Between the passphrase and the code: who gave the one, and has yet to give the other.

Nothing is open meanwhile; the cookie, which we signed, remembers it for five minutes.
"""

from datetime import timedelta
from uuid import UUID

from flask import session as cookie

from union.core.base import now

LASTS = timedelta(minutes=5)
_MARK = "halfway"


def wait_for_code(member_id: UUID) -> None:
    cookie[_MARK] = [str(member_id), int(now().timestamp())]


def who_waits() -> UUID | None:
    """Who gave a passphrase on this device a moment ago, if anybody did."""
    member_id, since = cookie.get(_MARK, ("", 0))
    age = now().timestamp() - since
    return UUID(member_id) if 0 <= age < LASTS.total_seconds() else None
