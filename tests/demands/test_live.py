"""Open pages of a demand hear of changes, and of nothing that did not happen."""

import pytest

from tests.demands.factories import in_three
from union.core.live import topics
from union.core.live.wire import newsroom


@pytest.fixture
def revision(app):
    """How often the pages of a demand have been told to look."""

    def read(demand_id):
        with app.app_context():
            return newsroom.revision(topics.room("demand", demand_id))

    return read


def test_a_new_clause_is_news(browser, hall, revision):
    demand_id = hall.demand().id
    before = revision(demand_id)
    form = in_three(heading="Rest", claim="Eleven hours")

    browser(hall.steward).post(f"/demands/{demand_id}/clauses", data=form)

    assert revision(demand_id) > before


def test_freezing_is_news(browser, hall, revision):
    demand = hall.demand()
    demand_id, version = demand.id, demand.version
    before = revision(demand_id)
    form = {"version": str(version)}

    browser(hall.representative).post(f"/demands/{demand_id}/freeze", data=form)

    assert revision(demand_id) > before


def test_a_refused_change_is_not(browser, hall, revision):
    demand_id = hall.demand().id
    before = revision(demand_id)
    form = {"heading_kk": "Rest"}

    browser(hall.steward).post(f"/demands/{demand_id}/clauses", data=form)

    assert revision(demand_id) == before


def test_the_live_part_carries_its_topic_and_its_address(browser, hall):
    demand = hall.demand()

    part = (
        browser(hall.member)
        .get(f"/demands/{demand.id}/clauses", headers={"HX-Request": "true"})
        .text
    )

    assert "data-topic=" in part
    assert f"/demands/{demand.id}/clauses" in part
    assert "<html" not in part
