"""A pack as it is read: its rules, what it stands on, and what is put upon it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.conftest import needed
from tests.law.factories import MOVED, OVERLAY, PACK, TODAY, pack_of, read
from union.core.i18n import speaking
from union.law import house
from union.law.calendars import Moved
from union.law.deadlines import Clock, Direction, Start, Unit
from union.law.faults import Unlawful
from union.law.packs import NoSuchRule, Procedure, Step, Track
from union.law.rules import (
    AppBallot,
    BallotRule,
    Confidence,
    Kind,
    Reading,
    Source,
    Verification,
)
from union.law.shelf import CARRIED, DATA, check, shelf
from union.law.texts import Texts
from union.law.thresholds import Denominator, Operator, Threshold

PARTNERS = Path(__file__).parents[3] / "shared" / "data" / "packs"
LC = Source("Labour Code", "https://law.example/lc", date(2026, 1, 2), "en")


@pytest.fixture
def pack(tmp_path):
    return pack_of(tmp_path)


@pytest.fixture
def chosen():
    """Whatever a test chooses, the house counts by the carried pack after it."""
    yield
    house.choose()


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
    assert calendar.is_working_day(date(2026, 3, 23))
    assert not calendar.is_working_day(date(2026, 11, 27))


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
        NoSuchRule, match="^XX has no rule XX-NONE in force on 2026-11-26$"
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


def test_an_overlay_says_anew_what_it_names_and_keeps_the_rest(tmp_path):
    (tmp_path / "base.yaml").write_text(PACK)

    ours, base = pack_of(tmp_path, OVERLAY), check(tmp_path / "base.yaml")[0]

    rule = ours.rule("XX-ANSWER", date(2030, 1, 1))
    assert (rule.clock.n, rule.citation.source) == (5, LC)
    assert rule.review_due == date(2027, 3, 1)
    assert [rule.id for rule in ours.rules] == ["XX-ADOPT", "XX-ANSWER", "XX-RISK"]
    assert len(ours.versions("XX-ANSWER")) == 1
    kept = {name: getattr(base, name) for name in KEPT}
    assert {name: getattr(ours, name) for name in KEPT} == kept
    assert (ours.id, str(ours.title)) == ("XX-OURS", "Ours")


KEPT = ("notice", "zone", "calendar", "tracks", "sources", "procedures", "templates", "safety")  # fmt: skip


def test_an_overlay_may_say_every_part_anew(tmp_path):
    (tmp_path / "base.yaml").write_text(PACK)
    whole = PACK.replace("id: XX\n", "id: XX-OURS\n  extends: [XX]\n")
    changed = (
        whole.replace("Asia/Almaty", "Asia/Tashkent")
        .replace("Information.", "Ours.")
        .replace("country: KZ", "country: UZ")
        .replace("[minutes]", "[minutes, letter]")
        .replace("Take care", "Take more care")
        .replace('title: "Knowledge"', 'title: "Memory"')
    )

    ours = pack_of(tmp_path, changed)

    assert (ours.zone, ours.notice.en) == ("Asia/Tashkent", "Ours.")
    assert ours.calendar.place == "UZ"
    assert ours.templates == ("minutes", "letter")
    assert [each.en for each in ours.safety] == ["Take care", "Take more care"]
    assert ours.sources["KNOW"].title == "Memory"
    assert ours.rule("XX-RISK", TODAY).citation.source.title == "Memory"


def test_of_two_bases_the_later_one_is_heard(tmp_path):
    (tmp_path / "base.yaml").write_text(PACK)
    (tmp_path / "ours.yaml").write_text(OVERLAY)
    third = (
        OVERLAY.replace("XX-OURS", "XX-THIRD").partition("  rules:")[0]
        + "  rules: []\n"
    )

    two = pack_of(tmp_path, third.replace("[XX]", "[XX, XX-OURS]"))
    other = pack_of(tmp_path, third.replace("[XX]", "[XX-OURS, XX]"))

    assert two.rule("XX-ANSWER", TODAY).clock.n == 5
    assert other.rule("XX-ANSWER", TODAY).clock.n == 3
    assert len(two.rules) == 3


def test_what_lies_beside_and_is_wrong_is_no_base(tmp_path):
    (tmp_path / "a.yaml").write_text("nonsense")
    (tmp_path / "b.yaml").write_text(PACK)

    assert pack_of(tmp_path, OVERLAY).id == "XX-OURS"


def test_an_own_pack_stands_beside_the_carried_ones(tmp_path):
    (tmp_path / "base.yaml").write_text(PACK)
    (tmp_path / "ours.yml").write_text(OVERLAY)
    (tmp_path / "notes.txt").write_text("nonsense")

    packs = shelf(tmp_path)

    assert list(packs) == ["KZ", "EU", "GB", "XX", "XX-OURS"]
    assert list(shelf()) == ["KZ", "EU", "GB"]


def test_an_own_pack_takes_the_place_of_a_carried_one_also_as_a_base(tmp_path):
    (tmp_path / "kz.yaml").write_text(PACK.replace("id: XX\n", "id: KZ\n"))
    (tmp_path / "ours.yaml").write_text(OVERLAY.replace("[XX]", "[KZ]"))

    packs = shelf(tmp_path)

    assert packs["KZ"].title.en == "Place"
    assert packs["XX-OURS"].safety == packs["KZ"].safety


def test_an_own_pack_that_makes_no_sense_is_refused_with_its_line(tmp_path):
    (tmp_path / "ours.yaml").write_text(PACK.replace("rule: XX-ADOPT", "rule: XX-NO"))

    with pytest.raises(Unlawful, match=r"^ours\.yaml:67: procedures\[0\]\.steps"):
        shelf(tmp_path)


def test_days_moved_by_decree_count_where_they_were_moved(tmp_path):
    (tmp_path / "holidays.yaml").write_text(MOVED)

    packs = shelf(tmp_path)

    kz = packs["KZ"].calendar
    assert not kz.is_working_day(date(2026, 3, 27))
    assert kz.is_working_day(date(2026, 3, 28))
    assert kz.day_off(date(2026, 3, 27)).moved == Moved(
        date(2026, 3, 27), True, Texts("Ауысқан", "Перенос", "Moved"), "Decree 7"
    )
    assert kz.edition.startswith("KZ, holidays") and " + " in kz.edition
    assert packs["GB"].calendar == shelf()["GB"].calendar
    assert packs["EU"].calendar == shelf()["EU"].calendar


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("is: rest", "is: sleep", "4: days[0].is: «sleep»; expected one of: rest, working"),
        ("2026-03-28", "2026-03-27", "7: days[1].date: «2026-03-27» a second time"),
        ("2026-03-28", "1066-01-01", "7: days[1].date: «1066-01-01»; expected a day of 1992 to 2099"),
        ('    decree: "Decree 7"\n  -', "  -", "2: days[0]: decree is missing"),
        ("days:", "day:", "1: days is missing"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_holidays_is_refused(tmp_path, old, new, told):
    (tmp_path / "holidays.yaml").write_text(MOVED.replace(old, new, 1))

    with pytest.raises(Unlawful) as refused:
        shelf(tmp_path)

    assert refused.value.lines()[0] == f"holidays.yaml:{told}"


def test_one_day_may_be_moved_in_two_countries(tmp_path):
    (tmp_path / "holidays.yaml").write_text(
        MOVED.replace("2026-03-28\n    country: KZ", "2026-03-27\n    country: GB")
    )

    packs = shelf(tmp_path)

    assert not packs["KZ"].calendar.is_working_day(date(2026, 3, 27))
    assert packs["GB"].calendar.is_working_day(date(2026, 3, 27))


def test_a_house_counts_by_the_law_of_kazakhstan_until_another_is_chosen(
    tmp_path, chosen
):
    (tmp_path / "base.yaml").write_text(PACK)
    assert house.the_pack().id == "KZ"

    house.choose("XX", tmp_path)

    assert house.the_pack().id == "XX"
    assert set(house.packs()) == {"KZ", "EU", "GB", "XX"}
    house.choose("GB")
    assert (house.the_pack().id, set(house.packs())) == ("GB", set(CARRIED))


def test_a_pack_that_is_not_there_is_not_chosen(tmp_path):
    with pytest.raises(
        Unlawful, match="there is no pack «MARS»; expected one of: EU, GB, KZ$"
    ):
        house.choose("MARS")
    with pytest.raises(Unlawful, match=f"^{tmp_path}:0: there is no pack «MARS»"):
        house.choose("MARS", tmp_path)

    assert house.the_pack().id == "KZ"


def test_a_text_is_said_in_the_readers_language_or_another():
    whole, russian, silent = Texts("иә", "да", "yes"), Texts(ru="да"), Texts()

    with speaking("kk"):
        assert (str(whole), whole.language) == ("иә", "kk")
        assert (str(russian), russian.language) == ("да", "ru")
        assert (str(Texts("иә", "да")), str(silent), silent.language) == (
            "иә",
            "",
            "kk",
        )
    assert str(Texts("иә", "да")) == "да"
    assert str(Texts("иә")) == "иә"
    assert [bool(each) for each in (whole, russian, silent)] == [True, True, False]
    assert [bool(Texts("иә")), bool(Texts(en="yes"))] == [True, True]
    assert Texts.of({"kk": " иә ", "ru": ""}) == Texts("иә")


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


def test_the_notice_of_a_ballot_in_britain_is_the_seventh_day_before(tmp_path):
    packs = shelf()
    rule = packs["GB"].rule("GB-BALLOT-NOTICE", TODAY)

    assert (rule.clock.n, rule.clock.is_before) == (7, True)
    assert packs["GB"].rule("GB-ACTION-NOTICE", date(2026, 2, 17)).clock.n == 14
    assert packs["GB"].rule("GB-ACTION-NOTICE", date(2026, 2, 18)).clock.n == 10


def test_a_sheet_read_twice_is_the_same_pack(tmp_path):
    first, _doubts = read(tmp_path)

    assert replace(first) == pack_of(tmp_path)
