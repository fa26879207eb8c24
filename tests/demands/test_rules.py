import pytest

from tests.demands.factories import again, clause_form, frame_form, in_three
from union.core.errors import Invalid, NotAllowed, NotFound, Refused
from union.core.events import announced
from union.demands import canon
from union.demands.events import DemandChanged, DemandFrozen
from union.demands.models import Act, FreezeForm, State
from union.demands.queries import (
    clause_in,
    clauses_of,
    demand_for,
    frame_at,
    history,
    standing_of,
)
from union.demands.rules import clauses, draft, fixing
from union.members.models import Role


def headings(db, demand, version=None):
    found = clauses_of(db, demand.id, version or demand.version)
    return [clause.heading_en for clause in found]


def test_a_demand_begins_with_version_one(db, hall):
    demand = draft.draft(db, hall.branch, hall.steward, frame_form())

    assert demand.version == 1
    assert standing_of(db, demand).frame.title_kk == "Nine demands kk"


def test_members_do_not_write_demands(db, hall):
    with pytest.raises(NotAllowed):
        draft.draft(db, hall.branch, hall.member, frame_form())


def test_a_language_that_was_begun_needs_title_and_addressee(db, hall):
    with pytest.raises(Invalid) as refusal:
        draft.draft(db, hall.branch, hall.steward, frame_form(addressee_ru=""))

    assert set(refusal.value.problems) == {"addressee_ru"}


def test_a_clause_needs_words_in_some_language(db, hall):
    empty = dict.fromkeys(in_three(heading="", claim="", measure=""), "")

    with pytest.raises(Invalid):
        clauses.add(db, hall.demand(), hall.steward, clause_form(**empty))


def test_every_change_is_a_version_with_its_author(db, hall):
    demand = hall.demand(clauses_=0)

    clause = clauses.add(db, demand, hall.representative, clause_form())

    assert (demand.version, clause.version) == (2, 2)
    [newest, _first], _more = history(db, demand.id)
    assert (newest.version.act, newest.author) == (Act.ADDED, "Aigul")
    assert DemandChanged(
        by=hall.representative.id,
        branch_id=hall.branch.id,
        demand_id=demand.id,
        version=2,
    ) in announced(db)


def test_earlier_versions_keep_their_words(db, hall):
    demand = hall.demand()
    [clause] = clauses_of(db, demand.id, 2)

    clauses.reword(
        db, demand, hall.steward, clause.clause_id, again(clause, claim_en="900")
    )

    assert clauses_of(db, demand.id, 2)[0].claim_en == "At least 850 ₸ en"
    assert clauses_of(db, demand.id, 3)[0].claim_en == "900"


def test_saving_what_is_there_already_makes_no_version(db, hall):
    demand = hall.demand()
    [clause] = clauses_of(db, demand.id, 2)

    same = clauses.reword(db, demand, hall.steward, clause.clause_id, again(clause))

    assert same is clause
    assert demand.version == 2


def test_confirming_a_language_is_a_version_of_its_own_kind(db, hall):
    demand = hall.demand()
    [clause] = clauses_of(db, demand.id, 2)
    form = again(clause, claim_kk="900 ₸")
    changed = clauses.reword(db, demand, hall.steward, clause.clause_id, form)

    form = again(changed, confirmed=["ru", "en"])
    confirmed = clauses.reword(db, demand, hall.steward, clause.clause_id, form)

    assert confirmed.stale == []
    assert history(db, demand.id)[0][0].version.act == Act.CONFIRMED


def test_the_second_of_two_writers_is_refused(db, hall):
    demand = hall.demand()
    [clause] = clauses_of(db, demand.id, 2)
    first, second = (again(clause, claim_en=words) for words in ("900", "1000"))
    clauses.reword(db, demand, hall.steward, clause.clause_id, first)

    with pytest.raises(Refused, match="while you were writing"):
        clauses.reword(db, demand, hall.representative, clause.clause_id, second)

    assert clauses_of(db, demand.id, demand.version)[0].claim_en == "900"


def test_clauses_change_places(db, hall):
    demand = hall.demand(clauses_=3)
    last = clauses_of(db, demand.id, demand.version)[2].clause_id

    clauses.move(db, demand, hall.steward, last, up=True)

    assert headings(db, demand) == ["Clause 1 en", "Clause 3 en", "Clause 2 en"]
    assert headings(db, demand, 4) == ["Clause 1 en", "Clause 2 en", "Clause 3 en"]


