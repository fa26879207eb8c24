"""One line of plain text: nothing in it that a reader cannot see."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator

from union.core.i18n import gettext as _

MOST_MARKS = 3  # on one letter; more are drawn over the lines around


def _seen(text: str) -> str:
    """Refuse what is invisible, turns the line round, or is heaped upon a letter."""
    kinds = [unicodedata.category(character) for character in text]
    if any(kind[0] == "C" or kind in ("Zl", "Zp") for kind in kinds):
        raise ValueError(_("Remove the invisible characters, then send it again."))
    marks = "".join("m" if kind[0] == "M" else " " for kind in kinds)
    if "m" * (MOST_MARKS + 1) in marks:
        raise ValueError(_("Too many marks stand on one letter."))
    if not any(kind[0] in "LN" for kind in kinds):
        raise ValueError(_("Write it with letters."))
    return text


Line = Annotated[str, AfterValidator(_seen)]
