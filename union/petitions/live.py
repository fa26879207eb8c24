"""Open pages of a petition hear that it changed, and fetch its tally again.

Of the first few signatures they hear nothing: each piece of news would be one more.
"""

from union.core.db import db
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
    SignerForgotten,
)
from union.petitions.models import FEW
from union.petitions.queries import tally

CHANGES: tuple[type[PetitionEvent], ...] = (
    PetitionPublished,
    PetitionReworded,
    PetitionClosed,
    PetitionWithdrawn,
)


def show_what_changed(event: PetitionEvent) -> None:
    revise("petition", event.petition_id)


@on(PetitionSigned)
def show_another(event: PetitionSigned) -> None:
    if tally(db, event.petition_id).total >= FEW:
        show_what_changed(event)


@on(SignatureWithdrawn)
def show_one_less(event: SignatureWithdrawn) -> None:
    if tally(db, event.petition_id).total + 1 >= FEW:
        show_what_changed(event)


@on(SignerForgotten)
def show_without_them(event: SignerForgotten) -> None:
    if tally(db, event.petition_id).total + 1 >= FEW:
        show_what_changed(event)


for kind in CHANGES:
    on(kind)(show_what_changed)
