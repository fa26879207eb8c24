"""What administrators fill in about branches, platforms, cities and units."""

from datetime import date
from uuid import UUID

from pydantic import field_validator
from sqlmodel import Field

from union.core.base import Form, now
from union.core.i18n import gettext as _
from union.core.i18n import zone
from union.members.countries import COUNTRIES
from union.members.forms.plain import Line
from union.members.models import Work

FIRST_YEAR = 2000


class Names(Form):
    """A name in each language of the union."""

    name_kk: Line = Field(min_length=2, max_length=120)
    name_ru: Line = Field(min_length=2, max_length=120)
    name_en: Line = Field(min_length=2, max_length=120)


class BranchForm(Names):
    """A new branch: its names, and the city it answers for, if it is one."""

    city_id: str | None = Field(default=None, max_length=40)


class BranchEdit(BranchForm):
    """A branch, changed by someone who had this edition of it before them."""

    edition: str = Field(max_length=16)


class NewHome(Form):
    """The branch to lie below."""

    into_id: UUID


class CityEdit(Names):
    """A city, changed by someone who had this edition of it before them."""

    edition: str = Field(max_length=16)


class PlatformForm(Form):
    """A company whose app hands out work."""

    name: Line = Field(min_length=2, max_length=80)
    origin: str = Field(max_length=2)
    work: Work

    @field_validator("origin")
    @classmethod
    def _is_a_country(cls, code: str) -> str:
        if code not in COUNTRIES:
            raise ValueError(_("Choose one of the answers."))
        return code


class PlatformEdit(PlatformForm):
    """A platform, changed by someone who had this edition of it before them."""

    edition: str = Field(max_length=16)


class Workforce(Form):
    """How many people work in a unit, who says so, and of which day that is true."""

    workforce: int | None = Field(default=None, ge=1, le=1_000_000)
    workforce_source: Line = Field(min_length=3, max_length=200)
    workforce_on: date
    edition: str = Field(max_length=16)

    @field_validator("workforce_on", mode="before")
    @classmethod
    def _is_written_as_a_day(cls, day: object) -> object:
        """No seconds since 1970, which would be taken for a day."""
        if isinstance(day, str) and not day.strip("0123456789"):
            raise ValueError(_("Write a date that exists."))
        return day

    @field_validator("workforce_on")
    @classmethod
    def _has_come(cls, day: date) -> date:
        today = now().astimezone(zone.get()).date()
        if day.year < FIRST_YEAR or day > today:
            raise ValueError(
                _("Choose a day that has come, not before the year %(year)s.")
                % {"year": FIRST_YEAR}
            )
        return day
