"""What stands upon a pack: overlays, own packs, moved days, and the house's choice."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.law.factories import MOVED, OVERLAY, PACK, TODAY, pack_of
from union.law import house
from union.law.calendars import Moved
from union.law.faults import Unlawful
from union.law.shelf import CARRIED, check, shelf
from union.law.texts import Texts

OPERATORS = Path(__file__).parents[2] / "docs" / "handbook" / "operators.md"


@pytest.fixture
def chosen():
    """Whatever a test chooses, the house counts by the carried pack after it."""
    yield
    house.choose()


def test_an_overlay_says_anew_what_it_names_and_keeps_the_rest(tmp_path):
    (tmp_path / "base.yaml").write_text(PACK)

    ours, base = pack_of(tmp_path, OVERLAY), check(tmp_path / "base.yaml")[0]

    rule = ours.rule("XX-ANSWER", date(2030, 1, 1))
    assert (rule.clock.n, rule.citation.source.title) == (5, "Labour Code")
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


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("base.yaml", "n: 3", "n: three", "base.yaml:47: rules[1].clock.n: «three»"),
        ("base.yaml", "rule: XX-ADOPT", "rule: XX-NO", "base.yaml:67: procedures[0]"),
        ("xx.yaml", "  tracks:", "\ttracks:", "xx.yaml:20: a tab; indent with spaces"),
        ("xx.yaml", "id: XX\n", "name: XX\n", "xx.yaml:1: id is missing"),
    ],
)
def test_a_faulty_base_is_refused_with_its_own_line(tmp_path, name, old, new, told):
    (tmp_path / name).write_text(PACK.replace(old, new, 1))

    with pytest.raises(Unlawful) as refused:
        check(ours(tmp_path))

    assert refused.value.lines()[0].startswith(told)


def ours(folder):
    """The overlay, in a file of its own name."""
    file = folder / "ours.yaml"
    file.write_text(OVERLAY)
    return file


def test_what_is_faulty_is_not_offered_as_a_base(tmp_path):
    (tmp_path / "a.yaml").write_text("nonsense")

    with pytest.raises(Unlawful, match=r"«XX»; expected one of: EU, GB, KZ$"):
        check(ours(tmp_path))


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
    assert kz.day_off(date(2026, 3, 27))
    assert kz.day_off(date(2026, 3, 28)) is None
    assert kz.day_off(date(2026, 3, 27)).moved == Moved(
        date(2026, 3, 27), True, Texts("Ауысқан", "Перенос", "Moved"), "Decree 7"
    )
    assert kz.edition.startswith("KZ, holidays 0.")
    assert " + " in kz.edition
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
        ("country: KZ", "country: KX", "3: days[0].country: there is no calendar of KX; expected one that the holidays package knows"),
        ('decree: "Decree 7"', 'decree: " "', '6: days[0].decree: « »; expected the decree that says so, a line of 1 to 300 characters, with a letter or a digit in it'),
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

    assert packs["KZ"].calendar.day_off(date(2026, 3, 27))
    assert packs["GB"].calendar.day_off(date(2026, 3, 27)) is None


def test_what_the_handbook_shows_operators_is_right(tmp_path):
    page = OPERATORS.read_text("utf-8")
    for text in re.findall(r"```yaml\n(.+?)```", page, re.DOTALL):
        name = "holidays" if text.startswith("days:") else "ours"
        (tmp_path / f"{name}.yaml").write_text(text)

    ours = shelf(tmp_path)["KZ-OURS"]

    assert ours.rule("KZ-EMPLOYER-ANSWER", TODAY).clock.n == 5
    assert ours.calendar.day_off(date(2026, 3, 27))


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
        Unlawful, match=r"there is no pack «MARS»; expected one of: EU, GB, KZ$"
    ):
        house.choose("MARS")
    with pytest.raises(Unlawful, match=f"^{tmp_path}: there is no pack «MARS»"):
        house.choose("MARS", tmp_path)

    assert house.the_pack().id == "KZ"
