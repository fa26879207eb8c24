"""What a process has loaded by the time it serves is not looked through again."""

import gc
from types import SimpleNamespace

import pytest

from union.cli.workers import begin


@pytest.fixture
def process():
    """A worker that begins; afterwards the collector has everything back."""
    heard = []
    app = SimpleNamespace(extensions={"listen": lambda: heard.append("others")})
    yield SimpleNamespace(wsgi=app, heard=heard)
    gc.unfreeze()


def test_a_worker_keeps_what_is_loaded_and_listens(process):
    before = gc.get_freeze_count()

    begin(process)

    assert gc.get_freeze_count() > before + 10_000
    assert process.heard == ["others"]


def test_what_comes_later_is_collected_as_ever(process):
    begin(process)
    ring = []
    ring.append(ring)
    del ring

    assert gc.collect() >= 1
