"""The invitation somebody came by, kept in their cookie until they have joined."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

KEY = "invitation"


@dataclass(frozen=True)
class Invitation:
    """A personal link or a poster, by its id."""

    kind: Literal["invite", "poster"]
    id: UUID


def remember(cookie: MutableMapping[str, Any], invitation: Invitation) -> None:
    """Keep it in the cookie of whoever came by it."""
    cookie[KEY] = [invitation.kind, invitation.id.hex]


def remembered(cookie: MutableMapping[str, Any]) -> Invitation | None:
    """What this person came by, if they came by anything."""
    kept = cookie.get(KEY)
    return Invitation(kind=kept[0], id=UUID(kept[1])) if kept else None
