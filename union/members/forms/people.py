"""What officers fill in about members."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ValidationInfo, field_validator
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import gettext as _
from union.members.models import LISTED, Standing

LONGEST_PLACE = 800  # a name of 80 letters, as hexadecimal digits
ID = 32


class Filters(Form):
    """Which members of an officer's branches are meant. Empty: no matter which."""

    branch_id: UUID | None = None
    platform_id: str = Field(default="", max_length=40)
    city_id: str = Field(default="", max_length=40)
    standing: Standing | None = None
    language: Literal["kk", "ru", "en"] | None = None
    joined_from: date | None = None
    joined_to: date | None = None
    managers: Literal["yes"] | None = None

    @field_validator("standing")
    @classmethod
    def _is_listed(cls, standing: Standing | None) -> Standing | None:
        if standing and standing not in LISTED:
            raise ValueError(_("Choose one of the answers."))
        return standing

    @field_validator("joined_to")
    @classmethod
    def _is_not_before(cls, to: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("joined_from")
        if to and since and to < since:
            raise ValueError(_("This day lies before the first one."))
        return to


class Sought(Filters):
    """Whom an officer looks for, and after whom the page begins."""

    name: str = Field(default="", max_length=80)
    after: str = Field(default="", max_length=LONGEST_PLACE)

    @field_validator("after")
    @classmethod
    def _is_a_place(cls, after: str) -> str:
        if after:
            place_of(after)
        return after


def place_of(after: str) -> tuple[str, UUID]:
    """The name, folded, and the id that a page begins after. Raises ValueError."""
    try:
        return bytes.fromhex(after[ID:]).decode(), UUID(after[:ID])
    except ValueError:
        raise ValueError(_("Choose one of the answers.")) from None


def written_place(name_key: str, member_id: UUID) -> str:
    """The same, as a page carries it: a form would tidy a name."""
    return member_id.hex + name_key.encode().hex()


class Taking(Filters):
    """Which list leaves the house, and what for."""

    branch_id: UUID
    purpose: str = Field(min_length=10, max_length=280)


class Reason(Form):
    """Why a standing changes, as the person concerned will read it."""

    reason: str = Field(min_length=10, max_length=280)


class Suspension(Reason):
    """The same, and whether it also stops those whom this person brought lately."""

    with_invitees: Literal["yes"] | None = None


class CodeOfPhone(Form):
    """The code that a member's new phone shows."""

    code: str = Field(max_length=40)


class Called(Form):
    """The display name of one person, exactly."""

    name: str = Field(min_length=2, max_length=80)
