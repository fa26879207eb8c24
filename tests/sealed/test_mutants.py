"""Forged ballots by the thousand: none is taken, and no honest one is refused."""

import os

import pytest

from tests.sealed import mutants
from tests.tally import tally
from union.sealed.cores import across

ALL = os.environ.get("SEALED") == "all"
FORGED, HONEST = (100_000, 10_000) if ALL else (500, 100)
CORES = os.cpu_count() if ALL else 1


@pytest.mark.timeout(7200)
def test_no_forged_ballot_is_accepted():
    pieces = range(FORGED // mutants.BATCH)

    taken = sum(across(CORES)(mutants.accepted, pieces))

    tally("forged ballots").update(tried=FORGED, accepted=taken)
    assert taken == 0


@pytest.mark.timeout(7200)
def test_no_honest_ballot_is_refused():
    pieces = range(HONEST // mutants.BATCH)

    turned_away = sum(across(CORES)(mutants.refused, pieces))

    tally("honest ballots").update(tried=HONEST, refused=turned_away)
    assert turned_away == 0


@pytest.mark.parametrize("forge", mutants.FORGERS, ids=lambda forge: forge.__name__)
def test_every_forger_makes_ballots_that_can_be_read(forge):
    """Else one that only makes nonsense would prove nothing."""
    field = mutants.Field(7)

    made = {forge(field, voter) for voter in range(4) for _ in range(4)}

    assert len(made - {*field.ballots}) >= 4
