"""What rules, days and doubts are called, in three languages."""

from dataclasses import replace
from datetime import date

import pytest

from tests.law.factories import TODAY, pack_of
from union.core.i18n import gettext, speaking
from union.law import names, words
from union.law.calendars import Calendar, DayOff, Moved, Rest
from union.law.deadlines import Clock, Direction, Start, Step, Unit, What, count
from union.law.rules import Confidence
from union.law.shelf import shelf
from union.law.texts import Texts
from union.law.thresholds import OUTCOMES, WHOLES

KZ = Calendar("KZ")
PACKS = shelf()
TABLES = (words.KINDS, words.CONFIDENCES, words.VERIFICATIONS, words.IN_APP, OUTCOMES,
          WHOLES, names.TRIGGERS, names.ELECTORATES, names.DECISIONS, names.CHANNELS,
          names.SECRECIES, names.HOLIDAYS, names.ABBREVIATIONS)  # fmt: skip
ANSWER = PACKS["KZ"].rule("KZ-EMPLOYER-ANSWER", TODAY)
NOTICE = PACKS["KZ"].rule("KZ-STRIKE-NOTICE", TODAY)


@pytest.mark.parametrize(
    ("n", "unit", "kk", "ru", "en"),
    [
        (3, "working_day", "3 жұмыс күні", "3 рабочих дня", "3 working days"),
        (5, "working_day", "5 жұмыс күні", "5 рабочих дней", "5 working days"),
        (
            1,
            "calendar_day",
            "1 күнтізбелік күн",
            "1 календарный день",
            "1 calendar day",
        ),
        (2, "week", "2 апта", "2 недели", "2 weeks"),
        (12, "month", "12 ай", "12 месяцев", "12 months"),
        (2, "year", "2 жыл", "2 года", "2 years"),
        (24, "hour", "24 сағат", "24 часа", "24 hours"),
        (0, "working_day", "сол күннің өзі", "тот же день", "the same day"),
    ],
)
def test_a_period_is_said_in_each_language(n, unit, kk, ru, en):
    for language, said in (("kk", kk), ("ru", ru), ("en", en)):
        with speaking(language):
            assert words.period(Clock(n, Unit(unit))) == said


def test_how_a_period_is_counted_is_a_sentence():
    same, before = {"start": Start.SAME_DAY}, {"direction": Direction.BEFORE}
    clocks = [Clock(1, Unit.WEEK, **said) for said in ({}, same, before, same | before)]

    assert [words.counting(clock) for clock in clocks] == [
        "Counted from the next day on.",
        "The day itself is counted.",
        "Counted back; so many whole days lie between.",
        "Counted back from the event, whose own day does not count.",
    ]


@pytest.mark.parametrize("start", list(Start))
def test_hours_are_said_to_run_and_never_to_be_put_off(start):
    after = Clock(48, Unit.HOUR, start=start)
    before = replace(after, direction=Direction.BEFORE)

    assert words.counting(after).startswith("Hours run on from the moment itself, ")
    assert words.counting(before).startswith("Hours are counted back from the moment ")
    for clock in (after, before):
        assert words.rolling(clock) == "Nothing puts off the hour at which they end."


def test_no_hours_are_the_moment_itself():
    assert words.period(Clock(0, Unit.HOUR)) == "the same moment"


def test_what_becomes_of_a_last_day_of_rest_is_a_sentence():
    back = {"direction": Direction.BEFORE}
    clocks = [
        Clock(1, Unit.WEEK),
        Clock(1, Unit.WEEK, True),
        Clock(1, Unit.WEEK, True, **back),
    ]

    assert [words.rolling(clock).partition("working day ")[2] for clock in clocks] == [
        "stays the last day.",
        "moves to the next working day.",
        "moves to the working day before.",
    ]


