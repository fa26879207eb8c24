"""What happens to petitions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class PetitionEvent(Event):
    """Something that happened to one petition."""

    page: ClassVar[str | None] = "petitions.show"

    petition_id: UUID


@dataclass(frozen=True, kw_only=True)
class PetitionDrafted(PetitionEvent):
    """A draft was begun. It is its author's own, so the minutes say nothing of it."""

    says = mark("A petition was drafted")
    minuted = False


@dataclass(frozen=True, kw_only=True)
class PetitionPublished(PetitionEvent):
    """A petition was opened for signing."""

    says = mark("A petition was published")


@dataclass(frozen=True, kw_only=True)
class PetitionReworded(PetitionEvent):
    """A published petition was changed, before anybody had signed it."""

    says = mark("A petition was changed before the first signature")


@dataclass(frozen=True, kw_only=True)
class PetitionSigned(PetitionEvent):
    """A member signed. The minute names nobody."""

    says = mark("A member signed a petition")
    names_its_author = False
    is_logged = False  # a moment and a small branch would tell who signed


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawn(PetitionEvent):
    """A member took a signature back. The minute names nobody."""

    says = mark("A member withdrew a signature")
    names_its_author = False
    is_logged = False  # a moment and a small branch would tell who signed


@dataclass(frozen=True, kw_only=True)
class SignerForgotten(PetitionEvent):
    """A signer was erased. A minute beside that of the erasing would tell whom."""

    says = mark("A signer who left was forgotten")
    minuted = False


@dataclass(frozen=True, kw_only=True)
class PetitionReachedGoal(PetitionEvent):
    """As many have signed as the petition asked for; said once."""

    says = mark("A petition reached its goal")


@dataclass(frozen=True, kw_only=True)
class PetitionClosed(PetitionEvent):
    """The hour came, and nobody can sign any more."""

    says = mark("A petition closed")


@dataclass(frozen=True, kw_only=True)
class PetitionWithdrawn(PetitionEvent):
    """Its author took the petition back, and all names under it were deleted."""

    says = mark("A petition was withdrawn by its author")


@dataclass(frozen=True, kw_only=True)
class SignersRead(PetitionEvent):
    """An organiser read the names of those who signed openly."""

    says = mark("The names under a petition were read")


@dataclass(frozen=True, kw_only=True)
class NamesReleased(PetitionEvent):
    """The names of those who agreed were put on the sheet for the addressee."""

    says = mark("The names for the addressee were put on a sheet")
