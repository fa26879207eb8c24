"""What is kept about people beyond the hall itself: contact, looks, lists."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field, Relationship, SQLModel

from union.core.base import Entity, now
from union.members.models.people import Member, by_value
from union.members.models.places import Branch


class Contact(SQLModel, table=True):
    """A phone number somebody chose to leave, sealed; how it is found, keyed.

    The index is unique within a branch: the same number elsewhere has another one.
    It is slow to compute on purpose, so after an import it is filled little by little.
    """

    __table_args__ = (
        Index(
            "uq_contact_branch_id_phone_index", "branch_id", "phone_index", unique=True
        ),
    )

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    branch_id: UUID = Field(foreign_key="branch.id")
    phone_sealed: bytes
    phone_index: bytes | None = None
    may_call: bool = False  # the steward of the branch may see it
    set_at: datetime = Field(default_factory=now)
    confirmed_at: datetime | None = None


class PhoneCode(SQLModel, table=True):
    """Six digits on their way to a phone: ten minutes, five tries."""

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    sealed: bytes  # so that sending again sends the same
    made_at: datetime = Field(default_factory=now, index=True)
    sent_at: datetime = Field(default_factory=now)
    sent: int = 1
    tries: int = 0


class Look(Entity, table=True):
    """An officer looked at somebody: at the standing, at the phone number."""

    member_id: UUID = Field(foreign_key="member.id", index=True)
    by: UUID = Field(foreign_key="member.id")
    at: datetime = Field(default_factory=now, index=True)
    is_contact: bool = False

    officer: Member = Relationship(sa_relationship_kwargs={"foreign_keys": "Look.by"})


class TakenList(Entity, table=True):
    """A list of members left the house: who took it, what for, what of it."""

    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    by: UUID = Field(foreign_key="member.id")
    purpose: str = Field(max_length=280)
    sought: dict[str, Any] = Field(sa_type=JSON)  # the filters, as they were
    people: int
    digest: str = Field(max_length=64)
    at: datetime = Field(default_factory=now, index=True)

    branch: Branch = Relationship()
    officer: Member = Relationship(
        sa_relationship_kwargs={"foreign_keys": "TakenList.by"}
    )


class Stage(StrEnum):
    """How far an import has come."""

    SENT = "sent"  # its columns are to be named
    CHECKING = "checking"
    CHECKED = "checked"  # its preview is to be looked at
    ENTERING = "entering"
    ENTERED = "entered"
    FAILED = "failed"


class Import(Entity, table=True):
    """A spreadsheet of people on its way in. The file is sealed, and gone in a week."""

    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    by: UUID = Field(foreign_key="member.id", index=True)
    name: str = Field(max_length=120)  # of the file
    sealed: bytes | None  # the file; None once it is no longer needed
    stage: Stage = Field(default=Stage.SENT, sa_type=by_value(Stage))
    heads: list[str] = Field(default_factory=list, sa_type=JSON)
    columns: dict[str, int] = Field(default_factory=dict, sa_type=JSON)  # field: place
    lines: int = 0  # without the heads
    done: int = 0  # lines checked so far, for the bar
    trouble: str = ""  # the kind of what went wrong, for the operator
    found: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # faults, doubles: by line  # fmt: skip  # noqa: E501
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # for doubles
    sent_at: datetime = Field(default_factory=now, index=True)
    entered_at: datetime | None = None

    branch: Branch = Relationship()


class KnownColumns(SQLModel, table=True):
    """How the columns of such a spreadsheet were named the last time."""

    branch_id: UUID = Field(foreign_key="branch.id", primary_key=True)
    heads_digest: str = Field(primary_key=True, max_length=64)
    columns: dict[str, int] = Field(sa_type=JSON)
    at: datetime = Field(default_factory=now)