def test_each_step_says_what_it_was():
    found = count(Clock(4, Unit.CALENDAR_DAY, rolls=True), date(2026, 3, 18), KZ)
    week = count(Clock(1, Unit.WEEK), date(2026, 3, 14), KZ)
    plain = count(Clock(1, Unit.WEEK), date(2026, 11, 16), KZ)
    working = count(Clock(1, Unit.WORKING_DAY), date(2026, 11, 13), KZ)

    assert [words.step(step) for step in found.steps] == [
        "day 1",
        "day 2",
        "day 3 (Nowruz Holiday)",
        "day 4 (Nowruz Holiday)",
        "not counted: Nowruz Holiday",
        "not counted: Nowruz Holiday (moved)",
        "not counted: Nowruz Holiday (moved)",
        "put off to this day",
    ]
    assert words.step(week.steps[0]) == "the period ends (Nowruz Holiday)"
    assert words.step(plain.steps[0]) == "the period ends"
    assert words.step(working.steps[0]) == "not counted: weekend"
    assert words.step(Step(TODAY, What.ROLLED)) == "put off to this day"


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (DayOff(Rest.WEEKEND), "weekend"),
        (DayOff(Rest.HOLIDAY, "Victory Day"), "Victory Day"),
        (DayOff(Rest.HOLIDAY, "Victory Day (observed)"), "Victory Day (moved)"),
        (DayOff(Rest.HOLIDAY, "Eid al-Adha (estimated)"), "Eid al-Adha (day estimated)"),
        (DayOff(Rest.HOLIDAY, "Victory Day; May Day"), "Victory Day; May Day"),
        (DayOff(Rest.HOLIDAY, "Day off (substituted from 01/05/2025)"), "day of rest by decree"),
        (DayOff(Rest.HOLIDAY, "Coronation of a king"), "Coronation of a king"),
        (DayOff(Rest.HOLIDAY, moved=Moved(TODAY, True)), "day of rest by decree"),
        (DayOff(Rest.HOLIDAY, moved=Moved(TODAY, True, Texts(en="Moved"), "No. 7")), "Moved, No. 7"),
    ],
)  # fmt: skip
def test_a_day_off_is_called_by_its_name(off, said):
    assert names.day_off(off) == said


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_holiday_of_kazakhstan_has_its_name(language):
    days = [date.fromordinal(n) for n in range(date(2024, 1, 1).toordinal(), date(2031, 1, 1).toordinal())]  # fmt: skip
    offs = [off for day in days if (off := KZ.day_off(day))]

    with speaking(language):
        said = {names.day_off(off) for off in offs}

    assert not [name for name in said if name.isascii()]
    assert len(said) > 12


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_degree_of_sureness_has_its_name(language):
    said = [word for table in TABLES for word in table.values()]

    with speaking(language):
        assert not [word for word in said if gettext(word).isascii()]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_of_the_carried_packs_has_its_name(language):
    with speaking(language):
        for rule in (rule for pack in PACKS.values() for rule in pack.rules):
            assert not words.event(rule).isascii() or not rule.trigger
            ballot = rule.ballot
            if ballot:
                assert not names.named(names.DECISIONS, ballot.decision).isascii()
                assert not names.named(names.ELECTORATES, ballot.electorate).isascii()
                assert not names.named(names.SECRECIES, ballot.secret).isascii()
                assert not [w for w in ballot.channels if names.named(names.CHANNELS, w).isascii()]  # fmt: skip


def test_a_word_of_an_own_pack_is_said_as_it_is():
    assert names.named(names.TRIGGERS, "camels_arrive") == "camels arrive"


@pytest.mark.parametrize(
    ("ref", "en", "ru"),
    [
        ("LC 164(1)", "Labour Code 164(1)", "Трудовой кодекс 164(1)"),
        ("LC 176; CC 402 (recalled)", "Labour Code 176; Criminal Code 402 (from memory)", "Трудовой кодекс 176; Уголовный кодекс 402 (по памяти)"),
        ("Law 370-II art. 7(3)-(4)", "Law 370-II article 7(3)-(4)", "Закон 370-II статья 7(3)-(4)"),
        ("Law 94-V arts 24-25", "Law 94-V articles 24-25", "Закон 94-V статьи 24-25"),
        ("Digital Code 2026", "Digital Code 2026", "Цифровой кодекс 2026"),
        ("APPC 350-VI", "Administrative Procedures Code 350-VI", "Административный процедурно-процессуальный кодекс 350-VI"),
        ("TULRCA s.226A", "TULRCA s.226A", "TULRCA s.226A"),
        ("XLC 1", "XLC 1", "XLC 1"),
    ],
)  # fmt: skip
def test_an_article_is_said_without_abbreviations(ref, en, ru):
    assert names.article(ref) == en
    with speaking("ru"):
        assert names.article(ref) == ru


def test_a_citation_names_article_source_and_day():
    undated = replace(ANSWER.citation.source, on=None)
    citation = replace(ANSWER.citation, source=undated)

    title = "Прокурор ЗКО: порядок коллективных трудовых споров"
    assert words.citation(ANSWER) == f"Labour Code 163(2); {title}, April 1, 2022"
    assert words.citation(replace(ANSWER, citation=citation)).endswith(title)


def test_what_we_are_not_sure_of_says_so():
    read = "Confidence: medium; read in what others write about the law"
    low = "Confidence: low; from memory; nobody has read it; unconfirmed"

    assert words.sureness(ANSWER, TODAY) == read
    assert words.sureness(ANSWER, date(2027, 2, 24)) == f"{read}; unconfirmed"
    assert words.sureness(NOTICE, TODAY) == low
    high = replace(ANSWER, confidence=Confidence.HIGH)
    assert words.sureness(high, TODAY).startswith("Confidence: high; ")


def test_the_days_of_a_rule_are_said():
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    said = [
        words.validity(replace(ANSWER, valid_from=f, valid_to=t))
        for f, t in ((None, None), (first, None), (None, last), (first, last))
    ]

    assert said == [
        "no day is known",
        "since January 1, 2026",
        "until December 31, 2026",
        "January 1, 2026 – December 31, 2026",
    ]


def test_a_pack_past_its_review_says_so_and_by_when_it_was_due():
    kz = PACKS["KZ"]

    assert words.review(kz, kz.review_due) == ""
    assert words.review(kz, date(2027, 2, 24)) == (
        "These rules were to be checked by February 23, 2027. Count them as unconfirmed."
    )


def test_a_small_pack_speaks_for_itself(tmp_path):
    pack = pack_of(tmp_path)

    assert words.notice(pack) == "Information."
    assert words.event(pack.rule("XX-ANSWER", TODAY)) == "the demands were received"
