"""How a member can be reached."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class PhoneCodeWanted(Event):
    """Six digits are to go to a member's phone. No minute tells who left a number."""

    says = mark("A code was sent to a phone")
    minuted = False

    member_id: UUID
    sending: int  # which of the few messages that one code may take
