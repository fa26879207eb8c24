"""Lists of people that came in, and the accounts made of them."""

from dataclasses import dataclass
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class ImportEvent(Event):
    """Something happened to a list of people."""

    import_id: UUID


@dataclass(frozen=True, kw_only=True)
class ImportSent(ImportEvent):
    """An organiser sent a spreadsheet of people in. Nobody is entered yet."""

    says = mark("A list of people was sent in, to be entered")


@dataclass(frozen=True, kw_only=True)
class ImportReady(ImportEvent):
    """The worker has something to do about a list: open pages and the worker hear."""

    says = mark("A list of people is being worked on")
    minuted = False


@dataclass(frozen=True, kw_only=True)
class ImportMoved(ImportEvent):
    """The worker came further with a list: its open pages hear of it."""

    says = mark("The work on a list of people went on")
    minuted = False


@dataclass(frozen=True, kw_only=True)
class PeopleImported(ImportEvent):
    """All people of a list became members at once."""

    says = mark("People were entered from a list")


@dataclass(frozen=True, kw_only=True)
class ImportDropped(ImportEvent):
    """A list was thrown away before anybody was entered."""

    says = mark("A list of people was thrown away")


@dataclass(frozen=True, kw_only=True)
class AccountLinkMade(Event):
    """An officer made the link by which somebody takes an account made from a list."""

    says = mark("A link to an account made from a list was handed out")
    page = "members.standing"

    member_id: UUID
