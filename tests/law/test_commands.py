"""`union law`, as an organiser types it."""

from datetime import date

import pytest
from click.testing import CliRunner

from tests.law.factories import MOVED, OVERLAY, PACK
from union.cli.main import union
from union.law import house
from union.law.calendars import Calendar
from union.law.shelf import DATA

EDITION = Calendar("KZ").edition


@pytest.fixture
def law():
    """Run the command; its exit code and what it said."""

    def run(*arguments, **settings):
        told = CliRunner().invoke(union, ["law", *map(str, arguments)], env=settings)
        return told.exit_code, told.output

    yield run
    house.choose()


@pytest.mark.parametrize("name", ["kz", "eu", "gb"])
def test_a_carried_pack_is_right(law, name):
    code, said = law("check", DATA / f"{name}.yaml")

    assert code == 0
    assert said.startswith(f"{name}.yaml: right; {name.upper()} 0.2.0, ")
    assert said.endswith(" 0 doubts.\n")


def test_each_fault_of_each_file_is_named_with_its_line(law, tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(PACK)
    bad.write_text(PACK.replace('"2/3"', '"3/2"').replace("rule: XX-ADOPT", "rule: X"))

    code, said = law("check", bad, good)

    assert code == 1
    first, second, third, last = said.splitlines()
    assert first.startswith("bad.yaml:31: rules[0].quorum.fraction: «3/2»; expected")
    assert second.startswith("bad.yaml:67: procedures[0].steps[0].rule: «X» is nowhere")
    assert third.startswith("good.yaml: right; XX 0.1.0, 3 rules, ")
    assert last == "Error: 1 of 2 files refused."


def test_a_doubt_is_named_and_refuses_nothing(law, tmp_path):
    file = tmp_path / "xx.yaml"
    file.write_text(PACK.replace('"Risk"}', '""}'))

    code, said = law("check", file)

    assert code == 0
    assert "xx.yaml:57: doubtful: rules[2].text: no words in en\n" in said


def test_moved_days_are_checked_by_the_name_of_their_file(law, tmp_path):
    file = tmp_path / "holidays.yaml"
    file.write_text(MOVED)

    assert law("check", file) == (0, "holidays.yaml: right; 2 days moved.\n")
    file.write_text(MOVED.replace("is: rest", "is: fun"))
    assert law("check", file)[1].startswith("holidays.yaml:4: days[0].is: «fun»; ")


def test_one_moved_day_is_one_day(law, tmp_path):
    file = tmp_path / "holidays.yaml"
    file.write_text(MOVED.partition("  - date: 2026-03-28")[0])

    assert law("check", file) == (0, "holidays.yaml: right; 1 day moved.\n")


def test_what_is_no_file_is_refused_and_the_others_are_checked(law, tmp_path):
    (tmp_path / "good.yaml").write_text(PACK)
    (tmp_path / "holidays.yaml").mkdir()
    names = ("", "none.yaml", "holidays.yaml", "good.yaml")

    code, said = law("check", *(tmp_path / name for name in names))

    assert code == 1
    folder, nothing, days, good, last = said.splitlines()
    assert folder == f"{tmp_path.name}: a folder; expected a file"
    assert nothing == "none.yaml: there is no such file"
    assert days == "holidays.yaml: a folder; expected a file"
    assert good.startswith("good.yaml: right; ")
    assert last == "Error: 3 of 4 files refused."


def test_an_answer_is_due_with_every_step_and_what_it_rests_on(law):
    code, said = law(
        "deadline",
        "--pack",
        "KZ",
        "--rule",
        "KZ-EMPLOYER-ANSWER",
        "--from",
        "2026-03-18",
    )

    assert code == 0
    told = said.splitlines()
    assert told[:3] == [
        "KZ-EMPLOYER-ANSWER: The employer considers demands within 3 working days.",
        "3 working days after: the demands were received, 2026-03-18.",
        "Counted from the next day on. A last day that is no working day stays the last "
        "day.",
    ]
    assert told[4:12] == [
        "  Thursday 2026-03-19  day 1",
        "  Friday 2026-03-20  day 2",
        "  Saturday 2026-03-21  not counted: Nowruz Holiday",
        "  Sunday 2026-03-22  not counted: Nowruz Holiday",
        "  Monday 2026-03-23  not counted: Nowruz Holiday",
        "  Tuesday 2026-03-24  not counted: Nowruz Holiday (moved)",
        "  Wednesday 2026-03-25  not counted: Nowruz Holiday (moved)",
        "  Thursday 2026-03-26  day 3",
    ]
    assert "Due: Thursday 2026-03-26" in told
    assert f"Calendar: {EDITION}" in told
    assert any(line.startswith("Source: Labour Code 163(2); ") for line in told)
    assert any(line.startswith("Confidence: medium; ") for line in told)
    assert told[-1].startswith("Information, not legal advice.")


def test_a_day_to_send_by_is_told_and_what_could_be_argued(law):
    _code, said = law("deadline", "--rule", "KZ-SERVE-DEMANDS", "--from", "2026-03-19")

    assert "Due: Sunday 2026-03-22\n" in said
    assert "Latest arguable: Thursday 2026-03-26; do not count on it.\n" in said


def test_an_estimate_on_the_way_is_told(law):
    _code, said = law(
        "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", "2026-05-25"
    )

    assert "A holiday on the way is known only by an estimate.\n" in said


def test_a_day_before_is_told_as_one(law):
    _code, said = law(
        "deadline", "--pack", "GB", "--rule", "GB-BALLOT-NOTICE", "--from", "2026-11-23"
    )

    assert "7 calendar days before: the ballot opens, 2026-11-23.\n" in said
    assert "Due: Monday 2026-11-16\n" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            ["--rule", "KZ-NONE", "--from", "2026-03-18"],
            "KZ has no rule KZ-NONE in force",
        ),
        (["--rule", "KZ-ELECT-REPS", "--from", "2026-03-18"], "sets no deadline"),
        (["--rule", "KZ-EMPLOYER-ANSWER", "--from", "soon"], "soon is no day"),
        (["--rule", "KZ-EMPLOYER-ANSWER", "--from", "2026-02-30"], "is no day"),
        (["--rule", "KZ-EMPLOYER-ANSWER", "--from", "9999-12-31"], "from 1992 to 2099"),
        (["--rule", "KZ-EMPLOYER-ANSWER", "--from", "9999-12-31T23:00Z"], "is no day"),
        (
            ["--pack", "", "--rule", "X", "--from", "2026-03-18"],
            "no pack «»; there are",
        ),
        (["--pack", "MARS", "--rule", "X", "--from", "2026-03-18"], "no pack «MARS»"),
    ],
)
def test_what_cannot_be_counted_is_said_in_a_sentence(law, arguments, reason):
    code, said = law("deadline", *arguments)

    assert code == 1
    assert reason in said


