"""What an officer fills in to put a question to a branch."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from sqlmodel import Field

from union.ballots.models.ballot import Kind, Question, Secrecy
from union.core.base import Form
from union.core.hours import on_the_wall
from union.core.i18n import LANGUAGES
from union.core.i18n import gettext as _
from union.law.thresholds import Threshold

MOST_OPTIONS = 12
MOST_WORKERS = 100_000_000
YEARS = range(2000, 2200)  # near the ends of time a change of zone goes beyond them

# What the form offers; a statute may ask for anything that can be written so.
QUORUMS = (
    "gte 1/3 of members",
    "gt 1/2 of members",
    "gte 2/3 of members",
    "gt 1/2 of electorate",
    "gte 2/3 of electorate",
)
MAJORITIES = (
    "gt 1/2 of participants",
    "gte 2/3 of participants",
    "gt 1/2 of votes_cast",
    "gte 2/3 of votes_cast",
    "gt 1/2 of members",
)


def _where_the_union_lives(moment: datetime) -> datetime:
    """An hour written without a zone is the union's own."""
    if moment.year not in YEARS:
        raise ValueError(_("Write a date that exists."))
    if moment.tzinfo is None:
        moment = on_the_wall(moment)
    return moment.astimezone(UTC)


def _threshold(written: str | None) -> str | None:
    return str(Threshold.read(written)) if written else None


def _lines(text: object) -> object:
    """The lines of a text field, which arrives as a list of one text."""
    if isinstance(text, list):
        text = "\n".join(text)
    return [line.strip() for line in str(text).splitlines() if line.strip()]


Hour = Annotated[datetime, AfterValidator(_where_the_union_lives)]
Written = Annotated[str | None, AfterValidator(_threshold)]
Line = Annotated[str, StringConstraints(max_length=120)]
Lines = Annotated[list[Line], BeforeValidator(_lines)]
_TYPED = {"options_kk", "options_ru", "options_en"}  # kept together, as options


class Proposal(Form, Question):
    """A question with its rule and its hours. No options: yes, no or abstain."""

    kind: Kind
    secrecy: Secrecy
    authoritative: list[str] = Field(min_length=1)
    options_kk: Lines = Field(default_factory=list)
    options_ru: Lines = Field(default_factory=list)
    options_en: Lines = Field(default_factory=list)
    quorum: Written = None
    majority: Written = None
    alternative_quorum: Written = None
    alternative_majority: Written = None
    workforce: int | None = Field(default=None, ge=1, le=MOST_WORKERS)
    workforce_source: str = Field(default="", max_length=200)
    workforce_on: date | None = None
    subject_path: Annotated[str, StringConstraints(pattern=r"^(/[\w-]+)*$")] = Field(
        default="", max_length=200
    )
    subject_digest: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    opens_at: Hour
    closes_at: Hour
    chair_id: UUID | None = None
    secretary_id: UUID | None = None
    teller_ids: list[UUID] = Field(default_factory=list)

    def problems(self) -> dict[str, str]:
        """What does not fit together, a sentence for each field concerned."""
        options = [len(self.options_kk), len(self.options_ru), len(self.options_en)]
        has_source = self.workforce_source and self.workforce_on
        found = {
            "closes_at": self.closes_at <= self.opens_at
            and _("Voting closes after it opens."),
            "options_kk": (max(options) == 1 or max(options) > MOST_OPTIONS)
            and _("Give at least two options and at most twelve, or none."),
            "options_ru": len(set(options)) > 1
            and _("Write the same options in all three languages, in the same order."),
            "majority": not max(options)
            and not self.majority
            and _("A yes or no question needs a majority."),
            "workforce_source": bool(self.workforce and not has_source)
            and _("Say where the number of workers comes from, and of what day it is."),
            "authoritative": not set(self.authoritative) <= set(LANGUAGES)
            and _("Choose one of the answers."),
        }
        return {field: sentence for field, sentence in found.items() if sentence}

    def as_columns(self) -> dict[str, object]:
        """What a ballot keeps of the form."""
        kept = self.model_dump(include=Proposal.model_fields.keys() - _TYPED)
        each = zip(self.options_kk, self.options_ru, self.options_en, strict=True)
        kept["options"] = [dict(zip(LANGUAGES, texts, strict=True)) for texts in each]
        kept["teller_ids"] = [str(teller) for teller in self.teller_ids]
        return kept


COLUMNS = sorted(Proposal.model_fields.keys() - _TYPED | {"options"})


class AsRead(Form):
    """Which words somebody had before their eyes when they acted upon them."""

    seen: str = Field(default="", max_length=64)


class Revision(Proposal, AsRead):
    """A question written anew, over one that was read."""


class EarlyClosing(Form):
    """Why a ballot closes before its hour, as every member will read it."""

    reason: str = Field(min_length=1, max_length=280)
