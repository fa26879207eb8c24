"""What is filled in at the door."""

from typing import Literal

from pydantic import SecretStr, field_validator
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import gettext as _
from union.members import onetime, passkeys, passphrases


def not_too_long(passphrase: SecretStr) -> SecretStr:
    if passphrases.length_in_bytes(passphrase.get_secret_value()) > passphrases.LONGEST:
        raise ValueError(_("This passphrase is too long."))
    return passphrase


class SignIn(Form):
    """Who says they are a member."""

    sign_in_name: str = Field(max_length=80)
    passphrase: SecretStr

    @field_validator("passphrase")
    @classmethod
    def _fits(cls, passphrase: SecretStr) -> SecretStr:
        return not_too_long(passphrase)


class Proof(Form):
    """The passphrase once more, before a delicate act."""

    passphrase: SecretStr

    @field_validator("passphrase")
    @classmethod
    def _fits(cls, passphrase: SecretStr) -> SecretStr:
        return not_too_long(passphrase)


class NewPassphrase(Form):
    """A passphrase to sign in with from now on."""

    passphrase: SecretStr

    @field_validator("passphrase")
    @classmethod
    def _fits(cls, passphrase: SecretStr) -> SecretStr:
        if (
            passphrases.length_in_characters(passphrase.get_secret_value())
            < passphrases.SHORTEST
        ):
            raise ValueError(
                _("At least %(count)s characters: a few words are easiest.")
                % {"count": passphrases.SHORTEST}
            )
        not_too_long(passphrase)
        if reason := passphrases.weakness(passphrase.get_secret_value(), ()):
            raise ValueError(reason)
        return passphrase


class Recovery(NewPassphrase):
    """The code from the paper, and a new passphrase."""

    code: str = Field(max_length=120)


class NewPhone(NewPassphrase):
    """Somebody without phone and paper; even the sign-in name may be forgotten."""

    sign_in_name: str = Field(default="", max_length=80)


class Vouching(Form):
    """The word of a member who knows them."""

    spoke: Literal["yes"]


class Code(Form):
    """What an authenticator app shows now."""

    code: str = Field(max_length=20)

    @field_validator("code")
    @classmethod
    def _has_six_digits(cls, code: str) -> str:
        digits = onetime.plain(code)
        if not onetime.is_code(digits):
            raise ValueError(_("Six digits, as the app shows them."))
        return digits


class KeyAnswer(Form):
    """What a passkey answered, as the page's script writes it."""

    credential: str = Field(max_length=passkeys.LONGEST)
