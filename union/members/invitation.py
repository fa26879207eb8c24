"""What brought somebody to the door, kept in the cookie until they have joined."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from uuid import UUID

Kind = Literal["invite", "poster"]

_KEY = "invitation"


@dataclass(frozen=True)
class Invitation:
    """By a personal link, or by a sheet on a wall."""

    kind: Kind
    id: UUID


def remember(cookie: MutableMapping[str, Any], invitation: Invitation) -> None:
    """Carry the invitation along; the cookie is signed, and the id opens nothing."""
    cookie[_KEY] = f"{invitation.kind} {invitation.id}"


def remembered(cookie: MutableMapping[str, Any]) -> Invitation | None:
    """The invitation that was carried along, if there is one."""
    kind, _space, id_ = str(cookie.get(_KEY, "")).partition(" ")
    if kind not in get_args(Kind):
        return None
    try:
        return Invitation(cast(Kind, kind), UUID(id_))
    except ValueError:
        return None
