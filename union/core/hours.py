"""Hours as people write them: as clocks on the wall show them where the union is."""

from datetime import UTC, datetime

from union.core.i18n import gettext as _
from union.core.i18n import zone


def on_the_wall(written: datetime) -> datetime:
    """The moment, in the union's zone, when its clocks show this hour.

    Where an hour comes twice it is the first. Raises ValueError with a sentence for
    an hour over which clocks are put forward.
    """
    moment = written.replace(tzinfo=zone.get())
    try:
        shown = moment.astimezone(UTC).astimezone(zone.get())
    except OverflowError:
        raise ValueError(_("Write a date that exists.")) from None
    if shown.replace(tzinfo=None) != written:
        raise ValueError(_("Clocks are put forward over this hour. Choose another."))
    return moment


def check_hour(written: datetime) -> datetime:
    """The hour as it was written, if clocks ever show it."""
    on_the_wall(written)
    return written
