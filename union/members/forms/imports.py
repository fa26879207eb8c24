"""What organisers fill in about a list of people."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from union.core.base import Form
from union.members.reconciling import MERGED, Whose


class NewImport(Form):
    """Where the people of a list are to belong; the file comes beside the form."""

    branch_id: UUID


class Columns(Form):
    """Which column of the spreadsheet holds what, counted from zero."""

    name: int = Field(ge=0)
    phone: int | None = Field(default=None, ge=0)
    language: int | None = Field(default=None, ge=0)
    city: int | None = Field(default=None, ge=0)
    platforms: int | None = Field(default=None, ge=0)
    joined: int | None = Field(default=None, ge=0)
    vehicle: int | None = Field(default=None, ge=0)

    def places(self) -> dict[str, int]:
        """The columns there are."""
        return self.model_dump(exclude_none=True)


class AllDoubles(Form):
    """What all doubles of a kind are taken for."""

    sure: Whose | None = None
    possible: Whose | None = None


class Side(StrEnum):
    """Which of two tellings is right."""

    HERE = "here"
    FILE = "file"


class OneDouble(Form):
    """What one double is taken for, and which telling is right, field by field."""

    whose: Whose
    name: Side = Side.HERE
    phone: Side = Side.HERE
    language: Side = Side.HERE
    joined: Side = Side.HERE
    vehicle: Side = Side.HERE

    def taken(self) -> list[str]:
        """The fields in which the file is right."""
        return [str(c) for c in MERGED if getattr(self, c) == Side.FILE]


class Entering(Form):
    """That the list is entered as it was shown."""

    leave_out: bool = False  # the faulty lines, which stay with the organiser
