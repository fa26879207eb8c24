"""A pack as it is read: its rules, what it stands on, and what is put upon it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.conftest import needed
from tests.law.factories import PACK, TODAY, pack_of, read
from union.law import deadlines
from union.law.asked import Asked
from union.law.calendars import Calendar, DayOff, Moved
from union.law.deadlines import Clock, Deadline, Direction, Start, Unit
from union.law.faults import Fault
from union.law.packs import NoSuchRule, Pack, Procedure, Step, Track
from union.law.readings import Held, Turnout, Verdict
from union.law.rules import (
    AppBallot,
    BallotRule,
    Citation,
    Confidence,
    Kind,
    Reading,
    Rule,
    Source,
    Verification,
)
from union.law.sense import Known
from union.law.shelf import CARRIED, DATA, Sheet, check, shelf
from union.law.texts import Texts
from union.law.thresholds import Denominator, Operator, Threshold

PARTNERS = Path(__file__).parents[3] / "shared" / "data" / "packs"
LC = Source("Labour Code", "https://law.example/lc", date(2026, 1, 2), "en")


@pytest.fixture
def pack(tmp_path):
    return pack_of(tmp_path)


def test_a_pack_is_read_as_it_is_written(pack):
    assert (pack.id, pack.version, pack.status) == ("XX", "0.1.0", "draft")
    assert pack.title == Texts("Жер", "Место", "Place")
    assert pack.notice == Texts("Ақпарат.", "Информация.", "Information.")
    assert (pack.reviewed_on, pack.review_due) == (
        date(2026, 11, 23),
        date(2027, 2, 23),
    )
    assert pack.zone == "Asia/Almaty"
    assert pack.tracks == {"E": Track(Texts("Е", "Т", "E"), "employed", Texts())}
    assert pack.sources == {"LC": LC, "KNOW": Source("Knowledge", "", None, "en")}
    assert pack.templates == ("minutes",)
    assert pack.safety == (Texts("Абайла", "Осторожно", "Take care"),)
    assert pack.calendar.place == "KZ"
    assert pack.calendar.weekend == (6, 7)
    assert pack.calendar.moved == (
        Moved(date(2026, 11, 27), is_rest=True),
        Moved(date(2026, 12, 16), is_rest=False),
    )


def test_a_static_calendar_asks_no_package(tmp_path):
    calendar = pack_of(tmp_path, PACK.replace("pypi-holidays", "static")).calendar

    assert (calendar.country, calendar.part) == (None, None)
    assert calendar.day_off(date(2026, 3, 23)) is None
    assert calendar.day_off(date(2026, 11, 27))


def test_a_part_of_a_country_has_a_calendar_of_its_own(tmp_path):
    text = PACK.replace(
        "country: KZ\n    subdivision: null", "country: GB\n    subdivision: ENG"
    )

    assert pack_of(tmp_path, text).calendar.place == "GB-ENG"


def test_a_ballot_is_read_with_both_readings(pack):
    rule = pack.rule("XX-ADOPT", TODAY)

    half = Fraction(1, 2)
    assert rule.ballot == BallotRule(
        decision="adopt_demands",
        electorate="employees_of_employer",
        safe=Reading(
            Threshold(Denominator.ELECTORATE, Fraction(2, 3), Operator.GTE),
            Threshold(Denominator.PARTICIPANTS, half, Operator.GT),
        ),
        other=Reading(
            Threshold(Denominator.ELECTORATE, half, Operator.GT),
            Threshold(Denominator.VOTES_CAST, half, Operator.GT),
        ),
        why_other=Texts("жоба", "проект", "a bill"),
        secret="allowed",
        channels=("in_person", "app"),
        app=AppBallot.INDICATIVE,
    )
    assert (rule.kind, rule.tracks) == (Kind.BALLOT, ("E",))
    assert (rule.clock, rule.trigger) == (None, "")
    assert rule.citation.source == LC
    assert rule.citation.ref == "LC 164(1)"
    assert rule.confidence is Confidence.MEDIUM
    assert rule.verification is Verification.SECONDARY
    assert rule.review_due == date(2027, 2, 23)


def test_a_deadline_is_read_with_its_clock(pack, tmp_path):
    rule = pack.rule("XX-ANSWER", TODAY)
    text = PACK.replace(
        "start: next_day, roll: none, direction: after",
        "start: same_day, roll: next_working_day, direction: before",
    )

    assert rule.clock == Clock(3, Unit.WORKING_DAY)
    assert rule.trigger == "demands_received"
    assert rule.ballot is None
    assert pack_of(tmp_path, text).rule("XX-ANSWER", TODAY).clock == Clock(
        3,
        Unit.WORKING_DAY,
        rolls=True,
        start=Start.SAME_DAY,
        direction=Direction.BEFORE,
    )


def test_a_procedure_is_read_with_its_steps(pack):
    assert pack.procedures["dispute"] == Procedure(
        "dispute",
        Texts("Дау", "Спор", "Dispute"),
        ("E",),
        (
            Step("vote", "workers", Texts("Дауыс", "Голос", "Vote"), "XX-ADOPT", "minutes", "answer"),
            Step("answer", "counterparty", Texts("Жауап", "Ответ", "Answer"), "XX-ANSWER", None, None),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "is_in_force"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)  # fmt: skip
def test_a_rule_is_in_force_from_its_first_day_to_its_last(pack, on, is_in_force):
    (rule,) = pack.versions("XX-ANSWER")

    assert rule.is_in_force(date.fromisoformat(on)) == is_in_force
    assert bool(pack.deadline_from("demands_received", date.fromisoformat(on))) == (
        is_in_force
    )


def test_a_rule_without_days_is_always_in_force(pack):
    assert pack.rule("XX-RISK", date.min) == pack.rule("XX-RISK", date.max)


def test_what_is_not_there_or_not_in_force_is_not_found(pack):
    with pytest.raises(
        NoSuchRule, match=r"^XX has no rule XX-NONE in force on 2026-11-26$"
    ):
        pack.rule("XX-NONE", TODAY)
    with pytest.raises(NoSuchRule, match="XX-ANSWER in force on 2030"):
        pack.rule("XX-ANSWER", date(2030, 1, 1))
    assert pack.deadline_from("nothing", TODAY) is None
    assert pack.ballot_on("nothing", TODAY) is None
    assert pack.ballot_on("adopt_demands", TODAY).id == "XX-ADOPT"
    assert pack.deadline_from("demands_received", TODAY).id == "XX-ANSWER"


def test_versions_stand_in_the_order_of_their_days(tmp_path):
    text = PACK.replace("id: XX-RISK", "id: XX-ANSWER").replace(
        "review_due: 2026-11-30", "valid_to: 2025-12-31"
    )

    pack = pack_of(tmp_path, text)

    assert [rule.kind for rule in pack.versions("XX-ANSWER")] == [
        Kind.RISK,
        Kind.DEADLINE,
    ]
    assert pack.rule("XX-ANSWER", date(2025, 1, 1)).kind is Kind.RISK


def test_a_rule_of_low_confidence_is_unconfirmed_and_blocks_nothing(pack):
    rules = {rule.id: rule for rule in pack.rules}

    assert rules["XX-RISK"].is_unconfirmed(TODAY)
    assert not rules["XX-RISK"].may_block(TODAY)
    assert not rules["XX-ANSWER"].is_unconfirmed(TODAY)
    assert rules["XX-ANSWER"].may_block(TODAY)
    assert rules["XX-ADOPT"].may_block(TODAY)
    assert not rules["XX-ANSWER"].may_block(date(2027, 1, 1))


def test_a_rule_past_its_review_is_unconfirmed_and_blocks_nothing(pack):
    rule, due = pack.rule("XX-ADOPT", TODAY), date(2027, 2, 23)
    late = date(2027, 2, 24)

    assert (rule.is_past_review(due), rule.is_past_review(late)) == (False, True)
    assert (rule.may_block(due), rule.may_block(late)) == (True, False)
    assert (pack.is_past_review(due), pack.is_past_review(late)) == (False, True)
    assert pack.rule("XX-RISK", TODAY).review_due == date(2026, 11, 30)


@pytest.mark.parametrize("name", CARRIED)
def test_no_carried_rule_of_low_confidence_may_block(name):
    low = [r for r in shelf()[name].rules if r.confidence is Confidence.LOW]

    assert not [rule.id for rule in low if rule.may_block(TODAY)]


@pytest.mark.parametrize("name", CARRIED)
def test_a_carried_pack_is_right_and_lacks_nothing(name):
    _pack, doubts = check(DATA / f"{name.lower()}.yaml")

    assert [str(doubt) for doubt in doubts] == []


@pytest.mark.parametrize("name", CARRIED)
def test_the_partners_own_pack_is_right(name):
    file = PARTNERS / f"{name.lower()}.yaml"
    pack, _doubts = check(
        needed(file if file.is_file() else None, "the partners' packs")
    )

    assert pack.id == name
    assert {rule.id for rule in pack.rules} == {rule.id for rule in shelf()[name].rules}


@pytest.mark.parametrize(
    "kind",
    [BallotRule, Calendar, Citation, Clock, DayOff, Deadline, Fault, Known, Moved, Pack,
     Procedure, Reading, Rule, Sheet, Source, Step, deadlines.Step, Texts, Threshold, Track,
     Turnout, Held, Verdict, Asked],
)  # fmt: skip
def test_what_was_read_of_the_law_nobody_changes(kind):
    assert kind.__dataclass_params__.frozen


def test_a_sheet_read_twice_is_the_same_pack(tmp_path):
    first, _doubts = read(tmp_path)

    assert replace(first) == pack_of(tmp_path)
