"""Power cuts: only what was synced survives, and that is all that was acknowledged."""

import random

import pytest

from tests.faults.deeds import a_day
from tests.faults.desk import at_a_desk, serve, serve_carelessly
from tests.faults.injection import traced
from tests.faults.power import Call, Disk, calls_of, cuts, recording
from tests.faults.strike import acknowledged


def recorded(home, deeds, log, manner):
    """Every call of a day, each deed of which is acknowledged by one."""
    home.reset()
    with at_a_desk(home.settings, manner) as desk:
        with traced(desk.pid, log, *recording()) as seen:
            assert len(acknowledged(desk, deeds)) == len(deeds)
            desk.leave()
    calls = calls_of(seen.text)
    assert sum(call.is_acknowledgement for call in calls) == len(deeds)
    return calls


def cut_again_and_again(home, deeds, calls, line, many):
    """Cut the current at so many moments; look at what each leaves."""
    home.reset()
    before = {"union.db": home.file.read_bytes()}
    line.points = len(calls)
    for moment in cuts(calls, many):
        disk = Disk(before)
        for call in calls[:moment]:
            disk.take(call)
        told = sum(call.is_acknowledgement for call in calls[:moment])
        home.lay_out(disk.after_a_cut(random.Random(moment)))  # noqa: S311
        line.tried += 1
        line.fired += 1
        with home.opened() as db:
            line.compare(db, deeds, deeds[:told], f"cut after call {moment}")


@pytest.fixture
def day(home, prepared):
    """The deeds of a day of which each can be seen for itself at any moment."""
    return prepared(a_day)


def test_a_power_cut_takes_nothing_that_was_confirmed(
    home, day, ledger, many, tmp_path
):
    line = ledger("power cuts")

    calls = recorded(home, day, tmp_path / "log", serve)
    cut_again_and_again(home, day, calls, line, many and many + 10)

    assert line.fired >= 50
    assert line.acknowledged
    assert line.is_clean, (line.lost[:3], line.doubled, line.half[:3])


def test_without_full_sync_a_power_cut_takes_votes(home, day, ledger, many, tmp_path):
    """The control: with synchronous=NORMAL the same cuts must take something."""
    line = ledger("power cuts, control (synchronous=NORMAL must lose)")

    calls = recorded(home, day, tmp_path / "log", serve_carelessly)
    cut_again_and_again(home, day, calls, line, many and many + 10)

    assert line.lost


def test_of_what_was_not_synced_some_sectors_survive_and_some_do_not():
    """The control of the disk: torn writes, and none of what was synced."""
    disk, line = Disk({"a": b""}), b"\1" * 4096
    disk.take(Call("pwrite64", "a", 0, line))
    disk.take(Call("fdatasync", "a"))
    disk.take(Call("pwrite64", "a", 4096, b"\2" * 8192))

    found = bytes(disk.after_a_cut(random.Random(1))["a"])  # noqa: S311

    assert found.startswith(line)
    assert 0 < found.count(b"\2" * 512) < 16
