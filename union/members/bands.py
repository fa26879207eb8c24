"""Numbers of people, told in bands wherever the exact one could point at somebody."""

from itertools import pairwise

from union.core import i18n
from union.core.i18n import gettext as _

_EDGES = (10, 25, 50, 100)
_ROUND = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def band(count: int) -> str:
    """7 -> «fewer than 10», 31 -> «25–49», 720 -> «500+»."""
    if count < _EDGES[0]:
        return _("fewer than 10")
    for least, beyond in pairwise(_EDGES):
        if count < beyond:
            return f"{least}\N{EN DASH}{beyond - 1}"
    return f"{i18n.number(max(n for n in _ROUND if n <= count))}+"
