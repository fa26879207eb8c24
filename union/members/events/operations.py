"""What operators did."""

from dataclasses import dataclass

from union.core.events import Event
from union.core.i18n import mark


@dataclass(frozen=True, kw_only=True)
class LetterRevived(Event):
    """The worker is to try again what it had given up on."""

    says = mark("A task that had failed was started again")

    letter: int
