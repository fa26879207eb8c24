"""What members fill in about themselves."""

from typing import Literal
from uuid import UUID

from pydantic import field_validator
from sqlmodel import Field

from union.core.base import Form
from union.members.forms.names import fitting_name, fitting_sign_in_name
from union.members.models import Vehicle


class NewName(Form):
    """The name that others see."""

    name: str = Field(min_length=2, max_length=80)

    @field_validator("name")
    @classmethod
    def _fits(cls, name: str) -> str:
        return fitting_name(name)


class NewSignInName(Form):
    """The name to sign in with, that nobody sees."""

    sign_in_name: str = Field(min_length=6, max_length=80)

    @field_validator("sign_in_name")
    @classmethod
    def _is_a_sign_in_name(cls, name: str) -> str:
        return fitting_sign_in_name(name)


class NewLanguage(Form):
    """The language letters are written in."""

    language: Literal["kk", "ru", "en"]


class NewBranch(Form):
    """The branch to belong to."""

    branch_id: UUID


class Workplace(Form):
    """A platform, and the city it sends this member through."""

    platform_id: str = Field(max_length=40)
    city_id: str = Field(max_length=40)


class NewVehicle(Form):
    """What carries the bag; nothing, if it is nobody's business."""

    vehicle: Vehicle | None = None
