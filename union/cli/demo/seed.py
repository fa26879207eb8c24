"""The whole demo, in the order in which a union grows."""

from sqlmodel import Session

from union.cli.demo.ballots import hold, told_ballots
from union.cli.demo.chronicle import Chronicle
from union.cli.demo.people import settle
from union.cli.demo.petitions import gather
from union.core.db import db as session
from union.members.founding import root_of


def is_seeded() -> bool:
    """Whether there is a union already."""
    return root_of(session) is not None


def seed(db: Session, members: int) -> None:
    """Let a union grow: people, petitions, ballots, a demand they ratified."""
    chronicle = Chronicle(db)
    people = settle(db, members)
    gather(db, people, chronicle)
    for told in told_ballots():
        hold(db, told, people, chronicle)
    chronicle.write()
