"""Open pages of a petition hear that it changed, and fetch its tally again."""

from union.core.events import on
from union.core.live.wire import revise
from union.petitions.events import (
    PetitionClosed,
    PetitionEvent,
    PetitionPublished,
    PetitionReworded,
    PetitionSigned,
    PetitionWithdrawn,
    SignatureWithdrawn,
)

CHANGES: tuple[type[PetitionEvent], ...] = (
    PetitionPublished,
    PetitionReworded,
    PetitionSigned,
    SignatureWithdrawn,
    PetitionClosed,
    PetitionWithdrawn,
)


def show_what_changed(event: PetitionEvent) -> None:
    revise("petition", event.petition_id)


for kind in CHANGES:
    on(kind)(show_what_changed)
