"""What members fill in about themselves, and stewards about members."""

from uuid import UUID

from pydantic import SecretStr, field_validator
from sqlmodel import Field

from union.core.base import Form
from union.core.i18n import gettext as _
from union.members import names, passphrases


class SignIn(Form):
    """Who says they are a member."""

    sign_in_name: str = Field(max_length=80)
    passphrase: SecretStr

    @field_validator("passphrase")
    @classmethod
    def _fits(cls, passphrase: SecretStr) -> SecretStr:
        return _not_too_long(passphrase)


class Proof(Form):
    """The passphrase once more, before a delicate act."""

    passphrase: SecretStr

    @field_validator("passphrase")
    @classmethod
    def _fits(cls, passphrase: SecretStr) -> SecretStr:
        return _not_too_long(passphrase)


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
        return _not_too_long(passphrase)


class Recovery(NewPassphrase):
    """The code from the paper, and a new passphrase."""

    code: str = Field(max_length=120)


class NewName(Form):
    """The name that others see."""

    name: str = Field(min_length=2, max_length=80)


class NewSignInName(Form):
    """The name to sign in with, that nobody sees."""

    sign_in_name: str = Field(min_length=6, max_length=80)

    @field_validator("sign_in_name")
    @classmethod
    def _has_words(cls, name: str) -> str:
        if len(names.folded(name).split()) < 2:
            raise ValueError(_("Two words and a number, for example steppe-wind-27."))
        return name


class NewLanguage(Form):
    """The language letters are written in."""

    language: str = Field(regex="^(kk|ru|en)$")


class NewBranch(Form):
    """The branch to belong to."""

    branch_id: UUID


class Workplace(Form):
    """A platform, and the city it sends this member through."""

    platform_id: str = Field(max_length=40)
    city_id: str = Field(max_length=40)


class Sought(Form):
    """The display name of someone an officer must find."""

    name: str = Field(min_length=2, max_length=80)


class Reason(Form):
    """Why a standing changes, as the person concerned will read it."""

    reason: str = Field(min_length=10, max_length=280)


def _not_too_long(passphrase: SecretStr) -> SecretStr:
    if passphrases.length_in_bytes(passphrase.get_secret_value()) > passphrases.LONGEST:
        raise ValueError(_("This passphrase is too long."))
    return passphrase
