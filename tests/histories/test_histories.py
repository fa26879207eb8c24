"""Histories at random, and proof that a fault in the rules would not go unseen."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from tests.histories.machine import Histories

MANY = int(os.environ.get("HISTORIES", "0"))
USUALLY = {"sqlite": 25, "postgresql": 6}
STEPS = 50


def setting(many, **more):
    usual = {
        "max_examples": many,
        "stateful_step_count": STEPS,
        "deadline": None,
        "database": None,
        "report_multiple_bugs": False,
        "print_blob": False,
        "derandomize": not MANY,
        "phases": [Phase.generate],
        "suppress_health_check": list(HealthCheck),
    }
    return settings(**usual | more)


@pytest.fixture
def machine(hall_of, tally):
    return type(
        "Machine", (Histories,), {"hall_of": staticmethod(hall_of), "tally": tally}
    )


@pytest.mark.timeout(0)
def test_whatever_happens_in_a_hall_every_promise_holds(machine, engine):
    many = MANY or USUALLY[engine.dialect.name]

    run_state_machine_as_test(machine, settings=setting(many))


def nothing(*_given, **_more):
    """What a rule does from which a write was dropped."""


FAULTS = {  # what is taken out of the rules
    "a vote is acknowledged and not kept": "union.ballots.rules.cast",
    "a name taken back is counted on": "union.petitions.rules.signing.count",
    "answers stay when a ballot closes": "union.ballots.rules.count.forget_answers",
    "nothing is minuted": "union.core.db.write_minutes",
    "a frozen text can be changed": "union.demands.rules.versions.standing_fixing",
}


@pytest.mark.timeout(0)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_rules_does_not_go_unseen(machine, monkeypatch, tally, fault):
    monkeypatch.setattr(FAULTS[fault], nothing)
    tally["faults made"] += 1

    with pytest.raises((AssertionError, IntegrityError)):  # some the tables refuse
        run_state_machine_as_test(machine, settings=setting(60))

    tally["faults found"] += 1
