"""The outgoing register: one row for each version of each paper that left the house."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field

from union.core.base import Entity


class Document(Entity, table=True):
    """One version of a paper, as it was issued. A row is added, never changed."""

    __table_args__ = (
        Index(
            "uq_document_kind_about_language_version",
            "kind",
            "about",
            "language",
            "version",
            unique=True,
        ),
        Index(
            "uq_document_union_id_year_serial",
            "union_id",
            "year",
            "serial",
            unique=True,
        ),
    )

    kind: str = Field(max_length=40)
    about: UUID  # the petition, ballot or demand; whose feature guards it
    language: str = Field(max_length=2)
    version: int
    union_id: UUID = Field(foreign_key="branch.id")  # whose register it stands in
    branch_id: UUID = Field(foreign_key="branch.id", index=True)
    year: int
    serial: int
    code: str = Field(unique=True, max_length=8)
    title: str
    content_hash: str = Field(max_length=64)
    paper: dict[str, Any] = Field(sa_type=JSON)
    issued_at: datetime
    issued_by: UUID | None  # no key: members leave, the clock acts too

    @property
    def number(self) -> str:
        """The outgoing number, as the union's clerks write it: 2026/14."""
        return f"{self.year}/{self.serial}"
