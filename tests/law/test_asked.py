"""What the law of this house asks, with all that it rests on."""

from datetime import date

import pytest

from tests.law.factories import PACK, TODAY
from union.core.i18n import speaking
from union.law import asked, house
from union.law.calendars import Calendar
from union.law.shelf import shelf

KZ = Calendar("KZ")
ANSWER = shelf()["KZ"].rule("KZ-EMPLOYER-ANSWER", TODAY)


@pytest.fixture
def chosen(tmp_path):
    """The house counts by the small pack, until the test is over."""
    (tmp_path / "xx.yaml").write_text(PACK)
    house.choose("XX", tmp_path)
    yield
    house.choose()


def test_a_notice_says_that_it_is_no_advice_and_whether_rules_are_overdue():
    for language, said in (("kk", "заң кеңесі емес"), ("ru", "не юридическая")):
        with speaking(language):
            assert said in asked.notice(TODAY)
    plain = (
        "Information, not legal advice. Rules may have changed; it is wise to ask a "
    )
    assert asked.notice(TODAY) == f"{plain}lawyer before acting."
    assert asked.notice(date(2027, 3, 1)).endswith("Count them as unconfirmed.")


def test_a_deadline_of_this_house_is_told_with_all_that_it_rests_on():
    found = asked.deadline(asked.HELD, date(2026, 3, 19))

    assert found.rule.id == "KZ-SERVE-DEMANDS"
    assert [name for name, _said in found.facts] == [
        "Last day",
        "Latest arguable day",
        "Counted by",
        "Rests on",
        "How sure we are",
    ]
    told = dict(found.facts)
    assert told["Last day"] == "March 22, 2026"
    assert told["Latest arguable day"] == "March 26, 2026"
    assert told["Counted by"] == KZ.edition
    assert told["Rests on"].startswith("Labour Code 164(3); ")
    assert told["How sure we are"].startswith("Confidence: medium; ")
    assert not found.is_unconfirmed


@pytest.mark.parametrize(("n", "day"), [(3, 18), (24, 19), (48, 20)])
def test_hours_from_a_day_are_counted_from_its_beginning(chosen, tmp_path, n, day):
    text = PACK.replace("n: 3, unit: working_day", f"n: {n}, unit: hour")
    (tmp_path / "xx.yaml").write_text(text)
    house.choose("XX", tmp_path)

    found = asked.deadline(asked.RECEIVED, date(2026, 3, 18))

    assert dict(found.facts)["Last day"] == f"March {day}, 2026"


def test_where_nothing_can_be_argued_nothing_is_told_of_it():
    found = asked.deadline(asked.RECEIVED, date(2026, 3, 18))

    assert "Latest arguable day" not in dict(found.facts)
    assert dict(found.facts)["Last day"] == "March 26, 2026"
    assert asked.deadline(asked.RECEIVED, date(2027, 3, 1)).is_unconfirmed


def test_a_house_of_another_law_asks_what_its_own_pack_asks(chosen):
    assert asked.deadline(asked.HELD, TODAY) is None
    assert asked.deadline(asked.RECEIVED, TODAY).rule.id == "XX-ANSWER"
    assert asked.ballot(asked.ADOPTION, TODAY).id == "XX-ADOPT"
    assert asked.notice(TODAY) == "Information."


def test_both_readings_are_told_the_safe_one_first():
    rule = asked.ballot(asked.ADOPTION, TODAY)

    assert asked.readings(rule) == (
        (
            "Safe reading",
            "quorum: 2/3 of all who do this work here; majority: more than half of those "
            "who took part",
        ),
        (
            "Other reading",
            "quorum: more than half of all who do this work here; majority: more than half "
            "of those who took part (The 2025 bill proposed a simple majority)",
        ),
    )
    assert asked.readings(ANSWER) == ()
    elect = asked.ballot("elect_representatives", TODAY)
    assert [name for name, _said in asked.readings(elect)] == ["Safe reading"]


def test_a_ballot_that_the_law_does_not_know_is_none():
    assert asked.ballot("paint_the_hall", TODAY) is None


def test_the_notice_of_a_ballot_in_britain_is_the_seventh_day_before():
    packs = shelf()
    rule = packs["GB"].rule("GB-BALLOT-NOTICE", TODAY)

    assert (rule.clock.n, rule.clock.is_before) == (7, True)
    assert packs["GB"].rule("GB-ACTION-NOTICE", date(2026, 2, 17)).clock.n == 14
    assert packs["GB"].rule("GB-ACTION-NOTICE", date(2026, 2, 18)).clock.n == 10
