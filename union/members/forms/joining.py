"""What newcomers fill in on their way in, and those who let them in."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import mark
from union.members.forms.door import NewPassphrase
from union.members.forms.me import NewSignInName
from union.members.models import Vehicle

MOST_PLATFORMS = 20


class Work(Form):
    """Where a newcomer works, for whom, and on what."""

    city: str = Field(max_length=40)
    platforms: list[Annotated[str, StringConstraints(max_length=40)]] = Field(
        default_factory=list, max_length=MOST_PLATFORMS
    )
    vehicle: Vehicle | None = None
    manages: Literal["yes"] | None = None


class NewAccount(NewSignInName, NewPassphrase):
    """The name and the passphrase to sign in with from now on."""


class TwoGroups(Form):
    """Two groups of the recovery code, typed from the paper."""

    first: str = Field(max_length=12)
    second: str = Field(max_length=12)


class Typed(Form):
    """The code of somebody who waits, read off their phone."""

    code: str = Field(max_length=20)


class How(StrEnum):
    """How a steward has checked who somebody is."""

    MET = "met"
    CALL = "call"
    SCREEN = "screen"


HOW = {
    How.MET: mark("A steward met them in person"),
    How.CALL: mark("A steward spoke with them by video"),
    How.SCREEN: mark("A steward saw their courier app open, live"),
}


class Check(Form):
    """A steward's check of somebody who waits."""

    how: How
