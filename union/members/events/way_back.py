"""The way back into an account on a new phone, vouched for by two."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class WayBackAsked(Event):
    """Somebody asked for an account, or for a name that nobody has: all look alike.

    No organiser is shown it: it would tell whose phone is lost.
    """

    says = mark("Somebody asked to open an account on a new phone")
    is_logged = False

    way_back_id: UUID


@dataclass(frozen=True, kw_only=True)
class WayBackVouched(Event):
    """A member vouched. For whom, only the request knows, and it is soon forgotten."""

    says = mark("A member vouched for somebody with a new phone")
    is_logged = False

    way_back_id: UUID


@dataclass(frozen=True, kw_only=True)
class WayBackStopped(Event):
    """The owner of the account, or the phone that asked, stopped a request."""

    says = mark("A request to open an account on a new phone was stopped")
    is_logged = False

    way_back_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountRecovered(Event):
    """An account was opened on a new phone: two vouched, three days passed."""

    says = mark("An account was opened on a new phone, after two members vouched")
    page = "members.standing"

    member_id: UUID
