"""Petitions, their wording in each language, and the signatures under them."""

import json
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID, uuid4

from pydantic import AfterValidator, NaiveDatetime
from sqlalchemy import CheckConstraint, Enum, Index, text
from sqlmodel import Field, Relationship, SQLModel

from union.core import i18n
from union.core.base import Entity, Form, now
from union.core.hours import check_hour, on_the_wall
from union.core.i18n import mark
from union.members.models import Branch, Member, Platform

FEW = 10  # below, a page says only that there are few
SHORTEST_RUN, LONGEST_RUN = timedelta(hours=1), timedelta(days=366)
PLACES = 8  # counting places for each kind of disclosure
LONGEST_TITLE, LONGEST_ADDRESSEE, LONGEST_TEXT, LONGEST_WORD = 120, 200, 5000, 280


Language = Literal["kk", "ru", "en"]
AllWords = dict[str, dict[str, str]]  # title, addressee and text by language


class Disclosure(StrEnum):
    """Where a signer lets their name be seen."""

    ADDRESSEE = "addressee"
    UNION = "union"
    COUNTED = "counted"


DISCLOSURES = {
    Disclosure.ADDRESSEE: mark("In the letter to the addressee"),
    Disclosure.UNION: mark("Inside the union only"),
    Disclosure.COUNTED: mark("Nowhere, only counted"),
}

_disclosure = Enum(
    Disclosure,
    native_enum=False,  # a PostgreSQL type would outlive its table
    length=12,
    values_callable=lambda kinds: [kind.value for kind in kinds],
)


class Words(SQLModel):
    """What a petition says, in one language."""

    title: str = Field(max_length=LONGEST_TITLE)
    addressee: str = Field(max_length=LONGEST_ADDRESSEE)
    text: str = Field(max_length=LONGEST_TEXT)

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in self.text.split("\n\n") if part.strip()]

    @property
    def word_count(self) -> int:
        return len(self.text.split())


class Wording(Words, table=True):
    """A petition's words in one language, with what a search looks through."""

    petition_id: UUID = Field(foreign_key="petition.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=2)
    folded: str


def digest_of(language: str, platforms: list[str], words: AllWords) -> str:
    """SHA-256 over what signers put their names to, in every language."""
    whole = {"language": language, "platforms": sorted(platforms), "words": words}
    said = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()


def fold(words: str) -> str:
    """Words as a search compares them: without case, and with ё as е."""
    return words.casefold().replace("ё", "е")


class Concerns(SQLModel, table=True):
    """A petition is about work on this platform; members of others may sign it too."""

    __tablename__ = "petition_platform"

    petition_id: UUID = Field(foreign_key="petition.id", primary_key=True)
    platform_id: str = Field(foreign_key="platform.id", primary_key=True)


class Petition(Entity, table=True):
    """A request that members of a branch put their names to, until it closes."""

    __table_args__ = (
        Index("ix_petition_branch_id_closes_at_id", "branch_id", "closes_at", "id"),
        Index("ix_petition_closes_at", "closes_at"),
    )

    branch_id: UUID = Field(foreign_key="branch.id")  # whose members may sign
    author_id: UUID = Field(foreign_key="member.id", index=True)
    language: str = Field(max_length=2)  # its wording counts where two differ
    goal: int
    text_hash: str = Field(max_length=64)
    drafted_at: datetime = Field(default_factory=now)
    closes_at: datetime
    opened_at: datetime | None = None
    frozen_at: datetime | None = None  # when the first member signed
    goal_reached_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    branch: Branch = Relationship()
    author: Member = Relationship()
    platforms: list[Platform] = Relationship(link_model=Concerns)  # none: every one
    wordings: list[Wording] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )

    def is_open(self, at: datetime) -> bool:
        """Whether it can be signed at this moment."""
        return bool(self.opened_at and not self.is_over(at))

    def is_over(self, at: datetime) -> bool:
        """Whether it has closed, been withdrawn, or come to its hour."""
        return bool(self.closed_at or self.withdrawn_at or at >= self.closes_at)

    @property
    def ended_at(self) -> datetime:
        """When the last name could come: at its hour, however late that was noted."""
        return min(self.closed_at or self.closes_at, self.closes_at)

    def in_language(self, code: str) -> Wording | None:
        """The wording in this language, if there is one."""
        return next((w for w in self.wordings if w.language == code), None)

    @property
    def wording(self) -> Wording:
        """The wording in the reader's language, or else the one that counts."""
        found = self.in_language(i18n.language.get()) or self.in_language(self.language)
        assert found, "a petition is written in the language that counts"  # noqa: S101
        return found

    @property
    def title(self) -> str:
        return self.wording.title