def test_at_the_edge_a_clause_stays(db, hall):
    demand = hall.demand(clauses_=2)
    first = clauses_of(db, demand.id, demand.version)[0].clause_id

    clauses.move(db, demand, hall.steward, first, up=True)

    assert demand.version == 3


def test_a_removed_clause_stays_in_the_history(db, hall):
    demand = hall.demand(clauses_=2)
    first = clauses_of(db, demand.id, demand.version)[0].clause_id

    clauses.remove(db, demand, hall.steward, first)

    assert headings(db, demand) == ["Clause 2 en"]
    assert headings(db, demand, 3) == ["Clause 1 en", "Clause 2 en"]
    with pytest.raises(NotFound):
        clause_in(clauses_of(db, demand.id, demand.version), first)


def test_the_frame_has_versions_too(db, hall):
    demand = hall.demand()

    draft.reframe(db, demand, hall.steward, frame_form(base=1, title_kk="Тоғыз талап"))

    assert frame_at(db, demand.id, 3).title_kk == "Тоғыз талап"
    assert frame_at(db, demand.id, 2).title_kk == "Nine demands kk"
    assert standing_of(db, demand).frame.stale == ["ru", "en"]


def test_a_frozen_text_has_a_hash_and_takes_no_change(db, hall):
    demand = hall.demand()

    fixed = fixing.freeze(
        db, demand, hall.representative, FreezeForm(version=demand.version)
    )

    assert len(fixed.digest) == 64
    assert announced(db)[-1] == DemandFrozen(
        by=hall.representative.id, branch_id=hall.branch.id, demand_id=demand.id
    )
    with pytest.raises(Refused, match="frozen"):
        clauses.add(db, demand, hall.steward, clause_form())


def test_a_steward_does_not_freeze(db, hall):
    demand = hall.demand()

    with pytest.raises(NotAllowed):
        fixing.freeze(db, demand, hall.steward, FreezeForm(version=demand.version))


def test_only_the_version_that_was_read_is_frozen(db, hall):
    demand = hall.demand()

    with pytest.raises(Refused, match="since you read it"):
        fixing.freeze(db, demand, hall.representative, FreezeForm(version=1))


def test_nothing_is_frozen_while_stale(db, hall):
    demand = hall.demand()
    [clause] = clauses_of(db, demand.id, 2)
    form = again(clause, claim_kk="900")
    clauses.reword(db, demand, hall.steward, clause.clause_id, form)

    with pytest.raises(Refused, match="stale"):
        fixing.freeze(
            db, demand, hall.representative, FreezeForm(version=demand.version)
        )


def test_nothing_is_frozen_without_a_clause(db, hall):
    demand = hall.demand(clauses_=0)

    with pytest.raises(Refused, match="at least one clause"):
        fixing.freeze(db, demand, hall.representative, FreezeForm(version=1))


def test_opening_again_makes_a_new_version_and_keeps_the_hash(db, hall):
    demand, fixed = hall.frozen()

    fixing.reopen(db, demand, hall.representative)

    assert demand.version == fixed.version + 1
    assert standing_of(db, demand).state is State.DRAFTING
    assert (
        canon.digest(
            demand,
            frame_at(db, demand.id, fixed.version),
            clauses_of(db, demand.id, fixed.version),
        )
        == fixed.digest
    )


def test_the_same_words_have_the_same_hash(db, hall):
    _first, one = hall.frozen()
    _second, other = hall.frozen()

    assert one.digest == other.digest


def test_others_find_no_demand(db, hall, make):
    demand = hall.demand()

    with pytest.raises(NotFound):
        demand_for(db, make.member(), demand.id)


def test_members_below_read_what_is_above_them(db, hall, make):
    zone = make.branch(under=hall.branch)

    assert demand_for(db, make.member(branch=zone), hall.demand().id)


def test_a_representative_of_the_branch_below_decides_nothing_above(db, hall, make):
    zone = make.branch(under=hall.branch)
    below = make.officer(Role.REPRESENTATIVE, zone)
    demand = hall.demand()

    with pytest.raises(NotAllowed):
        fixing.freeze(db, demand, below, FreezeForm(version=demand.version))
