"""Killed at every write: what was acknowledged is stored, once and whole."""

import pytest
from sqlmodel import delete, select

from tests.faults.deeds import KINDS, casting, changing
from tests.faults.desk import serve_hastily
from tests.faults.ledger import Ledger, census, differences, what_is_half
from tests.faults.strike import Day
from union.ballots.models import Envelope, Paper, RollEntry


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_killed_at_any_write_nothing_is_lost_doubled_or_half(
    kind, home, prepared, ledger, many, tmp_path
):
    line = ledger(f"killed while {kind.__name__}")
    day = Day(home, prepared(kind), tmp_path / "log")

    day.struck(line, many)

    assert line.fired >= min(line.points, many or line.points) * 0.9
    assert line.is_clean, (line.lost, line.doubled, line.half)


def test_whoever_confirms_before_it_is_done_is_caught(home, prepared, tmp_path):
    """The control: such a desk must be seen to lose what it confirmed."""
    line = Ledger("confirmed too early")
    day = Day(home, prepared(casting), tmp_path / "log", serve_hastily)

    day.struck(line, 8)

    assert line.fired >= 6
    assert line.lost


def test_the_ledger_sees_half_a_vote_and_a_doubled_paper(home, prepared):
    """The control of the ledger itself."""
    prepared(changing)
    with home.opened() as db:
        before = census(db)
        assert not list(what_is_half(db))
        entry = db.exec(select(RollEntry)).first()

        db.add(Paper(ballot_id=entry.ballot_id, choice="yes"))
        db.exec(delete(Envelope).where(Envelope.member_id == entry.member_id))

        assert list(what_is_half(db)) == ["10 marks, 9 envelopes, 1 papers"]
        assert differences(db, before) == [
            "envelope: 9 rows, not 10",
            "paper: 1 rows, not 0",
        ]
