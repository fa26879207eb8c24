"""Words, numbers and dates in three languages."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
import time_machine

from union.core import catalogues, i18n
from union.core.i18n import speaking

SPACE = "\N{NO-BREAK SPACE}"
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # in Almaty


def test_every_sentence_is_translated():
    assert catalogues.gaps() == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1240, f"1{SPACE}240"),
        (2000000, f"2{SPACE}000{SPACE}000"),
    ],
)
def test_numbers_are_grouped_by_a_space_that_does_not_break(value, said):
    assert i18n.number(value) == said


@pytest.mark.parametrize(
    ("tiyn", "said"),
    [
        (85_000, f"850{SPACE}₸"),
        (85_050, f"850,50{SPACE}₸"),
        (124_000_000, f"1{SPACE}240{SPACE}000{SPACE}₸"),
        (-500, f"\N{MINUS SIGN}5{SPACE}₸"),
    ],
)
def test_money_is_tenge(tiyn, said):
    assert i18n.money(tiyn) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", f"66,6{SPACE}%"), ("ru", f"66,6{SPACE}%"), ("en", f"66.6{SPACE}%")],
)
def test_shares_never_look_reached_early(language, said):
    with speaking(language):
        assert i18n.percent(Fraction(2, 3)) == said


def test_a_fraction_is_said_exactly():
    assert i18n.fraction(Fraction(4, 6)) == "2/3"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", f"2026{SPACE}ж. 23 қараша"),
        ("ru", f"23 ноября 2026{SPACE}г."),
        ("en", "November 23, 2026"),
    ],
)
def test_days_are_said_in_words(language, said):
    with speaking(language):
        assert i18n.day(NOON).replace("\N{NARROW NO-BREAK SPACE}", SPACE) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "today 12:00"), (20, "tomorrow 08:00"), (-20, "yesterday 16:00")],
)
def test_near_moments_are_named(hours, said):
    with time_machine.travel(NOON, tick=False):
        assert i18n.moment(NOON + timedelta(hours=hours)) == said


def test_the_day_changes_at_midnight_in_almaty():
    with time_machine.travel(datetime(2026, 11, 23, 18, 59, tzinfo=UTC), tick=False):
        assert (
            i18n.moment(datetime(2026, 11, 23, 19, 1, tzinfo=UTC)) == "tomorrow 00:01"
        )


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 голос"), (3, "3 голоса"), (5, "5 голосов"), (21, "21 голос")],
)
def test_russian_has_three_plurals(count, said):
    with speaking("ru"):
        assert (
            i18n.ngettext("%(count)s vote", "%(count)s votes", count) % {"count": count}
            == said
        )


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "орыс тілі"), ("ru", "русский"), ("en", "Russian")]
)
def test_a_language_is_named_in_the_one_being_spoken(language, said):
    with speaking(language):
        assert i18n.tongue("ru") == said


def test_speaking_another_language_ends_with_the_block():
    with speaking("kk"):
        inside = i18n.gettext("Language")

    assert (inside, i18n.gettext("Language")) == ("Тіл", "Language")


def test_a_sentence_without_translation_is_said_in_english():
    with speaking("kk"):
        assert i18n.gettext("Nobody says this.") == "Nobody says this."
