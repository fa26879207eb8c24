"""What officers fill in about members."""

from typing import Literal

from sqlmodel import Field

from union.core.base import Form


class Sought(Form):
    """The display name of someone an officer must find."""

    name: str = Field(min_length=2, max_length=80)


class Reason(Form):
    """Why a standing changes, as the person concerned will read it."""

    reason: str = Field(min_length=10, max_length=280)


class Suspension(Reason):
    """The same, and whether it also stops those whom this person brought lately."""

    with_invitees: Literal["yes"] | None = None


class CodeOfPhone(Form):
    """The code that a member's new phone shows."""

    code: str = Field(max_length=40)
