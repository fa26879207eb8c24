"""Whatever is founded, moved and merged in whatever order, the tree is a tree."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from union.core.errors import Refused
from union.members.forms import BranchForm
from union.members.models import (
    Member,
    Role,
)
from union.members.queries import tree_to_change
from union.members.rules import branches
from union.members.rules.merging import merge

NAMES = {"name_kk": "Медеу", "name_ru": "Медеу", "name_en": "Medeu"}
MOST = 6
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["found", "move", "merge"]),
        st.integers(0, MOST),
        st.integers(0, MOST),
    ),
    max_size=12,
)


def do(db, chair, known, deed):
    kind, one, other = deed
    branch, into = known[one % len(known)], known[other % len(known)]
    if kind == "found":
        known.append(branches.found(db, branch, chair, BranchForm(**NAMES)))
    elif kind == "move":
        branches.rehome(db, branch, chair, into.id)
    else:
        merge(db, branch, chair, into.id)


def branch_where_people_join(known):
    return [branch for branch in known if not branch.closed_at][-1]


def line_of(tree, branch):
    """The ids from the root down to here, by asking each for its parent."""
    line = [branch.id]
    while parent := tree[line[-1]].parent_id:
        assert parent not in line, "a circle"
        line.append(parent)
    return line[::-1]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_whatever_happens_the_tree_is_a_tree(db, make, deeds):
    known = [root] = [make.branch()]
    chair = make.officer(Role.BRANCH_ADMIN, root)
    joined = {make.member(branch=root).id, chair.id}
    for deed in deeds:
        try:
            do(db, chair, known, deed)
        except Refused:
            continue
        db.commit()
        joined.add(make.member(branch=branch_where_people_join(known)).id)

    db.expire_all()
    tree = {branch.id: branch for branch in tree_to_change(db, root)}
    lines = {branch.id: line_of(tree, branch) for branch in tree.values()}

    for branch in tree.values():
        assert [UUID(part) for part in branch.path.split("/")[:-1]] == lines[branch.id]
        for other in tree.values():
            assert branch.contains(other) == (branch.id in lines[other.id])
    people = db.exec(select(Member).where(Member.branch_id.in_(list(tree)))).all()
    assert {person.id for person in people} == joined
    assert not [person for person in people if person.branch.closed_at]
