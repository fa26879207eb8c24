"""The rulebook, as members read it."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app import create_app
from tests.law.factories import OVERLAY, PACK
from union.core.settings import Settings
from union.law import house
from union.law.faults import Unlawful
from union.law.rules import Kind
from union.law.shelf import shelf
from union.rulebook.examples import number
from union.rulebook.queries import Wanted, rule_for, rules_of

TODAY = datetime(2026, 11, 26, 6, tzinfo=UTC)
LATE = datetime(2027, 3, 1, 6, tzinfo=UTC)
KZ = shelf()["KZ"]


@pytest.fixture
def reader(browser, make):
    """A member's browser, in the language a test asks for."""
    member = make.member()
    return lambda speaks="en": browser(member, speaks)


@pytest.fixture
def page(reader):
    """The text of a page of the rulebook."""
    with time_machine.travel(TODAY, tick=False):
        yield lambda path="", speaks="en": reader(speaks).get(f"/law{path}").text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_rule_is_listed_with_its_confidence_in_each_language(page, language):
    shown = page(speaks=language)

    for rule in KZ.rules:
        assert getattr(rule.text, language) in shown.replace("&#39;", "'")
    assert getattr(KZ.notice, language) in shown
    low = {"kk": "төмен", "ru": "низкая", "en": "low"}[language]
    assert shown.count(low) >= 4


def test_rules_stand_by_kind(page):
    shown = page()

    heads = [
        shown.index(f'<h2 id="{kind}">') for kind in ("ballot", "deadline", "risk")
    ]
    assert heads == sorted(heads)
    assert "4 rules are unconfirmed" in shown


def test_only_unconfirmed_rules_are_shown_to_whoever_asks(page):
    shown = page("?unconfirmed=yes")

    assert "/law/KZ/KZ-STRIKE-NOTICE" in shown
    assert "/law/KZ/KZ-EMPLOYER-ANSWER" not in shown


def test_rules_are_found_by_kind_and_by_words_in_any_language(page):
    assert "KZ-STRIKE-RISK" not in page("?kind=deadline")
    assert "KZ-EMPLOYER-ANSWER" in page("?kind=deadline")
    found = page("?words=жұмыс беруші ҚАРАЙДЫ")
    assert "KZ-EMPLOYER-ANSWER" in found
    assert "KZ-STRIKE-RISK" not in found
    assert "No rule is like this" in page("?words=camels")


def test_a_rule_shows_all_that_it_rests_on(page):
    shown = page("/KZ/KZ-EMPLOYER-ANSWER")

    assert "Labour Code 163(2)" in shown
    assert "Прокурор ЗКО" in shown
    assert "April 1, 2022" in shown
    assert 'rel="noreferrer external"' in shown
    assert "read in what others write about the law" in shown
    assert "February 23, 2027" in shown
    assert "Information, not legal advice." in shown


def test_a_deadline_is_counted_from_the_day_a_reader_types(page):
    shown = page("/KZ/KZ-EMPLOYER-ANSWER?since=2026-03-18")

    assert "March 26, 2026" in shown
    assert "not counted: Nowruz Holiday" in shown
    assert KZ.calendar.edition in shown


def test_a_day_to_send_by_stays_and_the_arguable_one_is_named(page):
    shown = page("/KZ/KZ-SERVE-DEMANDS?since=2026-03-19")

    assert "<strong>March 22, 2026</strong>" in shown
    assert "One could argue for March 26, 2026" in shown


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("soon", "Write a date that exists."),
        ("2026-02-30", "Write a date that exists."),
        ("20260318", "Write a date that exists."),
        ("2026-W12-3", "Write a date that exists."),
        ("9999-12-31", "No calendar reaches so far."),
        ("0001-01-01", "No calendar reaches so far."),
        ("2026-03-18T10:00", "Write a date that exists."),
    ],
)
def test_a_day_that_is_none_is_named_beside_its_field(page, since, said):
    assert said in page(f"/KZ/KZ-EMPLOYER-ANSWER?since={since}")


@pytest.mark.parametrize(
    ("since", "ends", "is_other"),
    [
        ("2026-02-17", "August 16, 2026", True),
        ("2026-02-18", "February 17, 2027", False),
    ],
)
def test_a_day_is_counted_by_the_rule_that_was_in_force_on_it(
    page, since, ends, is_other
):
    shown = page(f"/GB/GB-MANDATE?since={since}")

    assert f"<strong>{ends}</strong>" in shown
    other = "another wording was in force (until February 17, 2026)"
    assert (other in shown) is is_other
    assert ("this is counted by it: 6 months" in shown) is is_other


@pytest.fixture
def three_hours(reader, tmp_path):
    """A page that counts three hours by the law of a place with London's clocks."""
    text = PACK.replace("working_day", "hour").replace("Asia/Almaty", "Europe/London")
    (tmp_path / "xx.yaml").write_text(text)
    house.choose("XX", tmp_path)
    yield (
        lambda since, speaks="en": (
            reader(speaks).get("/law/XX/XX-ANSWER", query_string={"since": since}).text
        )
    )
    house.choose()


