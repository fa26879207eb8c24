"""A language is stale exactly while another has said something since."""

from hypothesis import given
from hypothesis import strategies as st

from tests.demands.factories import in_three
from union.core.i18n import LANGUAGES
from union.demands.models import Clause

CODES = st.sets(st.sampled_from(LANGUAGES))
EDITS = st.lists(st.tuples(CODES, CODES), max_size=12)


def written(**said):
    return Clause.model_validate(
        {"demand_id": "0" * 32, "clause_id": "0" * 32, "version": 1, "place": 1} | said
    )


def begun(**said):
    clause = written(**said or in_three(heading="Floor", claim="850"))
    clause.follow(None)
    return clause


def edited(last, confirmed=(), **said):
    clause = written(**last.model_dump() | said)
    clause.follow(last, confirmed)
    return clause


def test_what_is_written_in_all_languages_at_once_is_not_stale():
    assert begun().stale == []


def test_changing_one_language_leaves_the_others_behind():
    assert edited(begun(), claim_kk="900").stale == ["ru", "en"]


def test_bringing_one_up_to_date_leaves_only_the_last():
    lagging = edited(begun(), claim_kk="900")

    assert edited(lagging, claim_ru="900").stale == ["en"]


def test_a_language_can_be_confirmed_without_a_change():
    lagging = edited(begun(), claim_kk="900")

    assert edited(lagging, confirmed=["en"]).stale == ["ru"]


def test_confirming_while_changing_keeps_the_others_up_to_date():
    assert edited(begun(), confirmed=["ru", "en"], claim_kk="850.").stale == []


def test_a_language_that_is_silent_where_another_speaks_is_stale():
    only_kazakh = begun(heading_kk="Floor", claim_kk="850")

    assert only_kazakh.stale == ["ru", "en"]
    assert edited(only_kazakh, confirmed=["ru"]).stale == ["ru", "en"]


def test_filling_a_gap_is_translating_and_leaves_nobody_behind():
    gap = begun(**in_three(heading="Floor", claim="850") | {"reason_kk": "Fuel"})
    assert gap.stale == ["ru", "en"]

    filled = edited(edited(gap, reason_ru="Fuel"), reason_en="Fuel")

    assert filled.stale == []


@given(EDITS)
def test_stale_is_exactly_what_was_left_behind(edits):
    clause, behind = begun(), set()

    for number, (changed, confirmed) in enumerate(edits):
        said = {f"claim_{code}": f"{number} {code}" for code in changed}
        if changed - behind:
            behind = set(LANGUAGES)
        behind -= changed | confirmed
        clause = edited(clause, confirmed, **said)

        assert set(clause.stale) == behind
