"""Whatever happens in whatever order, the count is the number of signatures."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.petitions.factories import pledge
from union.core.base import now
from union.core.errors import Refused
from union.petitions import rules
from union.petitions.models import Disclosure, Signature
from union.petitions.queries import tally

MEMBERS = 4
DEEDS = st.one_of(
    st.tuples(
        st.just("sign"), st.integers(0, MEMBERS - 1), st.sampled_from(Disclosure)
    ),
    st.tuples(st.just("take back"), st.integers(0, MEMBERS - 1), st.none()),
    st.tuples(st.sampled_from(["close", "withdraw"]), st.just(0), st.none()),
)


def do(db, petition, people, deed):
    kind, who, disclosure = deed
    if kind == "sign":
        rules.sign(db, petition, people[who], pledge(petition, disclosure=disclosure))
    elif kind == "take back":
        rules.withdraw_signature(db, petition, people[who])
    elif kind == "withdraw":
        rules.withdraw(db, petition, petition.author)
    else:
        petition.closes_at = now() - timedelta(seconds=1)
        rules.close_due(db)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(DEEDS, max_size=12))
def test_the_count_is_the_number_of_signatures(make, db, deeds):
    petition = make.petition()
    people = [make.neighbour(petition) for _ in range(MEMBERS)]

    for deed in deeds:
        try:
            do(db, petition, people, deed)
        except Refused:
            continue
    db.commit()

    signed = db.exec(select(Signature).where(Signature.petition_id == petition.id))
    kinds = [signature.disclosure for signature in signed.all()]
    count = tally(db, petition.id)
    assert count.total == len(kinds) <= MEMBERS
    assert all(count.of(kind) == kinds.count(kind) for kind in Disclosure)
