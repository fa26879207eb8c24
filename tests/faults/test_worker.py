"""The worker, killed in the middle of each of its jobs, does it once and wholly."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.ballots.factories import vote
from tests.counts.factories import MakeCounts
from tests.demands.factories import Hall
from tests.faults.deeds import SEALER, Deed, Town
from tests.faults.strike import Shift
from tests.members.lists import ALL, checked, csv_of, sent
from union.ballots import rules
from union.ballots.models import YES, Ballot
from union.core.base import now
from union.counts.models import BallotCount
from union.demands.models import Fixing
from union.documents.models import Document
from union.members.models import City, Import, Platform, Role, Stage
from union.petitions.models import Petition

LINES = [[f"Айгерім {letter}", "", "қазақша", "Алматы", "Glovo", "", ""] for letter in "абв"]  # fmt: skip  # noqa: E501


def closing_at_the_hour(town):
    """A ballot is over: it is closed, and there are minutes in three languages."""
    ballot = town.ballots.end(town.ballot_with_votes())
    yield lambda db: db.get_one(Ballot, ballot.id).closed_at
    yield lambda db: len(db.exec(select(Document)).all()) == 3


def mandates(town):
    """A ballot on a demand is over: the demand is ratified too."""
    hall = Hall(town.db, town.make, town.branch)
    _demand, fixed = hall.frozen()
    subject = {"kind": "ratification", "subject_digest": fixed.digest}
    ballot = town.open_ballot(**subject)
    for member in town.voters:
        rules.cast(town.db, ballot, member, vote(YES), SEALER)
    fixed.ballot_id = ballot.id
    town.db.add(fixed)
    town.ballots.end(ballot)
    yield lambda db: db.get_one(Fixing, fixed.id).decided_at


def petitions(town):
    """Petitions come to their hour."""
    for _ in range(3):
        petition = town.make.petition(
            branch=town.branch, closes_at=now() - timedelta(seconds=1)
        )
        key = petition.id
        yield lambda db, key=key: db.get_one(Petition, key).closed_at


def imports(town):
    """One list is to be checked, one to be entered."""
    make = town.make
    make.save(City(id="almaty", name_kk="Алматы", name_ru="Алматы", name_en="Almaty"))
    make.save(Platform(id="glovo", name="Glovo", origin="ES", work="food_delivery"))
    admin = make.officer(Role.BRANCH_ADMIN, town.branch, name="Ada Admin")
    client = town.browser(admin)
    other = csv_of([[line[0] + "а", *line[1:]] for line in LINES])
    page = checked(client, town.branch, other)
    assert client.post(f"{page}/enter").status_code == 303
    page = sent(client, town.branch, csv_of(LINES))
    assert client.post(f"{page}/columns", data=ALL).status_code == 303
    stages = {Stage.CHECKED, Stage.ENTERED}
    yield lambda db: set(db.exec(select(Import.stage))) == stages


def counts(town):
    """A ballot file waits: it is counted, once."""
    made = MakeCounts(town.make, town.branch, town.officer)
    count = made.asked()
    yield lambda db: db.get_one(BallotCount, count.id).report


JOBS = (closing_at_the_hour, mandates, petitions, imports, counts)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.__name__)
def test_a_worker_killed_in_its_work_does_it_once_and_wholly(
    job, home, ledger, many, tmp_path
):
    line = ledger(f"worker killed: {job.__name__}")
    with home.opened() as db:
        town = Town(db)
        town.browser = home.browser_of(db)
        seen = [Deed(town.sends(town.officer, job.__name__), see) for see in job(town)]
    home.keep()

    Shift(home, seen, tmp_path / "log").struck(line, many)

    assert line.fired >= min(line.points, many or line.points) * 0.8
    assert line.is_clean, (line.lost, line.doubled, line.half)
