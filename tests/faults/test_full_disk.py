"""A disk that is full or broken: a clear answer, nothing lost, and on it goes."""

import pytest

from tests.disks import small_disk
from tests.faults.deeds import Town, a_day, signing
from tests.faults.desk import at_a_desk
from tests.faults.home import Home
from tests.faults.injection import refusing, spread, traced
from tests.faults.strike import Day

ERRORS = ("ENOSPC", "EIO")
SENTENCE = "Nothing that was confirmed is lost"


def try_all(desk, deeds):
    """Those that were done; every other one was told clearly that it was not."""
    done = []
    for deed in deeds:
        answer = desk.ask(deed.form)
        if answer.is_done:
            done.append(deed)
            continue
        assert answer.status in {503, 507}, f"{answer.status}: {answer.text}"
        assert SENTENCE in answer.text
        assert answer.retry_after
    return done


def kinds_of_trouble(points):
    """Each point with one of two errors, once or from then on, all four in turn."""
    for number, point in enumerate(points):
        yield point, ERRORS[number % 2], number // 2 % 2 == 1


def test_a_write_that_is_refused_loses_nothing_and_is_told(
    home, prepared, ledger, many, tmp_path
):
    line = ledger("writes refused (ENOSPC, EIO)")
    day = Day(home, prepared(a_day), tmp_path / "log")
    files = [home.file, f"{home.file}-wal", f"{home.file}-shm"]
    day.undisturbed(*files)
    line.points = len(day.points)

    for point, error, for_long in kinds_of_trouble(spread(day.points, many)):
        home.reset()
        line.tried += 1
        with at_a_desk(home.settings) as desk:
            options = refusing(point, error, files, from_then_on=for_long)
            with traced(desk.pid, day.log, *options) as seen:
                done = try_all(desk, day.deeds)
            if not seen.injected():
                continue
            line.fired += 1
            where = f"{error} at {point}"
            with home.opened() as db:
                line.compare(db, day.deeds, done, where)
            left = [deed for deed in day.deeds if deed not in done]
            assert try_all(desk, left) == left, "it goes on once there is room"
            desk.leave()
        with home.opened() as db:
            line.compare_whole(db, day.deeds, day.expected, where)

    assert line.fired >= min(line.points, many or line.points) * 0.8
    assert line.is_clean, (line.lost, line.doubled, line.half)


def fill(folder):
    """Leave not one block free; the file that takes them."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return filler


@pytest.fixture
def cramped(tmp_path):
    """A union on a small disk of its own."""
    with small_disk(tmp_path / "disk", 8 * 1024 * 1024) as disk:
        home = Home(disk / "home")
        home.build()
        yield home


def test_a_disk_that_is_really_full_takes_nothing_away(cramped, ledger, tmp_path):
    line = ledger("disk really full")
    with cramped.opened() as db:
        deeds = signing(Town(db))
    with at_a_desk(cramped.settings) as desk:
        first = try_all(desk, deeds[:1])
        filler = fill(cramped.folder.parent)

        done = first + try_all(desk, deeds[1:])

        with cramped.opened() as db:
            line.compare(db, deeds, done, "full")
        filler.unlink()
        left = [deed for deed in deeds if deed not in done]
        line.points = line.tried = line.fired = len(left)
        assert left
        assert try_all(desk, left) == left
        desk.leave()
    with cramped.opened() as db:
        line.compare(db, deeds, deeds, "freed")
    assert line.is_clean, (line.lost, line.doubled, line.half)


def test_a_form_that_found_no_room_comes_again_with_what_was_typed(
    home, prepared, tmp_path
):
    [deed, *_others] = prepared(signing)
    files = [home.file, f"{home.file}-wal"]
    day = Day(home, [deed], tmp_path / "log")
    day.undisturbed(*files)
    home.reset()
    sync = next(point for point in day.points if point.call == "fdatasync")
    with at_a_desk(home.settings) as desk:
        options = refusing(sync, "ENOSPC", files, from_then_on=True)

        with traced(desk.pid, day.log, *options):
            answer = desk.ask(deed.form)

        assert answer.status in {503, 507}
        assert SENTENCE in answer.text
        assert "We wait too long." in answer.text
        assert deed.form.fields["once"] in answer.text
