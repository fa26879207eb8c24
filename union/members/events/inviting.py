"""How people are brought in: links for one person, sheets on walls.

Who invited whom is a map of people. Of personal links the minutes keep only that there
was one: no author, no number, nothing that could be held against the row of whoever
came.
"""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class InviteMade(Event):
    """Somebody made a link for one person."""

    says = mark("A personal invite was made")
    names_its_author = False
    is_logged = False


@dataclass(frozen=True, kw_only=True)
class InviteTakenBack(Event):
    """A link that nobody had used opens nothing any more."""

    says = mark("A personal invite was taken back")
    names_its_author = False
    is_logged = False


@dataclass(frozen=True, kw_only=True)
class PosterMade(Event):
    """An officer made a sheet by which people can come."""

    says = mark("A poster was made")
    page = "members.poster"

    poster_id: UUID


@dataclass(frozen=True, kw_only=True)
class PosterTakenDown(Event):
    """Nobody comes by this sheet any more."""

    says = mark("A poster was taken down")
    page = "members.poster"

    poster_id: UUID
