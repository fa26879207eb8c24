"""A ratified demand as plain data for its letter (the form T1)."""

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import Session

from union.ballots.exports import MINUTES
from union.ballots.models import Ballot
from union.ballots.queries import outcome
from union.ballots.result import Result
from union.core import i18n
from union.core.i18n import gettext as _
from union.core.i18n import speaking
from union.demands import annexes
from union.demands.models import Clause, Demand, Fixing, Frame
from union.demands.queries import clauses_of, frame_at
from union.demands.wording import ASKED, GUARANTEE, TALKS, basis, receipt
from union.documents.queries import latest
from union.law import asked, words
from union.law.deadlines import Clock
from union.members.models import Branch
from union.petitions.models import Petition
from union.petitions.queries import Signer, Tally, names_for_addressee, tally
from union.writers.paper import (
    Block,
    Facts,
    Heading,
    Language,
    Pairs,
    Paper,
    Paragraph,
    Signatures,
    Slot,
)
from union.writers.paper import Clause as PaperClause

LETTER = "demand_letter"


@dataclass(frozen=True)
class Petitioners:
    """Those who signed the petition that the demand grew from."""

    petition: Petition
    tally: Tally
    named: list[Signer]


@dataclass(frozen=True)
class Letter:
    """All that the letter says, in whatever language."""

    demand: Demand
    frame: Frame
    clauses: list[Clause]
    fixing: Fixing
    result: Result
    minutes: dict[str, str]  # the number of the ballot's minutes, by language
    union: Branch
    petitioners: Petitioners | None

    @property
    def on(self) -> date:
        here = self.fixing.at.astimezone(i18n.zone.get())
        return self.fixing.letter_on or here.date()


def gather(db: Session, demand: Demand, fixing: Fixing) -> Letter:
    """Read what the letter is made of."""
    ballot = db.get_one(Ballot, fixing.ballot_id)
    result = outcome(db, ballot)
    if result is None:
        raise ValueError("a mandate comes from a ballot that has closed")
    return Letter(
        demand=demand,
        frame=frame_at(db, demand.id, fixing.version),
        clauses=clauses_of(db, demand.id, fixing.version),
        fixing=fixing,
        result=result,
        minutes=_minutes(db, ballot.id),
        union=db.get_one(Branch, fixing.union_id),
        petitioners=_petitioners(db, demand.petition_id),
    )


def paper(letter: Letter, language: str) -> Paper:
    """The letter in one language, with its annexes."""
    with speaking(language):
        title = letter.frame.said("title", language)
        vote = letter.result, letter.fixing, letter.minutes.get(language, "")
        return Paper(
            language=cast(Language, language),
            title=_("Collective demand letter: %(title)s") % {"title": title},
            letterhead=_house(letter),
            facts=(*_head(letter, language), (_("Mandate"), annexes.basis(*vote))),
            blocks=(
                *_paragraphs(letter.frame.said("preamble", language)),
                *_basis(letter),
                Heading(_("Demands")),
                *_clauses(letter.clauses, language),
                Heading(_("Answer")),
                *_answer(letter.on),
                Heading(_("No retaliation")),
                Paragraph(_(GUARANTEE)),
                Heading(_("Attachments")),
                *_attachments(letter),
                Heading(_("Signatures")),
                _slots(),
                *annexes.mandate(*vote),
                *_annex_b(letter),
            ),
            notice=asked.notice(letter.on),
            issued_at=letter.fixing.at,
        )


def _house(letter: Letter) -> tuple[str, ...]:
    """The union, and its branch unless that is the whole of it."""
    return tuple(dict.fromkeys((letter.union.name, letter.demand.branch.name)))


def _head(letter: Letter, language: str) -> Pairs:
    """To whom, from whom, and the day."""
    frame, names = letter.frame, letter.demand.branch.name
    facts = [
        (_("To"), frame.said("addressee", language)),
        (_("Requisites"), frame.said("requisites", language)),
        (_("From"), _("%(name)s, authorised representatives") % {"name": names}),
        (_("Date"), i18n.day(letter.on)),
    ]
    return tuple((name, words) for name, words in facts if words)


def _clauses(clauses: list[Clause], language: str) -> list[Block]:
    return [
        PaperClause(
            str(number),
            clause.said("heading", language),
            clause.said("claim", language),
            _facts(clause, language),
        )
        for number, clause in enumerate(clauses, start=1)
    ]


def _facts(clause: Clause, language: str) -> Pairs:
    facts = (
        (_("Grounds"), clause.said("reason", language)),
        (_("Measure"), clause.said("measure", language)),
        (_("By"), i18n.day(clause.due_on) if clause.due_on else ""),
    )
    return tuple((name, words) for name, words in facts if words)


def _basis(letter: Letter) -> list[Block]:
    """What the letter stands on; no heading where this house's law knows nothing."""
    said = [*_paragraphs(basis(letter.demand.track)), *_grounds(letter.on)]
    return [Heading(_("Legal basis")), *said] if said else []


def _grounds(on: date) -> list[Block]:
    """The rules that the letter stands on, each with how sure we are of it."""
    found = (
        asked.ballot(asked.ADOPTION, on),
        *(
            each.rule
            for each in (asked.deadline(asked.HELD, on), _answer_by(on))
            if each
        ),
    )
    rules = [rule for rule in found if rule]
    return [
        Facts(((_("Rule"), str(rule.text)), *asked.rests_on(rule, on)))
        for rule in rules
    ]


def _answer_by(on: date) -> asked.Asked | None:
    return asked.deadline(asked.RECEIVED, on)


def _answer(on: date) -> list[Block]:
    """What we ask for; with a last day where the law names a period."""
    answer = _answer_by(on)
    said: list[Block] = [Paragraph(_(ASKED))]
    if answer:
        received = _("Received on the day of this letter")
        last_day = _("answer by %(day)s") % {"day": i18n.day(answer.deadline.day)}
        said.append(
            Facts(
                (
                    (_("Period"), _period(answer.deadline.clock)),
                    (received, last_day),
                    (_("Counted by"), answer.deadline.edition),
                    *asked.rests_on(answer.rule, on),
                )
            )
        )
    return [*said, Paragraph(_(TALKS)), Paragraph(receipt())]


def _period(clock: Clock) -> str:
    return f"{words.period(clock)}. {words.counting(clock)}"


def _attachments(letter: Letter) -> list[Block]:
    names = [_("A. Mandate: the result of the ballot")]
    if letter.petitioners:
        names.append(_("B. Signatures under the petition"))
    return [Paragraph("\n".join(names))]


def _annex_b(letter: Letter) -> list[Block]:
    if letter.petitioners is None:
        return []
    signed = letter.petitioners
    return annexes.signatures(signed.petition, signed.tally, signed.named)


def _slots() -> Signatures:
    role = _("Authorised representative")
    return Signatures((Slot(role), Slot(role)), hint=_("signature, date"))


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(part) for part in text.split("\n") if part.strip()]


def _minutes(db: Session, ballot_id: UUID) -> dict[str, str]:
    found = {code: latest(db, MINUTES, ballot_id, code) for code in i18n.LANGUAGES}
    return {code: minutes.number for code, minutes in found.items() if minutes}


def _petitioners(db: Session, petition_id: UUID | None) -> Petitioners | None:
    petition = db.get(Petition, petition_id) if petition_id else None
    if petition is None or not petition.opened_at or petition.withdrawn_at:
        return None  # it carries no names, and "<10" would claim that it does
    named = names_for_addressee(db, petition)
    return Petitioners(petition, tally(db, petition.id), named)
