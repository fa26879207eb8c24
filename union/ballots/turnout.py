"""Turnout as a page may show it: a band, and when it was true."""

from dataclasses import dataclass
from datetime import datetime

from union.ballots.bands import Band, band
from union.ballots.models import Ballot
from union.core.i18n import gettext as _
from union.core.i18n import number
from union.law.thresholds import Denominator, needed


@dataclass(frozen=True)
class Shown:
    """What is published of an open ballot's turnout."""

    band: Band
    of: datetime
    quorum: int | None  # on the roll; None where it counts something else

    @property
    def words(self) -> str:
        """«<10», «100–149»."""
        if self.band.low == 0:
            return _("fewer than %(count)s") % {"count": number(self.band.high + 1)}
        return f"{number(self.band.low)}–{number(self.band.high)}"


def turnout_of(ballot: Ballot) -> Shown | None:
    """The last published turnout, if any has been published."""
    turnout = ballot.turnout
    if turnout is None or turnout.shown is None or turnout.shown_of is None:
        return None
    roll = ballot.roll_size or 0
    quorum = ballot.threshold("quorum")
    counts_roll = quorum is not None and quorum.of is Denominator.MEMBERS
    return Shown(
        band(turnout.shown, roll),
        turnout.shown_of,
        needed(quorum, roll) if quorum and counts_roll else None,
    )
