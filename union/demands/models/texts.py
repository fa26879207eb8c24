"""Texts in three languages side by side, and which of them has fallen behind.

`meaning` counts how often the text came to say something else. Each language remembers
the meaning it was last brought up to; one that lags, or is empty, is stale.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from sqlmodel import Field, Relationship, SQLModel

from union.core import i18n
from union.core.base import Form
from union.core.i18n import LANGUAGES
from union.demands.models.demand import Demand, Track

CLAUSE_PARTS = {"heading": 120, "claim": 5000, "reason": 2000, "measure": 1000}
FRAME_PARTS = {"title": 120, "addressee": 200, "requisites": 600, "preamble": 2000}


class Text(SQLModel):
    """Some parts in each language; the first of them must be there."""

    PARTS: ClassVar[tuple[str, ...]] = ()

    def said(self, part: str, language: str | None = None) -> str:
        """One part, in the reader's language unless another is named."""
        return str(getattr(self, f"{part}_{language or i18n.language.get()}"))

    def side(self, language: str) -> dict[str, str]:
        """All that stands in one language."""
        return {part: self.said(part, language) for part in self.PARTS}

    def shown(self, part: str) -> str:
        """One part for the reader: in another language where theirs says nothing."""
        return self.said(part, self.shown_in)

    @property
    def shown_in(self) -> str:
        """The reader's language, or the first in which there is anything to read."""
        own = i18n.language.get()
        spoken = [code for code in (own, *LANGUAGES) if self.said(self.PARTS[0], code)]
        return spoken[0] if spoken else own


class Followed(Text):
    """A text that knows which of its languages has fallen behind."""

    meaning: int = 1
    kept_kk: int = 0
    kept_ru: int = 0
    kept_en: int = 0

    def lags(self, language: str) -> bool:
        """Whether the text came to say something else since this was written."""
        return int(getattr(self, f"kept_{language}")) < self.meaning

    def is_stale(self, language: str) -> bool:
        """Whether this language lags, or is silent where another speaks."""
        return self.lags(language) or any(
            self._is_said(part) and not self.said(part, language) for part in self.PARTS
        )

    @property
    def stale(self) -> list[str]:
        return [code for code in LANGUAGES if self.is_stale(code)]

    def follow(self, last: "Followed | None", confirmed: Iterable[str] = ()) -> None:
        """Work out what is stale, now that the words are written.

        Changing only what lagged brings it up to date. Changing what did not gives the
        text a new meaning, and leaves behind every language not touched.
        """
        changed = {c for c in LANGUAGES if not last or self.side(c) != last.side(c)}
        was = last.meaning if last else 0
        says_otherwise = not last or any(self._departs(last, c) for c in changed)
        self.meaning = was + says_otherwise
        for code in LANGUAGES:
            touched = (code in changed or code in confirmed) and self.speaks(code)
            kept = getattr(last, f"kept_{code}") if last else 0
            setattr(self, f"kept_{code}", self.meaning if touched else kept)

    def says_the_same(self, other: "Followed") -> bool:
        """Whether both say the same in every language."""
        return all(self.side(code) == other.side(code) for code in LANGUAGES)

    def equals(self, other: "Followed") -> bool:
        """Whether both say the same and are equally up to date."""
        return self.says_the_same(other) and self.stale == other.stale

    def speaks(self, language: str) -> bool:
        return any(self.side(language).values())

    def _departs(self, last: "Followed", language: str) -> bool:
        """Whether a language that did not lag now says something else, or more."""
        return not last.lags(language) and any(
            said != last.said(part, language)
            and (last.said(part, language) or not last._is_said(part))
            for part, said in self.side(language).items()
        )

    def _is_said(self, part: str) -> bool:
        return any(self.said(part, code) for code in LANGUAGES)


class ClauseWords(SQLModel):
    """What a clause says: the claim, why, and how its fulfilment is measured."""

    heading_kk: str = Field(default="", max_length=120)
    heading_ru: str = Field(default="", max_length=120)
    heading_en: str = Field(default="", max_length=120)
    claim_kk: str = Field(default="", max_length=5000)
    claim_ru: str = Field(default="", max_length=5000)
    claim_en: str = Field(default="", max_length=5000)
    reason_kk: str = Field(default="", max_length=2000)
    reason_ru: str = Field(default="", max_length=2000)
    reason_en: str = Field(default="", max_length=2000)
    measure_kk: str = Field(default="", max_length=1000)
    measure_ru: str = Field(default="", max_length=1000)
    measure_en: str = Field(default="", max_length=1000)
    due_on: date | None = None


class FrameWords(SQLModel):
    """What stands round the clauses: title, addressee and introduction."""

    title_kk: str = Field(default="", max_length=120)
    title_ru: str = Field(default="", max_length=120)
    title_en: str = Field(default="", max_length=120)
    addressee_kk: str = Field(default="", max_length=200)
    addressee_ru: str = Field(default="", max_length=200)
    addressee_en: str = Field(default="", max_length=200)
    requisites_kk: str = Field(default="", max_length=600)
    requisites_ru: str = Field(default="", max_length=600)
    requisites_en: str = Field(default="", max_length=600)
    preamble_kk: str = Field(default="", max_length=2000)
    preamble_ru: str = Field(default="", max_length=2000)
    preamble_en: str = Field(default="", max_length=2000)


class Clause(Followed, ClauseWords, table=True):
    """A clause as one version of the document has it. Rows are added, never changed."""

    PARTS = tuple(CLAUSE_PARTS)

    __tablename__ = "demand_clause"

    demand_id: UUID = Field(foreign_key="demand.id", primary_key=True)
    clause_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    place: int
    removed: bool = False

    demand: Demand = Relationship()

    def again(self, version: int, **other: object) -> "Clause":
        """The same clause in a later version, but for what is named."""
        return Clause.model_validate(self.model_dump() | {"version": version} | other)


class Frame(Followed, FrameWords, table=True):
    """The words round the clauses, as one version of the document has them."""

    PARTS = tuple(FRAME_PARTS)

    __tablename__ = "demand_frame"

    demand_id: UUID = Field(foreign_key="demand.id", primary_key=True)
    version: int = Field(primary_key=True)

    demand: Demand = Relationship()


class ClauseForm(Form, ClauseWords):
    """A clause as somebody wrote it, over the version they had before their eyes."""

    base: int = Field(default=0, ge=0)
    confirmed: list[str] = Field(default_factory=list, max_length=3)

    def words(self) -> dict[str, object]:
        """What a clause keeps of the form."""
        return self.model_dump(exclude={"base", "confirmed"})


class FrameForm(Form, FrameWords):
    """The words round the clauses as somebody wrote them, over the version they saw."""

    base: int = Field(default=0, ge=0)
    confirmed: list[str] = Field(default_factory=list, max_length=3)
    branch_id: UUID | None = None  # where a new document belongs
    platform_id: str = Field(default="", max_length=40)
    track: Track

    def words(self) -> dict[str, object]:
        """What the frame keeps of the form."""
        return self.model_dump(include=set(FrameWords.model_fields))


class FreezeForm(Form):
    """Which version was read before it was frozen."""

    version: int


class MoveForm(Form):
    """Where a clause goes."""

    to: Literal["up", "down"]
