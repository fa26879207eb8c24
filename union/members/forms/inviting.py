"""What is filled in to bring people in, and by whoever comes."""

import re
from uuid import UUID

from pydantic import field_validator
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import gettext as _

MOST_BY_A_POSTER, LONGEST_POSTER = 5_000, 365

# Marks that turn the direction of writing, and characters nobody sees.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


class NewInvite(Form):
    """A link for one person. Only an officer chooses the branch it leads to."""

    branch_id: UUID | None = None


class NewPoster(Form):
    """A sheet for a wall: where it hangs, for how many people and how long."""

    place: str = Field(min_length=2, max_length=120)
    branch_id: UUID
    most: int = Field(ge=1, le=MOST_BY_A_POSTER)
    days: int = Field(ge=1, le=LONGEST_POSTER)

    @field_validator("place")
    @classmethod
    def _can_be_read(cls, place: str) -> str:
        if _UNSEEN.search(place):
            raise ValueError(_("Remove the invisible characters, then send it again."))
        return " ".join(place.split())


class TypedCode(Form):
    """The code from a poster, as somebody typed it."""

    code: str = Field(max_length=120)