@pytest.fixture
def from_(law, tmp_path):
    """What the command says of three hours from a moment, in a pack of Almaty."""
    (tmp_path / "xx.yaml").write_text(PACK.replace("working_day", "hour"))
    here = {"UNION_LAW_PATH": str(tmp_path), "UNION_LAW_PACK": "XX"}
    asked = "deadline", "--rule", "XX-ANSWER", "--from"
    return lambda since: law(*asked, since, **here)[1]


@pytest.mark.parametrize(
    "since",
    [
        "2026-03-18T22:30",
        "2026-03-18 22:30",
        "2026-03-18T22:30+05:00",
        "2026-03-18T17:30Z",
        "2026-03-18T12:30-05:00",
        "2026-03-19T03:00+09:30",
    ],
)
def test_hours_are_counted_where_the_pack_is_at_home(from_, since):
    said = from_(since)

    assert "the demands were received, 2026-03-18 22:30 (Asia/Almaty).\n" in said
    assert "Due: Thursday 2026-03-19 01:30\n" in said


def test_hours_are_told_as_hours(from_):
    said = from_("2026-03-18T22:30")

    assert (
        "Hours run on from the moment itself, through nights and days of rest. Nothing "
        "puts off the hour at which they end.\n"
    ) in said
    assert "next day" not in said


def test_hours_from_a_day_want_its_hour(from_):
    assert "hours are counted from a moment: say the hour, too." in from_("2026-03-18")


def test_a_day_begins_where_the_pack_is_at_home(law):
    _code, said = law(
        "deadline", "--rule", "KZ-EMPLOYER-ANSWER", "--from", "2026-03-18T20:00Z"
    )

    assert "the demands were received, 2026-03-19.\n" in said


def test_an_own_folder_of_packs_is_read(law, tmp_path):
    (tmp_path / "xx.yaml").write_text(PACK)
    (tmp_path / "ours.yaml").write_text(OVERLAY)
    here = {"UNION_LAW_PATH": str(tmp_path), "UNION_LAW_PACK": "XX-OURS"}

    _code, said = law("deadline", "--rule", "XX-ANSWER", "--from", "2026-11-16", **here)

    assert said.startswith("XX-ANSWER: Our answer\n5 working days after: ")
    assert date(2026, 11, 23).strftime("Due: %A %Y-%m-%d\n") in said