@pytest.mark.parametrize(
    "since", ["2026-06-18T22:30", "2026-06-18T21:30Z", "2026-06-19T02:30+05:00"]
)
def test_hours_are_counted_and_told_where_the_law_is_at_home(three_hours, since):
    shown = three_hours(since)

    assert "June 19, 2026" in shown
    assert "01:30 (London time)" in shown
    assert 'value="2026-06-18T22:30"' in shown
    assert "Hours run on from the moment itself, through nights and days" in shown
    assert "Counted from the next day" not in shown


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_hours_from_a_day_want_its_hour_in_each_language(three_hours, language):
    said = {
        "kk": "Уақытын да жаз: сағат нақты сәттен бастап саналады.",
        "ru": "Напиши и время: часы считаются от точного момента.",
        "en": "Write the time, too: hours are counted from a moment.",
    }

    assert said[language] in three_hours("2026-06-18", language)


def test_both_readings_stand_side_by_side_with_an_example(page):
    shown = page("/KZ/KZ-ADOPT-DEMANDS")

    assert "2/3 of all who do this work here, that is 827: 830, met" in shown
    assert "more than half of all who do this work here, that is 621: 830, met" in shown
    assert "The 2025 bill proposed a simple majority" in shown


def test_an_unknown_electorate_leaves_the_outcome_open(page):
    shown = page("/KZ/KZ-ADOPT-DEMANDS?electorate=&yes=8&no=2&abstained=1")

    assert shown.count("undetermined") >= 4
    assert 'name="yes" value="8"' in shown


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", ["electorate", "yes", "no", "abstained"])
def test_a_number_that_is_none_is_named_beside_its_field(page, language, name):
    said = {
        "kk": "Бүтін сан жаз, сегіз цифрдан аспасын.",
        "ru": "Напиши целое число, не длиннее восьми цифр.",
        "en": "Write a whole number of at most eight digits.",
    }

    shown = page(f"/KZ/KZ-ADOPT-DEMANDS?{name}=-5", language)

    assert shown.count(said[language]) == 1
    assert f'aria-describedby="{name}-error"' in shown
    assert '<dl class="facts"><div><dt>Quorum' not in shown


def test_a_rule_of_low_confidence_warns(page):
    shown = page("/KZ/KZ-STRIKE-NOTICE")

    assert "it warns, and never stops anything" in shown
    assert "Confidence: low" in shown


def test_a_rule_through_time_shows_each_of_its_days(page):
    shown = page("/GB/GB-ACTION-NOTICE")

    assert "until February 17, 2026" in shown
    assert "since February 18, 2026" in shown
    assert "not in force today" not in shown
    assert "This rule is not in force today." in page("/EU/EU-REVIEW")


def test_rules_past_their_review_wear_a_banner(reader):
    with time_machine.travel(LATE, tick=False):
        listed, one = (reader().get(f"/law{p}").text for p in ("", "/KZ/KZ-ELECT-REPS"))

    for shown in (listed, one):
        assert "These rules are overdue" in shown
        assert "checked by February 23, 2027" in shown


@pytest.mark.parametrize("path", ["?pack=MARS", "/MARS/X", "/KZ/KZ-NONE", "/KZ/GB-ADM"])
def test_what_is_not_there_is_not_found(reader, path):
    assert reader().get(f"/law{path}").status_code == 404


def test_the_law_of_other_places_can_be_read(page):
    assert "Great Britain" in page()
    assert "10 days&#39; notice" in page("?pack=GB")


@pytest.mark.parametrize("rule", KZ.rules, ids=lambda rule: rule.id)
def test_every_rule_has_its_page(page, rule):
    assert rule.text.kk in page(f"/KZ/{rule.id}", "kk").replace("&#39;", "'")


def test_a_rule_outside_its_days_is_told_as_it_was_last_or_will_be_first():
    gb = shelf()["GB"]

    assert rule_for(gb, "GB-MANDATE", date(2026, 2, 17)).clock.n == 6
    assert rule_for(gb, "GB-MANDATE", date(2026, 2, 18)).clock.n == 12
    assert rule_for(gb, "GB-ADM", date(2020, 1, 1)).valid_from == date(2026, 2, 5)


def test_a_rule_of_two_versions_is_listed_once():
    found = rules_of(shelf()["GB"], Wanted(kind="deadline"), TODAY.date())

    ids = [rule.id for rule in found[Kind.DEADLINE]]
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.parametrize("words", ["", "-1", "1.5", "x", "²", "123456789", " 1"])
def test_a_count_that_is_none_is_none(words):
    assert number(words) is None
    assert number("0") == 0


@pytest.fixture
def start(tmp_path):
    """Start a hall whose operator has put packs of their own into a folder."""

    def begin(pack="KZ", **files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text)
        url = f"sqlite:///{tmp_path}/union.db"
        return create_app(
            Settings(law_path=str(tmp_path), law_pack=pack, database_url=url)
        )

    yield begin
    house.choose()


def test_an_operators_own_overlay_is_the_law_of_the_house(start):
    start("XX-OURS", xx=PACK, ours=OVERLAY)

    assert house.the_pack().id == "XX-OURS"


def test_an_operators_wrong_pack_stops_the_start_and_names_its_line(start):
    with pytest.raises(
        Unlawful, match=r"^xx\.yaml:31: rules\[0\]\.quorum\.fraction: «3/2»"
    ):
        start("XX", xx=PACK.replace('"2/3"', '"3/2"'))
