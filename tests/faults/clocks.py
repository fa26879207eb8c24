"""Clocks that a test sets: a desk whose process believes another time (libfaketime)."""

from contextlib import contextmanager
from pathlib import Path

from tests.conftest import needed
from tests.faults.desk import at_a_desk

LIBRARY = "*/faketime/libfaketime.so.1"


class Clock:
    """The clock of one host. It stands still between two settings."""

    def __init__(self, file):
        self.file = file

    def set(self, at):
        self.file.write_text(f"{at:%Y-%m-%d %H:%M:%S}\n")


@contextmanager
def desk_with_clock(settings, file, monkeypatch, at):
    """A desk that starts from nothing, with a clock of its own that says this."""
    found = next(iter(Path("/usr/lib").glob(LIBRARY)), None)
    clock = Clock(file)
    clock.set(at)
    with monkeypatch.context() as patch:
        patch.setenv("LD_PRELOAD", str(needed(found, "faketime")))
        patch.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
        patch.setenv("FAKETIME_NO_CACHE", "1")
        patch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        patch.setenv("TZ", "UTC")
        opening = at_a_desk(settings, way="spawn")
        desk = opening.__enter__()
    try:
        yield desk, clock
    finally:
        opening.__exit__(None, None, None)
