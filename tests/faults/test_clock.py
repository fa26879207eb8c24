"""Clocks: the hour itself, a clock moved back, two hosts, and hours people read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, func, select

from tests.faults.clocks import desk_with_clock
from tests.faults.deeds import Town
from tests.faults.desk import Round, settings_in
from union.ballots.models import NO, YES, Ballot, Paper
from union.core import clock as guard
from union.core import i18n
from union.core.base import now
from union.core.engines import connect
from union.core.errors import ClockMovedBack
from union.core.jobs import do_chores
from union.core.pulse import beat, last_beat

SECOND = timedelta(seconds=1)


@pytest.fixture
def settings(request, home, database_url, engine):
    """A union on a database that no other test uses; PostgreSQL's is emptied after."""
    if request.config.getoption("--database") == "sqlite":
        yield home.settings
        return
    yield settings_in(home.folder, database_url=database_url)
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture
def on_a_file(request):
    """Only a process's own clock can be moved here; PostgreSQL has another."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("only on SQLite")


@pytest.fixture
def town(settings):
    engine = connect(settings.database_url)
    with Session(engine, expire_on_commit=False) as db:
        yield Town(db)
    engine.dispose()


@pytest.fixture
def host(settings, tmp_path, monkeypatch):
    """Desks of this union, each with its own clock."""

    def start(name, at):
        return desk_with_clock(settings, tmp_path / name, monkeypatch, at)

    return start


def this_second():
    return now().replace(microsecond=0)


def papers_and_closing(town, ballot):
    town.db.rollback()
    told = town.db.exec(select(func.count()).select_from(Paper)).one()
    return told, town.db.get_one(Ballot, ballot.id, populate_existing=True).closed_at


def test_the_hour_divides_votes_to_the_second(on_a_file, home, host, ledger):
    line = ledger("clock at the hour (-1 s, 0, +1 s)")
    hour = this_second() + timedelta(minutes=5)
    with home.opened() as db:
        town = Town(db)
        ballot = town.open_ballot(closes_at=hour)
        deeds = [town.casts(ballot, member, YES) for member in town.voters[:3]]

    with host("clock", hour - SECOND) as (desk, clock):
        told = []
        for deed, at in zip(deeds, (hour - SECOND, hour, hour + SECOND), strict=True):
            clock.set(at)
            told.append(desk.ask(deed.form).status)
        clock.set(hour)
        desk.ask(Round())

    assert told == [303, 409, 409]
    with home.opened() as db:
        line.points = line.tried = line.fired = 3
        line.acknowledged, line.stored = 1, db.exec(select(func.count(Paper.id))).one()
        assert line.stored == 1
        assert db.get_one(Ballot, ballot.id).closed_at == hour


def test_a_clock_moved_back_takes_changed_votes_and_opens_and_closes_nothing(
    on_a_file, home, host, ledger
):
    line = ledger("clock moved back by an hour")
    noon = this_second() + timedelta(minutes=2)
    with home.opened() as db:
        town = Town(db)
        ballot = town.open_ballot()
        due = town.open_ballot(closes_at=noon - timedelta(minutes=90))
        [ada, *_others] = town.voters
        town.db.commit()
        first = town.casts(ballot, ada, NO)
        drawn_before = str(int((noon - timedelta(minutes=59)).timestamp() * 1000))
        second = town.casts(ballot, ada, YES)
        second.form.fields["drawn"] = drawn_before
        hands = town.both_lend_hands(ballot, "close", reason="All have voted.")

    with host("clock", noon) as (desk, clock):
        assert desk.ask(Round()).is_done
        assert desk.ask(first.form).is_done
        clock.set(noon - timedelta(minutes=58))

        changed = desk.ask(second.form)
        refused = desk.ask(hands[0].form)
        desk.ask(Round())

        assert changed.is_done, changed.text
        assert refused.status == 503
        assert "was moved back" in refused.text
        clock.set(noon + SECOND)
        assert [desk.ask(hand.form).status for hand in hands] == [303, 303]
    with home.opened() as db:
        line.points = line.tried = line.fired = 1
        line.acknowledged, line.stored = 2, 2
        choices = list(db.exec(select(Paper.choice)))
        assert choices == [YES]
        assert db.get_one(Ballot, due.id).closed_at == noon


def test_of_two_hosts_ninety_seconds_apart_none_takes_a_vote_once_one_has_closed(
    request, town, host, ledger
):
    """On PostgreSQL its own clock decides, whatever the hosts believe."""
    is_sqlite = request.config.getoption("--database") == "sqlite"
    line = ledger("two hosts 90 s apart")
    hour = this_second() + timedelta(seconds=20 if is_sqlite else 600)
    ballot = town.open_ballot(closes_at=hour)
    ada, ben, eve, *_others = town.voters
    late, early, after = (town.casts(ballot, one, YES) for one in (ada, ben, eve))

    ahead, behind = hour + SECOND, hour - timedelta(seconds=89)
    with host("a", ahead) as (first, _a), host("b", behind) as (second, _b):
        by_first = first.ask(late.form).status
        by_second = second.ask(early.form).status
        first.ask(Round())
        papers, closed_at = papers_and_closing(town, ballot)
        after_closing = second.ask(after.form).status
        second.ask(Round())

    assert by_second == 303
    if is_sqlite:
        assert (by_first, after_closing) == (409, 409)
        assert (papers, closed_at) == (1, ahead)
        assert papers_and_closing(town, ballot) == (1, ahead)
    else:
        assert (by_first, after_closing) == (303, 303)
        assert (papers, closed_at) == (0, None)
    line.points = line.tried = line.fired = 3
    line.acknowledged = line.stored = 1 if is_sqlite else 3


def test_a_moment_that_was_told_is_waited_for(db):
    beat(db, guard.CLOCK, now() + timedelta(minutes=3))

    with pytest.raises(ClockMovedBack, match="moved back"):
        guard.steady_now(db)

    guard.trust_the_clock(db)
    assert guard.steady_now(db)


def test_two_seconds_are_no_reason_to_stop(db):
    beat(db, guard.CLOCK, now() + SECOND)

    assert guard.steady_now(db)


def test_the_worker_notes_the_time_and_warns_when_it_runs_back(db, caplog):
    guard.note_the_time(db)
    noted = last_beat(db, guard.CLOCK)
    beat(db, guard.CLOCK, now() + timedelta(hours=1))

    guard.note_the_time(db)

    assert noted
    assert "moved back" in caplog.text
    assert last_beat(db, guard.CLOCK) > now()


def test_while_the_clock_is_behind_the_worker_says_one_sentence(app, db, caplog):
    """Minute after minute, whatever was to open or to close."""
    beat(db, guard.CLOCK, now() + timedelta(hours=3))
    db.commit()

    with app.app_context():
        for _minute in range(3):
            do_chores()

    [told] = caplog.records
    assert (told.levelname, told.exc_info) == ("WARNING", None)
    assert "moved back" in told.message


def warnings_after(db, caplog, **moved):
    """How often it has warned, once the time of the last warning was moved."""
    beat(db, guard.WARNED, last_beat(db, guard.WARNED) + timedelta(**moved))
    guard.note_the_time(db)
    return len(caplog.records)


def test_it_says_so_again_each_hour_and_when_it_is_moved_once_more(db, caplog):
    beat(db, guard.CLOCK, now() + timedelta(hours=3))
    guard.note_the_time(db)

    assert warnings_after(db, caplog, minutes=-59) == 1
    assert warnings_after(db, caplog, minutes=-1) == 2
    assert warnings_after(db, caplog, minutes=5) == 3, "moved back by five more"


@pytest.mark.parametrize("ends", [guard.trust_the_clock, guard.note_the_time])
def test_once_it_is_right_again_the_next_time_is_told_again(db, caplog, ends):
    beat(db, guard.CLOCK, now() + timedelta(hours=3))
    guard.note_the_time(db)
    if ends is guard.note_the_time:
        beat(db, guard.CLOCK, now() - SECOND)
    ends(db)

    beat(db, guard.CLOCK, now() + timedelta(hours=3))
    guard.note_the_time(db)

    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    ("zone", "at", "hour"),
    [
        ("Asia/Almaty", datetime(2024, 2, 29, 17, 59, tzinfo=UTC), "23:59"),
        ("Asia/Almaty", datetime(2024, 2, 29, 18, 0, tzinfo=UTC), "23:00"),
        ("Asia/Almaty", datetime(2024, 2, 29, 19, 0, tzinfo=UTC), "00:00"),
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59"),
        ("Europe/Berlin", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00"),
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "02:59"),
        ("Europe/Berlin", datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "02:00"),
    ],
)
def test_an_hour_is_shown_as_its_place_counted_it_then(zone, at, hour):
    token = i18n.zone.set(ZoneInfo(zone))

    shown = i18n.clock(at)

    i18n.zone.reset(token)
    assert shown == hour
