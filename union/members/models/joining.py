"""How people come in: invites, posters, consent, those who vouch, the first welcome."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, now
from union.members.models.people import Member, by_value
from union.members.models.places import Branch

INVITE_LASTS = timedelta(days=7)
MOST_VOUCHES = 10  # of one kind by one member while vouches are kept: no swarm
EDGES_KEPT = timedelta(days=30)  # who invited or vouched for whom is a map of people


class Invite(Entity, table=True):
    """A personal link: opens once, for a week. Only the digest of its secret is kept.

    With `member_id` it leads to an account that an import made, for its owner to take.
    """

    digest: str = Field(unique=True)
    branch_id: UUID = Field(foreign_key="branch.id")
    made_by: UUID = Field(foreign_key="member.id", index=True)
    made_at: datetime = Field(default_factory=now, index=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    branch: Branch = Relationship()

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used."""
        return (
            not (self.used_at or self.revoked_at) and at < self.made_at + INVITE_LASTS
        )


class Poster(Entity, table=True):
    """A sheet on a wall: its code leads many people, and only to the lobby."""

    code: str = Field(unique=True, max_length=8)
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    place: str = Field(max_length=120)  # where it hangs, for those who put it up
    most: int  # how many may come by it
    uses: int = 0
    made_by: UUID = Field(foreign_key="member.id")
    made_at: datetime = Field(default_factory=now)
    expires_at: datetime
    revoked_at: datetime | None = None

    branch: Branch = Relationship()

    def is_open(self, at: datetime) -> bool:
        """Whether somebody can still come by it."""
        return not self.revoked_at and at < self.expires_at and self.uses < self.most


class Arrival(SQLModel, table=True):
    """By whose invite or which poster somebody came. Erased after 30 days."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    invited_by: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    poster_id: UUID | None = Field(default=None, foreign_key="poster.id")
    came_at: datetime = Field(default_factory=now, index=True)


class PrivacyConsent(Entity, table=True):
    """That somebody agreed to a version of the privacy notice, and when."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    notice: str = Field(max_length=20)  # the version, by its date
    language: str = Field(max_length=2)
    given_at: datetime = Field(default_factory=now)


class Lobby(SQLModel, table=True):
    """Whoever waits carries a code that members who know them can open."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    code: str = Field(unique=True, max_length=8)
    captain_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    welcome_by: datetime  # 24 hours after joining; at 48 it goes higher
    welcomed_at: datetime | None = None


class About(StrEnum):
    """What somebody vouches for."""

    ADMISSION = "admission"
    WAY_BACK = "way_back"


class Vouch(SQLModel, table=True):
    """A member says: I know this person. Once for each person and purpose; 30 days.

    On the way back it is said of one phone: said of another, it counts there alone.
    """

    about: About = Field(sa_type=by_value(About), primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    by: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    at: datetime = Field(default_factory=now, index=True)
    way_back_id: UUID | None = Field(default=None, foreign_key="wayback.id", index=True)

    voucher: Member = Relationship(sa_relationship_kwargs={"foreign_keys": "Vouch.by"})
