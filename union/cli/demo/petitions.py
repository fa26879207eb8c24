"""The demo's petitions: one open, one closed at its goal, one still being written."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.people import People
from union.core import i18n
from union.core.base import now
from union.members.models import Branch, Member
from union.members.queries import is_full_member, is_under
from union.petitions import rules
from union.petitions.models import Disclosure, Draft, Petition, Pledge

DISCLOSED = {
    "addressee": Disclosure.ADDRESSEE,
    "union": Disclosure.UNION,
    "count_only": Disclosure.COUNTED,
}
TALKATIVE = 0.08  # how many of those who sign add a word
AN_HOUR = timedelta(hours=1)


def gather(db: Session, people: People, chronicle: Chronicle) -> dict[str, Petition]:
    """Let petitions be written, signed and closed; by the keys of the demo's file."""
    dice = random.Random(7)  # noqa: S311  (a demo must be the same each time)
    petitions = {}
    for told in content("petitions")["petitions"]:
        petition = rules.draft(db, people[told["author"]], _draft(told, people))
        petitions[told["key"]] = petition
        db.flush()
        if told["state"] == "draft":
            chronicle.happened(now() - AN_HOUR)
        else:
            _run(db, petition, told, people, chronicle, dice)
    return petitions


def _draft(told: dict[str, Any], people: People) -> Draft:
    """The author's form. What is said to have closed closes soon, then was closed."""
    closes = now() + timedelta(days=told.get("closes_in_days", 1))
    words = {f"title_{code}": text for code, text in told["title"].items()}
    words |= {f"addressee_{code}": text for code, text in told["addressee"].items()}
    words |= {
        f"text_{code}": "\n\n".join(part[code].strip() for part in told["body"])
        for code in i18n.LANGUAGES
    }
    return Draft(
        branch_id=people.branches[told["branch"]].id,
        platforms=told["platforms"],
        language="kk",
        goal=told["goal"],
        closes_at=_evening(closes),
        **words,
    )


def _evening(day: datetime) -> datetime:
    """Eight in the evening where the union lives, as its clocks show it."""
    local = day.astimezone(i18n.zone.get())
    return local.replace(hour=20, minute=0, second=0, microsecond=0, tzinfo=None)


def _run(
    db: Session,
    petition: Petition,
    told: dict[str, Any],
    people: People,
    chronicle: Chronicle,
    dice: random.Random,
) -> None:
    opened = now() - timedelta(days=told["opened_days_ago"])
    closed_ago = told.get("closed_days_ago")
    last = now() - (timedelta(days=closed_ago) if closed_ago else AN_HOUR)
    rules.publish(db, petition, people[told["author"]])
    chronicle.happened(opened)
    for member, at in _signers(db, petition, told, people, dice, opened, last):
        signature = rules.sign(db, petition, member, _pledge(petition, told, dice))
        signature.signed_at = at
        chronicle.happened(at)
    petition.drafted_at = petition.opened_at = opened
    petition.frozen_at = opened + AN_HOUR
    if petition.goal_reached_at:
        petition.goal_reached_at = last - timedelta(days=3)
    if closed_ago:
        petition.closes_at = last
        db.flush()
        rules.close_due(db)
        db.refresh(petition)
        petition.closed_at = last
        chronicle.happened(last)


def _signers(  # noqa: PLR0913, PLR0917  (one place, told wholly)
    db: Session,
    petition: Petition,
    told: dict[str, Any],
    people: People,
    dice: random.Random,
    opened: datetime,
    last: datetime,
) -> list[tuple[Member, datetime]]:
    """Who signs and when, in that order; those who can sign in keep their choice."""
    officers = {member.id for member in people.officers.values()}
    entitled = db.exec(
        select(Member)
        .join(Branch, col(Branch.id) == col(Member.branch_id))
        .where(is_under(petition.branch), is_full_member(now()))
        .options(selectinload(Member.roles), selectinload(Member.branch))  # type: ignore[arg-type]
        .order_by(col(Member.sign_in_key))
    )
    crowd = [member for member in entitled if member.id not in officers]
    wanted = min(told["signers"], len(crowd))
    span = (last - opened) / max(1, wanted)
    moments = [opened + AN_HOUR + span * n * 0.95 for n in range(wanted)]
    return list(zip(dice.sample(crowd, wanted), moments, strict=True))


def _pledge(petition: Petition, told: dict[str, Any], dice: random.Random) -> Pledge:
    kinds, weights = zip(*told["disclosure"].items(), strict=True)
    words = content("petitions")["words_of_support"]
    spoken = words[dice.choices(("kk", "ru", "en"), (6, 4, 1))[0]]
    return Pledge(
        disclosure=DISCLOSED[dice.choices(kinds, weights)[0]],
        word=dice.choice(spoken) if dice.random() < TALKATIVE else "",
        text_hash=petition.text_hash,
    )
