"""The whole demo, in the order in which a union grows."""

from sqlmodel import Session

from union.cli.demo.ballots import hold, told_ballots
from union.cli.demo.belonging import belong
from union.cli.demo.chronicle import Chronicle
from union.cli.demo.content import content
from union.cli.demo.counts import count_papers
from union.cli.demo.demands import Drafting
from union.cli.demo.people import Tell, settle
from union.cli.demo.petitions import gather
from union.core.db import db as session
from union.members.founding import root_of
from union.petitions.models import Petition


def is_seeded() -> bool:
    """Whether there is a union already."""
    return root_of(session) is not None


def seed(db: Session, members: int, tell: Tell) -> None:
    """Let a union grow: people, petitions, ballots, demands, and who comes next."""
    chronicle = Chronicle(db)
    people = settle(db, members, tell)
    petitions = gather(db, people, chronicle)
    tell("petitions and their signatures")
    ratified = _write_demands(Drafting(db, people, chronicle), petitions)
    for told in told_ballots():
        if told["key"] not in ratified:
            hold(db, told, people, chronicle)
    count_papers(db, people, chronicle)
    tell("ballots, their rolls and votes")
    belong(db, people, chronicle)
    chronicle.write()
    tell("the minutes of all that")


def _write_demands(drafting: Drafting, petitions: dict[str, Petition]) -> set[str]:
    """Let the demands be written, some ratified; say by which ballots."""
    ratified = set()
    for told in content("demands")["demands"]:
        if told["petition"]:
            drafting.take_up(told, petitions[told["petition"]])
            continue
        demand = drafting.write(told)
        if told["ballot"]:
            drafting.ratify(told, demand)
            ratified.add(told["ballot"])
    return ratified
