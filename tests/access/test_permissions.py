"""What each may_* function says, held against the matrix: the rules ask no other."""

from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path

import pytest

import union
from tests.access import routes
from tests.access.people import KINDS
from tests.tally import tally
from union.ballots.models import Ballot
from union.core.base import now
from union.counts.models import BallotCount
from union.demands.models import Demand
from union.documents.models import Document
from union.members.models import Branch, Member, RoleProposal
from union.petitions.models import Petition

ROWS = routes.rows("permissions.csv")
THINGS = {  # by the name of the argument: what it is, and which of the world's
    "branch": (Branch, "branch_id"),
    "of_city": (Branch, "branch_id"),
    "newcomer": (Member, "waiting_member_id"),
    "member": (Member, "member_id"),
    "owner": (Member, "member_id"),
    "proposal": (RoleProposal, "proposal_id"),
    "petition": (Petition, "petition_id"),
    "count": (BallotCount, "count_id"),
    "ballot": (Ballot, "draft_ballot_id"),
    "demand": (Demand, "draft_demand_id"),
    "document": (Document, "document_id"),
}


def permissions():
    """Every may_* function of every feature, by the name the matrix has for it."""
    features = Path(union.__file__).parent.glob("*/permissions.py")
    return {
        f"{path.parent.name}.{name}": function
        for path in features
        for name, function in getmembers(_module(path), isfunction)
        if name.startswith("may_") and function.__module__ == _module(path).__name__
    }


def _module(path):
    return import_module(f"union.{path.parent.name}.permissions")


def test_every_permission_is_in_the_matrix():
    assert sorted(row.endpoint for row in ROWS) == sorted(permissions())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.endpoint)
def test_a_permission_lets_nobody_do_more_than_its_action(row):
    beyond = (row.lets_in["own"] | row.lets_in["same"]) - routes.allowed(row.action)

    assert not beyond or row.why, beyond
    assert not row.lets_in["other"] - {"U"} or row.why


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "X"])
def test_permissions_say_what_the_matrix_says(world, kind):
    wrong = []
    for row in ROWS:
        ask = permissions()[row.endpoint]
        for relation, given in questions(world, ask, kind).items():
            tally("access")["questions"] += 1
            if ask(*given) != (kind in row.lets_in[relation]):
                wrong.append((row.endpoint, relation))

    assert wrong == []


def questions(world, ask, kind):
    """What to ask a function with, for who asks; once where nobody owns the thing."""
    asker = world.db.get_one(Member, world.own[kind].ids["asker_id"])
    found = {}
    for relation in ("same", "own", "other"):
        ids = world.about(kind, relation).ids
        given = arguments(world.db, ask, asker, ids)
        if given not in found.values():
            found[relation] = given
    return found if len(found) > 1 else {"own": found["same"]}


def arguments(db, ask, asker, ids):
    """The asker, and what the function wants to know of beside."""
    given, names = [], list(signature(ask).parameters)
    if names[0] == "db":
        given.append(db)
        names.pop(0)
    given.append(asker)
    for name in names[1:]:
        if name in ("at", "captain_id"):
            given.append(given_at[name])
        else:
            kind, which = THINGS[name]
            thing = db.get_one(kind, ids[which])
            given.append([thing] if name == "of_city" else thing)
    return given


given_at = {"at": now(), "captain_id": None}
