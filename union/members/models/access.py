"""How a member proves who they are: devices, passkeys, one-time codes, the way back."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, now
from union.core.i18n import mark
from union.members.models.people import Member, by_value

WAY_BACK_WAITS = timedelta(hours=72)  # time for the owner to say no
WAY_BACK_LASTS = timedelta(days=14)


class SignInSession(Entity, table=True):
    """One device signed in. Deleting the row signs it out."""

    digest: str = Field(unique=True)  # of the secret in the cookie
    member_id: UUID = Field(foreign_key="member.id", index=True)
    device: str = Field(default="", max_length=80)  # «Chrome, Android», no more
    is_strong: bool = False  # by passkey, or by passphrase and one-time code
    began_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now, index=True)
    proved_at: datetime = Field(default_factory=now)  # when its owner last proved it

    member: Member = Relationship()


class Passkey(Entity, table=True):
    """A key pair whose private half a phone keeps behind its lock."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    credential: bytes = Field(unique=True)  # the id the authenticator chose
    public_key: bytes  # COSE
    signs: int = 0  # the authenticator's counter: a sign of trouble, never a lock
    device: str = Field(default="", max_length=80)
    made_at: datetime = Field(default_factory=now)
    used_on: date | None = None  # the day is enough


class SpentChallenge(SQLModel, table=True):
    """A challenge that was answered once, and is answered no more."""

    digest: str = Field(primary_key=True, max_length=64)
    spent_at: datetime = Field(default_factory=now, index=True)


class OneTimeSecret(SQLModel, table=True):
    """What an authenticator app shares with us, sealed (RFC 6238)."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    sealed: bytes
    made_at: datetime = Field(default_factory=now)
    confirmed_at: datetime | None = None
    last_step: int = 0  # of 30 seconds each: a code is taken once


class AccountDeed(StrEnum):
    """What can happen to the way somebody signs in."""

    NEW_DEVICE = "new_device"
    PASSPHRASE = "passphrase"  # noqa: S105  (a word, no secret)
    SIGN_IN_NAME = "sign_in_name"
    RECOVERY_CODE = "recovery_code"
    RECOVERED = "recovered"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    ONE_TIME_ON = "one_time_on"
    ONE_TIME_OFF = "one_time_off"
    WAY_BACK_ASKED = "way_back_asked"
    WAY_BACK_STOPPED = "way_back_stopped"
    SIGNED_OUT = "signed_out"


ACCOUNT_DEEDS = {
    AccountDeed.NEW_DEVICE: mark("A device signed in"),
    AccountDeed.PASSPHRASE: mark("The passphrase was changed"),
    AccountDeed.SIGN_IN_NAME: mark("The sign-in name was changed"),
    AccountDeed.RECOVERY_CODE: mark("A new recovery code was made"),
    AccountDeed.RECOVERED: mark("The account was opened on a new phone"),
    AccountDeed.PASSKEY_ADDED: mark("A passkey was added"),
    AccountDeed.PASSKEY_REMOVED: mark("A passkey was removed"),
    AccountDeed.ONE_TIME_ON: mark("One-time codes were turned on"),
    AccountDeed.ONE_TIME_OFF: mark("One-time codes were turned off"),
    AccountDeed.WAY_BACK_ASKED: mark(
        "Somebody asked to open the account on a new phone"
    ),
    AccountDeed.WAY_BACK_STOPPED: mark("That request was stopped"),
    AccountDeed.SIGNED_OUT: mark("An officer signed every device out"),
}


class AccountNote(Entity, table=True):
    """What happened to a member's way of signing in, for their eyes only; 90 days."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    deed: AccountDeed = Field(sa_type=by_value(AccountDeed))
    device: str = Field(default="", max_length=80)
    at: datetime = Field(default_factory=now, index=True)


class WayBack(Entity, table=True):
    """Somebody without phone and recovery code asks for an account: two vouch, 72 h.

    For a name that nobody has there is a row too, without a member: whoever asks is
    told the same. A steward can put a member to it.
    """

    code: str = Field(unique=True, max_length=8)  # shown to the two who vouch
    digest: str = Field(unique=True)  # of the secret that stays on the asking phone
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    passphrase_hash: str  # from then on
    asked_at: datetime = Field(default_factory=now, index=True)
    opens_at: datetime | None = None  # 72 hours after the second voucher
    stopped_at: datetime | None = None
    done_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it still leads anywhere."""
        ends = (self.opens_at or self.asked_at) + WAY_BACK_LASTS
        return not (self.stopped_at or self.done_at) and at < ends

    def is_due(self, at: datetime) -> bool:
        """Whether its owner has had the time to say no."""
        return self.opens_at is not None and self.opens_at <= at