class Pledge(Form):
    """What a member chooses when signing: who may see the name, and a word, or none."""

    disclosure: Disclosure
    word: str = Field(default="", max_length=LONGEST_WORD)
    text_hash: str = Field(max_length=64)  # of the text that was read


class SheetOrder(Form):
    """In which language the signature sheet is wanted."""

    language: Language


class Signature(SQLModel, table=True):
    """One member's name under one petition. The key leaves no room for a second."""

    __table_args__ = (
        Index(
            "ix_signature_words",
            "petition_id",
            "signed_at",
            "mark",
            sqlite_where=text("word != ''"),
            postgresql_where=text("word != ''"),
        ),
        Index("ix_signature_names", "petition_id", "disclosure", "mark"),
    )

    petition_id: UUID = Field(foreign_key="petition.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    disclosure: Disclosure = Field(sa_type=_disclosure)
    word: str = Field(default="", max_length=LONGEST_WORD)
    signed_at: datetime
    mark: UUID = Field(default_factory=uuid4)  # finds its place in a list; names nobody
    waiting: bool = False  # its owner is not admitted yet: kept, not counted, not shown

    member: Member = Relationship()


class CountingPlace(SQLModel, table=True):
    """One of several places where signatures are counted as they come.

    One number for all would make each signer wait for the one before until the disk
    has answered; counting the rows anew takes longer with each signature. So each
    signer adds one at a place given by chance, in the transaction of the signature,
    and a reader adds up at most 24 small rows, however many have signed.
    """

    __table_args__ = (CheckConstraint("signatures >= 0", name="not_negative"),)

    petition_id: UUID = Field(foreign_key="petition.id", primary_key=True)
    disclosure: Disclosure = Field(sa_type=_disclosure, primary_key=True)
    place: int = Field(primary_key=True)
    signatures: int = 0


def place_of(member_id: UUID) -> int:
    """Where this member is counted."""
    return member_id.int % PLACES


class Draft(Form):
    """A petition as its author fills it in: up to three wordings, one that counts."""

    branch_id: UUID
    platforms: list[str] = Field(default_factory=list, max_length=20)
    language: Language
    goal: int = Field(ge=FEW, le=1_000_000)
    closes_at: Annotated[NaiveDatetime, AfterValidator(check_hour)]
    title_kk: str = Field(default="", max_length=LONGEST_TITLE)
    title_ru: str = Field(default="", max_length=LONGEST_TITLE)
    title_en: str = Field(default="", max_length=LONGEST_TITLE)
    addressee_kk: str = Field(default="", max_length=LONGEST_ADDRESSEE)
    addressee_ru: str = Field(default="", max_length=LONGEST_ADDRESSEE)
    addressee_en: str = Field(default="", max_length=LONGEST_ADDRESSEE)
    text_kk: str = Field(default="", max_length=LONGEST_TEXT)
    text_ru: str = Field(default="", max_length=LONGEST_TEXT)
    text_en: str = Field(default="", max_length=LONGEST_TEXT)

    @property
    def deadline(self) -> datetime:
        """The moment it closes."""
        return on_the_wall(self.closes_at)

    def words(self, code: str) -> dict[str, str]:
        """Title, addressee and text in one language, as typed."""
        return {
            part: getattr(self, f"{part}_{code}")
            for part in ("title", "addressee", "text")
        }

    def written(self) -> AllWords:
        """The languages in which something was typed."""
        words = {code: self.words(code) for code in i18n.LANGUAGES}
        return {code: said for code, said in words.items() if any(said.values())}

    def gaps(self) -> list[str]:
        """The fields left empty in a language that was begun or that counts."""
        begun = self.written() | {self.language: self.words(self.language)}
        return [
            f"{part}_{code}"
            for code, said in begun.items()
            for part, value in said.items()
            if not value
        ]
