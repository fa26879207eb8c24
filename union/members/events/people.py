"""Who looked at people, and lists of them that came or went."""

from dataclasses import dataclass

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class MembersLookedUp(Event):
    """An officer looked for members by name."""

    says = mark("Members were looked up by name")
