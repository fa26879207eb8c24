"""How a member can be reached, and that the number is theirs."""

import re

from pydantic import field_validator
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import gettext as _
from union.members import phones


class NewContact(Form):
    """A phone number, and whether the steward may use it."""

    phone: str = Field(max_length=phones.LONGEST)
    may_call: bool = False

    @field_validator("phone")
    @classmethod
    def _rings_somewhere(cls, phone: str) -> str:
        number = phones.normal(phone)
        if number is None:
            raise ValueError(
                _("We do not know such a number. Write it like 8 701 123 45 67.")
            )
        return number


class SixDigits(Form):
    """The six digits from the message, however they are grouped."""

    code: str = Field(max_length=20)

    @field_validator("code")
    @classmethod
    def _has_six_digits(cls, code: str) -> str:
        digits = re.sub(r"[\s-]", "", code)
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValueError(_("The code has six digits."))
        return digits


class Leaving(Form):
    """That a member leaves, and whether what names them goes at the same moment."""

    erase_now: bool = False
